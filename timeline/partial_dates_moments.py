"""The pieces a partial date is made of: one date to the year, month or day, and the error that says why not."""

import calendar
import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from timeline.partial_dates_words import LANGUAGES, WORDS

FIRST_YEAR = 1000
LAST_YEAR = 2199
LEAP_YEAR = 2000  # every day that any year has


class PartialDateError(ValueError):
    """A date that cannot be; its text names what is wrong, in the language active when it is read.

    `sentence` is a lazy translation, `facts` fill its named places.
    """

    def __init__(self, sentence, **facts):
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts

    def __str__(self) -> str:
        return capfirst(str(self.sentence) % self.facts)


class Part(StrEnum):
    """The part of a year (four months) or of a month (days 1–10, 11–20, 21–end) that is meant."""

    EARLY = "early"
    MID = "mid"
    LATE = "late"


class Shape(StrEnum):
    """How the dates of one partial date belong together."""

    SINGLE = "single"
    PERIOD = "period"
    SINCE = "since"
    UNTIL = "until"
    SET = "set"


def words_language() -> str:
    """Return the active language when dates can be written in it, else English."""
    language = get_language()
    return language if language in LANGUAGES else "en"


def _name_of_month(month: int) -> str:
    return WORDS[words_language()].months[month - 1]


# Read in the language of whoever reads the error, not of whoever caused it.
month_name = lazy(_name_of_month, str)


@dataclass(frozen=True, slots=True)
class Moment:
    """Hold one date to the precision it is known: a year, a month or a day, or a part of a year or month.

    Years run from 1000 to 2199. Being approximate does not widen the days it covers. Raises PartialDateError
    when the calendar has no such date.
    """

    year: int
    month: int | None = None
    day: int | None = None
    part: Part | None = None
    approximate: bool = False

    def __post_init__(self):
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise no_such_year(self.year)
        if self.month is None:
            if self.day is not None:
                raise PartialDateError(_("The day %(day)s needs a month."), day=self.day)
            return
        if not 1 <= self.month <= 12:
            raise PartialDateError(_("There is no month %(month)s: months go from 1 to 12."), month=self.month)
        if self.day is None:
            return
        last = calendar.monthrange(self.year, self.month)[1]
        if not 1 <= self.day <= last:
            raise PartialDateError(
                _("%(month)s %(year)s has %(days)s days; there is no %(day)s %(month)s."),
                month=month_name(self.month),
                year=self.year,
                days=last,
                day=self.day,
            )
        if self.part is not None:
            raise PartialDateError(_("Early, mid and late go with a month or a year, not with a day."))

    @property
    def precision(self) -> str:
        """Return "year", "month" or "day"; a part keeps the precision of what it is a part of."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def first_day(self) -> datetime.date:
        """Return the first day it can be."""
        if self.day is not None:
            return datetime.date(self.year, self.month, self.day)
        if self.month is not None:
            return datetime.date(self.year, self.month, {Part.MID: 11, Part.LATE: 21}.get(self.part, 1))
        return datetime.date(self.year, {Part.MID: 5, Part.LATE: 9}.get(self.part, 1), 1)

    @property
    def last_day(self) -> datetime.date:
        """Return the last day it can be."""
        if self.day is not None:
            return self.first_day
        if self.month is not None:
            last = calendar.monthrange(self.year, self.month)[1]
            return datetime.date(self.year, self.month, {Part.EARLY: 10, Part.MID: 20}.get(self.part, last))
        month = {Part.EARLY: 4, Part.MID: 8}.get(self.part, 12)
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def digits(self) -> str:
        """Return the date as YYYY, YYYY-MM or YYYY-MM-DD, without its part and without "about"."""
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text

    def __str__(self) -> str:
        """Return the storage form, such as 2013, 2013-01~ or 2013-01~;late."""
        return self.digits + ("~" if self.approximate else "") + (f";{self.part}" if self.part else "")


def no_such_year(written: int | str) -> PartialDateError:
    """Return the error for a year outside the years we hold."""
    return PartialDateError(
        _("%(year)s is not a year between %(first)s and %(last)s."), year=written, first=FIRST_YEAR, last=LAST_YEAR
    )


def refuse_impossible_day(month: int | None, day: int | None) -> None:
    """Raise for a day that its month has in no year; the missing year is then not what is wrong."""
    if month is None or day is None or not 1 <= month <= 12:
        return
    last = calendar.monthrange(LEAP_YEAR, month)[1]
    if not 1 <= day <= last:
        raise PartialDateError(
            _("%(month)s has %(days)s days; there is no %(day)s %(month)s."),
            month=month_name(month),
            days=last,
            day=day,
        )
