"""A mission with a hundred events: what its form weighs, asks the database, and sends."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.models import Presence
from tests.factories import make_event, make_headcount, make_mission, make_operation, make_picture, make_place
from tests.people import make_alice, make_bob
from tests.publishing.sharing import address
from tests.publishing.stories import ask, publish, written_by

pytestmark = pytest.mark.django_db

LARGEST_FORM = 300_000  # bytes of HTML
MOST_QUESTIONS = 10  # of the database, to open a form


class Form(HTMLParser):
    """What a browser sends of the form of a page: the fields that are there, as they are."""

    def __init__(self, html, form_id):
        super().__init__()
        self.form_id, self.fields, self.inside, self.area, self.select = form_id, {}, False, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id
        name = attrs.get("name")
        if not self.inside:
            return
        if tag == "input" and attrs.get("type") not in ("submit", "file"):
            if attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs:
                self.fields.setdefault(name, []).append(attrs.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.fields[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs:
            self.fields.setdefault(self.select, []).append(attrs.get("value", ""))

    def handle_data(self, data):
        if self.inside and self.area:
            self.fields[self.area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = None


@pytest.fixture
def alice(client):
    alice = make_alice()
    client.force_login(alice)
    return alice


def make_long_mission(events):
    operations = [make_operation() for _number in range(3)]
    mission = make_mission(operations=operations, places=[make_place()])
    picture = make_picture()
    for number in range(events):
        values = {"operation": operations[number % 3], "picture": picture if number % 2 else None}
        text = "What happened there, told in some sentences of the usual length." * 4
        make_event(mission, date=str(1900 + number), text=text, source_title="Security Council", **values)
    for _number in range(5):
        make_headcount(mission)
    return mission


def shown(client, mission, language):
    url = f"{address(mission)}?language={language}"
    client.get(url)  # the language is remembered, and the page is known
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    return url, response, [query["sql"] for query in queries]


def of_the_form(statements):
    """Return the questions a form asks, without savepoints, which never leave the connection of a transaction."""
    return [sql for sql in statements if not sql.startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("language", ["fr", "de"])
def test_a_form_with_a_hundred_events_stays_small_and_asks_no_more_than_one_with_two(client, alice, language):
    counts = []
    for events in (2, 100):
        _url, response, queries = shown(client, make_long_mission(events), language)
        counts.append(len(of_the_form(queries)))
        assert len(response.content) <= LARGEST_FORM
    assert counts[1] <= counts[0]
    assert counts[1] <= MOST_QUESTIONS


def test_what_the_public_reads_and_who_is_there_cost_a_form_no_question_more(client, alice):
    bob, mission = make_bob(), written_by(alice, make_long_mission(2))
    publish(mission, alice=alice, bob=bob)
    ask(written_by(alice, mission, name_fr="Autre nom", name_nl="Anders"), by=alice, languages=["fr", "nl"])
    Presence.objects.enter(mission.uid, bob)
    _url, response, queries = shown(client, mission, "fr")
    html = response.content.decode()
    assert "bob is also in this page" in html
    assert "Waits for approval, asked by alice" in html
    assert 'data-state="live"' in html
    assert len(of_the_form(queries)) <= MOST_QUESTIONS


def test_whoever_opens_a_state_first_writes_it_down_and_nobody_again(client, alice):
    mission = make_long_mission(2)
    url, _response, queries = shown(client, mission, "fr")
    assert not [sql for sql in queries if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    mission.lead_fr = "Autre."
    mission.save()
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(of_the_form(query["sql"] for query in captured)))
    assert counts[0] == counts[1] + 1


def test_a_form_with_a_hundred_events_is_saved_with_one_question_more_for_each_changed_row(client, alice):
    mission = make_long_mission(100)
    url, response, _queries = shown(client, mission, "de")
    sent = Form(response.content.decode(), "mission_form").fields
    assert len(sent) <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 10
    counts = []
    for changed in (0, 1, 3):
        data = dict(sent) | {"_continue": "1"}
        for number in range(changed):
            # As a browser sends a row that was opened.
            alone = client.get(f"{url}&part=events-{number}~{sent[f'events-{number}-id'][0]}").content.decode()
            data |= Form(f"<form id=mission_form>{alone}</form>", "mission_form").fields
            data |= {f"events-{number}-text_de": [f"Neu {changed} {number}"]}
            data.pop(f"events-{number}-closed", None)
        data["_opened"] = [client.get(url).context["sharing"]["opened"]]
        with CaptureQueriesContext(connection) as queries:
            assert client.post(url, data).status_code == 302
        counts.append(len(of_the_form(query["sql"] for query in queries)))
    # Of each row only that it is written; its checks ask nothing, and its passages are noted with those of the others.
    assert counts[2] - counts[1] == 2
    # The first save of a page also keeps how it was found, and makes its identity.
    assert counts[0] <= 38
    assert counts[1] <= 32
    texts = list(mission.events.values_list("text_de", flat=True))
    assert texts[:4] == ["Neu 3 0", "Neu 3 1", "Neu 3 2", texts[3]]
    assert texts[3].startswith("What happened")


def test_a_row_asked_for_alone_comes_with_the_names_of_its_place(client, alice):
    mission = make_long_mission(11)
    event = mission.events.first()
    alone = client.get(f"{address(mission)}?language=de&part=events-7~{event.pk}")
    names = set(Form(f"<form id=f>{alone.content.decode()}</form>", "f").fields)
    assert {"events-7-date", "events-7-title_de", "events-7-operation"} <= names
    assert b"csrfmiddlewaretoken" not in alone.content


@pytest.mark.parametrize(
    "place", ["events-7~999999", "events-7", "nothing-7~1", "", "events-7~1'", "events-\N{SUPERSCRIPT TWO}~1"]
)
def test_a_row_that_is_not_there_is_not_found(client, alice, place):
    assert client.get(address(make_long_mission(11)), {"part": place}).status_code == 404


def test_without_a_script_a_row_is_opened_by_saving(client, alice):
    mission = make_long_mission(11)
    url, response, _queries = shown(client, mission, "de")
    data = Form(response.content.decode(), "mission_form").fields
    key = data["events-3-id"][0]
    answer = client.post(url, data | {"lead_de": ["Neu."], "_open": f"events-3~{key}"})
    assert answer.status_code == 302
    reopened = Form(client.get(answer.url).content.decode(), "mission_form").fields
    assert "events-3-title_de" in reopened
    assert "events-4-title_de" not in reopened
    mission.refresh_from_db()
    assert mission.lead_de == "Neu."


def test_a_closed_row_that_is_ticked_goes(client, alice):
    mission = make_long_mission(11)
    url, response, _queries = shown(client, mission, "de")
    data = Form(response.content.decode(), "mission_form").fields
    client.post(url, data | {"events-3-DELETE": ["on"]})
    assert mission.events.count() == 10
    assert not mission.events.filter(pk=data["events-3-id"][0]).exists()


def test_each_row_says_its_place_and_nothing_stray_stands_beside_it(client, alice):
    mission = make_mission()
    for order in (1, 20):
        make_headcount(mission, order=order)
    html = client.get(f"{address(mission)}?language=fr").content.decode()
    assert ' id="deployments-1" data-order="20">' in html
    assert 'data-order="<' not in html
