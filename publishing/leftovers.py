"""Renditions and cards that nobody can be shown any more: found here, deleted by a chore.

Only what can be drawn again is deleted; the cleaned file of every picture stays, because versions name it for ever.
"""

from uuid import UUID

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db.models import Q, QuerySet

from images.cards import FOLDER, owner_of
from images.models import Original, Picture
from images.storing import RENDITIONS
from images.sweeping import names_in
from publishing import cards
from publishing.models import Edition, EditionPicture, TakeDown

# Versions read with their documents in one question.
AT_ONCE = 200


def shown_originals() -> QuerySet:
    """Return the files of the library, and those of former pictures that a version shows; none that was taken down.

    Versions that are to come count, withdrawn and cancelled ones do not.
    """
    standing = EditionPicture.objects.filter(edition__in=_standing())
    in_use = Q(content_hash__in=Picture.objects.values("content_hash"))
    in_use |= Q(content_hash__in=standing.values("content_hash"))
    return Original.objects.filter(in_use).exclude(content_hash__in=TakeDown.objects.values("content_hash"))


def _standing() -> QuerySet:
    return Edition.objects.filter(cancelled_at__isnull=True, withdrawn=False)


def unused_renditions(storage: Storage = default_storage) -> list[str]:
    """Return the names of renditions of pictures that were taken down, or that neither library nor version has."""
    try:
        drawn, _files = storage.listdir(RENDITIONS)
    except FileNotFoundError:  # nothing was ever drawn
        return []
    shown = set(shown_originals().values_list("content_hash", flat=True))
    return [name for folder in drawn if folder not in shown for name in names_in(storage, f"{RENDITIONS}/{folder}")]


def unused_cards(storage: Storage = default_storage) -> list[str]:
    """Return the names of cards whose version the public cannot read, or that show what it does not show any more."""
    # Listed first: what is drawn from here on is not in the list.
    stored = names_in(storage, FOLDER)
    needed = {name for code, _name in settings.LANGUAGES for name in cards.of_the_site(code).names()}
    owners = sorted(filter(_is_uid, {owner_of(name) for name in stored}))
    for start in range(0, len(owners), AT_ONCE):
        for edition in _standing().filter(uid__in=owners[start : start + AT_ONCE]).exclude(path="").defer("seal"):
            needed |= cards.of_version(edition).names()
    return [name for name in stored if name not in needed]


def _is_uid(owner: str) -> bool:
    try:
        return str(UUID(owner)) == owner
    except ValueError:
        return False


def sweep(storage: Storage = default_storage) -> list[str]:
    """Delete what nobody can be shown any more, and return the names."""
    swept = [*unused_renditions(storage), *unused_cards(storage)]
    for name in swept:
        storage.delete(name)
    return swept
