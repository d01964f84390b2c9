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
class Year:
    """The events that stand under one year, and how many years after those before them."""

    label: str
    gap: str
    years: int
    events: list[Event]

    @property
    def is_broken(self) -> bool:
        return self.years >= BROKEN_FROM


@register.simple_tag
def line_of_events(events: Iterable[Event]) -> list[Year]:
    """Return the events under their years, in their order; gaps count from the latest end so far."""
    found: list[Year] = []
    latest = None
    for event in events:
        when = event.when
        first = overview_strip.year_of(when)
        years = max(0, first - latest) if latest is not None else 0
        gap = next((name for most, name in GAPS if years <= most), "gap-6")
        # What goes on is listed last, after later years.
        label = _since(first) if when.still_open else str(first)
        if not found or found[-1].label != label:
            found.append(Year(label, gap, years, []))
        found[-1].events.append(event)
        if when.last_day != datetime.date.max:
            latest = max(latest or first, when.last_day.year)
        else:
            latest = max(latest or first, first)
    return found


@register.simple_tag
def latest_first(events: Iterable) -> list[Year]:
    """Return events that come latest first under the years in which they ended, or since which they go on."""
    found: list[Year] = []
    for event in events:
        when = event.when
        label = _since(when.start.first_day.year) if when.still_open else str(when.last_day.year)
        if not found or found[-1].label != label:
            found.append(Year(label, "", 0, []))
        found[-1].events.append(event)
    return found


def _since(year: int) -> str:
    """Return a year as the beginning of what goes on."""
    return f"{year}\u00a0–"


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
