"""A save outlives the fields it was written with: no text of it is ever dropped in silence."""

import json

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article, StandingPage
from missions.models import Mission, Operation
from publishing import drafts, saved_names, saved_rows, saves, undo
from publishing.models import SavedDraft
from tests.factories import (
    make_mission,
)
from tests.people import make_alice, make_bob
from tests.publishing.past import fresh, full_article, full_mission, full_operation, full_standing_page
from tests.publishing.stories import written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def older_save(row, alice, **fields):
    """Keep a save as an older version of the site would have written it."""
    saves.record(row, by=alice)
    save = SavedDraft.objects.of(row.uid).first()
    content = json.loads(save.content)
    content["rows"][0]["fields"] |= fields
    save.content = json.dumps(content)
    save.save()
    return save


def test_text_of_a_field_that_is_gone_is_never_dropped(alice):
    mission = make_mission()
    save = older_save(mission, alice, motto_fr="Servir", motto_nl="")
    mission = written_by(alice, mission, lead_fr="Autre")
    with pytest.raises(ValidationError) as caught:
        undo.restore(mission, save, by=alice)
    assert caught.value.code == "lost"
    assert fresh(mission).lead_fr == "Autre"
    lost = undo.content_of(save).lost
    assert [(each.name, each.value) for each in lost] == [("motto_fr", "Servir")]


def test_an_empty_field_that_is_gone_is_no_obstacle(alice):
    mission = make_mission()
    save = older_save(mission, alice, motto_fr="", patron=None)
    mission = written_by(alice, mission, lead_fr="Autre")
    assert undo.restore(mission, save, by=alice).lead_fr != "Autre"


def test_a_renamed_field_takes_up_the_text_of_older_saves(alice, monkeypatch):
    monkeypatch.setitem(saved_names.RENAMED, ("missions.mission", "motto"), "slogan")
    mission = make_mission()
    save = older_save(mission, alice, motto_fr="Servir", motto_nl="Dienen")
    content = json.loads(save.content)
    for name in ("slogan_fr", "slogan_nl"):
        del content["rows"][0]["fields"][name]
    save.content = json.dumps(content)
    save.save()
    mission = written_by(alice, mission, slogan_fr="Autre")
    restored = undo.restore(mission, save, by=alice)
    assert (restored.slogan_fr, restored.slogan_nl) == ("Servir", "Dienen")


def test_a_kind_of_part_that_is_gone_is_lost_text_too(alice):
    mission = make_mission()
    save = older_save(mission, alice)
    content = json.loads(save.content)
    content["rows"].append({"model": "missions.anecdote", "key": "1", "pk": 1, "fields": {"text_fr": "Un soir"}})
    save.content = json.dumps(content)
    save.save()
    with pytest.raises(ValidationError):
        undo.restore(written_by(alice, mission, lead_fr="Autre"), save, by=alice)
    assert [each.value for each in undo.content_of(save).lost] == ["Un soir"]


def test_a_field_younger_than_a_save_keeps_what_it_has(alice):
    mission = make_mission()
    save = older_save(mission, alice)
    content = json.loads(save.content)
    del content["rows"][0]["fields"]["slogan_fr"]
    save.content = json.dumps(content)
    save.save()
    mission = written_by(alice, mission, slogan_fr="Né après", lead_fr="Autre")
    restored = undo.restore(mission, save, by=alice)
    assert restored.slogan_fr == "Né après"
    assert restored.lead_fr != "Autre"


def test_every_model_with_parts_is_tried_here():
    tried = {type(row) for row in (full_mission(), full_article(), full_operation(), full_standing_page())}
    with_parts = {kind.model for kind in drafts.kinds.every() if saved_rows.part_relations(kind.model)}
    assert with_parts == tried == {Mission, Article, Operation, StandingPage}
