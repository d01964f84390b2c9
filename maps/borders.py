"""The reviewable list of how disputed borders are drawn: maps/data/borders.toml, read and checked."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"

Place = tuple[float, float]  # longitude, latitude in degrees
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Choice:
    """How one disputed area is drawn, and why."""

    area: str
    choice: str
    reason: str
    shape: str
    at: tuple[Place, ...]
    within: tuple[str, str] | None = None  # a shape of the source, and the one it is drawn as a part of
    moved: tuple[str, str, tuple[Place, ...]] | None = None  # from, to, outline
    dotted: tuple[frozenset[str], Box] | None = None


@dataclass(frozen=True)
class Borders:
    """All choices of the list."""

    choices: tuple[Choice, ...]
    no_distance: frozenset[str]
    parts: dict[str, tuple[str, ...]]  # ISO code of a state → ISO codes of parts that lie on its sheet
    extra_shapes: dict[str, tuple[str, ...]]  # ISO code of a state → shapes of such parts, where the source has them


@cache
def borders() -> Borders:
    """Return the list; a choice without an area, a reason or a place to test it by is an error."""
    found = tomllib.loads((DATA / "borders.toml").read_text())
    return Borders(
        choices=tuple(_choice(entry) for entry in found["choice"]),
        no_distance=frozenset(found["no_distance"]["codes"]),
        parts={entry["of"]: tuple(entry["codes"]) for entry in found["part"]},
        extra_shapes={entry["of"]: tuple(entry.get("shapes", ())) for entry in found["part"]},
    )


def _choice(entry: dict) -> Choice:
    within, moved, dotted = entry.get("within"), entry.get("moved"), entry.get("dotted")
    return Choice(
        area=entry["area"],
        choice=entry["choice"],
        reason=entry["reason"],
        shape=entry["shape"],
        at=tuple((longitude, latitude) for longitude, latitude in entry["at"]),
        within=(within["shape"], within["of"]) if within else None,
        moved=(moved["from"], moved["to"], tuple(map(tuple, moved["outline"]))) if moved else None,
        dotted=(frozenset(dotted["shapes"]), tuple(dotted["box"])) if dotted else None,
    )
