"""The public address of pictures: answered while a version that the public may read shows the picture."""

from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from images.ratios import PRESS, Rendition
from images.renditions import Busy, fetch
from publishing import caching
from publishing.models import Edition, EditionPicture, TakeDown


@require_safe
def media(request: HttpRequest, content_hash: str, name: str) -> HttpResponse:
    """Answer with one rendition of a picture; 410 when it was taken down, 404 when nothing readable shows it.

    Neither account nor session is asked, and what is to come is not told from what never was.
    """
    now = timezone.now()
    if TakeDown.objects.filter(content_hash=content_hash).exists():
        gone = plain_answer(_("This picture was removed."), status=410)
        return caching.publicly(request, gone, seconds=caching.LONGEST)
    rendition = Rendition.parse(name)
    readable = EditionPicture.objects.filter(content_hash=content_hash, edition__in=Edition.objects.readable(now))
    if rendition is not None and rendition.ratio == PRESS:
        readable = readable.filter(for_press=True)
    if rendition is None or not readable.exists():
        return _not_here()
    try:
        content = fetch(content_hash, rendition)
    except (Busy, OSError):  # drawn by somebody else, or a storage that is full or away
        response = plain_answer(_("This picture is being prepared. Try again in a moment."), status=503)
        response.headers["Retry-After"] = "5"
        return caching.never_kept(response)
    if content is None:
        return _not_here()
    response = HttpResponse(content, content_type=rendition.media_type)
    name = f'attachment; filename="{content_hash[:12]}.jpg"'
    response.headers["Content-Disposition"] = name if rendition.ratio == PRESS else "inline"
    # A picture that is readable stays so at every scheduled change: only withdrawal and take-down end it.
    return caching.publicly(request, response, seconds=caching.LONGEST)


def _not_here() -> HttpResponse:
    # A version may show the picture from the next moment on.
    return caching.never_kept(plain_answer(_("There is no such picture."), status=404))


def plain_answer(sentence: str, *, status: int) -> HttpResponse:
    """Return a sentence in the place of a picture."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


urlpatterns = [re_path(r"^media/(?P<content_hash>[0-9a-f]{64})/(?P<name>[a-z0-9.-]{1,40})$", media, name="media")]
