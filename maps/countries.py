"""Codes, capitals and areas of countries, and how far one capital is from another."""

import math
from dataclasses import dataclass
from functools import cache

from maps.borders import DATA, borders

MEAN_RADIUS = 6371.0088  # km, of the sphere that distances are measured on (IUGG)


@dataclass(frozen=True)
class Country:
    """A country by its ISO 3166 code. Without a capital, `latitude` and `longitude` are None."""

    code: str
    shape: str  # its code; empty for a part of another country that has no shape of its own
    capital: str
    latitude: float | None
    longitude: float | None
    area: float  # km²


@cache
def countries() -> dict[str, Country]:
    """Return every country by its two-letter code."""
    found = {}
    for line in (DATA / "countries.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        code, shape, capital, latitude, longitude, area = line.split("\t")
        place = (float(latitude), float(longitude)) if latitude else (None, None)
        found[code] = Country(code, shape, capital, *place, float(area))
    return found


def can_be_drawn(code: str) -> bool:
    """Tell whether a country has a shape; without reading one, because public pages ask."""
    return code in countries() and bool(countries()[code].shape)


def distance(one: str, other: str) -> int | None:
    """Return the great circle between two capitals in whole kilometres.

    None for one and the same country, for a country without a capital, and where the list of borders forbids it.
    """
    found = [countries().get(code) for code in (one, other)]
    if one == other or any(
        country is None or country.latitude is None or country.code in borders().no_distance for country in found
    ):
        return None
    (south, west), (north, east) = ((math.radians(c.latitude), math.radians(c.longitude)) for c in found)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return round(2 * MEAN_RADIUS * math.asin(math.sqrt(half)))
