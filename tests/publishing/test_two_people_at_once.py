"""Two saves of one page in the same moment, on both databases: one waits for the other, and neither is lost."""

import threading

import pytest
from django.db import connection
from django.test import Client

from missions.models import Mission
from tests.factories import make_event, make_mission
from tests.people import make_alice, make_bob
from tests.publishing.sharing import chosen, opened, sent

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return what each returned."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        barrier.wait()
        try:
            results[place] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_saves_at_once_keep_the_words_of_both():
    alice, bob, mission = make_alice(), make_bob(), make_mission()
    make_event(mission)
    clients = [Client(), Client()]
    url, alices = opened(clients[0], alice, mission)
    _url, bobs = opened(clients[1], bob, mission)
    answers = at_once(
        lambda: clients[0].post(url, alices | {"lead_fr": "Alices.", "events-0-text_fr": "Alices."}),
        lambda: clients[1].post(url, bobs | {"lead_nl": "Bobs.", "events-0-text_nl": "Bobs."}),
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    mission = Mission.objects.get()
    event = mission.events.get()
    assert (mission.lead_fr, mission.lead_nl) == ("Alices.", "Bobs.")
    assert (event.text_fr, event.text_nl) == ("Alices.", "Bobs.")


def test_of_two_clashing_saves_at_once_one_is_asked_and_none_is_lost():
    alice, bob, mission = make_alice(), make_bob(), make_mission()
    clients = [Client(), Client()]
    url, alices = opened(clients[0], alice, mission)
    _url, bobs = opened(clients[1], bob, mission)
    answers = at_once(
        lambda: clients[0].post(url, alices | {"lead_fr": "Alices."}),
        lambda: clients[1].post(url, bobs | {"lead_fr": "Bobs."}),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    asked = next(answer for answer in answers if answer.status_code == 409)
    second = "Alices." if asked is answers[0] else "Bobs."
    assert {Mission.objects.get().lead_fr, second} == {"Alices.", "Bobs."}
    who = alice if second == "Alices." else bob
    assert sent(Client(), who, url, chosen(asked, lead_fr="mine")).status_code == 302
    assert Mission.objects.get().lead_fr == second
