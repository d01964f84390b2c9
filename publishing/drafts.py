"""The draft as it would be frozen: what differs from the live version, and who wrote it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from images.usage import whole_of
from languages.columns import text
from languages.models import Segment, TranslatedModel
from languages.states import State
from publishing import comparison, freezing, kinds, lines, saves, standings, trail
from publishing.comparison import Change
from publishing.documents import Document
from publishing.models.pages import Page
from publishing.models.standings import Standing
from publishing.models.working import Draft, Term, WorkingPage, Writing

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def frozen(row: WorkingPage, language: str) -> Document:
    """Return the draft in one language as it would be published; nothing is written."""
    return kinds.get(row.page_kind).freeze(row, language)


def frozen_in_all_languages(row: WorkingPage) -> dict[str, Document]:
    """Return the draft as it would be published, by language; reads the tables once for all of them."""
    return _frozen_in_all_languages(_whole(row))


def _whole(row: WorkingPage) -> WorkingPage:
    return freezing.prepared(row, kinds.get(row.page_kind).relations)


def _frozen_in_all_languages(whole: WorkingPage) -> dict[str, Document]:
    return {language: frozen(whole, language) for language in LANGUAGES}


def read(kind: str, text: str) -> Document:
    """Return the document of a kind of page from its canonical text."""
    return kinds.get(kind).document.read(text)


@transaction.atomic
def note(row: WorkingPage, *, by, at: datetime | None = None) -> list[Change]:
    """Write down what changed in the draft since it was last noted and who changed it; return the changes.

    Keeps the save too, so that it can be undone. `by` is a user, or nobody for a command or an import. Call in the
    transaction that saved the draft.
    """
    at = at or timezone.now()
    page = row.page()
    kept = {draft.language: draft for draft in Draft.objects.select_for_update().filter(page=page)}
    changes: dict[tuple[str, str], tuple[Change, Document]] = {}
    rewritten = []
    whole = _whole(row)
    saves.record(whole, by=by, at=at)
    documents = _frozen_in_all_languages(whole)
    for language, document in documents.items():
        text = document.canonical()
        draft = kept.get(language)
        if draft and draft.document == text:
            continue
        before = read(page.kind, draft.document) if draft else None
        for change in comparison.compare(before, document):
            changes[change.key, change.language] = (change, document)
        rewritten.append(Draft(page=page, language=language, document=text, changed_at=at))
    Draft.objects.keep(rewritten)
    found = [change for change, _document in changes.values()]
    Writing.objects.bulk_create(
        [Writing(page=page, change=change.key, language=change.language, by=by, at=at) for change in found]
    )
    if found:
        title = standings.title_of({code: document.heading for code, document in documents.items()}, "")
        trail.note_saving(page, changes.values(), title=title, by=by, at=at)
    if rewritten or not Standing.objects.filter(page=page).exists():
        kept |= {draft.language: draft for draft in rewritten}
        standings.write(page, kept.values(), documents)
    return found


def using(row: TranslatedModel) -> list[WorkingPage]:
    """Return the drafts that show words of this row: those that point at it, themselves or by one of their parts."""
    found = {}
    for relation in row._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.related_model._meta.auto_created:
            for user in relation.related_model._base_manager.filter(**{relation.field.name: row}):
                whole = whole_of(user)
                if isinstance(whole, WorkingPage) and whole.uid != row.uid:
                    found[whole.uid] = whole
                elif whole == user and not isinstance(user, WorkingPage):
                    # Neither a page nor a part of one: a film that shows a picture, and the pages that show the film.
                    found |= {page.uid: page for page in using(user)}
    return list(found.values())


def names_it_elsewhere(row: TranslatedModel, changes: list[Change]) -> bool:
    """Tell whether other pages may show what changed: of a page that is no term they show the name alone."""
    return isinstance(row, Term) or any(change.key == "name" for change in changes)


def note_all(rows: list[WorkingPage], *, by) -> None:
    """Note in other drafts what a change elsewhere did to them: whoever renamed a place wrote on every page about it.

    A draft that was never noted stays so: everything in it would be on the account of whoever renamed one word.
    """
    noted = set(Draft.objects.filter(page__uid__in=[row.uid for row in rows]).values_list("page__uid", flat=True))
    for row in rows:
        if row.uid in noted:
            note(type(row)._default_manager.get(pk=row.pk), by=by)


@dataclass(frozen=True)
class Difference:
    """One change between the live version and the draft, over all languages it touches, with who wrote it."""

    tick: str
    change: Change
    languages: tuple[str, ...]
    writers: tuple[object, ...]
    at: datetime | None


def bases(page: Page) -> dict[str, Document]:
    """Return the latest version of the page in each language, scheduled ones included."""
    return {language: read(page.kind, edition.document) for language, edition in lines.heads(page).items()}


def differences(row: WorkingPage) -> list[Difference]:
    """Return every change since the latest version with its writers; everything, if nothing was ever published."""
    page = row.page()
    known = bases(page)
    found: dict[str, list[Change]] = {}
    for language, document in frozen_in_all_languages(row).items():
        for change in comparison.compare(known.get(language), document):
            if known.get(language) or not known:
                found.setdefault(change.tick, []).append(change)
    writings: dict[str, list[Writing]] = {}
    for writing in Writing.objects.filter(page=page, release__isnull=True).select_related("by"):
        writings.setdefault(f"{writing.language or '*'}:{writing.change}", []).append(writing)
    result = []
    for tick, changes in found.items():
        by = writings_for(tick, writings)
        result.append(
            Difference(
                tick=tick,
                change=changes[0],
                languages=(changes[0].language,) if changes[0].language else LANGUAGES,
                writers=tuple(dict.fromkeys(writing.by for writing in by if writing.by)),
                at=max((writing.at for writing in by), default=None),
            )
        )
    return result


def writings_for(tick: str, writings: dict[str, list[Writing]]) -> list[Writing]:
    """Return the writings behind a change: those at its place, and for an item as a whole those inside it."""
    language, key = tick.split(":", 1)
    found = list(writings.get(tick, []))
    if language == "*":
        for other, rows in writings.items():
            place = other.split(":", 1)[1]
            if place.startswith(f"{key}/"):
                found += rows
    return found


def confirm_translations(page: Page, language: str, changes: Iterable[Change], *, by) -> None:
    """Leave the translations of a small correction fresh: its few words change nothing that has to be said anew.

    Only those that were made from the words it replaced, and only while the draft says what the correction says.
    """
    places = {_part_and_field(page, change.key): change for change in changes}
    parts = {part for part, _field in places}
    stale = Segment.objects.filter(page_uid=page.uid, part_uid__in=parts, source_language=language, state=State.STALE)
    for segment in stale:
        change = places.get((str(segment.part_uid), segment.field))
        if change is None or segment.source_text != change.old:
            continue
        if text(segment.part, segment.field, language) == change.new:
            segment.still_right(by=by)


def _part_and_field(page: Page, key: str) -> tuple[str, str]:
    """Return the uid of the part and the field that a passage of a document comes from."""
    steps = key.split("/")
    return (str(page.uid), key) if len(steps) == 1 else (steps[-2], steps[-1])
