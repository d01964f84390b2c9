"""History, restore, deleted drafts and “take into the draft” at the desk: what they show and do."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from images.models import Picture
from missions.models import Mission
from publishing import saved_rows, undo
from publishing.models import SavedDraft, Writing
from tests.factories import (
    make_article,
    make_category,
    make_event,
    make_headcount,
    make_mission,
    make_picture,
    make_standing_page,
)
from tests.missions.desk_forms import added, filled_in
from tests.people import make_alice, make_bob, make_user
from tests.publishing.past import fresh, history
from tests.publishing.past_desk import DELETED, as_user, deletion_of, every_address, recover, url
from tests.publishing.stories import publish, written_by

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


def save_form(client, user, row, *, also=None, **values):
    """Open the form in all languages as somebody, change some fields, save; return the row."""
    address = f"{url('change', row)}?language=all"
    data = filled_in(as_user(client, user).get(address)) | values
    data.pop("file", None)
    data = also(data) if also else data
    response = client.post(address, {name: value for name, value in data.items() if value is not None})
    assert response.status_code == 302, response.context["adminform"].form.errors
    return fresh(row)


# ---- Saving ----------------------------------------------------------------------------------------------------------


def test_the_form_keeps_every_save_with_its_parts(client, alice, bob):
    mission = make_mission()
    make_headcount(mission)
    mission = save_form(client, alice, mission, lead_nl="Anders")
    mission = save_form(client, bob, mission, **{"deployments-0-headcount": "80", "deployments-0-label_de": "Soldaten"})
    assert [(save.by, save.what, save.passages, save.languages) for save in history(mission)[:2]] == [
        (bob, "saved", 2, ["de"]),
        (alice, "saved", 1, ["nl"]),
    ]


def test_the_state_before_the_first_save_at_the_desk_is_kept_too(client, alice):
    mission = make_mission(lead="As it was found.")
    save_form(client, alice, mission, lead_fr="Autre")
    found = history(mission)[-1]
    assert (found.what, found.by) == (SavedDraft.What.FOUND, None)
    assert undo.restore(fresh(mission), found, by=alice).lead_fr == "As it was found."


def test_saving_the_form_untouched_keeps_nothing(client, alice):
    mission = make_mission()
    make_event(mission)
    written_by(alice, mission)
    save_form(client, alice, mission)
    assert len(history(mission)) == 1


def test_line_ends_as_browsers_send_them_are_no_change(client, alice):
    lines = "One paragraph.\n\nAnother one."
    mission = written_by(alice, make_mission(context=lines))
    sent = dict.fromkeys([f"context_{code}" for code in ("fr", "nl", "de", "en")], lines.replace("\n", "\r\n"))
    assert save_form(client, alice, mission, **sent).context_nl == lines
    assert len(history(mission)) == 1


def test_a_part_deleted_in_the_form_comes_back(client, alice):
    mission = make_mission()
    event = make_event(mission, title="An event")
    written_by(alice, mission)
    mission = save_form(client, alice, mission, **{"events-0-DELETE": "on"})
    assert not mission.events.exists()
    as_user(client, alice).post(url("restore_save", mission, history(mission)[-1].pk))
    assert mission.events.get().uid == event.uid


def test_a_part_added_since_leaves_the_draft_by_a_restore_and_can_be_had_back(client, alice):
    mission = written_by(alice, make_mission())

    def with_an_event(data):
        return added(data, "events", date="2015", title_fr="Né après")

    mission = save_form(client, alice, mission, also=with_an_event)
    as_user(client, alice).post(url("restore_save", mission, history(mission)[-1].pk))
    assert not mission.events.exists()
    client.post(url("restore_save", mission, history(mission)[1].pk))
    assert mission.events.get().title_fr == "Né après"


def test_the_words_of_a_picture_have_a_history(client, alice):
    picture = save_form(client, alice, make_picture(caption="Before"), caption_fr="Après")
    response = as_user(client, alice).get(url("history", picture))
    assert response.status_code == 200
    client.post(url("restore_save", picture, history(picture)[-1].pk))
    assert fresh(picture).caption_fr == "Before"


def test_a_restored_caption_counts_as_written_on_the_pages_that_show_it(client, alice, bob):
    picture = make_picture(caption="Before")
    mission = written_by(alice, make_mission(picture=picture))
    save_form(client, alice, picture, caption_fr="Après")
    Writing.objects.all().delete()
    as_user(client, bob).post(url("restore_save", picture, history(picture)[-1].pk))
    assert Writing.objects.filter(page=mission.page(), change="picture", by=bob).exists()


# ---- History and comparison ------------------------------------------------------------------------------------------


def test_the_history_lists_the_latest_save_first(client, about, alice, bob):
    written_by(bob, about, title_fr="Un titre")
    response = as_user(client, alice).get(url("history", about))
    assert [item["save"].by for item in response.context["listed"]] == [bob, alice]
    assert response.context["listed"][0]["languages"] == "FR"


def test_two_saves_are_compared_word_by_word_in_the_order_of_time(client, about, alice):
    about = written_by(alice, about, title_fr="Qui sommes-nous")
    about = written_by(alice, about, title_fr="Qui êtes-vous")
    first, second = history(about)[1], history(about)[0]
    for pair in ({"from": first.pk, "to": second.pk}, {"from": second.pk, "to": first.pk}):
        content = as_user(client, alice).get(url("compare_saves", about), pair).content.decode()
        assert "<del>sommes</del><ins>êtes</ins>" in content


def test_a_number_that_no_document_shows_is_compared(client, alice):
    """Small headcounts are published as “a few”: the desk still sees which number was typed when."""
    mission = make_mission()
    figure = make_headcount(mission, headcount=3, qualifier="exact")
    written_by(alice, mission)
    figure.headcount = 4
    figure.save()
    written_by(alice, mission)
    response = as_user(client, alice).get(url("compare_saves", mission), {"from": history(mission)[1].pk, "to": "now"})
    assert "<del>3</del><ins>4</ins>" in response.content.decode()


def test_a_comparison_names_choices_dates_and_entries_in_words(client, alice):
    category = make_category(label="Training")
    article = written_by(alice, make_article(kind="news", date="2019-12"))
    article.categories.set([category])
    article = written_by(alice, article, kind="background", date="2020-01-05")
    response = as_user(client, alice).get(url("compare_saves", article), {"from": history(article)[1].pk, "to": "now"})
    content = response.content.decode()
    for words in ("<ins>background</ins>", "<ins>Training</ins>", "December", "January"):
        assert words in content
    assert str(category.uid) not in content


def test_the_history_of_hostile_words_is_inert(client, alice):
    hostile = "<script>alert(1)</script>"
    about = written_by(alice, make_standing_page(title=hostile))
    about = written_by(alice, about, title_fr=f"{hostile} fr")
    for address in every_address(about):
        assert "<script>alert" not in as_user(client, alice).get(address).content.decode(), address


# ---- Restoring at the desk -------------------------------------------------------------------------------------------


def test_a_restore_is_shown_before_it_is_done_and_leaves_a_trace(client, about, alice, bob):
    about = written_by(alice, about, title_fr="Un titre")
    address = url("restore_save", about, history(about)[-1].pk)
    assert "<del>titre</del><ins>us</ins>" in as_user(client, bob).get(address).content.decode()
    assert fresh(about).title_fr == "Un titre"
    assert client.post(address).url == url("change", about)
    assert fresh(about).title_fr == "About us"
    assert LogEntry.objects.filter(user=bob, object_id=str(about.pk)).exists()


def test_what_stands_in_the_way_is_said_and_the_text_can_be_copied(client, about, alice):
    save = history(about)[0]
    content = json.loads(save.content)
    content["rows"][0]["fields"]["motto_fr"] = "Servir & protéger"
    save.content = json.dumps(content)
    save.save()
    about = written_by(alice, about, title_fr="Un titre")
    address = url("restore_save", about, save.pk)
    for response in (as_user(client, alice).get(address), client.post(address)):
        assert response.status_code == 200
        assert "Servir &amp; protéger" in response.content.decode()
    assert fresh(about).title_fr == "Un titre"


def test_a_deleted_entry_is_named_with_the_way_to_bring_it_back(client, alice):
    category = make_category(label="Training")
    article = written_by(alice, make_article(categories=[category]))
    as_user(client, alice).post(url("delete", category), {"post": "yes"})
    article = written_by(alice, article, title_fr="Un titre")
    address = url("restore_save", article, history(article)[-1].pk)
    content = client.post(address).content.decode()
    deletion = SavedDraft.objects.get(what=SavedDraft.What.DELETED)
    assert "Training" in content
    assert reverse("admin:publishing_deleteddraft_recover", args=[deletion.pk]) in content
    client.post(address, {"without_missing": "on"})
    assert fresh(article).title_fr != "Un titre"


# ---- Deleted drafts --------------------------------------------------------------------------------------------------


def test_a_deleted_mission_is_listed_and_comes_back_with_its_events(client, alice, bob):
    mission = make_mission(name="Mali")
    make_event(mission, title="An event")
    before = saved_rows.fingerprint(saved_rows.plain(fresh(mission)))
    deletion = deletion_of(client, alice, mission)
    assert "Mali" in as_user(client, bob).get(reverse(DELETED)).content.decode()
    assert "An event" in client.get(recover(deletion)).content.decode()
    assert client.post(recover(deletion)).url == url("change", mission)
    assert saved_rows.fingerprint(saved_rows.plain(fresh(mission))) == before
    assert "Mali" not in client.get(reverse(DELETED)).context["cl"].queryset.values_list("title", flat=True)


def test_pictures_deleted_in_bulk_come_back(client, alice):
    pictures = [make_picture(), make_picture()]
    data = {"action": "delete_selected", "_selected_action": [picture.pk for picture in pictures], "post": "yes"}
    as_user(client, alice).post(reverse("admin:images_picture_changelist"), data)
    assert not Picture.objects.exists()
    for picture in pictures:
        client.post(recover(SavedDraft.objects.of(picture.uid).first()))
    assert {picture.content_hash for picture in pictures} == set(Picture.objects.values_list("content_hash", flat=True))


def test_a_draft_deleted_long_ago_is_not_listed_and_not_found(client, alice):
    deletion = deletion_of(client, alice, make_mission(name="Mali"))
    SavedDraft.objects.filter(pk=deletion.pk).update(at=timezone.now() - timedelta(days=31))
    assert list(client.get(reverse(DELETED)).context["cl"].queryset) == []
    assert client.get(recover(deletion)).status_code == 404
    assert client.post(recover(deletion)).status_code == 404
    assert not Mission.objects.exists()


def test_the_stored_form_of_a_deleted_draft_is_shown_to_nobody(client, alice):
    deletion = deletion_of(client, alice, make_mission())
    response = client.get(reverse("admin:publishing_deleteddraft_change", args=[deletion.pk]))
    assert response.url == recover(deletion)


def test_who_may_not_write_a_kind_of_draft_neither_sees_nor_brings_back_a_deleted_one(client, alice):
    deletion = deletion_of(client, alice, make_mission(name="Mali"))
    tagger = make_user("tagger", permissions=["articles.add_tag", "articles.change_tag", "articles.view_tag"])
    assert "Mali" not in as_user(client, tagger).get(reverse(DELETED)).content.decode()
    assert client.get(recover(deletion)).status_code == 403
    assert client.post(recover(deletion)).status_code == 403


# ---- Taking a version into the draft ---------------------------------------------------------------------------------


def test_a_version_is_taken_from_the_list_of_versions(client, about, alice, bob):
    editions = publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Un titre", title_nl="Een titel")
    address = url("take", about, editions["fr"].sequence)
    assert address in as_user(client, alice).get(url("versions", about)).content.decode()
    roll_back = reverse("admin:publishing_release_roll_back", args=[editions["fr"].sequence])
    assert address in client.get(roll_back).content.decode()
    offered = {offer["tick"]: offer["ticked"] for offer in client.get(address).context["offers"]}
    assert offered == {"fr:title": True, "nl:title": False}
    offered = {offer["tick"]: offer["ticked"] for offer in client.get(address, {"language": "all"}).context["offers"]}
    assert offered == {"fr:title": True, "nl:title": True}
    assert client.post(address, {"ticks": ["fr:title"]}).url == url("change", about)
    assert (fresh(about).title_fr, fresh(about).title_nl) == ("About us", "Een titel")


def test_a_part_that_would_leave_the_draft_is_not_ticked_by_itself(client, alice, bob):
    mission = written_by(alice, make_mission())
    edition = publish(mission, alice=alice, bob=bob)["fr"]
    event = make_event(mission)
    mission = written_by(alice, mission)
    [offer] = as_user(client, alice).get(url("take", mission, edition.sequence)).context["offers"]
    assert (offer["tick"], offer["ticked"]) == (f"*:events/{event.uid}", False)


def test_forged_and_missing_ticks_take_nothing(client, about, alice, bob):
    edition = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(alice, about, title_fr="Un titre")
    for ticks in ([], ["fr:nothing"], ["*:events/x"], ["fr"], ["\U0001f600"]):
        response = as_user(client, alice).post(url("take", about, edition.sequence), {"ticks": ticks})
        assert response.status_code == 200
        assert "Nothing is ticked" in response.content.decode()
    assert fresh(about).title_fr == "Un titre"
