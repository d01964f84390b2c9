"""What a person may do: as Django says, in one query instead of two."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.permissions import AskedOnce
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_user

pytestmark = pytest.mark.django_db


def both(user):
    """Return what ours and Django's own say of somebody, each read afresh."""
    again = [User.objects.get(pk=user.pk) for _each in range(2)]
    return AskedOnce().get_all_permissions(again[0]), ModelBackend().get_all_permissions(again[1])


def test_everybody_may_what_django_says():
    boss = make_user("boss", is_superuser=True)
    mixed = make_user("mixed", groups=["author"], permissions=["publishing.redact_page", "missions.add_mission"])
    people = [make_alice(), make_bob(), make_charlie(), make_dora(), boss, mixed]
    for user in people:
        ours, djangos = both(user)
        assert ours == djangos, user
    assert len(both(people[0])[0]) > 10
    assert both(people[2])[0] == set()


def test_it_is_asked_once_and_kept():
    alice = make_alice()
    with CaptureQueriesContext(connection) as queries:
        assert alice.has_perm("missions.change_mission")
        assert not alice.has_perm("auth.change_user")
        assert alice.has_module_perms("missions")
    assert len(queries) == 1


def test_who_left_and_who_never_came_may_nothing():
    gone = make_user("gone", groups=["author"], is_active=False)
    assert not gone.has_perm("missions.change_mission")
    assert AskedOnce().get_all_permissions(AnonymousUser()) == set()
