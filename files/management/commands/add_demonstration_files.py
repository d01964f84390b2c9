"""Brings the film and the document of the demonstration in, through the gate, with their words."""

from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.management.base import BaseCommand
from django.db import transaction

from files import demonstration
from files.models import Download, Film
from images.demonstration import SCENES
from images.models import Picture
from languages.columns import column

POSTER = "lighthouse"


class Command(BaseCommand):
    help = "Add the film and the document of the demonstration. What is there already stays as it is."

    def handle(self, *args, **options):
        added = 0
        with transaction.atomic():
            if not Film.objects.filter(uid=demonstration.FILM).exists():
                poster = Picture.objects.get(uid=next(scene.uid for scene in SCENES if scene.name == POSTER))
                film = Film(
                    uid=demonstration.FILM,
                    credit=demonstration.CREDIT,
                    poster=poster,
                    rights=Film.Rights.OWN,
                    faces=Film.Faces.NONE,
                )
                _save(film, demonstration.FILM_FILE, demonstration.FILM_WORDS)
                added += 1
            if not Download.objects.filter(uid=demonstration.DOCUMENT).exists():
                document = Download(uid=demonstration.DOCUMENT, written_in="fr")
                _save(document, demonstration.DOCUMENT_FILE, {"title": demonstration.DOCUMENT_TITLE})
                added += 1
        self.stdout.write(f"{added} films and documents added.")


def _save(row: Film | Download, name: str, texts: dict[str, dict[str, str]]) -> None:
    for field, words in texts.items():
        for language, text in words.items():
            setattr(row, column(field, language), text)
    with Path(settings.BASE_DIR, "fixtures", "files", name).open("rb") as file:
        row.file = File(file, name=name)
        row.full_clean(exclude=["content_hash"])
        row.save()
