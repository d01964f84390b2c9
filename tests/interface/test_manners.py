"""How the interface behaves: to anybody, from anywhere, and whatever is asked."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.interface.reading import address, problem
from tests.publishing_factories import article_document, full_mission_document, make_edition, make_editions

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LISTS = ["pages", "missions", "events", "headcounts", "terms"]
FILES = ["headcounts-csv", "headcounts-excel", "headcounts-json"]
NOBODY = "00000000-0000-4000-8000-000000000000"


def everywhere():
    """Return addresses of every sort, those of errors too."""
    return [
        "/api/v1/",
        "/api/v1/openapi.json",
        *(address(name) for name in LISTS),
        *(reverse(name, kwargs={"language": "fr"}) for name in FILES),
        address("pages") + "?after=x",
        address("page", uid=NOBODY),
        "/api/v1/xx/pages",
        "/api/nothing",
    ]


def test_any_site_may_ask_and_nobody_is_remembered(client):
    client.cookies["sessionid"] = "anything"
    for path in everywhere():
        answer = client.get(path, headers={"origin": "https://elsewhere.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        assert "Access-Control-Allow-Credentials" not in answer.headers, path
        assert not answer.cookies, path
        assert "Vary" not in answer.headers, path


def test_a_browser_that_asks_beforehand_is_told_what_it_may(client):
    for path in everywhere():
        answer = client.options(path, headers={"access-control-request-method": "GET"})
        assert answer.status_code == 204, path
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert answer.content == b""


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(method):
    # As a stranger's browser: with Django's own protection switched on.
    client = Client(enforce_csrf_checks=True)
    for path in everywhere():
        answer = getattr(client, method)(path)
        assert answer.status_code == 405, path
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_head_request_says_the_same_without_the_words(client):
    make_edition(full_mission_document())
    for path in everywhere():
        full, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (full.status_code, b""), path
        assert head.headers.get("ETag") == full.headers.get("ETag")


def test_who_has_an_answer_is_told_that_nothing_changed(client):
    document = full_mission_document()
    edition = make_edition(document)
    known = {"uid": document.uid}
    paths = [
        *everywhere()[:-4],
        address("page", **known),
        address("versions", **known),
        address("version", **known, number=edition.sequence),
    ]
    for path in paths:
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), path
        assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("ahead", "kept"), [(3600, 60), (30, 30), (1, 1)])
def test_no_answer_is_kept_past_the_next_change(client, ahead, kept):
    document = full_mission_document()
    edition = make_edition(document)
    make_edition(article_document(), live_from=NOW + timedelta(seconds=ahead))
    paths = [address(name) for name in LISTS] + [reverse(name, kwargs={"language": "fr"}) for name in FILES]
    # Also where there is no row to tell.
    paths += [address(name, "de") for name in LISTS] + [address("page", uid=NOBODY), "/de/personalstaerke.csv"]
    paths += [address("page", uid=document.uid), address("versions", uid=document.uid)]
    paths += [address("version", uid=document.uid, number=edition.sequence)]
    with time_machine.travel(NOW, tick=False):
        for path in paths:
            assert f"s-maxage={kept}" in client.get(path).headers["Cache-Control"].split(", "), path


def test_a_problem_is_told_in_the_language_of_the_address_or_of_the_reader(client):
    nothing = {
        "fr": problem(client, address("page", "fr", uid=NOBODY), 404)["detail"],
        "nl": problem(client, address("page", "nl", uid=NOBODY), 404)["detail"],
        "de": problem(client, address("page", "de", uid=NOBODY), 404)["detail"],
        "en": problem(client, address("page", "en", uid=NOBODY), 404)["detail"],
    }
    assert len(set(nothing.values())) == 4
    asked = {"accept-language": "nl"}
    assert problem(client, address("page", "de", uid=NOBODY), 404, **asked)["detail"] == nothing["de"]
    assert problem(client, "/api/v9/", 404, **asked)["detail"] == nothing["nl"]
    assert problem(client, "/api/v1/xx/pages", 404, **asked)["detail"] == nothing["nl"]
    assert problem(client, "/api/v1/de/nothing", 404, **asked)["detail"] == nothing["de"]
    assert client.get(address("pages", "de")).headers["Content-Language"] == "de"


@pytest.mark.parametrize(
    ("name", "query", "wrong"),
    [
        ("pages", "kind=person", "kind"),
        ("pages", "kind=", "kind"),
        ("pages", "changed_since=yesterday", "changed_since"),
        ("pages", "changed_since=2026-03-01", "changed_since"),
        ("pages", "changed_since=2026-03-01T00:00:00", "changed_since"),
        ("pages", "changed_since=2013", "changed_since"),
        ("pages", "changed_since=0001-01-01T00:00:00%2B14:00", "changed_since"),
        ("pages", "changed_since=9999-12-31T23:59:59-14:00", "changed_since"),
        ("pages", "after=x", "after"),
        ("pages", "after=%00", "after"),
        ("pages", "after=" + "A" * 2000, "after"),
        ("pages", "after=WyIyMDIwLTAxLTAxVDAwOjAwOjAwIiwgMV0", "after"),  # ["2020-01-01T00:00:00", 1]
        ("pages", "after=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgMV0", "after"),  # ["0001-01-01T00:00:00+14:00", 1]
        ("pages", "knid=mission", "knid"),
        ("pages", "%00=1", "?"),
        ("missions", "status=over", "status"),
        ("missions", "after=WzEsIDFd", "after"),  # [1, 1]
        ("events", "mission=mali", "mission"),
        ("events", "since=0", "since"),
        ("events", "since=2013-02-30", "since"),
        ("events", "until=2013", "until"),
        ("headcounts", "current=perhaps", "current"),
        ("headcounts", "mission=%00", "mission"),
        ("headcounts", "after=W3RydWVd", "after"),  # [true]
        ("terms", "kind=person", "kind"),
        ("terms", "kind=place", "kind"),
    ],
)
def test_what_cannot_be_read_is_named(client, name, query, wrong):
    make_editions([full_mission_document(), article_document()])
    found = problem(client, f"{address(name)}?{query}", 400)
    assert list(found["parameters"]) == [wrong]
    assert found["detail"] == found["parameters"][wrong]


def test_parameters_that_an_address_does_not_know_are_refused_everywhere(client):
    document = full_mission_document()
    edition = make_edition(document)
    known = {"uid": document.uid}
    paths = [
        "/api/v1/",
        address("page", **known),
        address("versions", **known),
        address("version", **known, number=edition.sequence),
        *(address(name) for name in LISTS),
    ]
    for path in paths:
        assert list(problem(client, f"{path}?nonsense=1", 400)["parameters"]) == ["nonsense"], path


@pytest.mark.parametrize("query", ["since=0001-01-01&until=9999-12-31", "until=0001-01-01", "since=9999-12-31"])
def test_the_ends_of_the_calendar_can_be_asked_for(client, query):
    make_edition(full_mission_document())
    assert client.get(f"{address('events')}?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/fr",
        "/api/v1/fr/",
        "/api/v1/fr/pages/",
        "/api/v1/fr/pages/mali",
        f"/api/v1/fr/pages/{uuid.UUID(int=0)}/versions/0",
        f"/api/v1/fr/pages/{uuid.UUID(int=0)}/versions/{10**40}",
        f"/api/v1/fr/pages/{uuid.UUID(int=0)}/versions/-1",
        "/api/v1/xx/headcounts",
        "/api/v1/%00/pages",
        "/api/v1/fr/%ff",
        "/api/../admin/",
        "/api/v1/FR/pages",
    ],
)
def test_a_wrong_address_is_told_so_and_never_an_error_of_ours(client, path):
    problem(client, path, 404)
