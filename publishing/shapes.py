"""How the document of a kind of page belongs to its rows: what thawing cannot read off the fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models


def _no_objection(_item: Mapping, _document: Mapping) -> str:
    return ""


def _in_every_language(_row: models.Model, _present: Sequence[str], _languages: Sequence[str]) -> None:
    """Leave a part that all languages have as it is."""


@dataclass(frozen=True)
class PartShape:
    """A list of a document whose items are rows of the page.

    `relation` is the way from the page to its rows, `names` says which field of a row an item’s field comes from where
    the names differ, and `foreign` which fields are words of other pages. `points_at` names the foreign key by which a
    row is known whose item bears the uid of another page. `objection(item, document)` says why an item cannot be typed
    into a draft; `settle(row, present, languages)` tells a row which of the languages have it.
    """

    relation: str
    names: Mapping[str, str] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()
    points_at: str = ""
    objection: Callable[[Mapping, Mapping], str] = _no_objection
    settle: Callable[[models.Model, Sequence[str], Sequence[str]], None] = _in_every_language


@dataclass(frozen=True)
class Shape:
    """How a kind of page is written back into its rows."""

    names: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, PartShape] = field(default_factory=dict)
