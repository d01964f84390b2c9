"""A mission as it is written down for publication."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from languages.columns import LANGUAGES
from missions.freezing import MISSION_RELATIONS, freeze_easy, freeze_mission
from missions.models import Mission
from missions.projections import project_mission
from publishing import kinds
from publishing.freezing import freeze_term, prepared
from publishing.models import Edition
from tests.factories import (
    make_briefing,
    make_component,
    make_easy_version,
    make_event,
    make_headcount,
    make_legal_basis,
    make_mission,
    make_operation,
    make_picture,
    make_place,
)

pytestmark = pytest.mark.django_db


def in_each_language(text):
    return {language: f"{text} {language}" for language in LANGUAGES}


def make_whole_mission(events=3):
    """Save a mission in which nothing is empty."""
    operation = make_operation(acronym="MINUSMA", label=in_each_language("Operation"), mandate="25/4/2013 – 31/12/2023")
    make_legal_basis(operation, label=in_each_language("Resolution"))
    country = make_place(code="ML", shape="country", label=in_each_language("Mali"))
    region = make_place(label=in_each_language("Sahel"))
    region.members.add(country)
    words = [
        "name",
        "kicker",
        "title",
        "in_place",
        "lead",
        "context",
        "slogan",
        "invitation",
        "stakes",
        "worst_case",
        "impact",
    ]
    mission = make_mission(
        **{word: in_each_language(word) for word in words},
        slug={"fr": "mali", "nl": "mali-nl", "de": "mali-de", "en": "mali-en"},
        places=[country, region],
        operations=[operation],
        picture=make_picture(),
        started="2013",
    )
    for number in range(events):
        make_event(
            mission,
            title=in_each_language(f"Event {number}"),
            date=f"{2010 + number % 10}",
            operation=operation,
            picture=make_picture() if number == 0 else None,
        )
    make_headcount(mission, operation=operation, label=in_each_language("Soldiers"), as_of="2020")
    make_briefing(
        mission,
        make_component(label=in_each_language("Land")),
        text={code: f"<p>Text {code}</p>" for code in LANGUAGES},
    )
    return mission


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_holds_the_words_of_its_language_only(language):
    document = freeze_mission(make_whole_mission(), language)
    texts = [
        document.name,
        document.lead,
        document.impact,
        document.events[0].title,
        document.figures[0].label,
        document.places[0].label,
        document.operations[0].label,
        document.operations[0].legal_bases[0].label,
        document.briefings[0].label,
    ]
    assert {text.split()[-1] for text in texts} == {language}
    assert document.briefings[0].text == f"<p>Text {language}</p>"


def test_what_is_frozen_does_not_depend_on_the_active_language():
    mission = make_whole_mission()
    frozen = {}
    for active in LANGUAGES:
        with translation.override(active):
            frozen[active] = [freeze_mission(mission, language).canonical() for language in LANGUAGES]
    assert all(documents == frozen["fr"] for documents in frozen.values())
    assert len(set(frozen["fr"])) == len(LANGUAGES)


def test_a_language_without_text_stays_empty_and_borrows_nothing():
    mission = make_mission(name={"fr": "Mali"}, lead={"fr": "Un mot.", "de": "   "}, slug={"fr": "mali"})
    make_event(mission, title={"fr": "Le début"})
    document = freeze_mission(mission, "de")
    assert (document.name, document.lead, document.path, document.events[0].title) == ("", "", "", "")


@pytest.mark.parametrize(
    ("language", "path"),
    [
        ("fr", "/fr/nos-missions/mali/"),
        ("nl", "/nl/onze-missies/mali-nl/"),
        ("de", "/de/unsere-missionen/mali-de/"),
        ("en", "/en/our-missions/mali-en/"),
    ],
)
def test_the_address_is_in_the_language_of_the_page(language, path):
    assert freeze_mission(make_whole_mission(), language).path == path


def test_freezing_in_four_languages_costs_the_queries_of_one_whatever_the_number_of_events():
    pk = make_whole_mission(events=3).pk
    freeze_mission(Mission.objects.get(pk=pk), "fr")  # its map is drawn the first time
    counts = []
    for more in (0, 60):
        for number in range(more):
            make_event(Mission.objects.get(pk=pk), date=str(1950 + number), picture=make_picture())
        mission = Mission.objects.get(pk=pk)
        with CaptureQueriesContext(connection) as queries:
            ready = prepared(mission, MISSION_RELATIONS)
            documents = [freeze_mission(ready, language) for language in LANGUAGES]
        counts.append(len(queries))
        assert {len(document.events) for document in documents} == {3 + more}
    assert counts[0] == counts[1] <= 12


def test_a_mission_is_frozen_as_it_is_now_even_from_a_row_that_was_frozen_before():
    mission = make_mission()
    assert freeze_mission(mission, "fr").events == []
    make_event(mission)
    assert len(freeze_mission(mission, "fr").events) == 1


def test_events_stand_in_the_document_in_reading_order():
    mission = make_mission()
    for date in ("2013-", "2013-01;late", "2012", "2006/2012"):
        make_event(mission, date=date)
    make_event(mission, date="1999", place_in_list=2)
    dates = [event.date for event in freeze_mission(mission, "fr").events]
    assert dates == ["2006/2012", "1999", "2012", "2013-01;late", "2013/.."]


def test_no_document_and_no_row_for_lists_holds_a_small_headcount():
    mission = make_mission()
    make_headcount(mission, role="total", qualifier="exact", headcount=103)
    make_headcount(mission, qualifier="exact", headcount=100)
    make_headcount(mission, qualifier="exact", headcount=3)
    document = freeze_mission(mission, "fr")
    assert [(figure.qualifier, figure.headcount) for figure in document.figures] == [
        ("about", 100),
        ("exact", 100),
        ("few", None),
    ]
    rows = project_mission(Edition(language="fr"), document)
    assert {row.headcount for row in rows} == {100, None}


def test_the_rows_for_lists_tell_the_current_total_and_its_source():
    operation = make_operation(label="MINUSMA")
    mission = make_mission(operations=[operation])
    make_headcount(mission, operation=operation, headcount=95, as_of="2020")
    make_headcount(mission, role="support", headcount=15, as_of="2020")
    make_headcount(mission, role="ceiling", qualifier="at_most", headcount=450, as_of="2019")
    make_headcount(mission, role="total", headcount=89, as_of="2018", source_url="https://example.org/")
    rows = project_mission(Edition(language="fr"), freeze_mission(mission, "fr"))
    facts = [(row.role, row.headcount, row.qualifier, row.is_current, row.is_total, row.computed) for row in rows]
    assert facts == [
        ("total", 110, "about", True, True, True),
        ("part", 95, "about", True, False, False),
        ("support", 15, "about", True, False, False),
        ("ceiling", 450, "at_most", True, False, False),
        ("total", 89, "about", False, True, False),
    ]
    assert (rows[1].operation, rows[1].operation_label) == (operation.uid, "MINUSMA")
    assert (rows[4].source_title, rows[4].source_url) == ("Mission page of about 2020", "https://example.org/")
    assert [row.position for row in rows] == [0, 1, 2, 3, 4]
    assert str(rows[0].last_day) == "2020-12-31"


def test_the_rows_for_the_timeline_hold_each_event_with_its_days():
    mission = make_mission()
    event = make_event(mission, date="2013-01;late", title="MINUSMA is launched")
    make_event(mission, date="2013-")
    first, second = project_mission(Edition(language="fr"), freeze_mission(mission, "fr"))
    assert (first.anchor, first.mission, first.title) == (event.uid, mission.uid, "MINUSMA is launched")
    assert (str(first.first_day), str(first.last_day)) == ("2013-01-21", "2013-01-31")
    assert (str(second.last_day), second.position) == ("9999-12-31", 1)


def test_publishing_some_changes_only_hides_a_small_number_again():
    """The live version has a total; of the draft, which splits it, only the parts are taken over."""
    mission = make_mission()
    make_headcount(mission, role="total", qualifier="exact", headcount=103)
    live = freeze_mission(mission, "fr")
    assert live.figures[0].headcount == 103
    make_headcount(mission, qualifier="exact", headcount=100)
    make_headcount(mission, qualifier="exact", headcount=3)
    parts = freeze_mission(mission, "fr").figures[1:]
    merged = live.model_copy(update={"figures": [*live.figures, *parts]}).arranged()
    assert (merged.figures[0].qualifier, merged.figures[0].headcount) == ("about", 100)


def test_arranging_a_document_that_is_in_order_changes_nothing():
    document = freeze_mission(make_whole_mission(), "fr")
    assert document.arranged() == document


@pytest.mark.parametrize(
    ("language", "path"),
    [
        ("fr", "/fr/facile-a-lire/easy/"),
        ("nl", "/nl/makkelijk-lezen/easy/"),
        ("de", "/de/leichte-sprache/easy/"),
        ("en", "/en/easy-to-read/easy/"),
    ],
)
def test_an_easy_version_names_its_mission(language, path):
    mission = make_mission(name=in_each_language("Mali"))
    easy = make_easy_version(mission, slug="easy", title=in_each_language("Easy"))
    document = freeze_easy(easy, language)
    assert (document.path, document.title) == (path, f"Easy {language}")
    assert (document.about, document.mission.label) == (mission.uid, f"Mali {language}")


@pytest.mark.parametrize("make", [make_place, make_component, make_operation])
def test_a_term_without_a_page_of_its_own_has_no_address(make):
    term = make(label=in_each_language("Label"), description=in_each_language("More"))
    document = freeze_term(term, "nl")
    assert (document.kind, document.uid, document.path) == (term.page_kind, term.uid, "")
    assert (document.heading, document.summary) == ("Label nl", "More nl")


def test_every_kind_of_page_freezes_rows_of_its_own_model():
    registered = {kind.name: kind.model for kind in kinds.every()}
    assert {name: model.page_kind for name, model in registered.items()} == {name: name for name in registered}
    assert {"mission", "easy", "place", "component", "operation"} <= registered.keys()
