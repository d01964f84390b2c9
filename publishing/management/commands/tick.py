"""Does the housekeeping that is due."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from publishing import chores


class Command(BaseCommand):
    help = (
        "Do the housekeeping that is due: send mail, draw pictures ahead, sweep up and purge. Start it every minute; "
        "a second one that meets the first goes away. What the public sees never waits for it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what is due and what would be done.")

    def handle(self, *args, **options):
        autodiscover_modules("housekeeping")
        with chores.alone() as first:
            if not first:
                self.stdout.write("Another one is at work.")
                return
            reports = []
            for report in chores.run(timezone.now(), dry_run=options["dry_run"]):
                self.stdout.write(f"{report.name}: {'FAILED: ' if report.failed else ''}{report.outcome}")
                reports.append(report)
        if not reports:
            self.stdout.write("Nothing is due.")
        failed = [report.name for report in reports if report.failed]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")
