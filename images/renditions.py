"""Making renditions, once, and finding them again."""

import contextlib
import fcntl
import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.files.storage import Storage, default_storage
from django.db.models import QuerySet

from images.models import Original
from images.processes import WorkerFailed, run
from images.ratios import PRESS, RATIOS, SHAPES, Rendition, cut, height_of, press_copy, renditions
from images.storing import put, rendition_name

SECONDS = 330
# How long a visitor's request waits for somebody else who draws the same picture.
PATIENCE = 10.0  # seconds


class Busy(Exception):
    """The picture is being drawn by somebody else and takes long: ask again later."""


def fetch(content_hash: str, rendition: Rendition) -> bytes | None:
    """Return a rendition, drawing it if this is the first time; None if the picture has no such rendition."""
    name = rendition_name(content_hash, rendition.name)
    if (content := _read(default_storage, name)) is not None:
        return content
    original = Original.objects.filter(content_hash=content_hash).first()
    if original is None or not _offered(original, rendition):
        return None
    if _is_the_file_itself(original, rendition):
        return _read(default_storage, original.name)
    with _one_at_a_time(content_hash):
        if (content := _read(default_storage, name)) is None:
            try:
                content = _draw(original, [rendition])[0]
            except (WorkerFailed, FileNotFoundError):
                return None
            put(default_storage, name, content)
    return content


def press_bytes(content_hash: str) -> int:
    """Return how many bytes the copy for the press of a picture has, drawing it if need be; 0 if it cannot be made."""
    original = Original.objects.filter(content_hash=content_hash).first()
    if original is None:
        return 0
    rendition = press_copy(original.width)
    name = original.name if _is_the_file_itself(original, rendition) else rendition_name(content_hash, rendition.name)
    try:
        if not default_storage.exists(name) and fetch(content_hash, rendition) is None:
            return 0
        return default_storage.size(name)
    except (Busy, OSError):
        return 0


def make(original: Original, ratios: Iterable[str] = RATIOS) -> int:
    """Draw all renditions a cleaned file does not have yet and return how many; 0 when all are there.

    WorkerFailed says that drawing took too much memory or time, FileNotFoundError that the file itself is gone.
    """
    missing = lacking(original, ratios)
    if missing:
        with _one_at_a_time(original.content_hash):
            for rendition, content in zip(missing, _draw(original, missing), strict=True):
                put(default_storage, rendition_name(original.content_hash, rendition.name), content)
    return len(missing)


def lacking(original: Original, ratios: Iterable[str] = RATIOS) -> list[Rendition]:
    """Return the renditions a cleaned file does not have yet, around its latest focal point."""
    x, y = map(int, original.focal_points[-1].split("-"))
    # The formats of one width share the work of resizing.
    return sorted(
        (
            rendition
            for ratio in ratios
            for rendition in renditions(original.width, original.height, original.media_type, ratio, x, y)
            if not default_storage.exists(rendition_name(original.content_hash, rendition.name))
        ),
        key=lambda each: (each.ratio, each.width, each.extension),
    )


def make_missing(
    ratios: Iterable[str] = RATIOS, *, originals: QuerySet | None = None, seconds: float = float("inf")
) -> tuple[int, list[str]]:
    """Draw every rendition that is missing; return how many were drawn, and which files could not be drawn and why.

    `originals` are the files it is done for, all of them if nothing is said.
    No picture is begun after so many seconds; what is left over is found again the next time.
    """
    deadline, drawn, failed = time.monotonic() + seconds, 0, []
    chosen = Original.objects.all() if originals is None else originals
    for original in chosen.order_by("pk").iterator():
        if time.monotonic() > deadline:
            break
        try:
            drawn += make(original, ratios)
        except (WorkerFailed, Busy, OSError) as error:
            failed.append(f"{original.name}: {type(error).__name__}")
    return drawn, failed


def _is_the_file_itself(original: Original, rendition: Rendition) -> bool:
    # What is kept of a photograph is a clean JPEG of full size already: another one could only be worse.
    return rendition.ratio == PRESS and original.media_type == "image/jpeg"


def _offered(original: Original, rendition: Rendition) -> bool:
    # Anybody may type an address: only widths, formats and focal points that editors chose are drawn.
    return rendition in renditions(
        original.width, original.height, original.media_type, rendition.ratio, rendition.focal_x, rendition.focal_y
    ) and (SHAPES[rendition.ratio] is None or rendition.focal_point in original.focal_points)


def _draw(original: Original, wanted: list[Rendition]) -> list[bytes]:
    jobs = [
        {
            "box": cut(original.width, original.height, each.ratio, each.focal_x, each.focal_y),
            "size": (each.width, height_of(original.width, original.height, each.ratio, each.width)),
            "extension": PRESS if each.ratio == PRESS else each.extension,
        }
        for each in wanted
    ]
    with default_storage.open(original.name) as stored, tempfile.TemporaryFile() as source:
        for chunk in stored.chunks():
            source.write(chunk)
        source.flush()
        answer, content = run("images.rendering", [json.dumps(jobs)], source, seconds=SECONDS)
    files, position = [], 0
    for length in json.loads(answer):
        files.append(content[position : position + length])
        position += length
    return files


def _read(storage: Storage, name: str) -> bytes | None:
    try:
        with storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def _one_at_a_time(content_hash: str) -> Iterator[None]:
    """Let one process of this machine draw a picture while the others wait; two machines would draw the same bytes."""
    # Sixteen locks for all pictures, so that the folder does not fill with them; each account of the machine its own.
    path = Path(tempfile.gettempdir()) / f"pictures-{os.getuid()}-{content_hash[0]}.lock"
    deadline = time.monotonic() + PATIENCE
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)) as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Busy from None
                time.sleep(0.05)
        yield
