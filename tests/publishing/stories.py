"""Short ways to bring a draft to the public, for tests that begin after that."""

from django.utils import timezone

from languages.models import Segment
from publishing import drafts
from publishing.models import Edition, Release
from publishing.wishes import Wish

ALL = ("fr", "nl", "de", "en")


def written_by(user, row, **values):
    """Change the draft as the desk does: save, then note who wrote what; return the row as it is now."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(by=user)
    drafts.note(type(row).objects.get(pk=row.pk), by=user)
    return type(row).objects.get(pk=row.pk)


def still_right(row, field, *, by):
    """Confirm every translation of a text of the page itself against its changed source."""
    for segment in Segment.objects.filter(part_uid=row.uid, field=field):
        segment.still_right(by=by)


def ask(row, *, by, languages=ALL, ticks=None, **options):
    wish = Wish(type(row).objects.get(pk=row.pk), tuple(languages), None if ticks is None else frozenset(ticks))
    return Release.objects.request(by=by, wanted=[wish], **options)


def publish(row, *, alice, bob, **options):
    """Publish a draft and return the versions by language."""
    return {edition.language: edition for edition in ask(row, by=alice, **options).approve(by=bob)}


def live(row, language="fr", at=None):
    """Return the document the public reads, or nothing."""
    edition = Edition.objects.live(at or timezone.now()).filter(page__uid=row.uid, language=language).first()
    return edition and drafts.read(edition.kind, edition.document)
