"""The copy for the press: one large clean JPEG, offered by a published version and by nothing else."""

import io

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from images import containers
from images.freezing import freeze_picture
from images.models import Original
from images.ratios import Rendition, press_copy
from images.renditions import make, press_bytes
from publishing import checklist, wishes
from publishing.models import EditionPicture, TakeDown, Withdrawal
from tests.factories import make_mission, make_picture
from tests.images.corpus import MARK, MARKED, draw, save
from tests.images.test_picture import refused_by_the_database
from tests.people import make_alice, make_bob, make_erik
from tests.publishing.stories import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def make_offered(data=None, **values):
    file = ContentFile(data or MARKED["jpeg exif"](), name="a.jpg")
    return make_picture(file=file, press="offered", credit="DG StratCom", **values)


def codes(mission):
    """Return what the checklist says of a mission that goes out in French."""
    prepared = wishes.prepare(wishes.Wish(mission, ("fr",), None))
    return [finding.code for finding in checklist.inspect(prepared, now=timezone.now())]


def address(picture, width=64):
    return f"/media/{picture.content_hash}/press-{width}.jpg"


def test_the_copy_of_a_photograph_is_the_clean_file_itself():
    picture = make_offered()
    assert press_bytes(picture.content_hash) == picture.file.size
    assert freeze_picture(picture, "fr").press_bytes == picture.file.size


def test_the_copy_of_a_drawing_is_a_jpeg_on_white():
    picture = make_offered(save(Image.new("RGBA", (64, 48), (0, 0, 0, 0)), "png"))
    assert press_bytes(picture.content_hash) > 0
    frozen = freeze_picture(picture, "fr")
    with picture.file.storage.open(f"renditions/{picture.content_hash}/press-64.jpg") as file:
        content = file.read()
    assert len(content) == frozen.press_bytes
    copy = Image.open(io.BytesIO(content))
    assert (copy.format, copy.mode, copy.size) == ("JPEG", "RGB", (64, 48))
    assert copy.getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_nobody_decided_about_and_one_that_is_kept_have_no_copy():
    assert freeze_picture(make_picture(), "fr").press_bytes == 0
    assert freeze_picture(make_picture(press="kept"), "fr").press_bytes == 0


def test_the_copy_is_not_among_what_is_drawn_for_pages():
    picture = make_offered(save(draw(), "png"))
    assert make(Original.objects.get(content_hash=picture.content_hash)) > 0
    assert not picture.file.storage.exists(f"renditions/{picture.content_hash}/press-64.jpg")


@pytest.mark.parametrize("rights", ["", "licensed"])
def test_only_what_is_ours_or_free_of_rights_can_be_offered(rights):
    assert refused_by_the_database(make_offered(), rights=rights)


def test_what_is_offered_has_a_credit():
    assert refused_by_the_database(make_offered(), credit="")


def test_the_copy_is_public_while_a_readable_version_offers_it(client, alice, bob):
    picture = make_offered()
    mission = make_mission(picture=picture)
    assert client.get(address(picture)).status_code == 404
    publish(mission, alice=alice, bob=bob)
    answer = client.get(address(picture))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert containers.embedded("jpeg", answer.content) == set()
    assert MARK.encode() not in answer.content
    assert client.get(address(picture, 63)).status_code == 404
    assert client.get(f"/media/{picture.content_hash}/press-064.jpg").status_code == 404
    Withdrawal.objects.withdraw(mission.page(), by=make_erik(), reason="A mistake.")
    assert client.get(address(picture)).status_code == 404


def test_a_public_picture_that_no_version_offers_has_no_copy_for_anybody(client, alice, bob):
    picture = make_picture(press="kept")
    publish(make_mission(picture=picture), alice=alice, bob=bob)
    assert client.get(f"/media/{picture.content_hash}/original-64.webp").status_code == 200
    assert client.get(address(picture)).status_code == 404
    picture.press = "offered"
    picture.save(by=alice)
    assert client.get(address(picture)).status_code == 404


def test_a_copy_that_was_taken_down_is_gone_and_the_page_offers_it_no_more(client, alice, bob):
    picture = make_offered()
    mission = make_mission(picture=picture)
    publish(mission, alice=alice, bob=bob)
    TakeDown.objects.take_down(picture.content_hash, by=make_erik(), reason="A face.")
    assert client.get(address(picture)).status_code == 410
    assert address(picture) not in client.get(f"/en/p/{mission.uid}/", follow=True).content.decode()


def test_the_page_offers_the_copy_with_its_size_and_its_credit(client, alice, bob):
    picture, kept = make_offered(), make_picture(press="kept")
    mission = make_mission(picture=picture)
    publish(mission, alice=alice, bob=bob)
    other = make_mission(picture=kept)
    publish(other, alice=alice, bob=bob)
    page = client.get(f"/en/p/{mission.uid}/", follow=True).content.decode()
    assert f'href="{address(picture)}"' in page
    assert "JPEG, 64 × 48, " in page
    assert "to be printed with “DG StratCom”" in page
    assert "press-copy" not in client.get(f"/en/p/{other.uid}/", follow=True).content.decode()


def test_the_checklist_asks_until_somebody_decides_and_only_where_the_rights_allow():
    pictures = {
        "ask": make_picture(),
        "licensed": make_picture(rights="licensed"),
        "kept": make_picture(press="kept"),
        "offered": make_offered(),
    }
    found = {name: codes(make_mission(picture=picture)) for name, picture in pictures.items()}
    assert {name for name, those in found.items() if "picture_press" in those} == {"ask"}
    assert all("press_copy_missing" not in those for those in found.values())


def test_a_copy_that_cannot_be_made_blocks_the_publication():
    picture = make_offered()
    picture.file.storage.delete(picture.file.name)
    assert "press_copy_missing" in codes(make_mission(picture=picture))


def test_faces_without_consent_block_the_publication():
    assert "picture_consent" in codes(make_mission(picture=make_picture(faces="pending")))
    assert "picture_consent" not in codes(make_mission(picture=make_picture(faces="none")))


def test_the_name_of_the_copy_is_read_back():
    rendition = press_copy(4000)
    assert rendition.name == "press-4000.jpg"
    assert Rendition.parse("press-4000.jpg") == rendition
    assert Rendition.parse("press-50-50-4000.jpg") is None


def test_older_versions_offer_nothing(alice, bob):
    publish(make_mission(picture=make_picture()), alice=alice, bob=bob)
    assert set(EditionPicture.objects.values_list("for_press", flat=True)) == {False}
