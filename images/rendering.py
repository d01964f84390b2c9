"""The process that draws renditions of one cleaned picture.

Reads the picture on standard input and a list of jobs as JSON in its second argument, writes the files one after the
other to the file descriptor of the first, and their lengths as JSON to standard output.
"""

import io
import json
import os
import resource
import sys

from PIL import AvifImagePlugin, Image

from images.processes import MEBIBYTE, limit

MEMORY = 300 * MEBIBYTE
SECONDS = 300

# Best quality first. A rendition that is too heavy for its width is drawn again one step down; the last step is the
# floor, kept however heavy it is. Measured on the demonstration pictures and on photographs of gravel and foliage.
QUALITIES = {"avif": (58, 50, 42, 34), "webp": (76, 66, 56, 46), "jpg": (80, 72, 64, 56)}
# A telephone of 360 points at two or three pixels a point takes the rendition of 640 to 960: its share of a page.
PHONE_WIDTH = 960  # pixels
PHONE_BYTES = 45_000
# Newspapers print from it.
PRESS_QUALITY = 92
AVIF_SPEED = 8
PNG_EFFORT = 6


def main() -> None:
    limit(resource.RLIMIT_CPU, SECONDS)
    limit(resource.RLIMIT_DATA, MEMORY)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None  # the picture passed the gate
    lengths = []
    jobs = json.loads(sys.argv[2])
    with os.fdopen(int(sys.argv[1]), "wb") as file:
        for content in draw(Image.open(sys.stdin.buffer), jobs):
            lengths.append(file.write(content))
    sys.stdout.write(json.dumps(lengths))


def draw(picture: Image.Image, jobs: list[dict]):
    """Yield the file of each job: {"box": in the whole picture, "size", "extension"}, lengths in pixels."""
    full_width, full_height = picture.size
    # What the largest job needs of the whole picture; more pixels would only take memory.
    scale = min(1.0, max(job["size"][0] / (job["box"][2] - job["box"][0]) for job in jobs))
    needed = max(1, round(full_width * scale)), max(1, round(full_height * scale))
    picture.draft(picture.mode, needed)
    if picture.width > needed[0]:
        picture = picture.resize(needed, Image.Resampling.LANCZOS, reducing_gap=3.0)
    across, down = picture.width / full_width, picture.height / full_height
    last, resized = None, None
    for job in jobs:
        left, top, right, bottom = job["box"]
        if job["box"] == [0, 0, *picture.size] and job["size"] == [*picture.size]:
            # At full size there is nothing to draw, and no memory for a second picture.
            yield encode(picture, job["extension"])
            continue
        box = left * across, top * down, right * across, bottom * down
        if last != (job["box"], job["size"]):
            last = job["box"], job["size"]
            resized = picture.resize(job["size"], Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        yield encode(resized, job["extension"])


def encode(picture: Image.Image, extension: str) -> bytes:
    """Return the picture as a file of this format, stepping down in quality where it is too heavy for a telephone."""
    if extension == "png":
        return _save(picture, "PNG", compress_level=PNG_EFFORT)
    if extension == "press":
        return _save(_on_white(picture), "JPEG", quality=PRESS_QUALITY)
    content = b""
    for quality in QUALITIES[extension]:
        if extension == "avif":
            content = _save(picture, "AVIF", quality=quality, speed=AVIF_SPEED, max_threads=1)
        elif extension == "webp":
            content = _save(picture, "WEBP", quality=quality, method=4)
        else:
            content = _save(picture.convert("RGB"), "JPEG", quality=quality, progressive=True, optimize=True)
        if picture.width > PHONE_WIDTH or len(content) <= PHONE_BYTES:
            break
    return content


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    whole = Image.new("RGB", picture.size, "white")
    whole.paste(picture, mask=picture)
    return whole


def _save(picture: Image.Image, format: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


if __name__ == "__main__":
    main()
