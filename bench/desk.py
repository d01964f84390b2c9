"""The desk: its list of articles at 200 and at 10,000, the form of a mission with 10 and with 100 events.

Every pair is measured in one run, turn by turn: compare the ratios, which hold on any machine, not the milliseconds.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import reverse

from bench.survey import recorded
from publishing import drafts
from tests import factories
from tests.desk.many_articles import make_many

# What fills in a form as a browser does, and writes thousands of drafts, is what the tests use.
from tests.missions.desk_forms import filled_in
from tests.people import make_alice

TIMES = 5
FEW_ARTICLES, MANY_ARTICLES = 200, 10_000
FEW_EVENTS, MANY_EVENTS = 10, 100
HOST = {"host": "localhost"}


@dataclass(frozen=True)
class Looked:
    """What one answer of the desk cost."""

    queries: int
    python_ms: float
    database_ms: float
    kilobytes: float


def _measure(answers: list[Callable], status: int) -> list[Looked]:
    """Ask each question a few times, in turns, and return the medians; once before, for templates and caches."""
    processor, database = [[] for _each in answers], [[] for _each in answers]
    looked = []
    for turn in range(TIMES + 1):
        for at, ask in enumerate(answers):
            began = time.process_time()
            with recorded() as queries:
                response = ask(turn)
            if response.status_code != status:
                raise AssertionError(f"The desk answers {response.status_code}, not {status}.")
            if turn:
                processor[at].append(time.process_time() - began)
                database[at].append(sum(seconds for _sql, _params, seconds in queries))
            if turn == TIMES:
                looked.append((len(queries), len(response.content)))
    return [
        Looked(queries, statistics.median(cpu) * 1000, statistics.median(asked) * 1000, size / 1024)
        for (queries, size), cpu, asked in zip(looked, processor, database, strict=True)
    ]


def _lists(client: Client, by) -> list[tuple[str, Looked, Looked]]:
    address = reverse("admin:articles_article_changelist")
    questions = {
        "list of articles": {},
        "list, by state": {"state": "never"},
        "list, what is mine and lacks German": {"mine": "unpublished", "work": "de"},
        "list, a search": {"q": "article mot"},
    }

    def look():
        # Sizes cannot stand side by side in one database; the turns are those of the questions.
        asks = [lambda _turn, query=query: client.get(address, query, headers=HOST) for query in questions.values()]
        return _measure(asks, 200)

    make_many(FEW_ARTICLES, by=by)
    few = look()
    make_many(MANY_ARTICLES - FEW_ARTICLES, by=by)
    return list(zip(questions, few, look(), strict=True))


def _mission(events: int, by):
    mission = factories.make_mission()
    for number in range(events):
        factories.make_event(mission, date=f"{1990 + number % 30}", title=f"Fait {number}")
    drafts.note(mission, by=by)
    return mission


def _forms(client: Client, by) -> list[tuple[str, Looked, Looked]]:
    missions = [_mission(number, by) for number in (FEW_EVENTS, MANY_EVENTS)]
    addresses = [reverse("admin:missions_mission_change", args=[mission.pk]) for mission in missions]

    def look_at(address: str, language: str):
        return lambda _turn: client.get(address, {"language": language}, headers=HOST)

    found = [
        (name, *_measure([look_at(address, language) for address in addresses], 200))
        for name, language in (("form, source and German", "de"), ("form, all languages", "all"))
    ]

    def save(address: str):
        def post(turn: int):
            return client.post(f"{address}?language=de", forms[address] | {"lead_fr": f"Chapeau {turn}."}, headers=HOST)

        return post

    setup_test_environment()
    try:
        forms = {
            address: _without_tokens(client.get(address, {"language": "de"}, headers=HOST)) for address in addresses
        }
    finally:
        teardown_test_environment()
    return [*found, ("form, saved with one sentence changed", *_measure([save(address) for address in addresses], 302))]


def _without_tokens(response) -> dict:
    """Return the fields of a form; without the mark of its state, each save comes after what the one before saved."""
    return {name: value for name, value in filled_in(response).items() if not name.startswith("_")}


def measure() -> list[tuple[str, list[tuple[str, Looked, Looked]]]]:
    """Return under a title each what forms and lists cost, in pairs; on an empty, migrated database."""
    by = make_alice("bench")
    client = Client(headers=HOST)
    client.force_login(by)
    return [
        (f"The form of a mission, {FEW_EVENTS} and {MANY_EVENTS} events", _forms(client, by)),
        (f"The lists of the desk, {FEW_ARTICLES} and {MANY_ARTICLES:,} articles", _lists(client, by)),
    ]
