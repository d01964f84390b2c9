"""The passages of a page: one list for translating, for completeness and for the gate before publication."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from languages.columns import LANGUAGES, passage_fields, text
from languages.models import Segment, TranslatedModel, pairs
from languages.states import State


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a page beside its source.

    `translated_from` is the source text the translation was made from; it differs from `source_text` when stale.
    """

    page_uid: uuid.UUID
    part_uid: uuid.UUID
    model: str
    field: str
    verbose_name: str
    language: str
    source_language: str
    source_text: str
    target_text: str
    state: State
    required: bool
    translated_from: str = ""
    reason: str = ""
    changed_at: datetime | None = None
    by_id: int | None = None


def record(obj: TranslatedModel, *, by=None) -> None:
    """Note what the texts of one saved row mean for its translations."""
    Segment.objects.record(obj, by=by)


def sync(root: TranslatedModel, *, by=None) -> None:
    """Note the texts of a whole page, after `loaddata`, `bulk_create` or a restored draft, which pass by `save()`."""
    Segment.objects.sync(root, by=by)


def walk(root: TranslatedModel, parts: Iterable[TranslatedModel] | None = None) -> Iterator[Passage]:
    """Yield every passage of a page in reading order: the root's, then those of each of its parts, if read already.

    A pair of texts of which both are empty is left out, unless the field is required: then it is missing in every
    language, the source language included (the only case in which that language is yielded).
    """
    page_uid, source_language = root.page_uid, root.source_language
    known = {(row.part_uid, row.field, row.language): row for row in Segment.objects.filter(page_uid=page_uid)}
    for part in [root, *(root.translated_parts() if parts is None else parts)]:
        found = {
            (row.field, row.language): (row, source, target)
            for row, source, target in pairs(part, known, source_language)
        }
        for field in passage_fields(type(part)):
            required = not field.blank or field.name in part.required_texts
            for language in LANGUAGES:
                common = {
                    "page_uid": page_uid,
                    "part_uid": part.uid,
                    "model": part._meta.label_lower,
                    "field": field.name,
                    "verbose_name": str(field.verbose_name),
                    "language": language,
                    "source_language": source_language,
                    "required": required,
                }
                if (field.name, language) in found:
                    row, source, target = found[field.name, language]
                    row.follow(page_uid, source_language, source=source, target=target)
                    yield Passage(
                        **common,
                        source_text=source,
                        target_text=target,
                        state=State(row.state),
                        translated_from=row.source_text,
                        reason=row.reason,
                        changed_at=row.changed_at,
                        by_id=row.by_id,
                    )
                elif required and not text(part, field.name, source_language):
                    yield Passage(**common, source_text="", target_text="", state=State.MISSING)


def completeness(page_uid: uuid.UUID) -> dict[str, dict[str, int]]:
    """Return how many passages of a page are missing, stale, fresh and different in each language."""
    return completeness_of([page_uid])[page_uid]


def completeness_of(page_uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, dict[str, int]]]:
    """Return `completeness` of many pages in one query; zeros for a page without passages."""
    return _counts("page_uid", page_uids)


def completeness_of_parts(part_uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, dict[str, int]]]:
    """Return the same for single parts of pages, such as events, in one query."""
    return _counts("part_uid", part_uids)


def _counts(of: str, uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, dict[str, int]]]:
    counts = {uid: {language: dict.fromkeys(State.values, 0) for language in LANGUAGES} for uid in uids}
    rows = Segment.objects.filter(**{f"{of}__in": counts}).values_list(of, "language", "state")
    for uid, language, state, number in rows.annotate(number=Count("pk")):
        counts[uid][language][state] = number
    return counts
