"""The way in: failures make one wait, longer each time, and nobody waits for what others typed elsewhere."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from publishing import log_ins
from publishing.desk_log_in import in_words
from publishing.housekeeping import forget_failures_to_log_in
from publishing.models import LogInTries, TrailEntry
from tests.people import PASSWORD, make_alice, make_bob, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 15, 40, tzinfo=UTC)
HERE, THERE = "192.0.2.1", "198.51.100.9"
LOG_IN = reverse("admin:login")


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def alice():
    return make_alice()


def log_in(client, name="alice", password="wrong", address=HERE):
    return client.post(LOG_IN, {"username": name, "password": password}, REMOTE_ADDR=address)


def fail(client, times, **options):
    for _each in range(times):
        assert log_in(client, **options).status_code == 200


def test_after_five_failures_the_password_is_not_even_looked_at(client, clock, alice):
    fail(client, 5)
    answer = log_in(client, password=PASSWORD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "15")
    assert "Too many attempts to log in. Try again in 15 seconds." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_who_waits_gets_in(client, clock, alice):
    fail(client, 5)
    clock.shift(timedelta(seconds=15))
    assert log_in(client, password=PASSWORD).status_code == 302
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_the_wait_doubles_and_ends_at_a_quarter_of_an_hour(client, clock, alice):
    fail(client, 5)
    waits = []
    for _each in range(10):
        seconds = int(log_in(client).headers["Retry-After"])
        waits.append(seconds)
        clock.shift(timedelta(seconds=seconds))
        fail(client, 1)
    # Meanwhile the first failures run out, so that one wait comes twice.
    assert waits == [15, 30, 60, 120, 240, 480, 480, 900, 900, 900]


def test_impatience_costs_nothing(client, clock, alice):
    fail(client, 5)
    for _each in range(30):
        log_in(client)
    assert log_in(client).headers["Retry-After"] == "15"


def test_failures_run_out(client, clock, alice):
    fail(client, 5)
    clock.shift(timedelta(hours=2))
    fail(client, 5)


def test_logging_in_forgets_the_failures_before(client, clock, alice):
    for _each in range(3):
        fail(client, 4)
        assert log_in(client, password=PASSWORD).status_code == 302
        client.logout()


def test_nobody_is_locked_out_by_a_name_typed_elsewhere(client, clock, alice):
    fail(client, 5, address=THERE)
    assert log_in(client, address=THERE).status_code == 429
    assert log_in(client, password=PASSWORD, address=HERE).status_code == 302


def test_an_account_under_attack_from_everywhere_is_slow_and_open(client, clock, alice):
    for number in range(log_ins.ATTACK):
        fail(client, 1, address=f"203.0.113.{number}")
    # From a new address one try is free, and the right password is one.
    fail(client, 1, address=THERE)
    assert log_in(client, address=THERE).headers["Retry-After"] == "15"
    assert log_in(client, password=PASSWORD, address=HERE).status_code == 302


def test_another_account_from_the_same_address_is_not_concerned(client, clock, alice):
    make_bob()
    fail(client, 5)
    assert log_in(client, name="bob", password=PASSWORD).status_code == 302


def test_one_address_that_tries_many_names_waits_for_all_of_them(client, clock, alice):
    for number in range(log_ins.FREE_OF_ADDRESS):
        fail(client, 1, name=f"name{number}")
    assert log_in(client, password=PASSWORD).status_code == 429
    assert log_in(client, password=PASSWORD, address=THERE).status_code == 302


def test_an_account_of_ones_own_does_not_wash_an_address_clean(client, clock, alice):
    for number in range(log_ins.FREE_OF_ADDRESS):
        if number % 4 == 3:
            assert log_in(client, password=PASSWORD).status_code == 302
            client.logout()
        fail(client, 1, name=f"name{number}")
    assert log_in(client, password=PASSWORD).status_code == 429


def test_a_name_that_is_nobodys_is_answered_word_for_word_alike(client, clock, alice):
    answers = {}
    for name in ("alice", "nobody"):
        fail(client, 5, name=name)
        answer = log_in(client, name=name)
        answers[name] = (answer.status_code, answer.headers["Retry-After"], answer.context["form"].errors)
    assert answers["alice"] == answers["nobody"]


def test_the_same_name_written_otherwise_is_the_same_account(client, clock, alice):
    for name in ("alice", "Alice", " alice", "ALICE", "alice "):
        fail(client, 1, name=name)
    assert log_in(client).status_code == 429


def test_a_form_without_a_password_is_no_attempt(client, clock, alice):
    for _each in range(10):
        assert log_in(client, password="").status_code == 200
    assert log_in(client, password=PASSWORD).status_code == 302


def test_what_is_kept_names_nobody(client, clock, alice):
    fail(client, 1)
    kept = " ".join(f"{row.key} {row}" for row in LogInTries.objects.all())
    assert LogInTries.objects.count() == 3
    assert "alice" not in kept
    assert HERE not in kept


def test_the_trail_says_once_that_somebody_has_to_wait(client, clock, alice):
    for number in range(2):
        clock.shift(timedelta(seconds=20 * number))
        fail(client, 5 if not number else 1)
        log_in(client)
    [entry] = TrailEntry.objects.filter(act=TrailEntry.Act.SLOWED)
    assert (entry.title, entry.by) == ("alice", None)


def test_a_password_typed_as_a_name_is_written_down_nowhere(client, clock, alice):
    fail(client, 5, name="correct horse battery")
    [entry] = TrailEntry.objects.filter(act=TrailEntry.Act.SLOWED)
    assert entry.title == ""


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "192.0.2.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "203.0.113.5, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.5, 192.0.2.1, 10.0.0.9", "192.0.2.1"),
        (2, "192.0.2.1", "10.0.0.1"),
        (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        (1, "nonsense", "10.0.0.1"),
    ],
)
def test_the_address_is_the_one_our_own_proxies_saw(settings, proxies, told, address):
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    assert log_ins.address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)) == address


def test_what_counts_no_more_is_swept(client, clock, alice):
    fail(client, 1)
    assert forget_failures_to_log_in(now=NOW, dry_run=False) == "0 forgotten"
    later = NOW + timedelta(days=2)
    assert forget_failures_to_log_in(now=later, dry_run=True) == "3 would be forgotten"
    assert forget_failures_to_log_in(now=later, dry_run=False) == "3 forgotten"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 second."), (59.4, "1 minute."), (15, "15 seconds."), (61, "2 minutes.")]
)
def test_a_wait_is_said_in_whole_seconds_or_minutes(seconds, words):
    with translation.override("en"):
        assert in_words(timedelta(seconds=seconds)).endswith(f"Try again in {words}")


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_time_are_all_counted():
    """Twelve threads stand for the workers of a server; each has a connection of its own."""
    make_user("alice")
    begun, start = [], threading.Barrier(12)

    def attempt():
        start.wait()
        try:
            begun.append(log_ins.begin("alice", HERE, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _each in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [timedelta()] * 5 + [timedelta(seconds=15)] * 7
