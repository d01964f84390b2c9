"""What a picture file says in words: credit, caption, rights and date worth keeping, and the kinds of all it holds.

Run by `images.admitting` in its own process; values go to the editor's fields and nowhere else.
"""

import re
import struct
from collections.abc import Iterator
from xml.etree import ElementTree

from PIL import ExifTags, Image, IptcImagePlugin

LONGEST = 2_000
# What Pillow's readers raise on metadata that make no sense; such a picture is as good as any without them.
NONSENSE = (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error)

EXIF = {
    0x010F: "camera",
    0x0110: "camera",
    0xA433: "camera",
    0xA434: "camera",
    0x0131: "software",
    0x013B: "author",
    0xA430: "author",
    0x9C9D: "author",
    0x8298: "rights",
    0x010E: "caption",
    0x9C9B: "caption",
    0x9C9F: "caption",
    0x9286: "comment",
    0x9C9C: "comment",
    0x9C9E: "text",
    0x9003: "date",
    0x9004: "date",
    0x0132: "date",
    0xA431: "serial",
    0xA435: "serial",
    0xC62F: "serial",
    0xA420: "serial",
    0x927C: "maker_note",
}
IPTC = {
    (2, 110): "author",
    (2, 80): "author",
    (2, 120): "caption",
    (2, 116): "rights",
    (2, 55): "date",
    (2, 90): "place",
    (2, 92): "place",
    (2, 95): "place",
    (2, 101): "place",
}
# Properties of XMP by their name without the namespace; the first ones win.
XMP = {
    "Credit": "author",
    "creator": "author",
    "description": "caption",
    "rights": "rights",
    "DateTimeOriginal": "date",
    "DateCreated": "date",
    "CreateDate": "date",
    "SerialNumber": "serial",
    "BodySerialNumber": "serial",
    "LensSerialNumber": "serial",
    "GPSLatitude": "gps",
    "GPSLongitude": "gps",
    "CreatorTool": "software",
    "City": "place",
    "Country": "place",
    "Location": "place",
    "Sublocation": "place",
    "State": "place",
}
PNG = {
    "author": "author",
    "description": "caption",
    "copyright": "rights",
    "creation time": "date",
    "software": "software",
    "comment": "comment",
}
KEPT_AS = {"author": "credit", "caption": "caption", "rights": "rights", "date": "taken_on"}
_DATE = re.compile(r"((?:18|19|20)\d\d)[-:/]?(0[1-9]|1[0-2])[-:/]?(0[1-9]|[12]\d|3[01])")


class Findings:
    """Kinds of what a file holds beside its pixels, and the first value for each field an editor may keep."""

    def __init__(self, kinds: set[str]):
        self.kinds = kinds
        self.values: dict[str, str] = {}

    def add(self, kind: str, value: object = "") -> None:
        """Note a kind, and keep its value if it is the first for its field."""
        self.kinds.add(kind)
        field = KEPT_AS.get(kind)
        words = re.sub(r"\s+", " ", readable(value)).strip()[:LONGEST]
        if field == "taken_on":
            date = _DATE.match(words)
            words = "-".join(date.groups()) if date else ""
        if field and words:
            self.values.setdefault(field, words)


def readable(value: object) -> str:
    """Return a value of metadata as text; UTF-8 where it can be, Latin-1 where it cannot."""
    if isinstance(value, list | tuple):
        return ", ".join(readable(item) for item in value)
    if isinstance(value, str):
        try:
            # Pillow reads EXIF as Latin-1, as the standard wants; programs write UTF-8.
            value = value.encode("latin-1").decode("utf-8")
        except UnicodeError:
            pass
    elif isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeError:
            value = value.decode("latin-1")
    return str(value).replace("\x00", " ")


def read(picture: Image.Image, findings: Findings) -> None:
    """Note what a loaded picture says about itself; IPTC first, for agencies write it with care, EXIF last."""
    for reader in (_iptc, _xmp, _png, _exif):
        try:
            for kind, value in reader(picture):
                findings.add(kind, value)
        except NONSENSE:
            findings.add("other")


def _iptc(picture: Image.Image) -> Iterator[tuple[str, object]]:
    known = IptcImagePlugin.getiptcinfo(picture) or {} if picture.format == "JPEG" else {}
    yield from ((kind, known[tag]) for tag, kind in IPTC.items() if tag in known)


def _xmp(picture: Image.Image) -> Iterator[tuple[str, object]]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    # Without a document type there are no entities to expand, and XMP never has one.
    if not packet or b"<!" in packet.replace(b"<!--", b""):
        return
    # The packet may be padded at both ends.
    start, end = packet.find(b"<"), packet.rfind(b">")
    properties: dict[str, str] = {}
    for element in ElementTree.fromstring(packet[start : end + 1]).iter():  # noqa: S314 - no entities, see above
        for name, value in [(element.tag, " ".join(element.itertext())), *element.attrib.items()]:
            properties.setdefault(name.rpartition("}")[2], value)
    yield from ((kind, properties[name]) for name, kind in XMP.items() if name in properties)


def _png(picture: Image.Image) -> Iterator[tuple[str, object]]:
    texts = getattr(picture, "text", {}) if picture.format == "PNG" else {}
    yield from ((PNG[name.lower()], text) for name, text in texts.items() if name.lower() in PNG)


def _exif(picture: Image.Image) -> Iterator[tuple[str, object]]:
    exif = picture.getexif()
    tags = dict(exif) | exif.get_ifd(ExifTags.IFD.Exif)
    for tag, kind in EXIF.items():
        if tag in tags:
            value = tags[tag]
            if 0x9C9B <= tag <= 0x9C9F and isinstance(value, bytes):
                value = value.decode("utf-16-le", "replace")
            yield kind, value
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield "gps", ""
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield "thumbnail", ""
