"""Asking for a publication and deciding on it: what is said before, what is noted, what is asked again."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from publishing import authorship, moments, posting, wishes
from publishing.models import Edition, Release, TrailEntry
from tests.factories import make_article, make_block, make_event, make_mission, make_notice, make_standing_page
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_erik
from tests.public.walking import walk
from tests.publishing.stories import ALL, ask, live, publish, still_right, written_by

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 15, 40, tzinfo=UTC)
MONDAY_AT_SIX = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
NOTE = "Notissimus"


@pytest.fixture
def sunday():
    with time_machine.travel(SUNDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def address_of(verb, row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def decision(release):
    return reverse("admin:publishing_release_decide", args=[release.pk])


def shown_to(client, user, address):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response


def asked_by(client, user, row, *, again="", **data):
    client.force_login(user)
    address = address_of("publish", row) + (f"?again={again}" if again else "")
    return client.post(address, {"languages": ALL, "when": "now"} | data)


# ---- The decision ----


def test_a_decision_tells_hour_languages_asker_and_note_before_what_changes_and_who_decides_after(
    client, sunday, about, alice, bob
):
    publish(about, alice=alice, bob=bob)
    sunday.shift(60)
    about = written_by(alice, about, title_nl="Gewijzigd")
    release = ask(about, by=alice, languages=["nl"], wanted_from=MONDAY_AT_SIX, note="Please look at the Dutch.")
    text = shown_to(client, bob, decision(release)).content.decode()
    order = [
        "Monday 23 November 2026, 06:00 in Brussels (05:00 UTC), in 13 h 19",
        "Dutch",
        "alice, ",
        "Please look at the Dutch.",
        "Gewijzigd</ins>",
        'id="checks"',
        "What it touches",
        "You may approve this",
        "Cancel this publication",
        "Refuse…",
        "Approve for Monday 06:00",
    ]
    main = text[text.index("<h1") :]
    found = [main.find(words) for words in order]
    assert -1 not in found, order[found.index(-1)]
    assert found == sorted(found)


def test_only_who_may_approve_is_offered_to_refuse(client, about, alice, bob):
    release = ask(about, by=alice)
    assert 'value="refuse"' in shown_to(client, bob, decision(release)).content.decode()
    assert 'value="refuse"' not in shown_to(client, alice, decision(release)).content.decode()
    client.post(decision(release), {"verb": "refuse", "refuse-reason": "Mine."})
    release.refresh_from_db()
    assert release.state == Release.State.REQUESTED


def test_a_refusal_without_a_reason_comes_back_open(client, about, alice, bob):
    release = ask(about, by=alice)
    assert '<details class="refuse">' in shown_to(client, bob, decision(release)).content.decode()
    again = client.post(decision(release), {"verb": "refuse", "refuse-reason": ""}).content.decode()
    assert '<details class="refuse" open>' in again


def test_an_hour_that_has_passed_is_told_and_no_verb_promises_it(client, sunday, about, alice, bob):
    release = ask(about, by=alice, wanted_from=SUNDAY + timedelta(hours=1))
    sunday.shift(timedelta(hours=2))
    text = shown_to(client, bob, decision(release)).content.decode()
    assert "the chosen hour is past (Sunday 22 November 2026, 17:40 in Brussels (16:40 UTC))" in text
    assert "Approve and publish" in text
    assert "Approve for" not in text


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("en", 1, "Monday 06:00"),
        ("fr", 1, "lundi 06:00"),
        ("nl", 6, "zaterdag 06:00"),
        ("en", 6, "Saturday 06:00"),
        ("en", 7, "Sunday 29 November 2026, 06:00"),
        ("fr", 7, "dimanche 29 novembre 2026, 06:00"),
    ],
)
def test_the_verb_says_the_weekday_within_seven_days_and_else_the_date(language, days, words):
    six = datetime(2026, 11, 22, 5, 0, tzinfo=UTC) + timedelta(days=days)
    with translation.override(language):
        assert moments.in_a_verb(six, SUNDAY) == words


# ---- The note to whoever approves ----


def test_a_note_reaches_whoever_approves_at_the_desk_at_home_by_letter_and_in_the_trail(client, about, alice, bob):
    asked_by(client, alice, about, note=f"{NOTE} <b>")
    release = Release.objects.get()
    assert release.note == f"{NOTE} <b>"
    assert f"{NOTE} &lt;b&gt;" in shown_to(client, bob, decision(release)).content.decode()
    [item] = shown_to(client, bob, reverse("admin:index")).context["home"]["queue"]
    assert item.quotation == f"{NOTE} <b>"
    posting.send(timezone.now())
    [message] = mail.outbox
    # Once, however many languages the letter has.
    assert message.body.count(NOTE) == 1
    entry = TrailEntry.objects.get(act=TrailEntry.Act.ASKED)
    assert entry.detail == f"{NOTE} <b>"


def test_several_pages_are_asked_for_with_one_note(client, alice, bob):
    rows = [written_by(alice, make_notice(title=f"Notice {number}")) for number in (1, 2)]
    client.force_login(alice)
    pages = "&".join(f"page={row.uid}" for row in rows)
    data = {f"page-{row.page().pk}-languages": ["fr", "nl"] for row in rows}
    client.post(f"{reverse('admin:publishing_release_together')}?{pages}", data | {"when": "now", "note": NOTE})
    assert Release.objects.get().note == NOTE


@pytest.mark.parametrize("note", ["x" * 301, "bell\x07"])
def test_a_note_too_long_or_of_control_characters_is_refused_with_a_sentence(client, about, alice, note):
    response = asked_by(client, alice, about, note=note)
    assert response.context["form"].errors["note"]
    assert not Release.objects.exists()


def test_no_word_of_a_note_is_ever_public(client, alice, bob):
    mission = make_mission(name="Mali", slug="mali")
    make_event(mission)
    article = make_article(missions=[mission])
    make_block(article, kind="text", text="<p>Words.</p>")
    for row in (mission, article, make_notice(), make_standing_page()):
        publish(written_by(alice, row), alice=alice, bob=bob, note=NOTE, public_notes={"fr": "Visible"})
    assert Release.objects.filter(note=NOTE, state="approved").count() == 4
    for language in ALL:
        found = client.get(reverse("search", kwargs={"language": language}, query={"q": NOTE})).context
        assert (list(found["found"]), list(found["elsewhere"])) == ([], [])
    answers = walk(client)
    assert len(answers) > 60
    assert any(b"Visible" in answer.content for answer in answers.values())
    assert [address for address, answer in answers.items() if NOTE.lower().encode() in answer.content.lower()] == []
    kept = Edition.objects.values_list("document", "seal", "public_note", "summary")
    assert not any(NOTE in text for row in kept for text in row)


# ---- Before asking ----


def test_before_asking_it_is_said_who_can_approve_and_why_others_cannot(client, about, alice, bob):
    make_bob("bea"), make_charlie(), make_dora(), make_erik()
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Van Alice")
    about = written_by(bob, about, body_nl="<p>Van Bob</p>")
    context = shown_to(client, alice, address_of("publish", about)).context
    # What Bob wrote is not ticked by itself.
    assert (context["who_may"], context["who_may_not"]) == (
        "Can approve: bea, bob.",
        ["Not you: you wrote these changes."],
    )
    context = shown_to(client, bob, address_of("publish", about)).context
    assert (context["who_may"], context["who_may_not"]) == (
        "Can approve: bea.",
        ["Not you: you wrote these changes."],
    )
    refused = asked_by(client, alice, about, languages=["nl"], ticks=["nl:title", "nl:body"], when="later")
    assert refused.context["who_may"] == "Can approve: bea."
    assert refused.context["who_may_not"][1:] == ["Not bob: wrote some of these changes."]


def test_whoever_writes_a_note_to_the_public_approves_it_no_more(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Van Alice")
    data = {"languages": ["nl"], "ticks": ["nl:title"], "when": "later"}
    assert asked_by(client, bob, about, **data).context["who_may"] == "Can approve: bob."
    noted = asked_by(client, bob, about, **data, note_nl="Beter zo.")
    assert noted.context["who_may"].startswith("Nobody may approve it yet")


def test_a_desk_of_one_person_is_told_of_nobody_who_may_not(client, about, bob, settings):
    settings.ONE_PERSON_DESK = True
    about = written_by(bob, about, title_fr="De Bob")
    context = shown_to(client, bob, address_of("publish", about)).context
    assert (context["who_may"], context["who_may_not"]) == ("Can approve: bob.", [])


@pytest.mark.parametrize(
    ("languages", "ticks"),
    [
        (["nl"], {"nl:title"}),
        (["nl", "fr"], {"nl:title", "fr:body"}),
        (["fr"], {"fr:body"}),
        (["nl"], {"nl:title", "fr:body"}),
    ],
)
def test_who_is_said_to_have_written_it_before_asking_is_who_wrote_it_afterwards(about, alice, bob, languages, ticks):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Van Alice")
    about = written_by(bob, about, body_fr="<p>De Bob</p>")
    still_right(about, "body", by=bob)
    before = authorship.would_be_writers(wishes.prepare(wishes.Wish(about, tuple(languages), frozenset(ticks))))
    assert before
    assert before == ask(about, by=alice, languages=languages, ticks=ticks).writers()


def test_a_chosen_hour_comes_back_with_its_zone_utc_and_the_time_left(client, sunday, about, alice):
    address = address_of("publish", about)
    assert "It is now Sunday 22 November 2026, 16:40 in Brussels (15:40 UTC)." in (
        shown_to(client, alice, address).content.decode()
    )
    about = written_by(alice, about, title_nl="")
    answer = asked_by(client, alice, about, when="later", moment_0="2026-11-23", moment_1="06:00")
    assert answer.context["chosen_moment"] == "Monday 23 November 2026, 06:00 in Brussels (05:00 UTC), in 13 h 20"
    on_approval = asked_by(client, alice, about, when="now", moment_0="2026-11-23", moment_1="06:00")
    assert on_approval.context["chosen_moment"] == ""
    nonsense = asked_by(client, alice, about, when="later", moment_0="2026-02-31", moment_1="06:00")
    assert nonsense.context["chosen_moment"] == ""


# ---- Languages ----


def boxes(response):
    """Return the ticks of languages as a browser shows them: what each posts, and whether it is ticked."""
    found = re.findall(r'<input type="checkbox" name="languages" value="([a-z ]+)"[^>]*?( checked)?>', response)
    return {value: bool(ticked) for value, ticked in found}


def test_required_languages_are_one_tick_and_the_others_may_follow(client, about, alice):
    text = shown_to(client, alice, address_of("publish", about)).content.decode()
    assert boxes(text) == {"fr nl": True, "de": False, "en": False, "fr": False, "nl": False}
    assert "Français, Nederlands <small>required, together</small>" in text
    asked_by(client, alice, about, languages=["fr nl", "de"])
    assert set(Release.objects.get().candidates.values_list("language", flat=True)) == {"fr", "nl", "de"}


@pytest.mark.parametrize("forged", [["fr", "nl"], ["nl fr"], ["fr nl", "nl"], [" fr  nl "]])
def test_languages_posted_one_by_one_are_the_same(client, about, alice, forged):
    asked_by(client, alice, about, languages=forged)
    assert set(Release.objects.get().candidates.values_list("language", flat=True)) == {"fr", "nl"}


@pytest.mark.parametrize("forged", [["fr xx"], ["frnl"], [""], [" "], ["fr\x00nl"]])
def test_languages_that_nobody_offered_are_refused(client, about, alice, forged):
    response = asked_by(client, alice, about, languages=forged)
    assert response.context["form"].errors["languages"]
    assert not Release.objects.exists()


def test_one_required_language_can_be_corrected_alone(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Alleen Nederlands")
    answer = asked_by(client, alice, about, languages=["nl"], ticks=["nl:title"], when="later")
    text = answer.content.decode()
    assert boxes(text) == {"fr nl": False, "de": False, "en": False, "fr": False, "nl": True}
    assert "<details open>" in text
    asked_by(client, alice, about, languages=["nl"], ticks=["nl:title"])
    [release] = Release.objects.filter(state="requested")
    assert [candidate.language for candidate in release.candidates.all()] == ["nl"]


def test_a_page_that_needs_its_source_language_only_has_one_tick_for_it(client, alice):
    notice = written_by(alice, make_notice(title="Notice"))
    text = shown_to(client, alice, address_of("publish", notice)).content.decode()
    assert boxes(text)["fr"] is True
    assert "required, together" not in text
    assert len(boxes(text)) == len(ALL)


# ---- Asking again ----


@pytest.fixture
def late(about, alice, bob):
    """Return a request of Alice's whose page went on since."""
    publish(about, alice=alice, bob=bob)
    row = written_by(alice, about, title_nl="Over ons allemaal", body_nl="<p>Anders.</p>")
    release = ask(row, by=alice, languages=["nl"], ticks={"nl:title"}, note=NOTE, public_notes={"nl": "Beter."})
    publish(row, alice=alice, bob=bob, languages=["nl"], ticks={"nl:body"})
    return release


