"""What somebody with a share link, or without one, tries at the addresses of guests."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from images.ratios import press_copy
from publishing import drafts
from publishing.guest_pages import address_of
from publishing.models import GuestAnswer, ShareLink
from tests.factories import make_mission, make_picture
from tests.people import make_alice
from tests.publishing.stories import written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


def share(row, *, by, languages=("fr",)):
    documents = drafts.frozen_in_all_languages(row)
    return ShareLink.objects.share(row.page(), {code: documents[code] for code in languages}, by=by)


def of_a_picture(alice, **values):
    picture = make_picture(**values)
    mission = written_by(alice, make_mission(name="Mali", slug="mali", picture=picture))
    return picture, share(mission, by=alice)[1]


def test_a_guest_gets_no_copy_for_the_press_of_a_picture_that_is_not_offered_to_it(client, alice):
    picture, token = of_a_picture(alice)
    copy = press_copy(picture.width).name
    assert client.get(f"/d/{token}/{picture.content_hash}/{copy}").status_code == 404
    assert client.get(f"/d/{token}/{picture.content_hash}/original-{picture.width}.webp").status_code == 200


def test_no_log_holds_a_token_that_still_opens_something(client, alice, caplog):
    picture, token = of_a_picture(alice)
    assert client.get(address_of(token, "de")).status_code == 404
    assert client.get(f"/d/{token}/{picture.content_hash}/nothing.jpg").status_code == 404
    assert client.put(address_of(token, "fr")).status_code == 405
    assert client.post(f"/d/{token}/{picture.content_hash}/nothing.jpg").status_code == 405
    written = [_as_the_server_writes_it(record) for record in caplog.records if "/d/" in record.getMessage()]
    assert len(written) == 4
    assert not [line for line in written if token in line]


def _as_the_server_writes_it(record):
    (console,) = [handler for handler in logging.getLogger().handlers if handler.name == "console"]
    assert console.filter(record)
    return console.format(record)


class Counting(FileUploadHandler):
    """Says that a file was read."""

    def receive_data_chunk(self, raw_data, start):
        raise AssertionError("A file of a stranger was read.")

    def file_complete(self, file_size):
        return None


@pytest.mark.parametrize("known", [True, False])
def test_no_stranger_fills_the_disk_with_files(client, alice, settings, known):
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Counting"]
    _picture, token = of_a_picture(alice)
    file = SimpleUploadedFile("film.mp4", b"0" * 100_000)
    address = address_of(token if known else "x" * 43, "fr")
    client.raise_request_exception = False
    answer = client.post(address, {"name": "G", "verdict": "yes", "comment": "", "file": file})
    assert answer.status_code in (303, 404)
    assert GuestAnswer.objects.count() == int(known)
