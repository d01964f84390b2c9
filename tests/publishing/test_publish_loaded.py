"""The command that publishes what was loaded: by the rules of the desk, and never over somebody's head."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from articles.models import Article
from publishing.models import Edition, Release, Withdrawal
from publishing.models.removals import Redaction
from tests.factories import (
    make_article,
    make_block,
    make_category,
    make_easy_version,
    make_event,
    make_mission,
    make_place,
    make_standing_page,
)
from tests.people import make_alice, make_bob, make_charlie, make_user
from tests.publishing.stories import ask, live, publish, written_by

pytestmark = pytest.mark.django_db

THREE = dict.fromkeys(("fr", "nl", "en"), "Words")


@pytest.fixture
def desk():
    return make_alice(), make_bob()


def run(capsys, *uids, **options):
    call_command("publish_loaded", *uids, **{"by": "bob", "asked_by": "alice", "verbosity": 2} | options)
    return capsys.readouterr().out


def live_languages(row):
    return "".join(f" {language}" for language in ("fr", "nl", "de", "en") if live(row, language)).strip()


def test_every_complete_page_goes_out_in_four_languages_by_two_people(desk, capsys):
    alice, bob = desk
    mission = make_mission(places=[make_place()])
    make_event(mission)
    page = make_standing_page()
    said = run(capsys)
    assert [live_languages(row) for row in (mission, page)] == ["fr nl de en"] * 2
    assert set(Release.objects.values_list("state", "requested_by", "decided_by")) == {("approved", alice.pk, bob.pk)}
    assert "Pages published: 3. Left out, in whole or in part: 0." in said


def test_a_second_run_publishes_nothing(desk, capsys):
    make_mission(places=[make_place()])
    make_easy_version(make_mission(), title=THREE, body=THREE, slug={"fr": "a", "nl": "b", "en": "c"})
    run(capsys)
    before = Edition.objects.count(), Release.objects.count()
    assert "Pages published: 0." in run(capsys)
    assert (Edition.objects.count(), Release.objects.count()) == before


def test_what_others_refer_to_goes_first(desk, capsys):
    article = make_article(missions=[make_mission(places=[make_place(), make_place()])], categories=[make_category()])
    make_block(article)
    run(capsys)
    kinds = [sorted(set(release.editions.values_list("kind", flat=True))) for release in Release.objects.order_by("pk")]
    assert kinds == [["place"], ["category"], ["mission"], ["article"]]
    assert Release.objects.order_by("pk").first().editions.count() == 8


def test_a_page_without_german_goes_out_in_the_other_languages_and_that_is_said(desk, capsys):
    page = make_standing_page(title=THREE, body=THREE, slug={"fr": "a", "nl": "b", "en": "c"})
    said = run(capsys)
    assert live_languages(page) == "fr nl en"
    assert "Left out: standing page “Words” (DE)\n  A required text is missing in German." in said


def test_a_half_translated_language_that_nobody_requires_stays_behind(desk, capsys):
    mission = make_mission(lead=THREE)
    assert "German: this passage is not translated yet." in run(capsys)
    assert live_languages(mission) == "fr nl en"


def test_a_page_without_a_required_language_stays_behind_as_a_whole(desk, capsys):
    mission = make_mission(lead={"fr": "Un mot.", "de": "Ein Wort.", "en": "A word."})
    said = run(capsys)
    assert live_languages(mission) == ""
    assert "(FR, NL, DE, EN)\n" in said
    assert "Pages published: 0. Left out, in whole or in part: 1." in said


def test_what_is_loaded_over_a_live_page_goes_out_in_the_languages_it_changes(desk, capsys):
    page = make_standing_page()
    run(capsys)
    type(page).objects.update(title_en="Loaded anew")
    run(capsys)
    assert live(page, "en").title == "Loaded anew"
    assert Release.objects.first().candidates.get().language == "en"


def test_only_the_pages_named_go_out(desk, capsys):
    page, other = make_standing_page(), make_mission()
    run(capsys, page.uid)
    assert (live_languages(page), live_languages(other)) == ("fr nl de en", "")


def test_what_somebody_wrote_at_the_desk_is_left_to_the_desk(desk, capsys):
    alice, _bob = desk
    page = make_standing_page()
    run(capsys)
    written_by(alice, page, title_en="Half a rewrite")
    assert "Changed at the desk by alice: publish it there." in run(capsys)
    assert live(page, "en").title == "About us"


def test_a_request_that_waits_is_not_overtaken(desk, capsys):
    alice, _bob = desk
    page = make_standing_page()
    ask(page, by=alice)
    assert "waits for a decision" in run(capsys)
    assert live_languages(page) == ""


def test_a_withdrawn_page_does_not_come_back(desk, capsys):
    _alice, bob = desk
    page = make_standing_page()
    run(capsys)
    Withdrawal.objects.withdraw(page.page(), by=bob, reason="Not for now.")
    assert "The page was withdrawn." in run(capsys)
    assert live_languages(page) == ""


def test_a_removed_passage_does_not_come_back(desk, capsys):
    chief = make_user("chief", groups=["administrator"])
    mission = make_mission()
    run(capsys)
    Redaction.objects.redact(mission.page(), "lead", by=chief, reason="Names a town.")
    assert "A passage was removed from every version." in run(capsys)
    assert live(mission).lead == ""


def test_a_return_to_an_earlier_version_is_not_undone(desk, capsys):
    alice, bob = desk
    page = make_standing_page()
    first = publish(page, alice=alice, bob=bob)["en"]
    publish(written_by(alice, page, title_en="Second"), alice=alice, bob=bob)
    Release.objects.roll_back(first, by=alice).approve(by=bob)
    assert "taken back to an earlier version" in run(capsys)
    assert live(page, "en").title == "About us"


def test_of_two_pages_that_want_one_address_the_first_gets_it_and_the_other_is_named(desk, capsys):
    articles = [make_article(slug="mali") for _ in range(2)]
    for article in articles:
        make_block(article)
    said = run(capsys)
    assert [live_languages(article) for article in articles] == ["fr nl de en", ""]
    assert "belongs to another page" in said
    categories = [make_category(slug="africa"), make_category(slug="africa"), make_category(slug="europe")]
    said = run(capsys)
    assert [live_languages(category) for category in categories] == ["fr nl de en", "", "fr nl de en"]
    assert said.count("Left out: ") == 2
    assert "Left out, in whole or in part: 2." in said


def test_one_person_alone_publishes_nothing(desk, capsys, settings):
    make_standing_page()
    with pytest.raises(CommandError) as caught:
        run(capsys, by="bob", asked_by="bob")
    assert "Two people" in str(caught.value)
    settings.ONE_PERSON_DESK = True
    assert "Pages published: 1." in run(capsys, by="bob", asked_by="bob")


@pytest.mark.parametrize("names", [{"by": "nobody"}, {"asked_by": "nobody"}])
def test_an_account_that_does_not_exist_is_named(desk, capsys, names):
    with pytest.raises(CommandError) as caught:
        run(capsys, **names)
    assert "no account named 'nobody'" in str(caught.value)


@pytest.mark.parametrize("names", [{"by": "charlie"}, {"asked_by": "charlie"}, {"by": "anna"}])
def test_who_may_not_ask_or_approve_publishes_nothing_by_command_either(desk, capsys, names):
    make_charlie()
    make_alice("anna")
    page = make_standing_page()
    with pytest.raises(CommandError) as caught:
        run(capsys, **names)
    assert "has to be allowed" in str(caught.value)
    assert live_languages(page) == ""
    assert not Release.objects.exists()


def test_the_command_is_quiet_when_told_to_be(desk, capsys):
    make_standing_page(title=THREE, body=THREE, slug={"fr": "a", "nl": "b", "en": "c"})
    assert run(capsys, verbosity=0).splitlines() == ["Pages published: 1. Left out, in whole or in part: 1."]
    assert not Article.objects.exists()
    assert Edition.objects.live(timezone.now()).count() == 3
