"""The kinds of page there are. Each app registers its own in `AppConfig.ready`; this module knows none by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from images.grounds import Ground
from publishing.documents import Document
from publishing.findings import Finding, Overdue
from publishing.shapes import Shape


def _nothing_more(*_args) -> list:
    return []


def _as_it_is(_name: str, _value: object) -> None:
    """Let the desk show a value as it is stored."""


def _no_ground(_document: Document) -> None:
    """Share a page without a drawing."""


@dataclass(frozen=True)
class Kind:
    """What the rest of the product must know of a kind of page.

    `freeze(row, language)` writes a draft down as a document; it reads the draft only, and `relations` names what to
    read beforehand so that freezing four languages costs the queries of one. `required` names the words without which
    a language is not complete. `check(document)` returns findings of this kind alone. `project(edition, document)`
    returns unsaved rows for lists (subclasses of `Projection`), and `projections` names their classes.
    `shown(field, value)` returns how the desk calls a code or a date, or None for a value that speaks for itself.
    `overdue(today, most)` returns what is out of date in drafts of this kind, at most so many, in one query.
    `ground(document)` returns the drawing that the page is shared with where it has no photograph.
    `shape` says how a published document is written back into a draft, where that does not follow from the fields.
    """

    name: str
    model: type
    document: type[Document]
    freeze: Callable[[object, str], Document]
    verbose_name: str
    section: Mapping[str, str] = field(default_factory=dict)
    template: str = ""
    required: tuple[str, ...] = ()
    check: Callable[[Document], list[Finding]] = _nothing_more
    project: Callable[[object, Document], list] = _nothing_more
    projections: tuple[type, ...] = ()
    relations: tuple = ()
    shown: Callable[[str, object], str | None] = _as_it_is
    overdue: Callable[[date, int], list[Overdue]] | None = None
    ground: Callable[[Document], Ground | None] = _no_ground
    shape: Shape = field(default_factory=Shape)

    def path(self, language: str, slug: str) -> str:
        """Return the full path of a page of this kind; empty if the kind or the page has no address."""
        if not self.section or not slug:
            return ""
        return f"/{language}/{self.section[language]}/{slug}/"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of page known; a name can be taken once."""
    if kind.name in _kinds:
        raise ValueError(f"The kind of page {kind.name!r} is registered twice.")
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """Return the kind of that name."""
    return _kinds[name]


def every() -> list[Kind]:
    """Return all kinds, in the order they were registered."""
    return list(_kinds.values())
