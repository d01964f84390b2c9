"""The order in which the public reads events."""

import itertools
from dataclasses import dataclass

import pytest

from timeline.order import contradictions, in_order
from timeline.partial_dates import PartialDate

numbers = itertools.count(1)


@dataclass
class Dated:
    """As much of an event as its order depends on."""

    date: PartialDate
    number: int
    place_in_list: int | None = None


def make_event(text, place_in_list=None):
    return Dated(PartialDate.parse(text), next(numbers), place_in_list)


def order_of(*events):
    return [event.date.to_storage() for event in in_order(events)]


def test_events_are_read_by_their_last_possible_day():
    assert order_of(make_event("2013"), make_event("25/4/2013"), make_event("2012")) == ["2012", "2013-04-25", "2013"]


def test_what_is_not_over_comes_last():
    assert order_of(make_event("2013-"), make_event("2023"), make_event("2006-2012")) == [
        "2006/2012",
        "2023",
        "2013/..",
    ]


def test_of_events_that_end_together_the_one_that_began_first_comes_first():
    assert order_of(make_event("31/12/2013"), make_event("2013"), make_event("2006-2013")) == [
        "2006/2013",
        "2013",
        "2013-12-31",
    ]


def test_events_of_the_same_date_keep_the_order_they_come_in():
    first, second = make_event("2013"), make_event("2013")
    assert in_order([first, second]) == [first, second]
    assert in_order([second, first]) == [second, first]


def test_a_document_that_keeps_dates_elsewhere_is_ordered_alike():
    late, early = make_event("2013"), make_event("2012")
    assert in_order([late, early], date=lambda event: event.date) == [early, late]


def test_a_place_given_by_hand_counts_from_one():
    events = [make_event("2011"), make_event("2012"), make_event("2013", place_in_list=1)]
    assert order_of(*events) == ["2013", "2011", "2012"]


def test_a_place_beyond_the_end_is_the_last_one():
    assert order_of(make_event("2011", place_in_list=99), make_event("2012")) == ["2012", "2011"]


def test_several_places_by_hand_are_all_kept():
    events = [
        make_event("2011", place_in_list=3),
        make_event("2012"),
        make_event("2013", place_in_list=1),
        make_event("2014"),
    ]
    assert order_of(*events) == ["2013", "2012", "2011", "2014"]


def test_two_events_at_the_same_place_stand_there_by_date():
    events = [make_event("2013", place_in_list=1), make_event("2012", place_in_list=1), make_event("2011")]
    assert order_of(*events) == ["2012", "2013", "2011"]


def test_no_event_is_an_empty_order():
    assert in_order([]) == []


def found(*texts):
    return contradictions([PartialDate.parse(text) for text in texts])


@pytest.mark.parametrize(
    "texts", [(), ("2013",), ("2012", "25/4/2013", "2013"), ("2013", "25/4/2013"), ("2013-", "2015")]
)
def test_dates_that_share_a_day_contradict_no_order(texts):
    assert found(*texts) == []


def test_a_later_date_before_an_earlier_one_is_told():
    assert found("2013", "2011", "2012") == [(0, 1)]


def test_every_misplaced_event_is_told_once():
    assert found("2015", "2014", "2013") == [(0, 1), (1, 2)]


def test_a_contradiction_is_found_across_a_long_period():
    assert found("2015", "2000-2020", "2010") == [(0, 2)]
