"""How long pictures of 24 megapixels take, and how much memory: the gate, renditions, the copy for the press, the card.

Usage: python -m bench.pictures for this part alone; make bench has it at its end. Each number is one worker of its own,
as the site starts them, one at a time.
"""

import io
import json
import random
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFilter

from bench.report import table
from images.gate import LONGEST_SIDE, MOST_PIXELS
from images.processes import ENVIRONMENT, MEBIBYTE, command
from images.ratios import PRESS, RATIOS, cut, height_of, press_copy, renditions
from maps.drawing import CENTRE, FIT, draw
from maps.strokes import strokes
from maps.subjects import Subject

SIZE = (6000, 4000)  # pixels
CARD = {
    "title": "Notre mission au Mali",
    "organisation": "La Défense",
    "number": "±110",
    "explanation": "Militaires belges, début 2020",
    "credit": "Image : DG StratCom",
    "box": [1200, 0, 4980, 4000],
}


@dataclass(frozen=True)
class Taken:
    """What one worker took: seconds, peak of its memory in bytes, and how many files it made."""

    name: str
    seconds: float
    peak: int
    files: int


def photograph(kind: str) -> bytes:
    """Return a picture of 24 megapixels with as much detail as gravel and as much calm as sky, the same every time."""
    coarse = Image.frombytes("RGB", (750, 500), random.Random(24).randbytes(750 * 500 * 3))
    picture = coarse.resize(SIZE, Image.Resampling.BICUBIC)
    picture.paste(picture.crop((0, 0, 6000, 1600)).filter(ImageFilter.BoxBlur(60)), (0, 0))
    if kind == "png with transparency":
        picture.putalpha(Image.linear_gradient("L").resize(SIZE))
    file = io.BytesIO()
    picture.save(file, "PNG" if kind.startswith("png") else kind.upper(), compress_level=1, quality=90)
    return file.getvalue()


def work(name: str, module: str, arguments: list, source: bytes, files: int) -> tuple[Taken, bytes]:
    """Run one worker of the site on a file and return what it took, and what it wrote."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as target:
        given.write(source)
        given.seek(0)
        begun = time.perf_counter()
        process = subprocess.Popen(
            command(module, target, arguments),
            stdin=given,
            stdout=subprocess.DEVNULL,
            pass_fds=(target.fileno(),),
            env=ENVIRONMENT,
            cwd="/",
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, most_memory(process.pid))
            time.sleep(0.02)
        seconds = time.perf_counter() - begun
        if process.returncode:
            raise SystemExit(f"{name}: the worker ended with {process.returncode}.")
        target.seek(0)
        return Taken(name, seconds, peak, files), target.read()


def most_memory(pid: int) -> int:
    """Return the most memory a process had so far, in bytes; 0 when it has just ended."""
    # What the kernel tells at its end includes the process that started it.
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


def jobs(wanted) -> str:
    """Return what the worker is asked for, as `images.renditions` writes it."""
    return json.dumps(
        [
            {
                "box": cut(*SIZE, each.ratio, 50, 50),
                "size": (each.width, height_of(*SIZE, each.ratio, each.width)),
                "extension": PRESS if each.ratio == PRESS else each.extension,
            }
            for each in wanted
        ]
    )


def measure() -> list[Taken]:
    """Return what each kind of work took."""
    found, cleaned = [], b""
    for kind in ("webp", "png with transparency", "jpeg"):
        taken, cleaned = work(
            f"through the gate: {kind}", "images.admitting", [MOST_PIXELS, LONGEST_SIDE], photograph(kind), 1
        )
        found.append(taken)
    # The last of them is the photograph that renditions are made from.
    wanted = [each for ratio in RATIOS for each in renditions(*SIZE, "image/jpeg", ratio)]
    wanted.sort(key=lambda each: (each.ratio, each.width, each.extension))
    for extension in ("avif", "webp", "jpg"):
        some = [each for each in wanted if each.extension == extension]
        found.append(work(f"renditions: {extension}", "images.rendering", [jobs(some)], cleaned, len(some))[0])
    found.append(work("renditions: all of a picture", "images.rendering", [jobs(wanted)], cleaned, len(wanted))[0])
    drawing = photograph("png with transparency")
    found.append(work("copy for the press, of a PNG", "images.rendering", [jobs([press_copy(SIZE[0])])], drawing, 1)[0])
    found.append(work("card with a photograph", "images.card_drawing", [json.dumps(CARD)], cleaned, 1)[0])
    with_map = CARD | {"box": None, "ground": {"centre": CENTRE, "room": FIT}}
    mali = json.dumps(strokes(draw(Subject("country", ("ML",))))).encode()
    found.append(work("card with a map", "images.card_drawing", [json.dumps(with_map)], mali, 1)[0])
    return found


def section() -> str:
    """Return the measurements as a part of the report."""
    rows = [
        [
            each.name,
            f"{each.files}",
            f"{each.seconds:.1f}",
            f"{each.files / each.seconds:.2f}",
            f"{each.peak / MEBIBYTE:.0f}",
        ]
        for each in measure()
    ]
    return "\n\n".join(
        [
            "## Pictures of 24 megapixels",
            table(["work", "files", "seconds", "files/s", "peak MB"], rows),
            "One worker at a time, its start included; a worker may take 300 MB beside Python itself.",
        ]
    )


if __name__ == "__main__":
    print(section())
