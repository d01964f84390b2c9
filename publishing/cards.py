"""The picture that a published version, or the site, is shared with: what stands on it, drawn before anybody asks."""

import time
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from images.cards import SITE, Card, card_names, fetch_card, owner_of
from images.documents import FrozenPicture
from images.grounds import Ground
from images.processes import WorkerFailed
from languages.typography import typeset
from publishing import kinds
from publishing.models import Edition, TakeDown


class Shared(NamedTuple):
    """A card with what it shows, and whose it is."""

    card: Card
    picture: FrozenPicture | None
    ground: Ground | None
    owner: str

    def fetch(self) -> bytes:
        """Return the JPEG, drawn now if it never was."""
        return fetch_card(self.card, self.picture, self.ground, owner=self.owner)

    def names(self) -> set[str]:
        """Return the names under which it may be stored."""
        return card_names(self.card, self.picture, self.ground, owner=self.owner)


def of_version(edition: Edition) -> Shared:
    """Return the card of a published version; without a photograph that was taken down."""
    kind = kinds.get(edition.kind)
    document = kind.document.read(edition.document)
    with translation.override(edition.language):
        picture = document.main_picture
        if picture is not None and _is_down(picture, edition):
            picture = None
        number, explanation = document.key_number()
        card = Card(
            title=typeset(document.heading, edition.language),
            organisation=settings.ORGANISATION[edition.language],
            number=number,
            explanation=typeset(explanation, edition.language),
            credit=_("Picture: %(credit)s") % {"credit": picture.credit} if picture and picture.credit else "",
        )
        return Shared(card, picture, kind.ground(document), str(edition.uid))


def _is_down(picture: FrozenPicture, edition: Edition) -> bool:
    if picture.content_hash in edition.blocked_pictures.split():
        return True
    return TakeDown.objects.filter(content_hash=picture.content_hash).exists()


def of_the_site(language: str) -> Shared:
    """Return the card of the pages that are no published version: lists, search, the first page."""
    with translation.override(language):
        title = _("What our armed forces do abroad and at home, mission by mission.")
        return Shared(Card(typeset(title, language), settings.ORGANISATION[language]), None, None, SITE)


def draw_ahead(now: datetime, stored: set[str], *, seconds: float) -> tuple[int, list[str]]:
    """Draw the cards of live versions that have none among the `stored` names, the latest first.

    Return how many were drawn, and the addresses of pages whose card could not be; none is begun after so many seconds.
    """
    deadline, drawn, failed = time.monotonic() + seconds, 0, []
    for edition in without_card(now, stored).iterator(chunk_size=50):
        if time.monotonic() > deadline:
            break
        try:
            of_version(edition).fetch()
        except (WorkerFailed, OSError):
            failed.append(edition.path)
        else:
            drawn += 1
    return drawn, failed


def without_card(now: datetime, stored: set[str]):
    """Return the live versions none of whose cards is among the stored names."""
    known = {owner_of(name) for name in stored}
    live = Edition.objects.live(now).exclude(path="").order_by("-sequence")
    missing = [pk for pk, uid in live.values_list("pk", "uid") if str(uid) not in known]
    return Edition.objects.filter(pk__in=missing).defer("seal").order_by("-sequence")
