"""The housekeeping: what is due is done, one failure stops nothing, and two at once do not meet."""

import threading
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

from publishing import chores, housekeeping
from publishing.models import ChoreRun, Edition
from tests.factories import make_picture, make_standing_page
from tests.people import make_alice, make_bob
from tests.publishing.stories import live, publish, still_right, written_by

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def only(monkeypatch):
    """Replace the chores there are by those of the test."""
    known = {}
    monkeypatch.setattr(chores, "_chores", known)
    return known


def tick(*arguments):
    """Run the command and return what it said."""
    out = StringIO()
    call_command("tick", *arguments, stdout=out)
    return out.getvalue()


def make_chore(name, do=lambda: "done", every=timedelta(hours=1)):
    """Register a chore that notes each time it is done, and return these notes."""
    times = []

    @chores.chore(name, every=every)
    def chore(*, now, dry_run):
        if dry_run:
            return "would be done"
        times.append(now)
        return do()

    return times


def fail():
    raise RuntimeError("the disk is full")


def test_a_chore_is_done_when_it_is_due_and_not_before(only):
    times = make_chore("sweeping")
    for moment in (NOON, NOON + 59 * MINUTE, NOON + 60 * MINUTE):
        list(chores.run(moment))
    assert times == [NOON, NOON + 60 * MINUTE]


def test_a_chore_that_fails_stops_no_other_and_the_command_says_so(only, caplog):
    make_chore("first", fail)
    times = make_chore("second")
    out = StringIO()
    with pytest.raises(CommandError, match=r"Failed: first\."):
        call_command("tick", stdout=out)
    assert out.getvalue() == "first: FAILED: RuntimeError: the disk is full\nsecond: done\n"
    assert len(times) == 1
    run = ChoreRun.objects.get(name="first")
    assert (run.failed, run.outcome) == (True, "RuntimeError: the disk is full")


def test_a_chore_that_failed_is_tried_again_before_its_time(only, caplog):
    times = make_chore("daily", fail, every=timedelta(days=1))
    retry = NOON + chores.RETRY_AFTER
    for moment in (NOON, retry - MINUTE, retry):
        list(chores.run(moment))
    assert times == [NOON, retry]


def test_a_dry_run_says_what_it_would_do_and_does_nothing(only):
    times = make_chore("sweeping")
    assert tick("--dry-run") == "sweeping: would be done\n"
    assert times == []
    assert not ChoreRun.objects.exists()


def test_nothing_due_is_said_in_a_sentence(only):
    make_chore("sweeping")
    tick()
    assert tick() == "Nothing is due.\n"


def test_a_clock_that_was_put_back_does_not_stop_the_housekeeping(only):
    times = make_chore("sweeping")
    list(chores.run(NOON))
    list(chores.run(NOON - timedelta(days=400)))
    assert len(times) == 2


def test_a_name_can_be_taken_once(only):
    make_chore("sweeping")

    def elsewhere(*, now, dry_run):
        return ""

    elsewhere.__module__ = "another.room"
    with pytest.raises(ValueError, match="registered twice"):
        chores.chore("sweeping", every=MINUTE)(elsewhere)


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_second_goes_away_and_comes_back_later(only):
    times = make_chore("sweeping")
    inside, leave, told = threading.Event(), threading.Event(), []

    def hold():
        try:
            with chores.alone() as first:
                told.append(first)
                inside.set()
                leave.wait(30)
        finally:
            connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert inside.wait(30)
    try:
        assert tick() == "Another one is at work.\n"
    finally:
        leave.set()
        other.join()
    assert (told, times) == ([True], [])
    assert tick() == "sweeping: done\n"


def test_pictures_files_and_sessions_are_looked_after():
    done = {each.do for each in chores.due(NOON)}
    assert {housekeeping.draw_renditions, housekeeping.sweep_files, housekeeping.clear_sessions} <= done


def test_the_chores_of_the_house_run_twice_in_a_row_without_a_fault():
    assert "FAILED" not in tick()
    assert "FAILED" not in tick()
    assert not ChoreRun.objects.filter(failed=True).exists()


def test_a_dry_run_of_the_chores_of_the_house_writes_nothing():
    make_picture()
    said = tick("--dry-run")
    assert "pictures drawn ahead: " in said
    assert "FAILED" not in said
    assert not ChoreRun.objects.exists()


def test_only_sessions_that_ended_are_deleted(client):
    client.force_login(make_alice())
    ended = Session.objects.create(session_key="ended", session_data="", expire_date=NOON - timedelta(days=400))
    tick()
    assert not Session.objects.filter(pk=ended.pk).exists()
    assert Session.objects.filter(pk=client.session.session_key).exists()


def test_what_the_public_sees_does_not_depend_on_it():
    alice, bob = make_alice(), make_bob()
    row = written_by(alice, make_standing_page())
    with time_machine.travel(NOON, tick=False):
        publish(row, alice=alice, bob=bob)
        row = written_by(alice, row, title_fr="Demain")
        still_right(row, "title", by=alice)
        publish(row, alice=alice, bob=bob, wanted_from=NOON + MINUTE)
    before = list(Edition.objects.order_by("pk").values())
    with time_machine.travel(NOON + MINUTE, tick=False):
        assert live(row).title == "Demain"
        tick()
        assert live(row).title == "Demain"
    assert list(Edition.objects.order_by("pk").values()) == before
