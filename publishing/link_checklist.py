"""Links in running text that lead to this site, and whether the public finds something there."""

import re
from collections.abc import Iterable
from datetime import datetime
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import F
from django.http.request import validate_host
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from publishing import comparison
from publishing.documents import Document
from publishing.findings import Finding, Level
from publishing.models.editions import Edition

_LINK = re.compile(r"href=[\"']([^\"']+)")


def check_links(document: Document, now: datetime, *, beside: Iterable[str] = ()) -> list[Finding]:
    """Return one finding per link of a document that leads nowhere on this site; `beside` are paths that go out too."""
    found = {}
    for key, text in comparison.passages(document.model_dump(mode="json")).items():
        for link in _LINK.findall(text) if isinstance(text, str) else ():
            path = _own_path(unescape(link))
            if path:
                found.setdefault(path, key)
    if not found:
        return []
    live = Edition.objects.live(now).filter(language=F("page__addresses__language"), page__addresses__path__in=found)
    answered = {document.path, *beside, *live.values_list("page__addresses__path", flat=True)}
    sentence = _("A link leads to an address of this site where the public finds nothing: %(address)s. Mend the link.")
    return [
        Finding(Level.WARN, "link_broken", sentence % {"address": path}, key, document.language)
        for path, key in found.items()
        if path not in answered and not _is_no_page(path)
    ]


def _own_path(link: str) -> str:
    """Return the path of a link that leads to this site; empty for any other link, and for a place on the same page."""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return ""
    if host and not validate_host(host, [name for name in settings.ALLOWED_HOSTS if name != "*"]):
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    path = unquote(parts.path)
    return path if not path or path.endswith("/") or "." in path else f"{path}/"


def _is_no_page(path: str) -> bool:
    """Tell whether an address answers without a published page of its own: a list, a feed, a film."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return "slug" not in match.kwargs and not path.startswith(reverse("admin:index"))
