"""The line of events in templates: which year stands beside an event, and how far it is from the one before."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import template

from timeline import overview_strip
from timeline.documents import Event
from timeline.partial_dates import PartialDate

register = template.Library()

# The years without an event up to which the line has a gap of that class.
GAPS = [(1, ""), (2, "gap-2"), (5, "gap-5")]
# From here on the gap is broken and says how many years it stands for.
BROKEN_FROM = 3


@dataclass(frozen=True)
class Step:
    """An event on the line; `year` is empty when the event before stands under the same one."""

    event: Event
    year: str
    gap: str
    years: int

    @property
    def is_broken(self) -> bool:
        return self.years >= BROKEN_FROM


@register.simple_tag
def line_of_events(events: Iterable[Event]) -> list[Step]:
    """Return the events as steps of one line; gaps count from the latest end so far."""
    steps, year_before, latest = [], None, None
    for event in events:
        when = event.when
        start = when.end if when.start is None else when.start
        first = start.first_day.year
        years = max(0, first - latest) if latest is not None else 0
        gap = next((name for most, name in GAPS if years <= most), "gap-6")
        # What goes on is listed last, after later years: the dash says that its year is only the beginning.
        year = f"{first}\u00a0–" if when.still_open else str(first)
        steps.append(Step(event, year if year != year_before else "", gap, years))
        year_before = year
        if when.last_day != datetime.date.max:
            latest = max(latest or first, when.last_day.year)
        else:
            latest = max(latest or first, first)
    return steps


@register.simple_tag
def strip_of_events(
    events: Sequence[Event], ended: str = "", told: datetime.datetime | None = None
) -> overview_strip.Strip | None:
    """Return the events on one scale, up to the end of the mission; None for fewer than two years.

    While something goes on, the scale reaches to the day it was `told`: its version's, so that a drawing never changes.
    """
    end = PartialDate.from_storage(ended) if ended else None
    until = end.last_day if end and not end.still_open else None
    if told and not ended and any(event.when.still_open for event in events):
        until = told.date()
    return overview_strip.strip(events, until=until)


@register.simple_tag
def chips_of_events(events: Sequence[Event]) -> list[overview_strip.Chip]:
    """Return the years, or decades, that have events; none without events."""
    return overview_strip.chips(events)
