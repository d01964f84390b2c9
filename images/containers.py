"""What a picture file holds beside its pixels, read from its container alone: nothing is decoded here.

Needs neither Django nor Pillow: `images.admitting` runs it in a process of its own, and the tests prove with it that
stored files are clean. Sources: ITU-T T.81 (JPEG), W3C PNG 3rd edition, the WebP container of Google, ISO 14496-12
(the boxes of AVIF).
"""

import struct
from collections.abc import Iterator

SIGNATURES = (
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("webp", 8, b"WEBP"),
    ("avif", 4, b"ftypavif"),
    ("avif", 4, b"ftypavis"),
    ("heic", 4, b"ftypheic"),
    ("heic", 4, b"ftypheix"),
    ("heic", 4, b"ftyphevc"),
    ("gif", 0, b"GIF8"),
    ("tiff", 0, b"II*\x00"),
    ("tiff", 0, b"MM\x00*"),
    ("bmp", 0, b"BM"),
    ("pdf", 0, b"%PDF"),
    ("psd", 0, b"8BPS"),
    ("video", 4, b"ftyp"),
)
ADMITTED = ("jpeg", "png", "webp", "avif")

# Chunks without which the pixels would not be what they are; everything else is hidden baggage.
PNG_PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"}
PNG_COLOUR = {b"iCCP", b"cHRM", b"gAMA", b"sRGB", b"cICP", b"mDCV", b"cLLI"}
PNG_TEXT = {b"tEXt", b"zTXt", b"iTXt"}
WEBP_PIXELS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
AVIF_BOXES = {b"ftyp", b"meta", b"mdat", b"free", b"skip", b"moov"}


def kind_of(head: bytes) -> str:
    """Return the format that the first 512 bytes show, in lower case; "" for an unknown one."""
    for kind, offset, signature in SIGNATURES:
        if head[offset : offset + len(signature)] == signature and (kind != "webp" or head[:4] == b"RIFF"):
            return kind
    if head[4:8] == b"ftyp" and b"avif" in head[8:40]:
        return "avif"
    text = head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").replace(b"\x00", b"").lower()
    if text.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")):
        return "svg"
    return ""


def embedded(kind: str, data: bytes) -> set[str]:
    """Return what a file holds beside its pixels, as names of `images.gate.KINDS`; an empty set when nothing.

    Formats: jpeg, png, webp, avif. A container that makes no sense is read as far as it does.
    """
    return READERS[kind](data)


def moves(kind: str, data: bytes) -> bool:
    """Say whether the container announces more than one frame."""
    if kind == "png":
        return any(name == b"acTL" for name, _start, _end in _png_chunks(data))
    if kind == "webp":
        return any(name in (b"ANIM", b"ANMF") for name, _start, _end in _webp_chunks(data))
    return kind == "avif" and data[8:12] == b"avis"


def webp_size(head: bytes) -> tuple[int, int] | None:
    """Return the size that the first 30 bytes of a WebP announce, in pixels; None when they announce none.

    Pillow reserves room for the whole canvas before it tells the size.
    """
    chunk = head[12:16]
    if chunk == b"VP8X" and len(head) >= 30:
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if chunk == b"VP8L" and len(head) >= 25 and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and len(head) >= 30:
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(data: bytes) -> set[str]:
    found = set()
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return found | {"other"}
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker == 0xD9:
            return found | ({"trailing"} if data[position + 2 :].strip(b"\x00") else set())
        elif marker in (0x01, *range(0xD0, 0xD8)):
            position += 2
        else:
            length = int.from_bytes(data[position + 2 : position + 4], "big")
            found |= _jpeg_segment(marker, data[position + 4 : position + 2 + max(length, 2)])
            position += 2 + max(length, 2)
            if marker == 0xDA:
                position = end_of_scan(data, position)
    # A marker of two bytes may be the last thing in the file.
    return found


def _jpeg_segment(marker: int, payload: bytes) -> set[str]:
    if marker == 0xFE:
        return {"comment"}
    if not 0xE0 <= marker <= 0xEF:
        return set()
    # JFIF and Adobe say how the pixels are coded; a JFIF thumbnail is announced by its two last numbers.
    if marker == 0xE0 and payload.startswith(b"JFIF\x00"):
        return {"thumbnail"} if payload[12:14].strip(b"\x00") else set()
    if marker == 0xEE and payload.startswith(b"Adobe"):
        return set()
    for number, start, name in (
        (0xE0, b"JFXX", "thumbnail"),
        (0xE1, b"Exif\x00", "exif"),
        (0xE1, b"http://ns.adobe.com/", "xmp"),
        (0xE2, b"ICC_PROFILE", "profile"),
        (0xE2, b"MPF\x00", "second_picture"),
        (0xED, b"Photoshop", "iptc"),
    ):
        if marker == number and payload.startswith(start):
            return {name}
    return {"other"}


def end_of_scan(data: bytes, position: int) -> int:
    """Return where the compressed pixels of a JPEG that begin at a position end."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data)
        if data[position + 1] == 0x00 or 0xD0 <= data[position + 1] <= 0xD7:
            position += 2
        else:
            return position


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    position = 8
    while position + 8 <= len(data):
        end = position + 12 + int.from_bytes(data[position : position + 4], "big")
        yield data[position + 4 : position + 8], position + 8, end
        position = end
        if data[position - 8 : position - 4] == b"IEND":
            break


def _png(data: bytes) -> set[str]:
    found, last = set(), len(data)
    for name, start, end in _png_chunks(data):
        last = end
        if name in PNG_TEXT:
            found.add("xmp" if data[start : start + 17] == b"XML:com.adobe.xmp" else "text")
        elif name == b"eXIf":
            found.add("exif")
        elif name in PNG_COLOUR:
            found.add("profile")
        elif name not in PNG_PIXELS:
            found.add("other")
    return found | ({"trailing"} if data[last:] else set())


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    position = 12
    while position + 8 <= end:
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        yield data[position : position + 4], position + 8, position + 8 + size
        position += 8 + size + size % 2


def _webp(data: bytes) -> set[str]:
    names = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "profile"}
    found = {names.get(name, "other") for name, _start, _end in _webp_chunks(data) if name not in WEBP_PIXELS}
    return found | ({"trailing"} if data[8 + int.from_bytes(data[4:8], "little") :] else set())


def _avif(data: bytes) -> set[str]:
    found = set()
    position = 0
    while position < len(data):
        size, name = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        if size == 1:
            size = int.from_bytes(data[position + 8 : position + 16], "big")
        if size < 8 or position + size > len(data):
            # Size 0 means: to the end of the file; anything else is no box.
            return found | (set() if size == 0 and name in AVIF_BOXES else {"trailing"})
        if name == b"meta":
            found |= _avif_items(data[position : position + size])
        elif name not in AVIF_BOXES:
            found.add("other")
        position += size
    return found


def _avif_items(meta: bytes) -> set[str]:
    found = set()
    if b"infe" in meta and b"Exif" in meta:
        found.add("exif")
    if b"application/rdf+xml" in meta:
        found.add("xmp")
    if b"colrprof" in meta or b"colrrICC" in meta:
        found.add("profile")
    return found


READERS = {"jpeg": _jpeg, "png": _png, "webp": _webp, "avif": _avif}
