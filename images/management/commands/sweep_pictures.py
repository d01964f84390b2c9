"""Deletes files that were stored for a picture that never came to be."""

from django.core.management.base import BaseCommand

from images.sweeping import sweep


class Command(BaseCommand):
    help = "Delete files that no picture ever had, left behind by uploads that failed half-way."

    def handle(self, *args, **options):
        self.stdout.write(f"{len(sweep())} files deleted.")
