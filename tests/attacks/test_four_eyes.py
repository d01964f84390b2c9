"""Ways around the rule that nobody lets their own words out; each of them is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from publishing import drafts
from publishing.models import Redaction, Release, Withdrawal
from tests.factories import (
    make_article,
    make_block,
    make_category,
    make_mission,
    make_operation,
    make_picture,
    make_standing_page,
)
from tests.missions.desk_forms import filled_in
from tests.people import make_alice, make_bob, make_erik, make_user
from tests.publishing.stories import ALL, ask, live, publish, still_right, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def bea():
    return make_bob("bea")


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def change_form(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def save_form(client, user, row, **values):
    """Open a form of the desk as somebody, change some fields and save."""
    client.force_login(user)
    address = f"{change_form(row)}?language=all"
    shown = filled_in(client.get(address))
    shown.pop("file", None)
    data = shown | values
    response = client.post(address, {name: value for name, value in data.items() if value is not None})
    assert response.status_code == 302, response.context["adminform"].form.errors
    return type(row).objects.get(pk=row.pk)


def refused(release, by):
    with pytest.raises(ValidationError) as caught:
        release.approve(by=by)
    return caught.value.code == "four_eyes"


def test_who_renamed_a_name_that_a_page_shows_does_not_approve_that_page(client, alice, bob):
    operation = make_operation()
    mission = written_by(alice, make_mission(operations=[operation]))
    publish(mission, alice=alice, bob=bob)
    operation = save_form(
        client, bob, operation, label_fr="Force de Bob", label_nl="Van Bob", label_de="Von Bob", label_en="Bob’s force"
    )
    assert refused(ask(mission, by=alice), bob)


def test_who_rewrote_the_words_of_a_picture_does_not_approve_the_page_that_shows_it(client, alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    publish(mission, alice=alice, bob=bob)
    save_form(client, bob, picture, caption_fr="Légende de Bob", caption_nl="B", caption_de="B", caption_en="B")
    assert refused(ask(mission, by=alice), bob)


def test_who_deleted_a_name_from_under_a_page_does_not_approve_that_page(client, alice, bob):
    category = make_category()
    article = make_article(categories=[category])
    make_block(article)
    article = written_by(alice, article)
    publish(article, alice=alice, bob=bob)
    client.force_login(bob)
    client.post(reverse("admin:articles_category_delete", args=[category.pk]), {"post": "yes"})
    assert not type(category).objects.filter(pk=category.pk).exists()
    assert refused(ask(article, by=alice), bob)


def test_words_taken_back_do_not_come_again_on_the_approval_of_their_writer(about, alice, bob, bea):
    first = publish(about, alice=alice, bob=bob)["fr"]
    about = written_by(bob, about, title_fr="De Bob")
    still_right(about, "title", by=alice)
    ask(about, by=alice, languages=["fr"], ticks={"fr:title"}).approve(by=bea)
    Release.objects.roll_back(first, by=alice).approve(by=bea)
    assert live(about).title == "About us"
    assert refused(ask(about, by=bob, languages=["fr"], ticks={"fr:title"}), bob)


def test_a_withdrawn_page_does_not_come_again_on_the_approval_of_its_writer(about, alice, bob, bea):
    about = written_by(bob, about, body_fr="<p>De Bob</p>")
    still_right(about, "body", by=alice)
    ask(about, by=alice).approve(by=bea)
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="Wrong page.")
    assert refused(ask(about, by=bob), bob)
    assert ask(about, by=bob).approve(by=bea)


def test_a_removed_passage_does_not_come_again_on_the_approval_of_its_writer(about, alice, bob, bea):
    about = written_by(bob, about, body_fr="<p>Le nom d’un blessé</p>")
    still_right(about, "body", by=alice)
    ask(about, by=alice).approve(by=bea)
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.", languages=["fr"])
    assert refused(ask(about, by=bob, languages=["fr"], ticks={"fr:body"}), bob)


def test_the_note_to_the_public_counts_as_written_by_whoever_asks(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="D’Alice")
    still_right(about, "title", by=alice)
    release = ask(
        about, by=bob, languages=["fr"], ticks={"fr:title"}, public_notes={"fr": "Trois cents signes de Bob."}
    )
    assert refused(release, bob)


def test_an_author_cannot_cancel_what_was_approved_while_she_looked_at_her_request(about, alice, bob):
    moment = timezone.now() + timedelta(hours=1)
    seen = ask(about, by=alice, wanted_from=moment)
    Release.objects.get(pk=seen.pk).approve(by=bob)
    with pytest.raises(PermissionDenied):
        seen.cancel(by=alice)
    assert live(about, at=moment) is not None


def test_a_request_nobody_approved_is_not_made_live_by_moving_it(about, alice, bob):
    moment = timezone.now() + timedelta(hours=1)
    seen = ask(about, by=alice, wanted_from=moment)
    stale = Release.objects.get(pk=seen.pk)
    stale.state = Release.State.APPROVED
    with pytest.raises(ValidationError):
        stale.reschedule(by=bob, wanted_from=moment)
    assert live(about, at=moment) is None


def test_moving_a_part_to_its_old_place_and_back_leaves_no_way_out(alice, bob):
    article = make_article()
    first, second = make_block(article), make_block(article)
    article = written_by(alice, article)
    publish(article, alice=alice, bob=bob)
    first.order, second.order = second.order, first.order
    first.save(), second.save()
    article = written_by(bob, article)
    assert refused(ask(article, by=alice), bob)


def test_who_removed_a_part_does_not_approve_its_removal(alice, bob):
    article = make_article()
    make_block(article)
    doomed = make_block(article)
    article = written_by(alice, article)
    publish(article, alice=alice, bob=bob)
    doomed.delete()
    article = written_by(bob, article)
    assert refused(ask(article, by=alice), bob)


def test_asking_first_and_writing_later_lets_nothing_of_it_out(about, alice, bob):
    release = ask(about, by=alice)
    about = written_by(alice, about, body_fr="<p>Écrit après</p>")
    release.approve(by=bob)
    assert "après" not in live(about).body


def test_a_duty_officer_approves_nothing_but_small_corrections(about, alice):
    with pytest.raises(PermissionDenied):
        ask(about, by=alice).approve(by=make_erik())


def test_ticking_a_colleagues_words_does_not_hide_who_wrote_them(about, alice, bob, bea):
    publish(about, alice=alice, bob=bob)
    about = written_by(bob, about, title_nl="Van Bob")
    release = ask(about, by=alice, languages=["nl"], ticks={"nl:title"})
    assert refused(release, bob)
    assert drafts.differences(about)[0].writers == (bob,)
    assert release.approve(by=bea)


@pytest.mark.parametrize("boss", [{"groups": ["administrator"]}, {"is_superuser": True}])
def test_nobody_is_so_high_that_they_let_their_own_words_out(client, about, boss):
    boss = make_user("boss", **boss)
    about = written_by(boss, about, **{f"title_{code}": f"By the boss {code}" for code in ALL})
    release = ask(about, by=boss)
    with pytest.raises(ValidationError, match="somebody else has to approve"):
        release.approve(by=boss)
    client.force_login(boss)
    client.post(reverse("admin:publishing_release_decide", args=[release.pk]), {"verb": "approve"})
    release.refresh_from_db()
    assert release.state == "requested"
