"""The only writer of <picture>: every picture of site and desk passes here."""

from django import template
from django.urls import reverse

from images.documents import FrozenPicture
from images.ratios import FALLBACK, MODERN, Rendition, height_of, press_copy, widths

register = template.Library()

# The width of the fallback that <img src> names: what feeds and very old browsers load.
MIDDLE = 960  # pixels


def address(content_hash: str, rendition: Rendition) -> str:
    """Return the public address of a rendition."""
    return reverse("media", args=[content_hash, rendition.name])


def fallback(picture: FrozenPicture, ratio: str = "original", width: int = MIDDLE) -> Rendition:
    """Return the JPEG or PNG of a picture that is nearest below a width in pixels, or the narrowest there is."""
    extension = FALLBACK[picture.media_type]
    offered = widths(picture.width, picture.height, ratio, extension)
    at = max((each for each in offered if each <= width), default=offered[0])
    return Rendition(ratio, at, extension, picture.focal_x, picture.focal_y)


def sources(picture: FrozenPicture, ratio: str) -> list[tuple[str, str]]:
    """Return (media type, srcset) of each format, best first; the last is the fallback."""
    found = []
    for extension in (*MODERN, FALLBACK[picture.media_type]):
        offered = [
            Rendition(ratio, width, extension, picture.focal_x, picture.focal_y)
            for width in widths(picture.width, picture.height, ratio, extension)
        ]
        srcset = ", ".join(f"{address(picture.content_hash, each)} {each.width}w" for each in offered)
        found.append((offered[0].media_type, srcset))
    return found


def is_blocked(picture: FrozenPicture, blocked) -> bool:
    """Say whether a picture was taken down; `blocked` is a collection of hashes or one text of them."""
    return picture.content_hash in (blocked.split() if isinstance(blocked, str) else blocked or ())


@register.inclusion_tag("images/_picture.html", name="picture")
def picture_tag(picture: FrozenPicture | None, sizes="100vw", ratio="original", priority=False, blocked=""):
    """Write a frozen picture; nothing for none and for one that was taken down.

    `sizes` is the HTML attribute; `priority` is for the one picture that stands first on the page.
    """
    if picture is None or is_blocked(picture, blocked):
        return {"picture": None}
    *modern, (_media_type, srcset) = sources(picture, ratio)
    widest = widths(picture.width, picture.height, ratio)[-1]
    return {
        "picture": picture,
        "modern": modern,
        "srcset": srcset,
        "src": address(picture.content_hash, fallback(picture, ratio)),
        "width": widest,
        "height": height_of(picture.width, picture.height, ratio, widest),
        "alternative_text": "" if picture.decorative else picture.alternative_text,
        "sizes": sizes,
        "priority": priority,
    }


@register.inclusion_tag("images/_figure.html", name="figure")
def figure_tag(picture: FrozenPicture | None, sizes="100vw", ratio="original", priority=False, blocked=""):
    """Write a frozen picture with caption and credit; a sentence in its place when it was taken down."""
    return {
        "picture": picture,
        "is_blocked": picture is not None and is_blocked(picture, blocked),
        "sizes": sizes,
        "ratio": ratio,
        "priority": priority,
        "press": address(picture.content_hash, press_copy(picture.width)) if picture and picture.press_bytes else "",
    }
