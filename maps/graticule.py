"""Meridians and parallels of a page."""

import math

import numpy as np
import shapely
from shapely import LineString, box

from maps.countries import MEAN_RADIUS
from maps.projection import Lambert

STEPS = (0.25, 0.5, 1, 2, 5, 10, 15)  # degrees
APART = 110  # page units; parallels stand no closer
EDGE = 86  # degrees of latitude where meridians end


def graticule(lambert: Lambert, scale: float, shift: tuple[float, float], page: tuple[int, int]) -> list[LineString]:
    """Return the lines of a page, at the finest step that leaves room between them."""
    a_degree = math.radians(1) * MEAN_RADIUS * scale
    step = next((step for step in STEPS if step * a_degree >= APART), STEPS[-1])
    reach = math.hypot(*page) / scale / MEAN_RADIUS  # radians, more than to the farthest corner
    half = math.degrees(min(reach, 2.2))
    south, north = max(-EDGE, lambert.latitude - half), min(EDGE, lambert.latitude + half)
    narrowest = math.cos(math.radians(max(abs(south), abs(north))))
    wide = min(170.0, half / max(narrowest, 0.02))
    frame = box(0, 0, *page)
    found = []
    for longitude in _multiples(lambert.longitude - wide, lambert.longitude + wide, step):
        latitudes = np.linspace(south, north, 90)
        found += _on_page(np.stack([np.full(90, longitude), latitudes], axis=1), lambert, scale, shift, frame)
    for latitude in _multiples(south, north, step):
        longitudes = np.linspace(lambert.longitude - wide, lambert.longitude + wide, 180)
        found += _on_page(np.stack([longitudes, np.full(180, latitude)], axis=1), lambert, scale, shift, frame)
    return found


def _multiples(first: float, last: float, step: float) -> list[float]:
    return [number * step for number in range(math.ceil(first / step), math.floor(last / step) + 1)]


def _on_page(degrees: np.ndarray, lambert: Lambert, scale: float, shift, frame) -> list[LineString]:
    drawn = LineString(lambert.points(degrees) * scale + shift)
    clipped = shapely.simplify(shapely.intersection(drawn, frame), 0.7)
    return [line for line in shapely.get_parts(clipped) if line.geom_type == "LineString" and not line.is_empty]
