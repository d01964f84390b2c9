"""The search of the desk: what it finds, for whom, and what it asks the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing.desk_search import MOST_OF_A_KIND
from tests import factories
from tests.people import make_alice, make_charlie, make_dora, make_user
from tests.publishing.stories import written_by

pytestmark = pytest.mark.django_db

SEARCH = reverse("admin:search")
# Fifteen lists, the states of the pages found in three, and who asks in three.
MOST_QUESTIONS = 21


@pytest.fixture
def alice(client):
    alice = make_alice()
    client.force_login(alice)
    return alice


def found(client, words):
    """Return what was found, kind by kind."""
    response = client.get(SEARCH, {"q": words})
    assert response.status_code == 200
    return {kind["name"]: [row["title"] for row in kind["rows"]] for kind in response.context["kinds"]}


def test_a_word_finds_pages_and_pictures_of_every_kind(client, alice):
    factories.make_mission(name="Zebra")
    factories.make_article(title="A zebra in the desert")
    factories.make_tag(label="zebra")
    factories.make_picture(caption="Zebra crossing")
    factories.make_mission(name="Other")
    kinds = found(client, "zebra")
    assert kinds == {
        "Missions": ["Zebra"],
        "Articles": ["A zebra in the desert"],
        "Keywords": ["zebra"],
        "Pictures": ["Zebra crossing"],
    }


def test_words_of_a_text_in_another_language_find_the_page(client, alice):
    factories.make_mission(name="Mali", lead_nl="Een zeldzaam woord.")
    assert found(client, "zeldzaam") == {"Missions": ["Mali"]}


def test_what_is_called_so_stands_before_what_only_tells_of_it(client, alice):
    for number in range(MOST_OF_A_KIND + 1):
        factories.make_mission(name=f"A{number}", lead_fr="Loin du Niger.")
    factories.make_mission(name="Niger")
    [names] = found(client, "niger").values()
    assert names[0] == "Niger"
    assert len(names) == MOST_OF_A_KIND
    listed = f"{reverse('admin:missions_mission_changelist')}?q=niger"
    assert listed in client.get(SEARCH, {"q": "niger"}).content.decode()


def test_each_page_found_says_how_it_stands(client, alice):
    written_by(alice, factories.make_mission(name="Zebra"))
    assert '<li data-mark="never">Never published</li>' in client.get(SEARCH, {"q": "zebra"}).content.decode()


def test_a_search_without_words_asks_for_some_and_one_in_vain_says_so(client, alice):
    assert "Nothing at the desk" not in client.get(SEARCH).content.decode()
    assert "Nothing at the desk" not in client.get(SEARCH, {"q": ""}).content.decode()
    assert "Nothing at the desk has these words." in client.get(SEARCH, {"q": "zebra"}).content.decode()


@pytest.mark.parametrize("words", ["<script>", "%_", "'\"", "\N{COMBINING ACUTE ACCENT}", "a " * 99])
def test_hostile_words_are_words(client, alice, words):
    page = client.get(SEARCH, {"q": words})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().replace("<script ", "").replace("<script>window", "")


def test_more_than_can_be_looked_for_is_refused_in_words(client, alice):
    page = client.get(SEARCH, {"q": "x" * 201}).content.decode()
    assert "at most 200 characters" in page
    assert "Nothing at the desk" not in page


def test_one_finds_only_what_one_may_open(client):
    factories.make_mission(name="Zebra")
    factories.make_picture(caption="Zebra crossing")
    client.force_login(make_charlie())
    assert client.get(SEARCH, {"q": "zebra"}).status_code == 403
    client.force_login(make_user("painter", permissions=["images.view_picture"]))
    assert found(client, "zebra") == {"Pictures": ["Zebra crossing"]}
    client.force_login(make_dora())
    assert list(found(client, "zebra")) == ["Missions", "Pictures"]


def test_the_frame_leads_only_where_one_may_go(client):
    client.force_login(make_user("painter", permissions=["images.view_picture"]))
    sections = client.get(reverse("admin:index")).context["desk_sections"]
    assert [str(section["name"]) for section in sections] == ["Home", "Pictures", "Guide"]
    client.logout()
    assert client.get(reverse("admin:login")).context["desk_sections"] == []


def test_a_search_asks_no_more_for_many_rows_than_for_one_of_each(client, alice):
    def fill():
        mission = factories.make_mission(name="Zebra")
        factories.make_easy_version(mission, title="Zebra")
        for make in (factories.make_place, factories.make_operation, factories.make_component, factories.make_theme):
            make(label="Zebra")
        for make in (factories.make_category, factories.make_tag, factories.make_person):
            make(label="Zebra")
        for make in (factories.make_article, factories.make_notice):
            make(title="Zebra")
        factories.make_download(title="Zebra")
        factories.make_picture(caption="Zebra")

    factories.make_film(title="Zebra")
    counts = []
    for _time in range(2):
        fill()
        with CaptureQueriesContext(connection) as queries:
            assert len(found(client, "zebra")) == 14
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUESTIONS
