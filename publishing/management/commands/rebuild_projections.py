"""Derives the rows for lists anew from the published versions."""

from django.core.management.base import BaseCommand

from publishing import projections, standings


class Command(BaseCommand):
    help = "Derive what lists read anew from drafts and published versions. Nothing that was published changes."

    def handle(self, *args, **options):
        count = projections.rebuild()
        self.stdout.write(f"Lists follow from {count} published versions again.")
        self.stdout.write(f"Drafts looked at anew: {standings.rebuild()}.")
