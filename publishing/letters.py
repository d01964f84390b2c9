"""Who is told what became of a publication: letters written in the transaction of the act, sent by the housekeeping.

Nobody is told of their own act, and nobody who may not read publications is told anything.
"""

from datetime import datetime

from publishing import deputies
from publishing.models.letters import Letter

READ = "publishing.view_release"


def _write(release, about: str, receivers: dict, *, at: datetime, due_at: datetime | None = None) -> None:
    """Write a letter to each receiver who may read it; the values say for whom somebody stands in."""
    Letter.objects.bulk_create(
        Letter(to=user, about=about, release=release, instead_of=absent, written_at=at, due_at=due_at or at)
        for user, absent in receivers.items()
        if user.is_active and user.email and user.has_perm(READ)
    )


def ask(release, *, at: datetime) -> None:
    """Tell those who may approve, and whoever stands in for one who is away."""
    found = deputies.approvers(at, besides={release.requested_by, *release.writers()})
    receivers = {approver.user: None for approver in found}
    receivers |= {approver.deputy: approver.user for approver in found if approver.deputy}
    _write(release, Letter.About.ASKED, receivers, at=at)


def tell_refused(release, *, at: datetime) -> None:
    """Tell whoever asked that the publication was refused."""
    forget(release)
    if release.requested_by != release.decided_by:
        _write(release, Letter.About.REFUSED, {release.requested_by: None}, at=at)


def tell_live(release, *, at: datetime) -> None:
    """Tell whoever asked and whoever wrote when it is live; for a later moment, whoever approved as well."""
    forget(release)
    receivers = dict.fromkeys([release.requested_by, *sorted(release.writers(), key=str)])
    if release.live_from > at:
        receivers[release.decided_by] = None
    else:
        receivers.pop(release.decided_by, None)
    _write(release, Letter.About.LIVE, receivers, at=at, due_at=release.live_from)


def tell_cancelled(release, *, at: datetime) -> None:
    """Tell whoever asked and whoever wrote that somebody else called the publication off."""
    receivers = dict.fromkeys([release.requested_by, *sorted(release.writers(), key=str)])
    receivers.pop(release.decided_by, None)
    _write(release, Letter.About.CANCELLED, receivers, at=at)


def ask_to_confirm(release, *, at: datetime) -> None:
    """Tell those who may confirm a small correction that went out alone."""
    found = deputies.approvers(at, besides={release.requested_by, release.decided_by})
    receivers = {approver.user: None for approver in found}
    receivers |= {approver.deputy: approver.user for approver in found if approver.deputy}
    _write(release, Letter.About.TO_CONFIRM, receivers, at=at)


def forget(release) -> None:
    """Take back the letters about a publication that were not sent yet: something else became of it."""
    release.letters.filter(state=Letter.State.WAITING).update(state=Letter.State.NEEDLESS)
