"""A sheet read back as the strokes it is made of, for whoever paints it otherwise than a browser does.

Reads what `maps.drawing` writes and nothing else: the inks stand in the sheet itself, so that an old one keeps its own.
"""

import re

from images.grounds import Stroke

_INK = re.compile(r"(?<=[;}])\.(\w+)\{stroke:(#\w+);stroke-width:([\d.]+)\}")
_DASHES = re.compile(r"(?<=[;}])\.(\w+)\{stroke-dasharray:([\d. ]+)\}")
_PATH = re.compile(r'<path class="(\w+)" d="([^"]*)"/>')
_RUN = re.compile(r"M(-?\d+) (-?\d+)(?:l([-\d ]+)(z?)|h0)")
_NUMBER = re.compile(r"-?\d+")


def strokes(svg: str) -> list[Stroke]:
    """Return the strokes of a sheet in the order they are painted, in its own units."""
    inks = {name: (ink, float(width)) for name, ink, width in _INK.findall(svg)}
    dashes = {name: [float(length) for length in lengths.split()] for name, lengths in _DASHES.findall(svg)}
    return [
        Stroke(*inks[name], dashes.get(name, []), [_points(*run) for run in _RUN.findall(data)])
        for name, data in _PATH.findall(svg)
    ]


def _points(x: str, y: str, steps: str, closed: str) -> list[tuple[int, int]]:
    """Return the points of one run; one point for a dot."""
    across, down = int(x), int(y)
    points = [(across, down)]
    moves = list(map(int, _NUMBER.findall(steps)))
    for dx, dy in zip(moves[::2], moves[1::2], strict=True):
        across, down = across + dx, down + dy
        points.append((across, down))
    return [*points, points[0]] if closed else points
