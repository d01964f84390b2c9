"""The library at a glance: how it is arranged, what the gate said, and where the public sees a picture."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from images.models import Picture
from publishing.models import TakeDown
from tests.factories import make_mission, make_picture
from tests.images.corpus import MARK, MARKED, draw, save
from tests.images.test_library import DISMISS, LIST, UPLOAD, as_sent, change_url
from tests.people import make_alice, make_bob, make_dora, make_erik
from tests.publishing.stories import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    user = make_alice()
    client.force_login(user)
    return user


def upload(client, *files):
    return client.post(UPLOAD, {"files": [SimpleUploadedFile(name, data) for name, data in files]})


def marks_of(client, picture, **query):
    rows = client.get(LIST, query).context["cl"].result_list
    return next(row.marks for row in rows if row.pk == picture.pk)


def kinds_of(client, picture):
    return [kind for kind, _sentence in marks_of(client, picture)]


def test_pictures_stand_side_by_side_and_the_address_remembers_the_list(client, alice):
    make_picture(caption="Un pont")
    grid, rows = client.get(LIST), client.get(LIST, {"view": "list", "q": "pont"})
    assert "picture-grid" in grid.content.decode()
    assert "result_list" not in grid.content.decode()
    assert "picture-grid" not in rows.content.decode()
    assert 'id="result_list"' in rows.content.decode()
    assert '<input type="hidden" name="view" value="list">' in rows.content.decode()
    assert all("view=list" in choice["query_string"] for choice in rows.context["states"])
    assert "picture-grid" in client.get(LIST, {"view": "nonsense"}).content.decode()


def test_a_search_without_result_says_what_to_do(client, alice):
    make_picture()
    assert (
        "Nothing in this list matches what you asked for" in client.get(LIST, {"q": "nothing like it"}).content.decode()
    )


def test_states_are_counted_over_the_whole_library(client, alice):
    make_picture(credit="")
    make_picture(faces="pending")
    for query in ({}, {"state": "without_credit"}, {"q": "no such words"}):
        counts = {each["display"]: each.get("count") for each in client.get(LIST, query).context["states"]}
        assert counts["without credit"] == 1
        assert counts["faces without consent"] == 1
        assert counts["unused"] == 2
        assert counts["taken down"] == 0


def test_the_report_of_the_gate_stays_until_it_is_put_away(client, alice):
    upload(client, ("one.jpg", MARKED["jpeg exif"]()), ("scan.tiff", b"II*\x00" + b"\x00" * 60))
    upload(client, ("two.png", save(draw("L"), "png")))
    for address in (LIST, LIST, UPLOAD):
        response = client.get(address)
        assert [each["name"] for each in response.context["results"]] == ["two.png", "one.jpg", "scan.tiff"]
        assert "GPS position" in response.content.decode()
    assert client.get(DISMISS).status_code == 302
    assert client.get(LIST).context["results"]
    assert client.post(DISMISS).headers["Location"] == LIST
    assert client.get(LIST).context["results"] == []


def test_no_value_that_the_gate_removed_is_kept_with_the_report(client, alice):
    upload(client, *((f"{number}.jpg", make()) for number, make in enumerate(MARKED.values())))
    assert len(client.session["picture_reports"]) == len(MARKED)
    assert MARK not in str(dict(client.session))


def test_the_report_tells_what_is_still_to_do_now_and_forgets_what_was_deleted(client, alice):
    upload(client, ("one.png", save(draw(), "png")))
    picture = Picture.objects.get()
    assert "credit" in client.get(LIST).context["results"][0]["left_to_do"]
    picture.credit = "DG StratCom"
    picture.save(by=alice)
    assert "credit" not in client.get(LIST).context["results"][0]["left_to_do"]
    picture.delete()
    (result,) = client.get(LIST).context["results"]
    assert "picture" not in result
    assert change_url(picture) not in client.get(LIST).content.decode()


def test_a_picture_the_library_has_is_led_to(client, alice):
    data = save(draw(), "png")
    known = make_picture(file=SimpleUploadedFile("known.png", data))
    response = upload(client, ("again.png", data))
    assert response.context["results"][0]["picture"] == known
    assert f'href="{change_url(known)}"' in response.content.decode()


def test_a_translator_reads_the_library_and_brings_nothing_in(client):
    client.force_login(make_dora())
    picture = make_picture()
    assert client.get(LIST).status_code == 200
    assert client.get(change_url(picture)).status_code == 200
    assert client.post(UPLOAD, {"files": [SimpleUploadedFile("a.png", save(draw(), "png"))]}).status_code == 403
    assert client.post(DISMISS).status_code == 403
    client.post(change_url(picture, "?language=de"), as_sent(credit="Dora", press="offered", caption_de="Eine Brücke."))
    picture.refresh_from_db()
    assert (picture.credit, picture.press, picture.caption_de) == ("Drawn by the tests", "ask", "Eine Brücke.")


def test_where_the_public_sees_a_picture_stands_under_it_and_on_its_record(client, alice):
    bob, picture, unused = make_bob(), make_picture(), make_picture()
    mission = make_mission(picture=picture, slug="mali", title="Notre mission au Mali")
    assert kinds_of(client, picture) == []
    assert kinds_of(client, unused) == ["unused"]
    assert "private until" in client.get(change_url(picture)).content.decode()
    publish(mission, alice=alice, bob=bob)
    assert marks_of(client, picture) == [("live", "live, 1 page")]
    record = client.get(change_url(picture))
    assert {edition.language for edition in record.context["live"]} == {"fr", "nl", "de", "en"}
    assert "Notre mission au Mali" in record.content.decode()


def test_a_picture_that_goes_live_later_says_when(client, alice):
    picture = make_picture()
    publish(make_mission(picture=picture), alice=alice, bob=make_bob(), wanted_from=timezone.now() + timedelta(days=1))
    assert kinds_of(client, picture) == ["coming"]


def test_a_picture_that_was_taken_down_is_found_and_says_so(client, alice):
    picture, other = make_picture(), make_picture()
    publish(make_mission(picture=picture), alice=alice, bob=make_bob())
    TakeDown.objects.take_down(picture.content_hash, by=make_erik(), reason="A face.")
    assert list(client.get(LIST, {"state": "taken_down"}).context["cl"].result_list) == [picture]
    assert kinds_of(client, picture) == ["down"]
    assert kinds_of(client, other) == ["unused"]
    record = client.get(change_url(picture)).content.decode()
    assert "was taken down everywhere" in record
    assert "Take down everywhere…" not in record


def test_what_a_picture_lacks_stands_under_it(client, alice):
    picture = make_picture(
        credit="", rights="", faces="unchecked", alternative_text={}, embargo_until=timezone.now() + timedelta(days=2)
    )
    assert kinds_of(client, picture) == ["missing"] * 4 + ["waits", "unused"]
    assert kinds_of(client, make_picture(faces="pending")) == ["blocks", "unused"]


def test_a_new_file_reaches_the_public_by_a_publication_and_the_old_one_stays_until_then(client, alice):
    bob, picture = make_bob(), make_picture()
    mission = make_mission(picture=picture)
    publish(mission, alice=alice, bob=bob)
    old = f"/media/{picture.content_hash}/original-64.webp"
    record = client.get(change_url(picture))
    assert "until they are published again" in record.content.decode()
    data = SimpleUploadedFile("new.png", save(draw(), "png"))
    sent = as_sent(file=data, credit="DG StratCom", rights="own", faces="none", decorative="on")
    client.post(change_url(picture), sent)
    picture.refresh_from_db()
    new = f"/media/{picture.content_hash}/original-64.webp"
    assert new != old
    assert (client.get(old).status_code, client.get(new).status_code) == (200, 404)
    page = client.get(f"/fr/p/{mission.uid}/", follow=True)
    assert old.split("/")[2] in page.content.decode()
    publish(mission, alice=alice, bob=bob)
    assert (client.get(old).status_code, client.get(new).status_code) == (200, 200)
    page = client.get(f"/fr/p/{mission.uid}/", follow=True).content.decode()
    assert new.split("/")[2] in page
    assert old.split("/")[2] not in page
