"""The desk's pages around a publication: what they show, and whom every one of them refuses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from missions.models import Deployment, Mission
from publishing import addresses
from publishing.models import Edition, Redaction, Release, TakeDown, Withdrawal, Writing
from tests.factories import make_event, make_headcount, make_mission, make_picture, make_standing_page
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_user
from tests.publishing.stories import ALL, ask, live, publish, still_right, written_by

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


def decide(release):
    return reverse("admin:publishing_release_decide", args=[release.pk])


def as_user(client, user):
    client.force_login(user)
    return client


def form_data(response):
    """Return what a browser would post back from the admin form of a response, inlines included."""
    data = {}
    adminform = response.context["adminform"].form
    forms = [adminform]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            if bound.field.widget.__class__.__name__ == "AdminSplitDateTime":
                continue
            data[bound.html_name] = str(value) if not isinstance(value, list | tuple) else [str(v) for v in value]
    return data


def test_an_author_asks_a_releaser_approves_and_the_public_reads(client, about, alice, bob):
    response = as_user(client, alice).post(url("publish", about), {"languages": ALL, "when": "now"})
    release = Release.objects.get()
    assert response.url == decide(release)
    as_user(client, bob).post(decide(release), {"verb": "approve"})
    assert live(about).title == "About us"


def test_the_request_page_ticks_my_changes_and_leaves_my_colleagues_behind(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="De ma main")
    written_by(bob, about, body_fr="<p>D’un collègue</p>")
    response = as_user(client, alice).get(url("publish", about))
    ticked = {item["tick"]: item["ticked"] for item in response.context["differences"]}
    assert ticked == {"fr:title": True, "fr:body": False}


def test_what_blocks_is_said_and_what_was_typed_stays(client, about, alice):
    about = written_by(alice, about, title_nl="")
    data = {"languages": ALL, "when": "now", "note_fr": "Une note à garder"}
    response = as_user(client, alice).post(url("publish", about), data)
    assert response.status_code == 200
    assert "Une note à garder" in response.content.decode()
    assert response.context["form"].non_field_errors()
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("day", "hour", "word"), [("2027-03-28", "02:30", "does not exist"), ("2027-10-31", "02:30", "twice")]
)
def test_an_hour_the_clocks_skip_or_repeat_is_refused_with_the_reason(client, about, alice, day, hour, word):
    data = {"languages": ALL, "when": "later", "moment_0": day, "moment_1": hour}
    response = as_user(client, alice).post(url("publish", about), data)
    assert word in str(response.context["form"].errors["moment"])


def test_a_chosen_hour_is_local_time(client, about, alice):
    data = {"languages": ALL, "when": "later", "moment_0": "2027-01-15", "moment_1": "06:00"}
    as_user(client, alice).post(url("publish", about), data)
    assert Release.objects.get().wanted_from.isoformat() == "2027-01-15T05:00:00+00:00"


def test_the_releaser_who_wrote_part_of_it_is_told_so(client, about, bob):
    about = written_by(bob, about, title_fr="De Bob")
    still_right(about, "title", by=bob)
    release = ask(about, by=bob)
    response = as_user(client, bob).get(decide(release))
    assert response.context["wrote_it"] is True
    as_user(client, bob).post(decide(release), {"verb": "approve"})
    release.refresh_from_db()
    assert release.state == Release.State.REQUESTED


def test_a_refusal_without_a_reason_is_asked_again(client, about, alice, bob):
    release = ask(about, by=alice)
    response = as_user(client, bob).post(decide(release), {"verb": "refuse", "refuse-reason": ""})
    assert response.status_code == 200
    as_user(client, bob).post(decide(release), {"verb": "refuse", "refuse-reason": "The date is wrong."})
    release.refresh_from_db()
    assert (release.state, release.reason) == (Release.State.REFUSED, "The date is wrong.")


def test_an_unknown_verb_is_no_verb(client, about, alice, bob):
    release = ask(about, by=alice)
    assert as_user(client, bob).post(decide(release), {"verb": "delete"}).status_code == 404


def test_withdrawing_lists_the_addresses_and_needs_a_reason(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    client = as_user(client, bob)
    assert "/fr/informations/about/" in client.get(url("withdraw", about)).content.decode()
    client.post(url("withdraw", about), {"languages": ["fr"], "reason": ""})
    assert live(about) is not None
    client.post(url("withdraw", about), {"languages": ["fr"], "reason": "Wrong page."})
    assert live(about) is None


def test_a_picture_is_taken_down_from_the_desk(client, alice, bob):
    picture = make_picture()
    response = as_user(client, bob).post(
        reverse("admin:publishing_takedown_add"), {"picture": picture.content_hash, "reason": "Shows a position."}
    )
    assert response.status_code == 302
    assert TakeDown.objects.get().content_hash == picture.content_hash


def test_a_picture_that_left_the_library_can_still_be_taken_down(client, alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    publish(mission, alice=alice, bob=bob)
    written_by(alice, mission, picture=None)
    picture.delete()
    as_user(client, bob).post(
        reverse("admin:publishing_takedown_add"), {"picture": picture.content_hash, "reason": "Shows a position."}
    )
    assert TakeDown.objects.get().addresses == sorted(Edition.objects.values_list("path", flat=True))


def test_a_passage_is_removed_from_the_desk(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    boss = make_user("boss", groups=["administrator"])
    data = {"passage": "body", "languages": ["fr"], "reason": "A name."}
    assert as_user(client, boss).get(url("redact", about)).status_code == 200
    as_user(client, boss).post(url("redact", about), data)
    assert live(about).redacted.keys() == {"body"}


def test_an_earlier_version_is_asked_for_from_the_desk(client, about, alice, bob):
    first = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Deux", title_nl="Twee", title_de="Zwei", title_en="Two")
    publish(about, alice=alice, bob=bob)
    address = reverse("admin:publishing_release_roll_back", args=[first.sequence])
    assert first.title in as_user(client, alice).get(address).content.decode()
    as_user(client, alice).post(address, {"reason": "The earlier title was right."})
    assert Release.objects.filter(nature=Release.Nature.ROLL_BACK, requested_by=alice).exists()


def test_the_version_that_is_live_is_no_earlier_one(client, about, alice, bob):
    first = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Deux", title_nl="Twee", title_de="Zwei", title_en="Two")
    second = publish(about, alice=alice, bob=bob)["fr"]
    shown = as_user(client, alice).get(url("versions", about)).content.decode()
    assert reverse("admin:publishing_release_roll_back", args=[first.sequence]) in shown
    assert reverse("admin:publishing_release_roll_back", args=[second.sequence]) not in shown


def test_every_language_that_a_number_returns_in_is_shown_before_it_is_asked_for(client, alice, bob):
    mission = make_mission()
    figure = make_headcount(mission)
    mission = written_by(alice, mission)
    first = publish(mission, alice=alice, bob=bob)["fr"]
    figure.headcount += 80
    figure.save(by=alice)
    publish(written_by(alice, mission), alice=alice, bob=bob)
    address = reverse("admin:publishing_release_roll_back", args=[first.sequence])
    shown = as_user(client, alice).get(address)
    assert [document["code"] for document in shown.context["documents"]] == ["fr", "de", "en", "nl"]
    assert all(document["changes"] for document in shown.context["documents"])


def secondary_addresses(row, release, edition):
    return [
        url("publish", row),
        url("withdraw", row),
        url("redact", row),
        url("versions", row),
        decide(release),
        reverse("admin:publishing_release_roll_back", args=[edition.sequence]),
        reverse("admin:publishing_takedown_add"),
        reverse("admin:publishing_addresstransfer_add"),
        reverse("admin:publishing_release_changelist"),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_may_not_edit_is_refused_everywhere(client, about, alice, bob, method):
    edition = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_nl="Anders")
    release = ask(about, by=alice, languages=["nl"])
    before = (Edition.objects.count(), Release.objects.count(), Withdrawal.objects.count(), Redaction.objects.count())
    data = {"verb": "approve", "languages": ["fr"], "when": "now", "reason": "No.", "passage": "body"}
    as_user(client, make_charlie())
    for address in secondary_addresses(about, release, edition):
        assert getattr(client, method)(address, data).status_code == 403, address
    client.logout()
    for address in secondary_addresses(about, release, edition):
        response = getattr(client, method)(address, data)
        assert response.status_code == 302, address
        assert response.url.startswith(reverse("admin:login")), address
    after = (Edition.objects.count(), Release.objects.count(), Withdrawal.objects.count(), Redaction.objects.count())
    assert after == before


def test_an_author_neither_withdraws_nor_redacts_nor_decides(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Anders")
    release = ask(about, by=alice, languages=["nl"])
    client = as_user(client, make_alice("anna"))
    for verb in ("withdraw", "redact"):
        assert client.post(url(verb, about), {"reason": "No.", "languages": ["fr"]}).status_code == 403
    for verb in ("approve", "small", "confirm"):
        assert client.post(decide(release), {"verb": verb}).status_code == 403
    assert client.post(decide(release), {"verb": "refuse", "refuse-reason": "No."}).status_code == 403
    release.refresh_from_db()
    assert release.state == Release.State.REQUESTED


def test_pages_of_the_desk_are_never_cached(client, about, alice):
    response = as_user(client, alice).get(url("publish", about))
    assert "no-store" in response.headers["Cache-Control"]


def test_a_page_the_public_reads_is_not_deleted_and_never_in_bulk(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    client = as_user(client, bob)
    assert client.post(url("delete", about), {"post": "yes"}).status_code == 403
    listed = reverse("admin:articles_standingpage_changelist")
    client.post(listed, {"action": "delete_selected", "_selected_action": [about.pk], "post": "yes"})
    about.refresh_from_db()


def test_saving_the_form_notes_who_wrote_what(client, alice, bob):
    mission = make_mission()
    figure = make_headcount(mission)
    written_by(bob, mission)
    Writing.objects.all().delete()
    client = as_user(client, alice)
    data = form_data(client.get(url("change", mission) + "?language=all"))
    data["deployments-0-headcount"] = "80"
    data["name_nl"] = "Andere naam"
    response = client.post(url("change", mission) + "?language=all", data)
    assert response.status_code == 302, response.context["errors"]
    written = {(writing.change, writing.language) for writing in Writing.objects.filter(by=alice)}
    assert written == {(f"figures/{figure.uid}/headcount", ""), ("name", "nl")}


def test_a_translator_writes_her_language_and_nothing_else_even_by_forged_post(client, alice):
    mission = make_mission()
    make_event(mission)
    figure = make_headcount(mission)
    written_by(alice, mission)
    data = form_data(as_user(client, make_bob("b2")).get(url("change", mission) + "?language=all"))
    data |= {
        "name_de": "Deutscher Name",
        "name_fr": "Nom volé",
        "status": "planned",
        "deployments-0-headcount": "7",
        "deployments-0-label_de": "Deutsche Bezeichnung",
        "deployments-0-label_nl": "Gestolen",
        "events-0-date": "1999",
        "events-0-DELETE": "on",
    }
    dora = make_dora()
    response = as_user(client, dora).post(url("change", mission) + "?language=all", data)
    assert response.status_code == 302
    mission, figure = Mission.objects.get(pk=mission.pk), Deployment.objects.get(pk=figure.pk)
    assert mission.name_de == "Deutscher Name"
    assert figure.label_de == "Deutsche Bezeichnung"
    assert mission.name_fr != "Nom volé"
    assert figure.label_nl != "Gestolen"
    assert (mission.status, figure.headcount, mission.events.count()) == ("running", 95, 1)
    assert str(mission.events.get().date.to_storage()) == "2013-04-25"
    assert set(Writing.objects.filter(by=dora).values_list("language", flat=True)) == {"de"}


def test_a_translator_cannot_publish(client, about):
    client = as_user(client, make_dora())
    assert client.get(url("change", about)).status_code == 200
    assert client.post(url("publish", about), {"languages": ["de"], "when": "now"}).status_code == 403
    assert client.get(reverse("admin:articles_standingpage_add")).status_code == 403


def test_the_form_says_what_is_live_what_is_scheduled_and_who_waits(client, about, alice, bob):
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"])
    publish(about, alice=alice, bob=bob, languages=["en"], wanted_from=timezone.now() + timedelta(hours=1))
    about = written_by(alice, about, title_nl="Anders")
    response = as_user(client, alice).get(url("change", about))
    shown = response.context["publication"]
    assert [edition.language for edition in shown["live"]] == ["fr", "nl"]
    assert [edition.language for edition in shown["scheduled"]] == ["en"]


def test_after_a_return_the_form_says_that_the_draft_differs_from_what_is_live(client, about, alice, bob):
    first = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Deux", title_nl="Twee", title_de="Zwei", title_en="Two")
    publish(about, alice=alice, bob=bob)
    assert as_user(client, alice).get(url("change", about)).context["publication"]["state"] == "live"
    Release.objects.roll_back(first, by=alice).approve(by=bob)
    assert client.get(url("change", about)).context["publication"]["state"] == "differs"


def test_hostile_words_are_shown_as_words(client, alice, bob):
    hostile = "<script>alert(1)</script>"
    about = written_by(alice, make_standing_page(title=hostile))
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl=f"{hostile} nl")
    release = ask(about, by=alice, languages=["nl"])
    boss = make_user("boss", groups=["administrator"])
    for address in [*secondary_addresses(about, release, Edition.objects.first()), url("change", about)]:
        assert "<script>alert" not in as_user(client, boss).get(address).content.decode(), address


def test_what_was_removed_is_found_by_the_title_of_its_page_in_any_language(client, alice, bob):
    boss = make_user("boss", is_superuser=True)
    titles = {"fr": "Zéphyr", "nl": "Westenwind", "de": "Sommerwind", "en": "Breeze"}
    about = written_by(alice, make_standing_page(title=titles))
    other = written_by(alice, make_standing_page(role="press", slug="press", title="Press"))
    path = publish(about, alice=alice, bob=bob)["fr"].path
    publish(other, alice=alice, bob=bob)
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.")
    Withdrawal.objects.withdraw(about.page(), by=boss, reason="No more.", languages=["fr"])
    Withdrawal.objects.withdraw(other.page(), by=boss, reason="No more.", languages=["fr"])
    addresses.take_over(path, page=other.page(), by=boss, at=timezone.now(), reason="Moved.")
    for name in ("withdrawal", "redaction", "addresstransfer"):
        listed = reverse(f"admin:publishing_{name}_changelist")
        for title in titles.values():
            assert as_user(client, boss).get(listed, {"q": title}).context["cl"].result_count == 1, (name, title)
        assert client.get(listed, {"q": "Atlantis"}).context["cl"].result_count == 0


def test_a_picture_taken_down_is_found_by_the_reason(client):
    boss = make_user("boss", is_superuser=True)
    for reason in ("Shows a position.", "Shows a face."):
        picture = make_picture()
        TakeDown.objects.take_down(picture.content_hash, by=boss, reason=reason)
    found = as_user(client, boss).get(reverse("admin:publishing_takedown_changelist"), {"q": "position"})
    assert [record.reason for record in found.context["cl"].result_list] == ["Shows a position."]


def test_a_translation_is_confirmed_as_still_right_beside_its_field(client, alice, bob):
    mission = make_mission(lead_fr="Une phrase.", lead_nl="Een zin.", lead_de="Ein Satz.", lead_en="A sentence.")
    mission = written_by(alice, mission, lead_fr="Une belle phrase.")
    change = url("change", mission) + "?language=nl"
    client = as_user(client, alice)
    shown = client.get(change)
    assert "<ins>" in shown.content.decode()
    answer = client.post(change, form_data(shown) | {"_still": "lead_nl"})
    assert answer.url == change + "#id_lead_nl"
    states = {row.language: (row.state, row.by) for row in mission.segments.filter(field="lead")}
    assert states["nl"] == ("fresh", alice)
    assert states["de"][0] == "stale"
    assert 'name="_still"' not in client.get(change).content.decode()


def test_a_row_s_translation_is_confirmed_in_its_row(client, alice):
    mission = make_mission()
    event = make_event(mission, title_fr="Un", title_nl="Een", title_de="Eins", title_en="One")
    mission = written_by(alice, mission)
    event.title_fr = "Un autre"
    event.save(by=alice)
    change = url("change", mission) + "?language=nl"
    client = as_user(client, alice)
    answer = client.post(change, form_data(client.get(change)) | {"_still": "events-0-title_nl"})
    assert f"open=events-0~{event.pk}".replace("~", "%7E") in answer.url.replace("~", "%7E")
    assert event.segments.get(field="title", language="nl").state == "fresh"


@pytest.mark.parametrize("forged", ["lead_nl", "lead_fr", "slug_de", "events-9-title_de", "", "x" * 5000])
def test_a_translator_confirms_her_language_and_nothing_else(client, alice, forged):
    mission = make_mission(lead_fr="Une phrase.", lead_nl="Een zin.", lead_de="Ein Satz.", lead_en="A sentence.")
    mission = written_by(alice, mission, lead_fr="Une autre phrase.")
    client = as_user(client, make_dora())
    change = url("change", mission) + "?language=all"
    data = form_data(client.get(change))
    assert client.post(change, data | {"_still": forged}).status_code == 302
    assert set(mission.segments.filter(field="lead").values_list("state", flat=True)) == {"stale"}
    client.post(change, data | {"_still": "lead_de"})
    assert list(mission.segments.filter(state="fresh", field="lead").values_list("language", flat=True)) == ["de"]


def test_a_request_whose_page_went_on_shows_the_new_difference_and_keeps_its_ticks(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Over ons allemaal", body_nl="<p>Anders.</p>")
    late = ask(about, by=alice, languages=["nl"], ticks={"nl:title"})
    publish(about, alice=alice, bob=bob, languages=["nl"], ticks={"nl:body"})
    as_user(client, bob).post(decide(late), {"verb": "approve"})
    late.refresh_from_db()
    shown = client.get(decide(late))
    assert (late.state, shown.context["moved"]) == (Release.State.REQUESTED, True)
    assert len(shown.context["documents"][0]["changes"]) == 2
    assert 'value="approve"' not in shown.content.decode()
    again = as_user(client, alice).get(shown.context["ask_again"])
    assert (again.context["form"]["ticks"].value(), again.context["form"]["languages"].value()) == (
        ["nl:title"],
        ["nl"],
    )


@pytest.mark.parametrize("again", ["", "x", "²", "999999", "9" * 400])
def test_a_request_that_nobody_knows_is_not_asked_again(client, about, alice, bob, again):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_nl="Over ons allemaal")
    shown = as_user(client, alice).get(url("publish", about), {"again": again})
    assert shown.context["form"]["ticks"].value() == ["nl:title"]


def test_what_changes_stands_first_and_is_named_in_the_reader_s_language(client, alice, bob):
    mission = make_mission()
    make_headcount(mission, label_fr="Militaires", label_de="Soldaten")
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    mission = written_by(alice, mission, lead_en="Other words.")
    client.cookies["django_language"] = "fr"
    shown = as_user(client, bob).get(decide(ask(mission, by=alice)))
    assert [document["code"] for document in shown.context["documents"]] == ["en", "fr", "nl", "de"]
    places = [finding["place"] for finding in shown.context["findings"]]
    assert any("Militaires" in place for place in places)
    assert not any("Soldaten" in place for place in places)


def test_a_desk_of_one_person_approves_at_the_desk(client, about, alice, bob, settings):
    publish(about, alice=alice, bob=bob)
    release = ask(written_by(bob, about, title_nl="Van Bob"), by=bob, languages=["nl"])
    assert 'value="approve"' not in as_user(client, bob).get(decide(release)).content.decode()
    settings.ONE_PERSON_DESK = True
    assert 'value="approve"' in client.get(decide(release)).content.decode()
    client.post(decide(release), {"verb": "approve"})
    release.refresh_from_db()
    assert (release.state, release.one_person_desk) == (Release.State.APPROVED, True)
    assert "Approved by its own author" in client.get(decide(release)).content.decode()


def test_nobody_is_offered_to_confirm_what_they_published_alone(client, about, alice, bob):
    about = written_by(alice, about, title_nl="Over ons")
    publish(about, alice=alice, bob=bob)
    release = ask(written_by(bob, about, title_nl="Over onz"), by=bob, languages=["nl"])
    release.publish_small_correction(by=bob)
    assert 'value="confirm"' not in as_user(client, bob).get(decide(release)).content.decode()
    assert 'value="confirm"' in as_user(client, make_bob("bea")).get(decide(release)).content.decode()


def test_a_refused_form_lists_what_is_wrong_and_leads_there(client, alice):
    mission = make_mission()
    make_event(mission, title_fr="Accord d’Alger", title="Accord")
    client = as_user(client, alice)
    change = url("change", mission) + "?language=nl"
    data = form_data(client.get(change)) | {"slug_nl": "a b!", "events-0-date": "13 foo 2013"}
    shown = client.post(change, data)
    assert [fault["place"] for fault in shown.context["form_faults"]] == ["id_slug_nl", "id_events-0-date"]
    assert "foo" in shown.context["form_faults"][1]["sentence"]
    page = shown.content.decode()
    assert page.count("autofocus") == 1
    assert 'href="#id_events-0-date"' in page
    assert "autofocus" not in client.get(change).content.decode()


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (make_charlie, "no rights at the desk yet"),
        (make_dora, "translate into your languages"),
        (make_alice, "A releaser approves and withdraws"),
        (make_bob, "approve and withdraw. For the rest"),
    ],
)
def test_a_refusal_says_what_one_may_do_and_who_does_the_rest(client, who, words):
    answer = as_user(client, who()).get(reverse("admin:publishing_addresstransfer_add"))
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert f'href="{reverse("admin:index")}"' in answer.content.decode()


def test_what_deletes_a_page_is_not_in_the_bar_that_saves_it(client, alice, bob):
    mission = written_by(alice, make_mission())
    page = as_user(client, alice).get(url("change", mission)).content.decode()
    link = f'href="{url("delete", mission)}"'
    bar = page[page.index('class="submit-row desk-bar"') :]
    assert link in page
    assert link not in bar
    assert "_addanother" not in bar
    publish(mission, alice=alice, bob=bob)
    assert link not in client.get(url("change", mission)).content.decode()


def test_only_who_may_override_is_asked_for_a_reason(client, about, alice):
    assert "override_reason" not in as_user(client, alice).get(url("publish", about)).content.decode()
    boss = make_user("boss", groups=["administrator"])
    assert "override_reason" in as_user(client, boss).get(url("publish", about)).content.decode()
