"""Nobody lets their own words out by having a colleague bring them back; each way around is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from publishing import drafts, saves, taking, undo
from publishing.models import Release, SavedDraft
from tests.factories import make_event, make_mission, make_picture, make_standing_page
from tests.people import make_alice, make_bob
from tests.publishing.stories import ask, publish, still_right, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def bea():
    return make_bob("bea")


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def refused(release, by):
    with pytest.raises(ValidationError) as caught:
        release.approve(by=by)
    return caught.value.code == "four_eyes"


def saves_of(row):
    return list(SavedDraft.objects.of(row.uid))


def in_french(about, release_by, **options):
    return ask(about, by=release_by, languages=["fr"], ticks={"fr:title"}, **options)


def published_by_bob_then_changed_by_alice(about, alice, bob, bea):
    """Bob’s title goes live and is replaced by Alice’s; return the draft and the save with Bob’s words."""
    about = written_by(bob, about, title_fr="De Bob")
    save = saves_of(about)[0]
    still_right(about, "title", by=alice)
    ask(about, by=alice).approve(by=bea)
    about = written_by(alice, about, title_fr="D’Alice")
    still_right(about, "title", by=alice)
    in_french(about, alice).approve(by=bea)
    return about, save


def test_words_that_went_out_once_stay_their_writers_when_a_colleague_restores_them(about, alice, bob, bea):
    about, save = published_by_bob_then_changed_by_alice(about, alice, bob, bea)
    about = undo.restore(about, save, by=alice)
    still_right(about, "title", by=alice)
    release = in_french(about, alice)
    assert refused(release, bob)
    assert release.approve(by=bea)


def test_words_that_went_out_once_stay_their_writers_when_a_colleague_takes_the_version(about, alice, bob, bea):
    about, _save = published_by_bob_then_changed_by_alice(about, alice, bob, bea)
    edition = about.page().editions.filter(language="fr").order_by("sequence").first()
    about = taking.take(about, edition, ["fr:title"], by=alice)
    assert about.title_fr == "De Bob"
    still_right(about, "title", by=alice)
    release = in_french(about, alice)
    assert refused(release, bob)
    assert release.approve(by=bea)


def test_whoever_restores_does_not_approve_what_came_back(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Un titre")
    save = saves_of(about)[0]
    about = written_by(alice, about, title_fr="Un autre")
    about = undo.restore(about, save, by=bob)
    still_right(about, "title", by=alice)
    assert refused(in_french(about, alice), bob)


def test_whoever_takes_a_version_does_not_approve_what_came_back(about, alice, bob, bea):
    edition = publish(about, alice=alice, bob=bea)["fr"]
    about = written_by(alice, about, title_fr="Un titre")
    still_right(about, "title", by=alice)
    in_french(about, alice).approve(by=bea)
    about = taking.take(about, edition, ["fr:title"], by=bob)
    still_right(about, "title", by=alice)
    assert refused(in_french(about, alice), bob)


def test_a_part_its_writer_added_as_a_whole_stays_hers_passage_by_passage(alice, bob, bea):
    mission = written_by(alice, make_mission())
    event = make_event(mission, title="By Bob")
    mission = written_by(bob, mission)
    save = saves_of(mission)[0]
    publish(mission, alice=alice, bob=bea)
    event.title_fr = "D’Alice"
    event.save(by=alice)
    mission = written_by(alice, mission)
    tick = f"fr:events/{event.uid}/title"
    for language in ("nl", "de", "en"):
        event.segments.get(field="title", language=language).still_right(by=alice)
    ask(mission, by=alice, languages=["fr"], ticks={tick}).approve(by=bea)
    mission = undo.restore(mission, save, by=alice)
    for language in ("nl", "de", "en"):
        event.segments.get(field="title", language=language).still_right(by=alice)
    assert refused(ask(mission, by=alice, languages=["fr"], ticks={tick}), bob)


def test_deleting_a_draft_and_having_it_brought_back_does_not_wash_its_words(client, about, alice, bob):
    about = written_by(bob, about, title_fr="De Bob", title_nl="Van Bob", title_de="Von Bob", title_en="Bob’s")
    client.force_login(bob)
    client.post(reverse("admin:articles_standingpage_delete", args=[about.pk]), {"post": "yes"})
    back = undo.recover(saves_of(about)[0], by=alice)
    assert refused(ask(back, by=alice), bob)


def test_a_caption_its_writer_wrote_stays_hers_on_the_pages_that_show_it(alice, bob, bea):
    picture = make_picture(caption="Before")
    mission = written_by(alice, make_mission(picture=picture))
    for user, words in ((bob, "De Bob"), (alice, "D’Alice")):
        save_caption(user, picture, words)
        mission = type(mission).objects.get(pk=mission.pk)
        ask(mission, by=alice).approve(by=bea)
    save = next(save for save in saves_of(picture) if save.by == bob)
    undo.restore(picture, save, by=alice)
    assert refused(ask(mission, by=alice), bob)


def save_caption(user, picture, words):
    """Change the words of a picture as its form does: save, keep the save, note it on the pages that show it."""
    picture.refresh_from_db()
    picture.caption_fr = picture.caption_nl = picture.caption_de = picture.caption_en = words
    picture.save(by=user)
    saves.record(picture, by=user)
    drafts.note_all(drafts.using(picture), by=user)


def test_bringing_something_back_publishes_nothing(about, alice, bob):
    edition = publish(about, alice=alice, bob=bob)["fr"]
    count = about.page().editions.count()
    about = written_by(alice, about, title_fr="Un titre")
    about = undo.restore(about, saves_of(about)[-1], by=bob)
    about = written_by(alice, about, title_fr="Encore un")
    taking.take(about, edition, ["fr:title"], by=bob)
    assert about.page().editions.count() == count
    assert Release.objects.count() == 1
