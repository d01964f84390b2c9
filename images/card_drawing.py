"""The process that draws the picture a page is shared with: 1200 × 630 pixels, in the letters and inks of the site.

Reads what to write as JSON in its second argument and, on standard input, the photograph or the strokes of a drawing,
if there is one of them; writes a JPEG to the file descriptor named first. The same words and the same photograph give
the same file.
"""

import json
import os
import resource
import sys
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

from images.line_painting import painted
from images.processes import MEBIBYTE, ROOT, limit

MEMORY = 300 * MEBIBYTE
SECONDS = 60

SIZE = (1200, 630)  # pixels
# Night, cream, ochre lines and lit numbers, as on the pages (static/css/tokens.css).
NIGHT, CREAM, LIT, QUIET, RULE = "#13202b", "#efe2c6", "#f0cb86", "#8ea3b3", "#3e5466"
EDGE, LINE, TEXT = 24, 72, 104  # where frame, line and words begin, pixels from the left
PHOTOGRAPH = (672, 40, 1160, 590)  # left, top, right, bottom
# Where a drawing may go, and where what it is about has its room: neighbours and graticule run on to the frame.
GROUND, ROOM = (32, 32, 1168, 598), (640, 56, 1144, 574)
THICKER = 1.35  # a card is mostly seen small
QUALITY = 88
# Sizes of the title, the largest that fits its lines; the last is cut off with an ellipsis.
TITLE_SIZES = (92, 80, 70, 60, 52, 46, 40)
NUMBER_SIZES, EXPLANATION_SIZES = (84, 72, 60, 48), (26, 22, 19)
SMALL, TINY = 26, 18
# Words keep the lines of a drawing at a distance, as names on maps do.
CLEAR = 6  # pixels

FONTS = ROOT / "static" / "fonts"
SERIF, SANS = "piazzolla", "encode-sans"
# Weight, then optical size or width.
AXES = {SERIF: [380, 30], SANS: [450, 100]}
_EXTENDED = [(0x0100, 0x0130), (0x0132, 0x0151), (0x0154, 0x02BA), (0x1E00, 0x1EFF), (0x20A0, 0x20AB), (0x2C60, 0x2C7F)]


class Letters:
    """One of our fonts at a size; characters that its first file lacks come from the second."""

    def __init__(self, family: str, size: int):
        self.size = size
        self.files = [ImageFont.truetype(FONTS / f"{family}-{part}.woff2", size) for part in ("latin", "latin-ext")]
        for font in self.files:
            font.set_variation_by_axes(AXES[family])

    def runs(self, text: str):
        """Yield (font, run): the longest pieces of text that one file can write."""
        run, last = "", None
        for letter in text:
            font = self.files[any(first <= ord(letter) <= end for first, end in _EXTENDED)]
            if run and font is not last:
                yield last, run
                run = ""
            run, last = run + letter, font
        if run:
            yield last, run

    def width(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self.runs(text))

    def write(self, pen: ImageDraw.ImageDraw, left: float, baseline: float, text: str, ink: str) -> None:
        placed = []
        for font, run in self.runs(text):
            placed.append((left, font, run))
            left += font.getlength(run)
        for at, font, run in placed:
            pen.text((at, baseline), run, fill=NIGHT, font=font, anchor="ls", stroke_width=CLEAR, stroke_fill=NIGHT)
        for at, font, run in placed:
            pen.text((at, baseline), run, fill=ink, font=font, anchor="ls")

    def lines(self, text: str, width: float) -> list[str]:
        """Return the text in lines that are no wider; a word that is wider alone is broken with a hyphen."""
        lines, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if self.width(longer) > width and line:
                lines.append(line)
                longer = word
            while self.width(longer) > width and len(longer) > 1:
                most = next(n for n in range(len(longer) - 1, 0, -1) if n == 1 or self.width(f"{longer[:n]}-") <= width)
                lines.append(f"{longer[:most]}-")
                longer = longer[most:]
            line = longer
        return [*lines, line] if line else lines


def main() -> None:
    limit(resource.RLIMIT_CPU, SECONDS)
    limit(resource.RLIMIT_DATA, MEMORY)
    Image.MAX_IMAGE_PIXELS = None  # the photograph passed the gate
    words = json.loads(sys.argv[2])
    with os.fdopen(int(sys.argv[1]), "wb") as file:
        draw(words).save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)


