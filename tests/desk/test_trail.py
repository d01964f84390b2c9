"""The trail: every act leaves who, what, when, before and after; it is found, taken along, and changed by nobody."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from publishing import desk_trail
from publishing.models import Redaction, Release, TakeDown, TrailEntry, Withdrawal
from tests.factories import make_event, make_mission, make_picture, make_standing_page
from tests.people import PASSWORD, make_alice, make_bob, make_charlie, make_dora, make_erik, make_user
from tests.publishing.stories import ask, publish, still_right, written_by

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 15, 40, tzinfo=UTC)
TRAIL = "/admin/trail/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as stopped:
        yield stopped


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def acts(**facts):
    return list(TrailEntry.objects.filter(**facts).order_by("pk").values_list("act", "by_name"))


def found(client, **question):
    """Return what the page shows for a question, the latest first."""
    response = client.get(TRAIL, question)
    assert response.status_code == 200
    return [act["entry"] for act in response.context["acts"]]


def exported(client, form, **question):
    response = client.get(reverse("admin:trail-export", args=[form]), question)
    assert response.status_code == 200
    assert f'.{form}"' in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    return b"".join(response.streaming_content).decode()


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_save_says_what_was_there_before_and_after(about, alice, bob):
    written_by(bob, about, title_fr="Autrement")
    entry = TrailEntry.objects.latest("pk")
    assert (entry.act, entry.by, entry.title, entry.languages, entry.place) == (
        "saved",
        bob,
        "Autrement",
        "fr",
        "title",
    )
    assert (json.loads(entry.before), json.loads(entry.after)) == ("About us", "Autrement")


def test_a_save_that_changes_nothing_leaves_nothing(about, alice):
    number = TrailEntry.objects.count()
    written_by(alice, about)
    assert TrailEntry.objects.count() == number


def test_a_part_is_named_by_its_words(alice):
    mission = make_mission()
    event = make_event(mission, title="MINUSMA is launched")
    mission = written_by(alice, mission)
    event.source_url, event.source_title_fr = "", "ONU"
    event.save(by=alice)
    written_by(alice, mission)
    entry = TrailEntry.objects.latest("pk")
    assert entry.part == "MINUSMA is launched"
    assert desk_trail.place_of(entry) == "events, source “MINUSMA is launched”"


def test_every_verb_leaves_its_entry(about, alice, bob, clock):
    erik = make_erik()
    boss = make_user("boss", groups=["administrator"])
    TrailEntry.objects.all().delete()
    ask(about, by=alice).refuse(by=bob, reason="Not yet.")
    ask(about, by=alice).cancel(by=alice)
    release = ask(about, by=alice, wanted_from=NOW + timedelta(hours=1))
    release.approve(by=bob)
    release.reschedule(by=bob, wanted_from=NOW + timedelta(hours=2))
    release.cancel(by=bob)
    publish(about, alice=alice, bob=bob)
    clock.shift(60)
    about = written_by(erik, about, title_fr="About uss")
    still_right(about, "title", by=erik)
    small = ask(about, by=erik, languages=["fr"])
    small.publish_small_correction(by=erik)
    small.confirm(by=bob)
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.")
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="Over.")
    TakeDown.objects.take_down(make_picture().content_hash, by=bob, reason="Faces.")
    assert [act for act in acts() if act[0] != "saved"] == [
        ("asked", "alice"),
        ("refused", "bob"),
        ("asked", "alice"),
        ("cancelled", "alice"),
        ("asked", "alice"),
        ("approved", "bob"),
        ("moved", "bob"),
        ("cancelled", "bob"),
        ("asked", "alice"),
        ("approved", "bob"),
        ("asked", "erik"),
        ("small", "erik"),
        ("confirmed", "bob"),
        ("redacted", "boss"),
        ("withdrawn", "bob"),
        ("taken_down", "bob"),
    ]
    assert TrailEntry.objects.get(act="refused").detail == "Not yet."
    assert TrailEntry.objects.get(act="moved").moment == NOW + timedelta(hours=2)


def test_what_is_removed_from_every_version_is_removed_from_the_trail(about, alice, bob):
    boss = make_user("boss", groups=["administrator"])
    about = written_by(alice, about, body_fr="<p>Secretissime</p>", body_nl="<p>Anders</p>")
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"])
    assert TrailEntry.objects.filter(after__contains="Secretissime").exists()
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.", languages=["fr"])
    assert not TrailEntry.objects.filter(after__contains="Secretissime").exists()
    assert TrailEntry.objects.filter(after__contains="Anders").exists()
    assert acts(place="body", languages="fr", act="saved") == [("saved", "alice"), ("saved", "alice")]


def test_words_that_had_to_go_do_not_come_back_with_the_next_save(about, alice, bob):
    boss = make_user("boss", groups=["administrator"])
    about = written_by(alice, about, body_fr="<p>Secretissime</p>", body_nl="<p>Anders</p>")
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"])
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.")
    written_by(alice, about, body_fr="<p>Rien</p>", title_fr="Autrement")
    assert not TrailEntry.objects.filter(before__contains="Secretissime").exists()
    assert TrailEntry.objects.filter(after__contains="Autrement").exists()
    assert TrailEntry.objects.latest("pk").by == alice


def test_a_removed_title_is_nobodys_name_any_more(alice, bob):
    boss = make_user("boss", groups=["administrator"])
    mission = make_mission(title="Operation Secretissime")
    event = make_event(mission, title="Camp Secretissime")
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    event.source_title_fr = "ONU"
    event.save(by=alice)
    written_by(alice, mission)
    assert TrailEntry.objects.filter(part__contains="Secretissime").exists()
    Redaction.objects.redact(mission.page(), f"events/{event.uid}/title", by=boss, reason="A place.")
    Redaction.objects.redact(mission.page(), "title", by=boss, reason="A name.")
    event.source_title_fr = "Nations unies"
    event.save(by=alice)
    written_by(alice, mission, lead_fr="Autre chose.")
    told = json.dumps(list(TrailEntry.objects.values("title", "part", "before", "after", "detail")))
    assert "Secretissime" not in told
    assert "Autre chose." in told


def test_a_deleted_draft_leaves_who_deleted_it(client, about, alice):
    client.force_login(alice)
    address = reverse("admin:articles_standingpage_delete", args=[about.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert acts(act="deleted", title="About us") == [("deleted", "alice")]


# ---- Accounts -------------------------------------------------------------------------------------------------------


def test_a_log_in_and_a_vain_one_are_noted_without_what_was_typed(client, alice):
    log_in = reverse("admin:login")
    client.post(log_in, {"username": "alice", "password": "Geheimwort"})
    client.post(log_in, {"username": "Geheimwort", "password": "alice"})
    client.post(log_in, {"username": "alice", "password": PASSWORD})
    assert list(TrailEntry.objects.order_by("pk").values_list("act", "by_name", "title")) == [
        ("not_logged_in", "", "alice"),
        ("logged_in", "alice", ""),
    ]


def account_form(user, **values):
    return {
        "username": user.username,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
        **values,
    }


def test_a_changed_right_is_noted_with_before_and_after(client):
    boss, charlie = make_user("boss", groups=["administrator"]), make_charlie()
    client.force_login(boss)
    TrailEntry.objects.all().delete()
    address = reverse("admin:auth_user_change", args=[charlie.pk])
    author = Group.objects.get(name="author")
    assert client.post(address, account_form(charlie, groups=[author.pk])).status_code == 302
    assert client.post(address, account_form(charlie, groups=[author.pk], first_name="Charles")).status_code == 302
    entry = TrailEntry.objects.get()
    assert (entry.act, entry.by, entry.title) == ("rights", boss, "charlie")
    assert (json.loads(entry.before), json.loads(entry.after)) == ({"groups": []}, {"groups": ["author"]})
    content = client.get(TRAIL).content.decode()
    assert "{&quot;groups&quot;: []} → {&quot;groups&quot;: [&quot;author&quot;]}" in content
    assert rows_of(exported(client, "csv"))[0]["after"] == '{"groups": ["author"]}'


def test_a_right_given_to_a_group_is_noted(client):
    boss = make_user("boss", groups=["administrator"])
    client.force_login(boss)
    group = Group.objects.create(name="guests")
    permission = Permission.objects.get(codename="view_mission")
    address = reverse("admin:auth_group_change", args=[group.pk])
    assert client.post(address, {"name": "guests", "permissions": [permission.pk]}).status_code == 302
    assert json.loads(TrailEntry.objects.get(act="rights").after) == {"permissions": ["missions.view_mission"]}


def test_a_new_password_is_noted_and_never_its_value(client):
    boss, charlie = make_user("boss", groups=["administrator"]), make_charlie()
    client.force_login(boss)
    new = "Geheimwort-mit-Laenge-42"
    address = reverse("admin:auth_user_password_change", args=[charlie.pk])
    assert client.post(address, {"usable_password": "true", "password1": new, "password2": new}).status_code == 302
    assert acts(act="password", title="charlie") == [("password", "boss")]
    assert new not in json.dumps(list(TrailEntry.objects.values("title", "before", "after", "detail")))


def test_an_account_may_go_and_its_name_stays(about, alice):
    make_charlie().delete()
    TrailEntry.objects.create(act="logged_in", at=NOW, by=(erik := make_erik()), by_name="erik")
    erik.delete()
    assert TrailEntry.objects.get(act="logged_in").by_name == "erik"


# ---- The page and what is taken along -------------------------------------------------------------------------------


def test_the_trail_is_searched_by_words_person_act_page_and_time(client, about, alice, bob, clock):
    publish(about, alice=alice, bob=bob)
    clock.shift(timedelta(days=2))
    written_by(bob, about, title_fr='L’« autre » "titre"')
    client.force_login(bob)
    assert {entry.act for entry in found(client, words="autre")} == {"saved"}
    assert [entry.by_name for entry in found(client, words='"titre"')] == ["bob"]
    assert [entry.act for entry in found(client, act="approved")] == ["approved"]
    assert {entry.by_name for entry in found(client, person=alice.pk)} == {"alice"}
    assert {entry.by_name for entry in found(client, first_day="2026-11-24", act="saved")} == {"bob"}
    assert {entry.by_name for entry in found(client, last_day="2026-11-22", act="saved")} == {"alice"}
    assert found(client, page="00000000-0000-4000-8000-000000000000") == []
    assert found(client, page=str(about.uid))


def test_a_question_without_sense_is_answered_in_a_sentence(client, bob):
    client.force_login(bob)
    for question in (
        {"first_day": "2026-11-24", "last_day": "2026-11-01"},
        {"first_day": "soon"},
        {"person": "9" * 30},
        {"person": "x"},
        {"act": "nonsense"},
        {"page": "nonsense"},
        {"words": "a" * 200},
    ):
        assert found(client, **question) == []
        content = client.get(TRAIL, question).content.decode()
        assert "Correct the question above" in content
        assert rows_of(exported(client, "csv", **question)) == []
        assert json.loads(exported(client, "json", **question)) == []


@pytest.mark.parametrize("mark", ["x", "2026 1", "2026-11-22T15:40:00 1", f"2026-11-22T15:40:00+00:00 {9**30}", " "])
def test_a_place_in_the_trail_that_is_none_is_not_found(client, bob, mark):
    client.force_login(bob)
    assert client.get(TRAIL, {"before": mark}).status_code == 404


def test_the_trail_is_read_page_by_page_and_nothing_is_lost(client, bob, monkeypatch):
    monkeypatch.setattr(desk_trail, "PER_PAGE", 3)
    TrailEntry.objects.bulk_create(
        [TrailEntry(act="logged_in", at=NOW - timedelta(seconds=number // 2), title=str(number)) for number in range(8)]
    )
    client.force_login(bob)
    TrailEntry.objects.filter(title="").delete()
    address, seen = TRAIL, []
    while address:
        context = client.get(address).context
        seen += [act["entry"].at for act in context["acts"]]
        address = context["older"] and TRAIL + context["older"]
    assert set(seen) == {NOW - timedelta(seconds=second) for second in range(4)}
    assert seen == sorted(seen, reverse=True)


def test_what_is_taken_along_holds_before_and_after(client, about, alice, bob):
    written_by(bob, about, title_fr="Autrement", body_fr="<p>Un <strong>mot</strong></p>")
    client.force_login(bob)
    rows = rows_of(exported(client, "csv", person=bob.pk, act="saved"))
    assert {(row["who"], row["place"], row["before"], row["after"]) for row in rows} == {
        ("bob", "title", "About us", "Autrement"),
        ("bob", "body", "Who we are.", "Un mot"),
    }
    assert {row["page"] for row in rows} == {str(about.uid)}
    entries = json.loads(exported(client, "json", person=bob.pk, act="saved"))
    assert entries == rows
    assert entries[0]["at"] == "2026-11-22T15:40:00+00:00"


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(formula):
    assert desk_trail.harmless(formula) == f"'{formula}"


def test_a_title_that_looks_like_a_formula_is_a_text_in_the_table(client, about, bob):
    written_by(bob, about, title_fr='=HYPERLINK("https://example.org")')
    client.force_login(bob)
    [row] = [row for row in rows_of(exported(client, "csv", act="saved", person=bob.pk)) if row["place"] == "title"]
    assert row["after"] == '\'=HYPERLINK("https://example.org")'


def test_hostile_words_are_inert_on_the_page(client, about, bob):
    written_by(bob, about, title_fr='<script>alert(1)</script>"><img src=x onerror=alert(2)>')
    client.force_login(bob)
    content = client.get(TRAIL).content.decode()
    assert "<script>alert" not in content
    assert "<img src=x" not in content


def test_a_moment_and_a_code_are_said_in_the_readers_words(client, alice, bob):
    mission = written_by(alice, make_mission(status="running"))
    written_by(bob, mission, status="planned")
    client.force_login(bob)
    content = client.get(TRAIL, {"person": bob.pk, "act": "saved"}).content.decode()
    assert "Sunday 22 November 2026, 16:40" in content
    assert "<del>running</del>" in content


def test_an_unknown_form_of_export_is_not_found(client, bob):
    client.force_login(bob)
    assert client.get("/admin/trail/export/xml/").status_code == 404


PAGES = [TRAIL, "/admin/trail/export/csv/", "/admin/trail/export/json/"]


@pytest.mark.parametrize("address", PAGES)
def test_only_whoever_may_read_the_trail_reads_it(client, about, address):
    allowed = [make_bob(), make_user("boss", groups=["administrator"])]
    refused = [make_charlie(), make_dora(), make_erik(), make_alice("anna")]
    for user in allowed:
        client.force_login(user)
        assert client.get(address).status_code == 200, user
        assert client.post(address).status_code == 405, user
    for user in refused:
        client.force_login(user)
        assert client.get(address).status_code == 403, user
        assert client.post(address).status_code == 403, user
    client.logout()
    for response in (client.get(address), client.post(address)):
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("admin:login"))


def test_nobody_changes_the_trail_at_the_desk():
    assert TrailEntry not in admin.site._registry
    assert not Permission.objects.filter(codename__in=["change_trailentry", "delete_trailentry", "add_trailentry"])


def test_an_entry_names_its_publication(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    release = Release.objects.get()
    assert {entry.release for entry in TrailEntry.objects.filter(act__in=["asked", "approved"])} == {release}
    assert {candidate.title for candidate in release.candidates.all()} == {"About us"}
