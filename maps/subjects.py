"""What a sheet shows: one country, several, a sea, home, or nothing at all."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from maps.borders import DATA
from maps.countries import can_be_drawn


class ShownPlace(Protocol):
    """A place as a document or the desk has it."""

    code: str
    shape: str
    members: list[str]


@dataclass(frozen=True)
class Subject:
    """What is drawn: `kind` is country, region or sea; `codes` are ISO codes, for a sea those of its named coasts."""

    kind: str
    codes: tuple[str, ...]
    sea: str = ""

    @property
    def key(self) -> str:
        """Return the name under which the drawing is kept: “country ML”, “sea X-BALTIC-SEA DE DK”."""
        return " ".join(filter(None, [self.kind, self.sea, *self.codes]))


@cache
def seas() -> dict[str, list[tuple[float, float]]]:
    """Return the limits of every sea that can be drawn, by its code."""
    found = tomllib.loads((DATA / "seas.toml").read_text())
    return {code: [(x, y) for x, y in sea["limits"]] for code, sea in found.items()}


def subject(places: Iterable[ShownPlace], ceiling: str = "country") -> Subject | None:
    """Return what a sheet for these places shows; None if there is nothing to draw, or nothing that may be shown.

    `ceiling` is the most precise place that may be shown: none, region, country or town. A home country beside other
    places is where they are reached from, and is not drawn.
    """
    places = list(places)
    if ceiling == "none":
        return None
    if ceiling == "region":
        places = [place for place in places if place.shape in ("region", "sea")]
    if any(place.shape != "home" for place in places):
        places = [place for place in places if place.shape != "home"]
    # A sea beside countries lies on their sheet anyway.
    at_sea = [place for place in places if place.shape == "sea" and place.code in seas()]
    if at_sea and len(at_sea) == len(places):
        return Subject("sea", _known(at_sea[0].members), at_sea[0].code)
    places = [place for place in places if place not in at_sea]
    codes = _known(
        code for place in places for code in ([place.code] if place.shape in ("country", "home") else place.members)
    )
    if not codes:
        return None
    of_one = len(places) == 1 and places[0].shape in ("country", "home")
    return Subject("country" if of_one else "region", codes)


def _known(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if can_be_drawn(code)}))


def subject_key(places: Iterable[ShownPlace], ceiling: str) -> str:
    """Return the key of what a sheet for these places shows; empty for nothing."""
    found = subject(places, ceiling)
    return found.key if found else ""
