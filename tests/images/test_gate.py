"""What comes in through the gate, what is left outside, and how little memory it takes."""

import io
import json
import os
import struct
import subprocess
import sys
import zlib
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from images import containers, gate, processes
from images.gate import KINDS, REFUSALS, PictureRefused, admit
from tests.images.corpus import MARK, MARKED, draw, exif, png_chunk, png_with, profile, save, xmp

FORMATS = ("jpeg", "png", "webp", "avif")
MEBIBYTE = 1 << 20


def let_in(data):
    return admit(ContentFile(data))


def refusal_of(data):
    with pytest.raises(PictureRefused) as caught:
        let_in(data)
    return caught.value


def opened(admitted):
    return Image.open(io.BytesIO(admitted.content))


def kind_of(admitted):
    return admitted.media_type.removeprefix("image/")


def png_head(width, height):
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


@pytest.mark.parametrize("name", MARKED)
def test_nothing_of_what_a_file_hides_is_kept(name):
    data = MARKED[name]()
    admitted = let_in(data)
    assert containers.embedded(name.split()[0], data)
    assert containers.embedded(kind_of(admitted), admitted.content) == set()
    assert MARK.encode() not in admitted.content
    picture = opened(admitted)
    picture.load()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert dict(picture.getexif()) == {}
    assert admitted.removed


@pytest.mark.parametrize("name", MARKED)
def test_the_report_names_kinds_and_never_values(name):
    admitted = let_in(MARKED[name]())
    assert set(admitted.removed) <= set(KINDS)
    assert MARK not in " ".join(admitted.removed_kinds)
    with translation.override("fr"):
        assert len(admitted.removed_kinds) == len(admitted.removed)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_position_and_a_serial_number_are_said_to_be_removed(kind):
    assert {"gps", "serial", "author", "maker_note"} <= set(let_in(save(draw(), kind, exif=exif())).removed)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_hides_nothing_is_said_to_hide_nothing(kind):
    assert let_in(save(draw(), kind)).removed == ()


def test_a_thumbnail_and_a_second_picture_are_said_to_be_removed():
    assert "thumbnail" in let_in(MARKED["jpeg thumbnail"]()).removed
    assert "second_picture" in let_in(MARKED["jpeg second_picture"]()).removed


def test_what_a_press_agency_wrote_is_read_before_it_is_removed():
    found = let_in(MARKED["jpeg iptc"]()).found
    assert found.credit == f"Agency {MARK}"
    assert found.caption == f"Wire caption {MARK} — Ménaka"
    assert found.taken_on == date(2013, 4, 27)


@pytest.mark.parametrize("kind", FORMATS)
def test_credit_caption_date_and_rights_are_read_from_exif(kind):
    found = let_in(save(draw(), kind, exif=exif())).found
    assert found == gate.Found(f"Artist {MARK}", f"Described {MARK}", f"Owned {MARK}", date(2013, 4, 25))


@pytest.mark.parametrize("name", ["jpeg xmp", "png xmp", "webp xmp", "avif xmp"])
def test_credit_caption_and_date_are_read_from_xmp(name):
    found = let_in(MARKED[name]()).found
    assert (found.credit, found.caption, found.taken_on) == (f"Agency {MARK}", f"Told {MARK}", date(2013, 4, 26))


def test_credit_and_caption_are_read_from_the_texts_of_a_png():
    found = let_in(MARKED["png text"]()).found
    assert (found.credit, found.caption) == (f"Writer {MARK}", f"Seen {MARK}")


def test_metadata_that_make_no_sense_do_not_keep_a_picture_out():
    broken = xmp().replace(b"</rdf:RDF>", b"")
    admitted = let_in(save(draw(), "jpeg", xmp=broken, exif=b"Exif\x00\x00nonsense", icc_profile=b"nonsense" * 30))
    assert admitted.found == gate.Found()
    assert admitted.removed


def test_entities_in_xmp_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"A" * 1000 + b'">]>' + xmp().replace(b"Told", b"&a;")
    assert let_in(save(draw(), "jpeg", xmp=bomb)).found == gate.Found()


def test_control_characters_do_not_come_in_with_a_caption():
    data = MARKED["png text"]()
    texts = png_chunk(b"tEXt", b"Author\x00A\x07B\x1bC")
    assert let_in(png_with(texts)).found.credit == "ABC"
    assert data


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_picture_comes_in_upright(kind, orientation):
    upright = draw()
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    turned = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    admitted = let_in(save(turned, kind, exif=exif(orientation), **({"quality": 95} if kind != "png" else {})))
    assert (admitted.width, admitted.height) == upright.size
    shown = opened(admitted).convert("RGB")
    assert shown.getpixel((5, 5))[0] > 150  # the red corner is at the top left again
    assert shown.getpixel((58, 5))[0] < 150


