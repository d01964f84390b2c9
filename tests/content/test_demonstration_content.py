"""The demonstration content, loaded: nothing is lost, the facts of the seeds hold, the languages say the same."""

import datetime

import pytest
from django.utils import translation

from articles.models import Article, Block, StandingPage, ThemePlace
from languages import parity, segments
from languages.columns import LANGUAGES
from languages.states import State
from missions.models import Deployment, EasyVersion, Mission
from publishing import drafts, kinds
from tests.content.fixture_files import FILES, dump, every_row, load, models_of, without_comments

# The only texts that say other numbers, dates or links than their source, each with its reason.
DELIBERATE_DIFFERENCES = {}


def mission(name):
    return Mission.objects.get(name_en=name)


def dates_of(name):
    return [event.date.to_storage() for event in mission(name).events.all()]


def headcounts_of(name, **facts):
    return {row.label_en: row.headcount for row in mission(name).deployments.filter(**facts)}


def every_page():
    return [row for kind in kinds.every() for row in kind.model.objects.all()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_dump_of_what_was_loaded_is_the_file_itself(content, file, language):
    with translation.override(language):
        assert dump(*models_of(file)) == without_comments(file.read_text())


def test_there_are_files_and_they_hold_content_and_not_only_comments():
    assert len(FILES) == 4
    assert all(without_comments(file.read_text()).count("- model:") > 5 for file in FILES)


def test_loading_twice_changes_nothing_whatever_language_is_active(content):
    before = every_row()
    with translation.override("nl"):
        load()
    assert every_row() == before
    assert len(before["languages.Segment"]) > 1000


def test_every_event_has_the_days_that_follow_from_its_date(content):
    events = [event for mission in Mission.objects.all() for event in mission.events.all()]
    assert len(events) > 50
    assert all((event.first_day, event.last_day) == (event.date.first_day, event.date.last_day) for event in events)


def test_every_translation_is_known_to_be_fresh(content):
    passages = [passage for row in every_page() for passage in segments.walk(row)]
    lacking = {(passage.model, passage.language) for passage in passages if passage.state != State.FRESH}
    assert lacking == {("missions.easyversion", "de")}


def test_the_ten_events_of_mali_stand_in_their_order(content):
    assert dates_of("Mali") == [
        "2006/2012",
        "2012",
        "2012",
        "2012",
        "2013-01",
        "2013-01;late",
        "2013-04-25",
        "2013",
        "2014",
        "2013/..",
    ]


def test_the_five_events_of_niger_stand_in_their_order(content):
    assert dates_of("Niger") == ["2000", "2003", "2005", "2017", "2019"]
    assert mission("Niger").events.exclude(short_title_en=None).exists()


def test_mali_counted_about_110_of_which_15_and_95(content):
    undated = mission("Mali").deployments.filter(as_of="")
    assert sorted((row.role, row.headcount) for row in undated) == [("part", 15), ("part", 95), ("total", 110)]
    assert 110 == 15 + 95
    assert {row.qualifier for row in undated} == {"about"}
    assert {row.operation.acronym: row.headcount for row in undated.filter(role="part")} == {
        "EUTM Mali": 15,
        "MINUSMA": 95,
    }


def test_niger_counted_about_320_of_which_100_there_and_220_in_support_from_home(content):
    rows = {row.role: row.headcount for row in mission("Niger").deployments.filter(as_of="")}
    assert rows == {"total": 320, "part": 100, "support": 220}
    assert 320 == 100 + 220


@pytest.mark.parametrize(("name", "numbers"), [("Mali", [15, 95, 110]), ("Niger", [100, 220, 320])])
def test_no_figure_of_the_ministrys_pages_is_made_coarser_for_the_public(content, name, numbers):
    """A small headcount anywhere in a mission would replace every sum it could be worked out from."""
    figures = drafts.frozen(mission(name), "fr").figures
    assert sorted(figure.headcount for figure in figures if not figure.as_of) == numbers


def test_the_annual_means_of_the_united_nations_are_history_with_their_year(content):
    means = mission("Mali").deployments.filter(operation__acronym="MINUSMA").exclude(as_of="")
    assert {row.as_of.to_storage(): row.headcount for row in means} == {
        "2016": 6,
        "2017": 5,
        "2018": 89,
        "2019": 49,
        "2020": 41,
        "2021": 4,
    }


def test_no_figure_is_without_its_source(content):
    assert not Deployment.objects.filter(source_title_fr=None).exists()
    assert Deployment.objects.count() > 20


def test_the_mission_in_mali_has_ended_and_says_when(content):
    assert (mission("Mali").status, mission("Mali").ended.last_day) == ("ended", datetime.date(2024, 5, 18))


def test_a_theme_of_at_least_four_articles_has_an_order_without_gaps(content):
    positions = {}
    for place in ThemePlace.objects.all():
        positions.setdefault(place.theme_id, []).append(place.position)
    assert max(map(len, positions.values())) >= 4
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in positions.values())


def test_the_articles_exercise_what_the_seeds_do(content):
    assert Article.objects.filter(written_in="en").exists()
    assert {"2019-12"} <= {article.date.to_storage() for article in Article.objects.filter(kind="press")}
    assert any(article.authors.count() == 2 for article in Article.objects.all())
    assert any(article.categories.count() > 1 for article in Article.objects.filter(kind="report"))


def test_one_page_lacks_german_and_one_article_differs_by_one_piece(content):
    assert [page.title_de for page in EasyVersion.objects.all()] == [None]
    pieces = Block.objects.exclude(only_in="")
    assert [(piece.only_in, bool(piece.only_in_reason)) for piece in pieces] == [("nl", True)]


def test_every_purpose_of_a_standing_page_has_one(content):
    assert set(StandingPage.objects.values_list("role", flat=True)) == set(StandingPage.Role.values)


def test_every_language_says_the_same_numbers_dates_and_links(content):
    compared, odd = 0, {}
    for row in every_page():
        for passage in segments.walk(row):
            if not (passage.source_text and passage.target_text):
                continue
            compared += 1
            agreement = parity.compare(
                passage.source_text,
                passage.target_text,
                source_language=passage.source_language,
                target_language=passage.language,
            )
            if not agreement:
                place = (str(passage.part_uid), passage.field, passage.language)
                odd[place] = [fact.written for fact in (*agreement.missing, *agreement.extra)]
    assert {place: facts for place, facts in odd.items() if place not in DELIBERATE_DIFFERENCES} == {}
    assert set(DELIBERATE_DIFFERENCES) <= set(odd)
    assert compared > 1000
