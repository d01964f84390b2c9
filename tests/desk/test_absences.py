"""Absences and deputies: said by each person of themselves, and never a new right; and the way to a page."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from publishing.models import Absence, Preference
from tests.factories import make_mission, make_standing_page
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_erik, make_user
from tests.publishing.stories import ask, written_by

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 15, 40, tzinfo=UTC)
ABSENCES = "/admin/absences/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def carol():
    return make_bob("carol")


def away(deputy, first="2026-11-23", last="2026-11-30"):
    return {"first_day": first, "last_day": last, "deputy": deputy.pk}


def errors(response):
    assert response.status_code == 200
    return [str(error) for found in response.context["form"].errors.values() for error in found]


def test_a_releaser_names_a_deputy_and_takes_it_back(client, bob, carol):
    client.force_login(bob)
    assert client.post(ABSENCES, away(carol)).status_code == 302
    absence = Absence.objects.get()
    assert (absence.user, absence.deputy, absence.first_day) == (bob, carol, date(2026, 11, 23))
    assert "carol stands in" in client.get(ABSENCES).content.decode()
    client.force_login(carol)
    assert "for bob." in client.get(ABSENCES).content.decode()
    client.force_login(bob)
    assert client.post(ABSENCES, {"take_back": absence.pk}).status_code == 302
    assert not Absence.objects.exists()


def test_only_whoever_may_approve_by_a_right_of_their_own_stands_in(client, bob):
    client.force_login(bob)
    for colleague in (make_alice(), make_charlie(), make_dora(), make_erik(), bob):
        assert errors(client.post(ABSENCES, away(colleague)))
    assert not Absence.objects.exists()


def test_a_deputy_gets_no_right_by_standing_in(bob, carol):
    """Even a row written past every form lets nobody approve what they may not."""
    alice, anna = make_alice(), make_alice("anna")
    Absence.objects.create(user=bob, deputy=anna, first_day=NOW.date(), last_day=NOW.date())
    assert not anna.has_perm("publishing.approve_release")
    about = written_by(carol, written_by(alice, make_standing_page()), title_en="Otherwise")
    Absence.objects.create(user=bob, deputy=carol, first_day=NOW.date(), last_day=NOW.date())
    release = ask(about, by=alice)
    with pytest.raises(ValidationError, match="somebody else has to approve"):
        release.approve(by=carol)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-11-30", "2026-11-23"),
        ("2026-11-01", "2026-11-02"),
        ("", ""),
        ("soon", "later"),
        ("2026-02-30", "2026-03-01"),
    ],
)
def test_days_without_sense_are_refused_and_what_was_typed_stays(client, bob, carol, first, last):
    client.force_login(bob)
    response = client.post(ABSENCES, away(carol, first, last))
    assert errors(response)
    assert f'<option value="{carol.pk}" selected>' in response.content.decode()
    assert not Absence.objects.exists()


def test_two_absences_of_one_person_do_not_overlap(client, bob, carol):
    client.force_login(bob)
    client.post(ABSENCES, away(carol))
    assert "already away" in errors(client.post(ABSENCES, away(carol, "2026-11-30", "2026-12-02")))[0]
    assert client.post(ABSENCES, away(carol, "2026-12-01", "2026-12-02")).status_code == 302


def test_the_database_refuses_what_the_form_refuses(bob, carol):
    for values in (
        {"deputy": carol, "first_day": date(2026, 1, 2), "last_day": date(2026, 1, 1)},
        {"deputy": bob, "first_day": date(2026, 1, 1), "last_day": date(2026, 1, 2)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(user=bob, **values)


def test_nobody_takes_back_the_absence_of_a_colleague(client, bob, carol):
    absence = Absence.objects.create(user=bob, deputy=carol, first_day=NOW.date(), last_day=NOW.date())
    client.force_login(carol)
    for number in (absence.pk, "9" * 30, "x", "-1"):
        assert client.post(ABSENCES, {"take_back": number}).status_code == 404
    assert Absence.objects.exists()


def test_only_whoever_approves_has_absences_to_say(client, bob):
    for user in (bob, make_user("boss", groups=["administrator"])):
        client.force_login(user)
        assert client.get(ABSENCES).status_code == 200
    for user in (make_alice(), make_charlie(), make_dora(), make_erik()):
        client.force_login(user)
        assert client.get(ABSENCES).status_code == 403
        assert client.post(ABSENCES, away(bob)).status_code == 403
    client.logout()
    for response in (client.get(ABSENCES), client.post(ABSENCES, away(bob))):
        assert response.url.split("?")[0] == reverse("admin:login")


def test_the_page_of_a_request_names_the_deputy(client, bob, carol):
    alice = make_alice()
    Absence.objects.create(user=bob, deputy=carol, first_day=NOW.date(), last_day=NOW.date())
    release = ask(written_by(alice, make_standing_page()), by=alice)
    client.force_login(alice)
    content = client.get(reverse("admin:publishing_release_decide", args=[release.pk])).content.decode()
    assert "Can approve: carol. bob is away until 22 November 2026; carol stands in." in content


def test_the_language_of_the_desk_becomes_that_of_letters(client, bob):
    client.post("/admin/language/", {"language": "nl", "next": "/admin/"})
    assert not Preference.objects.exists()
    client.force_login(bob)
    for language in ("nl", "de", "xx", ""):
        client.post("/admin/language/", {"language": language, "next": "/admin/"})
    assert Preference.objects.get().language == "de"
    client.get("/admin/language/", {"language": "fr"})
    assert Preference.objects.get().language == "de"


# ---- The way to a page ----------------------------------------------------------------------------------------------


def way_to(row, query=""):
    return reverse("admin:open-page", args=[row.uid]) + query


def test_the_way_to_a_page_leads_to_its_form(client):
    alice = make_alice()
    mission = written_by(alice, make_mission())
    change = reverse("admin:missions_mission_change", args=[mission.pk])
    for user in (alice, make_bob(), make_dora()):
        client.force_login(user)
        assert client.get(way_to(mission)).url == change
        assert client.get(way_to(mission, "?language=de")).url == f"{change}?language=de"
        assert client.get(way_to(mission, "?language=//evil.example")).url == change
        assert client.post(way_to(mission)).status_code == 405


def test_the_way_to_a_page_is_closed_to_whoever_may_not_see_it(client):
    mission = written_by(make_alice(), make_mission())
    client.force_login(make_charlie())
    assert client.get(way_to(mission)).status_code == 403
    client.logout()
    assert client.get(way_to(mission)).url.split("?")[0] == reverse("admin:login")


def test_there_is_no_way_to_a_deleted_draft_nor_to_a_page_that_never_was(client):
    alice = make_alice()
    mission = written_by(alice, make_mission())
    mission.delete()
    client.force_login(alice)
    assert client.get(way_to(mission)).status_code == 404
    assert client.get(way_to(make_mission())).status_code == 404
