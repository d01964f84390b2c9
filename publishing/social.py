"""The picture a page is shared with: public while its version is readable, at an address nobody can guess."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from images.processes import WorkerFailed
from publishing import caching, cards
from publishing.cards import Shared
from publishing.furniture import LANGUAGES
from publishing.media import plain_answer
from publishing.models import Edition


@require_safe
def page_card(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer with the card of one published version; not found unless the public may read that version."""
    edition = Edition.objects.readable(timezone.now()).filter(uid=uid).exclude(path="").defer("seal").first()
    if edition is None:
        return caching.never_kept(plain_answer(_("There is no such picture."), status=404))
    return _answer(request, cards.of_version(edition), edition.language)


@require_safe
def site_card(request: HttpRequest, language: str) -> HttpResponse:
    """Answer with the card of the pages that are no published version: lists, search, the first page."""
    return _answer(request, cards.of_the_site(language), language)


def _answer(request: HttpRequest, shared: Shared, language: str) -> HttpResponse:
    try:
        content = shared.fetch()
    except (WorkerFailed, OSError):
        with translation.override(language):
            response = plain_answer(_("This picture is being prepared. Try again in a moment."), status=503)
        response.headers["Retry-After"] = "5"
        return caching.never_kept(response)
    return caching.publicly(request, HttpResponse(content, content_type="image/jpeg"), seconds=caching.LONGEST)


urlpatterns = [
    path("media/card/<uuid:uid>.jpg", page_card, name="page-card"),
    *(path(f"media/card/{code}.jpg", site_card, {"language": code}, name="site-card") for code in LANGUAGES),
]
