"""Lines of equal distance, lit from the north-west as Tanaka drew his contours, and their SVG paths.

Every line joins points at one and the same distance from a border or a coast: `shapely.buffer` shifts the whole
outline. Nothing is made up between them.
"""

from collections import defaultdict
from itertools import pairwise

import numpy as np
import shapely
from shapely import Polygon

LINES = 15
WEIGHTS = 3  # strokes, from the faintest to the strongest
LIGHT = np.array([-1, -1]) / np.sqrt(2)  # towards the light, on a page whose y runs down
SHORTEST = 5  # page units; a run of one tone that is shorter takes the tone of its neighbour
FINE = 0.03  # page units by which a line may be off in between
Runs = dict[str, list[np.ndarray]]


def deepest(shape) -> float:
    """Return the greatest distance from its outline that a point inside a shape has."""
    return max((shapely.length(shapely.maximum_inscribed_circle(part, 0.2)) for part in _areas(shape)), default=0.0)


def inwards(shapes: list, spacing: float) -> list:
    """Return, for each distance, the areas that lie at least so far inside their own outline."""
    return [area for shape in shapes for area in _shifted(shape, -spacing)]


def outwards(shape, spacing: float) -> list:
    """Return, for each distance, the areas that lie at most so far from a shape."""
    return _shifted(shape, spacing)


def _shifted(shape, spacing: float) -> list:
    """Return the areas of every distance. Each is shifted from the one before: distances add up, and it is faster."""
    found = []
    for _number in range(LINES):
        shape = shapely.simplify(shapely.buffer(shape, spacing, quad_segs=12), FINE)
        found += _areas(shape)
    return found


def illuminated(areas: list, tolerance: float, within: Polygon | None = None) -> Runs:
    """Return the outlines of areas cut into runs by how they lie to the light: l0…l2 face it, s0…s2 turn away.

    `within` leaves out what lies outside of it. The ground falls outwards.
    """
    found: Runs = defaultdict(list)
    if within is not None:
        shapely.prepare(within)
    for area in areas:
        oriented = shapely.orient_polygons(shapely.simplify(area, tolerance), exterior_cw=False)
        for part in _areas(oriented):
            for ring in (part.exterior, *part.interiors):
                _split(shapely.get_coordinates(ring), within, found)
    return found


def _split(points: np.ndarray, within, found: Runs) -> None:
    """Add the runs of one ring whose area lies to its left."""
    if len(points) < 4:
        return
    along = np.diff(points, axis=0)
    lengths = np.hypot(along[:, 0], along[:, 1])
    lengths[lengths == 0] = 1
    facing = (np.stack([along[:, 1], -along[:, 0]], axis=1) / lengths[:, None]) @ LIGHT
    tones = [("l" if lit > 0 else "s") + str(min(WEIGHTS - 1, int(abs(lit) * WEIGHTS))) for lit in facing.tolist()]
    if within is not None:
        middles = (points[:-1] + points[1:]) / 2
        inside = shapely.contains_xy(within, middles[:, 0], middles[:, 1])
        tones = [tone if kept else "" for tone, kept in zip(tones, inside, strict=True)]
    starts = [0, *(place for place in range(1, len(tones)) if tones[place] != tones[place - 1]), len(tones)]
    runs = [[tones[first], first, last] for first, last in pairwise(starts)]
    joined = [runs[0]]
    for run in runs[1:]:
        short = lengths[run[1] : run[2]].sum() < SHORTEST and run[0] and joined[-1][0]
        if short or run[0] == joined[-1][0]:
            joined[-1][2] = run[2]
        else:
            joined.append(run)
    for tone, first, last in joined:
        if tone:
            found[tone].append(points[first : last + 1])


def _areas(shape) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and not part.is_empty]


def chained(segments: np.ndarray) -> list:
    """Return single steps (n × 2 × 2) joined to lines as long as they run on without a fork."""
    if not len(segments):
        return []
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(segments)))
    return sorted(shapely.get_parts(merged), key=lambda line: line.coords[0])


def path(lines: list, *, dots: bool = False) -> str:
    """Return lines as SVG path data in whole units; of one too small for that a dot remains if `dots` says so."""
    written = []
    for line in lines:
        points = np.round(line if isinstance(line, np.ndarray) else shapely.get_coordinates(line)).astype(int)
        moves = np.diff(points, axis=0)
        moves = moves[np.any(moves != 0, axis=1)].tolist()
        if not moves:
            if dots:
                written.append(f"M{points[0][0]} {points[0][1]}h0")
            continue
        closed = len(moves) > 2 and (points[0] == points[-1]).all()
        steps = "".join(
            f"{'' if place and dx < 0 else ' ' if place else ''}{dx}{'' if dy < 0 else ' '}{dy}"
            for place, (dx, dy) in enumerate(moves[:-1] if closed else moves)
        )
        written.append(f"M{points[0][0]} {points[0][1]}l{steps}{'z' if closed else ''}")
    return "".join(written)
