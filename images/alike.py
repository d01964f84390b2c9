"""Pictures of the library that look like another: saved once more, smaller, or compressed harder."""

import tempfile
import time

from django.core.files.storage import default_storage

from images.likeness import SECONDS, are_alike
from images.models import Picture
from images.processes import WorkerFailed, run

# Shapes that differ by no more than this share are one shape, rounded to whole pixels.
SAME_SHAPE = 0.03
MOST = 3


def alike(picture: Picture) -> list[Picture]:
    """Return at most three other pictures of the library that look the same, the oldest first."""
    others = Picture.objects.exclude(pk=picture.pk).exclude(likeness="").order_by("pk")
    found = [
        pk
        for pk, likeness, width, height in others.values_list("pk", "likeness", "width", "height").iterator()
        if _same_shape(picture, width, height) and are_alike(picture.likeness, likeness)
    ]
    return list(Picture.objects.filter(pk__in=found[:MOST]).order_by("pk"))


def _same_shape(picture: Picture, width: int, height: int) -> bool:
    here, there = picture.width * height, width * picture.height
    return abs(here - there) <= SAME_SHAPE * max(here, there)


def not_looked_at():
    """Return the pictures whose likeness nobody worked out: those from before there was one."""
    return Picture.objects.filter(likeness="")


def look_at_missing(*, seconds: float) -> tuple[int, list[str]]:
    """Work out what is missing; return for how many, and which files could not be read.

    No picture is begun after so many seconds.
    """
    deadline, looked, failed = time.monotonic() + seconds, 0, []
    for pk, content_hash, name in not_looked_at().order_by("pk").values_list("pk", "content_hash", "file"):
        if time.monotonic() > deadline:
            break
        try:
            found = _likeness_of(name)
        except (WorkerFailed, OSError):
            failed.append(name)
            continue
        # Somebody may have replaced the file meanwhile: then it came with a likeness of its own.
        looked += Picture.objects.filter(pk=pk, content_hash=content_hash, likeness="").update(likeness=found)
    return looked, failed


def _likeness_of(name: str) -> str:
    with default_storage.open(name) as stored, tempfile.TemporaryFile() as source:
        for chunk in stored.chunks():
            source.write(chunk)
        source.flush()
        answer, _nothing = run("images.likeness", [], source, seconds=2 * SECONDS)
    return answer.decode()
