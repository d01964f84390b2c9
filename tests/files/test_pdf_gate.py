"""What comes in as a document leaves names, comments and programs behind, and brings nothing that runs."""

import io

import pikepdf
import pytest
from django.core.files.base import ContentFile

from files.gate import FileRefused, admit_document
from tests.files import pdfs
from tests.files.pdfs import CAMERA, ENCRYPTED, FOR_THE_OWNER, SECRET, pdf, with_everything, with_photograph


def admitted(content):
    cleaned = admit_document(ContentFile(content, name="draft.pdf"))
    return cleaned, cleaned.content.read()


def everything_in(content):
    """Return every text and every stream of a document, unpacked."""
    with pikepdf.open(io.BytesIO(content)) as document:
        found = [document.trailer.unparse(resolved=False)]
        for thing in document.objects:
            found.append(thing.unparse(resolved=False))
            if isinstance(thing, pikepdf.Stream):
                photographs = str(thing.get("/Subtype")) == "/Image"
                found.append(thing.read_raw_bytes() if photographs else thing.read_bytes())
    return b"\n".join(found)


def test_no_name_no_program_and_no_comment_comes_through():
    before = pdf(change=with_everything)
    cleaned, after = admitted(before)
    assert SECRET.encode() in everything_in(before)
    for word in (SECRET, CAMERA, "pikepdf ", "20240229"):
        assert word.encode() not in everything_in(after)
    assert set(cleaned.removed) >= {"author", "comments", "date", "exif", "software", "text", "thumbnail", "xmp"}
    assert SECRET not in " ".join(cleaned.removed_kinds)


def test_links_stay():
    _cleaned, after = admitted(pdf(change=with_everything))
    with pikepdf.open(io.BytesIO(after)) as document:
        assert [str(each.Subtype) for each in document.pages[0].obj.Annots] == ["/Link"]


def test_the_title_stays_for_readers_who_do_not_see():
    cleaned, after = admitted(pdf(title="Rapport annuel"))
    assert (cleaned.title, cleaned.lacking, cleaned.facts) == ("Rapport annuel", (), {"pages": 1, "tagged": True})
    with pikepdf.open(io.BytesIO(after)) as document:
        assert dict(document.docinfo) == {"/Title": "Rapport annuel"}
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "fr"


@pytest.mark.parametrize(
    ("without", "lacking"),
    [({"tagged": False}, "tags"), ({"language": ""}, "language"), ({"title": ""}, "title")],
)
def test_what_a_document_lacks_for_them_is_named(without, lacking):
    cleaned, _after = admitted(pdf(**without))
    assert cleaned.lacking == (lacking,)
    assert cleaned.facts["tagged"] is False


def test_a_photograph_packed_once_more_does_not_name_its_camera_either():
    before = pdf(change=lambda document: with_photograph(document, packed=True))
    _cleaned, after = admitted(before)
    with pikepdf.open(io.BytesIO(after)) as document:
        (image,) = document.pages[0].obj.Resources.XObject.values()
        image = pikepdf.PdfImage(image)
        drawn = image.as_pil_image()
        assert drawn.size == (40, 30)
        assert CAMERA.encode() not in image.obj.read_raw_bytes()
        assert str(image.obj.Filter) == "/DCTDecode"


def test_what_an_earlier_save_left_in_the_file_is_gone():
    first = pdf()
    with pikepdf.open(io.BytesIO(first)) as document:
        document.Root.Left = document.make_indirect(pikepdf.String(SECRET))
        grown = io.BytesIO()
        document.save(grown, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    # As programs do that only write behind what there is: the catalogue no longer names the text, which stays.
    with_text = grown.getvalue().replace(b"/Left", b"/Typf")
    assert SECRET.encode() in with_text
    with pikepdf.open(io.BytesIO(with_text)) as document:
        del document.Root["/Typf"]
        behind = io.BytesIO()
        document.save(behind, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    _cleaned, after = admitted(behind.getvalue())
    assert SECRET.encode() not in everything_in(after)


def test_the_same_document_gives_the_same_bytes():
    assert admitted(pdf())[1] == admitted(pdf())[1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ this is a program", "pdf_unknown"),
        (b"<html>%PDF-1.7", "pdf_unknown"),
        (b"%PDF-1.7\nnothing of the kind", "damaged"),
        (pdf()[:-120], "damaged"),
        (pdf(**ENCRYPTED), "pdf_encrypted"),
        (pdf(**FOR_THE_OWNER), "pdf_encrypted"),
        (pdf(change=pdfs.with_script), "pdf_active"),
        (pdf(change=pdfs.with_launch), "pdf_active"),
        (pdf(change=pdfs.with_attachment), "pdf_attachment"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_public_must_not_be_given_is_refused_with_a_way_out(content, reason):
    with pytest.raises(FileRefused) as caught:
        admit_document(ContentFile(content, name="report.pdf"))
    assert caught.value.code == reason
    assert "%(" not in caught.value.messages[0]


def test_a_document_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("files.gate.LARGEST_DOCUMENT", 100)
    with pytest.raises(FileRefused) as caught:
        admit_document(ContentFile(pdf(), name="report.pdf"))
    assert caught.value.code == "pdf_too_large"
