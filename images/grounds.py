"""What a card shows where there is no photograph: a drawing made of strokes."""

from collections.abc import Callable
from typing import NamedTuple


class Stroke(NamedTuple):
    """Lines of one kind: ink as #rrggbb, width, lengths of dashes and gaps (none for a whole line), runs of points."""

    ink: str
    width: float
    dashes: list[float]
    runs: list[list[tuple[int, int]]]


class Ground(NamedTuple):
    """A drawing and its name; `strokes` is asked when it is painted.

    What it is about lies around `centre` in a room of this width and height, in units of the drawing.
    """

    name: str
    strokes: Callable[[], list[Stroke]]
    centre: tuple[int, int]
    room: tuple[int, int]
