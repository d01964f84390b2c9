"""Small headcounts: hidden when a page is frozen, in such a way that no arithmetic brings them back."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from missions.headcounts import COUNTED, Figure, by_date


def disclose(figures: Iterable[Figure], small: int | None = None) -> list[Figure]:
    """Return the figures as they may be published: exact headcounts below `small` become "a few".

    Called when a page is frozen, so that no document holds a hidden number. Two rules hold whatever the figures are,
    and the property tests check both:

    1. A hidden number decides nothing but that it is hidden: any other number from 1 to `small` - 1 in its place gives
       the same result.
    2. Nor does it when the total moves with it. What a sum with a hidden part can be is a range known from the other
       parts alone; a total or ceiling inside such a range is replaced by something that depends on the range only.
       This goes for totals of other dates too ("nothing changed since"), for sums of one operation or role, and for
       parts of different dates added together.

    Figures that were disclosed before stay as they are, and those put together from several versions are made safe
    again. `small` is `settings.SMALL_HEADCOUNT` unless given; up to 1 hides nothing.
    """
    small = settings.SMALL_HEADCOUNT if small is None else small
    figures = list(figures)
    # What was made coarser may stand in another range; a figure only ever says less, so this comes to an end.
    while (disclosed := _disclosed_once(figures, small)) != figures:
        figures = disclosed
    return figures


def _disclosed_once(figures: list[Figure], small: int) -> list[Figure]:
    hidden = {figure.uid for figure in figures if _is_hidden(figure, small)}
    if not hidden:
        return figures
    dates = by_date(figures)
    ranges, are_sums = _ranges_with_a_hidden_part(dates, hidden, small)
    # A visible "at least 4" beside a total of "a few" would settle it.
    few_is_safe = not any(
        figure.role in COUNTED and figure.qualifier != "exact" and 0 < (figure.headcount or 0) < small
        for figure in figures
    )
    disclosed = []
    for figure in figures:
        if figure.role in COUNTED and figure.uid not in are_sums:
            found, few = (1, small - 1) if figure.uid in hidden else None, True
        else:
            exempt = _says_no_more_than_its_parts(figure, dates, hidden)
            found, few = None if exempt else _range_of(figure, ranges), few_is_safe
        disclosed.append(_coarsened(figure, found, small, few=few) if found else figure)
    return disclosed


def _is_hidden(figure: Figure, small: int) -> bool:
    return figure.qualifier == "few" or (figure.qualifier == "exact" and 0 < (figure.headcount or 0) < small)


def _sums(figures: Iterable[Figure]) -> list[list[Figure]]:
    """Return the parts a reader may add up: all of a date, those of one operation, of one role, of both."""
    counted = [figure for figure in figures if figure.role in COUNTED]
    sums = defaultdict(list)
    for figure in counted:
        for key in [(), ("operation", figure.operation), ("role", figure.role), (figure.operation, figure.role)]:
            sums[key].append(figure)
    return list(sums.values())


def _ranges_with_a_hidden_part(
    dates: dict[str, list[Figure]], hidden: set[UUID], small: int
) -> tuple[list[tuple[int, int]], set[UUID]]:
    """Return what sums with hidden parts can be, and the parts that are such a sum themselves.

    A part alone on its date may be the sum of the parts of another date: it is then treated as a total.
    """
    alone = {}
    for as_of, figures in dates.items():
        counted = [figure for figure in figures if figure.role in COUNTED]
        if len(counted) == 1 and (counted[0].qualifier == "exact" or counted[0].uid in hidden):
            alone[as_of] = counted[0]
    # A number small enough to be hidden is hidden wherever it stands.
    smallest = (1, small - 1)
    ranges, known_sums, hidden_in_a_sum = [smallest], [], set()

    def take_in(parts: list[Figure]) -> None:
        number = sum(part.uid in hidden for part in parts)
        visible = [part for part in parts if part.uid not in hidden and part.headcount is not None]
        known_sums.append(visible)
        if number:
            hidden_in_a_sum.add(number)
            ranges.append(_range(visible, number, small))

    for as_of, figures in dates.items():
        if as_of not in alone:
            for parts in _sums(figures):
                take_in(parts)
    joined = _joined(ranges)
    are_sums = {part.uid for part in alone.values() if _range_of(part, joined) not in (None, smallest)}
    for part in alone.values():
        if part.uid not in are_sums:
            take_in([part])
    for visible in known_sums:
        ranges += [_range(visible, number, small) for number in hidden_in_a_sum]
    return _joined(ranges), are_sums


def _range(visible: list[Figure], number: int, small: int) -> tuple[int, int]:
    """Return the least and the most that visible parts and so many hidden ones can add up to."""
    known = sum(part.headcount for part in visible)
    # Nobody knows how "about" was rounded, only to which figure at most.
    slack = sum(_rounding(part.headcount, small) for part in visible if part.qualifier == "about")
    if len(visible) + number > 1:
        # Sources round each number by itself: 0 + 4 = 5 in the data of the United Nations.
        slack += (len(visible) + number + 1) // 2
    return max(1, known + number - slack), known + number * (small - 1) + slack


def _rounding(headcount: int, small: int) -> int:
    unit = 1
    while headcount and headcount % (unit * 10) == 0:
        unit *= 10
    return max(small, unit // 2)


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges with those that overlap made one: a number inside several says nothing about which."""
    joined = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def _range_of(figure: Figure, ranges: list[tuple[int, int]]) -> tuple[int, int] | None:
    # Every number that "a few" can be lies in one range.
    headcount = 1 if figure.qualifier == "few" else figure.headcount
    return next((found for found in ranges if headcount is not None and found[0] <= headcount <= found[1]), None)


def _says_no_more_than_its_parts(figure: Figure, dates: dict[str, list[Figure]], hidden: set[UUID]) -> bool:
    parts = [other for other in dates[figure.as_of] if other.role in COUNTED]
    return (
        figure.role == "total"
        and figure.qualifier == "exact"
        and len(parts) > 1
        and all(part.qualifier == "exact" and part.uid not in hidden for part in parts)
        and sum(part.headcount for part in parts) == figure.headcount
    )


def _coarsened(figure: Figure, found: tuple[int, int], small: int, *, few: bool) -> Figure:
    """Return the figure with a headcount that depends on its range and its qualifier only, and is still true."""
    low, high = found
    step = 10
    while step <= high - low:
        step *= 2
    if figure.qualifier == "at_least":
        shown = {"headcount": low}
    elif figure.qualifier == "at_most":
        shown = {"headcount": high}
    elif found == (1, small - 1) and few:
        shown = {"headcount": None, "qualifier": "few"}
    elif low < step:
        shown = {"headcount": None, "qualifier": "withheld"}
    else:
        shown = {"headcount": (low + high + step) // (2 * step) * step, "qualifier": "about"}
    return figure.model_copy(update=shown)
