"""The bar of a form: how the draft stands, what to do next, what the last save did."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from tests.factories import make_mission, make_standing_page
from tests.people import make_alice, make_bob, make_dora
from tests.publishing.sharing import address, opened, sent
from tests.publishing.stories import ask, publish, written_by

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 22, 15, 38, tzinfo=UTC)  # 16:38 in Brussels


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page(role="about", slug="about", title="About"))


def bar(client, row):
    """Return the state that the bar names, and its filled button."""
    page = client.get(address(row)).content.decode()
    page = page[page.index('class="submit-row desk-bar"') :]
    state = re.search(r'<ul class="bar-state">\s*<li data-mark="(\w+)">', page)
    filled = re.search(r'(?:name="_continue"|to-publication)[^>]*\bdefault"', page)
    return state and state[1], filled and filled[0].partition('"')[0].partition(" ")[0]


def test_what_differs_leads_to_publication_and_what_is_live_to_nothing(client, about, alice, bob):
    client.force_login(alice)
    assert bar(client, about) == ("never", "to-publication")
    publish(about, alice=alice, bob=bob)
    assert bar(client, about) == ("live", None)
    written_by(alice, about, title="Who we are")
    assert bar(client, about) == ("differs", "to-publication")


def test_what_is_scheduled_as_it_stands_asks_for_nothing_more(client, about, alice, bob):
    with time_machine.travel(EVENING, tick=False):
        ask(about, by=alice, wanted_from=datetime(2026, 11, 23, 5, 0, tzinfo=UTC)).approve(by=bob)
        client.force_login(alice)
        assert bar(client, about) == ("scheduled", None)


def test_the_bar_names_the_number_of_changes_only_once_something_is_live(client, about, alice, bob):
    client.force_login(alice)
    assert "change in the draft" not in client.get(address(about)).content.decode()
    publish(about, alice=alice, bob=bob)
    written_by(alice, about, title="Who we are")
    assert "1 change in the draft" in client.get(address(about)).content.decode()


def test_whoever_may_not_ask_is_not_led_there(client, about):
    client.force_login(make_dora())
    page = client.get(address(about)).content.decode()
    assert 'name="_continue"' in page
    assert "to-publication" not in page


def test_a_new_page_has_one_button_and_it_is_filled(client, alice):
    client.force_login(alice)
    page = client.get(reverse("admin:missions_mission_add")).content.decode()
    page = page[page.index('class="submit-row desk-bar"') :]
    assert '<input type="submit" name="_continue" value="Save" class="default">' in page
    assert page.count('type="submit"') == 1
    assert "to-publication" not in page


def test_a_form_that_was_refused_has_to_be_saved_first(client, alice):
    mission = make_mission()
    url, data = opened(client, alice, mission)
    page = sent(client, alice, url, data | {"started": "no date"}).content.decode()
    page = page[page.index('class="submit-row desk-bar"') :]
    assert 'value="Save" class="default"' in page
    assert "to-publication default" not in page


def test_a_save_says_its_hour_in_the_bar_and_one_without_a_change_that_there_was_none(client, alice):
    mission = make_mission()
    url, data = opened(client, alice, mission)
    with time_machine.travel(EVENING, tick=False):
        page = client.get(sent(client, alice, url, data | {"name_fr": "Autre nom"}).url).content.decode()
        assert page.count("Draft saved at 16:38") == 1
        assert page.index("Draft saved at 16:38") > page.index('class="submit-row desk-bar"')
        url, data = opened(client, alice, mission)
        page = client.get(sent(client, alice, url, data).url).content.decode()
    assert "Draft saved" not in page
    assert "Nothing to save." in page


def test_a_save_stays_in_the_form_and_its_language(client, alice):
    mission = make_mission()
    url, data = opened(client, alice, mission, language="de")
    answer = sent(client, alice, url, data | {"name_de": "Anders"})
    assert answer.status_code == 302
    assert answer.url == f"{address(mission)}?language=de"
