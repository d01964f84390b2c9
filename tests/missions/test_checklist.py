"""What is found before a mission is published."""

import pytest
from django.utils import translation

from images.documents import FrozenPicture
from languages.columns import LANGUAGES
from missions.freezing import freeze_mission
from publishing import kinds
from publishing.findings import Level
from tests.factories import make_event, make_headcount, make_legal_basis, make_mission, make_operation

pytestmark = pytest.mark.django_db


def found(mission, language="fr", **changes):
    """Return what is found in a mission as (level, code); `changes` are made to the document."""
    document = freeze_mission(mission, language).model_copy(update=changes)
    return [(finding.level, finding.code) for finding in kinds.get("mission").check(document)]


def the_finding(mission, language="fr", **changes):
    document = freeze_mission(mission, language).model_copy(update=changes)
    (finding,) = kinds.get("mission").check(document)
    return finding


def make_picture_part(**values):
    facts = {
        "uid": "10000000-0000-4000-8000-000000000001",
        "content_hash": "0" * 64,
        "media_type": "image/png",
        "width": 3,
        "height": 2,
        "alternative_text": "A map on a table.",
        "credit": "DG StratCom",
    }
    return FrozenPicture(**facts | values)


def test_nothing_is_found_in_a_mission_in_good_order():
    operation = make_operation()
    make_legal_basis(operation)
    mission = make_mission(operations=[operation])
    make_event(mission, date="2013-", operation=operation)
    make_headcount(mission, as_of="2020", operation=operation)
    assert found(mission) == []


def test_an_undated_figure_is_worth_a_look():
    mission = make_mission()
    figure = make_headcount(mission, headcount=110, role="total")
    finding = the_finding(mission)
    assert (finding.level, finding.place, finding.language) == (Level.WARN, f"figures/{figure.uid}/as_of", "")
    assert "110" in finding.sentence


def test_a_figure_without_a_source_is_worth_a_look():
    mission = make_mission()
    make_headcount(mission, as_of="2020", source_title="")
    assert found(mission) == [(Level.WARN, "figure.source")]


def test_parts_that_do_not_make_the_total_block():
    mission = make_mission()
    for role, headcount in (("total", 110), ("part", 15), ("part", 94)):
        make_headcount(mission, role=role, headcount=headcount, qualifier="exact", as_of="2020")
    assert found(mission) == [(Level.BLOCK, "headcounts.sum")]


def test_something_that_still_goes_on_in_a_mission_that_ended_is_worth_a_look():
    mission = make_mission(status="ended", ended="2023")
    make_event(mission, date="2013-")
    finding = the_finding(mission)
    assert (finding.level, finding.code) == (Level.WARN, "event.open")
    assert "Give it an end" in finding.sentence


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ({"impact": "Peace."}, [(Level.WARN, "mission.assessed")]),
        ({"impact": "Peace.", "assessed": "2020~"}, []),
        ({"impact": ""}, []),
    ],
)
def test_what_an_ended_mission_achieved_is_said_with_its_date(values, result):
    assert found(make_mission(status="ended", ended="2023", **values)) == result


@pytest.mark.parametrize("changes", [{"ended": "2023"}, {"status": "ended"}])
def test_a_status_that_contradicts_the_end_blocks(changes):
    """No form lets it in; publishing only some changes could."""
    assert found(make_mission(status="running"), **changes) == [(Level.BLOCK, "mission.ended")]


@pytest.mark.parametrize(
    ("width", "height", "result"), [(300, 400, [(Level.WARN, "picture.portrait")]), (400, 300, [])]
)
def test_a_portrait_does_not_open_a_mission_unnoticed(width, height, result):
    assert found(make_mission(), picture=make_picture_part(width=width, height=height)) == result


@pytest.mark.parametrize(
    ("missing", "result"),
    [
        ({}, []),
        ({"alternative_text": ""}, [(Level.BLOCK, "picture.alternative_text")]),
        ({"alternative_text": "", "decorative": True}, []),
        ({"credit": ""}, [(Level.BLOCK, "picture.credit")]),
    ],
)
def test_a_picture_without_alternative_text_or_credit_blocks(missing, result):
    mission = make_mission()
    make_event(mission)
    picture = make_picture_part(**missing)
    assert found(mission, picture=picture) == result
    events = [freeze_mission(mission, "fr").events[0].model_copy(update={"picture": picture})]
    assert found(mission, events=events) == result


def test_a_title_is_required_of_every_event_and_a_label_of_every_figure():
    assert {"name", "title", "lead", "events/*/title", "figures/*/label"} <= set(kinds.get("mission").required)


def test_the_name_of_a_period_with_other_years_than_its_date_blocks():
    mission = make_mission()
    event = make_event(mission, date="1947-1991", date_label={"fr": "Guerre froide (1947–1989)", "nl": "Koude Oorlog"})
    finding = the_finding(mission)
    assert (finding.level, finding.place, finding.language) == (Level.BLOCK, f"events/{event.uid}/date_label", "fr")
    assert "1989" in finding.sentence
    assert found(mission, "nl") == []


def test_an_event_read_before_an_earlier_one_is_worth_a_look():
    mission = make_mission()
    make_event(mission, date="2012")
    moved = make_event(mission, date="2015", place_in_list=1)
    finding = the_finding(mission)
    assert (finding.level, finding.place) == (Level.WARN, f"events/{moved.uid}")
    assert "2015" in finding.sentence
    assert "2012" in finding.sentence


def test_a_decision_without_an_address_is_worth_a_look():
    operation = make_operation(acronym="EUTM")
    make_legal_basis(operation, url="", label="Council Decision 2013/34/CFSP")
    finding = the_finding(make_mission(operations=[operation]))
    assert finding.level == Level.WARN
    assert "Council Decision 2013/34/CFSP" in finding.sentence


@pytest.mark.parametrize("make", [make_event, make_headcount])
def test_an_operation_that_is_not_the_missions_blocks(make):
    mission = make_mission()
    make(mission, operation=make_operation(), **({"as_of": "2020"} if make is make_headcount else {}))
    ((level, code),) = found(mission)
    assert (level, code.split(".")[1]) == (Level.BLOCK, "operation")


def test_the_same_fault_of_a_fact_is_one_finding_in_four_languages():
    mission = make_mission(status="ended", ended="2023")
    make_event(mission, date="2013-", title={language: f"Title {language}" for language in LANGUAGES})
    make_headcount(mission, label={language: f"Label {language}" for language in LANGUAGES})
    check = kinds.get("mission").check
    findings = {finding for language in LANGUAGES for finding in check(freeze_mission(mission, language))}
    assert {finding.code for finding in findings} == {"event.open", "figure.undated"}
    assert len(findings) == 2


def test_a_finding_is_told_in_the_language_of_the_desk():
    mission = make_mission(status="ended", ended="2023")
    make_event(mission, date="2013-")
    with translation.override("de"):
        assert "2013 – heute" in the_finding(mission).sentence.replace("\N{NO-BREAK SPACE}", " ")
