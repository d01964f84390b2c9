"""Films and documents as published versions hold them: named by the hash of their content, in one language."""

import hashlib
from typing import NamedTuple, Self
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.text import slugify
from pydantic import BaseModel, Field

from files.webvtt import words
from images.documents import FrozenPicture
from languages.documents import Frozen, Words

EXTENSIONS = {"video/mp4": "mp4", "video/webm": "webm", "application/pdf": "pdf"}
HASH = r"^([0-9a-f]{64})?$"


class PublicFile(NamedTuple):
    """One file that a version offers at an address: by content, under a name; small texts stand in `content`."""

    content_hash: str
    name: str
    media_type: str
    content: str = ""


def _text_file(text: str, name: str) -> PublicFile:
    return PublicFile(hashlib.sha256(text.encode()).hexdigest(), name, "text/vtt", text)


class FrozenFilm(Frozen):
    """A film with its words in one language: a file found by `content_hash` alone, or an address elsewhere."""

    uid: UUID
    title: Words = ""
    content_hash: str = Field(default="", description="SHA-256 of the cleaned file, in hexadecimal.", pattern=HASH)
    media_type: str = Field(default="", description="video/mp4 or video/webm; empty for a film elsewhere.")
    size: int = Field(default=0, description="In bytes.", ge=0)
    width: int = Field(default=0, description="In pixels, upright.", ge=0)
    height: int = Field(default=0, description="In pixels, upright.", ge=0)
    milliseconds: int = Field(default=0, description="Length of the film.", ge=0)
    has_sound: bool = False
    external_url: str = Field(default="", description="Where a film stands that is not ours.")
    poster: FrozenPicture | None = None
    credit: str = ""
    captions: Words = Field(default="", description="WebVTT, for people who do not hear.")
    transcript: Words = ""
    descriptions: Words = Field(default="", description="WebVTT, for people who do not see.")
    statement: Words = Field(default="", description="Why no audio description is needed.")

    @property
    def file(self) -> PublicFile | None:
        """Return the film itself; None for one that stands elsewhere."""
        if not self.content_hash:
            return None
        return PublicFile(self.content_hash, f"film.{EXTENSIONS[self.media_type]}", self.media_type)

    @property
    def captions_file(self) -> PublicFile | None:
        return _text_file(self.captions, "captions.vtt") if self.captions and self.content_hash else None

    @property
    def descriptions_file(self) -> PublicFile | None:
        return _text_file(self.descriptions, "descriptions.vtt") if self.descriptions and self.content_hash else None

    @property
    def files(self) -> list[PublicFile]:
        """Return every file that the film brings with it."""
        return [file for file in (self.file, self.captions_file, self.descriptions_file) if file is not None]

    @property
    def described(self) -> list[str]:
        """Return what the audio description says, one sentence a place; for readers whose player does not read it."""
        return words(self.descriptions)

    @property
    def host(self) -> str:
        """Return the name of the place that a film elsewhere stands at."""
        return urlsplit(self.external_url).hostname or ""

    def without(self, blocked: str) -> Self | None:
        """Return the film without words that were taken down; None when the film itself was."""
        gone = blocked.split()
        if self.content_hash in gone:
            return None
        words = {"captions": self.captions_file, "descriptions": self.descriptions_file}
        return self.model_copy(update={name: "" for name, file in words.items() if file and file.content_hash in gone})


class FrozenDownload(Frozen):
    """A document to download, with its title in one language; the file is found by `content_hash` alone."""

    uid: UUID
    title: Words = ""
    content_hash: str = Field(description="SHA-256 of the cleaned file, in hexadecimal.", pattern=HASH)
    media_type: str = Field(default="application/pdf", description="application/pdf.")
    size: int = Field(description="In bytes.", ge=0)
    pages: int = Field(description="Number of pages.", ge=0)
    written_in: str = Field(description="The language of the document itself.")
    tagged: bool = Field(default=False, description="Whether people who do not see can read it.")
    equivalent: str = Field(default="", description="Where the same can be read as a web page.")

    @property
    def file(self) -> PublicFile:
        name = slugify(self.title)[:80].strip("-") or "document"
        return PublicFile(self.content_hash, f"{name}.{EXTENSIONS[self.media_type]}", self.media_type)

    @property
    def files(self) -> list[PublicFile]:
        return [self.file]

    def without(self, blocked: str) -> Self | None:
        """Return the document, or None when it was taken down."""
        return None if self.content_hash in blocked.split() else self


def without_removed(value, blocked: str):
    """Return a frozen value without the films, captions and documents in it that were taken down, as hashes."""
    if not blocked:
        return value
    if isinstance(value, FrozenFilm | FrozenDownload):
        return value.without(blocked)
    if isinstance(value, list):
        return [without_removed(item, blocked) for item in value]
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: without_removed(inner, blocked) for name, inner in value})
    return value
