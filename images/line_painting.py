"""Paints strokes with Pillow: drawn several times larger and reduced, so that their edges are smooth."""

import math
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageDraw

FINER = 4
Point = tuple[float, float]


def painted(
    strokes: list, size: tuple[int, int], paper: str, *, scale: float, shift: Point, thicker: float
) -> Image.Image:
    """Return a picture of this size with the strokes on it: (ink, width, lengths of dashes and gaps, runs of points).

    A point of the drawing lies at `scale` times itself plus `shift`, in pixels; `thicker` multiplies the widths beyond.
    """
    large = Image.new("RGB", (size[0] * FINER, size[1] * FINER), paper)
    pen = ImageDraw.Draw(large)
    for ink, width, dashes, runs in strokes:
        wide = max(1, round(width * scale * thicker * FINER))
        for run in runs:
            for piece in dashed(run, dashes) if dashes else [run]:
                _stroke(
                    pen,
                    [tuple((a * scale + b) * FINER for a, b in zip(p, shift, strict=True)) for p in piece],
                    ink,
                    wide,
                )
    return large.reduce(FINER)


def dashed(points: list[Point], lengths: list[float]) -> Iterator[list[Point]]:
    """Yield the dashes of a line; `lengths` are those of a dash, a gap, a dash and so on, as SVG has them."""
    number, left, piece = 0, lengths[0], [points[0]]
    for start, end in pairwise(points):
        whole = math.dist(start, end)
        done = 0.0
        while whole - done > left:
            done += left
            at = tuple(a + (b - a) * done / whole for a, b in zip(start, end, strict=True))
            if number % 2 == 0:
                yield [*piece, at]
            number, piece = number + 1, [at]
            left = lengths[number % len(lengths)]
        left -= whole - done
        piece.append(end)
    if number % 2 == 0:
        yield piece


def _stroke(pen: ImageDraw.ImageDraw, points: list[Point], ink: str, width: int) -> None:
    if len(points) > 1:
        pen.line(points, fill=ink, width=width, joint="curve")
    if width > 2:  # round ends; those of thinner lines cannot be seen
        for x, y in {points[0], points[-1]}:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=ink)
