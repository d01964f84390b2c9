"""What caches may keep, and that nothing of a reader is asked or left."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.public.walking import walk
from tests.publishing_factories import (
    article_document,
    full_mission_document,
    make_edition,
    make_editions,
    mission_document,
    notice_document,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def max_age(answer):
    """Return for how long shared caches may keep an answer; a browser of its own asks every time."""
    assert re.search(r"(?<!s-)max-age=0\b", answer.headers["Cache-Control"].replace("s-maxage", "shared"))
    return int(re.search(r"s-maxage=(\d+)", answer.headers["Cache-Control"])[1])


def test_no_public_answer_sets_a_cookie_or_varies_with_one(client):
    make_editions([full_mission_document(), article_document(), notice_document()])
    client.cookies["sessionid"] = "anything"
    for address, answer in walk(client).items():
        assert not answer.cookies, address
        assert "Cookie" not in answer.headers.get("Vary", ""), address
        if address != "/" and not address.startswith("/xx"):
            assert "Vary" not in answer.headers, address


def test_the_language_of_an_address_does_not_depend_on_cookie_or_browser(client):
    make_edition(mission_document(slug="mali"))
    plain = client.get("/fr/nos-missions/mali/")
    client.cookies["django_language"] = "de"
    other = client.get("/fr/nos-missions/mali/", headers={"accept-language": "de"})
    assert other.content == plain.content
    assert other.headers["Content-Language"] == "fr"


@pytest.mark.parametrize(
    "address", ["/", "/fr/", "/fr/nos-missions/mali/", "/fr/feed.xml", "/sitemap.xml", "/robots.txt"]
)
def test_who_has_a_page_is_told_that_nothing_changed(client, address):
    make_edition(mission_document(slug="mali"))
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert first.status_code == 200
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_new_version_gets_a_new_etag(client):
    document = mission_document(slug="mali")
    with time_machine.travel(NOW, tick=False):
        make_edition(document, live_until=NOW + timedelta(seconds=1))
        make_edition(document.model_copy(update={"lead": "New."}), live_from=NOW + timedelta(seconds=1))
        first = client.get(document.path)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        again = client.get(document.path, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "New." in again.content.decode()


def test_a_head_request_says_the_same_without_the_words(client):
    make_edition(mission_document(slug="mali"))
    full, head = client.get("/fr/nos-missions/mali/"), client.head("/fr/nos-missions/mali/")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["ETag"] == full.headers["ETag"]


def test_a_page_is_kept_for_a_minute_at_most(client):
    make_edition(mission_document(slug="mali"))
    for address in (
        "/",
        "/fr/",
        "/fr/nos-missions/mali/",
        "/fr/articles/",
        "/fr/rien/",
        "/fr/feed.xml",
        "/sitemap.xml",
    ):
        answer = client.get(address)
        assert "public" in answer.headers["Cache-Control"], address
        assert max_age(answer) == 60, address


@pytest.mark.parametrize(("ahead", "kept"), [(3600, 60), (61, 60), (30, 30), (1, 1), (0.5, 0)])
def test_no_page_is_kept_past_the_next_start(client, ahead, kept):
    make_edition(mission_document(slug="mali"))
    make_edition(article_document(), live_from=NOW + timedelta(seconds=ahead))
    addresses = ["/fr/", "/fr/nos-missions/mali/", "/fr/articles/", "/fr/rien/", "/fr/feed.xml", "/sitemap.xml"]
    with time_machine.travel(NOW, tick=False):
        assert {address: max_age(client.get(address)) for address in addresses} == dict.fromkeys(addresses, kept)


def test_no_page_is_kept_past_the_next_end(client):
    make_edition(mission_document(slug="mali"))
    make_edition(article_document(), live_until=NOW + timedelta(seconds=7))
    with time_machine.travel(NOW, tick=False):
        assert max_age(client.get("/fr/nos-missions/mali/")) == 7


def test_a_cancelled_version_shortens_nothing(client):
    make_edition(mission_document(slug="mali"))
    make_edition(article_document(), live_from=NOW + timedelta(seconds=7), cancelled_at=NOW)
    with time_machine.travel(NOW, tick=False):
        assert max_age(client.get("/fr/nos-missions/mali/")) == 60


def test_a_site_where_nothing_is_live_is_not_kept_past_the_first_start(client):
    make_edition(article_document(), live_from=NOW + timedelta(seconds=7))
    with time_machine.travel(NOW, tick=False):
        assert max_age(client.get("/fr/")) <= 7
        assert max_age(client.get("/fr/feed.xml")) <= 7


def test_every_public_answer_comes_with_a_policy_that_allows_nothing_inline_and_nothing_from_elsewhere(client):
    make_editions([full_mission_document(), article_document(), notice_document()])
    for address, answer in walk(client).items():
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert not re.search(r"unsafe|nonce|https?:|\*", policy), address


def test_the_policy_allows_nothing_inline(client):
    make_edition(full_mission_document(slug="mali"))
    answer = client.get("/fr/nos-missions/mali/")
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert "nonce" not in answer.headers["Content-Security-Policy"]
    text = answer.content.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert re.findall(r"<script(?! type=\"application/ld\+json\")", text) == []
