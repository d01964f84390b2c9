"""Deletes films and documents that were stored for a row that never came to be."""

from django.core.management.base import BaseCommand

from files.sweeping import sweep


class Command(BaseCommand):
    help = "Delete films and documents that no row ever had, left behind by uploads that failed half-way."

    def handle(self, *args, **options):
        self.stdout.write(f"{len(sweep())} files deleted.")
