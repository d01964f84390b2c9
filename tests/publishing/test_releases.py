"""From a draft to what the public reads: asking, approving, refusing, and every rule in between."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from publishing import drafts
from publishing.models import Address, Draft, Edition, Release, Writing
from publishing.models.releases import Blocked, HeadMoved
from publishing.wishes import Wish
from tests.factories import make_event, make_headcount, make_mission, make_standing_page
from tests.people import make_alice, make_bob, make_charlie, make_erik, make_user
from tests.publishing.stories import ALL, ask, live, publish, still_right, written_by

pytestmark = pytest.mark.django_db

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def test_what_is_approved_is_byte_for_byte_what_goes_live(about, alice, bob):
    release = ask(about, by=alice)
    asked = {candidate.language: candidate.document for candidate in release.candidates.all()}
    written_by(alice, about, title_fr="Autre titre")
    editions = release.approve(by=bob)
    assert {edition.language: edition.document for edition in editions} == asked


def test_all_languages_of_a_release_go_live_in_the_same_moment(about, alice, bob):
    editions = publish(about, alice=alice, bob=bob)
    assert editions.keys() == set(ALL)
    assert len({edition.live_from for edition in editions.values()}) == 1


def test_before_approval_the_public_sees_nothing(about, alice):
    ask(about, by=alice)
    assert live(about) is None


def test_a_later_edit_stays_unseen(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    written_by(alice, about, title_fr="Réécriture")
    assert live(about).title == "About us"


def test_only_ticked_changes_go_out(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Nouveau titre")
    still_right(about, "title", by=alice)
    sofia = make_alice("sofia")
    about = written_by(sofia, about, body_fr="<p>Une réécriture à moitié faite.</p>")
    publish(about, alice=alice, bob=bob, languages=["fr"], ticks={"fr:title"})
    assert live(about).title == "Nouveau titre"
    assert "moitié" not in live(about).body


def test_live_is_half_open_to_the_microsecond(about, alice, bob):
    moment = timezone.now() + timedelta(hours=1)
    editions = publish(about, alice=alice, bob=bob, wanted_from=moment)
    assert {edition.live_from for edition in editions.values()} == {moment}
    assert live(about, at=moment - MICROSECOND) is None
    assert live(about, at=moment) is not None


def test_a_version_ends_in_the_microsecond_the_next_one_starts(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Second", title_nl="Tweede", title_de="Zweites", title_en="Second")
    moment = timezone.now() + timedelta(hours=1)
    publish(about, alice=alice, bob=bob, wanted_from=moment)
    assert live(about, at=moment - MICROSECOND).title == "About us"
    assert live(about, at=moment).title == "Second"


def test_late_approval_is_never_retroactive(about, alice, bob):
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False):
        release = ask(about, by=alice, wanted_from=datetime(2026, 3, 2, 10, tzinfo=UTC))
    approved_at = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
    with time_machine.travel(approved_at, tick=False):
        editions = release.approve(by=bob)
    assert {edition.live_from for edition in editions} == {approved_at}


def test_a_moment_in_the_past_is_refused(about, alice):
    with pytest.raises(ValidationError, match="past"):
        ask(about, by=alice, wanted_from=timezone.now() - timedelta(minutes=1))


def test_a_request_compared_with_an_older_head_is_refused(about, alice, bob):
    first, second = ask(about, by=alice), ask(about, by=alice)
    first.approve(by=bob)
    with pytest.raises(HeadMoved):
        second.approve(by=bob)
    second.refresh_from_db()
    assert second.state == Release.State.REQUESTED


def test_a_page_has_one_scheduled_publication_at_a_time(about, alice, bob):
    publish(about, alice=alice, bob=bob, wanted_from=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValidationError, match="scheduled"):
        ask(about, by=alice)


def test_the_author_cannot_approve_her_own_words(about, alice):
    alice = make_bob("alice2")
    about = written_by(alice, about, title_fr="De ma main")
    still_right(about, "title", by=alice)
    with pytest.raises(ValidationError, match="somebody else"):
        ask(about, by=alice).approve(by=alice)


def test_moving_one_comma_makes_a_releaser_an_author(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, body_fr="<p>Qui nous sommes vraiment</p>")
    about = written_by(bob, about, body_fr="<p>Qui nous sommes, vraiment</p>")
    still_right(about, "body", by=alice)
    release = ask(about, by=alice, languages=["fr"], ticks={"fr:body"})
    with pytest.raises(ValidationError, match="somebody else"):
        release.approve(by=bob)
    assert release.approve(by=make_bob("bea"))


def test_words_left_behind_do_not_count_as_written(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Nouveau titre")
    still_right(about, "title", by=alice)
    about = written_by(bob, about, body_fr="<p>La moitié de Bob</p>")
    assert ask(about, by=alice, languages=["fr"], ticks={"fr:title"}).approve(by=bob)


def test_words_of_an_earlier_publication_do_not_count_again(about, alice, bob):
    about = written_by(bob, about, title_fr="De Bob")
    still_right(about, "title", by=bob)
    ask(about, by=alice).approve(by=make_bob("bea"))
    about = written_by(alice, about, title_fr="D’Alice", title_nl="Van Alice")
    assert ask(about, by=alice, languages=["fr", "nl"]).approve(by=bob)


def test_a_desk_of_one_person_may_lift_four_eyes_and_it_is_recorded(about, settings):
    bob = make_bob("solo")
    about = written_by(bob, about, title_fr="De Bob")
    still_right(about, "title", by=bob)
    settings.ONE_PERSON_DESK = True
    release = ask(about, by=bob)
    release.approve(by=bob)
    assert release.one_person_desk is True


def test_nobody_without_the_permission_asks_or_decides(about, alice):
    charlie = make_charlie()
    with pytest.raises(PermissionDenied):
        ask(about, by=charlie)
    release = ask(about, by=alice)
    for verb in (
        lambda: release.approve(by=alice),
        lambda: release.approve(by=charlie),
        lambda: release.refuse(by=charlie, reason="No."),
        lambda: release.cancel(by=charlie),
        lambda: release.publish_small_correction(by=charlie),
        lambda: release.confirm(by=charlie),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_someone_who_left_decides_nothing(about, alice, bob):
    release = ask(about, by=alice)
    bob.is_active = False
    with pytest.raises(PermissionDenied):
        release.approve(by=bob)


def test_a_refusal_needs_a_reason_and_ends_the_request(about, alice, bob):
    release = ask(about, by=alice)
    with pytest.raises(ValidationError, match="Say why"):
        release.refuse(by=bob, reason="  ")
    release.refuse(by=bob, reason="The date is wrong.")
    with pytest.raises(ValidationError, match="already decided"):
        release.approve(by=bob)


def test_a_request_is_approved_once(about, alice, bob):
    release = ask(about, by=alice)
    again = Release.objects.get(pk=release.pk)
    release.approve(by=bob)
    with pytest.raises(ValidationError, match="already decided"):
        again.approve(by=bob)
    assert Edition.objects.filter(page__uid=about.uid, language="fr").count() == 1


def test_a_cancelled_schedule_never_appears(about, alice, bob):
    moment = timezone.now() + timedelta(hours=1)
    release = ask(about, by=alice, wanted_from=moment)
    release.approve(by=bob)
    release.cancel(by=bob)
    assert live(about, at=moment + timedelta(days=1)) is None


def test_what_is_live_cannot_be_cancelled(about, alice, bob):
    release = ask(about, by=alice)
    release.approve(by=bob)
    with pytest.raises(ValidationError, match="live already"):
        release.cancel(by=bob)


def test_a_schedule_moves_to_another_moment_with_the_same_words(about, alice, bob):
    first, later = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=2)
    release = ask(about, by=alice, wanted_from=first)
    documents = {edition.language: edition.document for edition in release.approve(by=bob)}
    moved = release.reschedule(by=bob, wanted_from=later)
    assert {edition.language: edition.document for edition in moved} == documents
    assert live(about, at=first) is None
    assert live(about, at=later) is not None


def test_after_a_cancelled_schedule_the_live_version_lasts(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Second", title_nl="Tweede", title_de="Zweites", title_en="Second")
    moment = timezone.now() + timedelta(hours=1)
    release = ask(about, by=alice, wanted_from=moment)
    release.approve(by=bob)
    release.cancel(by=bob)
    assert live(about, at=moment + timedelta(days=1)).title == "About us"


def test_required_languages_go_out_together_or_not_at_all(about, alice):
    with pytest.raises(Blocked, match="required"):
        ask(about, by=alice, languages=["fr"])
    assert not Release.objects.exists()


def test_a_language_that_is_not_required_may_follow(about, alice, bob):
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"])
    assert live(about, "de") is None
    publish(about, alice=alice, bob=bob, languages=["de"])
    assert live(about, "de") is not None


def test_not_waiting_for_a_required_language_needs_a_permission_and_a_reason(about, alice, bob):
    about = written_by(alice, about, body_nl="")
    with pytest.raises(Blocked):
        ask(about, by=alice, languages=["fr"])
    with pytest.raises(PermissionDenied):
        ask(about, by=alice, languages=["fr"], override_reason="A death; Dutch follows within the hour.")
    boss = make_user("boss", groups=["administrator"])
    release = ask(about, by=boss, languages=["fr"], override_reason="A death; Dutch follows within the hour.")
    assert release.approve(by=bob)
    assert release.override_reason


def test_a_source_text_does_not_go_out_over_a_stale_required_translation(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, body_fr="<p>Un tout autre texte, plus long.</p>")
    with pytest.raises(Blocked, match="source"):
        ask(about, by=alice, languages=["fr", "nl"])


def test_one_language_is_corrected_alone_while_the_others_stay_live(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Over ons, verbeterd")
    publish(about, alice=alice, bob=bob, languages=["nl"])
    assert live(about, "nl").title == "Over ons, verbeterd"
    assert live(about, "fr").title == "About us"


def test_a_missing_required_text_blocks(about, alice):
    about = written_by(alice, about, title_nl="")
    with pytest.raises(Blocked) as caught:
        ask(about, by=alice)
    assert {finding.code for finding in caught.value.findings} >= {"text_missing"}


def test_a_number_changes_in_every_live_language_or_in_none(alice, bob):
    mission = make_mission()
    figure = make_headcount(mission)
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    figure.headcount = 80
    figure.save(by=alice)
    drafts.note(mission, by=alice)
    with pytest.raises(Blocked, match="fact"):
        ask(mission, by=alice, languages=["fr", "nl"])
    publish(mission, alice=alice, bob=bob)
    assert {live(mission, code).figures[0].headcount for code in ALL} == {80}


def test_a_new_language_joins_with_the_facts_the_public_reads_not_those_of_the_draft(alice, bob):
    mission = make_mission()
    figure = make_headcount(mission)
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob, languages=["fr", "nl"])
    figure.headcount = 80
    figure.save(by=alice)
    drafts.note(mission, by=alice)
    publish(mission, alice=alice, bob=bob, languages=["en"], ticks=set())
    assert live(mission, "en").figures[0].headcount == live(mission, "fr").figures[0].headcount == 95


def test_several_pages_go_out_all_or_none(alice, bob):
    first = written_by(alice, make_standing_page(role="about", slug="about"))
    second = written_by(alice, make_standing_page(role="press", slug="press"))
    release = Release.objects.request(by=alice, wanted=[Wish(first, ALL), Wish(second, ALL)])
    publish(second, alice=alice, bob=bob)
    with pytest.raises(HeadMoved):
        release.approve(by=bob)
    assert live(first) is None
    assert Address.objects.filter(path=drafts.frozen(first, "fr").path).count() == 0


def test_nothing_is_written_when_approval_fails(about, alice, bob):
    release = ask(about, by=alice)
    publish(about, alice=alice, bob=bob)
    before = Edition.objects.count()
    with pytest.raises(HeadMoved):
        release.approve(by=bob)
    assert Edition.objects.count() == before


def test_a_small_correction_goes_out_alone_and_waits_for_confirmation(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    erik = make_erik()
    about = written_by(erik, about, body_fr="<p>Who we are indeed.</p>")
    still_right(about, "body", by=erik)
    release = ask(about, by=erik, languages=["fr"], ticks={"fr:body"})
    assert release.publish_small_correction(by=erik)
    assert release.nature == Release.Nature.SMALL_CORRECTION
    with pytest.raises(PermissionDenied):
        release.confirm(by=erik)
    release.confirm(by=bob)
    assert release.confirmed_by == bob


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("<p>Il y a 95 militaires.</p>", "<p>Il y a 96 militaires.</p>", "number"),
        ("<p>Ils sont à Gao.</p>", "<p>Ils sont à Kidal.</p>", "name"),
        ('<p><a href="https://a.invalid/">ici</a></p>', '<p><a href="https://b.invalid/">ici</a></p>', "link"),
        ("<p>un</p>", "<p>un deux trois quatre cinq six sept huit neuf dix onze douze</p>", "ten words"),
        ("<p>un mot</p>", "<p>un <strong>mot</strong></p>", "structure"),
    ],
)
def test_the_comparison_decides_what_is_a_small_correction(about, alice, bob, old, new, why):
    about = written_by(alice, about, body_fr=old, body_nl="<p>Tekst.</p>")
    publish(about, alice=alice, bob=bob)
    erik = make_erik()
    about = written_by(erik, about, body_fr=new)
    still_right(about, "body", by=erik)
    release = ask(about, by=erik, languages=["fr"], ticks={"fr:body"})
    with pytest.raises(ValidationError, match=why):
        release.publish_small_correction(by=erik)


def test_a_roll_back_is_a_new_version_with_the_old_words(about, alice, bob):
    first = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Second", title_nl="Tweede", title_de="Zweites", title_en="Second")
    publish(about, alice=alice, bob=bob)
    release = Release.objects.roll_back(first, by=alice)
    [again] = release.approve(by=bob)
    assert again.document == first.document
    assert again.sequence > first.sequence
    assert live(about).title == "About us"
    about.refresh_from_db()
    assert about.title_fr == "Second"


def test_a_number_returns_in_every_live_language_as_it_was_said_last(alice, bob):
    mission = make_mission()
    figure = make_headcount(mission)
    mission = written_by(alice, mission)
    first = publish(mission, alice=alice, bob=bob)
    before = live(mission).figures[0].headcount
    mission = written_by(alice, mission, lead_de="Besser gesagt.")
    publish(mission, alice=alice, bob=bob, languages=["de"])
    figure.headcount = before + 80
    figure.save(by=alice)
    mission = written_by(alice, mission, lead_nl="Later.", lead_de="Später.")
    publish(mission, alice=alice, bob=bob)
    release = Release.objects.roll_back(first["fr"], by=alice, public_notes={"fr": "Le nombre était juste."})
    assert {edition.language for edition in release.approve(by=bob)} == set(ALL)
    assert {live(mission, code).figures[0].headcount for code in ALL} == {before}
    assert live(mission, "nl").lead == drafts.read("mission", first["nl"].document).lead
    assert live(mission, "de").lead == "Besser gesagt."
    assert {edition.public_note for edition in Edition.objects.filter(release=release)} == {
        "Le nombre était juste.",
        "",
    }


def test_words_return_in_their_own_language_alone(alice, bob):
    mission = written_by(alice, make_mission())
    first = publish(mission, alice=alice, bob=bob)
    mission = written_by(alice, mission, lead_nl="Later.")
    publish(mission, alice=alice, bob=bob, languages=["nl"])
    release = Release.objects.roll_back(first["nl"], by=alice)
    assert [edition.language for edition in release.approve(by=bob)] == ["nl"]


def test_who_asks_for_a_roll_back_does_not_approve_it(about, alice, bob):
    first = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Second", title_nl="Tweede", title_de="Zweites", title_en="Second")
    publish(about, alice=alice, bob=bob)
    with pytest.raises(ValidationError, match="somebody else"):
        Release.objects.roll_back(first, by=bob).approve(by=bob)


def test_a_future_version_cannot_be_returned_to(about, alice, bob):
    edition = publish(about, alice=alice, bob=bob, wanted_from=timezone.now() + timedelta(hours=1))["fr"]
    with pytest.raises(ValidationError):
        Release.objects.roll_back(edition, by=alice)


def test_a_draft_that_is_live_or_scheduled_cannot_be_deleted(about, alice, bob):
    publish(about, alice=alice, bob=bob, wanted_from=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValidationError, match="Withdraw"):
        about.delete()


def test_after_deletion_the_versions_and_addresses_remain(about, alice, bob):
    release = ask(about, by=alice, wanted_from=timezone.now() + timedelta(hours=1))
    release.approve(by=bob)
    release.cancel(by=bob)
    about.delete()
    assert Edition.objects.filter(page__uid=about.uid).count() == 4
    assert Address.objects.filter(page__uid=about.uid).count() == 4


def test_a_request_that_changes_nothing_is_refused(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    with pytest.raises(ValidationError, match="Nothing changes"):
        ask(about, by=alice)


def test_each_change_of_the_draft_is_noted_with_its_writer(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    written_by(bob, about, title_nl="Titel van Bob")
    writing = Writing.objects.get(page__uid=about.uid, release__isnull=True)
    assert (writing.by, writing.language, writing.change) == (bob, "nl", "title")
    assert Draft.objects.filter(page__uid=about.uid).count() == 4


def test_an_event_added_by_one_and_translated_by_another_has_two_writers(alice, bob):
    mission = written_by(alice, make_mission())
    publish(mission, alice=alice, bob=bob)
    event = make_event(mission, title={"fr": "Un fait"}, text="")
    drafts.note(mission, by=alice)
    event.title_nl = "Een feit"
    event.save(by=bob)
    drafts.note(mission, by=bob)
    difference = next(item for item in drafts.differences(mission) if item.tick == f"*:events/{event.uid}")
    assert set(difference.writers) == {alice, bob}


def test_what_nobody_is_known_to_have_written_is_on_the_account_of_who_asks(bob):
    about = make_standing_page()
    release = ask(about, by=bob)
    with pytest.raises(ValidationError, match="somebody else"):
        release.approve(by=bob)
    assert release.approve(by=make_bob("bea"))
