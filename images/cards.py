"""The picture a page is shared with: drawn once for its words and what it shows, and kept under their digest."""

import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass, replace

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
FOLDER = "cards"
# Whose cards those of lists and of the first page are; all others are a published version's.
SITE = "site"


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card: the number and its explanation, and the credit, may be empty."""

    title: str
    organisation: str
    number: str = ""
    explanation: str = ""
    credit: str = ""


def fetch_card(card: Card, picture: FrozenPicture | None, ground: Ground | None = None, *, owner: str = SITE) -> bytes:
    """Return the card as JPEG, drawing it if this is the first time; without the photograph if that cannot be read.

    The ground is drawn where there is no photograph. `owner` says whose card it is, so that it can be found again when
    nobody needs it any more. WorkerFailed says that not even the words could be drawn.
    """
    if picture is None:
        return _fetch(card, None, ground, owner)
    try:
        return _fetch(card, picture, None, owner)
    except (WorkerFailed, FileNotFoundError):
        return _fetch(without_photograph(card), None, ground, owner)


def card_names(card: Card, picture: FrozenPicture | None, ground: Ground | None = None, *, owner: str) -> set[str]:
    """Return the names under which `fetch_card` may have kept a card: with its photograph, and without."""
    names = {_name(_words(card, picture, None), picture, None, owner)} if picture else set()
    plain = without_photograph(card) if picture else card
    return names | {_name(_words(plain, None, ground), None, ground, owner)}


def owner_of(name: str) -> str:
    """Return whose card is kept under a name."""
    return name.removeprefix(f"{FOLDER}/").partition(".")[0]


def without_photograph(card: Card) -> Card:
    """Return the words of a card that shows no photograph, and so no credit."""
    return replace(card, credit="")


def _words(card: Card, picture: FrozenPicture | None, ground: Ground | None) -> dict:
    return asdict(card) | {
        "box": _box(picture) if picture else None,
        "ground": {"centre": ground.centre, "room": ground.room} if ground else None,
    }


def _name(words: dict, picture: FrozenPicture | None, ground: Ground | None, owner: str) -> str:
    shown = picture.content_hash if picture else ground.name if ground else ""
    known = json.dumps([EDITION, words, shown], sort_keys=True)
    # In one folder: an object storage tells a million names in fewer questions than folders.
    return f"{FOLDER}/{owner}.{hashlib.sha256(known.encode()).hexdigest()}.jpg"


def _fetch(card: Card, picture: FrozenPicture | None, ground: Ground | None, owner: str) -> bytes:
    words = _words(card, picture, ground)
    name = _name(words, picture, ground, owner)
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
