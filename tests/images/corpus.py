"""Picture files that the tests make: every format with every kind of hidden data, each carrying the same mark."""

import io
import struct
import zlib

from PIL import ExifTags, Image, ImageCms, PngImagePlugin, TiffImagePlugin

MARK = "PLANTED7F3A"
SIZE = (64, 48)


def draw(mode="RGB", size=SIZE):
    """Return a picture whose four corners differ, so that turning it shows."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    return picture.convert(mode)


def save(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind.upper(), **options)
    return file.getvalue()


def exif(orientation=1):
    """Return EXIF with author, caption, date, camera, serial number, GPS, a maker's note and a comment."""
    data = Image.Exif()
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.Artist] = f"Artist {MARK}"
    data[ExifTags.Base.ImageDescription] = f"Described {MARK}"
    data[ExifTags.Base.Copyright] = f"Owned {MARK}"
    data[ExifTags.Base.Make] = f"Maker {MARK}"
    data[ExifTags.Base.Software] = f"Program {MARK}"
    data[ExifTags.IFD.Exif] = {
        ExifTags.Base.DateTimeOriginal: "2013:04:25 06:30:00",
        ExifTags.Base.BodySerialNumber: f"Serial {MARK}",
        ExifTags.Base.MakerNote: MARK.encode(),
        ExifTags.Base.UserComment: b"ASCII\x00\x00\x00" + MARK.encode(),
    }
    seconds = TiffImagePlugin.IFDRational(54321, 1000)
    data[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (16, 46, seconds),
        ExifTags.GPS.GPSMapDatum: MARK,
    }
    return data.tobytes()


def xmp():
    return f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:exif="http://ns.adobe.com/exif/1.0/" photoshop:Credit="Agency {MARK}" exif:GPSLatitude="16,46.2N"
  photoshop:City="{MARK}" photoshop:DateCreated="2013-04-26">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Told {MARK}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def iptc_segment():
    """Return the APP13 segment of a JPEG with what press agencies write."""

    def field(number, text):
        return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text

    fields = (
        field(80, f"Byline {MARK}".encode())
        + field(110, f"Agency {MARK}".encode())
        + field(120, f"Wire caption {MARK} — Ménaka".encode())
        + field(55, b"20130427")
        + field(90, b"Gao")
    )
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(fields)) + fields + b"\x00" * (len(fields) % 2)
    payload = b"Photoshop 3.0\x00" + block
    return b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def png_chunk(name, payload):
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def jpeg_with(segment):
    data = save(draw(), "jpeg")
    return data[:2] + segment + data[2:]


def png_with(*chunks):
    data = save(draw(), "png")
    return data[:-12] + b"".join(chunks) + data[-12:]


def png_texts():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", f"Writer {MARK}")
    texts.add_text("Description", f"Seen {MARK}", zip=True)
    texts.add_itxt("Comment", MARK, "en")
    return save(draw(), "png", pnginfo=texts)


def webp_with(name, payload):
    data = save(draw(), "webp", exif=exif())
    data += name + struct.pack("<I", len(payload)) + payload + b"\x00" * (len(payload) % 2)
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def two_pictures():
    """Return a JPEG with a second one behind it, as telephones write them."""
    return save(draw(), "mpo", save_all=True, append_images=[draw().rotate(180)], exif=exif())


def thumbnail():
    """Return a JPEG whose EXIF holds a small copy of the picture."""
    small = save(draw(size=(16, 12)), "jpeg", comment=MARK.encode())
    # TIFF, little endian: an empty first directory, and a second one that points at the small copy.
    second = struct.pack("<H", 2) + struct.pack("<HHIIHHII", 0x0201, 4, 1, 44, 0x0202, 4, 1, len(small))
    tiff = b"II*\x00" + struct.pack("<IHI", 8, 0, 14) + second + struct.pack("<I", 0)
    payload = b"Exif\x00\x00" + tiff.ljust(44, b"\x00") + small
    return jpeg_with(b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload)


MARKED = {
    "jpeg exif": lambda: save(draw(), "jpeg", exif=exif()),
    "jpeg xmp": lambda: save(draw(), "jpeg", xmp=xmp()),
    "jpeg iptc": lambda: jpeg_with(iptc_segment()),
    "jpeg profile": lambda: save(draw(), "jpeg", icc_profile=profile() + MARK.encode()),
    "jpeg comment": lambda: save(draw(), "jpeg", comment=MARK.encode()),
    "jpeg thumbnail": thumbnail,
    "jpeg trailing": lambda: save(draw(), "jpeg") + b"PK\x03\x04" + MARK.encode(),
    "jpeg second_picture": lambda: two_pictures() + MARK.encode(),
    "jpeg other": lambda: jpeg_with(b"\xff\xeb" + struct.pack(">H", 2 + len(MARK)) + MARK.encode()),
    "png exif": lambda: save(draw(), "png", exif=exif()),
    "png xmp": lambda: png_with(png_chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp())),
    "png text": png_texts,
    "png profile": lambda: save(draw(), "png", icc_profile=profile() + MARK.encode()),
    "png trailing": lambda: save(draw(), "png") + MARK.encode(),
    "png other": lambda: png_with(png_chunk(b"prVt", MARK.encode())),
    "webp exif": lambda: save(draw(), "webp", exif=exif()),
    "webp xmp": lambda: save(draw(), "webp", xmp=xmp()),
    "webp profile": lambda: save(draw(), "webp", icc_profile=profile() + MARK.encode()),
    "webp trailing": lambda: save(draw(), "webp") + MARK.encode(),
    "webp other": lambda: webp_with(b"XTRA", MARK.encode()),
    "avif exif": lambda: save(draw(), "avif", exif=exif()),
    "avif xmp": lambda: save(draw(), "avif", xmp=xmp()),
    "avif profile": lambda: save(draw(), "avif", icc_profile=profile() + MARK.encode()),
    "avif trailing": lambda: save(draw(), "avif") + struct.pack(">I", 8 + len(MARK)) + b"uuid" + MARK.encode(),
}
