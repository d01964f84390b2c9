"""The hour of a publication as it is typed: what the clocks skip or repeat is refused, with the hours that exist."""

from datetime import UTC

import pytest
from django.core.exceptions import ValidationError

from publishing.forms import MomentField


def refusal(day, hour):
    with pytest.raises(ValidationError) as refused:
        MomentField().clean([day, hour])
    return refused.value.messages[0]


def test_an_hour_that_the_clocks_skip_names_the_two_nearest():
    sentence = refusal("2027-03-28", "02:30")
    assert "02:30 does not exist" in sentence
    assert "01:30 and 03:30" in sentence


def test_an_hour_that_comes_twice_is_told_in_utc():
    assert "02:30 comes twice: at 00:30 and at 01:30 UTC" in refusal("2026-10-25", "02:30")


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [("2027-03-28", "01:59", "00:59"), ("2027-03-28", "03:00", "01:00"), ("2026-10-25", "03:00", "02:00")],
)
def test_the_hours_beside_are_taken(day, hour, utc):
    moment = MomentField().clean([day, hour])
    assert f"{moment.astimezone(UTC):%H:%M}" == utc
