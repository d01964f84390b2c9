"""What the checklist before a publication can find."""

from dataclasses import dataclass
from enum import StrEnum


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
