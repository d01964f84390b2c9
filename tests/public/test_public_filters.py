"""The timeline of all missions, by mission and by years, without JavaScript."""

import re

import pytest
from django.urls import reverse

from tests.public.measuring import measured
from tests.publishing_factories import event_part, make_edition, mission_document

pytestmark = pytest.mark.django_db

TIMELINE = "/en/timeline/"


def make_missions():
    """Publish two missions and return them: one with a period and an open one, one with a day."""
    north = mission_document(
        language="en",
        slug="north",
        name="North",
        title="North",
        events=[
            event_part(date="2006/2012", title="A long period"),
            event_part(date="2013/..", title="What goes on"),
        ],
    )
    south = mission_document(
        language="en",
        slug="south",
        name="South",
        title="South",
        events=[event_part(date="2014-05-02", title="A single day")],
    )
    make_edition(north)
    make_edition(south)
    return north, south


def titles(client, **query):
    answer = client.get(TIMELINE, query)
    assert answer.status_code == 200
    return re.findall(r'class="event__title"><a[^>]*>([^<]+)<', answer.content.decode())


def test_one_mission_alone(client):
    north, south = make_missions()
    assert titles(client) == ["What goes on", "A single day", "A long period"]
    assert titles(client, mission=north.uid) == ["What goes on", "A long period"]
    assert titles(client, mission=south.uid) == ["A single day"]


def test_a_period_is_in_every_year_it_touches(client):
    make_missions()
    assert titles(client, **{"from": 2008, "to": 2009}) == ["A long period"]
    assert titles(client, **{"from": 2013}) == ["What goes on", "A single day"]
    assert titles(client, to=2012) == ["A long period"]
    assert titles(client, **{"from": 2030}) == ["What goes on"]


def test_what_was_typed_stays_in_the_form_and_in_the_next_page(client):
    events = [event_part(date=f"{1900 + year}", title=f"Year {year}") for year in range(60)]
    mission = mission_document(language="en", slug="long", name="Long", title="Long", events=events)
    make_edition(mission)
    text = client.get(TIMELINE, {"mission": mission.uid, "from": "1905"}).content.decode()
    assert 'value="1905"' in text
    assert re.search(rf'<option value="{mission.uid}" selected>', text)
    following = re.search(r'href="(\?[^"]+)" rel="next"', text)[1].replace("&amp;", "&")
    assert f"mission={mission.uid}&from=1905&after=" in following
    second = client.get(TIMELINE + following).content.decode()
    assert "Year 5<" in second
    assert "Year 4<" not in second


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "last year"}, "is not a year"),
        ({"to": "²013"}, "is not a year"),
        ({"to": "0"}, "is not a year"),
        ({"from": "99999999999999999999"}, "is not a year"),
        ({"from": "2015", "to": "2013"}, "comes after the last one"),
        ({"mission": "' OR 1=1"}, "This mission is not known"),
    ],
)
def test_a_choice_without_sense_gets_a_sentence_and_keeps_what_was_typed(client, query, sentence):
    make_missions()
    answer = client.get(TIMELINE, query)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert 'class="event__title"' not in answer.content.decode()


def test_a_choice_that_fits_nothing_says_so_and_a_draft_is_no_choice(client):
    make_missions()
    text = client.get(TIMELINE, {"to": "1950"}).content.decode()
    assert "No event fits this choice" in text


def test_a_filtered_timeline_costs_what_the_whole_one_costs(client):
    north, _south = make_missions()
    address = reverse("timeline", kwargs={"language": "en"})
    with measured() as whole:
        client.get(address)
    with measured() as filtered:
        client.get(address, {"mission": north.uid, "from": "2010", "to": "2020"})
    assert filtered.queries == whole.queries <= 4
