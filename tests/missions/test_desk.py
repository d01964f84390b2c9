"""Missions, operations and places at the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from languages.columns import LANGUAGES
from missions.models import Mission
from publishing.models import Address
from tests.factories import (
    make_briefing,
    make_component,
    make_easy_version,
    make_event,
    make_headcount,
    make_legal_basis,
    make_mission,
    make_operation,
    make_place,
)
from tests.missions.desk_forms import added, errors_in, filled_in, make_administrator

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script>“’"><img src=x onerror=alert(2)>'


@pytest.fixture
def desk(client):
    make_administrator(client)
    return client


def address(row, view="change"):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{view}"
    return reverse(name, args=[row.pk] if view == "change" else [])


def post(desk, row, data):
    return desk.post(address(row), data)


@pytest.mark.parametrize("make", [make_mission, make_operation, make_place, make_component, make_easy_version])
@pytest.mark.parametrize("language", ["fr", "de"])
def test_every_list_and_form_opens(desk, make, language):
    desk.cookies.load({"django_language": language})
    row = make()
    for view in ("changelist", "add", "change"):
        assert desk.get(address(row, view)).status_code == 200


@pytest.mark.parametrize("make", [make_mission, make_operation, make_place, make_component, make_easy_version])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_searched_in_all_languages_at_once(desk, make, language):
    text = "title" if make is make_easy_version else "label" if make is not make_mission else "lead"
    wanted = make(**{text: {language: "Zauberwort"}})
    make()
    response = desk.get(address(wanted, "changelist"), {"q": "zauberwort"})
    assert list(response.context["cl"].result_list) == [wanted]


def test_a_form_that_nobody_touched_is_taken_and_changes_nothing(desk):
    mission = make_mission(operations=[make_operation()], places=[make_place()], started="2013-01;late")
    make_event(mission, date="2013-")
    make_headcount(mission)
    make_briefing(mission)
    before = Mission.objects.filter(pk=mission.pk).values().get()
    response = post(desk, mission, filled_in(desk.get(address(mission))))
    assert errors_in(response) == ""
    assert Mission.objects.filter(pk=mission.pk).values().get() == before
    assert mission.operations.count() == mission.places.count() == mission.briefings.count() == 1


def test_a_mission_with_ten_events_is_saved(desk):
    mission = make_mission()
    data = filled_in(desk.get(address(mission)))
    for number in range(10):
        words = {f"title_{language}": f"Event {number}" for language in LANGUAGES}
        data = added(data, "events", date=f"{2010 + number}", **words)
    response = post(desk, mission, data)
    assert errors_in(response) == ""
    assert [str(event.first_day) for event in mission.events.all()] == [f"{2010 + n}-01-01" for n in range(10)]


def test_the_number_of_queries_of_a_form_does_not_grow_with_its_events(desk):
    counts = []
    mission = make_mission()
    for more in (2, 20):
        for _ in range(more):
            make_event(mission, operation=make_operation())
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address(mission)).status_code == 200
        counts.append(len(queries))
    # An autocomplete field asks for the label of what it holds, once per row.
    assert counts[1] - counts[0] <= 20


def test_the_number_of_queries_of_a_list_does_not_grow(desk):
    counts = []
    for more in (2, 20):
        for _ in range(more):
            easy = make_easy_version()
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address(easy, "changelist")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"status": "running", "ended": "2023"}, "Set the status to “ended”"),
        ({"status": "ended", "ended": ""}, "Say when the mission ended"),
        ({"started": "2013-02-30"}, "February 2013 has 28 days"),
        ({"name_fr": "Ma\u0007li"}, "control character"),
    ],
)
def test_a_mission_that_contradicts_itself_is_refused(desk, changes, told):
    mission = make_mission()
    data = filled_in(desk.get(address(mission))) | changes
    response = post(desk, mission, data)
    assert told in errors_in(response)
    # Nothing that was typed is lost.
    if "started" in changes:
        assert "2013-02-30" in response.content.decode()


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"date": "2014-2013"}, "ends (2013) before it begins (2014)"),
        ({"date": "31 avril 2013"}, "April"),
        ({"date": ""}, "required"),
        ({"date": "1947-1991", "date_label_de": "Kalter Krieg (1947–1989)"}, "1989"),
        ({"date": "2013", "place_in_list": "0"}, "count from 1"),
        ({"date": "2013", "source_url": "https://example.org/"}, "Give the source a title"),
        ({"date": "2013", "source_url": "javascript:alert(1)", "source_title_fr": "x"}, "valid URL"),
    ],
)
def test_an_event_that_cannot_be_is_refused(desk, event, told):
    mission = make_mission()
    data = added(filled_in(desk.get(address(mission))), "events", title_fr="Titre", **event)
    assert told in errors_in(post(desk, mission, data))
    assert not mission.events.exists()


@pytest.mark.parametrize("date", ["2013-", "2013 – aujourd’hui", "seit 2013", "2013 - heden", "since 2013"])
def test_what_goes_on_today_is_taken_as_people_write_it(desk, date):
    mission = make_mission()
    data = added(filled_in(desk.get(address(mission))), "events", title_fr="Titre", date=date)
    assert errors_in(post(desk, mission, data)) == ""
    assert mission.events.get().date.to_storage() == "2013/.."


def test_the_name_of_a_period_is_checked_in_languages_the_form_does_not_show(desk):
    mission = make_mission()
    make_event(mission, date="1947-1991", date_label={"nl": "Koude Oorlog (1947–1991)"})
    shown = f"{address(mission)}?language=de"
    data = filled_in(desk.get(shown)) | {"events-0-date": "1949-1990"}
    response = desk.post(shown, data)
    assert "Koude Oorlog" in errors_in(response)
    assert "Dutch" in errors_in(response)


def headcount(role="part", number="10", qualifier="exact", as_of="2020", **values):
    return {"role": role, "headcount": number, "qualifier": qualifier, "as_of": as_of, "order": "0", **values}


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ([headcount(number="")], "Give a number"),
        ([headcount(qualifier="withheld")], "Give a number, or choose"),
        ([headcount(number="100001")], "100000"),
        ([headcount(number="-1")], "0"),
        ([headcount(source_url="https://example.org/")], "Give the source a title"),
        ([headcount("total"), headcount("total", number="12")], "two totals of one date"),
        ([headcount("total", "110"), headcount(number="15"), headcount(number="94")], "15 + 94 = 109"),
    ],
)
def test_a_headcount_that_cannot_be_is_refused(desk, figures, told):
    mission = make_mission()
    data = filled_in(desk.get(address(mission)))
    for figure in figures:
        data = added(data, "deployments", **figure)
    assert told in errors_in(post(desk, mission, data))
    assert not mission.deployments.exists()


def test_headcounts_that_add_up_are_taken(desk):
    mission = make_mission()
    data = filled_in(desk.get(address(mission)))
    for figure in (headcount("total", "110"), headcount(number="15"), headcount(number="95")):
        data = added(data, "deployments", **figure)
    assert errors_in(post(desk, mission, data)) == ""
    assert mission.deployments.count() == 3


def test_imported_headcounts_that_disagree_do_not_keep_anybody_from_working(desk):
    mission = make_mission()
    for role, number in (("total", 5), ("part", 0), ("part", 4)):
        make_headcount(mission, role=role, headcount=number, qualifier="exact", as_of="2017")
    data = filled_in(desk.get(address(mission))) | {"name_fr": "Mali"}
    assert errors_in(post(desk, mission, data)) == ""
    assert sorted(mission.deployments.values_list("headcount", flat=True)) == [0, 4, 5]
    # Whoever touches them is asked to make them agree.
    data = filled_in(desk.get(address(mission)))
    assert "2 + 4 = 6" in errors_in(post(desk, mission, data | {"deployments-1-headcount": "2"}))
    assert errors_in(post(desk, mission, data | {"deployments-1-headcount": "1"})) == ""


def test_a_source_is_taken_whatever_language_it_is_written_in(desk):
    mission = make_mission()
    for active in LANGUAGES:
        desk.cookies.load({"django_language": active})
        data = filled_in(desk.get(address(mission)))
        figure = headcount(as_of="", source_url="https://example.org/", source_title_nl="Missiepagina")
        assert errors_in(post(desk, mission, added(data, "deployments", **figure))) == ""
    assert mission.deployments.count() == len(LANGUAGES)


def test_an_address_another_mission_has_is_refused_and_the_mission_named(desk):
    make_mission(name="Mali", slug={"fr": "sahel"})
    mission = make_mission()
    response = post(desk, mission, filled_in(desk.get(address(mission))) | {"slug_fr": "sahel"})
    assert "“Mali” already has the address “sahel”" in errors_in(response)
    # In another language it is another address.
    assert errors_in(post(desk, mission, filled_in(desk.get(address(mission))) | {"slug_de": "sahel"})) == ""


def test_an_address_that_was_another_pages_once_is_refused(desk):
    other, mission = make_mission(), make_mission()
    path = "/fr/nos-missions/ancienne/"
    Address.objects.create(path=path, page=other.page(), language="fr", reserved_at=timezone.now())
    response = post(desk, mission, filled_in(desk.get(address(mission))) | {"slug_fr": "ancienne"})
    assert path in errors_in(response)
    assert errors_in(post(desk, other, filled_in(desk.get(address(other))) | {"slug_fr": "ancienne"})) == ""


def test_an_address_follows_the_name_of_its_language(desk):
    page = desk.get(address(make_mission(), "add")).content.decode()
    for language in LANGUAGES:
        assert f"#id_slug_{language}" in page
        assert f"id_name_{language}" in page


def test_hostile_words_are_inert_at_the_desk(desk):
    mission = make_mission(**dict.fromkeys(["name", "title", "lead", "context"], HOSTILE[:60]))
    make_event(mission, title=HOSTILE, text=HOSTILE, source_title=HOSTILE)
    make_headcount(mission, label=HOSTILE)
    make_briefing(mission, make_component(label=HOSTILE), text=f"<p>{HOSTILE}</p>")
    operation = make_operation(label=HOSTILE, acronym="<b>x</b>")
    make_legal_basis(operation, label=HOSTILE)
    for page in (
        address(mission),
        address(mission, "changelist"),
        address(operation),
        address(operation, "changelist"),
    ):
        html = desk.get(page).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "alert(1)" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_shows_dates_in_its_own_language(desk, language):
    mission = make_mission(started="2013-01;late")
    desk.cookies.load({"django_language": language})
    with translation.override(language):
        written = str(mission.started)
    assert written in desk.get(address(mission, "changelist")).content.decode()
