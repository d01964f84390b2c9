"""Strength over time: what the figures of a mission say of its years, as the steps of a chart.

A figure speaks for its own date, a year or a day; until the next one nobody said anything, so the line there is thin.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from missions.headcounts import Figure, Overview, Situation
from missions.published import PublishedFigure
from timeline.partial_dates import PartialDate

WIDTH, HEIGHT = 420, 236
LEFT, RIGHT, TOP, BOTTOM = 54, 12, 14, 30
FEWEST = 3
YEAR_LABELS = 6
DAYS_OF_A_YEAR = 366
# A day would be thinner than a hair.
SHORTEST = 6
# A bound is no height.
HEIGHTS = ("exact", "about")


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
        for operation, figure in _wholes(situation).items():
            if point := point_of(situation.as_of, figure):
                series[operation].append(point)
    return [chart_of(points, operation=operation) for operation, points in series.items() if len(points) >= FEWEST]


def point_of(as_of: str, figure: Figure | PublishedFigure) -> Point | None:
    """Return a figure as a point; None for a number that is hidden or a bound, and for a date unknown or open."""
    when = PartialDate.from_storage(as_of) if as_of else None
    if figure.headcount is None or figure.qualifier not in HEIGHTS or not (when and when.start and when.end):
        return None
    return Point(when, figure.headcount, figure.qualifier, figure.label)


def _wholes(situation: Situation) -> dict[UUID | None, Figure]:
    """Return the figure of one date that speaks for the mission (None), and for each operation, if there is just one.

    One of several is a part, crews beside staff, and what they add up to may leave out who was not counted that year.
    """
    parts = defaultdict(list)
    for figure in situation.parts:
        parts[figure.operation].append(figure)
    wholes = {operation: figures[0] for operation, figures in parts.items() if len(figures) == 1}
    if len(parts) > 1:
        wholes.pop(None, None)
    return wholes | ({None: situation.typed_total} if situation.typed_total else {})


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
