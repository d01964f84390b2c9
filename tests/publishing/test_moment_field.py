"""The hour of a publication as it is typed: one the clocks skip is refused, of one they repeat it is asked which."""

import re
from datetime import UTC

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from publishing.forms import MomentField, MomentForm


def refusal(day, hour, *which):
    with pytest.raises(ValidationError) as refused:
        MomentField().clean([day, hour, *which])
    return refused.value.messages[0]


def test_an_hour_that_the_clocks_skip_names_the_two_nearest():
    sentence = refusal("2027-03-28", "02:30")
    assert "02:30 does not exist" in sentence
    assert "01:30 and 03:30" in sentence


def test_an_hour_that_comes_twice_asks_which_of_the_two():
    assert "02:30 comes twice. Say which" in refusal("2026-10-25", "02:30")
    assert "Say which" in refusal("2026-10-25", "02:30", "third")


@pytest.mark.parametrize(("which", "utc"), [("0", "00:30"), ("1", "01:30")])
def test_the_first_and_the_second_are_an_hour_apart(which, utc):
    moment = MomentField().clean(["2026-10-25", "02:30", which])
    assert f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" == f"2026-10-25 {utc}"


def test_an_hour_that_comes_once_ignores_an_answer_given_for_another():
    assert MomentField().clean(["2026-10-25", "03:30", "1"]) == MomentField().clean(["2026-10-25", "03:30"])


def shown(**data):
    form = MomentForm(data)
    return re.sub(r"\s+", " ", render_to_string("admin/publishing/_moment.html", {"field": form["moment"]}))


def test_the_form_offers_both_with_their_utc_and_keeps_the_answer():
    asked = shown(moment_0="2026-10-25", moment_1="02:30")
    assert 'value="0"> 02:30 for the first time (00:30 UTC)</label>' in asked
    assert 'value="1"> 02:30 for the second time (01:30 UTC)</label>' in asked
    answered = shown(moment_0="2026-10-25", moment_1="02:30", moment_2="1")
    assert 'value="1" checked> 02:30 for the second time' in answered
    assert "Say which" not in answered


@pytest.mark.parametrize("hour", ["03:30", "", "25:70", "nonsense"])
def test_no_other_hour_is_asked_about(hour):
    assert "radio" not in shown(moment_0="2026-10-25", moment_1=hour, moment_2="0")


def test_the_first_hour_of_the_calendar_is_no_moment():
    assert refusal("0001-01-01", "00:00") == "Enter a valid date."
    assert "radio" not in shown(moment_0="0001-01-01", moment_1="00:00")
    assert MomentField().clean(["9999-12-31", "23:59"]).year == 9999


def test_an_empty_moment_is_one_only_where_it_may_be():
    assert MomentField(required=False).clean(["", "", ""]) is None
    assert "required" in refusal("", "")


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [("2027-03-28", "01:59", "00:59"), ("2027-03-28", "03:00", "01:00"), ("2026-10-25", "03:00", "02:00")],
)
def test_the_hours_beside_are_taken(day, hour, utc):
    moment = MomentField().clean([day, hour])
    assert f"{moment.astimezone(UTC):%H:%M}" == utc
