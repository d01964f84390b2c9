"""The public address of map sheets: files that never change, and that carry neither script nor link."""

import base64
import hashlib

from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maps.drawing import STYLE
from maps.sheets import Sheet

YEAR = 31_536_000  # seconds


# Nothing may load or run when the file is opened by itself, and no style but its own.
POLICY = {
    "default-src": ["'none'"],
    "style-src": [f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"],
    "sandbox": [True],
}


@require_safe
@csp(POLICY)
def sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer with a sheet; 404 when there is none of that name."""
    found = Sheet.objects.filter(digest=digest).values_list("svg", flat=True).first()
    if found is None:
        missing = HttpResponse(_("There is no such map."), status=404, content_type="text/plain; charset=utf-8")
        patch_cache_control(missing, no_store=True)
        return missing
    response = HttpResponse(found, content_type="image/svg+xml; charset=utf-8")
    # The name is that of the content: it never changes.
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    response.headers["ETag"] = f'"{digest}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


urlpatterns = [
    re_path(r"^sheets/(?P<digest>[0-9a-f]{64})\.svg$", sheet, name="sheet"),
]
