"""The same picture saved once more is recognised, said with a link, and never kept out."""

import io
import itertools

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from images.alike import alike, look_at_missing
from images.demonstration import SCENES, draw
from images.likeness import NEAR, are_alike, likeness
from images.models import Picture
from publishing import housekeeping
from tests.factories import make_picture
from tests.images.corpus import save
from tests.people import make_user

UPLOAD = reverse("admin:images_picture_upload")
# Landscapes built alike, and the two that are nearest to each other of all that the project draws.
NAMES = ("dunes", "fields", "cold-sea", "river")


@pytest.fixture(scope="module")
def landscapes():
    """Return each landscape as a photograph would come in, 1200 pixels wide."""
    chosen = [scene for scene in SCENES if scene.name in NAMES]
    assert len(chosen) == len(NAMES)
    return [Image.open(io.BytesIO(draw(scene))).convert("RGB").resize((1200, 800)) for scene in chosen]


def again(picture, kind="jpeg", width=None, **options):
    """Return a picture as a file saved once more, at another width if one is given."""
    if width:
        picture = picture.resize((width, round(picture.height * width / picture.width)))
    return save(picture, kind, **options)


COPIES = [
    {"quality": 90},
    {"quality": 30},
    {"quality": 10},
    {"kind": "png"},
    {"kind": "webp", "quality": 40},
    {"kind": "avif", "quality": 40, "speed": 9},
    {"width": 1024},
    {"width": 640, "quality": 60},
    {"width": 333, "quality": 75},
    {"width": 160},
]


@pytest.mark.parametrize("copy", COPIES, ids=str)
def test_a_picture_saved_again_smaller_or_harder_is_the_same_picture(landscapes, copy):
    for picture in landscapes:
        other = Image.open(io.BytesIO(again(picture, **copy)))
        assert are_alike(likeness(picture), likeness(other))


def test_two_landscapes_built_alike_are_two_pictures_by_a_wide_margin(landscapes):
    marks = [int(likeness(picture), 16) for picture in landscapes]
    assert min((one ^ other).bit_count() for one, other in itertools.combinations(marks, 2)) > 1.5 * NEAR


def test_turned_round_or_mirrored_it_is_another_picture(landscapes):
    for picture in landscapes:
        for turn in (Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180):
            assert not are_alike(likeness(picture), likeness(picture.transpose(turn)))


def test_plain_areas_say_too_little_to_be_taken_for_one_another():
    white, red = Image.new("RGB", (64, 48), "white"), Image.new("RGB", (64, 48), "#a00000")
    assert not are_alike(likeness(white), likeness(red))
    assert not are_alike(likeness(white), likeness(white))
    assert not are_alike("", "")


def scene(number=0):
    """Return a picture with enough in it to be known by, different for each number."""
    picture = Image.linear_gradient("L").resize((480, 320)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for at in range(9):
        left, top = (at * 173 + number * 97) % 420, (at * 89 + number * 61) % 260
        pen.ellipse((left, top, left + 60, top + 60), fill=(at * 25, 255 - at * 25, (number * 80) % 256))
    return picture


def in_the_library(picture, **options):
    return make_picture(file=ContentFile(again(picture, **options), name="drawn"))


@pytest.mark.django_db
def test_the_library_finds_the_same_picture_of_the_same_shape_alone():
    first = in_the_library(scene(), kind="png")
    smaller = in_the_library(scene(), width=300, quality=70)
    in_the_library(scene(1))
    in_the_library(scene().resize((480, 480)))
    assert alike(first) == [smaller]
    assert alike(smaller) == [first]


@pytest.fixture
def keeper(client):
    verbs = ("view", "add", "change", "delete")
    user = make_user("alice", permissions=[f"images.{verb}_picture" for verb in verbs])
    client.force_login(user)
    return user


def change_url(picture):
    return reverse("admin:images_picture_change", args=[picture.pk])


@pytest.mark.django_db
def test_the_report_of_an_upload_leads_to_the_picture_it_looks_like_and_takes_it_all_the_same(client, keeper):
    known = in_the_library(scene(), kind="png")
    files = [
        SimpleUploadedFile("again.jpg", again(scene(), width=400, quality=50)),
        SimpleUploadedFile("new.jpg", again(scene(1))),
    ]
    results = client.post(UPLOAD, {"files": files}).context["results"]
    assert [result["outcome"] for result in results] == ["in", "in"]
    assert [result["alike"] for result in results] == [[known], []]
    page = client.get(UPLOAD).content.decode()
    assert page.count("It looks like a picture that the library has already:") == 1
    assert f'<a href="{change_url(known)}">' in page
    known.delete()
    assert "It looks like" not in client.get(UPLOAD).content.decode()


@pytest.mark.django_db
def test_the_record_of_a_picture_leads_to_those_that_look_the_same(client, keeper):
    known, same = in_the_library(scene(), kind="png"), in_the_library(scene(), quality=60)
    assert f'Looks the same: <a href="{change_url(same)}">' in client.get(change_url(known)).content.decode()
    assert "Looks the same:" not in client.get(change_url(make_picture())).content.decode()


@pytest.mark.django_db
def test_pictures_from_before_are_looked_at_by_a_chore():
    first, second = in_the_library(scene(), kind="png"), in_the_library(scene(), quality=60)
    before = [first.likeness, second.likeness]
    Picture.objects.update(likeness="")
    first.refresh_from_db()
    assert alike(first) == []
    assert housekeeping.look_at_pictures(now=timezone.now(), dry_run=True) == "2 would be looked at"
    assert housekeeping.look_at_pictures(now=timezone.now(), dry_run=False) == "2 looked at"
    first.refresh_from_db()
    assert alike(first) == [second]
    # A JPEG is read small from the file, which may move a bit or two.
    assert all(
        are_alike(one, other)
        for one, other in zip(before, Picture.objects.order_by("pk").values_list("likeness", flat=True), strict=True)
    )


@pytest.mark.django_db
def test_a_file_that_is_lost_stops_no_other():
    lost, kept = in_the_library(scene()), in_the_library(scene(1))
    Picture.objects.update(likeness="")
    lost.file.storage.delete(lost.file.name)
    assert look_at_missing(seconds=600) == (1, [lost.file.name])
    kept.refresh_from_db()
    assert kept.likeness
