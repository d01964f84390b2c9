"""What the public reads of a page or soon will, and what waits for a decision: the line of state of its form."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from publishing import drafts
from publishing.models import Edition, Release
from publishing.models.standings import Standing
from publishing.models.working import WorkingPage
from publishing.nested import moment, nested
from publishing.page_states import PageState


@dataclass(frozen=True)
class Version:
    """A version that is live or to come, as the line of state names it."""

    language: str
    path: str
    live_from: datetime


@dataclass(frozen=True)
class Asked:
    """An open request: its key, and the name of who asks."""

    pk: int
    requested_by: str


@dataclass(frozen=True)
class PublicSide:
    """How a draft stands to the public: versions live or to come, changes since the latest of them, open requests."""

    has_versions: bool = False
    changes: int = 0
    editions: tuple[Version, ...] = ()
    requests: tuple[Asked, ...] = ()


def beside(rows: QuerySet, now: datetime) -> QuerySet:
    """Have drafts read with what `of` tells of them, in the same statement."""
    versions = Edition.objects.filter(page__uid=OuterRef("uid"), cancelled_at__isnull=True)
    requests = Release.objects.filter(candidates__page__uid=OuterRef("uid"), state=Release.State.REQUESTED)
    return rows.annotate(
        has_versions=Exists(versions),
        known_changes=Subquery(Standing.objects.filter(page__uid=OuterRef("uid")).values("changes")[:1]),
        versions_to_be_read=nested(versions.to_be_read(now), language="language", path="path", live_from="live_from"),
        open_requests=nested(requests, pk="pk", requested_by="requested_by__username"),
    )


def of(row: WorkingPage, now: datetime) -> PublicSide:
    """Return the public side of a draft; of one that was not read with `beside`, it costs a query."""
    if not hasattr(row, "has_versions"):
        row = beside(type(row)._base_manager.filter(pk=row.pk), now).get()
    if not row.has_versions:
        changes = 0
    elif row.known_changes is None:
        changes = len(drafts.differences(row))
    else:
        changes = row.known_changes
    versions = [
        Version(each["language"], each["path"], moment(each["live_from"])) for each in row.versions_to_be_read or ()
    ]
    requests = {each["pk"]: each["requested_by"] for each in row.open_requests or ()}
    return PublicSide(
        has_versions=row.has_versions,
        changes=changes,
        editions=tuple(sorted(versions, key=lambda version: (version.live_from, version.language))),
        requests=tuple(Asked(pk, name) for pk, name in sorted(requests.items())),
    )


def state_of(side: PublicSide, now: datetime) -> PageState:
    """Return the one state of a draft that the bar of its form names."""
    if not side.has_versions:
        return PageState.NEVER
    if not side.editions:
        return PageState.WITHDRAWN
    if side.changes:
        return PageState.DIFFERS
    return PageState.LIVE if side.editions[0].live_from <= now else PageState.SCHEDULED
