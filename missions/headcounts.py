"""Headcounts of a mission: the current situation, the history, and how they add up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from languages.documents import Words
from publishing.documents import Part
from publishing.findings import Finding, Level
from timeline.partial_dates import PartialDate

Qualifier = Literal["exact", "about", "at_least", "at_most", "withheld", "few"]

SIGNS = {"about": "±", "at_least": "≥", "at_most": "≤"}
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

    def also_says(self, language: str) -> list[str]:
        if self.headcount is None:
            return []
        # Never a number without how sure it is and its date; the source follows, as the first text of a figure.
        number = f"{SIGNS.get(self.qualifier, '')}{self.headcount}"
        return [number, self.when.render(language, still_true=False)] if self.when else [number]


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


def by_date(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Return the figures by their date in its stored form; undated ones under the empty text."""
    dates = defaultdict(list)
    for figure in figures:
        dates[figure.as_of].append(figure)
    return dict(dates)


def overview(figures: Iterable[Figure]) -> Overview:
    """Sort the figures of a mission by date; an empty overview for none.

    The current situation is the latest date that speaks for the whole mission: it has a total, or its parts leave out
    no operation that an earlier whole situation counted. A yearly figure of one operation out of two is history.
    """
    dates = by_date(figures)
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


def sum_findings(figures: Iterable[Figure]) -> list[Finding]:
    """Return what does not add up, date by date; the figures themselves are never altered.

    A total blocks when it and all its parts are exact and disagree, and is worth a look when they cannot both be true
    otherwise. Without a typed total, or without parts, there is nothing to compare.
    """
    findings = []
    for as_of, group in sorted(by_date(figures).items(), key=lambda item: in_time(item[0])):
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
