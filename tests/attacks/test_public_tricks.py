"""Strange questions of strangers at public addresses: no error, no secret, no word of theirs in the answer."""

import base64
import json

import pytest
from django.test import Client
from django.urls import reverse

from publishing.models import Edition
from tests.people import make_charlie
from tests.publishing_factories import make_edition, make_editions, mission_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    return make_edition(mission_document(slug="mali"))


def place(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


LISTS = [
    "/fr/nos-missions/?status=running&after=",
    "/fr/effectifs/?after=",
    "/fr/chronologie/?after=",
    "/fr/articles/?after=",
    "/fr/avis/?after=",
]
PLACES = [
    "x",
    "%00",
    "=" * 50,
    "a" * 2000,
    "é",
    place(),
    place(None, None),
    place("\x00", 1),
    place("\ud800", 1),
    place("a", -1),
    place("a", 2**63),
    place("a", 2**63 - 1),
    place("a", True),
    place("a", 1.5),
    place("2020-02-30", "2020-02-30", 1),
    place("0001-01-01", "0001-01-01", 1),
    place("9999-12-31", "9999-12-31", 2**63 - 1),
    place({}, []),
    base64.urlsafe_b64encode(b"[" * 900).decode(),
    base64.urlsafe_b64encode(b"9" * 900).decode(),
    base64.urlsafe_b64encode(b"[NaN, Infinity]").decode(),
]


@pytest.mark.parametrize("after", PLACES)
def test_no_forged_place_in_a_list_stops_it(client, mission, after):
    for address in LISTS:
        assert client.get(f"{address}{after}").status_code in (200, 404), address


ADDRESSES = [
    "//evil.example/",
    "/fr//evil.example/",
    "/fr//evil.example",
    "///evil.example/%2e%2e",
    "/\\evil.example/",
    "/fr/nos-missions/mali%2F",
    "/fr/nos-missions%2Fmali/",
    "/fr/nos-missions/mali/../../../admin/",
    "/fr/nos-missions/%2e%2e/%2e%2e/admin/",
    "/fr/nos-missions/mali/%00/",
    "/fr/nos-missions/mali%0d%0aSet-Cookie:x=1/",
    "/fr/nos-missions/mali%0a/",
    "/fr/nos-missions/MALI/",
    "/fr/nos-missions/ma%C5%82i/",
    "/fr/nos-missions/%ed%a0%80/",
    "/fr/nos-missions/%ff%fe/",
    "/fr/nos-missions/" + "a" * 5000 + "/",
    "/fr/" + "a/" * 3000,
    "/FR/nos-missions/mali/",
    "/xx/nos-missions/mali/",
    "/fr/onze-missies/mali/",
    "/fr/p/not-a-uuid/",
    "/fr/p/00000000-0000-0000-0000-000000000000/",
    "/fr/p/00000000-0000-0000-0000-000000000000/" + "9" * 30 + "/",
    "/fr/p/00000000-0000-0000-0000-000000000000/" + "9" * 5000 + "/",
    "/sitemap.xml?p=abc",
    "/sitemap-pages.xml?p=" + "9" * 30,
    "/sitemap-pages.xml?p=-1",
    "/sitemap-nothing.xml",
    "/media/" + "a" * 64 + "/../../config/settings.py",
    "/media/" + "a" * 64 + "/original-99999999999.webp",
    "/media/" + "A" * 64 + "/original-640.webp",
    "/static/%2e%2e/config/settings.py",
    "/fr/articles/?year=٢٠٢٠&keyword=%00",
    "/fr/articles/?keyword=" + "a" * 5000,
    "/fr/articles/?year=0000",
    "/fr/nos-missions/?status=%00",
    "/.git/config",
    "/fr/nos-missions/mali/?" + "&".join(f"a{number}=1" for number in range(200)),
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "delete", "trace"])
def test_no_strange_address_stops_the_site_or_leads_away(client, mission, address, method):
    response = getattr(client, method)(address)
    assert response.status_code in (200, 301, 302, 304, 400, 403, 404, 405, 410), response.status_code
    assert not response.headers.get("Location", "/").startswith(("//", "/\\", "http://evil", "https://evil"))
    assert not response.cookies
    assert b"SECRET_KEY" not in response.content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_public_page_is_read_and_nothing_else(client, mission, method):
    for visitor in (client, Client(enforce_csrf_checks=True)):
        response = getattr(visitor, method)(mission.path)
        assert response.status_code in (403, 405)
        assert not response.cookies


