"""Who may approve, who of them is away, and who stands in.

Standing in gives no right: a deputy approves by a permission of their own, so four eyes are never weakened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from publishing.models.colleagues import Absence

APPROVE = "publishing.approve_release"


@dataclass(frozen=True)
class Approver:
    """Someone who may approve: away until a day, perhaps, and then perhaps with a colleague who stands in."""

    user: object
    away_until: date | None = None
    deputy: object = None


def approvers(now: datetime, *, besides: Iterable = ()) -> list[Approver]:
    """Return everyone who may approve today, those who are here first; one query.

    `besides` are left out: who asked and who wrote. A deputy is named only while allowed to approve, and not if left
    out: nobody approves what they wrote in a colleague's name either.
    """
    today = timezone.localdate(now)
    current = Absence.objects.on(today).filter(user=OuterRef("pk")).order_by("-last_day", "pk")
    users = (
        get_user_model()
        .objects.with_perm(APPROVE, backend=settings.AUTHENTICATION_BACKENDS[0])
        .annotate(away_until=Subquery(current.values("last_day")[:1]), deputy_pk=Subquery(current.values("deputy")[:1]))
        .order_by("username")
    )
    left_out = {user.pk for user in besides}
    able = {user.pk: user for user in users if user.pk not in left_out}
    found = [Approver(user, user.away_until, able.get(user.deputy_pk)) for user in able.values()]
    return sorted(found, key=lambda approver: approver.away_until is not None)


def possible_deputies(user) -> list:
    """Return the colleagues whom someone may name: those who may approve by a permission of their own."""
    users = get_user_model().objects.with_perm(APPROVE, backend=settings.AUTHENTICATION_BACKENDS[0])
    return list(users.exclude(pk=user.pk).order_by("username"))
