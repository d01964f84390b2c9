"""What every frozen document has: the typed, canonical form of one page in one language.

A document is a value. It is template context, body of the interface, basis of comparison and of search; nothing in it
points at a table. `Words` marks text in the document's language, so that a comparison can tell a translation from a
fact that all languages share.
"""

import json
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

import rfc8785
from pydantic import Field

from files.documents import FrozenFilm, PublicFile
from images.documents import FrozenPicture
from languages.documents import Frozen, Words
from publishing.upgrades import upgraded


class Part(Frozen):
    """A piece of a page with an identity of its own: an event, a figure, a block."""

    uid: UUID

    @property
    def is_shown(self) -> bool:
        """Tell whether the page shows this part at all in its language."""
        return True

    def also_says(self, language: str) -> list[str]:
        """Return what the page says here that no text of this part holds, for search: a date, a number, a name.

        Only what stays true: an open period is "from 2013", because "today" is not.
        """
        return []


class TermReference(Part):
    """Another page that this one names, with the label it had when this version was frozen."""

    label: Words


class Link(Frozen):
    """A source or decision with its address; the address may be empty."""

    title: Words
    url: str = ""


class Document(Frozen):
    """One page in one language. Subclasses say their kind and add their fields."""

    # Raised with every change of shape; older documents are lifted by `publishing.upgrades` when they are read.
    current_schema: ClassVar[int] = 1
    # Lists whose order follows from what is in them; `arranged` puts it right, and no comparison mentions it.
    derived_orders: ClassVar[frozenset[str]] = frozenset()

    kind: str
    schema_version: int = 1
    uid: UUID
    language: str
    path: Words = Field("", description="Full path of the page, for example /fr/nos-missions/mali/; may be empty.")
    redacted: dict[str, str] = Field({}, description="Passages removed from every version, with the day (ISO 8601).")

    @property
    def heading(self) -> str:
        """Return the title as one phrase, for lists and the browser's title."""
        raise TypeError(f"{type(self).__name__} does not say its heading.")

    @property
    def summary(self) -> str:
        """Return the sentences that stand for the page in lists."""
        return ""

    @property
    def facet(self) -> str:
        """Return what lists of this kind are divided by: the status of a mission, the kind of an article."""
        return ""

    @property
    def about(self) -> UUID | None:
        """Return the one page this one accompanies (the mission of a notice or of an easy version), if any."""
        return None

    @property
    def dated(self) -> str:
        """Return the partial date that the page carries, in its stored form; empty for undated pages."""
        return ""

    @property
    def day(self) -> date | None:
        """Return the last day the page is about, for lists of every kind of page; None if it is always about today."""
        return None

    @property
    def sort_key(self) -> str:
        """Return the text that lists of this kind are ordered by."""
        return self.heading.casefold()[:60]

    def also_says(self) -> list[str]:
        """Return what the page as a whole says that no text of it holds, for search: its dates; see `Part`."""
        return []

    def terms(self) -> list[tuple[str, UUID, int]]:
        """Return what the page names, as (relation, uid, position)."""
        return []

    def pictures(self) -> list[FrozenPicture]:
        """Return every picture the page shows."""
        return []

    def films(self) -> list[FrozenFilm]:
        """Return every film the page shows or leads to."""
        return []

    def files(self) -> list[PublicFile]:
        """Return every film, its captions, and every document that the page offers."""
        return []

    @property
    def main_picture(self) -> FrozenPicture | None:
        """Return the picture that stands for the whole page, when it is shared for example; None without one."""
        return getattr(self, "picture", None)

    def key_number(self) -> tuple[str, str]:
        """Return the number by which the page is known and what it counts, with its date; two empty texts if none."""
        return "", ""

    def arranged(self) -> Self:
        """Return the document with its derived orders put right again, after a merge took only some changes."""
        return self

    def canonical(self) -> str:
        """Return the document as canonical JSON (RFC 8785), the form that is stored, compared and sealed."""
        return rfc8785.dumps(self.model_dump(mode="json")).decode()

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the document that a canonical JSON text holds, lifted to today's shape if it is an older one."""
        return cls.model_validate(upgraded(json.loads(text), to=cls.current_schema))


class TermDocument(Document):
    """A name that other pages use; with an address if readers can open it."""

    label: Words
    description: Words = ""

    @property
    def heading(self) -> str:
        return self.label

    @property
    def summary(self) -> str:
        return self.description
