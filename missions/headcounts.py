"""Headcounts of a mission: what is shown of them, how they add up, and what must never be worked out from them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from languages.documents import Words
from publishing.documents import Part
from publishing.findings import Finding, Level
from timeline.partial_dates import PartialDate

Qualifier = Literal["exact", "about", "at_least", "at_most", "withheld", "few"]

# What adds up to a total; a ceiling says what is allowed, not what is there.
COUNTED = ("part", "support")


class Figure(Part):
    """One headcount with its date and source. `few` means one or more, below the number set for small headcounts."""

    role: Literal["total", "part", "support", "ceiling"]
    operation: UUID | None = None
    headcount: int | None = None
    qualifier: Qualifier
    as_of: str = ""
    source_title: Words = ""
    source_url: str = ""
    label: Words = ""

    @property
    def when(self) -> PartialDate | None:
        """Return the date the figure is true for; None when it is undated."""
        return PartialDate.from_storage(self.as_of) if self.as_of else None


@dataclass(frozen=True)
class Total:
    """The total of one date: typed, with the figure it was typed in, or computed from the parts.

    `headcount` is None when the qualifier is "withheld" or "few".
    """

    headcount: int | None
    qualifier: Qualifier
    figure: Figure | None = None

    @property
    def computed(self) -> bool:
        """Return whether it was added up rather than typed."""
        return self.figure is None


@dataclass(frozen=True)
class Situation:
    """The figures of one date (`as_of` in its stored form, empty when undated)."""

    as_of: str
    figures: tuple[Figure, ...]

    @property
    def when(self) -> PartialDate | None:
        """Return the date; None when undated."""
        return PartialDate.from_storage(self.as_of) if self.as_of else None

    @property
    def parts(self) -> tuple[Figure, ...]:
        """Return what adds up: the parts and the support from home."""
        return tuple(figure for figure in self.figures if figure.role in COUNTED)

    @property
    def ceilings(self) -> tuple[Figure, ...]:
        """Return the authorised ceilings of this date."""
        return tuple(figure for figure in self.figures if figure.role == "ceiling")

    @property
    def typed_total(self) -> Figure | None:
        """Return the total as typed, if there is one."""
        return next((figure for figure in self.figures if figure.role == "total"), None)

    @property
    def total(self) -> Total | None:
        """Return the total as typed, else as computed; None when nothing honest can be said."""
        typed = self.typed_total
        if typed is not None:
            return Total(typed.headcount, typed.qualifier, typed)
        return computed_total(self.parts)

    @property
    def shows_sum(self) -> bool:
        """Return whether the page may print the sum, "15 + 95 = 110": every number is there and it is true."""
        numbers = [figure.headcount for figure in self.parts]
        total = self.total
        return len(numbers) > 1 and None not in numbers and total is not None and sum(numbers) == total.headcount


@dataclass(frozen=True)
class Overview:
    """All figures of a mission: the current situation, the ceilings now in force, and the history, latest first."""

    current: Situation | None
    ceilings: tuple[Figure, ...]
    # Every date with its figures, the current one first, then from the latest to the undated.
    situations: tuple[Situation, ...]

    @property
    def history(self) -> tuple[Situation, ...]:
        """Return the other dates that count soldiers, latest first; dates with a ceiling alone are left out."""
        return tuple(
            situation
            for situation in self.situations
            if situation is not self.current and (situation.parts or situation.typed_total)
        )

    @property
    def as_of(self) -> str:
        """Return the date of the current situation in its stored form; empty when undated or absent."""
        return self.current.as_of if self.current else ""

    @property
    def when(self) -> PartialDate | None:
        """Return the date of the current situation; None when undated or absent."""
        return self.current.when if self.current else None

    @property
    def total(self) -> Total | None:
        """Return the current total; None when there is none."""
        return self.current.total if self.current else None

    @property
    def parts(self) -> tuple[Figure, ...]:
        """Return the parts of the current situation."""
        return self.current.parts if self.current else ()

    @property
    def ceiling(self) -> Figure | None:
        """Return the latest authorised ceiling, if there is one."""
        return self.ceilings[0] if self.ceilings else None

    @property
    def shows_sum(self) -> bool:
        """Return whether the current sum may be printed."""
        return self.current is not None and self.current.shows_sum

    def __bool__(self):
        return bool(self.situations)


def in_time(as_of: str) -> tuple:
    """Return what the dates of figures are ordered by: undated first, then by the last possible day."""
    return (1, PartialDate.from_storage(as_of)) if as_of else (0,)


def overview(figures: Iterable[Figure]) -> Overview:
    """Sort the figures of a mission by date; an empty overview for none.

    The current situation is the latest date that speaks for the whole mission: it has a total, or its parts leave out
    no operation that an earlier whole situation counted. A yearly figure of one operation out of two is history.
    """
    dates = _by_date(figures)
    situations = [Situation(as_of, tuple(dates[as_of])) for as_of in sorted(dates, key=in_time)]
    current, counted = None, set()
    for situation in situations:
        operations = {figure.operation for figure in situation.parts}
        if situation.typed_total is not None or (situation.parts and counted <= operations):
            current, counted = situation, operations
    ceilings = {}
    for situation in situations:
        # A later date comes later, so the last one of each operation stands.
        ceilings |= {figure.operation: figure for figure in situation.ceilings}
    others = [situation for situation in reversed(situations) if situation is not current]
    return Overview(
        current=current,
        ceilings=tuple(sorted(ceilings.values(), key=lambda figure: in_time(figure.as_of), reverse=True)),
        situations=(current, *others) if current else tuple(others),
    )


def computed_total(parts: Sequence[Figure]) -> Total | None:
    """Return what the parts add up to, no surer than they are; None when no honest number is left.

    Exact only if every part is. An undisclosed part makes the sum a lower bound ("a few" counts as one), a bound keeps
    its direction, and bounds of both directions leave nothing to say.
    """
    kinds = {figure.qualifier for figure in parts}
    numbers = [figure.headcount for figure in parts if figure.headcount is not None]
    if not numbers:
        return None
    lower = bool(kinds & {"at_least", "withheld", "few"})
    if lower and "at_most" in kinds:
        return None
    if lower:
        return Total(sum(numbers) + sum(figure.qualifier == "few" for figure in parts), "at_least")
    return Total(sum(numbers), "at_most" if "at_most" in kinds else "about" if "about" in kinds else "exact")


# ---- Small headcounts ------------------------------------------------------------------------------------------------


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
    dates = _by_date(figures)
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


def _by_date(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    dates = defaultdict(list)
    for figure in figures:
        dates[figure.as_of].append(figure)
    return dict(dates)


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


# ---- Sums ------------------------------------------------------------------------------------------------------------


def sum_findings(figures: Iterable[Figure]) -> list[Finding]:
    """Return what does not add up, date by date; the figures themselves are never altered.

    A total blocks when it and all its parts are exact and disagree, and is worth a look when they cannot both be true
    otherwise. Without a typed total, or without parts, there is nothing to compare.
    """
    findings = []
    for as_of, group in sorted(_by_date(figures).items(), key=lambda item: in_time(item[0])):
        situation = Situation(as_of, tuple(group))
        total, parts = situation.typed_total, situation.parts
        if total is None or total.headcount is None or not parts or not _disagree(total, parts):
            continue
        exact = all(figure.qualifier == "exact" for figure in [total, *parts])
        known = [part.headcount for part in parts if part.headcount is not None]
        facts = {
            "total": total.headcount,
            "sum": " + ".join(map(str, known)),
            "result": sum(known),
            "date": situation.when or _("undated"),
        }
        if exact:
            sentence = _(
                "The total is %(total)s, but its parts are %(sum)s = %(result)s (%(date)s). "
                "Correct one of them, or say which of them is not exact."
            )
        else:
            sentence = _(
                "The total is %(total)s, but its parts are %(sum)s = %(result)s (%(date)s). "
                "Check them; readers will add them up."
            )
        findings.append(
            Finding(
                level=Level.BLOCK if exact else Level.WARN,
                code="headcounts.sum",
                sentence=sentence % facts,
                place=f"figures/{total.uid}/headcount",
            )
        )
    return findings


def _disagree(total: Figure, parts: Sequence[Figure]) -> bool:
    if total.qualifier == "about" and any(part.qualifier == "few" for part in parts):
        # Rounded so that the small part stays hidden.
        return False
    least, most = _bounds(total)
    bounds = [_bounds(part) for part in parts]
    return sum(low for low, _high in bounds) > most or sum(high for _low, high in bounds) < least


def _bounds(figure: Figure) -> tuple[float, float]:
    if figure.headcount is None:
        return (1 if figure.qualifier == "few" else 0), float("inf")
    return (
        0 if figure.qualifier == "at_most" else figure.headcount,
        float("inf") if figure.qualifier == "at_least" else figure.headcount,
    )
