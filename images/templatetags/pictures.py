"""The only writer of <picture>: every picture of site and desk passes here."""

from django import template
from django.urls import reverse

from images.documents import FrozenPicture
from images.ratios import FALLBACK, MODERN, Rendition, height_of, press_copy, widths

register = template.Library()

# The width of the fallback that <img src> names: what feeds and very old browsers load.
MIDDLE = 960  # pixels
# How wide a picture stands in the column of text: static/css gives it 44rem, and the text its margins.
IN_COLUMN = "(min-width: 61rem) 44rem, (min-width: 48rem) calc(100vw - 17rem), calc(100vw - 4.75rem)"


def public_address(content_hash: str, name: str) -> str:
    """Return the address at which everybody reads a rendition while a public page shows it."""
    return reverse("media", args=[content_hash, name])


def fallback(picture: FrozenPicture, ratio: str = "original", width: int = MIDDLE, extension: str = "") -> Rendition:
    """Return the picture that is nearest below a width in pixels, or the narrowest there is.

    A JPEG or PNG, unless another of the formats is named.
    """
    extension = extension or FALLBACK[picture.media_type]
    offered = widths(picture.width, picture.height, ratio, extension)
    at = max((each for each in offered if each <= width), default=offered[0])
    return Rendition(ratio, at, extension, picture.focal_x, picture.focal_y)


def sources(picture: FrozenPicture, ratio: str, address=public_address) -> list[tuple[str, str]]:
    """Return (media type, srcset) of each format, best first; the last is the fallback."""
    found = []
    for extension in (*MODERN, FALLBACK[picture.media_type]):
        offered = [
            Rendition(ratio, width, extension, picture.focal_x, picture.focal_y)
            for width in widths(picture.width, picture.height, ratio, extension)
        ]
        srcset = ", ".join(f"{address(picture.content_hash, each.name)} {each.width}w" for each in offered)
        found.append((offered[0].media_type, srcset))
    return found


def is_blocked(picture: FrozenPicture, blocked) -> bool:
    """Say whether a picture was taken down; `blocked` is a collection of hashes or one text of them."""
    return picture.content_hash in (blocked.split() if isinstance(blocked, str) else blocked or ())


def address_in(context):
    """Return where the page finds renditions: a preview brings an address of its own, `media_address(hash, name)`."""
    return context.get("media_address") or public_address


@register.inclusion_tag("images/_picture.html", name="picture", takes_context=True)
def picture_tag(context, picture: FrozenPicture | None, sizes=IN_COLUMN, ratio="original", priority=False, blocked=""):
    """Write a frozen picture; nothing for none and for one that was taken down.

    `sizes` is the HTML attribute, said where a picture stands elsewhere than in the column of text; `priority` is for
    the one picture that stands first on the page.
    """
    if picture is None or is_blocked(picture, blocked):
        return {"picture": None}
    address = address_in(context)
    *modern, (_media_type, srcset) = sources(picture, ratio, address)
    widest = widths(picture.width, picture.height, ratio)[-1]
    return {
        "picture": picture,
        "modern": modern,
        "srcset": srcset,
        "src": address(picture.content_hash, fallback(picture, ratio).name),
        "width": widest,
        "height": height_of(picture.width, picture.height, ratio, widest),
        "alternative_text": "" if picture.decorative else picture.alternative_text,
        "sizes": sizes,
        "priority": priority,
    }


@register.inclusion_tag("images/_figure.html", name="figure", takes_context=True)
def figure_tag(context, picture: FrozenPicture | None, sizes=IN_COLUMN, ratio="original", priority=False, blocked=""):
    """Write a frozen picture with caption and credit; a sentence in its place when it was taken down."""
    return {
        "media_address": address_in(context),
        "picture": picture,
        "is_blocked": picture is not None and is_blocked(picture, blocked),
        "sizes": sizes,
        "ratio": ratio,
        "priority": priority,
        "press": address_in(context)(picture.content_hash, press_copy(picture.width).name)
        if picture and picture.press_bytes
        else "",
    }
