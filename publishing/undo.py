"""Brings back what a draft was: an earlier save, or a draft that was deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from languages.columns import column
from languages.models import TranslatedModel
from publishing import addresses, drafts, kinds, saved_rows, saves
from publishing.comparison import Change
from publishing.models.pages import Page
from publishing.models.removals import Redaction
from publishing.models.saves import KEPT, SavedDraft
from publishing.models.working import Draft, WorkingPage, Writing
from publishing.saved_rows import Content, Missing


class NamesWhatIsGone(ValidationError):
    """The save names rows that were deleted since; `missing` says which."""

    def __init__(self, missing: list[Missing]):
        sentence = _("This save names entries that were deleted since. Bring them back first, or leave them out.")
        super().__init__(sentence, code="missing")
        self.missing = missing


def content_of(save: SavedDraft) -> Content:
    """Return what a save holds today: without what was removed from every version of its page since."""
    since = Redaction.objects.filter(page__uid=save.page_uid, at__gt=save.at)
    places = [(redaction.passage, redaction.languages) for redaction in since]
    return saved_rows.without(saved_rows.read(save.content), places, root=str(save.page_uid))


@dataclass(frozen=True)
class TakenAddress:
    """An address of a save that another page has today; the draft keeps the one it has, or has none."""

    language: str
    path: str


def address_is_taken(model: type[TranslatedModel], uid: object, language: str, slug: str) -> bool:
    """Tell whether another page owns an address, or another draft asks for it."""
    owner = addresses.owner(kinds.get(model.page_kind).path(language, slug))
    others = model._base_manager.filter(**{column("slug", language): slug}).exclude(uid=uid)
    return (owner is not None and str(owner.uid) != str(uid)) or others.exists()


def taken_addresses(content: Content) -> list[TakenAddress]:
    """Return the addresses of a save that belong to other pages today."""
    first = content.rows[0]
    model, fields = apps.get_model(first["model"]), first["fields"]
    slugs = {language: fields.get(column("slug", language)) for language in drafts.LANGUAGES}
    return [
        TakenAddress(language, kinds.get(model.page_kind).path(language, slug))
        for language, slug in slugs.items()
        if slug and address_is_taken(model, first["key"], language, slug)
    ]


def content_now(row: TranslatedModel) -> Content:
    """Return what the draft holds now, in the form of a save."""
    return Content(saved_rows.plain(row), [])


@transaction.atomic
def restore(row: TranslatedModel, save: SavedDraft, *, by, without_missing: bool = False) -> TranslatedModel:
    """Make a draft again what it was at an earlier save, in all languages with all parts, and return it.

    A save of its own, so it can be undone as well. Refused with `ValidationError` when the save holds text without a
    place, names rows that are gone (unless told to leave them out), breaks a rule of today, or changes nothing.
    """
    _lock(row)
    row = type(row)._base_manager.get(pk=row.pk)
    saves.record(row, by=None, what=SavedDraft.What.FOUND)
    until = _stood_until(save)
    restored = _written(save, row, by=by, without_missing=without_missing)
    if saves.record(restored, by=by, what=SavedDraft.What.RESTORED, source=save) is None:
        raise ValidationError(_("The draft is already as it was at that save."), code="no_change")
    _note(restored, by=by, until=until)
    return restored


@transaction.atomic
def recover(deletion: SavedDraft, *, by, without_missing: bool = False) -> TranslatedModel:
    """Bring a deleted draft back with its parts and languages, under its own uid, and return it.

    Refused with `ValidationError` after thirty days, when it is back already, and for the reasons of `restore`.
    """
    deletion = SavedDraft.objects.recoverable(timezone.now()).select_for_update().filter(pk=deletion.pk).first()
    if deletion is None:
        raise ValidationError(_("This draft cannot be brought back any more, or it is back already."), code="gone")
    until = _stood_until(deletion)
    row = _written(deletion, None, by=by, without_missing=without_missing)
    saves.record(row, by=by, what=SavedDraft.What.RECOVERED, source=deletion)
    _note(row, by=by, until=until)
    return row


def deleted_long_ago(now: datetime):
    """Return the deletions that nobody can undo any more."""
    return SavedDraft.objects.deletions().filter(at__lte=now - KEPT)


def forget_deleted_drafts(now: datetime) -> int:
    """Delete every save of drafts that were deleted more than thirty days ago; return how many drafts. For `tick`."""
    uids = list(deleted_long_ago(now).values_list("page_uid", flat=True))
    SavedDraft.objects.filter(page_uid__in=uids).delete()
    return len(uids)


def _lock(row: TranslatedModel) -> None:
    """Let one restore of a draft happen after the other, and none beside a decision on its publication."""
    Page.objects.locked([row.uid])
    type(row)._base_manager.select_for_update().filter(pk=row.pk).first()


def _written(save: SavedDraft, row: TranslatedModel | None, *, by, without_missing: bool) -> TranslatedModel:
    content = content_of(save)
    saved_rows.refuse_lost(content)
    missing = saved_rows.missing(content)
    if missing and not without_missing:
        raise NamesWhatIsGone(missing)
    if any(each.part == content.rows[0]["key"] for each in missing):
        sentence = _("The page cannot be without an entry that was deleted. Bring that one back first.")
        raise ValidationError(sentence, code="page_needs_it")
    for taken in taken_addresses(content):
        content.rows[0]["fields"].pop(column("slug", taken.language))
    return saved_rows.write(content, row, by=by)


# ---- Whose words they are --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """Where somebody wrote: the key of a passage, and its language; empty for a fact or a whole part."""

    key: str
    language: str

    def touches(self, other: "_Place") -> bool:
        """Tell whether words of the one place may stand at the other: it is the same, around it, or inside it."""
        inside = f"{self.key}/".startswith(f"{other.key}/") or f"{other.key}/".startswith(f"{self.key}/")
        return inside and (not self.language or not other.language or self.language == other.language)


def _stood_until(save: SavedDraft) -> datetime:
    """Return the last moment at which the draft was as it was saved: other pages note the save after it is kept."""
    following = SavedDraft.objects.of(save.page_uid).filter(pk__gt=save.pk).order_by("pk")
    later = following.values_list("at", flat=True).first()
    return later - timedelta(microseconds=1) if later else timezone.now()


def credit(page: Page, changes: Iterable[Change], *, until: datetime) -> None:
    """Write down that what came back is also the work of whoever wrote at these places until then.

    Words keep their writers when somebody else brings them back; otherwise a colleague's restore would let people
    approve their own words. Who wrote how much of a passage is not known, so everybody counts who wrote there.
    """
    earlier = Writing.objects.filter(page=page, at__lte=until, by__isnull=False).order_by()
    known = set(earlier.values_list("change", "language", "by"))
    still_open = set(
        Writing.objects.filter(page=page, release__isnull=True, by__isnull=False).values_list(
            "change", "language", "by"
        )
    )
    now, found = timezone.now(), {}
    for change in changes:
        place = _Place(change.key, change.language)
        for key, language, writer in known:
            if place.touches(_Place(key, language)):
                found[change.key, change.language, writer] = None
    Writing.objects.bulk_create(
        Writing(page=page, change=key, language=language, by_id=writer, at=now)
        for key, language, writer in found
        if (key, language, writer) not in still_open
    )


def note_returned(row: WorkingPage, *, by, until: datetime) -> list[Change]:
    """Note what a draft became by bringing back words of an earlier time, for whoever did and whoever wrote them."""
    changes = drafts.note(row, by=by)
    credit(row.page(), changes, until=until)
    return changes


def _note(row: TranslatedModel, *, by, until: datetime) -> None:
    """Note it in the draft itself and in those that show its words."""
    changes = note_returned(row, by=by, until=until) if isinstance(row, WorkingPage) else []
    if isinstance(row, WorkingPage) and not drafts.names_it_elsewhere(row, changes):
        return
    users = drafts.using(row)
    noted = set(Draft.objects.filter(page__uid__in=[user.uid for user in users]).values_list("page__uid", flat=True))
    for user in users:
        if user.uid in noted:
            note_returned(type(user)._default_manager.get(pk=user.pk), by=by, until=until)


def model_of(save: SavedDraft) -> type[TranslatedModel]:
    """Return the model of the draft that was saved."""
    return apps.get_model(save.model)
