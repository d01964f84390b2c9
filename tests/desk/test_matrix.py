"""Every address of the desk, walked as every role by GET and POST, against the table written by hand."""

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, reverse

from languages.columns import LANGUAGES
from tests import factories
from tests.desk import matrix
from tests.desk.matrix_world import address_of, body_of, make_world, opened_form, sent_for
from tests.people import make_user

pytestmark = pytest.mark.django_db

# What every answer of the desk may write: who is logged in, and with which words a form was opened.
ANYBODYS = ("django_session", "publishing_openeddraft")
# What ends or changes the session of whoever does it.
OWN_SESSION = ("login", "logout", "password_change", "auth_user_password_change")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Build what the walk finds once for this file; nothing of it is left behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def walk(patterns, resolver=""):
    """Yield the name of every address; those that have none are named after what they lead to."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, str(pattern.pattern))
        elif pattern.name:
            yield pattern.name
        elif "object_id" in str(pattern.pattern):
            yield f"{resolver.strip('/').replace('/', '_')}_change_or_list"
        else:
            yield "anything_else"


class Watch:
    """Collects the tables that are written to."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        verb, *words = sql.replace('"', "").split()
        if verb in ("INSERT", "UPDATE", "DELETE"):
            table = words[0] if verb == "UPDATE" else words[1]
            if table not in ANYBODYS:
                self.tables.add(table)
        return execute(sql, params, many, context)


def seen(client, method, address, data=None):
    """Return the sign of an answer, after which the database is as it was."""
    watch = Watch()
    with transaction.atomic():
        with connection.execute_wrapper(watch):
            response = getattr(client, method)(address, data) if data else getattr(client, method)(address)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith(reverse("admin:login")):
        return "L"
    if response.status_code in (200, 302):
        return "W" if watch.tables else "or"[response.status_code == 302]
    return {403: "X", 404: "N", 405: "M"}.get(response.status_code, str(response.status_code))


def files_in(body):
    """Return the files that a form sends, which are read to their end each time."""
    return [
        file
        for value in body.values()
        for file in (value if isinstance(value, list) else [value])
        if hasattr(file, "seek")
    ]


def as_role(world, role):
    client = Client()
    if world.people[role]:
        client.force_login(world.people[role])
    return client


def test_every_address_of_the_desk_is_in_the_table():
    found = list(walk(admin.site.get_urls()))
    assert sorted(set(found)) == sorted(matrix.ADDRESSES)


def test_every_row_of_the_table_says_something_of_every_role():
    for name, cells in matrix.ADDRESSES.items():
        assert [len(signs) for signs in cells] == [len(matrix.ROLES)] * 2, name
    for verb, states in matrix.VERBS.items():
        assert [len(signs) for signs in states.values()] == [len(matrix.ROLES)] * len(states), verb


@pytest.mark.parametrize("role", matrix.ROLES)
def test_every_address_opens_for_whom_the_table_says(world, role):
    client, at = as_role(world, role), matrix.ROLES.index(role)
    wrong = {}
    for name, (opened, _sent) in matrix.ADDRESSES.items():
        sign = seen(client, "get", address_of(name, world))
        if sign != opened[at]:
            wrong[name] = f"{sign}, not {opened[at]}"
    assert not wrong, "; ".join(f"{name} {sign}" for name, sign in wrong.items())


@pytest.fixture(scope="module")
def bodies(world):
    client = Client()
    return {name: body_of(name, world, client) for name in matrix.ADDRESSES}


@pytest.mark.parametrize("role", matrix.ROLES)
def test_every_form_is_taken_from_whom_the_table_says(world, bodies, role):
    client, at = as_role(world, role), matrix.ROLES.index(role)
    wrong = {}
    for name, (_opened, sent) in matrix.ADDRESSES.items():
        for file in files_in(bodies[name]):
            file.seek(0)
        if name in OWN_SESSION:
            client = as_role(world, role)
        sign = seen(client, "post", address_of(name, world), bodies[name])
        if name in OWN_SESSION:
            client = as_role(world, role)
        if sign != sent[at]:
            wrong[name] = f"{sign}, not {sent[at]}"
    assert not wrong, "; ".join(f"{name} {sign}" for name, sign in wrong.items())


@pytest.mark.parametrize("role", matrix.WRITTEN)
def test_a_forged_form_writes_only_what_the_table_says(world, role):
    mission = factories.make_mission(started="2013")
    figure = factories.make_headcount(mission, headcount=15)
    client = Client()
    sent = opened_form(world, client, mission)
    rows = next(name.partition("-")[0] for name in sent if name.endswith("-headcount"))
    sent |= {f"lead_{code}": f"Forged {code}" for code in LANGUAGES} | {"started": "2014", f"{rows}-0-headcount": "95"}
    client.force_login(make_user(f"forger-{role}", groups=[role]))
    with transaction.atomic():
        client.post(f"{reverse('admin:missions_mission_change', args=[mission.pk])}?language=all", sent)
        mission.refresh_from_db()
        figure.refresh_from_db()
        arrived = [getattr(mission, f"lead_{code}") == f"Forged {code}" for code in LANGUAGES]
        arrived += [str(mission.started) == "2014", figure.headcount == 95]
        transaction.set_rollback(True)
    assert "".join("W" if there else "." for there in arrived) == matrix.WRITTEN[role]


@pytest.mark.parametrize("role", matrix.ROLES)
def test_every_verb_does_in_every_state_what_the_table_says(world, verbs, role):
    client, at = as_role(world, role), matrix.ROLES.index(role)
    wrong = {}
    for verb, states in matrix.VERBS.items():
        for state, signs in states.items():
            sign = seen(client, "post", *verbs[verb, state])
            sign = "x" if sign in ("o", "r") else sign
            if sign != signs[at]:
                wrong[f"{verb}, {state}"] = f"{sign}, not {signs[at]}"
    assert not wrong, "; ".join(f"{name}: {sign}" for name, sign in wrong.items())


@pytest.fixture(scope="module")
def verbs(world):
    client = Client()
    return {
        (verb, state): sent_for(verb, state, world, client) for verb, states in matrix.VERBS.items() for state in states
    }
