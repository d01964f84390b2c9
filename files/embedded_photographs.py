"""Photographs inside a document: what a camera wrote into them goes, their pixels stay as they are encoded.

Needs neither Django nor a decoder: `files.pdf_admitting` runs it in a process of its own. Sources: ITU-T T.81 (JPEG),
ISO 15444-1 annex I (the boxes of JPEG 2000).
"""

from images import containers

# Boxes of JPEG 2000 without which the pixels would not be what they are.
JPX_PIXELS = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}


def jpeg_without_notes(data: bytes) -> tuple[bytes, set[str]]:
    """Return a JPEG without what it holds beside its pixels, and the kinds of that; the same bytes if it was clean.

    Raises ValueError for one that makes no sense.
    """
    found = containers.embedded("jpeg", data)
    if not found:
        return data, found
    kept, position = [b"\xff\xd8"], 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise ValueError("No marker where one belongs.")
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xD9:
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            position += 2
            continue
        end = position + 2 + max(int.from_bytes(data[position + 2 : position + 4], "big"), 2)
        segment = data[position:end]
        if marker == 0xDA:
            after = containers.end_of_scan(data, end)
            kept += [segment, data[end:after]]
            position = after
            continue
        if _is_about_pixels(marker, segment):
            kept.append(segment)
        position = end
    return b"".join([*kept, b"\xff\xd9"]), found


def _is_about_pixels(marker: int, segment: bytes) -> bool:
    payload = segment[4:]
    if marker == 0xE0:  # JFIF, unless a thumbnail follows
        return payload.startswith(b"JFIF\x00") and len(payload) == 14
    if marker == 0xEE:
        return payload.startswith(b"Adobe") and len(payload) == 12
    return marker != 0xFE and not 0xE0 <= marker <= 0xEF


def jpx_without_notes(data: bytes) -> tuple[bytes, set[str]]:
    """Do the same for JPEG 2000; a bare code stream has no place for notes but comments, which stay."""
    if not data.startswith(b"\x00\x00\x00\x0cjP  "):
        return data, set()
    kept, found, position = [], set(), 0
    while position + 8 <= len(data):
        size, name = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        if size == 1:
            size = int.from_bytes(data[position + 8 : position + 16], "big")
        elif size == 0:
            size = len(data) - position
        if size < 8 or position + size > len(data):
            raise ValueError("A box is longer than the file.")
        if name in JPX_PIXELS:
            kept.append(data[position : position + size])
        else:
            found.add("xmp" if name in (b"uuid", b"xml ") else "other")
        position += size
    return b"".join(kept), found
