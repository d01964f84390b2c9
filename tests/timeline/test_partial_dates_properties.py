"""What holds for every partial date, whatever it is."""

import calendar
import datetime

import edtf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from timeline.partial_dates import LANGUAGES, Moment, Part, PartialDate, PartialDateError, Shape
from timeline.partial_dates_words import WORDS

# The same examples on every machine and in every run.
steady = settings(derandomize=True, max_examples=200, deadline=None, database=None)


@st.composite
def moments(draw, parts=True):
    # Few years, so that dates often share one.
    year = draw(st.one_of(st.integers(2012, 2014), st.integers(1000, 2199)))
    month = draw(st.none() | st.integers(1, 12))
    day = draw(st.none() | st.integers(1, calendar.monthrange(year, month)[1])) if month else None
    part = draw(st.none() | st.sampled_from(Part)) if parts and day is None else None
    return Moment(year, month, day, part, approximate=draw(st.booleans()) and draw(st.booleans()))


@st.composite
def partial_dates(draw):
    shape = draw(st.sampled_from(Shape))
    number = {Shape.PERIOD: 2, Shape.SET: draw(st.integers(2, 6))}.get(shape, 1)
    pieces = tuple(draw(moments()) for _ in range(number))
    try:
        return PartialDate(shape, pieces)
    except PartialDateError:
        assume(False)


# Pieces that people combine, so that nonsense comes close to sense.
FRAGMENTS = [
    *("2013", "2012", "25", "1", "31", "13", "99", "0", "-", "–", "/"),
    *(".", ",", ";", "~", "{", "}", "..", "'", "er", "’"),
    *("fin", "mi-", "eind", "Ende", "late", "vers", "um", "ca.", "en"),
    *("et", "und", "and", "à", "au", "tot", "bis", "to"),
    *("depuis", "à partir d'", "until", "jusqu'en", "aujourd'hui", "today"),
    *("mars", "March", "avril", "le", "of", "t/m"),
    *("2013-02-30", "25/4", "25.4.", "2006-12", "2006/12", ";late", "\u00a0", "\x00", "ﬁn", "½", "٢٠١٣", "ß", "İ"),
]  # fmt: skip


@steady
@given(partial_dates())
def test_what_is_stored_is_read_back_the_same(date):
    assert PartialDate.from_storage(date.to_storage()) == date
    assert PartialDate.parse(date.to_storage()) == date
    assert len(date.to_storage()) <= 100


@pytest.mark.parametrize("language", LANGUAGES)
@steady
@given(date=partial_dates(), still_true=st.booleans(), capitalised=st.booleans())
def test_what_is_written_is_read_back_the_same(language, date, still_true, capitalised):
    written = date.render(language, still_true=still_true, capitalised=capitalised)
    assert PartialDate.parse(written, language) == date
    assert PartialDate.parse(written) == date


@steady
@given(partial_dates(), partial_dates(), partial_dates())
def test_order_is_total_and_follows_the_days(one, other, third):
    assert (one < other) + (one == other) + (one > other) == 1
    if one.sort_key != other.sort_key:
        assert (one < other) == ((one.last_day, one.first_day) < (other.last_day, other.first_day))
    if one <= other <= third:
        assert one <= third


@steady
@given(partial_dates())
def test_the_first_day_never_comes_after_the_last(date):
    assert date.first_day <= date.last_day
    assert (date.first_day == datetime.date.min) == (date.shape is Shape.UNTIL)
    assert (date.last_day == datetime.date.max) == (date.shape is Shape.SINCE)


@steady
@given(partial_dates())
def test_an_independent_reader_understands_the_exchange_form(date):
    understood = edtf.parse_edtf(date.to_edtf())
    assert str(understood).replace(" ", "") == date.to_edtf()
    if date.start and date.end:
        assert datetime.date(*understood.lower_strict()[:3]) == date.first_day
        assert datetime.date(*understood.upper_strict()[:3]) == date.last_day


@steady
@given(moments(parts=False))
def test_exchange_loses_nothing_but_parts(moment):
    date = PartialDate(Shape.SINGLE, (moment,))
    assert PartialDate.parse(date.to_edtf()) == date


def read_or_refuse(text, language=None):
    """Return the date, or what is said of a text that is none."""
    try:
        return PartialDate.parse(text, language), ""
    except PartialDateError as error:
        return None, str(error)


@steady
@given(
    st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from(FRAGMENTS), max_size=9).map(" ".join),
        st.lists(st.sampled_from(FRAGMENTS), max_size=9).map("".join),
    ),
    st.sampled_from([None, *LANGUAGES]),
)
def test_no_text_ends_in_anything_but_a_date_or_a_named_error(text, language):
    date, error = read_or_refuse(text, language)
    if date:
        assert PartialDate.from_storage(date.to_storage()) == date
    else:
        assert error.strip()
        assert error.isprintable()


@steady
@given(partial_dates(), st.sampled_from(LANGUAGES))
def test_a_date_uses_no_sign_that_the_fonts_lack(date, language):
    assert not set(date.render(language)) & set("\u202f\u2011→†")


def test_no_typed_month_means_two_months():
    meaning = {}
    for words in WORDS.values():
        for number, spellings in enumerate(words.typed_months, start=1):
            for spelling in spellings.split():
                assert meaning.setdefault(spelling, number) == number
    assert len(meaning) > 60
