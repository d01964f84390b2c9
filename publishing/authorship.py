"""Who wrote what a publication changes: the ground of four eyes, for one publication or for a list of them."""

from collections.abc import Iterable

from django.db.models import Q

from publishing import drafts
from publishing.models.working import Writing
from publishing.prepared import Prepared


def writings_of(releases: Iterable) -> dict[int, list[Writing]]:
    """Return the writings that went into each publication and that no earlier one published; one query for all.

    The candidates of the publications are read before, if they were not prefetched.
    """
    releases = list(releases)
    asked = {release.pk: _asked(release) for release in releases}
    pages = {page for pages in asked.values() for page in pages}
    open_or_theirs = Q(release__isnull=True) | Q(release__in=[release.pk for release in releases])
    rows = list(Writing.objects.filter(open_or_theirs, page__in=pages).select_related("by")) if pages else []
    return {
        release.pk: _of(
            asked[release.pk],
            [row for row in rows if row.release_id in (None, release.pk) and row.at <= release.requested_at],
        )
        for release in releases
    }


def would_be_writers(prepared: Iterable[Prepared], *, noted_by=None) -> set:
    """Return who wrote what would go out if it were asked for now; `noted_by` writes the note to the public."""
    asked: dict[int, tuple[set[str], set[str]]] = {}
    for item in prepared:
        if item.changes:
            ticks, languages = asked.setdefault(item.page.pk, (set(), {""}))
            ticks.update(change.tick for change in item.changes)
            languages.add(item.language)
    rows = list(Writing.objects.filter(release__isnull=True, page__in=asked).select_related("by")) if asked else []
    found = {writing.by for writing in _of(asked, rows) if writing.by}
    return found | {noted_by} if noted_by else found


def writers(release, writings: Iterable[Writing]) -> set:
    """Return who wrote something in a publication; whoever asks wrote the note and chose the version to return to."""
    found = {writing.by for writing in writings if writing.by}
    if release.nature == release.Nature.ROLL_BACK or any(release.public_notes.values()):
        found.add(release.requested_by)
    return found


def _asked(release) -> dict[int, tuple[set[str], set[str]]]:
    """Return the ticks and the languages that a publication asks for, by page; facts shared by all are always in."""
    asked: dict[int, tuple[set[str], set[str]]] = {}
    for candidate in release.candidates.all():
        ticks, languages = asked.setdefault(candidate.page_id, (set(), {""}))
        ticks.update(change["tick"] for change in candidate.changes)
        languages.add(candidate.language)
    return asked


def _of(asked: dict, rows: list[Writing]) -> list[Writing]:
    found: dict[int, Writing] = {}
    for page, (ticks, languages) in asked.items():
        by_tick: dict[str, list[Writing]] = {}
        for writing in rows:
            if writing.page_id == page and writing.language in languages:
                by_tick.setdefault(f"{writing.language or '*'}:{writing.change}", []).append(writing)
        for tick in ticks:
            found |= {writing.pk: writing for writing in drafts.writings_for(tick, by_tick)}
    return list(found.values())
