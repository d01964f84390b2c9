"""Partial dates: what is known of when something happened, no more and no less.

One date to the year, month or day, or part of a year or month; about a date; a period, open at one end or not; several
dates. Stored, sorted and exchanged as one short text; typed as people write it; written right in four languages.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import total_ordering
from itertools import pairwise

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from timeline import partial_dates_coding, partial_dates_parsing, partial_dates_rendering
from timeline.partial_dates_moments import Moment, Part, PartialDateError, Shape, words_language
from timeline.partial_dates_words import LANGUAGES

__all__ = ["LANGUAGES", "Moment", "Part", "PartialDate", "PartialDateError", "Shape"]

# Keeps the longest storage form within the 100 characters of the column.
MAX_DATES = 6

# A year, and the two digits of 1947-91.
_YEAR_IN_LABEL = re.compile(r"(?<![0-9])([0-9]{4})(?: ?[-/] ?([0-9]{2}))?(?![0-9])")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """Hold a date as far as it is known; equal when written the same, ordered by the last day it can be.

    `moments` holds both ends of a period, the one end of an open one, every date of a set (kept in order).
    Raises PartialDateError when the dates contradict each other. Nothing known is None, never an empty PartialDate.
    """

    shape: Shape
    moments: tuple[Moment, ...]

    def __post_init__(self):
        if self.shape is Shape.SET:
            if len(self.moments) < 2 or len(self.moments) > MAX_DATES:
                raise PartialDateError(_("Several dates are from 2 to %(limit)s."), limit=MAX_DATES)
            moments = sorted(self.moments, key=lambda moment: (moment.first_day, moment.last_day, str(moment)))
            for earlier, later in pairwise(moments):
                if _same_date(earlier, later):
                    raise PartialDateError(_("%(date)s is named twice."), date=_written(later))
            object.__setattr__(self, "moments", tuple(moments))
        elif len(self.moments) != (2 if self.shape is Shape.PERIOD else 1):
            raise ValueError(f"A {self.shape} cannot hold {len(self.moments)} dates.")
        elif self.shape is Shape.PERIOD:
            start, end = self.moments
            if _same_date(start, end):
                raise PartialDateError(
                    _("The period begins and ends with %(date)s: write that date alone."), date=_written(end)
                )
            if end.last_day < start.first_day:
                raise PartialDateError(
                    _("The period ends (%(end)s) before it begins (%(start)s)."),
                    start=_written(start),
                    end=_written(end),
                )

    @classmethod
    def parse(cls, text: str, language: str | None = None) -> "PartialDate":
        """Read what a person typed, by the words of one language or of all four; EDTF and storage form too.

        The day comes before the month: `3/4/2013` is 3 April. `2006-12` is EDTF, so December 2006; `2006/12` could be
        either and is refused, as is `2012-13`. `2013-` is open at the end and `-2013` at the start, never a negative
        year. A missing year is that of the next date; "about" belongs to the date beside it. EDTF that says what we
        cannot hold (uncertain `?`, seasons, `201X`) is refused. Raises PartialDateError, which names what is wrong.
        """
        return cls(*partial_dates_parsing.read(text, language))

    @classmethod
    def from_storage(cls, text: str) -> "PartialDate":
        """Read the storage form, and nothing else; raises PartialDateError."""
        coded = partial_dates_coding.read_coded(text)
        if coded is None:
            raise PartialDateError(_("“%(text)s” is not the stored form of a date."), text=repr(text)[1:-1])
        return cls(*coded)

    def to_storage(self) -> str:
        """Return the one canonical text, at most 100 characters.

        It is EDTF (ISO 8601-2, levels 0 to 2) with one addition, as EDTF cannot say "late January": `;early`, `;mid`
        or `;late` after a year or month, as in `2013-01;late` or `2013-01;late/2014`.
        """
        return self._coded([str(moment) for moment in self.moments])

    def to_edtf(self) -> str:
        """Return pure EDTF for exchange; a part of a year or month becomes the days it covers.

        Late January 2013 is `2013-01-21/2013-01-31`. At the end of a period it is the outer one of those days, in a set
        the range `2013-01-21..2013-01-31`, which cannot be approximate there. Reading EDTF back does not restore parts.
        """
        if self.shape is Shape.SET:
            return self._coded([_edtf_member(moment) for moment in self.moments])
        if self.shape is Shape.SINGLE and self.moments[0].part:
            return f"{_edtf_day(self.moments[0], last=False)}/{_edtf_day(self.moments[0], last=True)}"
        ends = [_edtf_day(moment, last=False) for moment in self.moments]
        if self.end is not None:
            ends[-1] = _edtf_day(self.end, last=True)
        return self._coded(ends)

    def _coded(self, pieces: list[str]) -> str:
        if self.shape is Shape.SET:
            return "{" + ",".join(pieces) + "}"
        if self.shape is Shape.SINCE:
            return f"{pieces[0]}/.."
        if self.shape is Shape.UNTIL:
            return f"../{pieces[0]}"
        return "/".join(pieces)

    @property
    def start(self) -> Moment | None:
        """Return the first date; None when the start is open."""
        return None if self.shape is Shape.UNTIL else self.moments[0]

    @property
    def end(self) -> Moment | None:
        """Return the last date, of a set the one that begins last; None when the end is open."""
        return None if self.shape is Shape.SINCE else self.moments[-1]

    @property
    def first_day(self) -> datetime.date:
        """Return the first day it can be; `date.min` when the start is open. Being approximate changes nothing."""
        return datetime.date.min if self.start is None else self.start.first_day

    @property
    def last_day(self) -> datetime.date:
        """Return the last day it can be; `date.max` when the end is open. Being approximate changes nothing."""
        if self.shape is Shape.SET:
            return max(moment.last_day for moment in self.moments)
        return datetime.date.max if self.end is None else self.end.last_day

    @property
    def sort_key(self) -> tuple[datetime.date, datetime.date]:
        """Return what a timeline is sorted by: the last possible day, then the first."""
        return self.last_day, self.first_day

    def __lt__(self, other: object) -> bool:
        """Order by the sort key; of two dates that cover the same days, by their storage form."""
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.sort_key, self.to_storage()) < (other.sort_key, other.to_storage())

    @property
    def precision(self) -> str:
        """Return "year", "month" or "day" for one date, else "period", "open" or "set"."""
        if self.shape is Shape.SINGLE:
            return self.moments[0].precision
        return {Shape.PERIOD: "period", Shape.SET: "set"}.get(self.shape, "open")

    @property
    def approximate(self) -> bool:
        """Return whether any of its dates is approximate."""
        return any(moment.approximate for moment in self.moments)

    @property
    def still_open(self) -> bool:
        """Return whether it has no end, so that whoever writes it must know if it is still true."""
        return self.shape is Shape.SINCE

    @property
    def datetime_attributes(self) -> str | None:
        """Return what HTML's `<time datetime>` may hold (YYYY, YYYY-MM or YYYY-MM-DD); None unless one date."""
        return self.moments[0].digits if self.shape is Shape.SINGLE else None

    def render(self, language: str, *, still_true: bool = True, capitalised: bool = False) -> str:
        """Return the date as written in that language, with a capital at the start of a line if asked.

        An open end reads "2013 – today" only while `still_true`; pass False for what has ended: "from 2013".
        """
        return partial_dates_rendering.write(
            self.shape, self.moments, language, still_true=still_true, capitalised=capitalised
        )

    def label_disagrees(self, label: str) -> tuple[int, ...]:
        """Return the years a label ("Cold War 1947–1991") names that this date does not; empty when it agrees."""
        ours = {moment.year for moment in self.moments}
        plain = "".join("-" if unicodedata.category(char) == "Pd" else char for char in label)
        named: list[int] = []
        for match in _YEAR_IN_LABEL.finditer(" ".join(unicodedata.normalize("NFKC", plain).split())):
            named.append(int(match[1]))
            if match[2]:
                named.append(int(match[1][:2] + match[2]))
        return tuple(year for year in dict.fromkeys(named) if year not in ours)

    def __str__(self) -> str:
        """Return the date in the active language, as lists of the desk show it; the stored form is `to_storage()`."""
        return self.render(words_language())

    def __repr__(self) -> str:
        return f"PartialDate.from_storage({self.to_storage()!r})"


def _same_date(one: Moment, other: Moment) -> bool:
    return (one.digits, one.part) == (other.digits, other.part)


def _written(moment: Moment) -> str:
    """Return one date as text in the language in which the error is read."""
    return lazystr(PartialDate(Shape.SINGLE, (moment,)))


def _edtf_day(moment: Moment, *, last: bool) -> str:
    if moment.part is None:
        text = moment.digits
    else:
        text = (moment.last_day if last else moment.first_day).isoformat()
    return text + ("~" if moment.approximate else "")


def _edtf_member(moment: Moment) -> str:
    if moment.part is None:
        return _edtf_day(moment, last=True)
    return f"{moment.first_day.isoformat()}..{moment.last_day.isoformat()}"
