"""Writes the description of the interface where the repository keeps it."""

from django.conf import settings
from django.core.management.base import BaseCommand

from interface import description

KEPT = settings.BASE_DIR / "docs" / "openapi.json"


class Command(BaseCommand):
    help = "Write docs/openapi.json anew. Read what changed: version 1 grows, it never renames or removes."

    def handle(self, *args, **options):
        KEPT.write_text(description.written(), encoding="utf-8")
        self.stdout.write(f"{KEPT.relative_to(settings.BASE_DIR)} describes the interface as it is now.")
