"""The library on object storage with the S3 protocol: nothing there is public, and a storage that is away is told."""

import importlib.util
import io
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from config import media_storage
from images.cards import Card, fetch_card
from images.models import Original, Picture
from images.object_storage import ObjectStorage
from images.renditions import make
from images.storing import put
from images.sweeping import sweep
from scripts.strictness import REQUIRE_ALL
from tests.factories import make_briefing, make_film, make_mission, make_picture
from tests.images.corpus import MARK, MARKED, draw, save
from tests.images.test_library import ADD, LIST, as_sent
from tests.people import make_alice, make_bob
from tests.publishing.stories import publish

pytestmark = pytest.mark.django_db

SERVER = Path(__file__).with_name("s3_server.py")
NAMES = {
    "MEDIA_BUCKET": "pictures",
    "MEDIA_REGION": "eu-west-1",
    "MEDIA_ACCESS_KEY": "key",
    "MEDIA_SECRET_KEY": "secret",
    "MEDIA_PREFIX": "site",
    "MEDIA_ADDRESSING": "path",
}


@pytest.fixture(scope="module")
def server():
    """Start a server and give its address."""
    if not REQUIRE_ALL and importlib.util.find_spec("moto") is None:
        pytest.skip("S3 NOT TESTED: moto is not installed (requirements-dev.txt).")
    process = subprocess.Popen([sys.executable, SERVER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.fixture
def use(settings, monkeypatch):
    """Return what makes the site keep its media at an address."""

    def use(address):
        for name, value in (NAMES | {"MEDIA_ENDPOINT": address}).items():
            monkeypatch.setenv(name, value)
        settings.STORAGES = settings.STORAGES | {"default": media_storage.backend()}

    return use


@pytest.fixture
def bucket(use, server):
    """Keep the media of this test in an empty bucket, and give the bucket."""
    use(server)
    bucket = default_storage.connection.Bucket("pictures")
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()


@pytest.fixture
def nobody():
    """Give an address at which nothing answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and never listened on, so that nobody else takes it
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def keys(bucket):
    return sorted(each.key for each in bucket.objects.all())


def test_without_a_setting_the_disk_of_this_machine_is_used(monkeypatch):
    monkeypatch.delenv("MEDIA_BUCKET", raising=False)
    assert media_storage.backend() == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_a_picture_its_renditions_and_its_card_lie_in_the_bucket_and_nowhere_else(bucket, media_root, client):
    picture = make_picture(file=SimpleUploadedFile("a.jpg", MARKED["jpeg exif"]()))
    drawn = make(Original.objects.get())
    fetch_card(Card("Mali", "La Défense"), None)
    folders = [key.split("/")[1] for key in keys(bucket)]
    assert (folders.count("pictures"), folders.count("renditions"), folders.count("cards")) == (1, drawn, 1)
    assert drawn > 3
    assert not media_root.exists()
    stored = bucket.Object(f"site/{picture.file.name}").get()["Body"].read()
    assert MARK.encode() not in stored
    assert Image.open(io.BytesIO(stored)).size == (64, 48)


def test_every_object_is_private(bucket):
    make_picture()
    for each in bucket.objects.all():
        grants = each.Object().Acl().grants
        assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_pictures_pass_through_the_site_while_a_readable_version_shows_them(bucket, client):
    picture = make_picture(press="offered")
    address = f"/media/{picture.content_hash}/original-64.webp"
    mission = make_mission(picture=picture)
    assert client.get(address).status_code == 404
    edition = publish(mission, alice=make_alice(), bob=make_bob())["fr"]
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert client.get(address).content == answer.content
    assert client.get(f"/media/{picture.content_hash}/press-64.jpg").status_code == 200
    page = client.get(edition.path).content.decode()
    assert picture.content_hash in page
    assert "127.0.0.1" not in page
    assert "Signature" not in page


def test_the_same_content_is_stored_once_and_half_of_it_is_replaced(bucket):
    assert put(default_storage, "pictures/aa/a.jpg", b"whole") is True
    assert put(default_storage, "pictures/aa/a.jpg", b"whole") is False
    bucket.put_object(Key="site/pictures/aa/a.jpg", Body=b"wh")
    assert put(default_storage, "pictures/aa/a.jpg", b"whole") is True
    assert bucket.Object("site/pictures/aa/a.jpg").get()["Body"].read() == b"whole"


def test_young_files_are_not_swept_and_pictures_never(bucket):
    make_picture()
    put(default_storage, "pictures/aa/orphan.jpg", b"nobody's")
    assert sweep(default_storage) == []
    assert len(keys(bucket)) == 2


def test_a_row_that_fails_leaves_no_object(bucket):
    with pytest.raises(ValueError, match="no number"):
        make_picture(focal_x="no number")
    assert keys(bucket) == []
    assert not Original.objects.exists()


@pytest.mark.parametrize("trouble", ["away", "no bucket"])
def test_a_storage_that_is_away_is_said_on_the_form_and_leaves_no_row(use, nobody, server, client, trouble):
    use(nobody if trouble == "away" else server)
    client.force_login(make_alice())
    response = client.post(ADD, as_sent(file=SimpleUploadedFile("a.png", save(draw(), "png"))))
    assert "could not be stored" in response.context["adminform"].form.errors["file"][0]
    assert not Picture.objects.exists()
    assert not Original.objects.exists()


def test_a_storage_that_is_away_stops_no_page_and_its_pictures_are_asked_for_again(bucket, use, nobody, client):
    alice = make_alice()
    picture = make_picture()
    edition = publish(make_mission(picture=picture), alice=alice, bob=make_bob())["fr"]
    use(nobody)
    assert client.get(edition.path).status_code == 200
    for address in (f"/media/{picture.content_hash}/original-64.webp", f"/media/card/{edition.uid}.jpg"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert answer.headers["Cache-Control"] == "no-store"
    client.force_login(alice)
    assert client.get(LIST).status_code == 200
    assert client.get(f"/admin/images/picture/{picture.pk}/renditions/original-64.webp").status_code == 404


def published_film():
    film = make_film()
    with film.file.storage.open(film.file.name) as file:
        content = file.read()
    mission = make_mission()
    make_briefing(mission, film=film)
    publish(mission, alice=make_alice(), bob=make_bob())
    return f"/files/{film.content_hash}/film.mp4", content


def test_a_stretch_of_a_film_costs_the_storage_no_more_than_a_piece(bucket, client, monkeypatch):
    address, content = published_film()

    def whole(*args, **kwargs):
        raise AssertionError("The whole film was fetched.")

    monkeypatch.setattr(ObjectStorage, "_open", whole)
    monkeypatch.setattr("images.object_storage.PIECE", 1000)
    for asked, expected in (
        ("bytes=0-0", content[:1]),
        ("bytes=990-3010", content[990:3011]),
        ("bytes=-5", content[-5:]),
    ):
        answer = client.get(address, headers={"Range": asked})
        assert (answer.status_code, answer.getvalue()) == (206, expected)
    assert client.get(address).getvalue() == content


def test_a_film_whose_storage_is_away_is_asked_for_again(bucket, use, nobody, client):
    address, _content = published_film()
    use(nobody)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Cache-Control"] == "no-store"
