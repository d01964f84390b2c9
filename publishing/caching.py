"""How long an answer may be kept, and when a cache may be told that nothing changed."""

import hashlib
from datetime import datetime

from django.db.models import QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from publishing.models import Edition

LONGEST = 60  # seconds any cache may keep a page


def with_next_change(rows: QuerySet, now: datetime) -> QuerySet:
    """Add to each row when the next published version starts (`next_start`) and the next one ends (`next_end`).

    Neither depends on the row: the database looks each up once, at the end of an index.
    """
    standing = Edition.objects.filter(cancelled_at__isnull=True)
    start = standing.filter(live_from__gt=now).order_by("live_from").values("live_from")[:1]
    end = standing.filter(live_until__gt=now).order_by("live_until").values("live_until")[:1]
    return rows.annotate(next_start=Subquery(start), next_end=Subquery(end))


def next_change(rows, now: datetime) -> datetime | None:
    """Return when anything public changes next, from rows of `with_next_change`; None if nothing will.

    Without a row there is nobody to tell, so any version is asked, in a query of its own.
    """
    anybody = next(iter(rows), None) or with_next_change(Edition.objects.only("id"), now).first()
    if anybody is None:
        return None
    return min((moment for moment in (anybody.next_start, anybody.next_end) if moment), default=None)


def seconds_to_keep(now: datetime, change: datetime | None) -> int:
    """Return for how many whole seconds an answer given now stays true, 60 at most.

    In the last minute before a scheduled change the number shrinks, which a patient reader can see. That is accepted:
    the alternative is a cache that shows the old page after the change.
    """
    if change is None:
        return LONGEST
    return max(0, min(LONGEST, int((change - now).total_seconds())))


def publicly(
    request: HttpRequest, response: HttpResponse, *, seconds: int, changed_at: datetime | None = None
) -> HttpResponse:
    """Let shared caches keep the answer for so many seconds, and answer 304 to who has it already.

    The reader's own browser asks every time: whoever publishes or withdraws a page sees it at the next answer.

    Errors get no ETag, so that nobody is told that a page which came back is still gone.
    """
    if hasattr(response, "render"):
        response.render()
    patch_cache_control(response, public=True, max_age=0, s_maxage=seconds)
    if response.status_code != 200:
        return response
    if changed_at is not None:
        response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    # Weak: a proxy may compress the answer on its way.
    response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def never_kept(response: HttpResponse) -> HttpResponse:
    """Forbid every cache to keep the answer."""
    patch_cache_control(response, no_store=True)
    return response
