"""The order in which events are read, and where an order made by hand contradicts the dates."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TypeVar

from timeline.partial_dates import PartialDate

Dated = TypeVar("Dated")


def in_order(events: Iterable[Dated], *, date: Callable[[Dated], PartialDate] = attrgetter("date")) -> list[Dated]:
    """Return events in reading order: last possible day (open is last), then first day, then as they came.

    Works on rows of a draft and on events of a document alike; `date` says where an event keeps its date.

    An event with a `place_in_list` stands at that place, counted from 1; beyond the end it stands last. Of two events
    that were given the same place, the one with the earlier date comes first.
    """
    by_date = sorted(events, key=lambda event: date(event).sort_key)
    ordered = [event for event in by_date if event.place_in_list is None]
    by_hand = [event for event in by_date if event.place_in_list is not None]
    taken: dict[int, int] = {}
    for event in sorted(by_hand, key=lambda event: event.place_in_list):
        place = event.place_in_list
        taken[place] = taken.get(place, 0) + 1
        ordered.insert(place - 1 + taken[place] - 1, event)
    return ordered


def contradictions(dates: Sequence[PartialDate]) -> list[tuple[int, int]]:
    """Return the places (from 0) of dates that are read before an earlier one, each with the first it contradicts.

    Two dates contradict their order only when they share no possible day; those sorted by date never do.
    """
    found = []
    for before, date in enumerate(dates):
        after = next(
            (place for place in range(before + 1, len(dates)) if dates[place].last_day < date.first_day),
            None,
        )
        if after is not None:
            found.append((before, after))
    return found
