"""Who may see a picture at its public address, and when."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from images.renditions import Busy
from publishing.models import TakeDown, Withdrawal
from tests.factories import make_article, make_block, make_mission, make_picture
from tests.people import make_alice, make_bob, make_user
from tests.publishing.test_releases import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def picture():
    return make_picture(rights="own", faces="none")


def address(picture, name="original-64.webp"):
    return f"/media/{picture.content_hash}/{name}"


def make_page(picture):
    return make_mission(picture=picture)


def make_withdrawer():
    return make_user("frank", permissions=["publishing.withdraw_page"])


def test_a_picture_of_a_draft_answers_nobody(client, picture, alice):
    make_page(picture)
    assert client.get(address(picture)).status_code == 404
    client.force_login(alice)
    assert client.get(address(picture)).status_code == 404


def test_a_picture_is_public_while_a_live_page_shows_it(client, picture, alice, bob):
    publish(make_page(picture), alice=alice, bob=bob)
    response = client.get(address(picture))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Content-Disposition"] == "inline"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content[8:12] == b"WEBP"


@pytest.mark.parametrize(("name", "kind"), [("original-64.avif", "avif"), ("square-50-50-48.webp", "webp"),
                                            ("original-64.png", "png")])  # fmt: skip
def test_every_rendition_is_served_as_what_it_is(client, picture, alice, bob, name, kind):
    publish(make_page(picture), alice=alice, bob=bob)
    assert client.get(address(picture, name)).headers["Content-Type"] == f"image/{kind}"


@pytest.mark.parametrize(
    "name", ["original-65.webp", "original-64.jpg", "square-1-50-48.webp", "x.webp", "original-64"]
)
def test_what_is_no_rendition_of_it_is_not_found(client, picture, alice, bob, name):
    publish(make_page(picture), alice=alice, bob=bob)
    assert client.get(address(picture, name)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/../db.sqlite3",
        "/media/x/original-64.webp",
        "/pictures/",
        f"/media/{'A' * 64}/original-64.webp",
    ],
)
def test_no_other_address_leads_to_the_files(client, path):
    assert client.get(path).status_code == 404


def test_the_stored_file_itself_has_no_address(client, picture, alice, bob):
    publish(make_page(picture), alice=alice, bob=bob)
    assert client.get("/" + picture.file.name).status_code == 404
    assert client.get("/media/" + picture.file.name).status_code == 404


def test_a_scheduled_picture_is_public_in_the_microsecond_its_page_is(client, picture, alice, bob):
    moment = timezone.now() + timedelta(hours=1)
    publish(make_page(picture), alice=alice, bob=bob, wanted_from=moment)
    with time_machine.travel(moment - timedelta(microseconds=1), tick=False):
        response = client.get(address(picture))
        assert response.status_code == 404
        assert response.headers["Cache-Control"] == "no-store"
    with time_machine.travel(moment, tick=False):
        assert client.get(address(picture)).status_code == 200


def test_a_picture_of_an_older_version_stays_public(client, picture, alice, bob):
    mission = make_page(picture)
    publish(mission, alice=alice, bob=bob)
    mission.picture = make_picture(rights="own", faces="none")
    mission.save(by=alice)
    publish(mission, alice=alice, bob=bob)
    assert client.get(address(picture)).status_code == 200
    assert client.get(address(mission.picture)).status_code == 200


def test_a_picture_of_a_withdrawn_page_is_private_again(client, picture, alice, bob):
    mission = make_page(picture)
    publish(mission, alice=alice, bob=bob)
    Withdrawal.objects.withdraw(mission.page(), by=make_withdrawer(), reason="A mistake.")
    assert client.get(address(picture)).status_code == 404


def test_a_picture_that_another_page_shows_stays_when_one_is_withdrawn(client, picture, alice, bob):
    mission, article = make_page(picture), make_article()
    make_block(article, kind="picture", text={}, picture=picture)
    publish(mission, alice=alice, bob=bob)
    publish(article, alice=alice, bob=bob)
    Withdrawal.objects.withdraw(mission.page(), by=make_withdrawer(), reason="A mistake.")
    assert client.get(address(picture)).status_code == 200


def test_a_picture_taken_down_is_gone_at_the_next_answer(client, picture, alice, bob):
    publish(make_page(picture), alice=alice, bob=bob)
    etag = client.get(address(picture)).headers["ETag"]
    TakeDown.objects.take_down(picture.content_hash, by=make_withdrawer(), reason="A face.")
    assert client.get(address(picture), headers={"If-None-Match": etag}).status_code == 410
    assert client.get(address(picture)).status_code == 410


def test_nobody_keeps_a_picture_longer_than_a_minute(client, picture, alice, bob):
    publish(make_page(picture), alice=alice, bob=bob)
    response = client.get(address(picture))
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Vary" not in response.headers
    assert not response.cookies


def test_who_has_the_picture_is_told_that_nothing_changed(client, picture, alice, bob):
    publish(make_page(picture), alice=alice, bob=bob)
    etag = client.get(address(picture)).headers["ETag"]
    response = client.get(address(picture), headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert client.head(address(picture)).headers["ETag"] == etag


def test_an_answer_costs_two_queries_once_it_is_drawn(client, picture, alice, bob, django_assert_num_queries):
    publish(make_page(picture), alice=alice, bob=bob)
    client.get(address(picture))
    with django_assert_num_queries(2):
        client.get(address(picture))


def test_a_picture_is_asked_for_and_never_sent(client, picture):
    assert client.post(address(picture)).status_code == 405


def test_a_picture_that_takes_long_is_asked_for_again(client, picture, alice, bob, monkeypatch):
    def wait(*_arguments):
        raise Busy

    publish(make_page(picture), alice=alice, bob=bob)
    monkeypatch.setattr("publishing.media.fetch", wait)
    response = client.get(address(picture))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.headers["Cache-Control"] == "no-store"
