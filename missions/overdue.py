"""What time has made wrong in drafts of missions; asked once for all of them, for the home of the desk."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Substr
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from languages.columns import LANGUAGES, column
from missions.models import Deployment, Mission
from publishing import moments
from publishing.findings import Overdue
from timeline.fields import PartialDateField
from timeline.models import TimelineEvent
from timeline.partial_dates_moments import words_language

RUNNING, ENDED = Mission.Status.RUNNING, Mission.Status.ENDED


def overdue_missions(today: date, most: int) -> list[Overdue]:
    """Return what is out of date in at most so many missions, reviews first; empty when all is fresh."""
    figures = Deployment.objects.filter(mission=OuterRef("pk"))
    # Stored dates begin with their year; a figure of the year before last is more than a year old, however it is dated.
    dated = figures.annotate(year=Substr("as_of", 1, 4)).filter(year__gte="1000").order_by("-year")
    still_open = TimelineEvent.objects.filter(mission=OuterRef("pk"), last_day=date.max).order_by("first_day", "pk")
    rows = (
        Mission.objects.annotate(
            late=Q(review_on__lte=today),
            undated=Q(status=RUNNING) & Exists(figures.filter(as_of="")),
            newest=Subquery(dated.values("year")[:1]),
            newest_date=Subquery(dated.values("as_of")[:1], output_field=PartialDateField()),
            open_since=Subquery(still_open.values("date")[:1], output_field=PartialDateField()),
        )
        .filter(
            Q(late=True)
            | Q(undated=True)
            | Q(status=ENDED, open_since__isnull=False)
            | Q(status=RUNNING, newest__lt=str(today.year - 1))
        )
        .order_by(F("review_on").asc(nulls_last=True), "order", "pk")
        .values(
            "uid",
            "status",
            "review_on",
            "late",
            "undated",
            "newest",
            "newest_date",
            "open_since",
            *(column("name", language) for language in LANGUAGES),
        )[:most]
    )
    return [found for row in rows for found in _in(row, today)]


def _in(row: dict, today: date) -> Iterable[Overdue]:
    about = {"page_uid": row["uid"], "title": _name(row)}
    if row["late"]:
        detail = _("planned for %(day)s") % {"day": moments.day(row["review_on"])}
        yield Overdue(**about, what=_("Review is due"), detail=detail, remedy=_("Review"), fragment="id_review_on")
    if row["undated"]:
        words = {"what": _("Headcount without a date"), "detail": _("The page says “undated”."), "remedy": _("Date it")}
        yield Overdue(**about, **words, fragment="deployments-group")
    if row["status"] == RUNNING and row["newest"] and row["newest"] < str(today.year - 1):
        detail = _("as of %(date)s") % {"date": _date(row["newest_date"])}
        yield Overdue(
            **about, what=_("Old headcount"), detail=detail, remedy=_("Give a newer one"), fragment="deployments-group"
        )
    if row["status"] == ENDED and row["open_since"]:
        detail = _("event “%(date)s”") % {"date": _date(row["open_since"])}
        yield Overdue(
            **about,
            what=_("“Today” on an ended mission"),
            detail=detail,
            remedy=_("Close the period"),
            fragment="events-group",
        )


def _date(when) -> str:
    return when.render(words_language(), capitalised=True)


def _name(row: dict) -> str:
    names = [row.get(column("name", language)) for language in (get_language(), *LANGUAGES) if language in LANGUAGES]
    return next((name for name in names if name), str(row["uid"]))