def test_a_foreign_host_is_refused_and_never_repeated(client, mission, settings):
    settings.ALLOWED_HOSTS = ["missions.example"]
    assert client.get(mission.path, headers={"host": "evil.example"}).status_code == 400
    answer = client.get(mission.path, headers={"host": "missions.example", "x-forwarded-host": "evil.example"})
    assert answer.status_code == 200
    assert b"evil.example" not in answer.content


@pytest.mark.parametrize(
    "address", ["/fr/", "/sitemap.xml", "/fr/feed.xml", "/robots.txt", "/.well-known/security.txt"]
)
def test_a_strange_port_is_not_written_into_links_that_caches_keep(client, mission, settings, address):
    settings.ALLOWED_HOSTS, settings.ALLOWED_PORTS = ["missions.example"], ["8443"]
    answer = client.get(address, headers={"host": "missions.example:31337"})
    assert answer.status_code == 400
    assert b"31337" not in answer.content
    for own in ("missions.example", "missions.example:8443"):
        assert client.get(address, headers={"host": own}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "nl;q=1," * 500},
        {"accept-language": "\x00"},
        {"accept-language": "de;q=9999999999999999999999999"},
        {"if-none-match": "W/" + '"' * 5000},
        {"if-modified-since": "Thu, 99 Foo 99999 99:99:99 GMT"},
        {"range": "bytes=0-0"},
        {"x-forwarded-proto": "javascript"},
        {"x-http-method-override": "DELETE"},
        {"x-original-url": "/admin/"},
        {"cookie": "sessionid=x; django_language=nl; messages=x; csrftoken=" + "a" * 3000},
    ],
)
def test_no_header_changes_what_everybody_reads(client, mission, headers):
    plain = client.get(mission.path).content
    response = client.get(mission.path, headers=headers)
    assert response.status_code in (200, 304)
    assert response.content in (plain, b"")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert client.get("/", headers=headers).status_code in (200, 304)


def test_words_of_the_question_are_not_repeated_on_the_page(client, mission):
    for address in (mission.path, "/fr/nos-missions/", "/fr/articles/"):
        response = client.get(address, {"utm": "<b>zebra</b>", "next": "//zebra.example", "language": "zebra"})
        assert b"zebra" not in response.content, address


def test_a_cancelled_version_answers_nowhere(client):
    edition = make_edition(mission_document(slug="kept", title="Kept"))
    Edition.objects.filter(pk=edition.pk).update(cancelled_at=edition.live_from)
    uid = {"language": "fr", "uid": edition.page.uid}
    addresses = [
        edition.path,
        reverse("permanent", kwargs=uid),
        reverse("versions", kwargs=uid),
        reverse("version", kwargs=uid | {"sequence": edition.sequence}),
        reverse("page-feed", kwargs=uid),
    ]
    for address in addresses:
        assert client.get(address).status_code == 404, address


def test_one_page_is_not_read_under_the_identity_of_another(client):
    first, second = make_editions([mission_document(slug="first"), mission_document(slug="second")])
    uid = {"language": "fr", "uid": first.page.uid}
    assert client.get(reverse("version", kwargs=uid | {"sequence": second.sequence})).status_code == 404
    uid["language"] = "nl"
    assert client.get(reverse("version", kwargs=uid | {"sequence": first.sequence})).status_code == 404


def test_the_echo_of_dates_is_for_the_desk_and_bears_any_input(client):
    address = reverse("partial-date-echo")
    assert client.get(address, {"value": "2013"}).status_code == 403
    client.force_login(make_charlie())
    for value in ("\0", "9" * 5000, "2013-" * 1000, "(" * 3000, "٢٠١٣", "-" * 5000, "25.4." * 900, "99999-13-45"):
        assert client.get(address, {"value": value}).status_code == 200, value
