"""The process that reads bytes of strangers: little memory, little time, no Django, no settings, no network.

Reads the file on standard input, writes the picture encoded anew to the file descriptor given as first argument, and
one JSON object to standard output: either {"refused": …} or what the picture is, what it said about itself, and what
was left behind. Whatever goes wrong otherwise ends the process, which `images.gate` takes for a damaged file.
"""

import io
import json
import mmap
import os
import resource
import sys
from typing import BinaryIO

from PIL import AvifImagePlugin, ExifTags, Image, ImageChops, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from images import containers, embedded_words
from images.embedded_words import NONSENSE, Findings
from images.likeness import likeness
from images.processes import MEBIBYTE, limit

# All the memory a picture may take. 24 megapixels need 275 MB at worst: a WebP, three times over at 4 bytes a pixel.
MEMORY = 300 * MEBIBYTE
SECONDS = 60
LARGEST_RESULT = 64 * MEBIBYTE
# What is kept is what renditions are made from, so its quality stands well above theirs.
JPEG_QUALITY = 92
# Photographs hardly shrink further, and 24 megapixels take seconds at Pillow's default of 6.
PNG_EFFORT = 3

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Refused(Exception):
    """A picture that must stay outside, with the name of the reason and its numbers."""

    def __init__(self, reason: str, **numbers):
        super().__init__(reason)
        self.report = {"refused": reason, **numbers}


class OneFrame(WebPImagePlugin.WebPImageFile):
    """A WebP that gives the canvases of its decoder back once it has its pixels: 192 MB at 24 megapixels."""

    def _get_next(self):
        frame = super()._get_next()
        self._decoder = None
        return frame


OPENERS = {
    "jpeg": JpegImagePlugin.JpegImageFile,  # the first of several pictures, where Image.open would see frames
    "png": PngImagePlugin.PngImageFile,
    "webp": OneFrame,
    "avif": AvifImagePlugin.AvifImageFile,
}


def main() -> None:
    target, most_pixels, longest_side = map(int, sys.argv[1:4])
    limit(resource.RLIMIT_CPU, SECONDS)
    limit(resource.RLIMIT_FSIZE, LARGEST_RESULT)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None  # checked here, before decoding, with sentences of our own
    try:
        report = admit(sys.stdin.buffer, target, most_pixels, longest_side)
    except Refused as refused:
        report = refused.report
    except MemoryError:
        report = {"refused": "heavy"}
    sys.stdout.write(json.dumps(report))


def admit(source: BinaryIO, target: int, most_pixels: int, longest_side: int) -> dict:
    """Clean the picture in `source` into the file descriptor `target` and return the report."""

    def check_size(size: tuple[int, int] | None) -> None:
        if size is None or min(size) < 1:
            raise Refused("damaged")
        if max(size) > longest_side:
            raise Refused("side", side=max(size))
        if size[0] * size[1] > most_pixels:
            raise Refused("pixels", pixels=size[0] * size[1])

    # Mapped, not read: decoders take what they need, and the rest of the memory is left for pixels.
    with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
        kind = containers.kind_of(data[:512])
        if kind not in containers.ADMITTED:
            raise Refused("format", format=kind)
        limit(resource.RLIMIT_DATA, MEMORY)
        if kind == "webp":
            check_size(containers.webp_size(data[:30]))
        if containers.moves(kind, data):
            raise Refused("frames")
        findings = Findings(containers.embedded(kind, data))
    source.seek(0)
    picture = OPENERS[kind](source)
    check_size(picture.size)
    if kind != "jpeg" and getattr(picture, "n_frames", 1) > 1:
        raise Refused("frames")
    colour_in_full = kind != "jpeg" or JpegImagePlugin.get_sampling(picture) == 0
    picture.load()
    embedded_words.read(picture, findings)
    pixels = plain_pixels(picture, findings)
    del picture
    kept_as_png = pixels.mode == "RGBA" or kind == "png"
    with os.fdopen(target, "wb") as file:
        if kept_as_png:
            pixels.save(file, "PNG", compress_level=PNG_EFFORT)
        else:
            pixels.save(file, "JPEG", quality=JPEG_QUALITY, subsampling=0 if colour_in_full else 2)
    return {
        "media_type": "image/png" if kept_as_png else "image/jpeg",
        "width": pixels.width,
        "height": pixels.height,
        "likeness": likeness(pixels),
        "found": findings.values,
        # "Technical data" says nothing once their kinds are named.
        "removed": sorted(findings.kinds - {"exif", "xmp", "iptc"} or findings.kinds),
    }


def plain_pixels(picture: Image.Image, findings: Findings) -> Image.Image:
    """Return the picture upright, in sRGB, 8 bits a channel, in grey, colour or colour with transparency."""
    profile = picture.info.get("icc_profile")
    transparent = picture.has_transparency_data
    try:
        turn = UPRIGHT.get(picture.getexif().get(ExifTags.Base.Orientation))
    except NONSENSE:
        turn = None
    if picture.mode.startswith("I"):  # 16 bits
        picture = picture.point(lambda value: value / 256).convert("L")
    if transparent and picture.mode != "RGBA":
        picture = picture.convert("RGBA")
    elif picture.mode not in ("L", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("L" if picture.mode == "1" else "RGB")
    if profile:
        picture = in_srgb(picture, profile)
    if picture.mode == "CMYK":
        picture = picture.convert("RGB")
    if turn is not None:
        picture = picture.transpose(turn)
    if picture.mode == "RGBA":
        picture = without_what_lies_under(picture, findings)
    picture.info = {}
    return picture


def in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture with its colours in sRGB; unchanged when its profile is nonsense or not for its colours."""
    to = "RGBA" if picture.mode == "RGBA" else "RGB"  # there is no grey sRGB
    try:
        made = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=to,
            inPlace=picture.mode == to,  # a second picture only where the mode changes
        )
    except (ImageCms.PyCMSError, *NONSENSE):
        return picture
    return made or picture


def without_what_lies_under(picture: Image.Image, findings: Findings) -> Image.Image:
    """Return the picture without the colours that full transparency only hides, and without useless transparency."""
    alpha = picture.getchannel("A")
    if alpha.getextrema()[0] == 255:
        return picture.convert("RGB")
    hidden = alpha.point(lambda value: 255 if value == 0 else 0)
    if any(ImageChops.multiply(picture.getchannel(colour), hidden).getbbox() for colour in "RGB"):
        findings.add("hidden_pixels")
        picture.paste((0, 0, 0, 0), (0, 0, *picture.size), hidden)
    return picture


if __name__ == "__main__":
    main()
