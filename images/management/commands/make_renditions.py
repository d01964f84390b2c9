"""Draws renditions before anybody asks for them."""

from django.core.management.base import BaseCommand, CommandError

from images.ratios import RATIOS
from images.renditions import make_missing


class Command(BaseCommand):
    help = "Draw every rendition that is missing. What is there stays; run it after uploads, as often as you like."

    def add_arguments(self, parser):
        parser.add_argument("--ratio", choices=RATIOS, action="append", help="Only this shape; may be repeated.")

    def handle(self, *args, **options):
        drawn, failed = make_missing(options["ratio"] or RATIOS)
        self.stdout.write(f"{drawn} renditions drawn.")
        if failed:
            raise CommandError("Not drawn: " + "; ".join(failed))
