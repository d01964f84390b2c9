"""The library at the desk: uploads, records, lists, and pictures the public may not see."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from images.models import Picture
from languages.columns import LANGUAGES, column
from tests.factories import make_article, make_block, make_event, make_mission, make_picture
from tests.images.corpus import MARK, MARKED, draw, save
from tests.people import make_charlie, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:images_picture_changelist")
ADD = reverse("admin:images_picture_add")
UPLOAD = reverse("admin:images_picture_upload")
DISMISS = reverse("admin:images_picture_dismiss")


def as_sent(languages=LANGUAGES, **values):
    """Return what a browser sends of the form of a picture in these languages."""
    empty = {
        "focal_x": "50",
        "focal_y": "50",
        "faces": "unchecked",
        "press": "ask",
        "credit": "",
        "rights": "",
        "rights_note": "",
    }
    words = {column(name, code): "" for name in ("alternative_text", "caption") for code in languages}
    return empty | words | values


@pytest.fixture
def alice(client):
    """Alice keeps the library."""
    verbs = ("view", "add", "change", "delete")
    user = make_user("alice", permissions=[f"images.{verb}_picture" for verb in verbs])
    client.force_login(user)
    return user


def upload(data, name="gao.jpg"):
    return SimpleUploadedFile(name, data)


def change_url(picture, query=""):
    return reverse("admin:images_picture_change", args=[picture.pk]) + query


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_a_picture_that_comes_in_says_what_was_removed_and_never_its_value(client, alice):
    response = client.post(ADD, as_sent(file=upload(MARKED["jpeg exif"]())), follow=True)
    picture = Picture.objects.get()
    assert picture.uploaded_by == alice
    assert "GPS position" in said(response)
    assert "serial number" in said(response)
    assert "Credit, Note on the rights, Caption, Taken on" in said(response)
    assert MARK not in said(response)
    assert picture.credit == f"Artist {MARK}"
    assert picture.caption_fr == f"Described {MARK}"
    assert picture.rights_note == f"Owned {MARK}"
    assert str(picture.taken_on) == "2013-04-25"


def test_what_an_editor_typed_is_not_replaced_by_what_the_file_says(client, alice):
    client.post(ADD, as_sent(file=upload(MARKED["jpeg exif"]()), credit="DG StratCom", caption_nl="Een brug."))
    picture = Picture.objects.get()
    assert picture.credit == "DG StratCom"
    assert not picture.caption_fr


def test_a_refused_file_leaves_the_form_with_the_sentence_and_the_words(client, alice, media_root):
    response = client.post(ADD, as_sent(file=upload(b"<svg/>", "map.png"), credit="DG StratCom"))
    assert response.status_code == 200
    assert "Export it as PNG" in response.context["adminform"].form.errors["file"][0]
    assert "DG StratCom" in response.content.decode()
    assert not Picture.objects.exists()
    assert not [path for path in media_root.rglob("*") if path.is_file()]


def test_a_full_disk_is_said_on_the_form(client, alice, monkeypatch):
    def fill(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", fill)
    response = client.post(ADD, as_sent(file=upload(save(draw(), "png"))))
    assert "disk may be full" in response.context["adminform"].form.errors["file"][0]
    assert not Picture.objects.exists()


def test_an_empty_file_and_no_file_are_said_on_the_form(client, alice):
    response = client.post(ADD, as_sent(file=upload(b"")))
    assert "empty" in response.context["adminform"].form.errors["file"][0]
    response = client.post(ADD, as_sent())
    assert response.context["adminform"].form.errors["file"]


def test_the_same_picture_again_leads_to_the_one_that_is_there(client, alice):
    data = save(draw(), "png")
    known = make_picture(file=upload(data))
    response = client.post(ADD, as_sent(file=upload(data, "another-name.png")))
    assert f'<a href="{change_url(known)}">' in response.context["adminform"].form.errors["file"][0]
    assert Picture.objects.count() == 1


def test_the_caption_of_a_known_picture_is_escaped_in_the_error(client, alice):
    data = save(draw(), "png")
    make_picture(file=upload(data), caption="<script>alert(1)</script>")
    response = client.post(ADD, as_sent(file=upload(data)))
    assert "<script>alert" not in response.content.decode()


def test_the_name_of_the_file_is_no_alternative_text(client, alice):
    post = as_sent(file=upload(save(draw(), "png"), "Pont de Gao.png"), alternative_text_fr="pont de gao")
    response = client.post(ADD, post)
    assert "name of a file" in response.context["adminform"].form.errors["alternative_text_fr"][0]


def test_a_decorative_picture_with_words_in_a_hidden_language_is_an_error_and_no_crash(client, alice):
    picture = make_picture(alternative_text={"en": "A bridge."})
    response = client.post(change_url(picture, "?language=de"), as_sent(("fr", "de"), decorative="on"))
    assert response.status_code == 200
    assert "untick" in response.context["adminform"].form.errors["decorative"][0]


def test_replacing_the_file_keeps_the_record(client, alice):
    picture = make_picture()
    before = picture.content_hash
    response = client.post(change_url(picture), as_sent(file=upload(MARKED["png exif"]())), follow=True)
    picture.refresh_from_db()
    assert picture.content_hash != before
    assert "GPS position" in said(response)


def test_words_are_changed_without_sending_the_file_again(client, alice):
    picture = make_picture()
    client.post(change_url(picture), as_sent(credit="Somebody"))
    picture.refresh_from_db()
    assert picture.credit == "Somebody"
    assert picture.file


def test_many_files_come_in_at_once_each_with_its_own_result(client, alice):
    make_picture(file=upload(save(draw("L"), "png")))
    files = [
        upload(MARKED["jpeg exif"](), "one.jpg"),
        upload(save(draw("L"), "png"), "two.png"),
        upload(b"II*\x00" + b"\x00" * 60, "scan.tiff"),
        upload(save(draw(), "webp"), "four.webp"),
    ]
    response = client.post(UPLOAD, {"files": files})
    assert [(each["name"], each["outcome"]) for each in response.context["results"]] == [
        ("one.jpg", "in"),
        ("two.png", "known"),
        ("scan.tiff", "refused"),
        ("four.webp", "in"),
    ]
    html = response.content.decode()
    assert "GPS position" in html
    assert "TIFF" in html
    assert MARK not in html
    assert Picture.objects.filter(uploaded_by=alice).count() == 2


def test_one_file_of_many_can_be_sent_alone_for_its_line_of_the_report(client, alice):
    response = client.post(UPLOAD, {"files": [upload(save(draw(), "png"))]}, headers={"X-Part": "results"})
    assert response.content.decode().strip().endswith("</ul>")
    assert "<html" not in response.content.decode()


def test_uploading_nothing_is_said(client, alice):
    response = client.post(UPLOAD)
    assert "No file was chosen." in response.content.decode()


def test_a_hostile_file_name_is_text(client, alice):
    response = client.post(UPLOAD, {"files": [upload(b"x", "<img src=x onerror=alert(1)>.jpg")]})
    assert "<img src=x" not in response.content.decode()


def test_the_desk_sees_a_private_picture_and_no_cache_keeps_it(client, alice):
    picture = make_picture()
    response = client.get(reverse("admin:images_picture_rendition", args=[picture.pk, "original-64.webp"]))
    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    for missing in ("original-65.webp", "nonsense"):
        assert client.get(reverse("admin:images_picture_rendition", args=[picture.pk, missing])).status_code == 404
    assert client.get(reverse("admin:images_picture_rendition", args=[0, "original-64.webp"])).status_code == 404


def test_who_may_not_see_the_library_sees_no_page_of_it(client):
    picture = make_picture()
    client.force_login(make_charlie())
    addresses = [LIST, f"{LIST}?view=list", ADD, UPLOAD, DISMISS, change_url(picture)]
    addresses.append(reverse("admin:images_picture_rendition", args=[picture.pk, "original-64.webp"]))
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 403)
    assert client.post(UPLOAD, {"files": [upload(save(draw(), "png"))]}).status_code == 403
    assert client.post(DISMISS).status_code == 403
    client.logout()
    assert {client.get(address).status_code for address in addresses} == {302}


def test_who_may_only_look_cannot_upload(client):
    client.force_login(make_user("gina", permissions=["images.view_picture"]))
    assert client.get(LIST).status_code == 200
    assert client.get(UPLOAD).status_code == 403
    assert client.post(UPLOAD, {"files": [upload(save(draw(), "png"))]}).status_code == 403
    assert client.post(DISMISS).status_code == 403
    assert 'type="file"' not in client.get(LIST).content.decode()


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_library_is_searched_in_four_languages_at_once(client, alice, language):
    found = make_picture(alternative_text={language: "Eiderstedt"})
    make_picture()
    assert list(client.get(LIST, {"q": "eiderstedt"}).context["cl"].result_list) == [found]


def test_the_list_is_filtered_by_what_is_left_to_do(client, alice):
    complete = {"rights": "own", "faces": "none"}
    used = make_picture(**complete)
    make_mission(picture=used)
    pictures = {
        "without_text": make_picture(alternative_text={"fr": "Un pont."}, **complete),
        "without_credit": make_picture(credit="", **complete),
        "without_rights": make_picture(rights=""),
        "unchecked": make_picture(faces="unchecked"),
        "embargoed": make_picture(embargo_until=timezone.now() + timedelta(days=1), **complete),
    }
    decorative = make_picture(alternative_text="", decorative=True, **complete)
    for state, picture in pictures.items():
        assert list(client.get(LIST, {"state": state}).context["cl"].result_list) == [picture]
    unused = set(client.get(LIST, {"state": "unused"}).context["cl"].result_list)
    assert unused == {decorative, *pictures.values()}
    assert client.get(LIST, {"state": "nonsense"}).status_code == 200


@pytest.mark.parametrize("view", ["grid", "list"])
def test_the_list_costs_the_same_for_ten_pictures_and_for_one(client, alice, django_assert_max_num_queries, view):
    for _number in range(10):
        make_picture()
    with django_assert_max_num_queries(15):
        client.get(LIST, {"view": view})


def test_where_a_picture_is_used_is_shown_with_the_page_it_is_part_of(client, alice):
    picture = make_picture()
    mission, article = make_mission(name="Mali"), make_article(title="Peace")
    event = make_event(mission, picture=picture)
    make_block(article, kind="picture", text={}, picture=picture)
    usages = client.get(change_url(picture)).context["usages"]
    assert {kind for kind, _name, _url in usages} == {"Mission", "Article"}
    assert any(str(mission) in name and str(event) in name for _kind, name, _url in usages)
    assert any(str(article) in name for _kind, name, _url in usages)


def test_a_picture_that_a_draft_uses_cannot_be_deleted(client, alice):
    picture = make_picture()
    make_mission(picture=picture)
    client.post(reverse("admin:images_picture_delete", args=[picture.pk]), {"post": "yes"})
    assert Picture.objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en", "all"])
def test_the_record_opens_in_every_language(client, alice, language):
    assert client.get(change_url(make_picture(), f"?language={language}")).status_code == 200
