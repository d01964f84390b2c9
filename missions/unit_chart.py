"""A number of soldiers as dots: how many stand for it, and which part each belongs to.

Dots stand for a number, not for people. Only what the page prints as a number is drawn, so a hidden one stays hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from missions.headcounts import Figure, Overview

MOST_DOTS = 40
PER_ROW = 10
PITCH = 24
# Told apart by form as well as by tone.
FORMS = ("disc", "square", "diamond", "bar")
COUNTABLE = ("exact", "about")


@dataclass(frozen=True)
class Dot:
    """One dot: its form, and the top left corner of the square of 24 it stands in."""

    form: str
    x: int
    y: int


@dataclass(frozen=True)
class UnitChart:
    """The dots of a total; `parts` are in the order of the dots, with the form of each, empty for a total alone."""

    unit: int
    total: int
    rounded: bool
    dots: Sequence[Dot]
    parts: Sequence[tuple[str, Figure]]

    @property
    def width(self) -> int:
        return PITCH * min(len(self.dots), PER_ROW)

    @property
    def height(self) -> int:
        return PITCH * -(-len(self.dots) // PER_ROW)


def units():
    """Yield what a dot may stand for: 1, 2, 5, 10, 20, 50, …"""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def unit_chart(overview: Overview) -> UnitChart | None:
    """Draw the current total; None where it is no plain number, or too small to need a drawing.

    The unit is the smallest that divides the total and every part into at most 40 dots. Parts that do not add up to the
    total, or of which one is no plain number, are left out of the drawing.
    """
    total = overview.total
    if total is None or total.headcount is None or total.qualifier not in COUNTABLE or total.headcount < PER_ROW:
        return None
    parts = list(overview.parts)
    counts = [part.headcount for part in parts]
    told_apart = (
        1 < len(parts) <= len(FORMS)
        and all(part.headcount and part.qualifier in COUNTABLE for part in parts)
        and overview.shows_sum
    )
    numbers = counts if told_apart else [total.headcount]
    for unit in units():
        if total.headcount // unit <= MOST_DOTS and all(number % unit == 0 for number in numbers):
            break
        if unit > total.headcount:
            return None
    forms = FORMS if told_apart else FORMS[:1]
    row = [form for form, number in zip(forms, numbers, strict=False) for _dot in range(number // unit)]
    return UnitChart(
        unit=unit,
        total=total.headcount,
        rounded=total.qualifier == "about",
        dots=[Dot(form, PITCH * (n % PER_ROW), PITCH * (n // PER_ROW)) for n, form in enumerate(row)],
        parts=list(zip(forms, parts, strict=False)) if told_apart else [],
    )
