"""The shapes of the world's countries, as the source has them and as the list of borders wants them drawn.

Everything here is in degrees of longitude and latitude. Neighbours share their borders point by point, so a border is
known from a coast by how many countries a step of it belongs to.
"""

import gzip
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from maps.borders import DATA, borders
from maps.countries import MEAN_RADIUS, countries

# The source has points where islands are too small for it; they are drawn as islands half a kilometre wide.
SMALLEST = 0.0025  # degrees
DECIMALS = 6
POLE = -85  # degrees; no coast lies farther south
# An area may differ from the published one by so much: lakes, mangroves and disputed strips count for some and not for
# others. Of small islands the source lacks many, and of the smallest it has a rough outline at most.
TOLERANCES = ((5000, 0.15), (450, 0.55))  # from so many km² on, the share by which it may differ
CAPITAL_NEAR = 0.5  # degrees; a capital lies in its country, or on its coast as the source draws it


class WrongCountry(ValueError):
    """What would be drawn is not the country that was asked for."""


@dataclass(frozen=True)
class Steps:
    """Every step of every coast and border: its two ends, and which countries lie along it."""

    ends: np.ndarray  # n × 2 × 2, degrees
    owners: tuple[frozenset[str], ...]
    dotted: np.ndarray  # of booleans


@cache
def shapes() -> dict[str, MultiPolygon]:
    """Return the shape of every country by its code, disputed areas already where the list of borders puts them."""
    found = dict(_parts())
    for choice in borders().choices:
        if choice.within:
            part, whole = choice.within
            found[whole] = shapely.union(found[whole], found.pop(part))
    return {code: _polygons(shape) for code, shape in found.items()}


@cache
def _parts() -> dict[str, MultiPolygon]:
    """Return the shapes of the source with its outlines moved, before parts are joined to wholes."""
    source = json.loads(gzip.decompress((DATA / "world-50m.json.gz").read_bytes()))
    scale, shift = np.array(source["transform"]["scale"]), np.array(source["transform"]["translate"])
    arcs = [np.round(np.cumsum(arc, axis=0) * scale + shift, DECIMALS) for arc in source["arcs"]]
    found = defaultdict(list)
    for country in source["objects"]["countries"]["geometries"]:
        for polygon in country["arcs"]:
            outer, *holes = ([tuple(point) for point in _ring(arcs, ring)] for ring in polygon)
            found[country["properties"]["a3"]].append(_polygon(outer, holes))
    islands = json.loads(gzip.decompress((DATA / "islands-10m.json.gz").read_bytes()))
    for code, outlines in islands.items():
        found[code] = [_polygon([tuple(point) for point in outline], []) for outline in outlines]
    result = {code: _polygons(shapely.union_all(polygons)) for code, polygons in found.items()}
    for choice in borders().choices:
        if choice.moved:
            origin, target, outline = choice.moved
            strip = shapely.intersection(result[origin], Polygon(outline))
            result[origin] = _polygons(_rounded(shapely.difference(result[origin], strip)))
            result[target] = _polygons(_rounded(shapely.union(result[target], strip)))
    return result


def _ring(arcs: list[np.ndarray], ids: list[int]) -> np.ndarray:
    """Return a closed line whose longitudes run on across 180 degrees, with its middle between -180 and 180."""
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ids]
    ring = np.concatenate([piece if place == 0 else piece[1:] for place, piece in enumerate(pieces)])
    turns = np.round(np.diff(ring[:, 0]) / 360)
    ring[1:, 0] -= 360 * np.cumsum(turns)
    middle = (ring[:, 0].min() + ring[:, 0].max()) / 2
    ring[:, 0] -= 360 * math.floor((middle + 180) / 360)
    if abs(ring[0, 0] - ring[-1, 0]) > 180:  # around the pole: the way back lies along it
        ring = np.concatenate([ring, [[ring[-1, 0], -90], [ring[0, 0], -90], ring[0]]])
    return np.round(ring, DECIMALS)


def _polygon(outer: list, holes: list) -> Polygon:
    if len(set(outer)) < 3:
        x, y = outer[0]
        return Polygon([(x - SMALLEST, y), (x, y - SMALLEST), (x + SMALLEST, y), (x, y + SMALLEST)])
    made = Polygon(outer, [hole for hole in holes if len(set(hole)) > 2])
    return made if made.is_valid else shapely.make_valid(made, method="structure", keep_collapsed=False)


