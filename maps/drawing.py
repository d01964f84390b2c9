"""Draws sheets: the same subject always gives the same bytes, on any machine with the same libraries.

A sheet is a page with its country in one fixed spot, so that a style sheet can place it without knowing the country.
Around the country lie its neighbours' borders as far as they matter, and the graticule as far as the page goes.
"""

import gzip
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import shapely
from shapely import Polygon, box

from maps import lines
from maps.graticule import graticule
from maps.projection import Lambert, middle, unrolled
from maps.subjects import Subject, seas
from maps.territories import shape_of, shapes, steps

# Raised when a change of code or data changes what is drawn: pages published before keep the sheet they have.
VERSION = 1

WIDTH, HEIGHT = 3200, 2200  # page units
CENTRE = (2050, 1100)  # of the country on the page
FIT = (1100, 1000)  # the room for it
FIT_WITH_BOXES = (1100, 780)
LEAST_SPAN = 40  # km; no country is drawn larger than one of this size
AROUND = 190  # page units; so far the neighbours are drawn
THINNEST = 42  # page units; land whose middle is nearer to its border gets its lines outside
RIPPLE = 5.5  # page units between those
BOX = (250, 170)  # page units, of a box for parts far away
MOST_BOXES = 4
LARGEST = 13_000  # bytes, compressed
NET = 8  # page units
TOLERANCES = (0.6, 0.9, 1.3, 1.9, 2.8, 4.0, 6.0)  # page units by which a line may be simplified

# The inks of the night sheet; `#paper` as the end of the address asks for lines on white paper instead.
NIGHT = {
    "g": ("#3e5466", 1.3),
    "c": ("#8ea3b3", 1.8),
    "b": ("#8ea3b3", 2),
    "d": ("#cfd8de", 2.4),
    "n": ("#8ea3b3", 1.6),
    "o": ("#efe2c6", 3),
    "s0": ("#8a7450", 1.3),
    "s1": ("#766140", 1.7),
    "s2": ("#6a5638", 2.2),
    "l0": ("#b3965f", 1.3),
    "l1": ("#d9b878", 1.8),
    "l2": ("#f0cb86", 2.4),
}
PAPER = {
    "g": ("#b5b5b5", 1.3),
    "c": ("#5c5c5c", 1.8),
    "b": ("#444", 2),
    "d": ("#222", 2.4),
    "n": ("#5c5c5c", 1.6),
    "o": ("#000", 3.4),
    "s0": ("#6a6a6a", 1.4),
    "s1": ("#444", 2),
    "s2": ("#222", 2.8),
    "l0": ("#8a8a8a", 1.3),
    "l1": ("#9c9c9c", 1.2),
    "l2": ("#adadad", 1.1),
}
STYLE = "".join(
    [
        "path{fill:none;stroke-linecap:round;stroke-linejoin:round}",
        ".b{stroke-dasharray:15 7 .1 7}",
        ".d{stroke-dasharray:.1 7}",
        *(f".{name}{{stroke:{ink};stroke-width:{width}}}" for name, (ink, width) in NIGHT.items()),
        *(f"#paper:target .{name}{{stroke:{ink};stroke-width:{width}}}" for name, (ink, width) in PAPER.items()),
    ]
)


@dataclass
class Figure:
    """One map on the page: its projection, its scale, and its strokes by class."""

    lambert: Lambert
    scale: float  # page units per kilometre
    shift: tuple[float, float]
    areas: list[Polygon] = field(default_factory=list)  # whose outlines are the lines of equal distance
    limit: Polygon | None = None  # those lines are drawn inside of it
    strokes: dict[str, list] = field(default_factory=dict)

    def on_page(self, degrees):
        """Return a shape or lines in degrees as they lie on the page."""

        def place(points: np.ndarray) -> np.ndarray:
            return self.lambert.points(points) * self.scale + self.shift

        return shapely.transform(shapely.segmentize(degrees, 0.25), place)

    def add(self, name: str, drawn: list) -> None:
        """Add lines to those of a class."""
        self.strokes.setdefault(name, []).extend(drawn)

    def paths(self, tolerance: float) -> dict[str, str]:
        """Return SVG path data by class."""
        runs = lines.illuminated(self.areas, tolerance, self.limit)
        for name, drawn in self.strokes.items():
            simplified = [shapely.simplify(line, tolerance) for line in drawn]
            runs[name] = [line for line in simplified if not line.is_empty]
        return {name: lines.path(drawn, dots=name == "o") for name, drawn in runs.items()}


@lru_cache(maxsize=64)
def draw(subject: Subject) -> str:
    """Return the sheet of a subject as SVG, simplified no more than its size demands.

    Raises `WrongCountry` when the source does not give the country that was asked for.
    """
    figures = _sea(subject) if subject.kind == "sea" else _land(subject)
    for tolerance in TOLERANCES:
        svg = _document([figure.paths(tolerance) for figure in figures])
        if len(gzip.compress(svg.encode(), 9)) <= LARGEST:
            break
    return svg


