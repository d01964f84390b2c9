"""Who else is in a form: said to whoever may see the page, and to nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing.models import Presence
from tests.factories import make_mission, make_picture
from tests.people import make_alice, make_bob, make_charlie, make_dora
from tests.publishing.sharing import address

pytestmark = pytest.mark.django_db


def here(row):
    return address(row, "here")


def others(client, user, row):
    client.force_login(user)
    return client.post(here(row)).json()["others"]


@pytest.mark.parametrize("make", [make_mission, make_picture])
def test_whoever_has_the_form_open_is_named_to_the_next_one(client, make):
    row, alice, bob = make(), make_alice(), make_bob()
    client.force_login(alice)
    assert "also in this page" not in client.get(address(row)).content.decode()
    # What the script of the form does as soon as it is there.
    assert others(client, alice, row) == ""
    client.force_login(bob)
    assert "alice is also in this page" in client.get(address(row)).content.decode()
    assert others(client, bob, row) == "alice is also in this page"
    assert others(client, alice, row) == "bob is also in this page"
    assert others(client, make_dora(), row) == "alice and bob are also in this page"


def test_whoever_gave_no_sign_of_life_for_three_minutes_is_gone(client):
    row, alice, bob = make_mission(), make_alice(), make_bob()
    others(client, alice, row)
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=3, seconds=1))
    assert others(client, bob, row) == ""
    assert Presence.objects.sweep() == 1
    assert [presence.user for presence in Presence.objects.all()] == [bob]


def test_another_page_hears_nothing(client):
    alice = make_alice()
    others(client, alice, make_mission())
    assert others(client, make_bob(), make_mission()) == ""


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_see_the_page_neither_learns_who_is_in_it_nor_is_noted(client, method):
    row = make_mission()
    others(client, make_alice(), row)
    client.force_login(make_charlie())
    answer = getattr(client, method)(here(row))
    assert answer.status_code == 403
    assert b"alice" not in answer.content
    assert Presence.objects.count() == 1
    client.logout()
    answer = getattr(client, method)(here(row))
    assert answer.url.startswith(reverse("admin:login"))


def test_a_page_that_does_not_exist_has_nobody(client):
    client.force_login(make_alice())
    row = make_mission()
    gone = here(row)
    row.delete()
    assert client.post(gone).status_code == 404


def test_looking_without_opening_notes_nobody(client):
    row = make_mission()
    client.force_login(make_alice())
    assert client.get(here(row)).json() == {"others": ""}
    assert not Presence.objects.exists()
