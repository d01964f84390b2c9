"""What the desk says that a step touches, before anybody takes it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from missions.models import Mission
from publishing.models import TakeDown, Withdrawal
from tests.factories import make_article, make_block, make_event, make_mission, make_picture, make_place
from tests.people import make_alice, make_bob, make_user
from tests.publishing.stories import ask, publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def mission(alice):
    return written_by(alice, make_mission(picture=make_picture()))


def url(verb, row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def touched(client, user, address, **query):
    client.force_login(user)
    return client.get(address, query).context["touched"]


def make_article_about(mission, alice, **values):
    article = make_article(missions=[mission], **values)
    make_block(article)
    return written_by(alice, article)


def states(found):
    return {each.path: each.state for each in found.addresses}


def own_address(edition):
    names = {"language": edition.language, "uid": edition.page.uid, "sequence": edition.sequence}
    return reverse("version", kwargs=names)


def test_a_first_publication_says_which_addresses_begin(client, mission, alice):
    found = touched(client, alice, url("publish", mission))
    # Those languages that the page asks for before anybody chooses.
    assert states(found) == {
        f"/{code}/{section}/{slug}/": "new"
        for code, section, slug in (("fr", "nos-missions", mission.slug_fr), ("nl", "onze-missies", mission.slug_nl))
    }


def test_a_new_address_says_where_the_former_one_leads(client, mission, alice, bob):
    before = publish(mission, alice=alice, bob=bob)
    mission = written_by(alice, mission, slug_fr="ailleurs", name_nl="Anders")
    found = states(touched(client, alice, url("publish", mission)))
    assert found["/fr/nos-missions/ailleurs/"] == f"new address; {before['fr'].path} leads to it"
    assert found[before["nl"].path] == "changes"
    # German and English do not change.
    assert len(found) == 2


def test_pages_that_name_a_page_or_are_named_by_it_are_told(client, mission, alice, bob):
    publish(mission, alice=alice, bob=bob)
    article = make_article_about(mission, alice)
    release = ask(article, by=alice)
    asked = touched(client, bob, reverse("admin:publishing_release_decide", args=[release.pk]))
    assert {edition.path for edition in asked.others} == {edition.path for edition in mission.page().editions.all()}
    release.approve(by=bob)
    mission = written_by(alice, mission, name_de="Anders")
    found = touched(client, alice, url("publish", mission))
    assert {edition.page.uid for edition in found.others} == {article.uid}
    assert {edition.language for edition in found.others} == {"de"}


def test_of_many_other_pages_the_first_are_named_and_the_rest_counted(client, mission, alice, bob, monkeypatch):
    monkeypatch.setattr("publishing.touched.MOST", 1)
    publish(mission, alice=alice, bob=bob)
    for _number in range(3):
        publish(make_article_about(mission, alice), alice=alice, bob=bob)
    mission = written_by(alice, mission, name_de="Anders")
    client.force_login(alice)
    answer = client.get(url("publish", mission))
    assert answer.context["touched"].number_of_others == 3
    assert "and 2 more" in answer.content.decode()


def test_drafts_of_others_stay_unnamed(client, mission, alice, bob):
    publish(mission, alice=alice, bob=bob)
    make_article_about(mission, alice, title_fr="Kingfisher")
    mission = written_by(alice, mission, name_de="Anders")
    client.force_login(alice)
    assert "Kingfisher" not in client.get(url("publish", mission)).content.decode()


def test_a_renamed_place_leads_to_the_pages_that_keep_its_former_name(client, alice, bob):
    place = make_place()
    mission = written_by(alice, make_mission(places=[place]))
    publish(written_by(alice, place), alice=alice, bob=bob)
    publish(mission, alice=alice, bob=bob)
    client.force_login(alice)
    assert client.get(url("publish", place)).context["uses_url"] == ""
    place = written_by(alice, place, label_fr="Autre nom")
    answer = client.get(url("publish", place))
    assert f'href="{answer.context["uses_url"]}"' in answer.content.decode()
    assert str(mission) in client.get(answer.context["uses_url"]).content.decode()


def test_withdrawing_names_former_addresses_earlier_versions_and_who_names_the_page(client, mission, alice, bob):
    first = publish(mission, alice=alice, bob=bob)
    mission = written_by(alice, mission, slug_fr="ailleurs")
    publish(mission, alice=alice, bob=bob, languages=["fr"])
    publish(make_article_about(mission, alice), alice=alice, bob=bob)
    found = touched(client, bob, url("withdraw", mission))
    told = states(found)
    assert told["/fr/nos-missions/ailleurs/"] == "live"
    assert told[first["fr"].path] == "led to the page"
    assert told[own_address(first["fr"])] == "earlier version"
    assert found.number_of_others == 4
    # Every address told answers “gone” afterwards, and nothing else of the page did answer.
    Withdrawal.objects.withdraw(mission.page(), by=bob, reason="Wrong.")
    assert {client.get(path).status_code for path in told} == {410}


def test_removing_a_passage_shows_its_versions_before_anybody_confirms(client, alice, bob):
    mission = make_mission()
    mission = written_by(alice, mission)
    without = publish(mission, alice=alice, bob=bob)
    event = make_event(mission)
    publish(written_by(alice, Mission.objects.get()), alice=alice, bob=bob)
    written_by(alice, mission, lead_fr="Encore.", lead_nl="Nog.")
    later = timezone.now() + timedelta(days=2)
    publish(Mission.objects.get(), alice=alice, bob=bob, languages=["fr", "nl"], wanted_from=later)
    boss = make_user("boss", groups=["administrator"])
    client.force_login(boss)
    first = client.get(url("redact", mission))
    assert first.context["touched"] is None
    assert 'name="reason"' not in first.content.decode()
    answer = client.get(url("redact", mission), {"passage": f"events/{event.uid}"})
    told = answer.context["touched"].addresses
    assert own_address(without["fr"]) not in {each.path for each in told}
    assert next(each.state for each in told if each.language == "fr") == "live"
    assert any(each.state.startswith("from ") for each in told if each.language == "fr")
    assert set(answer.context["form"].initial["languages"]) == {"fr", "nl", "de", "en"}
    assert 'name="reason"' in answer.content.decode()


def test_taking_a_picture_down_shows_where_it_stands_before_anybody_confirms(client, mission, alice, bob):
    editions = publish(mission, alice=alice, bob=bob)
    content_hash = mission.picture.content_hash
    address = reverse("admin:publishing_takedown_add")
    found = touched(client, bob, address, picture=content_hash)
    assert states(found) == {edition.path: "live" for edition in editions.values()}
    record = TakeDown.objects.take_down(content_hash, by=bob, reason="A face.")
    assert record.addresses == sorted(states(found))


@pytest.mark.parametrize("chosen", ["0" * 64, "'", "events/none"])
def test_what_is_not_there_to_be_removed_is_said(client, mission, alice, bob, chosen):
    publish(mission, alice=alice, bob=bob)
    client.force_login(make_user("boss", groups=["administrator"]))
    for address, name in ((url("redact", mission), "passage"), (reverse("admin:publishing_takedown_add"), "picture")):
        answer = client.get(address, {name: chosen})
        assert "This is not here to be removed" in answer.content.decode()
        assert answer.context["touched"] is None


def test_a_reason_typed_for_something_gone_is_kept(client, mission, alice, bob):
    publish(mission, alice=alice, bob=bob)
    client.force_login(bob)
    answer = client.post(
        reverse("admin:publishing_takedown_add"), {"picture": "0" * 64, "reason": "It shows a position."}
    )
    assert "It shows a position." in answer.content.decode()


def test_what_blocks_has_the_filled_button_and_it_leads_to_the_fault(client, mission, alice):
    mission = written_by(alice, mission, lead_nl="")
    client.force_login(alice)
    html = client.get(url("publish", mission)).content.decode()
    filled = [line for line in html.splitlines() if "default" in line]
    assert len(filled) == 1
    assert f'href="{url("change", mission)}?language=nl#id_lead_nl">Fix what is blocking</a>' in filled[0]
    mission = written_by(alice, mission, lead_nl="Weer daar.")
    html = client.get(url("publish", mission)).content.decode()
    assert "Fix what is blocking" not in html
    assert '<input type="submit" class="default" value="Ask for approval">' in html


def test_an_approval_that_is_blocked_is_no_button(client, mission, alice, bob):
    release = ask(mission, by=alice)
    address = reverse("admin:publishing_release_decide", args=[release.pk])
    client.force_login(bob)
    assert 'value="approve"' in client.get(address).content.decode()
    TakeDown.objects.take_down(mission.picture.content_hash, by=bob, reason="A face.")
    html = client.get(address).content.decode()
    assert 'value="approve"' not in html
    assert "Fix what is blocking" in html


def test_what_only_a_request_waits_for_does_not_take_the_button_of_the_approval(client, alice, bob):
    mission = make_mission()
    make_event(mission, title_nl="", text_nl="")
    mission = written_by(alice, mission)
    alone = make_user("chief", groups=["author"], permissions=["publishing.override_languages"])
    release = ask(mission, by=alone, languages=["fr"], override_reason="The Dutch words follow tonight.")
    client.force_login(bob)
    html = client.get(reverse("admin:publishing_release_decide", args=[release.pk])).content.decode()
    assert 'data-level="block"' not in html
    assert 'value="approve"' in html
