"""Writing down as a document what pages of every kind have in common.

Reads drafts only, and language columns by name: what is frozen never depends on the active language.
"""

import copy
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Prefetch, prefetch_related_objects

from languages.columns import text, translated_fields
from publishing import kinds
from publishing.documents import TermDocument, TermReference
from publishing.models.working import Term, WorkingPage

Row = TypeVar("Row", bound=WorkingPage)


def prepared(row: Row, relations: Sequence[str | Prefetch]) -> Row:
    """Return the row with its relations read, so that freezing it in four languages costs the queries of one.

    A row that came from a queryset which read them is returned as it is. Otherwise they are read into a copy: the
    caller's row must not go on showing parts as they were.
    """
    names = {relation if isinstance(relation, str) else relation.prefetch_to for relation in relations}
    of_many = {name for name in names if "__" not in name and not row._meta.get_field(name).many_to_one}
    if of_many <= getattr(row, "_prefetched_objects_cache", {}).keys():
        return row
    fresh = copy.copy(row)
    fresh._prefetched_objects_cache = {}
    prefetch_related_objects([fresh], *relations)
    return fresh


def path_of(row: WorkingPage, language: str) -> str:
    """Return the full path a draft asks for; empty when its kind has no addresses or it has no slug yet."""
    if "slug" not in {field.name for field in translated_fields(type(row))}:
        return ""
    return kinds.get(row.page_kind).path(language, text(row, "slug", language))


def term_reference(term: Term, language: str) -> TermReference:
    """Return how another page names a term; the label is empty in a language it has none in."""
    return TermReference(uid=term.uid, label=text(term, "label", language))


def freeze_term(term: Term, language: str) -> TermDocument:
    """Return a place, component, operation, theme, category, keyword or person in one language."""
    return TermDocument(
        kind=term.page_kind,
        uid=term.uid,
        language=language,
        path=path_of(term, language),
        label=text(term, "label", language),
        description=text(term, "description", language),
    )
