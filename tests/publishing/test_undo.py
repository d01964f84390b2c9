"""Every save of a draft is kept, and can be undone with all its parts and languages."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from articles.models import Category
from images.models import Picture
from languages.models import Segment
from languages.states import State
from publishing import drafts, freezing, saved_changes, saved_rows, saves, undo
from publishing.models import Redaction
from tests.factories import (
    make_article,
    make_briefing,
    make_category,
    make_event,
    make_headcount,
    make_mission,
    make_picture,
    make_standing_page,
    make_theme,
    make_theme_place,
)
from tests.people import make_alice, make_bob, make_user
from tests.publishing.past import KINDS, fresh, history, told
from tests.publishing.stories import publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


# ---- What is kept ---------------------------------------------------------------------------------------------------


def test_every_save_is_kept_with_who_and_when_and_what_changed(alice, bob):
    about = written_by(alice, make_standing_page())
    about = written_by(bob, about, title_fr="Un titre", title_nl="Een titel")
    first, second = reversed(history(about))
    assert (first.by, second.by) == (alice, bob)
    assert first.at < second.at
    assert (second.passages, second.languages) == (2, ["fr", "nl"])


def test_a_save_that_changes_nothing_is_not_kept(alice):
    about = written_by(alice, make_standing_page())
    written_by(alice, about)
    written_by(alice, about, title_fr=about.title_fr)
    assert len(history(about)) == 1


def test_what_no_document_holds_is_kept_too(alice):
    mission = written_by(alice, make_mission())
    written_by(alice, mission, review_on="2027-03-01")
    assert len(history(mission)) == 2
    assert history(mission)[0].languages == []


def test_a_change_in_a_part_is_a_save_of_its_page(alice):
    mission = make_mission()
    event = make_event(mission)
    written_by(alice, mission)
    event.title_de = "Anders"
    event.save()
    written_by(alice, mission)
    assert (history(mission)[0].passages, history(mission)[0].languages) == (1, ["de"])


@pytest.mark.parametrize("events", [1, 20])
def test_keeping_a_save_asks_three_questions_however_long_the_page_is(events, alice, django_assert_num_queries):
    mission = make_mission()
    for _number in range(events):
        make_event(mission)
    mission = written_by(alice, mission)
    mission.lead_fr = "Autre"
    mission.save()
    whole = freezing.prepared(fresh(mission), drafts.kinds.get("mission").relations)
    with django_assert_num_queries(3):
        saves.record(whole, by=alice)
    with django_assert_num_queries(1):
        assert saves.record(whole, by=alice) is None


def test_a_command_is_nobody(alice):
    mission = make_mission()
    drafts.note(mission, by=None)
    assert [save.by for save in history(mission)] == [None]


def test_what_was_loaded_can_be_brought_back_like_what_was_typed():
    make_alice("author"), make_bob("releaser")
    about = make_standing_page()
    call_command("publish_loaded", about.uid, verbosity=0, stdout=io.StringIO())
    assert [(save.by, save.what) for save in history(about)] == [(None, "saved")]


def test_a_replaced_picture_file_is_told_and_stays(alice):
    picture = make_picture(caption="Before")
    saves.record(picture, by=alice)
    Picture.objects.filter(pk=picture.pk).update(file="other.png", content_hash="f" * 64, caption_fr="Après")
    saves.record(fresh(picture), by=alice)
    first = history(picture)[-1]
    changes = saved_changes.between(undo.content_now(fresh(picture)), undo.content_of(first))
    assert {change.name: change.stays for change in changes} == {"file": True, "caption_fr": False}
    restored = undo.restore(fresh(picture), first, by=alice)
    assert (restored.caption_fr, restored.file.name, restored.content_hash) == ("Before", "other.png", "f" * 64)


def test_the_words_of_a_picture_are_kept(alice):
    picture = make_picture()
    saves.record(picture, by=None)
    picture.caption_fr = "Une légende"
    picture.save()
    saves.record(picture, by=alice)
    restored = undo.restore(picture, history(picture)[1], by=alice)
    assert restored.caption_fr != "Une légende"
    assert restored.content_hash == picture.content_hash


# ---- Restoring ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_restore_brings_every_kind_of_draft_back_whole(kind, alice):
    row = KINDS[kind]()
    before = told(row)
    drafts.note(fresh(row), by=alice)
    for part in list(saved_rows.parts(fresh(row))):
        part.delete()
    for each in saved_rows.kept_fields(type(row)):
        if each.many_to_many:
            getattr(row, each.name).clear()
    changed = fresh(row)
    name = next(name for name in ("title_fr", "label_fr") if hasattr(changed, name))
    written_by(alice, changed, **{name: "Tout autre chose"})
    assert told(row) != before
    undo.restore(fresh(row), history(row)[-1], by=alice)
    assert told(row) == before


def test_a_restore_is_a_save_and_can_be_undone(alice, bob):
    mission = written_by(alice, make_mission(lead="Before."))
    mission = written_by(alice, mission, lead_fr="Après.")
    event = make_event(mission)
    mission = written_by(alice, mission)
    undo.restore(mission, history(mission)[-1], by=bob)
    assert not mission.events.exists()
    assert history(mission)[0].by == bob
    assert history(mission)[0].source == history(mission)[-1]
    restored = undo.restore(fresh(mission), history(mission)[1], by=bob)
    assert restored.events.get().uid == event.uid
    assert restored.lead_fr == "Après."


def test_parts_keep_their_uid_and_number_so_that_anchors_and_order_stay(alice):
    mission = make_mission()
    events = [make_event(mission, title=title) for title in ("One", "Two", "Three")]
    mission = written_by(alice, mission)
    wanted, uid, number = drafts.frozen(mission, "en"), events[1].uid, events[1].pk
    events[1].delete()
    written_by(alice, mission)
    restored = undo.restore(fresh(mission), history(mission)[-1], by=alice)
    assert drafts.frozen(restored, "en") == wanted
    assert restored.events.get(uid=uid).pk == number


def test_values_that_only_one_row_may_have_are_exchanged_back(alice):
    mission = make_mission()
    first = make_headcount(mission, role="total", as_of="2019")
    second = make_headcount(mission, role="total", as_of="2020")
    written_by(alice, mission)
    for figure, date in ((first, "2018"), (second, "2019"), (first, "2020")):
        figure.as_of = date
        figure.save()
    written_by(alice, mission)
    undo.restore(fresh(mission), history(mission)[-1], by=alice)
    dates = {figure.uid: str(figure.as_of.to_storage()) for figure in fresh(mission).deployments.all()}
    assert dates == {first.uid: "2019", second.uid: "2020"}


def test_a_translation_is_as_old_as_it_was(alice):
    """Otherwise a restored Dutch text would pass for the translation of a French one it never saw."""
    about = written_by(alice, make_standing_page(title="One"))
    stale = written_by(alice, about, title_fr="Autre chose")
    assert Segment.objects.get(part_uid=about.uid, field="title", language="nl").state == State.STALE
    written_by(alice, stale, title_nl="Iets anders", title_de="Etwas anderes", title_en="Something else")
    undo.restore(fresh(about), history(about)[1], by=alice)
    nl = Segment.objects.get(part_uid=about.uid, field="title", language="nl")
    assert (nl.state, nl.source_text) == (State.STALE, "One")


def test_what_was_changed_past_every_form_is_kept_before_a_restore(alice):
    about = written_by(alice, make_standing_page(title="One"))
    about = written_by(alice, about, title_fr="Deux")
    type(about).objects.filter(pk=about.pk).update(title_fr="Par une commande")
    undo.restore(fresh(about), history(about)[-1], by=alice)
    contents = [json.loads(save.content)["rows"][0]["fields"]["title_fr"] for save in history(about)]
    assert contents == ["One", "Par une commande", "Deux", "One"]


def test_going_back_to_where_one_is_is_refused(alice):
    about = written_by(alice, make_standing_page())
    with pytest.raises(ValidationError) as caught:
        undo.restore(about, history(about)[0], by=alice)
    assert caught.value.code == "no_change"


def test_a_rule_of_today_refuses_the_whole_restore(alice):
    theme = make_theme()
    article = make_article()
    place = make_theme_place(theme, article, 1)
    article = written_by(alice, article)
    place.delete()
    article = written_by(alice, article, title_fr="Un autre titre")
    make_theme_place(theme, make_article(), 1)
    with pytest.raises(ValidationError):
        undo.restore(article, history(article)[-1], by=alice)
    assert fresh(article).title_fr == "Un autre titre"
    assert len(history(article)) == 2


def test_an_address_that_another_page_has_today_stays_with_it(alice):
    about = written_by(alice, make_standing_page(slug="about"))
    about = written_by(alice, about, slug_fr="other", slug_nl="other", title_fr="Un autre titre")
    make_standing_page(role="press", slug={"fr": "about"})
    assert [taken.path for taken in undo.taken_addresses(undo.content_of(history(about)[-1]))] == [
        "/fr/informations/about/"
    ]
    restored = undo.restore(about, history(about)[-1], by=alice)
    assert (restored.slug_fr, restored.slug_nl) == ("other", "about")
    assert restored.title_fr == "About us"


def test_an_entry_deleted_since_is_named_and_left_out_only_when_told(alice):
    category = make_category()
    article = written_by(alice, make_article(categories=[category]))
    category.delete()
    written_by(alice, article, title_fr="Un autre titre")
    with pytest.raises(undo.NamesWhatIsGone) as caught:
        undo.restore(fresh(article), history(article)[-1], by=alice)
    assert [each.model for each in caught.value.missing] == [Category]
    restored = undo.restore(fresh(article), history(article)[-1], by=alice, without_missing=True)
    assert list(restored.categories.all()) == []
    assert restored.title_fr != "Un autre titre"


def test_a_part_that_cannot_be_without_a_deleted_entry_is_left_out_with_it(alice):
    mission = make_mission()
    briefing = make_briefing(mission)
    mission = written_by(alice, mission)
    briefing.delete()
    briefing.component.delete()
    written_by(alice, mission)
    written_by(alice, mission, lead_fr="Autre")
    restored = undo.restore(fresh(mission), history(mission)[-1], by=alice, without_missing=True)
    assert restored.lead_fr != "Autre"
    assert not restored.briefings.exists()


def test_a_passage_removed_from_every_version_does_not_come_back_by_a_restore(alice, bob):
    about = make_standing_page(body="<p>The name of somebody</p>")
    about = written_by(alice, about)
    publish(about, alice=alice, bob=bob)
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.")
    about = written_by(
        alice, about, title_fr="Un titre", **dict.fromkeys(["body_fr", "body_nl", "body_de", "body_en"], "")
    )
    restored = undo.restore(about, history(about)[-1], by=alice)
    assert restored.title_fr == "About us"
    assert "somebody" not in json.dumps(saved_rows.plain(restored))
    assert "somebody" not in str(saved_changes.between(undo.content_of(history(about)[-1]), undo.content_now(restored)))


def test_an_event_removed_from_every_version_does_not_come_back_by_a_restore(alice, bob):
    mission = make_mission()
    event = make_event(mission)
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(mission.page(), f"events/{event.uid}", by=boss, reason="A position.")
    event.delete()
    mission = written_by(alice, mission, lead_fr="Autre")
    restored = undo.restore(mission, history(mission)[-1], by=alice)
    assert restored.lead_fr != "Autre"
    assert not restored.events.exists()
