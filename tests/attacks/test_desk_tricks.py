"""Forged posts, strange addresses and slips of the hand at the desk."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from publishing import addresses
from publishing.models import Edition, Redaction, Release
from tests.factories import (
    make_article,
    make_event,
    make_headcount,
    make_mission,
    make_operation,
    make_picture,
    make_standing_page,
)
from tests.missions.desk_forms import added, filled_in
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_user
from tests.publishing.stories import ask, publish, still_right, written_by
from timeline.models import TimelineEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def url(verb, row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def form_of(client, user, row):
    client.force_login(user)
    address = f"{url('change', row)}?language=all"
    return address, filled_in(client.get(address))


def sent(data):
    return {name: value for name, value in data.items() if value is not None}


def offered(client, user, row):
    client.force_login(user)
    response = client.get(url("publish", row))
    return {item["tick"]: item["ticked"] for item in response.context["differences"]}


# ---- A half rewrite stays behind -------------------------------------------------------------------------------------


def test_what_was_taken_back_is_not_offered_again(client, about, alice, bob):
    first = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Erreur")
    still_right(about, "title", by=alice)
    publish(about, alice=alice, bob=bob, languages=["fr"])
    Release.objects.roll_back(first, by=alice).approve(by=bob)
    sofia = make_alice("sofia")
    about = written_by(sofia, about, body_fr="<p>Une faute de frappe.</p>")
    assert offered(client, sofia, about) == {"fr:title": False, "fr:body": True}


def test_a_removed_passage_is_offered_to_nobody(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.", languages=["fr"])
    about = written_by(alice, about, title_nl="Anders")
    assert offered(client, alice, about) == {"fr:body": False, "nl:title": True}


def test_a_draft_waiting_for_a_decision_is_not_deleted(client, about, alice, bob):
    release = ask(about, by=alice)
    client.force_login(alice)
    assert client.post(url("delete", about), {"post": "yes"}).status_code == 403
    with pytest.raises(ValidationError, match="asked for"):
        about.delete()
    release.cancel(by=alice)
    assert client.post(url("delete", about), {"post": "yes"}).status_code == 302


def test_the_address_readers_use_is_not_given_away(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    other = written_by(alice, make_mission())
    publish(other, alice=alice, bob=bob)
    boss = make_user("boss", groups=["administrator"])
    with pytest.raises(ValidationError, match="Readers"):
        addresses.take_over(
            "/fr/informations/about/", page=other.page(), by=boss, at=timezone.now(), reason="A grudge."
        )


def test_another_file_under_the_same_words_is_seen_before_it_is_approved(client, alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    publish(mission, alice=alice, bob=bob)

    other = make_picture(alternative_text=picture.alternative_text_fr, caption=picture.caption_fr)
    mission = written_by(alice, mission, picture=other)
    release = ask(mission, by=alice)
    client.force_login(bob)
    page = client.get(reverse("admin:publishing_release_decide", args=[release.pk])).content.decode()
    assert "Another picture file" in page


# ---- Forged posts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", ["fr", "*", "", ":", "fr:", "*:#order", "fr:uid", "*:kind", "xx:title", "fr:title\0"])
def test_no_forged_tick_stops_the_desk(client, about, alice, bob, tick):
    publish(about, alice=alice, bob=bob)
    written_by(alice, about, title_nl="Anders")
    client.force_login(alice)
    response = client.post(url("publish", about), {"ticks": [tick], "languages": ["nl"], "when": "now"})
    assert response.status_code == 200
    assert Release.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"languages": ["xx"], "when": "now"},
        {"languages": ["fr"], "when": "later", "moment_0": "9999-99-99", "moment_1": "99:99"},
        {"languages": ["fr"], "when": "later", "moment_0": "9999-12-31", "moment_1": "23:59"},
        {"languages": ["fr"], "when": "later", "moment_0": "0001-01-01", "moment_1": "00:00"},
        {"languages": ["fr"], "when": "never"},
        {"languages": ["fr", "nl"], "when": "now", "note_fr": "\0"},
        {"languages": ["fr", "nl"], "when": "now", "note_fr": "x" * 100_000},
        {"languages": ["fr", "nl"], "when": "now", "override_reason": "Because."},
    ],
)
def test_no_forged_request_stops_the_desk(client, about, alice, data):
    client.force_login(alice)
    try:
        response = client.post(url("publish", about), data)
    except PermissionDenied:
        pytest.fail("refused with an error instead of an answer")
    assert response.status_code in (200, 302, 403)


def test_rows_of_another_mission_are_out_of_reach(client, alice):
    mine, other = make_mission(), make_mission()
    make_event(mine)
    theirs, figure = make_event(other, title="Theirs"), make_headcount(other)
    address, data = form_of(client, alice, mine)
    data = sent(data) | {
        "events-0-id": theirs.pk,
        "events-0-title_fr": "Stolen",
        "events-0-mission": mine.pk,
        "deployments-TOTAL_FORMS": "1",
        "deployments-INITIAL_FORMS": "1",
        "deployments-0-id": figure.pk,
        "deployments-0-mission": mine.pk,
        "deployments-0-role": "part",
        "deployments-0-qualifier": "exact",
        "deployments-0-headcount": "1",
        "deployments-0-DELETE": "on",
    }
    client.post(address, data)
    theirs.refresh_from_db()
    figure.refresh_from_db()
    assert (theirs.title_fr, theirs.mission, figure.mission, figure.headcount) == ("Theirs", other, other, 95)


@pytest.mark.parametrize(
    "forged",
    [
        {"events-TOTAL_FORMS": ""},
        {"events-TOTAL_FORMS": "-1"},
        {"events-TOTAL_FORMS": "999999999"},
        {"events-INITIAL_FORMS": "5"},
        {"events-0-id": "abc"},
        {"events-0-id": "9" * 30},
        {"events-0-operation": "9" * 30},
        {"events-0-picture": "1 OR 1=1"},
        {"places": ["abc", "9" * 30]},
        {"order": "9" * 30},
        {"started": "\0"},
        {"name_fr": "a\0b"},
    ],
)
def test_no_forged_form_stops_the_desk(client, alice, forged):
    mission = make_mission()
    make_event(mission)
    address, data = form_of(client, alice, mission)
    response = client.post(address, sent(data) | forged)
    assert response.status_code in (200, 302, 400)


# ---- Dora translates into German and does nothing else ---------------------------------------------------------------


def test_a_translator_adds_no_row_by_forged_post(client):
    mission = make_mission()
    make_event(mission)
    address, data = form_of(client, make_alice("a2"), mission)
    data = sent(added(data, "events", date="2014", title_fr="Inventé", title_de="Erfunden"))
    client.force_login(make_dora())
    client.post(address, data)
    assert mission.events.count() == 1


def test_a_translator_moves_no_row_to_another_page(client):
    mission, other = make_mission(), make_mission()
    event = make_event(mission)
    address, data = form_of(client, make_alice("a2"), mission)
    client.force_login(make_dora())
    client.post(address, sent(data) | {"events-0-mission": other.pk, "mission": other.pk})
    assert TimelineEvent.objects.get(pk=event.pk).mission == mission


def test_a_translator_deletes_uploads_and_clears_nothing(client, alice):
    picture = make_picture()
    article = written_by(alice, make_article())
    dora = make_dora()
    client.force_login(dora)
    for address in (url("delete", article), url("delete", picture)):
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert client.post(reverse("admin:images_picture_upload"), {}).status_code == 403
    listed = reverse("admin:images_picture_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"})
    address = f"{url('change', picture)}?language=all"
    client.post(
        address,
        {"rights": "own", "faces": "none", "credit": "Dora", "decorative": "", "alternative_text_de": "Eine Fläche."},
    )
    before = picture.credit, picture.rights, picture.faces, picture.content_hash
    picture.refresh_from_db()
    assert (picture.credit, picture.rights, picture.faces, picture.content_hash) == before
    assert picture.alternative_text_de == "Eine Fläche."


def test_a_translator_publishes_nobodys_name(client):
    from_nobody = make_operation()
    dora = make_dora()
    address = f"{url('change', from_nobody)}?language=all"
    client.force_login(dora)
    client.post(address, {"label_de": "Deutsch", "label_fr": "Volé", "framework": "nato", "acronym": "X"})
    after = type(from_nobody).objects.get(pk=from_nobody.pk)
    assert (after.framework, after.label_fr) == (from_nobody.framework, from_nobody.label_fr)


# ---- Charlie has no permission ---------------------------------------------------------------------------------------


def test_who_may_nothing_reads_nothing(client, alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    publish(mission, alice=alice, bob=bob)
    charlie = make_charlie()
    client.force_login(charlie)
    refused = [
        url("change", mission),
        url("history", mission),
        url("delete", mission),
        url("publish", mission),
        url("versions", mission),
        reverse("admin:missions_mission_changelist"),
        reverse("admin:missions_mission_add"),
        reverse("admin:images_picture_changelist"),
        reverse("admin:images_picture_rendition", args=[picture.pk, "original-64.webp"]),
        reverse("admin:images_picture_rendition", args=[10**9, "original-64.webp"]),
        reverse("admin:images_picture_upload"),
        reverse("admin:publishing_release_roll_back", args=[Edition.objects.first().sequence]),
        reverse("admin:publishing_release_changelist"),
        f"{reverse('admin:autocomplete')}?app_label=missions&model_name=mission&field_name=places&term=",
        f"{url('change', mission)}?_to_field=id&_popup=1",
        reverse("admin:app_list", args=["missions"]),
    ]
    for address in refused:
        assert client.get(address).status_code in (403, 404), address
    assert mission.name_fr not in client.get(reverse("admin:index")).content.decode()


def test_every_page_of_the_desk_asks_for_an_account(client, alice, bob):
    mission = written_by(alice, make_mission())
    publish(mission, alice=alice, bob=bob)
    for address in (url("change", mission), url("versions", mission), reverse("admin:index")):
        response = client.get(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("admin:login"))


# ---- Strange addresses -----------------------------------------------------------------------------------------------

STRANGE = ["\0", "%'", "9" * 30, "-1", "a" * 5000, "🎖"]


@pytest.mark.parametrize("value", STRANGE)
def test_no_strange_question_stops_the_desk(client, value):
    boss = make_user("boss", groups=["administrator"])
    make_mission()
    client.force_login(boss)
    lists = [
        (reverse("admin:missions_mission_changelist"), ["q", "p", "o", "status__exact", "places__id__exact", "e"]),
        (reverse("admin:publishing_release_changelist"), ["q", "state__exact", "requested_at__year"]),
        (reverse("admin:images_picture_changelist"), ["state", "uploaded_at__month", "_to_field"]),
        (reverse("admin:missions_mission_add"), ["language", "_changelist_filters", "places", "name_fr", "started"]),
        (reverse("admin:publishing_takedown_add"), ["picture"]),
    ]
    for address, names in lists:
        for name in names:
            assert client.get(address, {name: value}).status_code in (200, 302, 400, 404), (address, name)
    autocomplete = reverse("admin:autocomplete")
    field = {"app_label": "missions", "model_name": "mission", "field_name": "places"}
    for name in ("term", "page", "field_name", "app_label"):
        response = client.get(autocomplete, field | {name: value})
        assert response.status_code in (200, 400, 403, 404), name


def test_messages_of_the_desk_never_travel_to_public_addresses(client, about, alice, bob):
    client.force_login(alice)
    client.post(url("publish", about), {"languages": ["fr", "nl"], "when": "now"})
    assert {name: cookie["path"] for name, cookie in client.cookies.items() if cookie["path"] != "/admin/"} == {}


def test_the_desk_cannot_be_framed_or_kept(client, alice):
    client.force_login(alice)
    response = client.get(reverse("admin:index"))
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "no-store" in response.headers["Cache-Control"] or "private" in response.headers["Cache-Control"]
