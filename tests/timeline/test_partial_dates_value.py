"""What a partial date knows: its days, its order, its exchange form, its label."""

import copy
import datetime
import pickle

import pytest
from django.utils import translation

from timeline.partial_dates import Moment, PartialDate, PartialDateError, Shape


def make_date(storage="2013"):
    return PartialDate.from_storage(storage)


@pytest.mark.parametrize(
    ("storage", "first", "last"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2013-04-25", "2013-04-25", "2013-04-25"),
        ("2013-02;early", "2013-02-01", "2013-02-10"),
        ("2013-02;mid", "2013-02-11", "2013-02-20"),
        ("2013-02;late", "2013-02-21", "2013-02-28"),
        ("2013;early", "2013-01-01", "2013-04-30"),
        ("2013;mid", "2013-05-01", "2013-08-31"),
        ("2013;late", "2013-09-01", "2013-12-31"),
        ("2006~", "2006-01-01", "2006-12-31"),
        ("2006/2012", "2006-01-01", "2012-12-31"),
        ("2013-01;late/2013-03;mid", "2013-01-21", "2013-03-20"),
        ("2013/..", "2013-01-01", "9999-12-31"),
        ("../2013-04", "0001-01-01", "2013-04-30"),
        ("{2013,2015-04}", "2013-01-01", "2015-04-30"),
    ],
)
def test_a_date_knows_the_first_and_last_day_it_can_be(storage, first, last):
    date = make_date(storage)
    assert (date.first_day, date.last_day) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


def test_events_sort_by_the_last_day_then_the_first_and_open_ones_last():
    in_order = ["../2011", "2006/2012", "2012", "2012-12", "2013-01", "2013-04-25", "2013", "2012/..", "2013/.."]
    assert [date.to_storage() for date in sorted(map(make_date, reversed(in_order)))] == in_order


def test_two_ways_to_cover_the_same_days_still_have_an_order():
    month, days = make_date("2013-04"), make_date("2013-04-01/2013-04-30")
    assert month.sort_key == days.sort_key
    assert month != days
    assert (month < days) != (days < month)


@pytest.mark.parametrize(
    ("storage", "precision", "machine"),
    [
        ("2013", "year", "2013"),
        ("2013;mid", "year", "2013"),
        ("2013-01;late", "month", "2013-01"),
        ("2013-04-25~", "day", "2013-04-25"),
        ("2006/2012", "period", None),
        ("2013/..", "open", None),
        ("../2013", "open", None),
        ("{2013,2015}", "set", None),
    ],
)
def test_precision_chooses_the_marker_and_what_html_may_hold(storage, precision, machine):
    assert (make_date(storage).precision, make_date(storage).datetime_attributes) == (precision, machine)


@pytest.mark.parametrize(
    ("storage", "edtf"),
    [
        ("2013", "2013"),
        ("2006~/2012", "2006~/2012"),
        ("2013/..", "2013/.."),
        ("../2013", "../2013"),
        ("2013-01;late", "2013-01-21/2013-01-31"),
        ("2013~;early", "2013-01-01~/2013-04-30~"),
        ("2013-01;late/2014", "2013-01-21/2014"),
        ("2012/2013-01;late", "2012/2013-01-31"),
        ("2013-01;late/..", "2013-01-21/.."),
        ("../2013-01;early", "../2013-01-10"),
        ("{2013-01;late,2015}", "{2013-01-21..2013-01-31,2015}"),
    ],
)
def test_the_exchange_form_turns_parts_into_days(storage, edtf):
    assert make_date(storage).to_edtf() == edtf


@pytest.mark.parametrize(
    ("storage", "label", "disagreeing"),
    [
        ("1947/1991", "Cold War", ()),
        ("1947/1991", "Guerre froide 1947-1991", ()),
        ("1947/1991", "Guerre froide 1947 – 91", ()),
        ("1947/1991", "Cold War 1947–1989", (1989,)),
        ("1947/1991", "Cold War 1947-89", (1989,)),
        ("1947/1991", "Since Berlin, 1961", (1961,)),
        ("1947/..", "Depuis 1948, pas 1949", (1948, 1949)),
        ("{2013,2015}", "Les votes de 2013 et 2015", ()),
        ("2013", "Opération 15 000", ()),
    ],
)
def test_a_label_is_caught_when_its_years_disagree(storage, label, disagreeing):
    assert make_date(storage).label_disagrees(label) == disagreeing


def test_a_date_is_a_value():
    date = make_date("{2013,2015-04~}")
    twin = PartialDate(Shape.SET, (Moment(2015, 4, approximate=True), Moment(2013)))
    assert date == twin
    assert len({date, twin, copy.deepcopy(date), pickle.loads(pickle.dumps(date))}) == 1
    with pytest.raises(AttributeError):
        date.shape = Shape.SINGLE
    assert eval(repr(date), {"PartialDate": PartialDate}) == date


def test_a_date_shows_itself_in_the_active_language():
    with translation.override("de"):
        assert str(make_date("2013-01;late")) == "Ende Januar 2013"
    with translation.override("es"):
        assert str(make_date("2013-01;late")) == "late January 2013"


@pytest.mark.parametrize(
    "text", ["", "fin janvier 2013", "2013-1", "2013;late;early", "2013-04-25;late", "2013-13", "2013\n"]
)
def test_only_the_stored_form_is_read_from_storage(text):
    with pytest.raises(PartialDateError):
        make_date(text)


def test_the_longest_date_fits_its_column():
    assert len("{" + ",".join(f"2013-{month:02}~;early" for month in range(1, 7)) + "}") <= 100
    with pytest.raises(PartialDateError):
        make_date("{" + ",".join(f"2013-{month:02}" for month in range(1, 8)) + "}")


def test_a_moment_refuses_a_day_without_a_month():
    with pytest.raises(PartialDateError, match="needs a month"):
        Moment(2013, day=4)


def test_a_shape_refuses_the_wrong_number_of_dates():
    with pytest.raises(ValueError, match="cannot hold 1"):
        PartialDate(Shape.PERIOD, (Moment(2013),))
