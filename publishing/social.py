"""The picture a page is shared with: public while its version is readable, at an address nobody can guess."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from images.cards import Card, fetch_card
from images.documents import FrozenPicture
from images.grounds import Ground
from images.processes import WorkerFailed
from languages.typography import typeset
from publishing import caching, kinds
from publishing.documents import Document
from publishing.furniture import LANGUAGES
from publishing.media import plain_answer
from publishing.models import Edition, TakeDown


@require_safe
def page_card(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer with the card of one published version; not found unless the public may read that version."""
    edition = Edition.objects.readable(timezone.now()).filter(uid=uid).exclude(path="").defer("seal").first()
    if edition is None:
        return caching.never_kept(plain_answer(_("There is no such picture."), status=404))
    kind = kinds.get(edition.kind)
    document = kind.document.read(edition.document)
    with translation.override(edition.language):
        picture = _shown(document, edition.blocked_pictures)
        number, explanation = document.key_number()
        card = Card(
            title=typeset(document.heading, edition.language),
            organisation=settings.ORGANISATION[edition.language],
            number=number,
            explanation=typeset(explanation, edition.language),
            credit=_("Picture: %(credit)s") % {"credit": picture.credit} if picture and picture.credit else "",
        )
        return _answer(request, card, picture, kind.ground(document))


@require_safe
def site_card(request: HttpRequest, language: str) -> HttpResponse:
    """Answer with the card of the pages that are no published version: lists, search, the first page."""
    with translation.override(language):
        title = _("What our armed forces do abroad and at home, mission by mission.")
        return _answer(request, Card(typeset(title, language), settings.ORGANISATION[language]), None)


def _shown(document: Document, blocked: str) -> FrozenPicture | None:
    """Return the photograph that the card may show; None without one, and for one that was taken down."""
    picture = document.main_picture
    if picture is None or picture.content_hash in blocked.split():
        return None
    return None if TakeDown.objects.filter(content_hash=picture.content_hash).exists() else picture


def _answer(
    request: HttpRequest, card: Card, picture: FrozenPicture | None, ground: Ground | None = None
) -> HttpResponse:
    try:
        content = fetch_card(card, picture, ground)
    except (WorkerFailed, OSError):
        response = plain_answer(_("This picture is being prepared. Try again in a moment."), status=503)
        response.headers["Retry-After"] = "5"
        return caching.never_kept(response)
    return caching.publicly(request, HttpResponse(content, content_type="image/jpeg"), seconds=caching.LONGEST)


urlpatterns = [
    path("media/card/<uuid:uid>.jpg", page_card, name="page-card"),
    *(path(f"media/card/{code}.jpg", site_card, {"language": code}, name="site-card") for code in LANGUAGES),
]
