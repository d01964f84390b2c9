"""A film goes out by the same rights, embargo and consent as a picture, and is held at release the same way."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from files.models import Film
from publishing import checklist, drafts
from publishing.models import Edition
from publishing.models.releases import Blocked
from tests.factories import make_article, make_block, make_briefing, make_film, make_mission
from tests.people import make_alice, make_bob
from tests.publishing.stories import ask, publish

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://video.example.org/one"


def with_briefing(film):
    mission = make_mission()
    make_briefing(mission, film=film)
    return mission


def with_block(film):
    article = make_article()
    make_block(article, kind="film", text={}, film=film)
    return article


def found(page, *, moment=None):
    """Return what is said of the clearance of films, by level."""
    prepared = [checklist.Prepared(page.page(), page, "fr", drafts.frozen(page, "fr"), None)]
    findings = checklist.inspect(prepared, now=timezone.now(), moment=moment)
    return {(finding.code, str(finding.level)) for finding in findings if finding.code.startswith("film_")}


@pytest.mark.parametrize("showing", [with_briefing, with_block])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, set()),
        ({"rights": ""}, {("film_rights", "block")}),
        ({"faces": "unchecked"}, {("film_faces", "warn")}),
        ({"faces": "pending"}, {("film_consent", "block")}),
        ({"faces": "consent", "consent_note": "File 12"}, set()),
        ({"external_url": ELSEWHERE, "rights": "", "faces": "unchecked"}, set()),
        ({"external_url": ELSEWHERE, "faces": "pending"}, {("film_consent", "block")}),
    ],
)
def test_rights_and_faces_of_a_film_are_asked_as_those_of_a_picture(showing, values, expected):
    assert found(showing(make_film(**values))) == expected


@pytest.mark.parametrize("values", [{}, {"external_url": ELSEWHERE}])
def test_a_page_goes_live_when_the_embargo_of_its_film_is_over_and_not_before(values):
    until = timezone.now() + timedelta(days=2)
    page = with_briefing(make_film(embargo_until=until, **values))
    assert found(page) == {("film_embargo", "block")}
    assert found(page, moment=until - timedelta(microseconds=1)) == {("film_embargo", "block")}
    assert found(page, moment=until) == set()


@pytest.mark.parametrize(
    "change",
    [{"rights": ""}, {"faces": "pending"}, {"embargo_until": timezone.now() + timedelta(days=400)}],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("kind", ["film", "picture"])
def test_what_was_withdrawn_after_the_request_is_held_at_the_approval(kind, change):
    film = make_film()
    alice, bob = make_alice(), make_bob()
    page = with_briefing(film)
    release = ask(page, by=alice)
    shown = film if kind == "film" else film.poster
    type(shown).objects.filter(pk=shown.pk).update(**change)
    with pytest.raises(Blocked):
        release.approve(by=bob)
    assert not Edition.objects.filter(page=page.page()).exists()


def test_a_film_in_good_order_goes_out():
    page = with_briefing(make_film())
    assert len(publish(page, alice=make_alice(), bob=make_bob())) == 4


def test_the_database_holds_where_consent_is_kept_and_that_an_embargo_lies_ahead():
    film = make_film()
    past = film.uploaded_at - timedelta(seconds=1)
    for change in ({"faces": "consent"}, {"embargo_until": past}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Film.objects.filter(pk=film.pk).update(**change)
    film.embargo_until = past
    with pytest.raises(ValidationError) as caught:
        film.full_clean()
    assert set(caught.value.message_dict) == {"embargo_until"}


def test_the_record_says_that_rights_and_faces_are_left_to_do():
    def left_to_do(**values):
        return set(make_film(**values).left_to_do())

    assert left_to_do(rights="", faces="unchecked") == {"rights", "check of the faces"}
    assert left_to_do(rights="", faces="unchecked", external_url=ELSEWHERE) == set()
