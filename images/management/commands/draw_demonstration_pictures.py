"""Draws the demonstration pictures and puts them into the library with their words."""

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from django.db import transaction

from images.demonstration import CREDIT, SCENES, draw
from images.models import Picture
from languages.columns import column


class Command(BaseCommand):
    help = "Draw the demonstration pictures into the library. Pictures that are there already stay as they are."

    def handle(self, *args, **options):
        known = set(Picture.objects.filter(uid__in=[scene.uid for scene in SCENES]).values_list("uid", flat=True))
        missing = [scene for scene in SCENES if scene.uid not in known]
        # The rows come together or not at all; a file without its row is swept up later.
        with transaction.atomic():
            for scene in missing:
                picture = Picture(
                    uid=scene.uid,
                    file=ContentFile(draw(scene), name=f"{scene.name}.png"),
                    focal_x=scene.focal[0],
                    focal_y=scene.focal[1],
                    decorative=scene.decorative,
                    credit=CREDIT,
                    rights=Picture.Rights.OWN,
                    faces=Picture.Faces.NONE,
                    press=Picture.Press.OFFERED if scene.for_press else Picture.Press.KEPT,
                )
                for name in ("alternative_text", "caption"):
                    for language, words in getattr(scene, name).items():
                        setattr(picture, column(name, language), words)
                picture.full_clean(exclude=["content_hash", "width", "height", "media_type"])
                picture.save()
        self.stdout.write(f"{len(missing)} pictures drawn, {len(known)} were there already.")
