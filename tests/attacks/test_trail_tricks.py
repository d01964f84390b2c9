"""Strange questions to the trail, and what its export makes of hostile words."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing import trail
from tests.people import make_bob

pytestmark = pytest.mark.django_db


def asked(client, **question):
    client.force_login(make_bob())
    return client.get(reverse("admin:trail"), question)


@pytest.mark.parametrize(
    "question",
    [
        {"first_day": "0001-01-01"},
        {"last_day": "0001-01-01"},
        {"first_day": "9999-12-31"},
        {"last_day": "9999-12-31"},
        {"before": "0001-01-01T00:00:00+14:00 1"},
        {"before": "9999-12-31T23:59:59-14:00 1"},
    ],
)
def test_no_moment_at_the_edge_of_the_calendar_stops_the_trail(client, question):
    assert asked(client, **question).status_code in (200, 404)
    if "before" not in question:
        answer = client.get(reverse("admin:trail-export", args=["csv"]), question)
        assert b"".join(answer.streaming_content)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"])
def test_no_word_of_the_trail_is_a_formula_to_a_spreadsheet(client, sign):
    words = f'{sign}HYPERLINK("http://example.org")'
    trail.note(trail.Act.REFUSED, by=None, at=timezone.now(), detail=words)
    client.force_login(make_bob())
    answer = client.get(reverse("admin:trail-export", args=["csv"]))
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    (row,) = [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["act"] == "refused"]
    assert row["detail"] == f"'{words}"
