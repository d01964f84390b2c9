"""The chores of this room and of those below it: pictures and sessions know nothing of chores themselves."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.utils.module_loading import import_string

from files import sweeping as file_sweeping
from images.alike import look_at_missing, not_looked_at
from images.cards import FOLDER
from images.renditions import lacking, make_missing
from images.sweeping import names_in, orphans, sweep
from publishing import cards, leftovers, posting, standings, static_copy, undo
from publishing.chores import chore
from publishing.models import LogInTries, OpenedDraft, Presence, ShareLink

# Mail must not wait for many large pictures: the rest is drawn the next time, or when a reader asks for it.
SECONDS_FOR_PICTURES = 60


@chore("letters", every=timedelta(seconds=30))
def send_letters(*, now, dry_run):
    """Send what waits in the outbox."""
    if dry_run:
        return f"{posting.waiting(now).count()} would be sent"
    if not posting.is_possible():
        return f"{posting.waiting(now).count()} wait: no mail server is named (EMAIL_HOST)"
    return ", ".join(f"{number} {what}" for what, number in posting.send(now).items())


@chore("pictures drawn ahead", every=timedelta(minutes=10))
def draw_renditions(*, now, dry_run):
    """Draw the renditions that no reader has asked for yet."""
    shown = leftovers.shown_originals()
    if dry_run:
        missing = sum(len(lacking(original)) for original in shown.order_by("pk").iterator())
        return f"{missing} would be drawn"
    return _drawn(*make_missing(originals=shown, seconds=SECONDS_FOR_PICTURES))


@chore("pictures looked at", every=timedelta(minutes=10))
def look_at_pictures(*, now, dry_run):
    """Work out what pictures look like that came in before the library knew its duplicates."""
    if dry_run:
        return f"{not_looked_at().count()} would be looked at"
    looked, failed = look_at_missing(seconds=SECONDS_FOR_PICTURES)
    if failed:
        raise RuntimeError(f"{looked} looked at; {len(failed)} cannot be read, the first is {failed[0]}")
    return f"{looked} looked at"


@chore("pictures for sharing drawn ahead", every=timedelta(minutes=10))
def draw_cards(*, now, dry_run):
    """Draw the pictures that pages are shared with, before anybody shares them."""
    stored = set(names_in(default_storage, FOLDER))
    if dry_run:
        return f"{cards.without_card(now, stored).count()} would be drawn"
    return _drawn(*cards.draw_ahead(now, stored, seconds=SECONDS_FOR_PICTURES))


def _drawn(drawn: int, failed: list[str]) -> str:
    if failed:
        raise RuntimeError(f"{drawn} drawn; {len(failed)} could not be drawn, the first is {failed[0]}")
    return f"{drawn} drawn"


@chore("drawings nobody can be shown any more", every=timedelta(days=1))
def sweep_drawings(*, now, dry_run):
    """Delete renditions and cards of pictures that were taken down, and of those that nothing shows any more."""
    if dry_run:
        return f"{len(leftovers.unused_renditions()) + len(leftovers.unused_cards())} would be deleted"
    return f"{len(leftovers.sweep())} deleted"


@chore("static copy", every=timedelta(minutes=10))
def refresh_static_copy(*, now, dry_run):
    """Write the copy of the public site anew, if one is wanted."""
    if not settings.STATIC_COPY_DIR:
        return "none is wanted (STATIC_COPY_DIR)"
    if dry_run:
        return "would be written"
    copied = static_copy.write(Path(settings.STATIC_COPY_DIR))
    return f"{copied.files} files, {len(copied.redirects)} redirects, {len(copied.gone)} gone"


@chore("files without a picture", every=timedelta(days=1))
def sweep_files(*, now, dry_run):
    """Delete what uploads of pictures that failed half-way left behind."""
    return f"{len(orphans())} would be deleted" if dry_run else f"{len(sweep())} deleted"


@chore("files without a film or document", every=timedelta(days=1))
def sweep_films(*, now, dry_run):
    """Delete what uploads of films and documents that failed half-way left behind."""
    return f"{len(file_sweeping.orphans())} would be deleted" if dry_run else f"{len(file_sweeping.sweep())} deleted"


@chore("drafts deleted thirty days ago", every=timedelta(days=1))
def forget_deleted_drafts(*, now, dry_run):
    """Forget drafts that nobody brought back in time."""
    if dry_run:
        return f"{undo.deleted_long_ago(now).count()} would be forgotten"
    return f"{undo.forget_deleted_drafts(now)} forgotten"


@chore("share links that ended", every=timedelta(days=1))
def forget_shared_words(*, now, dry_run):
    """Delete the words of links that ended long ago; who shared what with whom stays."""
    if dry_run:
        return f"{ShareLink.objects.words_of_old_links(now).count()} would be deleted"
    return f"{ShareLink.objects.forget(now)} deleted"


@chore("forms nobody has open", every=timedelta(hours=1))
def forget_opened_forms(*, now, dry_run):
    """Forget who was in a form and what it was opened with, once no form can name it any more."""
    if dry_run:
        return f"{OpenedDraft.objects.old(now).count() + Presence.objects.old(now).count()} would be forgotten"
    return f"{OpenedDraft.objects.sweep(now) + Presence.objects.sweep(now)} forgotten"


@chore("failures to log in", every=timedelta(hours=1))
def forget_failures_to_log_in(*, now, dry_run):
    """Forget who failed to log in, once it counts no more."""
    if dry_run:
        return f"{LogInTries.objects.old(now).count()} would be forgotten"
    return f"{LogInTries.objects.old(now).delete()[0]} forgotten"


@chore("sessions that ended", every=timedelta(days=1))
def clear_sessions(*, now, dry_run):
    """Delete the rows of sessions that ended by themselves."""
    over = Session.objects.filter(expire_date__lt=now).count()
    if dry_run:
        return f"{over} would be deleted"
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    return f"{over} deleted"


@chore("how drafts stand", every=timedelta(hours=6))
def complete_standings(*, now, dry_run):
    """Work out how drafts stand that no save did: those of before an upgrade, of a restored backup, of an import."""
    if dry_run:
        return "would be completed"
    return f"{standings.rebuild(missing_only=True)} worked out"
