"""Draws renditions before anybody asks for them."""

from django.core.management.base import BaseCommand, CommandError

from images.models import Original
from images.processes import WorkerFailed
from images.ratios import RATIOS
from images.renditions import Busy, make


class Command(BaseCommand):
    help = "Draw every rendition that is missing. What is there stays; run it after uploads, as often as you like."

    def add_arguments(self, parser):
        parser.add_argument("--ratio", choices=RATIOS, action="append", help="Only this shape; may be repeated.")

    def handle(self, *args, **options):
        drawn, failed = 0, []
        for original in Original.objects.order_by("pk"):
            try:
                drawn += make(original, options["ratio"] or RATIOS)
            except (WorkerFailed, Busy, OSError) as error:
                failed.append(f"{original.name}: {type(error).__name__}")
        self.stdout.write(f"{drawn} renditions drawn.")
        if failed:
            raise CommandError("Not drawn: " + "; ".join(failed))