def _document(figures: list[dict[str, str]]) -> str:
    paths = "".join(
        f'<path class="{name}" d="{paths[name]}"/>' for paths in figures for name in NIGHT if paths.get(name)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<style>{STYLE}</style><g id="paper">{paths}</g></svg>'
    )


# ---- Countries and regions ------------------------------------------------------------------------------------------


def _land(subject: Subject) -> list[Figure]:
    members = {code: list(shape_of(code).geoms) for code in subject.codes}
    near = middle(members[subject.codes[0]][0])[0]
    members = {code: unrolled(parts, near) for code, parts in members.items()}
    groups = grouped([part for parts in members.values() for part in parts], [parts[0] for parts in members.values()])
    main, *boxes = groups
    room = FIT_WITH_BOXES if boxes else FIT
    centre = (CENTRE[0], CENTRE[1] - (FIT[1] - FIT_WITH_BOXES[1]) / 2 if boxes else CENTRE[1])
    figure = _figure(main, room, centre)
    if lines.deepest(figure.on_page(shapely.multipolygons(main))) < THINNEST:
        # The lines lie outside, and need room as well.
        figure = _figure(main, (room[0] - 2 * lines.LINES * RIPPLE, room[1] - 2 * lines.LINES * RIPPLE), centre)
    small = _boxes(boxes, members, set(subject.codes))
    taken = shapely.union_all([box(*line.bounds) for other in small for line in other.strokes["n"]])
    _country(figure, members, main, set(subject.codes), taken=taken)
    _graticule(figure, taken)
    return [figure, *small]


def grouped(parts: list[Polygon], seeds: list[Polygon]) -> list[list[Polygon]]:
    """Return the parts that belong on one map with the seeds, and groups of those too far away for it.

    Too far is what is farther from the rest than half of what the rest measures across, and farther than 250 km.
    """
    lambert = Lambert(*middle(seeds[0]))
    flat = {id(part): lambert.shape(part) for part in parts}
    left, groups = [part for part in parts if not any(part is seed for seed in seeds)], []
    group = list(seeds)
    while True:
        near = True
        while near and left:
            whole = shapely.union_all([flat[id(part)] for part in group])
            west, north, east, south = whole.bounds
            reach = max(250, 0.5 * max(east - west, south - north))
            near = [part for part in left if shapely.dwithin(whole, flat[id(part)], reach)]
            group += near
            left = [part for part in left if not any(part is other for other in near)]
        groups.append(group)
        if not left:
            break
        group = [left.pop(0)]
    while len(groups) > MOST_BOXES + 1:
        last = groups.pop()
        whole = shapely.union_all([flat[id(part)] for part in last])
        nearest = min(groups[1:], key=lambda other: whole.distance(shapely.union_all([flat[id(p)] for p in other])))
        nearest += last
    return groups


def _figure(parts: list[Polygon], room: tuple[float, float], centre: tuple[float, float]) -> Figure:
    """Return an empty map whose parts fill a room around a centre."""
    whole = shapely.multipolygons(parts)
    lambert = Lambert(*middle(whole))
    west, north, east, south = lambert.shape(whole).bounds
    scale = min(room[0] / max(east - west, LEAST_SPAN), room[1] / max(south - north, LEAST_SPAN))
    shift = (centre[0] - (west + east) / 2 * scale, centre[1] - (north + south) / 2 * scale)
    return Figure(lambert, scale, shift)


def _country(figure: Figure, members: dict, shown: list, codes: set[str], *, limit=None, taken=None) -> None:
    """Draw the parts that are shown: lines of equal distance, outline, neighbours around."""
    kept = {id(part) for part in shown}
    of_members = [
        shapely.union_all([shapely.make_valid(figure.on_page(part)) for part in parts if id(part) in kept])
        for parts in members.values()
    ]
    of_members = [shape for shape in of_members if not shape.is_empty]
    whole = shapely.union_all(of_members)
    depth = max(lines.deepest(shape) for shape in of_members)
    if depth >= (THINNEST if limit is None else THINNEST / 3):
        figure.areas = lines.inwards(of_members, depth / (lines.LINES + 1))
    else:
        figure.areas = lines.outwards(whole, RIPPLE if limit is None else RIPPLE / 2)
    figure.limit = limit
    # Roughly: an outline with all its bays takes minutes to widen so far.
    around = limit if limit is not None else shapely.buffer(shapely.simplify(whole, AROUND / 30), AROUND)
    if taken is not None:
        around = shapely.difference(around, taken)
    _neighbours(figure, around, codes)


