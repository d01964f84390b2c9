"""What the card of a page shows of its sheet."""

from images.grounds import Ground
from maps.documents import FrozenSheet
from maps.drawing import CENTRE, FIT
from maps.sheets import Sheet
from maps.strokes import strokes


def ground_of(sheet: FrozenSheet | None) -> Ground | None:
    """Return what a card draws of a sheet; None without one. The sheet is read when it is painted."""
    if sheet is None:
        return None
    svg = Sheet.objects.filter(digest=sheet.digest).values_list("svg", flat=True)
    return Ground(sheet.digest, lambda: strokes(svg.first() or ""), CENTRE, FIT)