def _polygons(shape) -> MultiPolygon:
    """Return the areas of a shape, largest first; lines and points that an operation left over are dropped."""
    areas = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area > 0]
    return MultiPolygon(sorted(areas, key=lambda part: (-part.area, part.bounds)))


def _rounded(shape):
    return shapely.make_valid(shapely.transform(shape, lambda points: np.round(points, DECIMALS)))


@cache
def shape_of(code: str) -> MultiPolygon:
    """Return the shape of a country by its ISO code; refuse one that cannot be that country.

    Raises `KeyError` for a code without a shape.
    """
    country = countries()[code]
    listed = borders()
    shape = shapes()[country.shape]
    extra = [shapes()[name] for name in listed.extra_shapes.get(code, ()) if name in shapes()]
    if extra:
        shape = _polygons(shapely.union_all([shape, *extra]))
    published = country.area + sum(countries()[part].area for part in listed.parts.get(code, ()))
    drawn = area(shape)
    allowed = next((share for smallest, share in TOLERANCES if published >= smallest), math.inf)
    if abs(drawn - published) > allowed * published:
        raise WrongCountry(f"{code} has {published:,.0f} km², and what would be drawn has {drawn:,.0f} km².")
    if country.latitude is not None:
        capital = shapely.Point(country.longitude, country.latitude)
        if not any(
            shapely.dwithin(shape, shapely.Point(capital.x + turn, capital.y), CAPITAL_NEAR) for turn in (0, 360)
        ):
            raise WrongCountry(f"{country.capital}, the capital of {code}, lies outside of what would be drawn.")
    return shape


def area(shape) -> float:
    """Return the area of a shape on the sphere, in km²."""

    def equal_area(points: np.ndarray) -> np.ndarray:
        radians = np.radians(points)
        return np.stack([radians[:, 0], np.sin(radians[:, 1])], axis=1) * MEAN_RADIUS

    # Straight lines in degrees stay straight enough when they are short.
    return shapely.transform(shapely.segmentize(shape, 0.5), equal_area).area


@cache
def names() -> dict[str, str]:
    """Return the ISO code of every shape that has one; a part of a state has the code of the state."""
    found = {country.shape: code for code, country in countries().items() if country.shape}
    for state, extra in borders().extra_shapes.items():
        found |= dict.fromkeys(extra, state)
    for choice in borders().choices:
        if choice.within:
            part, whole = choice.within
            found[part] = found[whole]
    return found


@cache
def steps() -> Steps:
    """Return every step of every outline once, with the countries on its sides (ISO codes, or the code of a shape)."""
    owners: dict[tuple, set[str]] = defaultdict(set)
    parts: dict[tuple, set[str]] = defaultdict(set)
    for shape, outline in _parts().items():
        for ring in _rings(outline):
            for one, other in pairwise(ring):
                if max(one[1], other[1]) < POLE or (abs(one[0]) == abs(other[0]) == 180):
                    continue  # where the source cuts the world open, and the pole: neither coast nor border
                step = (one, other) if one < other else (other, one)
                owners[step].add(names().get(shape, shape))
                parts[step].add(shape)
    ordered = sorted(owners)
    return Steps(
        np.array(ordered),
        tuple(frozenset(owners[step]) for step in ordered),
        np.array([_is_dotted(step, parts[step]) for step in ordered]),
    )


def _rings(outline: MultiPolygon):
    for polygon in outline.geoms:
        for ring in (polygon.exterior, *polygon.interiors):
            yield [tuple(point) for point in shapely.get_coordinates(ring).tolist()]


def _is_dotted(step: tuple, sides: set[str]) -> bool:
    """Tell whether the list of borders wants a step dotted."""
    if len(sides) < 2:
        return False
    (x, y), (x2, y2) = step
    middle = ((x + x2) / 2, (y + y2) / 2)
    for choice in borders().choices:
        if choice.dotted and sides <= choice.dotted[0] and _inside(middle, choice.dotted[1]):
            return True
        if choice.within and sides == set(choice.within):
            return True
        if (
            choice.moved
            and sides == set(choice.moved[:2])
            and shapely.dwithin(Polygon(choice.moved[2]), shapely.Point(middle), 0.01)
        ):
            return True
    return False


def _inside(place: tuple[float, float], box: tuple) -> bool:
    west, south, east, north = box
    return west <= place[0] <= east and south <= place[1] <= north