def _neighbours(figure: Figure, around, codes: set[str], *, of_sea: bool = False) -> None:
    """Draw outlines and borders inside an area of the page; `codes` are the countries the sheet is about."""
    found, page = steps(), shapely.intersection(around, box(0, 0, WIDTH, HEIGHT))
    reach = shapely.hausdorff_distance(shapely.Point(figure.shift), page) / figure.scale
    flat = figure.lambert.points(found.ends.reshape(-1, 2)).reshape(-1, 2, 2)
    near = np.nonzero(np.hypot(flat[:, 0, 0], flat[:, 0, 1]) < reach + 300)[0]
    kinds: dict[str, list[int]] = {}
    for place in near.tolist():
        owners = found.owners[place]
        about = not codes.isdisjoint(owners)
        if found.dotted[place]:
            kind = "d"
        elif about and (not of_sea or len(owners) == 1):
            kind = "o"
        else:
            kind = "c" if len(owners) == 1 else "b"
        kinds.setdefault(kind, []).append(place)
    shapely.prepare(page)
    for kind, places in kinds.items():
        segments = found.ends[places].copy()
        # Steps across 180 degrees, and those that a whole turn brings to the other side of the page, stay short.
        segments[:, :, 0] -= 360 * np.round((segments[:, :, 0] - figure.lambert.longitude) / 360)
        segments = segments[np.abs(segments[:, 0, 0] - segments[:, 1, 0]) < 180]
        chains = shapely.multilinestrings(lines.chained(segments)) if len(segments) else None
        if chains is None:
            continue
        clipped = shapely.intersection(figure.on_page(chains), page)
        merged = shapely.line_merge(clipped) if clipped.geom_type == "MultiLineString" else clipped
        figure.add(kind, [line for line in shapely.get_parts(merged) if line.geom_type == "LineString"])


def _boxes(groups: list, members: dict, codes: set[str]) -> list[Figure]:
    """Return a row of small maps, each in a frame, of the parts that are too far away for the large one."""
    found = []
    width, height = BOX
    gap = 24
    first = CENTRE[0] - (len(groups) * (width + gap) - gap) / 2
    top = CENTRE[1] + FIT[1] / 2 - height
    for number, parts in enumerate(groups):
        left = first + number * (width + gap)
        frame = box(left, top, left + width, top + height)
        figure = _figure(parts, (width - 60, height - 50), (left + width / 2, top + height / 2))
        _country(figure, members, parts, codes, limit=shapely.buffer(frame, -6, join_style="mitre"))
        figure.add("n", [frame.exterior, shapely.buffer(frame, -6, join_style="mitre").exterior])
        found.append(figure)
    return found


def _graticule(figure: Figure, taken=None) -> None:
    drawn = graticule(figure.lambert, figure.scale, figure.shift, (WIDTH, HEIGHT))
    if taken is not None:
        drawn = [part for line in drawn for part in shapely.get_parts(shapely.difference(line, taken))]
    figure.add("g", drawn)


# ---- Seas -----------------------------------------------------------------------------------------------------------


def _sea(subject: Subject) -> list[Figure]:
    limits = Polygon(seas()[subject.sea])
    lambert = Lambert(*middle(limits))
    region = lambert.shape(limits)
    water = _waters(region, shapely.union_all(_land_near(lambert, region, 0)))
    west, north, east, south = water.bounds
    scale = min(FIT[0] / (east - west), FIT[1] / (south - north))
    shift = (CENTRE[0] - (west + east) / 2 * scale, CENTRE[1] - (north + south) / 2 * scale)
    figure = Figure(lambert, scale, shift)

    def on_page(shape):
        return shapely.transform(shape, lambda points: points * scale + shift)

    water = on_page(water)
    # Land beyond the limits counts as well: a line keeps its distance from every coast.
    land = on_page(shapely.union_all(_land_near(lambert, region, AROUND / scale)))
    spacing = _farthest(water, land) / (lines.LINES + 1)
    figure.areas, figure.limit = lines.outwards(land, spacing), water
    _neighbours(
        figure, shapely.buffer(shapely.simplify(water, AROUND / 60), AROUND / 2), set(subject.codes), of_sea=True
    )
    _graticule(figure)
    return [figure]


def _waters(region, land):
    """Return the water of a region, without ponds that the outlines happen to close off."""
    found = shapely.get_parts(shapely.difference(region, land))
    return shapely.multipolygons([part for part in found if part.area > region.area / 500])


def _land_near(lambert: Lambert, region, around: float) -> list:
    """Return the land of every country within so many kilometres of a region, cut off there."""
    west, north, east, south = region.bounds
    reach = box(west - around, north - around, east + around, south + around)
    found = []
    for shape in shapes().values():
        for part in unrolled(shape.geoms, lambert.longitude):
            if abs(middle(part)[0] - lambert.longitude) < 120:
                flat = shapely.make_valid(lambert.shape(part))
                if shapely.intersects(flat, reach):
                    found.append(shapely.intersection(flat, reach))
    return found


def _farthest(water, land) -> float:
    """Return how far from land one can be on the water, in page units, as a net of points finds it."""
    west, north, east, south = water.bounds
    across, down = np.meshgrid(np.arange(west, east, NET), np.arange(north, south, NET))
    across, down = across.ravel(), down.ravel()
    shapely.prepare(water)
    inside = shapely.contains_xy(water, across, down)
    coast = shapely.boundary(land)
    shapely.prepare(coast)
    return float(shapely.distance(shapely.points(across[inside], down[inside]), coast).max())
