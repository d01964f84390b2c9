"""What the public reads of a page or soon will, and what waits for a decision: the line of state of its form."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from publishing import drafts
from publishing.models import Edition, Page, Release
from publishing.models.working import WorkingPage


@dataclass(frozen=True)
class PublicSide:
    """How a draft stands to the public: versions live or to come, whether it differs from them, open requests."""

    has_versions: bool = False
    differs: bool = False
    editions: tuple[Edition, ...] = ()
    requests: tuple[Release, ...] = ()


def of(row: WorkingPage, now: datetime) -> PublicSide:
    """Return the public side of a draft; a page that nobody published or asked for costs one query."""
    page = _page(row)
    if page is None:
        return PublicSide()
    return PublicSide(
        has_versions=page.has_versions,
        differs=page.has_versions and _differs(row, page),
        editions=tuple(_to_be_read(page, now)) if page.has_versions else (),
        requests=tuple(_open_requests(page)) if page.is_asked_for else (),
    )


def _page(row: WorkingPage) -> Page | None:
    versions = Edition.objects.filter(page=OuterRef("pk"), cancelled_at__isnull=True)
    requests = Release.objects.filter(candidates__page=OuterRef("pk"), state=Release.State.REQUESTED)
    pages = Page.objects.annotate(has_versions=Exists(versions), is_asked_for=Exists(requests))
    return pages.filter(uid=row.uid).select_related("standing").first()


def _differs(row: WorkingPage, page: Page) -> bool:
    if hasattr(page, "standing"):
        return page.standing.differs
    return bool(drafts.differences(row))


def _to_be_read(page: Page, now: datetime):
    to_come = Q(live_until__isnull=True) | Q(live_until__gt=now)
    editions = Edition.objects.filter(to_come, page=page, cancelled_at__isnull=True)
    return editions.light().order_by("live_from", "language")


def _open_requests(page: Page):
    requests = Release.objects.filter(candidates__page=page, state=Release.State.REQUESTED)
    return requests.select_related("requested_by").distinct()
