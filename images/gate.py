"""The gate: what comes in as a file goes on as a picture and nothing else.

Bytes of strangers are read in a process of their own (`images.admitting`) with little memory and little time; what is
kept is encoded anew from the pixels alone.
"""

import hashlib
import json
import tempfile
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from images import containers
from images.processes import WorkerFailed, run
from languages.plaintext import without_control_characters

LARGEST_FILE = 25 * 1024 * 1024  # bytes
MOST_PIXELS = 24_000_000
LONGEST_SIDE = 12_000  # pixels
SECONDS = 90  # the worker ends itself after 60 seconds of work; this is for one that waits

# What a file can hold beside its pixels, in the words of the report; values are never told.
KINDS = {
    "author": _("name of the author"),
    "camera": _("make of the camera"),
    "caption": _("caption"),
    "comment": _("comment"),
    "date": _("date"),
    "exif": _("technical data of the camera"),
    "gps": _("GPS position"),
    "hidden_pixels": _("parts of the picture hidden by transparency"),
    "iptc": _("data of a press agency"),
    "maker_note": _("notes of the camera’s maker"),
    "orientation": _("note on orientation (the picture was turned upright)"),
    "other": _("data of an unknown kind"),
    "place": _("name of a place"),
    "profile": _("colour profile (the colours were converted)"),
    "rights": _("note on rights"),
    "second_picture": _("a second picture"),
    "serial": _("serial number of the camera"),
    "software": _("name of the software"),
    "text": _("text"),
    "thumbnail": _("thumbnail"),
    "trailing": _("data behind the end of the picture"),
    "xmp": _("data of an editing program"),
}

REFUSALS = {
    "empty": _("The file is empty. Export the picture again and upload the new file."),
    "too_large": _(
        "The file is larger than %(megabytes)s MB. Save the picture smaller, for example as JPEG, and upload it again."
    ),
    "svg": _("An SVG drawing can hold scripts and is not taken. Export it as PNG and upload that."),
    "format": _(
        "This is a %(format)s file; only JPEG, PNG, WebP and AVIF are taken. "
        "Save the picture as JPEG or PNG and upload it again."
    ),
    "unknown": _(
        "This is no picture that can be taken, whatever its name says: only JPEG, PNG, WebP and AVIF are. "
        "Save the picture as JPEG or PNG and upload it again."
    ),
    "side": _(
        "The picture is %(side)s pixels long on one side; at most %(longest)s are taken. "
        "Make it smaller and upload it again."
    ),
    "pixels": _(
        "The picture has %(megapixels)s megapixels; at most %(most)s are taken. Make it smaller and upload it again."
    ),
    "frames": _("The picture moves or has several pages. Export one frame as JPEG or PNG and upload that."),
    "damaged": _(
        "The picture cannot be read: it is damaged, or was cut short on its way. "
        "Export it again as JPEG or PNG and upload the new file."
    ),
    "disk": _("The picture could not be stored: the disk may be full. Nothing was kept. Tell whoever runs this site."),
    "heavy": _("Reading this picture takes too much memory. Save it as JPEG and upload it again."),
}


class PictureRefused(ValidationError):
    """A file that may not come in; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the file said about itself and an editor may want to keep; empty where it said nothing."""

    credit: str = ""
    caption: str = ""
    rights: str = ""
    taken_on: date | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """A cleaned picture: pixels encoded anew, upright and in sRGB, as JPEG or PNG; size in pixels.

    `removed` holds keys of KINDS, `likeness` what `images.likeness` makes of the pixels.
    """

    content: bytes
    content_hash: str
    media_type: str
    width: int
    height: int
    likeness: str
    found: Found
    removed: tuple[str, ...]

    @property
    def removed_kinds(self) -> list[str]:
        """What was found and removed, in words of the active language and without any value; empty when nothing."""
        return [str(KINDS[kind]) for kind in self.removed]


class AdmittedFile(ContentFile):
    """A cleaned picture in the form that storages and forms take; made by the gate only."""

    def __init__(self, admitted: Admitted, uploaded_as: str = ""):
        super().__init__(admitted.content, name=admitted.content_hash)
        self.admitted = admitted
        self.uploaded_as = uploaded_as


def admit(file: File) -> Admitted:
    """Return the cleaned picture that a file holds, whatever its name; PictureRefused says why it cannot.

    The file is read from its beginning and never beyond LARGEST_FILE.
    """
    try:
        return _admit(file)
    except OSError as error:
        raise refusal("disk") from error


def _admit(file: File) -> Admitted:
    with tempfile.TemporaryFile() as copy:
        file.seek(0)
        head = file.read(512)
        if not head:
            raise refusal("empty")
        file.seek(0)
        rest = LARGEST_FILE + 1
        while rest > 0 and (chunk := file.read(min(rest, 1 << 20))):
            copy.write(chunk)
            rest -= len(chunk)
        if rest <= 0:
            raise refusal("too_large", megabytes=LARGEST_FILE >> 20)
        kind = containers.kind_of(head)
        if kind not in containers.ADMITTED:
            raise refusal("svg" if kind == "svg" else "format" if kind else "unknown", format=kind.upper())
        copy.flush()
        try:
            answer, content = run("images.admitting", [MOST_PIXELS, LONGEST_SIDE], copy, seconds=SECONDS)
            report = json.loads(answer)
        except (WorkerFailed, ValueError) as error:
            raise refusal("damaged") from error
    if "refused" in report:
        raise refusal(
            report["refused"],
            side=report.get("side"),
            longest=LONGEST_SIDE,
            megapixels=report.get("pixels", 0) // 1_000_000,
            most=MOST_PIXELS // 1_000_000,
        )
    return Admitted(
        content=content,
        content_hash=hashlib.sha256(content).hexdigest(),
        media_type=report["media_type"],
        width=report["width"],
        height=report["height"],
        likeness=report["likeness"],
        found=_found(report["found"]),
        removed=tuple(report["removed"]),
    )


def refusal(reason: str, **params: object) -> PictureRefused:
    """Return the refusal for one of REFUSALS, in the language of whoever reads it."""
    return PictureRefused(REFUSALS[reason], code=reason, params=params)


def _found(values: dict[str, str]) -> Found:
    try:
        taken_on = date.fromisoformat(values.get("taken_on", ""))
    except ValueError:
        taken_on = None
    words = {name: without_control_characters(values.get(name, "")) for name in ("credit", "caption", "rights")}
    return Found(**words, taken_on=taken_on)