def test_asking_again_starts_with_the_same_note_and_cancels_what_one_asked_before(client, about, alice, late):
    shown = shown_to(client, alice, decision(late)).context["ask_again"]
    form = client.get(shown).context["form"]
    assert (form["note"].value(), form["note_nl"].value()) == (NOTE, "Beter.")
    client.post(shown, {"languages": ["nl"], "ticks": ["nl:title"], "when": "now"})
    late.refresh_from_db()
    new = Release.objects.get(state="requested")
    assert (late.state, late.decided_by, new.requested_by) == (Release.State.CANCELLED, alice, alice)
    acts = TrailEntry.objects.filter(release__in=[late, new]).order_by("pk").values_list("act", "release")
    assert list(acts) == [("asked", late.pk), ("asked", new.pk), ("cancelled", late.pk)]


def test_what_somebody_else_asked_stays_when_it_is_asked_again(client, about, bob, late):
    make_bob("bea")
    asked_by(client, bob, about, again=late.pk, languages=["nl"], ticks=["nl:title"])
    late.refresh_from_db()
    assert late.state == Release.State.REQUESTED
    assert Release.objects.filter(state="requested").count() == 2


def test_nothing_is_cancelled_when_asking_again_is_refused(client, about, alice, late):
    written_by(alice, about, title_nl="")
    answer = asked_by(client, alice, about, again=late.pk, languages=["nl"], ticks=["nl:title"])
    assert answer.status_code == 200
    late.refresh_from_db()
    assert late.state == Release.State.REQUESTED


