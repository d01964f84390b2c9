"""Strength over time: what the figures of a mission say of its years, as the steps of a chart.

A figure speaks for its own date, a year or a day; until the next one nobody said anything, so the line there is thin.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from missions.headcounts import Figure, Overview, Situation
from timeline.partial_dates import PartialDate

WIDTH, HEIGHT = 420, 236
LEFT, RIGHT, TOP, BOTTOM = 54, 12, 14, 30
FEWEST = 3
YEAR_LABELS = 6
DAYS_OF_A_YEAR = 366
# A day would be thinner than a hair.
SHORTEST = 6


@dataclass(frozen=True)
class Point:
    """One number with its date."""

    when: PartialDate
    headcount: int
    qualifier: str
    label: str = ""


@dataclass(frozen=True)
class Step:
    """What one figure says: from `x` on, `width` wide, at the height of its number."""

    x: int
    width: int
    y: int
    when: PartialDate
    headcount: int
    qualifier: str


@dataclass(frozen=True)
class Line:
    """A label of the grid at `at`, across or down."""

    at: int
    number: int


@dataclass(frozen=True)
class StrengthChart:
    """One series; `operation` is None for the mission as a whole."""

    operation: UUID | None
    label: str
    steps: Sequence[Step]
    path: str
    heights: Sequence[Line]
    years: Sequence[Line]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def strength_charts(overview: Overview) -> list[StrengthChart]:
    """Draw the mission as a whole and each operation that has three dated numbers or more; usually none or one."""
    series: dict[UUID | None, list[Point]] = defaultdict(list)
    for situation in overview.situations:
        when = situation.when
        if not is_drawable(when):
            continue
        total = situation.typed_total or _whole(situation)
        if total is not None and total.headcount is not None:
            series[None].append(Point(when, total.headcount, total.qualifier, total.label))
        for figure in situation.parts:
            if figure.operation and figure.headcount is not None:
                series[figure.operation].append(Point(when, figure.headcount, figure.qualifier, figure.label))
    return [chart_of(points, operation=operation) for operation, points in series.items() if len(points) >= FEWEST]


def is_drawable(when: PartialDate | None) -> bool:
    """Return whether a date has its place on an axis: neither unknown nor open."""
    return when is not None and when.start is not None and when.end is not None


def _whole(situation: Situation) -> Figure | None:
    """Return the one figure of a date that belongs to no operation; a part of several is not the whole."""
    return situation.parts[0] if len(situation.parts) == 1 and situation.parts[0].operation is None else None


def chart_of(points: Sequence[Point], *, operation: UUID | None = None, most: int = 0) -> StrengthChart:
    """Draw one series, with room up to `most` so that several can be compared."""
    points = sorted(points, key=lambda point: (point.when.first_day, point.when.last_day))
    first = points[0].when.first_day.year
    last = max(point.when.last_day.year for point in points) + 1
    scale = (WIDTH - LEFT - RIGHT) / (last - first)
    most = _rounded_up(max(most, *(point.headcount for point in points)))

    def x(day) -> int:
        return round(LEFT + scale * (day.year - first + (day.timetuple().tm_yday - 1) / DAYS_OF_A_YEAR))

    def y(headcount: int) -> int:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * headcount / most)

    steps = []
    for point in points:
        start = x(point.when.first_day)
        # The last day of a year is drawn to where the next one begins.
        width = max(SHORTEST, x(point.when.last_day) + round(scale / DAYS_OF_A_YEAR) - start)
        steps.append(Step(start, width, y(point.headcount), point.when, point.headcount, point.qualifier))
    path = f"M{steps[0].x} {steps[0].y}"
    for _before, step in pairwise(steps):
        path += f"H{step.x}V{step.y}"
    path += f"H{steps[-1].x + steps[-1].width}"
    every = -(-(last - first) // YEAR_LABELS)
    return StrengthChart(
        operation=operation,
        label=points[-1].label,
        steps=steps,
        path=path,
        heights=[Line(y(number), number) for number in (most, most // 2, 0)],
        years=[Line(round(LEFT + scale * (year - first + 0.5)), year) for year in range(first, last, every)],
    )


def _rounded_up(number: int) -> int:
    """Return the next even number of which a reader can halve the scale: 2, 4, 6, 8, 10, 20, 40, …"""
    power = 1
    while True:
        for factor in (2, 4, 6, 8, 10):
            if number <= factor * power:
                return factor * power
        power *= 10
