"""Renditions: which there are, how they are cut, and that they are drawn once."""

import io
import tempfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from images import containers, demonstration, renditions
from images.models import Original
from images.processes import WorkerFailed
from images.ratios import RATIOS, WIDEST_FALLBACK, WIDTHS, Rendition, cut, height_of, widths
from images.rendering import PHONE_BYTES
from images.renditions import fetch, make
from images.storing import rendition_name
from tests.factories import make_picture
from tests.images.corpus import draw, save

sides = st.integers(1, 12_000)
percent = st.integers(0, 100)
ratios = st.sampled_from(sorted(RATIOS))


def make_photograph(size=(1400, 900), kind="jpeg", mode="RGB", **values):
    return make_picture(file=ContentFile(save(draw(mode, size), kind), name="drawn"), **values)


def opened(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@given(sides, sides, ratios, percent, percent)
def test_every_cut_lies_inside_the_picture_and_holds_its_focal_point(width, height, ratio, x, y):
    left, top, right, bottom = cut(width, height, ratio, x, y)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left <= width * x / 100 <= right
    assert top <= height * y / 100 <= bottom


@given(st.integers(300, 12_000), st.integers(300, 12_000), percent, percent)
def test_a_cut_has_its_shape(width, height, x, y):
    left, top, right, bottom = cut(width, height, "hero", x, y)
    assert abs((right - left) / (bottom - top) - 1.5) < 0.02


@given(sides, sides, ratios, st.sampled_from(["avif", "webp", "jpg", "png"]))
def test_no_rendition_is_wider_than_what_it_was_made_from(width, height, ratio, extension):
    offered = widths(width, height, ratio, extension)
    left, _top, right, _bottom = cut(width, height, ratio, 50, 50)
    assert offered == sorted(set(offered))
    assert offered[-1] <= min(right - left, WIDTHS[-1])
    assert extension in ("avif", "webp") or offered[-1] <= WIDEST_FALLBACK
    assert all(height_of(width, height, ratio, each) >= 1 for each in offered)


@given(ratios, st.integers(1, 9999), st.sampled_from(["avif", "webp", "jpg", "png"]), percent, percent)
def test_a_name_says_which_rendition_it_is(ratio, width, extension, x, y):
    x, y = (x, y) if RATIOS[ratio] else (50, 50)
    rendition = Rendition(ratio, width, extension, x, y)
    assert Rendition.parse(rendition.name) == rendition


@pytest.mark.parametrize(
    "name",
    ["", "hero-640.avif", "original-50-50-640.avif", "hero-50-101-640.avif", "hero-050-50-640.avif", "banner-640.avif",
     "original-0640.avif", "original-640.gif", "original-640.avif\n", "../original-640.avif", "original--640.avif"],
)  # fmt: skip
def test_what_is_no_name_of_a_rendition_is_none(name):
    assert Rendition.parse(name) is None


@pytest.mark.django_db
@pytest.mark.parametrize("extension", ["avif", "webp", "jpg"])
def test_a_rendition_has_its_size_and_holds_nothing_but_pixels(extension):
    picture = make_photograph()
    content = fetch(picture.content_hash, Rendition("original", 640, extension))
    assert opened(content).size == (640, 411)
    assert opened(content).format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[extension]
    kind = {"jpg": "jpeg"}.get(extension, extension)
    assert containers.embedded(kind, content) == set()


@pytest.mark.django_db
def test_a_transparent_picture_stays_transparent_in_every_format():
    clear = draw("RGBA", (700, 500))
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    picture = make_picture(file=ContentFile(save(clear, "png"), name="drawn"))
    for extension in ("avif", "webp", "png"):
        shown = opened(fetch(picture.content_hash, Rendition("original", 320, extension)))
        assert shown.convert("RGBA").getchannel("A").getextrema()[0] < 20


@pytest.mark.django_db
def test_a_hero_is_cut_around_the_focal_point():
    wide = Image.new("RGB", (1500, 400), "blue")
    wide.paste("red", (0, 0, 300, 400))
    picture = make_picture(file=ContentFile(save(wide, "jpeg"), name="drawn"), focal_x=5)
    red, _green, blue = opened(fetch(picture.content_hash, Rendition("hero", 320, "jpg", 5, 50))).getpixel((20, 100))
    assert red > 200 > blue


@pytest.mark.django_db
def test_only_what_editors_chose_is_drawn():
    """Anybody may type an address; it must not make the server draw ten thousand pictures."""
    picture = make_photograph(focal_x=20, focal_y=30)
    asked = fetch(picture.content_hash, Rendition("hero", 320, "webp", 20, 30))
    assert asked is not None
    for rendition in (
        Rendition("hero", 320, "webp", 21, 30),
        Rendition("original", 321, "webp"),
        Rendition("original", 2560, "webp"),
        Rendition("original", 320, "png"),
    ):
        assert fetch(picture.content_hash, rendition) is None
    assert fetch("0" * 64, Rendition("original", 320, "webp")) is None


@pytest.mark.django_db
def test_a_former_focal_point_is_still_drawn_for_the_versions_that_name_it():
    picture = make_photograph(focal_x=20)
    picture.focal_x = 80
    picture.save()
    assert fetch(picture.content_hash, Rendition("hero", 320, "webp", 20, 50))
    assert fetch(picture.content_hash, Rendition("hero", 320, "webp", 80, 50))


@pytest.mark.django_db
def test_a_rendition_is_drawn_once(monkeypatch):
    picture = make_photograph()
    first = fetch(picture.content_hash, Rendition("original", 320, "webp"))
    monkeypatch.setattr(renditions, "run", None)
    assert fetch(picture.content_hash, Rendition("original", 320, "webp")) == first


@pytest.mark.django_db
def test_drawing_again_gives_the_same_bytes():
    picture = make_photograph()
    rendition = Rendition("hero", 640, "avif")
    first = fetch(picture.content_hash, rendition)
    default_storage.delete(rendition_name(picture.content_hash, rendition.name))
    assert fetch(picture.content_hash, rendition) == first


@pytest.mark.django_db
def test_a_picture_that_is_being_drawn_elsewhere_is_asked_for_again_later(monkeypatch, tmp_path):
    picture = make_photograph()
    # Locks of this test alone: other processes of this machine draw pictures too.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(renditions, "PATIENCE", 0)
    with renditions._one_at_a_time(picture.content_hash), pytest.raises(renditions.Busy):
        fetch(picture.content_hash, Rendition("original", 320, "webp"))


@pytest.mark.django_db
def test_a_lost_file_or_a_worker_that_fails_gives_nothing_instead_of_an_error(monkeypatch):
    def fail(*_arguments, **_options):
        raise WorkerFailed

    picture = make_photograph()
    with monkeypatch.context() as patch:
        patch.setattr(renditions, "run", fail)
        assert fetch(picture.content_hash, Rendition("original", 320, "webp")) is None
    default_storage.delete(picture.file.name)
    assert fetch(picture.content_hash, Rendition("original", 320, "webp")) is None


@pytest.mark.django_db
def test_the_command_draws_what_is_missing_and_nothing_twice(capsys):
    picture = make_photograph(size=(400, 300))
    call_command("make_renditions", ratio=["original", "hero"])
    assert capsys.readouterr().out == "12 renditions drawn.\n"
    call_command("make_renditions", ratio=["original", "hero"])
    assert capsys.readouterr().out == "0 renditions drawn.\n"
    assert make(Original.objects.get(), ["original"]) == 0
    assert opened(fetch(picture.content_hash, Rendition("original", 400, "jpg"))).size == (400, 300)


@pytest.mark.django_db
def test_the_demonstration_pictures_are_drawn_once_with_their_words_in_four_languages(capsys):
    call_command("draw_demonstration_pictures")
    call_command("draw_demonstration_pictures")
    assert capsys.readouterr().out.splitlines() == [
        f"{len(demonstration.SCENES)} pictures drawn, 0 were there already.",
        f"0 pictures drawn, {len(demonstration.SCENES)} were there already.",
    ]
    pictures = list(type(make_picture()).objects.filter(uid__in=[scene.uid for scene in demonstration.SCENES]))
    assert [picture for picture in pictures if picture.left_to_do()] == []
    assert sum(picture.decorative for picture in pictures) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "scene", [scene for scene in demonstration.SCENES if not scene.decorative], ids=lambda scene: scene.name
)
def test_every_demonstration_hero_costs_a_phone_at_most_45_kilobytes(scene):
    picture = make_picture(file=ContentFile(demonstration.draw(scene)), focal_x=scene.focal[0], focal_y=scene.focal[1])
    for extension in ("avif", "webp"):
        assert len(fetch(picture.content_hash, Rendition("hero", 960, extension, *scene.focal))) <= PHONE_BYTES


@pytest.mark.django_db
def test_a_harder_picture_steps_down_to_the_floor_and_is_shown_all_the_same():
    noise = Image.merge("RGB", [Image.effect_noise((1200, 800), 90)] * 3)
    picture = make_picture(file=ContentFile(save(noise, "jpeg", quality=95)))
    easy = Image.effect_noise((1200, 800), 4).convert("RGB")
    other = make_picture(file=ContentFile(save(easy, "jpeg", quality=95)))
    rendition = Rendition("original", 960, "webp")
    assert fetch(picture.content_hash, rendition)
    assert len(fetch(other.content_hash, rendition)) <= PHONE_BYTES
