"""What machines ask for: robots.txt, security.txt, and whether the site is well."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from publishing import caching
from publishing.furniture import LANGUAGES, STANDING, light
from publishing.models import Edition


def _text(lines: list[str], **kwargs) -> HttpResponse:
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8", **kwargs)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what robots may read: everything public."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return caching.publicly(request, _text(lines), seconds=caching.LONGEST)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116): the contact pages, or the front page where there is none."""
    now = timezone.now()
    contacts = Edition.objects.live(now).filter(kind=STANDING, facet="contact")
    rows = sorted(light(caching.with_next_change(contacts, now)), key=lambda row: LANGUAGES.index(row.language))
    addresses = [row.path for row in rows] or [reverse("front")]
    # By the day, so that the answer does not change with every request.
    expires = (now + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {request.build_absolute_uri(address)}" for address in addresses),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    seconds = caching.seconds_to_keep(now, caching.next_change(rows, now))
    return caching.publicly(request, _text(lines), seconds=seconds)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return caching.never_kept(_text(["alive"]))


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the site can answer readers: 503 while its database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return caching.never_kept(_text(["not ready: the database does not answer"], status=503))
    return caching.never_kept(_text(["ready"]))
