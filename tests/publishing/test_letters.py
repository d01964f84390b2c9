"""Letters to colleagues: written with the act, sent by the housekeeping, never to the wrong person, never too much."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import override_settings

from publishing import posting
from publishing.models import Absence, Letter, Preference, Release, Withdrawal
from tests.factories import make_standing_page
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_erik
from tests.publishing.stories import ask, live, publish, still_right, written_by

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TITLE = {"fr": "Qui nous sommes", "nl": "Wie we zijn", "de": "Wer wir sind", "en": "Who we are"}


class DeadServer(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError("nobody there")


class PickyServer(EmailBackend):
    """A mail server that takes no letter to Bob."""

    def send_messages(self, messages):
        if any("bob" in address for message in messages for address in message.to):
            raise OSError("no such mailbox")
        return super().send_messages(messages)


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(monday, alice):
    return written_by(alice, make_standing_page(title=TITLE))


def rewritten_by(user, row, **values):
    """Change the draft, and confirm its translations."""
    row = written_by(user, row, **values)
    for name in values:
        still_right(row, name.removesuffix("_fr"), by=user)
    return row


def in_english(*users):
    for user in users:
        Preference.objects.create(user=user, language="en")


def receivers(about):
    return set(Letter.objects.filter(about=about).values_list("to__username", flat=True))


def sent():
    """Send what is due and return who got a letter about what."""
    mail.outbox.clear()
    posting.send(datetime.now(UTC))
    return {(message.to[0].partition("@")[0], message.subject) for message in mail.outbox}


def test_a_request_is_told_to_whoever_may_approve_it_and_to_nobody_else(about, alice, bob):
    make_charlie(), make_dora(), make_erik()
    in_english(bob)
    ask(about, by=alice, languages=["fr", "nl"])
    assert receivers("asked") == {"bob"}
    assert sent() == {("bob", "Qui nous sommes – waits for your approval")}
    [message] = mail.outbox
    release = Release.objects.get()
    assert message.body == (
        "alice asks for the publication of “Qui nous sommes” (FR, NL).\n\n"
        f"http://127.0.0.1:8000/admin/publishing/release/{release.pk}/decide/\n"
    )
    assert sent() == set()


def test_a_letter_holds_no_word_of_the_draft_but_its_title(about, alice, bob):
    about = rewritten_by(alice, about, body_fr="<p>Brouillonique</p>")
    ask(about, by=alice, languages=["fr", "nl"])
    Release.objects.get().refuse(by=bob, reason="Brouillonique aussi")
    sent()
    assert mail.outbox
    assert not any("Brouillonique" in message.body + message.subject for message in mail.outbox)


def test_whoever_wrote_it_is_not_asked_to_approve_it(about, alice, bob):
    carol = make_bob("carol")
    about = rewritten_by(bob, about, title_fr="Autrement")
    ask(about, by=alice, languages=["fr", "nl"])
    assert receivers("asked") == {carol.username}


def test_a_refusal_is_told_to_whoever_asked(about, alice, bob):
    in_english(alice)
    ask(about, by=alice, languages=["fr", "nl"]).refuse(by=bob, reason="Not yet.")
    assert sent() == {("alice", "Qui nous sommes – publication refused")}


def test_a_decision_makes_the_letter_needless_that_asked_for_it(about, alice, bob):
    ask(about, by=alice, languages=["fr", "nl"]).refuse(by=bob, reason="Not yet.")
    assert Letter.objects.get(about="asked").state == Letter.State.NEEDLESS


def test_going_live_is_told_to_whoever_asked_and_not_to_whoever_approved(about, alice, bob):
    in_english(alice)
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"])
    assert sent() == {("alice", "Qui nous sommes – is live")}
    assert "is live since Monday 23 November 2026, 09:00 (Brussels)." in mail.outbox[0].body


def test_a_scheduled_publication_is_told_when_its_moment_has_passed_and_not_before(monday, about, alice, bob):
    in_english(alice, bob)
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"], wanted_from=MONDAY + HOUR)
    assert sent() == set()
    monday.move_to(MONDAY + HOUR)
    assert live(about)
    assert sent() == {("alice", "Qui nous sommes – is live"), ("bob", "Qui nous sommes – is live")}


def test_a_scheduled_publication_that_moved_is_told_at_its_new_hour_only(monday, about, alice, bob):
    in_english(alice)
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"], wanted_from=MONDAY + HOUR)
    Release.objects.get().reschedule(by=bob, wanted_from=MONDAY + 2 * HOUR)
    monday.move_to(MONDAY + HOUR)
    assert sent() == set()
    monday.move_to(MONDAY + 2 * HOUR)
    assert ("alice", "Qui nous sommes – is live") in sent()


def test_nothing_is_said_to_be_live_that_was_cancelled_or_withdrawn(monday, about, alice, bob):
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"], wanted_from=MONDAY + HOUR)
    Release.objects.get().cancel(by=bob)
    ask(about, by=alice, languages=["fr", "nl"], wanted_from=MONDAY + HOUR).approve(by=bob)
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="No.")
    monday.move_to(MONDAY + 2 * HOUR)
    assert {about for _who, about in sent() if "is live" in about} == set()


def test_a_small_correction_is_told_to_whoever_may_confirm_it(about, alice, bob):
    erik = make_erik()
    in_english(bob)
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"])
    sent()
    about = rewritten_by(erik, about, title_fr="Qui nous sommmes")
    release = ask(about, by=erik, languages=["fr"])
    release.publish_small_correction(by=erik)
    assert receivers("to_confirm") == {"bob"}
    assert ("bob", "Qui nous sommmes – a small correction to confirm") in sent()
    release.confirm(by=bob)


def test_a_confirmed_correction_needs_no_letter_any_more(about, alice, bob):
    erik = make_erik()
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"])
    about = rewritten_by(erik, about, title_fr="Qui nous sommmes")
    release = ask(about, by=erik, languages=["fr"])
    release.publish_small_correction(by=erik)
    release.confirm(by=bob)
    assert Letter.objects.get(about="to_confirm").state == Letter.State.NEEDLESS


def test_without_a_chosen_language_a_letter_comes_in_all_of_them(about, alice, bob):
    ask(about, by=alice, languages=["fr", "nl"])
    sent()
    assert mail.outbox[0].body.count("/admin/publishing/release/") == 4
    assert "“Wie we zijn”" in mail.outbox[0].body


def test_a_dead_mail_server_fails_no_save_and_the_letter_goes_when_it_is_back(monday, about, alice, bob):
    with override_settings(EMAIL_BACKEND=f"{__name__}.DeadServer"):
        ask(about, by=alice, languages=["fr", "nl"])
        assert posting.send(MONDAY)["put off"] == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == (Letter.State.WAITING, 1)
    assert "nobody there" in letter.error
    assert sent() == set()
    monday.move_to(letter.due_at)
    assert len(sent()) == 1


def test_a_letter_is_given_up_after_many_attempts_each_later_than_the_one_before(monday, about, alice, bob):
    ask(about, by=alice, languages=["fr", "nl"])
    waits = []
    with override_settings(EMAIL_BACKEND=f"{__name__}.DeadServer"):
        now = MONDAY
        while (letter := Letter.objects.get()).state == Letter.State.WAITING:
            waits.append(letter.due_at - now)
            now = letter.due_at
            posting.send(now)
    assert letter.state == Letter.State.GIVEN_UP
    assert waits == sorted(waits)
    assert len(waits) == posting.MOST_ATTEMPTS
    assert max(waits) == posting.LONGEST_WAIT


def test_one_address_that_is_refused_keeps_no_other_letter_back(about, alice, bob):
    make_bob("carol")
    ask(about, by=alice, languages=["fr", "nl"])
    with override_settings(EMAIL_BACKEND=f"{__name__}.PickyServer"):
        assert posting.send(MONDAY) == {"sent": 1, "needless": 0, "put off": 1, "given up": 0}


def test_whoever_lost_the_right_in_the_meantime_gets_no_letter(about, alice, bob):
    ask(about, by=alice, languages=["fr", "nl"])
    bob.groups.clear()
    assert sent() == set()
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert Letter.objects.get().state == Letter.State.NEEDLESS


def test_an_act_that_is_taken_back_writes_no_letter(about, alice, bob):
    with transaction.atomic():
        ask(about, by=alice, languages=["fr", "nl"])
        assert Letter.objects.exists()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_news_of_last_week_is_no_news(monday, about, alice, bob):
    ask(about, by=alice, languages=["fr", "nl"])
    monday.move_to(MONDAY + posting.NEWS_FOR + HOUR)
    assert sent() == set()


def test_without_a_mail_server_letters_wait():
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST=""):
        assert not posting.is_possible()
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="mail.example"):
        assert posting.is_possible()


def test_a_deputy_is_told_for_whom_and_both_get_a_letter(about, alice, bob):
    carol = make_bob("carol")
    in_english(bob, carol)
    Absence.objects.create(user=bob, deputy=carol, first_day=MONDAY.date(), last_day=MONDAY.date())
    ask(about, by=alice, languages=["fr", "nl"])
    sent()
    texts = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    assert texts.keys() == {"bob", "carol"}
    assert "You stand in for bob." in texts["carol"]
    assert "stand in" not in texts["bob"]


def test_a_deputy_who_wrote_it_is_not_asked(about, alice, bob):
    carol = make_bob("carol")
    Absence.objects.create(user=bob, deputy=carol, first_day=MONDAY.date(), last_day=MONDAY.date())
    about = rewritten_by(carol, about, title_fr="Autrement")
    ask(about, by=alice, languages=["fr", "nl"])
    assert receivers("asked") == {"bob"}


# ---- Called off -----------------------------------------------------------------------------------------------------


def test_whoever_asked_and_whoever_wrote_learn_that_a_scheduled_publication_was_cancelled(about, monday, alice, bob):
    anna, carol = make_alice("anna"), make_bob("carol")
    in_english(alice, anna, carol)
    about = rewritten_by(anna, about, title_fr="Autrement")
    release = ask(about, by=alice, wanted_from=MONDAY + HOUR)
    release.approve(by=bob)
    release.cancel(by=carol)
    posting.send(MONDAY)
    told = [message for message in mail.outbox if "cancelled" in message.subject]
    assert sorted(message.to[0] for message in told) == ["alice@example.invalid", "anna@example.invalid"]
    assert "carol cancelled the publication of “Who we are” (FR, NL, DE, EN)." in told[0].body
    assert "It will not go live." in told[0].body


def test_nobody_is_told_of_a_request_its_own_author_took_back(about, alice, bob):
    ask(about, by=alice).cancel(by=alice)
    assert not Letter.objects.filter(about=Letter.About.CANCELLED).exists()


def test_whoever_cancels_a_colleagues_request_tells_that_colleague_alone(about, alice, bob):
    ask(about, by=alice).cancel(by=bob)
    assert [letter.to for letter in Letter.objects.filter(about=Letter.About.CANCELLED)] == [alice]
