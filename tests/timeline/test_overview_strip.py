"""The events of a mission on one scale, and the years that lead to them."""

import datetime
from uuid import uuid4

from timeline.documents import Event
from timeline.order import in_order
from timeline.overview_strip import CHIPS, EDGE, MARK, WIDTH, chips, strip
from timeline.templatetags.event_line import latest_first, line_of_events, strip_of_events


def make_events(*dates):
    return [Event(uid=uuid4(), date=date, title=date) for date in dates]


def test_a_year_is_as_long_as_any_other():
    drawing = strip(make_events("2006", "2012", "2014"))
    first, second, third = sorted(mark.x for mark in drawing.marks)
    assert abs((second - first) - 3 * (third - second)) <= 3


def test_nothing_touches_what_stands_in_its_row():
    dates = ["2006/2012", *["2012"] * 3, "2013-01", "2013-01;late", "2013-04-25", "2013", "2014", "2013/.."]
    drawing = strip(make_events(*dates))
    assert len(drawing.marks) == len(dates)
    spans = [(mark.y, mark.x - (0 if mark.width else MARK // 2), mark.width or MARK) for mark in drawing.marks]
    for y, left, width in spans:
        touching = [span for span in spans if span[0] == y and left < span[1] < left + width - 1]
        assert touching == []
    assert all(0 < mark.y < drawing.axis and 0 <= mark.x <= WIDTH for mark in drawing.marks)


def test_what_has_no_end_goes_to_the_end_of_the_scale():
    (mark,) = [mark for mark in strip(make_events("2013/..", "2016")).marks if mark.shape == "open"]
    assert mark.x + mark.width == WIDTH - EDGE


def test_the_scale_reaches_to_the_end_of_the_mission():
    short = strip(make_events("2013", "2016"))
    long = strip(make_events("2013", "2016"), until=datetime.date(2024, 5, 18))
    assert (short.ticks[-1].year, long.ticks[-1].year) == (2017, 2025)


def test_what_goes_on_is_drawn_to_the_day_it_was_told():
    told = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    goes_on, over = make_events("1920", "1945/.."), make_events("1920", "1945")
    years = [strip_of_events(events, told=told).ticks[-1].year for events in (goes_on, over)]
    assert years == [2020, 1945]
    assert strip_of_events(goes_on, "1960", told).ticks[-1].year == 1960


def test_what_has_no_beginning_is_open_at_its_left_end():
    shapes = {mark.shape: mark for mark in strip(make_events("../2012", "2010", "2014")).marks}
    assert shapes["until"].x == EDGE
    assert "open" not in shapes


def test_one_year_makes_no_scale():
    assert strip([]) is None
    assert strip(make_events("2013-01", "2013-05")) is None


def test_centuries_get_few_labels():
    assert 2 < len(strip(make_events("1300", "2020")).ticks) <= 15


def test_a_chip_counts_the_events_of_its_year_and_leads_to_the_first():
    events = make_events("2012", "2013-01", "2013", "2014", "2013/..")
    found = chips(events)
    assert [(chip.first, chip.count) for chip in found] == [(2012, 1), (2013, 3), (2014, 1)]
    assert found[1].event is events[1]


def test_more_years_than_a_dozen_become_decades():
    events = make_events(*(str(year) for year in range(2001, 2001 + CHIPS + 1)))
    assert [(chip.first, chip.last, chip.count) for chip in chips(events)] == [(2000, 2009, 9), (2010, 2019, 4)]


def test_several_dates_stand_under_the_last_of_them_and_no_heading_leads_back():
    events = in_order(make_events("2023", "{2023,2025}", "2024"), date=lambda event: event.when)
    assert [year.label for year in line_of_events(events)] == ["2023", "2024", "2025"]
    assert [(chip.first, chip.count) for chip in chips(events)] == [(2023, 1), (2024, 1), (2025, 1)]


def test_latest_first_the_years_go_back_and_never_forth():
    events = in_order(make_events("2006/2012", "2011", "2013", "2010/..", "{2009,2012}"), date=lambda event: event.when)
    assert [year.label for year in latest_first(reversed(events))] == ["2010\u00a0–", "2013", "2012", "2011"]