def test_colours_become_srgb():
    """A profile whose red is not red: the numbers change, the profile goes."""
    swapped = bytearray(profile())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    plain = Image.new("RGB", (16, 16), (200, 30, 30))
    red, green, _blue = opened(let_in(save(plain, "png", icc_profile=bytes(swapped)))).convert("RGB").getpixel((8, 8))
    assert green > red


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_comes_in(mode):
    admitted = let_in(save(draw("L").convert("I;16") if mode == "I;16" else draw(mode), "png"))
    assert admitted.media_type == "image/png"
    assert opened(admitted).mode in {"L", "RGB", "RGBA"}


def test_sixteen_bits_become_eight_without_turning_white():
    deep = Image.new("I;16", (16, 16), 32768)
    assert 120 <= opened(let_in(save(deep, "png"))).convert("L").getpixel((8, 8)) <= 136


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_a_jpeg_of_a_printing_house_comes_in(mode):
    admitted = let_in(save(draw(mode), "jpeg"))
    assert opened(admitted).mode == ("L" if mode == "L" else "RGB")


def test_a_transparent_picture_stays_transparent():
    clear = draw("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    for kind in ("png", "webp", "avif"):
        admitted = let_in(save(clear, kind))
        assert (admitted.media_type, opened(admitted).mode) == ("image/png", "RGBA")


def test_what_was_only_erased_with_transparency_is_gone():
    erased = draw("RGBA")
    erased.putalpha(Image.new("L", erased.size, 255))
    alpha = erased.getchannel("A")
    alpha.paste(0, (0, 0, 32, 24))
    erased.putalpha(alpha)
    admitted = let_in(save(erased, "png"))
    assert opened(admitted).getpixel((5, 5)) == (0, 0, 0, 0)
    assert "hidden_pixels" in admitted.removed


def test_the_same_picture_gives_the_same_bytes():
    for kind in FORMATS:
        data = save(draw(), kind)
        assert let_in(data).content_hash == let_in(data + b"").content_hash


def test_a_picture_is_known_by_its_content_whatever_its_name_says():
    assert let_in(save(draw(), "png")).media_type == "image/png"
    assert admit(ContentFile(save(draw(), "png"), name="holiday.jpg")).media_type == "image/png"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "svg"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "svg"),
        ("<svg/>".encode("utf-16"), "unknown"),
        (b"GIF89a" + b"\x00" * 50, "format"),
        (b"II*\x00" + b"\x00" * 50, "format"),
        (b"%PDF-1.7", "format"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50, "format"),
        (b"MZ\x90\x00 a program called photo.jpg", "unknown"),
        (b"<html><script>alert(1)</script>", "unknown"),
        (b"PK\x03\x04" + save(draw(), "jpeg"), "unknown"),
        (save(draw(), "jpeg")[:-200], "damaged"),
        (save(draw(), "png")[:-40], "damaged"),
        (save(draw(), "webp")[:-40], "damaged"),
        (save(draw(), "avif")[:-40], "damaged"),
        (b"\xff\xd8\xff\xe0", "damaged"),
        (b"RIFF\xff\xff\xff\xffWEBPVP8 ", "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBP", "damaged"),
        (b"\x00\x00\x00\x1cftypavif" + b"\x00" * 400, "damaged"),
        (save(draw(), "png")[:40] + b"\xff" * 300, "damaged"),
    ],
)
def test_what_is_no_good_picture_is_refused_with_a_sentence(data, code):
    error = refusal_of(data)
    assert error.code == code
    assert len(error.messages[0]) > 40


@pytest.mark.parametrize("kind", ["png", "webp", "avif"])
def test_a_moving_picture_is_refused(kind):
    frames = [draw(), draw().rotate(90), draw().rotate(180)]
    assert refusal_of(save(frames[0], kind, save_all=True, append_images=frames[1:])).code == "frames"


def test_a_refusal_speaks_the_language_of_the_reader():
    error = refusal_of(b"GIF89a" + b"\x00" * 50)
    assert "GIF" in error.messages[0]
    assert all("%(" not in str(sentence) or "%%" not in str(sentence) for sentence in REFUSALS.values())


def test_a_file_of_25_megabytes_may_come_in_and_a_byte_more_may_not():
    data = save(draw(), "jpeg")
    assert let_in(data + b"\x00" * (gate.LARGEST_FILE - len(data))).width == 64
    assert refusal_of(data + b"\x00" * (gate.LARGEST_FILE - len(data) + 1)).code == "too_large"


def test_limits_are_inclusive():
    assert let_in(save(Image.new("L", (12_000, 2_000)), "png")).width == 12_000
    assert refusal_of(save(Image.new("L", (12_001, 4)), "png")).code == "side"
    assert refusal_of(save(Image.new("L", (4, 12_001)), "png")).code == "side"
    error = refusal_of(save(Image.new("L", (4_000, 6_001)), "png"))
    assert error.code == "pixels"