def test_what_was_decided_in_the_meantime_stays_decided(client, about, alice, bob, late):
    late.refuse(by=bob, reason="Too late.")
    asked_by(client, alice, about, again=late.pk, languages=["nl"], ticks=["nl:title"])
    late.refresh_from_db()
    assert late.state == Release.State.REFUSED
    assert Release.objects.filter(state="requested").exists()


def test_a_request_for_several_pages_is_not_cancelled_by_one_of_them(client, alice, bob):
    rows = [written_by(alice, make_notice(title=f"Notice {number}")) for number in (1, 2)]
    both = Release.objects.request(by=alice, wanted=[wishes.Wish(row, ("fr",)) for row in rows])
    asked_by(client, alice, rows[0], again=both.pk, languages=["fr"])
    both.refresh_from_db()
    assert both.state == Release.State.REQUESTED


def test_a_request_of_another_page_is_not_cancelled(client, about, alice, late):
    notice = written_by(alice, make_notice(title="Notice"))
    asked_by(client, alice, notice, again=late.pk, languages=["fr"])
    late.refresh_from_db()
    assert late.state == Release.State.REQUESTED


# ---- Published versions ----


def test_versions_are_numbered_as_they_came_on_their_page_one_row_a_publication(client, about, alice, bob):
    publish(written_by(alice, make_notice(title="Another page")), alice=alice, bob=bob)
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Nieuw")
    second = publish(about, alice=alice, bob=bob, languages=["nl"], public_notes={"nl": "Beter."})["nl"]
    assert second.sequence > 2
    shown = shown_to(client, bob, address_of("versions", about)).context["publications"]
    rows = [(each["number"], [edition.language for edition in each["editions"]]) for each in shown]
    assert rows == [(2, ["nl"]), (1, ["fr", "nl", "de", "en"])]
    # Only what the public reads no more can come back.
    assert [[edition.language for edition in each["to_return"]] for each in shown] == [[], ["nl"]]
    assert live(about, "nl").title == "Nieuw"


def test_a_version_that_was_moved_is_told_apart_from_where_it_was(client, sunday, about, alice, bob):
    release = ask(about, by=alice, languages=["fr", "nl"], wanted_from=MONDAY_AT_SIX)
    release.approve(by=bob)
    release.reschedule(by=bob, wanted_from=MONDAY_AT_SIX + timedelta(days=1))
    response = shown_to(client, bob, address_of("versions", about))
    rows = [(each["number"], bool(each["editions"][0].cancelled_at)) for each in response.context["publications"]]
    assert rows == [(2, False), (1, True)]
    assert not any(each["to_return"] or each["to_take"] for each in response.context["publications"])
