"""Moments as the newsroom says them: its own hour with the name of the place, and UTC beside it."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

# Names of time zones that the catalogues know; another house's zone is shown as its own name says it.
ZONES = (gettext_noop("Brussels"),)


def zone() -> str:
    """Return the name of the newsroom's time zone for a reader: "Bruxelles"."""
    return _(settings.TIME_ZONE.rpartition("/")[2].replace("_", " "))


def in_words(moment: datetime) -> str:
    """Return day and hour in the newsroom's time zone: "Monday 23 November 2026, 06:00"."""
    # Translators: a format of Django for a day and an hour on 24, for example "l, j. F Y, H:i \U\h\r".
    return date_format(timezone.localtime(moment), pgettext("format", "l j F Y, H:i"))


def shortly(moment: datetime) -> str:
    """Return day and hour without the year: "Monday 23 November, 06:00"."""
    return date_format(timezone.localtime(moment), pgettext("format", "l j F, H:i"))


def in_a_verb(moment: datetime, now: datetime) -> str:
    """Return day and hour as a button says them: "Monday 06:00" within seven days, else with the whole date."""
    if (timezone.localdate(moment) - timezone.localdate(now)).days >= 7:
        return in_words(moment)
    return date_format(timezone.localtime(moment), pgettext("format", "l H:i"))


def seen_from(moment: datetime, now: datetime) -> str:
    """Return a moment with its zone, in UTC, and how far off: "06:00 in Brussels (05:00 UTC), in 13 h 20"."""
    facts = {"words": in_words(moment), "zone": zone(), "utc": in_utc(moment)}
    sentence = _("%(words)s in %(zone)s (%(utc)s)") % facts
    return ", ".join(part for part in (sentence, time_left(moment, now)) if part)


def meant_by(naive: datetime) -> list[datetime]:
    """Return the moments, in UTC, at which the newsroom's clocks show a day and an hour: one, two, or none."""
    here = timezone.get_current_timezone()
    both = [naive.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return list(dict.fromkeys(moment for moment in both if moment.astimezone(here).replace(tzinfo=None) == naive))


def around(naive: datetime) -> list[datetime]:
    """Return the hours before and after one that the clocks skip, in the newsroom's time zone."""
    here = timezone.get_current_timezone()
    return sorted(naive.replace(tzinfo=here, fold=fold).astimezone(UTC).astimezone(here) for fold in (0, 1))


def to_the_minute(moment: datetime) -> str:
    """Return day, year and hour without the weekday, for columns of a list: "23 November 2026, 06:00"."""
    return date_format(timezone.localtime(moment), pgettext("format", "j F Y, H:i"))


def with_utc(moment: datetime | None) -> str:
    """Return day and hour with UTC beside it, which tells apart an hour that comes twice; empty for no moment."""
    return f"{in_words(moment)} ({in_utc(moment)})" if moment else ""


def in_utc(moment: datetime) -> str:
    """Return the hour in UTC: "05:00 UTC"; with the day where that is another one there."""
    there = moment.astimezone(UTC)
    same_day = there.date() == timezone.localtime(moment).date()
    words = date_format(there, "H:i" if same_day else pgettext("format", "j F, H:i"))
    return f"{words} UTC"


def time_left(moment: datetime, now: datetime) -> str:
    """Return how long until a moment: "in 13 h 20", "in 3 days"; empty when it has come."""
    minutes = int((moment - now).total_seconds() // 60)
    if moment <= now:
        return ""
    if minutes < 60:
        return _("in %(minutes)d min") % {"minutes": max(minutes, 1)}
    if minutes < 48 * 60:
        return _("in %(hours)d h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("in %(days)d days") % {"days": minutes // (24 * 60)}


def day(when: date) -> str:
    """Return a day: "5 December 2026"."""
    return date_format(when, pgettext("format", "j F Y"))
