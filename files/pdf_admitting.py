"""The process that reads documents of strangers: little memory, little time, no Django, no settings, no network.

Reads a PDF on standard input, writes it anew to the file descriptor given as first argument, and one JSON object to
standard output: either {"refused": …} or what the document is and what was left behind. What an earlier save left in
the file is no longer reachable and so is not written. Whatever goes wrong otherwise ends the process, which
`files.gate` takes for a damaged file.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import BinaryIO

from files.embedded_photographs import jpeg_without_notes, jpx_without_notes
from images.processes import MEBIBYTE, limit

try:
    import pikepdf
    from pikepdf import Array, Dictionary, Name, Stream
except ImportError:  # the one tool that this needs; `files.gate` says how to have it
    pikepdf = None

MEMORY = 400 * MEBIBYTE
SECONDS = 60
# Lists inside lists; a document of people has some dozens.
DEEPEST = 400
LONGEST_TITLE = 300

PHOTOGRAPHS = {"/DCTDecode": jpeg_without_notes, "/JPXDecode": jpx_without_notes}

# What does something when the document is opened or a place in it is touched. Links stay.
ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/ResetForm", "/Rendition", "/Movie", "/Sound"}
ACTIVE |= {"/GoToR", "/GoToE", "/RichMediaExecute", "/GoTo3DView"}
# Pieces of a page that bring another file with them.
CARRIERS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
# Pieces of a page that belong to it; all others are notes of whoever read the draft.
OF_THE_PAGE = {"/Link", "/Widget"}
# Keys under which programs keep notes of their own, by what the report calls them.
NOTES = {
    "/Metadata": "xmp",
    "/PieceInfo": "software",
    "/LastModified": "date",
    "/Thumb": "thumbnail",
    "/Measure": "gps",
    "/SpiderInfo": "other",
    "/PrivateData": "other",
}
INFO = {
    "/Author": "author",
    "/Creator": "software",
    "/Producer": "software",
    "/CreationDate": "date",
    "/ModDate": "date",
    "/Keywords": "text",
    "/Subject": "text",
    "/Title": "",
    "/Trapped": "",
}


class Refused(Exception):
    """A document that must stay outside, with the name of the reason."""


def main() -> None:
    target, largest = map(int, sys.argv[1:3])
    if pikepdf is None:
        sys.stdout.write(json.dumps({"refused": "tool"}))
        return
    limit(resource.RLIMIT_CPU, SECONDS)
    limit(resource.RLIMIT_FSIZE, largest + 16 * MEBIBYTE)
    limit(resource.RLIMIT_DATA, MEMORY)
    try:
        report = admit(sys.stdin.buffer, target)
    except Refused as refused:
        report = {"refused": str(refused)}
    except MemoryError:
        report = {"refused": "heavy"}
    except pikepdf.PasswordError:
        report = {"refused": "pdf_encrypted"}
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, RecursionError):
        report = {"refused": "damaged"}
    sys.stdout.write(json.dumps(report))


def admit(source: BinaryIO, target: int) -> dict:
    """Write the document in `source` anew to the file descriptor `target` and return the report."""
    if source.read(5) != b"%PDF-":
        raise Refused("pdf_unknown")
    source.seek(0)
    # Nothing is repaired in silence: what was lost on the way would be lost for the readers too.
    with pikepdf.open(source, attempt_recovery=False, suppress_warnings=True) as document:
        if document.is_encrypted:
            raise Refused("pdf_encrypted")
        if not len(document.pages):
            raise Refused("pdf_empty")
        title = title_of(document)
        found = {INFO.get(key, "other") for key in document.docinfo} - {""}
        for thing in things(document):
            refuse_active(thing)
            found |= clean(document, thing)
        write_title(document, title)
        if "/ID" in document.trailer:
            del document.trailer["/ID"]  # follows a document from program to program
        with os.fdopen(os.dup(target), "wb") as file:
            document.save(
                file,
                compress_streams=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                fix_metadata_version=False,
                deterministic_id=True,  # an identifier of the content, not of the moment
            )
        pages, lacks = len(document.pages), lacking(document, title)
    return {
        "media_type": "application/pdf",
        "pages": pages,
        "title": title,
        "lacking": lacks,
        "size": os.fstat(target).st_size,
        "removed": sorted(found),
    }


def things(document) -> Iterator:
    """Yield every dictionary and stream of a document, those inside others included, each once."""
    waiting = [(thing, 0) for thing in document.objects]
    while waiting:
        thing, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused("damaged")
        if isinstance(thing, Dictionary | Stream):
            yield thing
            inside = thing.values() if isinstance(thing, Dictionary) else thing.stream_dict.values()
        elif isinstance(thing, Array):
            inside = iter(thing)
        else:
            continue
        # What stands elsewhere in the file comes from `document.objects`; only what stands right here is followed.
        waiting += [(each, depth + 1) for each in inside if isinstance(each, pikepdf.Object) and not each.is_indirect]


def refuse_active(thing) -> None:
    """Raise `Refused` for what runs, opens something, or brings another file."""
    if thing.get("/JS") is not None or str(thing.get("/S", "")) in ACTIVE:
        raise Refused("pdf_active")
    if "/XFA" in thing:
        raise Refused("pdf_active")
    # A place of the same document may be named as the first to be shown; anything else is an action.
    if "/AA" in thing or (
        isinstance(thing.get("/OpenAction"), Dictionary) and str(thing.OpenAction.get("/S")) != "/GoTo"
    ):
        raise Refused("pdf_active")
    if "/EF" in thing or "/EmbeddedFiles" in thing or str(thing.get("/Type", "")) == "/EmbeddedFile":
        raise Refused("pdf_attachment")
    if str(thing.get("/Subtype", "")) in CARRIERS and ("/Rect" in thing or str(thing.get("/Type", "")) == "/Annot"):
        raise Refused("pdf_attachment")


def clean(document, thing) -> set[str]:
    """Remove what one dictionary or stream says about its making, and return the kinds of what was found."""
    found = set()
    for key, kind in NOTES.items():
        if key in thing:
            del thing[key]
            found.add(kind)
    annotations = thing.get("/Annots")
    if isinstance(annotations, Array):
        kept = [each for each in annotations if str(each.get("/Subtype", "")) in OF_THE_PAGE]
        if len(kept) < len(annotations):
            thing.Annots = Array(kept)
            found.add("comments")
        for each in kept:
            if "/M" in each:
                del each["/M"]
                found.add("date")
    if isinstance(thing, Stream) and str(thing.get("/Subtype", "")) == "/Image":
        found |= clean_photograph(document, thing)
    return found


def title_of(document) -> str:
    """Return the title that a document gives itself; "" if it has none."""
    title = document.docinfo.get("/Title")
    if title is None and "/Metadata" in document.Root:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as words:
            title = words.get("dc:title")
    return " ".join(str(title or "").split())[:LONGEST_TITLE]


def write_title(document, title: str) -> None:
    """Leave the title alone of all that a document said about its making: readers who do not see know it by that."""
    del document.docinfo
    if title:
        document.docinfo["/Title"] = title
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as words:
            words["dc:title"] = title
        document.Root.ViewerPreferences = Dictionary({"/DisplayDocTitle": True})


def lacking(document, title: str) -> list[str]:
    """Return what a document lacks to be read by readers who do not see, as keys of `files.gate.LACKING`."""
    root = document.Root
    marked = root.get("/MarkInfo")
    tags = isinstance(marked, Dictionary) and bool(marked.get("/Marked", False)) and "/StructTreeRoot" in root
    found = {"tags": tags, "language": bool(str(root.get("/Lang", "")).strip()), "title": bool(title)}
    return [name for name, is_there in found.items() if not is_there]


def clean_photograph(document, image) -> set[str]:
    """Remove what a camera wrote into a photograph of a document, and return the kinds of what was found."""
    stated = image.get("/Filter")
    names = [stated] if isinstance(stated, Name) else list(stated or ())
    without_notes = PHOTOGRAPHS.get(str(names[-1])) if names else None
    if without_notes is None:
        return set()
    parameters = image.get("/DecodeParms")
    if len(names) == 1:
        raw = image.read_raw_bytes()
    else:
        # A photograph packed once more: unpacked here, because the packing is not looked into otherwise.
        packed = Stream(document, image.read_raw_bytes())
        packed.Filter = Array(names[:-1])
        if isinstance(parameters, Array):
            packed.DecodeParms = Array(list(parameters)[:-1])
        raw = packed.read_bytes()
    cleaned, found = without_notes(raw)
    if found:
        last = list(parameters)[-1] if isinstance(parameters, Array) else parameters
        is_said = isinstance(last, Dictionary)
        image.write(cleaned, filter=names[-1], decode_parms=last if is_said else None)
    return found


if __name__ == "__main__":
    main()
