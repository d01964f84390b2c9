"""The record of a picture: its file, its words and the rules between them."""

import os
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from images import containers
from images.alternative_text import not_a_file_name
from images.documents import FrozenPicture
from images.freezing import freeze_picture
from images.gate import PictureRefused
from images.models import Original, Picture
from images.sweeping import OLD_ENOUGH, sweep
from languages.models import Segment
from tests.factories import make_picture
from tests.images.corpus import MARK, MARKED, draw, save

pytestmark = pytest.mark.django_db


def stored_files(media_root):
    return sorted(str(path.relative_to(media_root)) for path in media_root.rglob("*") if path.is_file())


def fault_of(picture):
    with pytest.raises(ValidationError) as caught:
        picture.full_clean()
    return " ".join(caught.value.messages)


def refused_by_the_database(picture, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(**values)
    return True


def test_a_picture_is_stored_under_the_hash_of_its_cleaned_content(media_root):
    picture = make_picture(file=ContentFile(MARKED["jpeg exif"](), name="gao.jpg"))
    assert stored_files(media_root) == [f"pictures/{picture.content_hash[:2]}/{picture.content_hash}.jpg"]
    assert (picture.width, picture.height, picture.media_type) == (64, 48, "image/jpeg")


@pytest.mark.parametrize("way", ["create", "save", "bulk_create"])
def test_no_way_of_saving_stores_a_file_as_it_came(way, media_root):
    picture = Picture(file=ContentFile(MARKED["jpeg exif"](), name="gao.jpg"))
    if way == "create":
        Picture.objects.create(file=picture.file.file)
    elif way == "save":
        picture.save()
    else:
        Picture.objects.bulk_create([picture])
    (name,) = stored_files(media_root)
    content = (media_root / name).read_bytes()
    assert containers.embedded("jpeg", content) == set()
    assert MARK.encode() not in content


def test_a_file_that_is_refused_leaves_no_row_and_no_file(media_root):
    with pytest.raises(PictureRefused):
        Picture.objects.create(file=ContentFile(b"<svg/>", name="map.png"))
    assert not Picture.objects.exists()
    assert stored_files(media_root) == []


@pytest.mark.parametrize("moved", [True, False], ids=["with half of it in place", "before any of it is"])
def test_a_full_disk_leaves_no_row_and_no_file(media_root, monkeypatch, moved):
    def fill(storage, name, content):
        path = media_root / name
        path.parent.mkdir(parents=True)
        if moved:
            path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", fill)
    with pytest.raises(PictureRefused) as caught:
        Picture.objects.create(file=ContentFile(save(draw(), "png"), name="map.png"))
    assert "disk" in caught.value.messages[0]
    assert not Picture.objects.exists()
    assert not Original.objects.exists()
    assert stored_files(media_root) == []


def test_a_row_that_fails_takes_its_file_along(media_root):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(focal_x=101)
    assert stored_files(media_root) == []


def test_a_second_row_for_the_same_picture_fails_and_the_first_keeps_its_file(media_root):
    data = save(draw(), "png")
    first = make_picture(file=ContentFile(data, name="one.png"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(file=ContentFile(data, name="two.png"))
    assert stored_files(media_root) == [first.file.name]


def test_half_a_file_from_before_a_power_cut_is_written_again(media_root):
    data = save(draw(), "png")
    picture = make_picture(file=ContentFile(data, name="one.png"))
    path = media_root / picture.file.name
    whole = path.read_bytes()
    Picture.objects.all().delete()
    path.write_bytes(whole[:50])
    make_picture(file=ContentFile(data, name="one.png"))
    assert path.read_bytes() == whole


def test_a_replaced_file_stays_for_the_versions_that_show_it(media_root):
    picture = make_picture()
    before = picture.content_hash
    picture.file = ContentFile(save(draw(), "jpeg"), name="new.jpg")
    picture.save(update_fields=["file"])
    picture.refresh_from_db()
    assert picture.content_hash != before
    assert picture.media_type == "image/jpeg"
    assert set(Original.objects.values_list("content_hash", flat=True)) == {before, picture.content_hash}
    assert len(stored_files(media_root)) == 2


def test_every_focal_point_a_picture_had_is_remembered():
    picture = make_picture()
    picture.focal_x, picture.focal_y = 20, 80
    picture.save()
    picture.save()
    assert Original.objects.get().focal_points == ["50-50", "20-80"]


def test_saving_the_words_does_not_read_the_file_again(monkeypatch):
    picture = make_picture()
    monkeypatch.setattr("images.fields.admit", None)
    picture.credit = "Somebody else"
    picture.save()
    assert Picture.objects.get().credit == "Somebody else"


def test_a_deleted_picture_keeps_its_file_for_old_versions(media_root):
    make_picture().delete()
    assert len(stored_files(media_root)) == 1
    assert Original.objects.count() == 1


def test_only_files_that_no_picture_ever_had_are_swept(media_root):
    kept = make_picture()
    orphan = media_root / "pictures/ab/abandoned.jpg"
    young = media_root / "pictures/ab/young.jpg"
    orphan.parent.mkdir(parents=True)
    old = (timezone.now() - 2 * OLD_ENOUGH).timestamp()
    for path in (orphan, young):
        path.write_bytes(b"x")
    os.utime(orphan, (old, old))
    os.utime(media_root / kept.file.name, (old, old))
    assert sweep() == ["pictures/ab/abandoned.jpg"]
    assert sweep(FileSystemStorage(media_root / "nowhere")) == []
    assert default_storage.exists(kept.file.name)


def test_a_focal_point_outside_the_picture_is_refused():
    picture = make_picture()
    assert refused_by_the_database(picture, focal_x=101)
    assert refused_by_the_database(picture, focal_y=101)
    picture.focal_y = 101
    assert "from 0 to 100" in fault_of(picture)


def test_a_decorative_picture_has_no_alternative_text_in_any_language():
    picture = make_picture(alternative_text={"de": "Ein Fluss."})
    assert refused_by_the_database(picture, decorative=True)
    picture.decorative = True
    assert "untick" in fault_of(picture)
    picture.alternative_text_de = ""
    picture.full_clean()


def test_consent_is_said_where_it_is_kept():
    picture = make_picture()
    assert refused_by_the_database(picture, faces="consent", consent_note="")
    picture.faces = Picture.Faces.CONSENT
    assert "kept" in fault_of(picture)
    picture.consent_note = "File 2026/114"
    picture.full_clean()


def test_an_embargo_lies_ahead_of_the_upload():
    picture = make_picture()
    past = picture.uploaded_at - timedelta(seconds=1)
    assert refused_by_the_database(picture, embargo_until=past)
    picture.embargo_until = past
    assert "leave it empty" in fault_of(picture)


def test_a_row_without_a_cleaned_file_is_refused():
    picture = make_picture()
    assert refused_by_the_database(picture, content_hash="not a hash")
    assert refused_by_the_database(picture, width=0)
    assert refused_by_the_database(picture, height=0)


def test_a_picture_cannot_be_taken_tomorrow():
    picture = make_picture(taken_on=timezone.localdate() + timedelta(days=1))
    assert "year" in fault_of(picture)


@pytest.mark.parametrize(
    "name",
    ["IMG_2041", "img 2041", "DSC00042.JPG", "gao.jpeg", "Patrouille à Gao.png", "PXL_20260101_120000", "p_gao_2",
     "Screenshot 2026-01-02", "WhatsApp Image 2026-01-02", "scan-12", "carte.svg", "P1010203"],
)  # fmt: skip
def test_the_name_of_a_file_is_no_alternative_text(name):
    with pytest.raises(ValidationError):
        not_a_file_name(name)
    picture = make_picture()
    picture.alternative_text_nl = name
    assert "one sentence" in fault_of(picture)


@pytest.mark.parametrize(
    "words",
    ["", "Deux instructeurs lisent une carte.", "Ein C-130 auf dem Rollfeld.", "Pharmacie", "Photo de 1944 : un pont.",
     "MINUSMA", "Two soldiers, 5 trucks."],
)  # fmt: skip
def test_a_sentence_is_alternative_text(words):
    not_a_file_name(words)


def test_the_words_of_a_picture_are_passages_for_the_translator():
    picture = make_picture(caption={"fr": "Le fleuve."})
    states = Segment.objects.filter(page_uid=picture.uid, field="caption").values_list("language", "state")
    assert dict(states) == {"nl": "missing", "de": "missing", "en": "missing"}


def test_what_is_left_to_do_is_said_until_nothing_is():
    picture = make_picture(alternative_text={"fr": "Un fleuve."}, credit="", rights="", faces="unchecked")
    assert picture.left_to_do() == ["alternative text", "credit", "rights", "check of the faces"]
    picture.decorative, picture.credit, picture.rights, picture.faces = True, "DG StratCom", "own", "none"
    assert picture.left_to_do() == []


def test_a_frozen_picture_has_the_words_of_one_language():
    picture = make_picture(alternative_text={"fr": "Un fleuve.", "nl": "Een rivier."}, caption={"fr": "Le fleuve."})
    frozen = freeze_picture(picture, "nl")
    assert (frozen.alternative_text, frozen.caption) == ("Een rivier.", "")
    assert frozen.content_hash == picture.content_hash
    assert FrozenPicture.model_validate_json(frozen.model_dump_json()) == frozen
    assert freeze_picture(None, "nl") is None
