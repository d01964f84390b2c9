"""The picture a page is shared with: drawn once for the same words and photograph, and kept under their digest."""

import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass

from django.core.files.storage import default_storage

from images.card_drawing import PHOTOGRAPH
from images.documents import FrozenPicture
from images.grounds import Ground
from images.models import Original
from images.processes import WorkerFailed, run
from images.storing import put

WIDTH, HEIGHT = 1200, 630  # pixels
SECONDS = 90
# Raised when the drawing changes, so that cards are drawn anew.
EDITION = 2


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card: the number and its explanation, and the credit, may be empty."""

    title: str
    organisation: str
    number: str = ""
    explanation: str = ""
    credit: str = ""


def fetch_card(card: Card, picture: FrozenPicture | None, ground: Ground | None = None) -> bytes:
    """Return the card as JPEG, drawing it if this is the first time; without the photograph if that cannot be read.

    The ground is drawn where there is no photograph. WorkerFailed says that not even the words could be drawn.
    """
    if picture is None:
        return _fetch(card, None, ground)
    try:
        return _fetch(card, picture, None)
    except (WorkerFailed, FileNotFoundError):
        return _fetch(Card(card.title, card.organisation, card.number, card.explanation), None, ground)


def _fetch(card: Card, picture: FrozenPicture | None, ground: Ground | None) -> bytes:
    words = asdict(card) | {
        "box": _box(picture) if picture else None,
        "ground": {"centre": ground.centre, "room": ground.room} if ground else None,
    }
    shown = picture.content_hash if picture else ground.name if ground else ""
    known = json.dumps([EDITION, words, shown], sort_keys=True)
    name = f"cards/{hashlib.sha256(known.encode()).hexdigest()}.jpg"
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        pass
    with tempfile.TemporaryFile() as source:
        if picture:
            original = Original.objects.filter(content_hash=picture.content_hash).first()
            if original is None:
                raise FileNotFoundError(picture.content_hash)
            with default_storage.open(original.name) as stored:
                for chunk in stored.chunks():
                    source.write(chunk)
        elif ground:
            source.write(json.dumps(ground.strokes()).encode())
        source.flush()
        _answer, content = run("images.card_drawing", [json.dumps(words)], source, seconds=SECONDS)
    put(default_storage, name, content)
    return content


def _box(picture: FrozenPicture) -> tuple[int, int, int, int]:
    """Return what of the photograph the card shows: the largest piece of its shape around the focal point."""
    left, top, right, bottom = PHOTOGRAPH
    across, down = right - left, bottom - top
    width = max(1, min(picture.width, picture.height * across // down))
    height = max(1, min(picture.height, picture.width * down // across))
    x = min(max(0, picture.width * picture.focal_x // 100 - width // 2), picture.width - width)
    y = min(max(0, picture.height * picture.focal_y // 100 - height // 2), picture.height - height)
    return x, y, x + width, y + height
