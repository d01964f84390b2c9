"""What the checklist before a publication can find."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """One thing that blocks a publication or is worth a look, and where it is.

    `place` is the path of the passage inside the document ("events/<uid>/date"), empty for the page as a whole;
    `language` is empty for facts that all languages share.
    """

    level: Level
    code: str
    sentence: str
    place: str = ""
    language: str = ""


@dataclass(frozen=True)
class Overdue:
    """One thing in a draft that time has made wrong, with what to do about it.

    `fragment` is the part of the form where it is mended, empty for the top.
    """

    page_uid: UUID
    title: str
    what: str
    detail: str
    remedy: str
    fragment: str = ""