@pytest.mark.parametrize(
    "data",
    [
        png_head(60_000, 60_000) + png_chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + png_chunk(b"IEND", b""),
        png_head(12_000, 12_000) + png_chunk(b"IDAT", zlib.compress(b"\x00" * 1_000_000, 9)) + png_chunk(b"IEND", b""),
        b"RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xfe\x3f\x00\xfe\x3f\x00" + b"\x00" * 8,
        save(draw(), "jpeg").replace(struct.pack(">HH", 48, 64), struct.pack(">HH", 65_000, 65_000), 1),
        save(draw(), "avif").replace(struct.pack(">II", 64, 48), struct.pack(">II", 12_000, 12_000), 1),
    ],
    ids=["png", "png of 144 megapixels", "webp", "jpeg", "avif"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(data):
    error = refusal_of(data)
    assert error.code in {"side", "pixels"}


def test_a_text_chunk_that_unpacks_to_gigabytes_stays_outside():
    packed = zlib.compress(b"\x00" * 200 * MEBIBYTE, 9)
    assert refusal_of(png_with(png_chunk(b"zTXt", b"Comment\x00\x00" + packed))).code in {"damaged", "heavy"}


# The most memory the process itself ever held; `getrusage` would count its parent's at the moment of the fork.
TELL_PEAK = (
    "\nimport atexit, re"
    "\ndef tell(): sys.stderr.write(re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read())[1])"
    "\natexit.register(tell)\n"
)


def peak_memory(data):
    """Return what the worker said of a file (None when it broke down), and the most memory it held, in bytes."""
    with (
        os.fdopen(os.memfd_create("source"), "w+b") as source,
        os.fdopen(os.memfd_create("target"), "w+b") as target,
    ):
        source.write(data)
        source.seek(0)
        command = processes.command("images.admitting", target, [gate.MOST_PIXELS, gate.LONGEST_SIDE])
        at = command.index("-c") + 1
        command[at] = "import sys" + TELL_PEAK + command[at]
        done = subprocess.run(
            command,
            stdin=source,
            capture_output=True,
            pass_fds=(target.fileno(),),
            env=processes.ENVIRONMENT,
            check=False,
        )
        peak = int(done.stderr.decode().rpartition("\n")[2]) * 1024
        return (json.loads(done.stdout) if done.stdout else None), peak


def clear(size):
    """Return a transparent picture with colours under the transparency, the most expensive kind."""
    return Image.new("RGBA", size, (200, 30, 30, 0))


LARGE = (6_000, 4_000)
HEAVY = {
    "progressive jpeg": lambda: save(Image.new("RGB", LARGE, "red"), "jpeg", progressive=True, subsampling=0),
    "progressive jpeg of a printing house, turned": lambda: save(
        Image.new("CMYK", LARGE), "jpeg", progressive=True, exif=exif(6)
    ),
    "turned jpeg with a profile": lambda: save(
        Image.new("RGB", LARGE, "red"), "jpeg", exif=exif(6), icc_profile=profile()
    ),
    "transparent png with a profile": lambda: save(clear(LARGE), "png", icc_profile=profile(), compress_level=1),
    "deep png": lambda: save(Image.new("I;16", LARGE, 7), "png", compress_level=1),
    "webp without loss": lambda: save(clear(LARGE), "webp", lossless=True, quality=0, method=0, exact=True),
    "webp": lambda: save(Image.new("RGB", LARGE, "red"), "webp", method=0),
    "avif": lambda: save(Image.new("RGB", LARGE, "red"), "avif", speed=10),
}


@pytest.mark.parametrize("name", HEAVY)
def test_24_megapixels_come_in_with_less_than_300_megabytes(name):
    _report, least = peak_memory(save(draw(), "jpeg"))
    report, most = peak_memory(HEAVY[name]())
    assert "refused" not in report
    assert (report["width"], report["height"]) in {LARGE, LARGE[::-1]}
    assert most - least < 300 * MEBIBYTE


@pytest.mark.parametrize(
    "data",
    [
        png_head(12_000, 2_000) + png_chunk(b"IDAT", zlib.compress(b"\x00" * 300 * MEBIBYTE, 9)),
        png_with(png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"\x00" * 500 * MEBIBYTE, 9))),
        save(draw(), "jpeg", icc_profile=b"\x00" * 20 * MEBIBYTE),
    ],
    ids=["pixels", "text", "profile"],
)
def test_what_swells_does_not_take_more_memory_either(data):
    _report, least = peak_memory(save(draw(), "jpeg"))
    _report, most = peak_memory(data)
    assert most - least < 300 * MEBIBYTE


def test_the_worker_knows_nothing_of_the_site():
    """It runs without Django, settings and environment: what it is made to do, it does with a picture only."""
    look = (
        "import sys; sys.path.insert(0, sys.argv[1]); import images.admitting, images.rendering;"
        "print([name for name in sys.modules if name.split('.')[0] in {'django', 'config', 'languages', 'publishing'}])"
    )
    command = [sys.executable, "-I", "-c", look, str(processes.ROOT)]
    answer = subprocess.run(command, capture_output=True, env=processes.ENVIRONMENT, check=True, text=True)
    assert answer.stdout.strip() == "[]"


def test_a_worker_that_hangs_or_dies_is_a_refusal(monkeypatch):
    def hang(*_arguments, **_options):
        raise processes.WorkerFailed

    monkeypatch.setattr(gate, "run", hang)
    assert refusal_of(save(draw(), "jpeg")).code == "damaged"
