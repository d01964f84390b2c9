"""Takes what a published version says into the draft: words, figures, events, pieces, ticked one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from languages.columns import LANGUAGES
from publishing import addresses, comparison, drafts, kinds, saves, undo
from publishing.comparison import Change
from publishing.documents import Document
from publishing.models import Edition, Page, SavedDraft, WorkingPage
from publishing.thawing import Thaw, slug_of


@dataclass(frozen=True)
class Offer:
    """One difference between the draft and the version; `objection` says why it cannot be taken, if it cannot."""

    tick: str
    change: Change
    objection: str


def may_be_taken(edition: Edition, *, now: datetime) -> bool:
    """Tell whether an edition was ever published: neither called off nor still to come. A withdrawn one was."""
    return edition.cancelled_at is None and edition.live_from <= now


def versions_with(edition: Edition) -> dict[str, Edition]:
    """Return the version of each language that held when this one appeared, this one first."""
    line = Edition.objects.filter(page=edition.page, cancelled_at__isnull=True, live_from__lte=edition.live_from)
    latest = {language: pk for pk, language in line.order_by("live_from", "pk").values_list("pk", "language")}
    rows = Edition.objects.select_related("release").in_bulk([*latest.values(), edition.pk])
    held = {rows[pk].language: rows[pk] for pk in latest.values()} | {edition.language: rows[edition.pk]}
    return {
        code: held[code] for code in sorted(held, key=lambda code: (code != edition.language, LANGUAGES.index(code)))
    }


def _documents(versions: Mapping[str, Edition]) -> dict[str, Document]:
    return {language: drafts.read(edition.kind, edition.document) for language, edition in versions.items()}


def offers(row: WorkingPage, edition: Edition) -> list[Offer]:
    """Return what the version and those beside it say otherwise than the draft; nothing that was removed for good."""
    documents = _documents(versions_with(edition))
    thaw = Thaw(row, kinds.get(row.page_kind).shape, drafts.frozen_in_all_languages(row), documents)
    removed = set(edition.page.redactions.values_list("passage", flat=True))
    found: dict[str, Offer] = {}
    for language, changes in thaw.changes.items():
        for change in changes:
            if change.tick not in found and not _is_removed(change.key, removed | set(documents[language].redacted)):
                objection = thaw.objection(change, language) or _address_objection(row, change)
                found[change.tick] = Offer(change.tick, change, objection)
    return list(found.values())


def _address_objection(row: WorkingPage, change: Change) -> str:
    if change.key != "path" or not change.new:
        return ""
    if undo.address_is_taken(type(row), row.uid, change.language, slug_of(change.new)):
        return " ".join(addresses.AddressTaken(change.new).messages)
    return ""


def _is_removed(key: str, removed: Iterable[str]) -> bool:
    return any(key == place or key.startswith(f"{place}/") for place in removed)


@transaction.atomic
def take(row: WorkingPage, edition: Edition, ticks: Iterable[str], *, by) -> WorkingPage:
    """Write the ticked differences into the draft and return it; what a version does not hold stays as it is.

    The words count as written by whoever takes them and by whoever wrote them. Refused with `ValidationError` for a
    version that was never published, when nothing is ticked, and when the draft would break a rule.
    """
    page = Page.objects.locked([row.uid])[0]
    now = timezone.now()
    if edition.page_id != page.pk or not may_be_taken(edition, now=now):
        raise ValidationError(_("Only a version that was published can be taken into the draft."), code="not_published")
    row = type(row)._default_manager.get(pk=row.pk)
    saves.record(row, by=None, what=SavedDraft.What.FOUND)
    possible = {offer.tick for offer in offers(row, edition) if not offer.objection}
    chosen = possible & set(ticks)
    if not chosen:
        raise ValidationError(_("Nothing is ticked that could be taken into the draft."), code="nothing_chosen")
    versions = versions_with(edition)
    before = drafts.frozen_in_all_languages(row)
    after = {
        language: comparison.merge(before[language], document, chosen)
        for language, document in _documents(versions).items()
    }
    Thaw(row, kinds.get(row.page_kind).shape, before, after).write(by=by)
    taken = type(row)._default_manager.get(pk=row.pk)
    saves.record(taken, by=by, what=SavedDraft.What.TAKEN)
    until = max(version.release.requested_at for version in versions.values())
    undo.note_returned(taken, by=by, until=until)
    return taken
