"""The gate for films and documents: what comes in goes on without anything that says how it was made.

Bytes of strangers are read in a process of their own (`files.film_admitting`, `files.pdf_admitting`) with little memory
and little time. Nothing is stored that did not pass it, and nothing passes when its tool is missing.
"""

import contextlib
import hashlib
import json
import tempfile
import weakref
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from images.gate import KINDS as KINDS_OF_PICTURES
from images.processes import WorkerFailed, run_into

LARGEST_FILM = 200 * 1024 * 1024  # bytes
LARGEST_DOCUMENT = 30 * 1024 * 1024
FILM_SECONDS, DOCUMENT_SECONDS = 300, 90  # workers end themselves before; this is for one that waits
CHUNK = 1 << 20

# What a file can hold beside what it is for, in the words of the report; values are never told.
KINDS = KINDS_OF_PICTURES | {
    "camera": _("make of the camera"),
    "chapters": _("names of chapters"),
    "comments": _("comments of readers"),
    "data_track": _("a track of measurements, such as positions on the way"),
    "exif": _("technical data of the camera"),
    "messages": _("messages of the camera or the editing program inside the pictures"),
    "other_track": _("further tracks of sound or text"),
    "thumbnail": _("thumbnail"),
}
# What a document lacks to be read by people who do not see.
LACKING = {
    "tags": _("tags that say what is a heading and what is a list"),
    "language": _("its language"),
    "title": _("its title"),
}

REFUSALS = {
    "empty": _("The file is empty. Export it again and upload the new file."),
    "film_too_large": _(
        "The film is larger than %(megabytes)s MB. Export it smaller, for example with 1,280 × 720 pixels, "
        "or give the address where it stands."
    ),
    "film_unknown": _(
        "This is no film that can be taken, whatever its name says: only MP4 and WebM are. "
        "Export the film as MP4 (H.264, AAC) and upload it again."
    ),
    "film_codec": _(
        "The film is encoded as %(codec)s, which not every browser shows. "
        "Export it as MP4 with H.264 pictures and AAC sound, or as WebM with VP9 and Opus."
    ),
    "film_no_pictures": _(
        "No moving pictures can be read in this file. Export the film again and upload the new file."
    ),
    "film_side": _(
        "The film is %(side)s pixels long on one side; at most %(longest)s are taken. Export it smaller and upload it."
    ),
    "pdf_too_large": _(
        "The document is larger than %(megabytes)s MB. Export it with smaller pictures and upload it again."
    ),
    "pdf_unknown": _("This is no PDF, whatever its name says. Export the document as PDF and upload that."),
    "pdf_encrypted": _(
        "The document is protected by a password. Export it without one, so that everybody can read it, "
        "and upload it again."
    ),
    "pdf_empty": _("The document has no page. Export it again and upload the new file."),
    "pdf_active": _(
        "The document contains a script or starts something when it is opened. Export it without, "
        "for example by printing it to a PDF, and upload it again."
    ),
    "pdf_attachment": _(
        "Other files are hidden in the document. Remove the attachments, or upload them one by one, "
        "and upload the document again."
    ),
    "damaged": _(
        "The file cannot be read: it is damaged, or was cut short on its way. Export it again and upload the new file."
    ),
    "heavy": _("Reading this file takes too much memory. Export it in a simpler form and upload it again."),
    "disk": _("The file could not be stored: the disk may be full. Nothing was kept. Tell whoever runs this site."),
    "tool": _(
        "The tool that removes hidden data is missing on this server, so the file was not taken. "
        "Whoever runs this site can install it: pip install %(package)s"
    ),
}


class FileRefused(ValidationError):
    """A file that may not come in; the sentence says what to do."""


@dataclass(frozen=True)
class Admitted:
    """A cleaned film or document: its bytes in a temporary file, and what is known of it. Size in bytes.

    `removed` holds keys of KINDS, `lacking` keys of LACKING; `facts` are the columns that follow from the content.
    """

    content: BinaryIO
    content_hash: str
    media_type: str
    size: int
    removed: tuple[str, ...]
    facts: dict = field(default_factory=dict)
    title: str = ""
    lacking: tuple[str, ...] = ()

    def __post_init__(self):
        # A form that is shown again lets go of its file without a word.
        weakref.finalize(self, self.content.close)

    @property
    def removed_kinds(self) -> list[str]:
        """What was found and removed, in words of the active language and without any value; empty when nothing."""
        return [str(KINDS[kind]) for kind in self.removed]


class AdmittedFile(File):
    """A cleaned file in the form that storages and forms take; made by the gate only."""

    def __init__(self, admitted: Admitted, uploaded_as: str = ""):
        super().__init__(admitted.content, name=admitted.content_hash)
        self.admitted = admitted
        self.uploaded_as = uploaded_as
        self.size = admitted.size


def admit_film(file: File) -> Admitted:
    """Return the cleaned film that a file holds, whatever its name; FileRefused says why it cannot."""
    admitted, report = _admit(file, "files.film_admitting", LARGEST_FILM, "film_too_large", FILM_SECONDS, package="av")
    facts = {name: report[name] for name in ("width", "height", "milliseconds", "has_sound")}
    return Admitted(**admitted, facts=facts)


def admit_document(file: File) -> Admitted:
    """Return the cleaned PDF that a file holds, whatever its name; FileRefused says why it cannot."""
    admitted, report = _admit(
        file, "files.pdf_admitting", LARGEST_DOCUMENT, "pdf_too_large", DOCUMENT_SECONDS, package="pikepdf"
    )
    lacking = tuple(report["lacking"])
    facts = {"pages": report["pages"], "tagged": not lacking}
    return Admitted(**admitted, facts=facts, title=report["title"], lacking=lacking)


def refusal(reason: str, **params: object) -> FileRefused:
    """Return the refusal for one of REFUSALS, in the language of whoever reads it."""
    return FileRefused(REFUSALS[reason], code=reason, params=params)


def _admit(file: File, worker: str, largest: int, too_large: str, seconds: int, *, package: str) -> tuple[dict, dict]:
    try:
        with tempfile.TemporaryFile() as copy:
            _copy(file, copy, largest, too_large)
            with contextlib.ExitStack() as on_refusal:
                target = on_refusal.enter_context(tempfile.TemporaryFile())
                try:
                    report = json.loads(run_into(target, worker, [largest], copy, seconds=seconds))
                except (WorkerFailed, ValueError) as error:
                    raise refusal("damaged") from error
                if "refused" in report:
                    raise refusal(report.pop("refused"), package=package, **report)
                on_refusal.pop_all()
    except OSError as error:
        raise refusal("disk") from error
    admitted = {
        "content": target,
        "content_hash": hashlib.file_digest(target, "sha256").hexdigest(),
        "media_type": report["media_type"],
        "size": report["size"],
        "removed": tuple(report["removed"]),
    }
    target.seek(0)
    return admitted, report


def _copy(file: File, copy: BinaryIO, largest: int, too_large: str) -> None:
    """Copy a file from its beginning, and never beyond what is taken."""
    file.seek(0)
    rest = largest + 1
    while rest > 0 and (chunk := file.read(min(rest, CHUNK))):
        copy.write(chunk)
        rest -= len(chunk)
    if rest == largest + 1:
        raise refusal("empty")
    if rest <= 0:
        raise refusal(too_large, megabytes=largest >> 20)
    copy.flush()
