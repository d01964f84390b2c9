"""Where an address leads: to the page, on to its new place, or to an honest word."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from publishing.models import Edition
from tests.publishing_factories import (
    LONG_AGO,
    article_document,
    easy_document,
    make_edition,
    make_editions,
    mission_document,
    term_document,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def withdraw(*editions):
    Edition.objects.filter(pk__in=[edition.pk for edition in editions]).update(live_until=NOW, withdrawn=True)


def test_a_former_address_leads_to_the_one_of_today_in_one_hop(client):
    uid = make_edition(mission_document(slug="mali"), live_until=LONG_AGO + timedelta(days=1)).page.uid
    make_edition(
        mission_document(slug="le-mali", uid=uid),
        live_from=LONG_AGO + timedelta(days=1),
        live_until=LONG_AGO + timedelta(days=2),
    )
    make_edition(mission_document(slug="mali-et-sahel", uid=uid), live_from=LONG_AGO + timedelta(days=2))
    for slug in ("mali", "le-mali"):
        answer = client.get(f"/fr/nos-missions/{slug}/")
        assert answer.status_code == 301
        assert answer.headers["Location"] == "/fr/nos-missions/mali-et-sahel/"
    assert client.get("/fr/nos-missions/mali-et-sahel/").status_code == 200


def test_a_former_address_in_a_former_section_leads_on_too(client):
    document = mission_document(slug="mali")
    make_edition(document.model_copy(update={"path": "/fr/operations/mali/"}), live_until=LONG_AGO + timedelta(days=1))
    make_edition(document, live_from=LONG_AGO + timedelta(days=1))
    assert client.get("/fr/operations/mali/").headers["Location"] == "/fr/nos-missions/mali/"


def test_a_page_answers_at_its_address_even_when_its_section_has_got_another_name(client):
    make_edition(mission_document(name="Mali").model_copy(update={"path": "/fr/operations/mali/"}))
    answer = client.get("/fr/operations/mali/")
    assert answer.status_code == 200
    assert "Mali" in answer.content.decode()


def test_the_address_of_a_version_to_come_is_not_an_address_yet(client):
    uid = make_edition(mission_document(slug="mali"), live_until=LATER).page.uid
    make_edition(mission_document(slug="mali-secret", uid=uid), live_from=LATER)
    assert client.get("/fr/nos-missions/mali-secret/").status_code == 404
    assert client.get("/fr/nos-missions/mali/").status_code == 200
    with time_machine.travel(LATER, tick=False):
        assert client.get("/fr/nos-missions/mali-secret/").status_code == 200
        assert client.get("/fr/nos-missions/mali/").status_code == 301


def test_a_version_is_live_from_its_first_microsecond_and_not_after_its_last(client):
    make_edition(mission_document(slug="mali"), live_from=NOW, live_until=LATER)
    moments = {NOW - timedelta(microseconds=1): 404, NOW: 200, LATER - timedelta(microseconds=1): 200, LATER: 410}
    for moment, status in moments.items():
        with time_machine.travel(moment, tick=False):
            assert client.get("/fr/nos-missions/mali/").status_code == status


def test_a_page_to_come_looks_like_no_page_at_all(client):
    document = mission_document(slug="mali", name="Mali")
    make_edition(document, live_from=LATER)
    coming = client.get("/fr/nos-missions/mali/")
    never = client.get("/fr/nos-missions/rien/")
    assert (coming.status_code, never.status_code) == (404, 404)
    assert coming.content == never.content
    assert coming.headers == never.headers
    for language in ("fr", "de"):
        assert client.get(reverse("permanent", kwargs={"language": language, "uid": document.uid})).status_code == 404


def test_a_cancelled_version_was_never_there(client):
    document = mission_document(slug="mali")
    make_edition(document, cancelled_at=NOW)
    assert client.get("/fr/nos-missions/mali/").status_code == 404
    assert client.get(reverse("permanent", kwargs={"language": "fr", "uid": document.uid})).status_code == 404


def test_a_withdrawn_page_says_so_in_the_language_of_the_reader(client):
    document = mission_document(slug="mali", language="de")
    withdraw(make_edition(document))
    answer = client.get("/de/unsere-missionen/mali/")
    assert answer.status_code == 410
    assert 'lang="de"' in answer.content.decode()
    assert client.get(reverse("permanent", kwargs={"language": "de", "uid": document.uid})).status_code == 410


def test_a_page_withdrawn_in_one_language_offers_the_others(client):
    document = mission_document(slug="mali")
    withdraw(make_edition(document))
    make_edition(mission_document(slug="mali", language="nl", uid=document.uid, title="Onze missie in Mali"))
    answer = client.get("/fr/nos-missions/mali/")
    assert answer.status_code == 410
    assert '<a href="/nl/onze-missies/mali/" lang="nl" hreflang="nl">Onze missie in Mali</a>' in answer.content.decode()


def test_a_withdrawn_page_that_is_scheduled_again_stays_gone_until_then(client):
    document = mission_document(slug="mali")
    withdraw(make_edition(document))
    make_edition(document, live_from=LATER)
    assert client.get("/fr/nos-missions/mali/").status_code == 410
    with time_machine.travel(LATER, tick=False):
        assert client.get("/fr/nos-missions/mali/").status_code == 200


def test_a_language_that_does_not_exist_is_explained_in_that_language(client):
    document = mission_document(slug="mali", title="Notre mission au Mali")
    make_edition(document)
    addresses = ["/de/unsere-missionen/mali/", reverse("permanent", kwargs={"language": "de", "uid": document.uid})]
    for address in addresses:
        answer = client.get(address)
        text = answer.content.decode()
        assert answer.status_code == 404
        assert '<html lang="de"' in text
        assert '<meta name="robots" content="noindex">' in text
        assert '<a href="/fr/nos-missions/mali/" lang="fr" hreflang="fr">Notre mission au Mali</a>' in text


def test_a_language_to_come_is_not_offered(client):
    document = mission_document(slug="mali")
    make_edition(document, live_from=LATER)
    assert "nos-missions/mali" not in client.get("/de/unsere-missionen/mali/").content.decode()


def test_the_permanent_address_leads_to_the_address_of_today(client):
    document = mission_document(slug="mali")
    make_edition(document)
    answer = client.get(reverse("permanent", kwargs={"language": "fr", "uid": document.uid}))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/nos-missions/mali/")


def test_a_name_without_an_address_has_no_permanent_one(client):
    tag = term_document("tag")
    make_edition(tag)
    assert client.get(reverse("permanent", kwargs={"language": "fr", "uid": tag.uid})).status_code == 404


def test_two_pages_of_different_kinds_with_one_name_do_not_meet(client):
    make_editions([mission_document(slug="mali"), article_document(slug="mali", title="Mali, un article")])
    assert "Mali, un article" in client.get("/fr/articles/mali/").content.decode()
    assert "Mali, un article" not in client.get("/fr/nos-missions/mali/").content.decode()


def test_a_forgotten_slash_is_added(client):
    make_edition(mission_document(slug="mali"))
    assert client.get("/fr/nos-missions/mali").headers["Location"] == "/fr/nos-missions/mali/"


@pytest.mark.parametrize(
    "path",
    [
        "/fr/nos-missions/%00/",
        "/fr/%00/",
        "/fr/nos-missions/%ff%fe/",
        "/fr/nos-missions/%F0%9F%92%A3/",
        "/fr/" + "a" * 3000 + "/",
        "/fr/nos-missions/../../etc/passwd/",
        "/fr/p/not-a-uid/",
        "/fr/p/00000000-0000-4000-8000-000000000000/99999999999999999999999999/",
        "/fr/p/00000000-0000-4000-8000-000000000000/versions/",
        "/fr/articles/?year=20x4",
        "/fr/articles/?year=9999",
        "/fr/articles/?year=%D9%A2%D9%A0%D9%A2%D9%A4",
        "/fr/articles/?keyword=nothing",
        "/fr/articles/?keyword=00000000-0000-4000-8000-000000000000",
        "/fr/articles/?after=%00",
        "/fr/articles/?after=W10",
        "/fr/articles/?after=WyJcdTAwMDAiLDFd",
        "/fr/articles/?after=WyJhIiwxZTk5OV0",
        "/fr/articles/?after=" + "W" * 5000,
        "/fr/chronologie/?after=WyJhIiwiYiIsMV0",
        "/fr/nos-missions/?status=running&after=x",
        "/fr/recherche/?q=mali&after=x",
        "/fr/recherche/?q=%00",
        "/sitemap.xml?p=x",
        "/sitemap.xml?p=99",
        "/sitemap-nothing.xml",
        "/xx/",
        "/media/x/y",
    ],
)
def test_nonsense_gets_a_clear_answer_and_never_an_error(client, path):
    answer = client.get(path)
    assert answer.status_code in (400, 404)


def test_a_place_in_a_list_that_nobody_offered_leads_to_its_start(client):
    answer = client.get("/fr/articles/?after=nonsense")
    assert answer.status_code == 404
    assert '<a href="/fr/articles/">' in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/fr/", "/fr/nos-missions/", "/robots.txt", "/sitemap.xml", "/fr/feed.xml", "/fr/recherche/"]
)
def test_public_addresses_take_no_posts(client, path):
    assert client.post(path).status_code == 405


def test_an_easy_version_missing_in_a_language_is_explained(client):
    mission = mission_document(slug="mali")
    make_editions([mission, easy_document(mission, slug="mali", title="Le Mali, facile")])
    answer = client.get("/de/leichte-sprache/mali/")
    assert answer.status_code == 404
    assert "Le Mali, facile" in answer.content.decode()
