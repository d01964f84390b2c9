"""Which renditions of a picture exist: their names, shapes and sizes. Arithmetic only; nothing is drawn here."""

import re
from dataclasses import dataclass
from typing import Self

# Shapes the design asks for, as width : height; None is the shape the picture came in.
RATIOS: dict[str, tuple[int, int] | None] = {"original": None, "hero": (3, 2), "square": (1, 1)}
# The copy for the press: the whole picture in its full size, as one JPEG. No page shows it.
PRESS = "press"
SHAPES = RATIOS | {PRESS: None}
WIDTHS = (320, 640, 960, 1280, 1920, 2560)  # pixels
# Browsers too old for AVIF and WebP, and whoever reads a feed, get nothing wider.
WIDEST_FALLBACK = 1280  # pixels
# In the order in which a browser should prefer them; the last depends on the picture.
MODERN = {"avif": "image/avif", "webp": "image/webp"}
FALLBACK = {"image/jpeg": "jpg", "image/png": "png"}
MEDIA_TYPES = MODERN | {extension: media_type for media_type, extension in FALLBACK.items()}

_NAME = re.compile(
    r"(?P<ratio>[a-z]+)(?:-(?P<x>\d{1,3})-(?P<y>\d{1,3}))?-(?P<width>\d{1,5})\.(?P<extension>avif|webp|jpg|png)"
)


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file made from a picture: a shape cut around a focal point (percent), a width (pixels), a format."""

    ratio: str
    width: int
    extension: str
    focal_x: int = 50
    focal_y: int = 50

    @property
    def name(self) -> str:
        """The last part of its address: hero-35-60-640.avif, or original-640.avif, which is not cut."""
        focal_point = "" if SHAPES[self.ratio] is None else f"-{self.focal_point}"
        return f"{self.ratio}{focal_point}-{self.width}.{self.extension}"

    @property
    def focal_point(self) -> str:
        return f"{self.focal_x}-{self.focal_y}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.extension]

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """Return the rendition of this name; None for a name that no rendition has."""
        match = _NAME.fullmatch(name)
        if not match or match["ratio"] not in SHAPES or (match["x"] is None) != (SHAPES[match["ratio"]] is None):
            return None
        found = cls(
            match["ratio"], int(match["width"]), match["extension"], int(match["x"] or 50), int(match["y"] or 50)
        )
        # "007" and "7" must not be two addresses of one file.
        return found if found.name == name and max(found.focal_x, found.focal_y) <= 100 else None


def cut(width: int, height: int, ratio: str, focal_x: int, focal_y: int) -> tuple[int, int, int, int]:
    """Return the box (left, top, right, bottom) of a ratio: the largest there is, the focal point near its middle."""
    shape = SHAPES[ratio]
    if shape is None:
        return 0, 0, width, height
    across, down = shape
    cut_width = max(1, min(width, height * across // down))
    cut_height = max(1, min(height, width * down // across))
    left = min(max(0, width * focal_x // 100 - cut_width // 2), width - cut_width)
    top = min(max(0, height * focal_y // 100 - cut_height // 2), height - cut_height)
    return left, top, left + cut_width, top + cut_height


def widths(width: int, height: int, ratio: str, extension: str = "avif") -> list[int]:
    """Return the widths a picture of this size is offered in, ascending: never larger than what was cut from it."""
    left, _top, right, _bottom = cut(width, height, ratio, 50, 50)
    widest = min(right - left, WIDTHS[-1] if extension in MODERN else WIDEST_FALLBACK)
    return [*(each for each in WIDTHS if each < widest), widest]


def height_of(width: int, height: int, ratio: str, at_width: int) -> int:
    """Return how high a rendition `at_width` pixels wide is, in pixels, at least 1."""
    left, top, right, bottom = cut(width, height, ratio, 50, 50)
    return max(1, round(at_width * (bottom - top) / (right - left)))


def renditions(
    width: int, height: int, media_type: str, ratio: str, focal_x: int = 50, focal_y: int = 50
) -> list[Rendition]:
    """Return every rendition of one ratio of a picture, best format first, narrow to wide; one for the press."""
    if ratio == PRESS:
        return [press_copy(width)]
    return [
        Rendition(ratio, each, extension, focal_x, focal_y)
        for extension in (*MODERN, FALLBACK[media_type])
        for each in widths(width, height, ratio, extension)
    ]


def press_copy(width: int) -> Rendition:
    """Return the copy for the press of a picture this many pixels wide."""
    return Rendition(PRESS, width, "jpg")