def draw(words: dict) -> Image.Image:
    """Return the card: `title`, `organisation`, `number`, `explanation`, `credit` (may be empty), `box` or None."""
    card = Image.new("RGB", SIZE, NIGHT)
    pen = ImageDraw.Draw(card)
    pen.rectangle((EDGE, EDGE, SIZE[0] - EDGE - 1, SIZE[1] - EDGE - 1), outline=CREAM, width=2)
    pen.rectangle((EDGE + 7, EDGE + 7, SIZE[0] - EDGE - 8, SIZE[1] - EDGE - 8), outline=RULE, width=1)
    right = SIZE[0] - 72
    if words["box"]:
        left, top, right, bottom = PHOTOGRAPH
        photograph = Image.open(sys.stdin.buffer)
        full = photograph.size
        photograph.draft("RGB", (right - left, bottom - top))
        scale = photograph.width / full[0]
        box = tuple(side * scale for side in words["box"])
        small = photograph.resize((right - left, bottom - top), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        card.paste(on_cream(small), (left, top))
        right = left - 40
    elif words["ground"]:
        left, top, _right, bottom = GROUND
        card.paste(map_of(json.load(sys.stdin.buffer), words["ground"]), (left, top))
        right = ROOM[0] - 24
    # The line on which everything on this site hangs.
    pen.line((LINE, EDGE + 8, LINE, SIZE[1] - EDGE - 9), fill=LIT, width=3)
    small, tiny = Letters(SANS, SMALL), Letters(SANS, TINY)
    small.write(pen, TEXT, 92, words["organisation"], QUIET)
    bottom = SIZE[1] - 64
    if words["credit"]:
        tiny.write(pen, TEXT, bottom, fitted(tiny, words["credit"], right - TEXT), QUIET)
        bottom -= 44
    if words["number"]:
        bottom = number(pen, words["number"], words["explanation"], right - TEXT, bottom)
    title(pen, words["title"], right - TEXT, 124, bottom)
    return card


def number(pen: ImageDraw.ImageDraw, text: str, explanation: str, width: float, bottom: float) -> float:
    """Write the number with what it counts and its date below it, all of it; return where the next thing may end."""
    letters = largest(SANS, EXPLANATION_SIZES, lambda each: len(each.lines(explanation, width)) <= 2)
    for line in reversed(letters.lines(explanation, width)[:4]):
        letters.write(pen, TEXT, bottom, line, CREAM)
        bottom -= letters.size * 1.3
    letters = largest(SERIF, NUMBER_SIZES, lambda each: each.width(text) <= width)
    letters.write(pen, TEXT, bottom - 2, text, LIT)
    pen.ellipse((LINE - 9, bottom - 37, LINE + 9, bottom - 19), fill=LIT)
    return bottom - letters.size - 24


def largest(family: str, sizes: tuple[int, ...], fits: Callable[[Letters], bool]) -> Letters:
    """Return the letters of the largest size that fits; of the smallest when none does."""
    return next((each for size in sizes if fits(each := Letters(family, size))), Letters(family, sizes[-1]))


def map_of(strokes: list, ground: dict) -> Image.Image:
    """Return a drawing as it lies on the card: what it is about as large as its room, the rest as far as the frame."""
    (left, top, right, bottom), (x, y, x2, y2) = GROUND, ROOM
    scale = min((x2 - x) / ground["room"][0], (y2 - y) / ground["room"][1])
    shift = ((x + x2) / 2 - left - ground["centre"][0] * scale, (y + y2) / 2 - top - ground["centre"][1] * scale)
    return painted(strokes, (right - left, bottom - top), NIGHT, scale=scale, shift=shift, thicker=THICKER)


def title(pen: ImageDraw.ImageDraw, text: str, width: float, top: float, bottom: float) -> None:
    """Write the title as large as its lines fit between top and bottom; the smallest size is cut off."""
    for size in TITLE_SIZES:
        letters = Letters(SERIF, size)
        lines, high = letters.lines(text, width), size * 1.12
        room = int((bottom - top) // high)
        if len(lines) <= room and not any(len(word) > 1 and letters.width(word) > width for word in text.split(" ")):
            break
    else:
        if len(lines) > room:
            lines = [*lines[: room - 1], fitted(letters, " ".join(lines[room - 1 :]), width)]
    for number, line in enumerate(lines, 1):
        letters.write(pen, TEXT, top + number * high - size * 0.2, line, CREAM)


def fitted(letters: Letters, text: str, width: float) -> str:
    """Return the text, cut off with an ellipsis where it is wider."""
    if letters.width(text) <= width:
        return text
    while text and letters.width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def on_cream(picture: Image.Image) -> Image.Image:
    """Return the picture without transparency."""
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    whole = Image.new("RGB", picture.size, CREAM)
    whole.paste(picture, mask=picture)
    return whole


if __name__ == "__main__":
    main()
