"""A deleted draft comes back whole for thirty days, and then it is forgotten."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from missions.models import Mission
from publishing import saves, undo
from publishing.models import SavedDraft
from tests.factories import (
    make_mission,
    make_picture,
)
from tests.people import make_alice, make_bob
from tests.publishing.past import KINDS, fresh, history, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def deleted(row, by):
    saves.record(fresh(row), by=by, what=SavedDraft.What.DELETED)
    fresh(row).delete()
    return SavedDraft.objects.of(row.uid).first()


@pytest.mark.parametrize("kind", [*sorted(KINDS), "picture"])
def test_a_deleted_draft_comes_back_whole_under_its_own_uid(kind, alice, bob):
    row = {**KINDS, "picture": make_picture}[kind]()
    before, pk = told(row), row.pk
    deletion = deleted(row, alice)
    back = undo.recover(deletion, by=bob)
    assert (back.uid, back.pk) == (row.uid, pk)
    assert told(back) == before
    assert history(back)[0].by == bob


def test_a_draft_comes_back_once(alice):
    deletion = deleted(make_mission(), alice)
    undo.recover(deletion, by=alice)
    with pytest.raises(ValidationError):
        undo.recover(deletion, by=alice)
    assert Mission.objects.count() == 1


def test_after_thirty_days_a_deleted_draft_is_forgotten_and_no_other(alice):
    kept, gone, back = make_mission(), make_mission(), make_mission()
    recent, old, returned = deleted(kept, alice), deleted(gone, alice), deleted(back, alice)
    undo.recover(returned, by=alice)
    month_ago = timezone.now() - timedelta(days=30, minutes=1)
    SavedDraft.objects.filter(pk__in=[old.pk, returned.pk]).update(at=month_ago)
    with pytest.raises(ValidationError):
        undo.recover(old, by=alice)
    assert undo.forget_deleted_drafts(timezone.now()) == 1
    assert history(gone) == []
    assert history(kept)[0] == recent
    assert len(history(back)) == 2
