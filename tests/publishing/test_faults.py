"""Each fault of the checklist leads to the place in the form where it is mended."""

from urllib.parse import urlsplit

import pytest

from publishing import faults
from publishing.findings import Finding, Level
from tests.factories import make_article, make_block, make_event, make_headcount, make_mission
from tests.people import make_alice, make_bob
from tests.publishing.stories import publish, written_by

pytestmark = pytest.mark.django_db


def led_to(client, row, place, language=""):
    """Return the form a finding leads to, whether the part of it that the address names is there, and the address."""
    address = urlsplit(faults.address_of(row, Finding(Level.BLOCK, "any", "Any.", place, language)))
    html = client.get(f"{address.path}?{address.query}").content.decode()
    return html, not address.fragment or f'id="{address.fragment}"' in html, address


@pytest.fixture
def alice(client):
    alice = make_alice()
    client.force_login(alice)
    return alice


@pytest.mark.parametrize("language", ["fr", "de", ""])
@pytest.mark.parametrize("place", ["lead", "path", "picture", "started"])
def test_a_fault_of_the_page_leads_to_its_field_in_its_language(client, alice, place, language):
    html, is_there, address = led_to(client, make_mission(), place, language)
    assert address.fragment
    assert is_there
    assert 'id="id_lead_fr"' in html


def test_a_fault_of_one_row_leads_to_that_row_open(client, alice):
    mission = make_mission()
    events = [make_event(mission, date=str(1990 + number)) for number in range(12)]
    html, is_there, _address = led_to(client, mission, f"events/{events[7].uid}/text", "de")
    assert is_there
    # Of twelve rows one is open, with its fields in the two languages.
    assert html.count('data-part="events-') == 11
    assert 'name="events-7-text_de"' in html


def test_rows_have_the_name_of_the_form_and_not_of_the_document(client, alice):
    mission, block = make_mission(), make_block(make_article())
    figure = make_headcount(mission)
    for row, place, name in (
        (mission, f"figures/{figure.uid}/label", "deployments"),
        (block.article, f"blocks/{block.uid}/text", "blocks"),
    ):
        _html, is_there, address = led_to(client, row, place, "nl")
        assert is_there
        assert address.fragment.startswith(name)


@pytest.mark.parametrize("place", ["", "unheard_of", "events/00000000-0000-4000-8000-000000000000/text"])
def test_what_has_no_place_in_the_form_leads_to_the_form(client, alice, place):
    _html, _is_there, address = led_to(client, make_mission(), place, "en")
    assert (address.query, address.fragment) == ("language=en", "")


def test_the_page_that_asks_for_a_publication_leads_to_each_fault(client, alice):
    mission = make_mission(operations=[])
    publish(written_by(alice, mission), alice=alice, bob=make_bob())
    mission = written_by(alice, mission, lead_fr="Une autre phrase")
    page = client.get(f"/admin/missions/mission/{mission.pk}/publish/").content.decode()
    assert f'href="/admin/missions/mission/{mission.pk}/change/?language=nl#id_lead_nl"' in page


@pytest.mark.parametrize("place", ["lead", "events/{event}/title", "picture/caption", "name/nothing"])
def test_numbers_that_differ_from_the_source_lead_to_the_two_texts(client, alice, place):
    mission = make_mission()
    place = place.format(event=make_event(mission).uid)
    address = faults.address_of(mission, Finding(Level.WARN, "parity", "Any.", place, "de"))
    response = client.get(address.partition("#")[0])
    assert response.status_code == 200
    if "caption" in place or "nothing" in place:
        assert "/change/" in address
    else:
        assert response.context["current"].passage.field == place.rpartition("/")[2]
