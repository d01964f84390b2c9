"""Dates of the desk as each language writes them, in Django's own lists too."""

from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("fr", "1er mars 2027", "2 mars 2027"),
        ("nl", "1 maart 2027", "2 maart 2027"),
        ("de", "1. März 2027", "2. März 2027"),
        ("en", "1 March 2027", "2 March 2027"),
    ],
)
def test_the_first_of_a_month_is_said_as_the_language_says_it(language, first, second):
    with translation.override(language):
        assert formats.date_format(date(2027, 3, 1)) == first
        assert formats.date_format(date(2027, 3, 2)) == second
        assert Template("{{ day }}").render(Context({"day": date(2027, 3, 1)})) == first


def test_numbers_alone_stay_numbers_in_french():
    with translation.override("fr"):
        assert formats.date_format(date(2027, 3, 1), "SHORT_DATE_FORMAT") == "01/03/2027"


def test_english_hours_go_from_0_to_24():
    with translation.override("en"):
        assert formats.localize(datetime(2027, 3, 1, 15, 5)) == "1 March 2027, 15:05"
