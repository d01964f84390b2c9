"""From a published version back into the draft: the same documents come out again, and nothing that was removed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Block
from publishing import drafts, kinds, saved_rows, taking
from publishing.models import Redaction, SavedDraft, Writing
from publishing.thawing import Thaw
from tests.factories import (
    make_article,
    make_block,
    make_briefing,
    make_category,
    make_event,
    make_headcount,
    make_mission,
    make_notice,
    make_operation,
    make_picture,
    make_place,
    make_standing_page,
)
from tests.people import make_alice, make_bob, make_user
from tests.publishing.past import KINDS
from tests.publishing.stories import ask, publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def frozen(row):
    return drafts.frozen_in_all_languages(fresh(row))


def ticks(row, edition):
    return {offer.tick for offer in taking.offers(fresh(row), edition) if not offer.objection}


def rich_mission():
    operation = make_operation()
    mission = make_mission(
        places=[make_place()], operations=[operation], picture=make_picture(), started="2013", kicker={"fr": "En"}
    )
    make_event(mission, operation=operation, picture=make_picture(), short_title="Short")
    make_event(mission, date="2014", place_in_list=1, text={"fr": "Un mot.", "nl": "Een woord."})
    make_headcount(mission, operation=operation, as_of="2020")
    make_headcount(mission, qualifier="withheld")
    make_briefing(mission)
    return mission


MAKERS = {**KINDS, "mission": rich_mission}


def emptied(row):
    """Take everything out of a draft that a document holds and that can be empty; return the draft."""
    for part in list(saved_rows.parts(fresh(row))):
        part.delete()
    row = fresh(row)
    for each in saved_rows.kept_fields(type(row)):
        if each.many_to_many:
            getattr(row, each.name).clear()
        elif each.name in {"picture", "started"}:
            setattr(row, each.name, None)
        elif each.blank and isinstance(getattr(row, each.name), str) and not each.choices:
            setattr(row, each.name, None if each.null else "")
    row.save()
    return fresh(row)


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_frozen_thawed_into_an_empty_draft_and_frozen_again_is_the_same(kind, alice):
    row = MAKERS[kind]()
    wanted = frozen(row)
    row = emptied(row)
    assert frozen(row) != wanted
    Thaw(row, kinds.get(row.page_kind).shape, frozen(row), wanted).write(by=alice)
    assert frozen(row) == wanted


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_frozen_thawed_into_a_changed_draft_and_frozen_again_is_the_same(kind, alice):
    row = MAKERS[kind]()
    wanted = frozen(row)
    row = fresh(row)
    for each in saved_rows.kept_fields(type(row)):
        if each.name.endswith(("_fr", "_nl", "_de", "_en")):
            setattr(row, each.name, f"changed-{row.pk}-{each.name}".replace("_", "-")[:40])
    row.save()
    for part in saved_rows.parts(fresh(row)):
        for name in ("title_nl", "label_nl", "text_nl"):
            if hasattr(part, name):
                setattr(part, name, "Veranderd")
        if hasattr(part, "order"):
            # Far above what the counter of the factories reaches in one run.
            part.order = 30_000 - part.order
        part.save()
    row = fresh(row)
    assert frozen(row) != wanted
    Thaw(row, kinds.get(row.page_kind).shape, frozen(row), wanted).write(by=alice)
    assert frozen(row) == wanted


def test_every_kind_of_page_is_tried_here():
    assert {MAKERS[kind]().page_kind for kind in MAKERS} == {kind.name for kind in kinds.every()}


def test_parts_that_joined_since_stay_unless_they_are_ticked(alice, bob):
    mission = make_mission()
    make_event(mission, title="Old")
    mission = written_by(alice, mission)
    edition = publish(mission, alice=alice, bob=bob)["fr"]
    young = make_event(mission, title="Young")
    mission = written_by(alice, mission, lead_fr="Nouveau")
    taking.take(mission, edition, ["fr:lead"], by=alice)
    assert mission.events.count() == 2
    assert fresh(mission).lead_fr != "Nouveau"
    taking.take(fresh(mission), edition, [f"*:events/{young.uid}"], by=alice)
    assert [event.title_en for event in mission.events.all()] == ["Old"]


def test_a_deleted_event_comes_back_under_its_uid_in_all_languages(alice, bob):
    mission = make_mission()
    event = make_event(mission, title={"fr": "Fr", "nl": "Nl", "de": "De", "en": "En"})
    mission = written_by(alice, mission)
    edition = publish(mission, alice=alice, bob=bob)["fr"]
    uid = event.uid
    event.delete()
    mission = written_by(alice, mission)
    taking.take(mission, edition, [f"*:events/{uid}"], by=alice)
    back = fresh(mission).events.get()
    assert (back.uid, back.title_nl, back.title_de) == (uid, "Nl", "De")


def test_words_of_one_language_are_taken_alone(alice, bob):
    about = written_by(alice, make_standing_page())
    edition = publish(about, alice=alice, bob=bob)["nl"]
    about = written_by(alice, about, title_fr="Un titre", title_nl="Een titel")
    taking.take(about, edition, ["nl:title"], by=alice)
    assert (fresh(about).title_fr, fresh(about).title_nl) == ("Un titre", "About us")


def test_what_a_version_does_not_hold_stays(alice, bob):
    mission = written_by(alice, make_mission())
    edition = publish(mission, alice=alice, bob=bob)["fr"]
    mission = written_by(alice, mission, review_on="2027-05-01", lead_fr="Autre")
    taking.take(mission, edition, ticks(mission, edition), by=alice)
    assert str(fresh(mission).review_on) == "2027-05-01"
    assert frozen(mission)["fr"].lead == drafts.read("mission", edition.document).lead


def test_a_taking_is_kept_as_a_save_and_noted_as_written(alice, bob):
    about = written_by(alice, make_standing_page())
    edition = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Un titre")
    taking.take(about, edition, ["fr:title"], by=bob)
    save = SavedDraft.objects.of(about.uid).first()
    assert (save.what, save.by) == (SavedDraft.What.TAKEN, bob)
    writers = {writing.by for writing in Writing.objects.filter(change="title", language="fr", release__isnull=True)}
    assert writers == {alice, bob}


def test_a_removed_passage_is_neither_offered_nor_emptied(alice, bob):
    about = written_by(alice, make_standing_page(body="<p>The name of somebody</p>"))
    edition = publish(about, alice=alice, bob=bob)["fr"]
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.", languages=["fr"])
    edition.refresh_from_db()
    about = written_by(alice, about, body_fr="<p>Sans nom</p>", title_fr="Un titre")
    assert ticks(about, edition) == {"fr:title"}
    taking.take(about, edition, ["fr:title", "fr:body"], by=alice)
    assert fresh(about).body_fr == "<p>Sans nom</p>"


def test_a_number_that_was_never_published_is_not_made_up(alice, bob):
    mission = make_mission()
    figure = make_headcount(mission, headcount=3, qualifier="exact", as_of="2019")
    other = make_headcount(mission, headcount=90, qualifier="exact", as_of="2020")
    mission = written_by(alice, mission)
    edition = publish(mission, alice=alice, bob=bob)["fr"]
    figure.headcount, other.headcount = 80, 95
    figure.save(), other.save()
    mission = written_by(alice, mission, lead_fr="Autre")
    assert ticks(mission, edition) == {"fr:lead"}
    with pytest.raises(ValidationError):
        taking.take(
            mission, edition, [f"*:figures/{figure.uid}/headcount", f"*:figures/{figure.uid}/qualifier"], by=bob
        )
    figure.refresh_from_db()
    assert figure.headcount == 80


def test_words_of_other_pages_are_left_to_them(alice, bob):
    place = make_place(label="Before")
    mission = written_by(alice, make_mission(places=[place]))
    edition = publish(mission, alice=alice, bob=bob)["fr"]
    place.label_fr = "Après"
    place.save()
    [offer] = taking.offers(fresh(mission), edition)
    assert offer.change.key == f"places/{place.uid}/label"
    assert offer.objection


def test_an_entry_that_was_deleted_is_said_and_not_taken(alice, bob):
    category = make_category()
    article = make_article(categories=[category])
    make_block(article)
    article = written_by(alice, article)
    edition = publish(article, alice=alice, bob=bob)["fr"]
    label = category.label_fr
    category.delete()
    [offer] = taking.offers(written_by(alice, article), edition)
    assert label in offer.objection


def test_a_piece_for_some_readers_comes_back_for_them_only(alice, bob):
    article = make_article()
    make_block(article)
    piece = make_block(article, only_in="nl", only_in_reason="Asked for in Flanders.", text={"nl": "<p>Enkel hier</p>"})
    article = written_by(alice, article)
    edition = publish(article, alice=alice, bob=bob)["nl"]
    uid = piece.uid
    piece.delete()
    article = written_by(alice, article)
    taking.take(article, edition, [f"*:blocks/{uid}"], by=alice)
    back = Block.objects.get(uid=uid)
    assert (back.only_in, back.text_nl) == ("nl", "<p>Enkel hier</p>")
    assert back.only_in_reason
    assert uid not in {block.uid for block in frozen(article)["fr"].blocks}


def test_the_order_of_pieces_is_taken(alice, bob):
    article = make_article()
    pieces = [make_block(article) for _number in range(3)]
    article = written_by(alice, article)
    edition = publish(article, alice=alice, bob=bob)["fr"]
    wanted = [block.uid for block in frozen(article)["fr"].blocks]
    pieces[0].order = 10_000
    pieces[0].save()
    article = written_by(alice, article)
    taking.take(article, edition, ["*:blocks/#order"], by=alice)
    assert [block.uid for block in frozen(article)["fr"].blocks] == wanted


def test_a_version_that_is_to_come_or_was_called_off_is_not_taken(alice, bob):
    about = written_by(alice, make_standing_page())
    release = ask(about, by=alice, wanted_from=timezone.now() + timedelta(hours=1))
    edition = release.approve(by=bob)[0]
    about = written_by(alice, about, title_fr="Un titre")
    with pytest.raises(ValidationError):
        taking.take(about, edition, ["fr:title"], by=alice)
    release.cancel(by=bob)
    edition.refresh_from_db()
    with pytest.raises(ValidationError):
        taking.take(about, edition, ["fr:title"], by=alice)


def test_a_version_of_another_page_is_not_taken(alice, bob):
    about, press = (
        written_by(alice, make_standing_page()),
        written_by(alice, make_standing_page(role="press", slug="p")),
    )
    edition = publish(press, alice=alice, bob=bob)["fr"]
    with pytest.raises(ValidationError):
        taking.take(about, edition, ["fr:title", "fr:body"], by=alice)


def test_an_address_that_another_page_has_today_is_said_and_not_taken(alice, bob):
    notice = written_by(alice, make_notice(slug="warning"))
    edition = publish(notice, alice=alice, bob=bob)["fr"]
    notice = written_by(alice, notice, **dict.fromkeys(["slug_fr", "slug_nl", "slug_de", "slug_en"], "other"))
    make_notice(slug="warning")
    assert ticks(notice, edition) == set()
