"""What the database refuses about missions and their events, and the sentence the editor reads."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from languages.columns import LANGUAGES
from missions.models import HIGHEST_HEADCOUNT, Briefing, Deployment, EasyVersion
from missions.published import PublishedFigure
from publishing.models import Edition, Page, Release
from tests.factories import (
    make_briefing,
    make_easy_version,
    make_event,
    make_headcount,
    make_mission,
    make_operation,
    make_place,
)
from tests.missions.refusals import refused, sentence
from timeline.models import TimelineEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "wrong", "told"),
    [
        pytest.param(
            make_place, {"shape": "country", "code": "MALI"}, "two-letter ISO code", id="a country has an ISO code"
        ),
        pytest.param(
            make_operation,
            {"full_name": "European Union Training Mission", "full_name_language": ""},
            "in which language",
            id="a full name says its language",
        ),
        pytest.param(
            make_mission,
            {"status": "running", "ended": "2023"},
            "Set the status to “ended”",
            id="only an ended mission has an end",
        ),
        pytest.param(
            make_mission, {"status": "ended", "ended": ""}, "Say when", id="an ended mission says when it ended"
        ),
        pytest.param(
            make_headcount, {"qualifier": "withheld", "headcount": 15}, "not disclosed", id="not disclosed is no number"
        ),
        pytest.param(
            make_headcount, {"qualifier": "exact", "headcount": None}, "Give a number", id="a headcount is a number"
        ),
        pytest.param(
            make_headcount, {"headcount": HIGHEST_HEADCOUNT + 1}, "100000", id="a headcount is plausible"
        ),
        pytest.param(
            make_event, {"place_in_list": 0}, "count from 1", id="places in the list count from one"
        ),
    ],
)  # fmt: skip
def test_the_database_refuses_and_the_editor_is_told_why(make, wrong, told):
    row = make()
    assert refused(row, **wrong)
    assert told in sentence(row, **wrong)


@pytest.mark.parametrize(
    ("make", "right"),
    [
        (make_place, {"shape": "country", "code": "ML"}),
        (make_place, {"shape": "sea", "code": "X-BALTIC"}),
        (make_operation, {"full_name": "European Union Training Mission", "full_name_language": "en"}),
        (make_mission, {"status": "ended", "ended": "2023"}),
        (make_mission, {"status": "running", "ended": ""}),
        (make_headcount, {"qualifier": "withheld", "headcount": None}),
        (make_headcount, {"headcount": HIGHEST_HEADCOUNT}),
        (make_headcount, {"headcount": 0, "qualifier": "exact"}),
        (make_event, {"place_in_list": 1}),
        (make_event, {"date": "2013-"}),
    ],
)
def test_what_is_right_is_taken(make, right):
    row = make()
    assert sentence(row, **right) == ""
    row.save()


@pytest.mark.parametrize("make", [make_headcount, make_event])
def test_a_source_with_an_address_has_a_title(make):
    row = make(source_title="", source_url="")
    assert refused(row, source_url="https://example.org/")
    assert "Give the source a title" in sentence(row, source_url="https://example.org/")


@pytest.mark.parametrize("active", LANGUAGES)
@pytest.mark.parametrize("written", LANGUAGES)
@pytest.mark.parametrize("make", [make_headcount, make_event])
def test_a_source_titled_in_any_language_is_enough_whatever_language_is_active(make, written, active):
    with translation.override(active):
        row = make(source_title={written: "Mission page of about 2020"}, source_url="https://example.org/")
        assert sentence(row) == ""


def test_an_event_ends_after_it_starts():
    event = make_event(date="2013")
    assert refused(event, first_day="2014-01-01")
    with pytest.raises(ValidationError, match=r"ends .* before it begins"):
        TimelineEvent._meta.get_field("date").clean("2013 - 2012", event)


def test_a_mission_has_one_total_per_date():
    first = make_headcount(role="total", as_of="2020")
    second = make_headcount(first.mission, role="total", as_of="2021")
    assert refused(second, as_of="2020")
    assert "already a total" in sentence(second, as_of="2020")
    assert sentence(second, as_of="2020", role="part") == ""
    undated = make_headcount(first.mission, role="total", as_of="")
    assert "already a total" in sentence(Deployment(mission=undated.mission, role="total", headcount=5))


def test_a_mission_has_one_briefing_per_component():
    first = make_briefing()
    second = make_briefing(first.mission)
    assert refused(second, component=first.component)
    assert "already has a briefing" in sentence(Briefing(mission=first.mission, component=first.component))


def test_a_mission_has_one_easy_version():
    easy = make_easy_version()
    assert refused(make_easy_version(), mission=easy.mission)
    assert "already exists" in sentence(EasyVersion(mission=easy.mission))


def test_two_places_never_share_a_code():
    place = make_place(code="X-SAHEL")
    assert refused(make_place(), code="X-SAHEL")
    assert "already exists" in sentence(type(place)(code="X-SAHEL", shape="region"))


def test_only_totals_are_added_up(django_user_model):
    user = django_user_model.objects.create_user("bob")
    now = timezone.now()
    release = Release.objects.create(requested_by=user, requested_at=now)
    page = Page.objects.create(kind="mission")
    edition = Edition.objects.create(
        sequence=1, page=page, language="fr", release=release, document="{}", seal="{}", digest="d", live_from=now
    )
    row = PublishedFigure.objects.create(
        edition=edition, language="fr", mission=page.uid, role="total", computed=True, is_total=True, position=0
    )
    assert refused(row, is_total=False)
    assert refused(row, figure=page.uid)


def test_a_slug_may_be_another_pages_in_another_language():
    make_mission(slug={"fr": "mali"})
    assert make_mission(slug={"de": "mali"}).pk
