"""Rows and columns derived from published versions, for lists; no list ever parses a document."""

from collections.abc import Iterable

from django.db import transaction

from files.documents import without_removed
from publishing import indexing, kinds
from publishing.documents import Document
from publishing.models.editions import Edition, EditionFile, EditionPicture, EditionTerm, Projection
from publishing.models.searchable import SearchEntry


def columns(document: Document) -> dict:
    """Return the columns of a version that lists read."""
    return {
        "kind": document.kind,
        "path": document.path,
        "title": document.heading[:200],
        "summary": document.summary,
        "facet": document.facet,
        "about": document.about,
        "date": document.dated,
        "sort_key": document.sort_key[:60],
    }


def rows(edition: Edition) -> list[Projection]:
    """Return the unsaved rows for lists of one version."""
    kind = kinds.get(edition.kind)
    document = kind.document.read(edition.document)
    found: list[Projection] = [
        EditionTerm(
            edition=edition,
            relation=relation,
            target=target,
            language=edition.language,
            position=position,
            sort_key=edition.sort_key,
        )
        for relation, target, position in document.terms()
    ]
    offered: dict[str, bool] = {}
    for picture in document.pictures():
        offered[picture.content_hash] = offered.get(picture.content_hash, False) or picture.press_bytes > 0
    found += [
        EditionPicture(edition=edition, content_hash=content_hash, for_press=for_press)
        for content_hash, for_press in offered.items()
    ]
    # With a film go its captions, and its words in search: they are files and texts of their own.
    document = without_removed(document, edition.blocked_pictures)
    found += [EditionFile(edition=edition, **file._asdict()) for file in dict.fromkeys(document.files())]
    # What has no address is no page, and nobody looks for it.
    if edition.path:
        found.append(SearchEntry(edition=edition, **indexing.columns(document, edition.live_from)))
    return [*found, *kind.project(edition, document)]


def classes() -> list[type[Projection]]:
    """Return every kind of row that is derived from versions."""
    own = [EditionTerm, EditionPicture, EditionFile, SearchEntry]
    return [*own, *(table for kind in kinds.every() for table in kind.projections)]


def write(edition: Edition) -> None:
    """Write the rows for lists of one version, in place of those there were."""
    _replace([edition])


def _replace(editions: list[Edition]) -> None:
    by_class: dict[type[Projection], list[Projection]] = {}
    for edition in editions:
        for row in rows(edition):
            by_class.setdefault(type(row), []).append(row)
    for table in classes():
        table.objects.filter(edition__in=editions).delete()
        table.objects.bulk_create(by_class.get(table, []), batch_size=500)


@transaction.atomic
def rebuild(editions: Iterable[Edition] | None = None) -> int:
    """Derive columns and rows of versions anew, all of them by default; return how many versions there were."""
    if editions is None:
        editions = Edition.objects.order_by("pk").iterator(chunk_size=200)
    count, batch = 0, []
    for edition in editions:
        derived = columns(kinds.get(edition.kind).document.read(edition.document))
        Edition.objects.filter(pk=edition.pk).update(**derived)
        for name, value in derived.items():
            setattr(edition, name, value)
        batch.append(edition)
        count += 1
        if len(batch) == 200:
            _replace(batch)
            batch = []
    _replace(batch)
    return count
