"""Whom the pages about the past of a draft refuse, by any way in, and what they do not find."""

import pytest
from django.urls import reverse

from publishing import saved_rows, saves
from publishing.models import Edition, SavedDraft, Writing
from tests.factories import (
    make_category,
    make_picture,
    make_standing_page,
)
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_user
from tests.publishing.past import fresh, history
from tests.publishing.past_desk import DELETED, as_user, deletion_of, every_address, recover, url
from tests.publishing.stories import publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def deed(row):
    """Return what none of the refused may have changed."""
    rows = saved_rows.fingerprint(saved_rows.plain(fresh(row)))
    return rows, SavedDraft.objects.count(), Writing.objects.count(), Edition.objects.count()


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_may_not_read_a_draft_reads_nothing_of_its_past(client, about, alice, bob, method):
    edition = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Un titre")
    deletion = deletion_of(client, alice, make_category())
    before = deed(about)
    addresses = [*every_address(about), url("take", about, edition.sequence), reverse(DELETED), recover(deletion)]
    as_user(client, make_charlie())
    for address in addresses:
        assert getattr(client, method)(address, {"ticks": ["fr:title"]}).status_code == 403, address
    client.logout()
    for address in addresses:
        response = getattr(client, method)(address, {"ticks": ["fr:title"]})
        assert response.status_code == 302, address
        assert response.url.startswith(reverse("admin:login")), address
    assert deed(about) == before


def test_a_translator_reads_the_history_and_brings_nothing_back(client, about, alice, bob):
    edition = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Un titre")
    deletion = deletion_of(client, alice, make_category())
    before = deed(about)
    as_user(client, make_dora())
    for address in every_address(about)[:3]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert url("restore_save", about, history(about)[-1].pk) not in response.content.decode()
    for address in (every_address(about)[3], url("take", about, edition.sequence), reverse(DELETED), recover(deletion)):
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"ticks": ["fr:title"]}).status_code == 403, address
    assert deed(about) == before


def test_who_may_only_read_brings_nothing_back(client, about, alice):
    about = written_by(alice, about, title_fr="Un titre")
    reader = make_user("reader", permissions=["articles.view_standingpage"])
    assert as_user(client, reader).get(url("history", about)).status_code == 200
    assert client.post(every_address(about)[3]).status_code == 403
    assert fresh(about).title_fr == "Un titre"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_save_or_version_of_another_page_is_not_found(client, about, alice, bob, method):
    press = written_by(alice, make_standing_page(role="press", slug="press"))
    picture = make_picture()
    saves.record(picture, by=alice)
    edition = publish(press, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Un titre")
    call = getattr(as_user(client, alice), method)
    for other in (press, picture):
        foreign = history(other)[0].pk
        assert call(url("restore_save", about, foreign)).status_code == 404
        assert client.get(url("compare_saves", about), {"from": foreign, "to": "now"}).status_code == 404
    assert call(url("take", about, edition.sequence)).status_code == 404
    assert fresh(about).title_fr == "Un titre"


@pytest.mark.parametrize("nonsense", ["0", "999999999", "9" * 30, "-1", "abc", "²", "1e3"])
def test_nonsense_for_a_save_is_not_found(client, about, alice, bob, nonsense):
    as_user(client, alice)
    assert client.get(url("restore_save", about, nonsense)).status_code == 404
    assert client.post(url("restore_save", about, nonsense)).status_code == 404
    assert client.get(url("compare_saves", about), {"from": nonsense, "to": "now"}).status_code == 404
    assert client.get(url("history", about), {"p": nonsense}).status_code == 200
    if nonsense.isascii() and nonsense.isdigit():
        assert client.get(url("take", about, nonsense)).status_code == 404
        assert client.get(reverse("admin:publishing_deleteddraft_recover", args=[nonsense])).status_code == 404


def test_the_past_of_a_draft_that_is_not_there_is_not_found(client, alice):
    as_user(client, alice)
    for name in ("history", "compare_saves"):
        assert client.get(reverse(f"admin:articles_standingpage_{name}", args=[999])).status_code == 404


def test_pages_about_the_past_are_never_cached(client, about, alice):
    for address in every_address(about):
        assert "no-store" in as_user(client, alice).get(address).headers["Cache-Control"], address


def test_a_long_history_costs_no_more_questions(client, alice, django_assert_max_num_queries):
    about = make_standing_page()
    for number in range(60):
        about.title_fr = f"Title {number}"
        about.save()
        saves.record(fresh(about), by=alice)
    as_user(client, alice)
    with django_assert_max_num_queries(10):
        assert len(client.get(url("history", about)).context["listed"]) == 50
