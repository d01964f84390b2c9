"""Every picture that the site, its feeds, its sitemap and its interface name is fetched; none of them says anything."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from images import containers
from publishing.models import EditionPicture
from tests.factories import make_article, make_block, make_event, make_mission, make_picture
from tests.images.corpus import MARK, MARKED
from tests.people import make_alice, make_bob
from tests.public.walking import walk
from tests.publishing.stories import publish

pytestmark = pytest.mark.django_db

NAMED = re.compile(r"/media/[^\s\"'<>,)\\]+")
FORMATS = {"image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp", "image/avif": "avif"}
# What the JFIF header of every JPEG says, and how AVIF and WebP count their one frame.
HARMLESS = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression", "adobe",
    "adobe_transform", "loop", "background", "timestamp", "duration", "default_image", "xmp",
}  # fmt: skip


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def site():
    """Publish a mission with an event and an article, whose pictures came in with everything a file can hide."""
    alice, bob = make_alice(), make_bob()
    marked = iter(
        [
            make_picture(file=ContentFile(MARKED[name](), name="a"), credit="DG StratCom", press="offered")
            for name in ("jpeg exif", "png exif", "webp xmp", "avif exif")
        ]
    )
    mission = make_mission(picture=next(marked))
    make_event(mission, picture=next(marked))
    article = make_article(picture=next(marked), missions=[mission])
    make_block(article, kind="picture", text={}, picture=next(marked))
    publish(mission, alice=alice, bob=bob)
    publish(article, alice=alice, bob=bob)


def hidden_in(content, kind):
    """Return what a picture file says beside its pixels; empty when nothing."""
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format.lower() == kind
        picture.load()
        said = {name for name, value in picture.info.items() if value} - HARMLESS
        if picture.info.get("xmp"):
            said.add("xmp")
        if dict(picture.getexif()):
            said.add("exif")
    if MARK.encode() in content:
        said.add("mark")
    return said | set(containers.embedded(kind, content))


def test_no_picture_that_anything_public_names_holds_metadata(client, site):
    answers = walk(client)
    named = {
        found.split("#")[0]
        for answer in answers.values()
        if not answer.headers["Content-Type"].startswith("image/")
        for found in NAMED.findall(answer.content.decode())
    }
    assert {address.rsplit(".", 1)[1] for address in named} >= {"avif", "webp", "jpg"}
    assert any("/press-" in address for address in named)
    shown = set(EditionPicture.objects.values_list("content_hash", flat=True))
    assert len(shown) == 4
    assert shown - {address.split("/")[2] for address in named} == set()
    for address in sorted(named):
        answer = client.get(address)
        assert answer.status_code == 200, address
        kind = FORMATS[answer.headers["Content-Type"]]
        assert hidden_in(answer.content, kind) == set(), address
