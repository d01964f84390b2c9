"""The public address of films, captions and documents: answered while a readable version offers them."""

from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from files import storing
from files.documents import PublicFile
from files.serving import serve
from publishing import caching
from publishing.models import Edition, EditionFile, TakeDown

ATTACHED = frozenset({"application/pdf"})


@require_safe
def public_file(request: HttpRequest, content_hash: str, name: str) -> HttpResponse:
    """Answer with a file or a stretch of it; 410 when it was taken down, 404 when nothing readable offers it.

    Neither account nor session is asked, and what is to come is not told from what never was.
    """
    if TakeDown.objects.filter(content_hash=content_hash).exists():
        gone = _plain(_("This file was removed."), status=410)
        return caching.publicly(request, gone, seconds=caching.LONGEST)
    readable = Edition.objects.readable(timezone.now())
    offered = EditionFile.objects.filter(content_hash=content_hash, name=name, edition__in=readable).first()
    if offered is None:
        return _not_here()
    try:
        response = answer_with(request, PublicFile(content_hash, name, offered.media_type, offered.content))
    except FileNotFoundError:  # a backup that was restored in part
        return _not_here()
    except OSError:  # a storage that is away
        return away()
    if response.status_code >= 400:
        return caching.never_kept(response)
    # A file that is readable stays so at every scheduled change: only withdrawal and take-down end it.
    patch_cache_control(response, public=True, max_age=0, s_maxage=caching.LONGEST)
    return response


def answer_with(request: HttpRequest, offered: PublicFile) -> HttpResponse:
    """Return a file, or the stretch of it that was asked for; whether somebody may have it is asked before."""
    kind = "attachment" if offered.media_type in ATTACHED else "inline"
    if offered.content:
        content = offered.content.encode()
        size, opened = len(content), lambda: ContentFile(content)
        media_type = f"{offered.media_type}; charset=utf-8"
    else:
        stored, media_type = storing.stored_name(offered.content_hash, offered.media_type), offered.media_type
        size = default_storage.size(stored)
        opened = partial(storing.opened, stored)
    return serve(
        request,
        opened,
        size=size,
        content_hash=offered.content_hash,
        media_type=media_type,
        disposition=f'{kind}; filename="{offered.name}"',
    )


def away() -> HttpResponse:
    """Return that the file cannot be had now, and may be asked for again."""
    response = _plain(_("This file cannot be reached now. Try again in a moment."), status=503)
    response.headers["Retry-After"] = "5"
    return caching.never_kept(response)


def _not_here() -> HttpResponse:
    # A version may offer the file from the next moment on.
    return caching.never_kept(_plain(_("There is no such file."), status=404))


def _plain(sentence: str, *, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


urlpatterns = [
    re_path(
        r"^files/(?P<content_hash>[0-9a-f]{64})/(?P<name>[a-z0-9-]{1,80}\.(?:mp4|webm|vtt|pdf))$",
        public_file,
        name="public-file",
    )
]
