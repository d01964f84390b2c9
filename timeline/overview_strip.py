"""The years of a mission on one true scale: where each event stands, and the years that lead to it.

Numbers only, for SVG attributes: the page has no inline style, and a drawing is the same for the same events.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from timeline.documents import Event
from timeline.partial_dates import PartialDate, Shape

WIDTH = 1000
EDGE = 24
# A mark is 12 wide; two that would touch are stacked.
MARK = 14
ROW = 16
LABELS = 12
STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
# Above this many years with events, the chips stand for decades.
CHIPS = 12
DAYS_OF_A_YEAR = 366


@dataclass(frozen=True)
class Mark:
    """One event on the axis; `shape` is its precision, `y` the row it stands in, `width` 0 for a point."""

    shape: str
    x: int
    y: int
    width: int = 0


@dataclass(frozen=True)
class Tick:
    """A year on the axis."""

    x: int
    year: int


@dataclass(frozen=True)
class Strip:
    """The drawing, with room above the axis for what is stacked."""

    marks: Sequence[Mark]
    ticks: Sequence[Tick]
    axis: int
    height: int
    width: int = WIDTH


@dataclass(frozen=True)
class Chip:
    """A year, or a decade, with the number of its events; leads to the first of them."""

    first: int
    last: int
    count: int
    event: Event


def year_of(when: PartialDate) -> int:
    """Return the year under which an event stands: the first one it names, of several dates the last.

    Events stand in the order of their last possible day; a set under its first year would lead back in time.
    """
    if when.shape is Shape.SET:
        return when.last_day.year
    return (when.end if when.start is None else when.start).first_day.year


def strip(events: Sequence[Event], *, until: datetime.date | None = None) -> Strip | None:
    """Draw the events on one axis; None for fewer than two years, which make no scale.

    What has no end is drawn to `until`, the end of the mission if it ended, and at least to the last date named.
    """
    if not events:
        return None
    named = [moment for event in events for moment in event.when.moments]
    first = min(moment.first_day.year for moment in named)
    latest = max([moment.last_day for moment in named] + ([until] if until else []))
    last = latest.year + 1
    if last - first < 2:
        return None
    scale = (WIDTH - 2 * EDGE) / (last - first)

    def x(day: datetime.date) -> int:
        return round(EDGE + scale * (day.year - first + (day.timetuple().tm_yday - 1) / DAYS_OF_A_YEAR))

    placed: list[tuple[str, int, int]] = []
    for event in events:
        when = event.when
        if when.precision == "period":
            placed.append(("period", x(when.first_day), max(x(when.last_day), x(when.first_day) + MARK)))
        elif when.precision == "open":
            start = EDGE if when.start is None else x(when.first_day)
            end = x(when.last_day) if when.still_open is False else WIDTH - EDGE
            placed.append(("until" if when.start is None else "open", start, max(end, start + MARK)))
        else:
            for moment in when.moments:
                middle = x(moment.first_day + (moment.last_day - moment.first_day) / 2)
                placed.append((moment.precision, middle - MARK // 2, middle + MARK // 2))
    marks, rows = _stacked(placed)
    axis = rows * ROW + 8
    step = next(step for step in STEPS if (last - first) / step <= LABELS) if last - first <= 1200 else 500
    ticks = [Tick(x(datetime.date(year, 1, 1)), year) for year in range(first, last + 1) if year % step == 0]
    return Strip(
        [Mark(shape, left, axis - 8 - row * ROW, width) for shape, left, row, width in marks], ticks, axis, axis + 30
    )


def _stacked(placed: Iterable[tuple[str, int, int]]) -> tuple[list[tuple[str, int, int, int]], int]:
    """Give each mark the lowest row where it touches nothing; return the marks and how many rows there are."""
    ends: list[int] = []
    found = []
    for shape, left, right in sorted(placed, key=lambda mark: (mark[1], mark[2])):
        row = next((row for row, end in enumerate(ends) if end <= left), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = right + 2
        is_bar = shape in ("period", "open", "until")
        found.append((shape, left if is_bar else (left + right) // 2, row, right - left if is_bar else 0))
    return found, max(len(ends), 1)


def chips(events: Sequence[Event]) -> list[Chip]:
    """Return the years that have events, in the order of the page; decades when there are more than a dozen years."""
    years = Counter(year_of(event.when) for event in events)
    span = 1 if len(years) <= CHIPS else 10
    found: dict[int, Chip] = {}
    for event in events:
        start = year_of(event.when) // span * span
        count = sum(many for year, many in years.items() if year // span * span == start)
        found.setdefault(start, Chip(start, start + span - 1, count, event))
    return [found[start] for start in sorted(found)]
