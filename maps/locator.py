"""The locator map: where the missions are, marked on a world in the Equal Earth projection (Šavrič, Patterson, Jenny).

The ground is one static drawing, `static/maps/world.svg`; the marks are rows beside published versions, so that a list
reads no document.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from django.db import models
from django.utils.translation import gettext_lazy as _
from shapely import Polygon

from maps import lines
from maps.subjects import Subject, seas
from maps.territories import WrongCountry, shape_of, steps
from publishing.models import Edition, Projection

WIDTH, HEIGHT = 2400, 1170  # units of the drawing
MERIDIAN = 11  # degrees east; in the middle, so that the cut runs through the Bering Sea
TOLERANCE = 1.1
APART = 34  # units between two numbers
SMALLEST = 3  # units; smaller islands are left out of the ground
# What is shown unless a mission lies elsewhere: Europe, the Near East and Africa to the Equator, or all of Africa
# (west, south, east, north).
CROPS = ((-24, -2, 64, 71), (-24, -36, 64, 71))
_A = (1.340264, -0.081106, 0.000893, 0.003796)
STYLE = (
    "path{fill:none;stroke-linejoin:round}.c{stroke:#7d7462;stroke-width:1.1}.b{stroke:#b9ae98;stroke-width:.9}"
    "@media (prefers-color-scheme:dark){.c{stroke:#738898}.b{stroke:#3b5060}}"
    # On the night of a hero, whatever the page around it: its address ends in #night.
    ":target .c{stroke:#8ea3b3}:target .b{stroke:#3e5466}"
)


def points(degrees: np.ndarray) -> np.ndarray:
    """Return places (longitude, latitude) as points of the drawing."""
    east = np.radians((degrees[:, 0] - MERIDIAN + 180) % 360 - 180)
    angle = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(degrees[:, 1])))
    square = angle**2
    a, b, c, d = _A
    x = 2 * np.sqrt(3) * east * np.cos(angle) / (3 * (a + 3 * b * square + square**3 * (7 * c + 9 * d * square)))
    y = angle * (a + b * square + square**3 * (c + d * square))
    scale = WIDTH / 5.4133  # the width of the projected world, whose radius is 1
    return np.stack([WIDTH / 2 + x * scale, HEIGHT / 2 - y * scale], axis=1)


def ground() -> str:
    """Return coasts and borders of the world as SVG."""
    found = steps()
    ends = found.ends.copy()
    ends[:, :, 0] = (ends[:, :, 0] - MERIDIAN + 180) % 360 - 180 + MERIDIAN
    uncut = np.abs(ends[:, 0, 0] - ends[:, 1, 0]) < 180
    is_border = np.array([len(owners) > 1 for owners in found.owners])
    paths = ""
    for name, chosen in (("b", is_border), ("c", ~is_border)):
        chained = lines.chained(ends[uncut & chosen])
        drawn = [shapely.simplify(shapely.transform(line, points), TOLERANCE) for line in chained]
        large = [line for line in drawn if max(np.ptp(shapely.get_coordinates(line), axis=0)) >= SMALLEST]
        paths += f'<path class="{name}" d="{lines.path(large)}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="night" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<style>{STYLE}</style>{paths}</svg>\n"
    )


@dataclass(frozen=True)
class Mark:
    """Where a subject lies on the drawing: an outline (empty for a sea) and the spot for its number."""

    outline: str
    x: int
    y: int


@lru_cache(maxsize=256)
def mark(subject: Subject) -> Mark:
    """Return the mark of a subject; raises `WrongCountry` as drawing it would."""
    if subject.kind == "sea":
        spot = points(np.array([shapely.centroid(Polygon(seas()[subject.sea])).coords[0]]))[0]
        return Mark("", round(spot[0]), round(spot[1]))
    parts = [part for code in subject.codes for part in shape_of(code).geoms]
    flat = [shapely.simplify(shapely.make_valid(shapely.transform(part, points)), TOLERANCE) for part in parts]
    flat = [part for part in flat if np.ptp(part.bounds[::2]) < WIDTH / 2]  # a part that the cut runs through
    spot = shapely.point_on_surface(max(flat, key=shapely.area))
    rings = [ring for part in flat for polygon in shapely.get_parts(part) for ring in _rings(polygon)]
    return Mark(lines.path(rings, dots=True), round(spot.x), round(spot.y))


def _rings(polygon) -> list:
    return [polygon.exterior, *polygon.interiors] if isinstance(polygon, Polygon) else []


def spread(marks: list) -> list:
    """Move the numbers of marks aside that would cover an earlier one, and return the marks; outlines stay."""
    for number, mark in enumerate(marks):
        while any(math.hypot(mark.x - other.x, mark.y - other.y) < APART for other in marks[:number]):
            mark.x += APART
    return marks


def view_box(marks: list) -> str:
    """Return the part of the drawing to show: the smallest of the usual ones with every mark, or else the world."""
    for west, south, east, north in CROPS:
        (left, _y), (right, _z) = points(np.array([[west, 10.0], [east, 10.0]]))
        top, bottom = points(np.array([[MERIDIAN, north], [MERIDIAN, south]]))[:, 1]
        if all(left < mark.x < right and top < mark.y < bottom for mark in marks):
            return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"
    return f"0 0 {WIDTH} {HEIGHT}"


class PublishedMark(Projection):
    """Where a published version lies on the locator map."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="mark")
    outline = models.TextField(_("outline"), blank=True)
    x = models.IntegerField(_("across"))
    y = models.IntegerField(_("down"))

    class Meta:
        verbose_name = _("mark on the map")
        verbose_name_plural = _("marks on the map")

    def __str__(self):
        return f"{self.x} {self.y}"


def project_mark(edition: Edition, subject: Subject | None) -> list[PublishedMark]:
    """Return the unsaved row for the place of a version; none if nothing may be shown, or nothing can be right."""
    if subject is None:
        return []
    try:
        found = mark(subject)
    except WrongCountry:
        return []
    return [PublishedMark(edition=edition, outline=found.outline, x=found.x, y=found.y)]
