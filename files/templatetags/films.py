"""The only writer of <video> and of links to documents: every film and download of the site passes here."""

from django import template
from django.urls import reverse

from files.documents import FrozenDownload, FrozenFilm, PublicFile
from files.lengths import in_words, size_in_words
from images.documents import FrozenPicture
from images.ratios import Rendition
from images.templatetags.pictures import MIDDLE, address_in, fallback, is_blocked

register = template.Library()


def public_address(file: PublicFile | None, blocked: str) -> str:
    """Return the public address of a file; empty for none, and for one that was taken down."""
    if file is None or file.content_hash in blocked.split():
        return ""
    return reverse("public-file", args=[file.content_hash, file.name])


def file_address_in(context, whole: FrozenFilm | FrozenDownload, blocked: str):
    """Return where the page finds files: a preview brings `file_address(file, hash of whole)`."""
    own = context.get("file_address")
    if own is None:
        return lambda file: public_address(file, blocked)
    return lambda file: own(file, whole.content_hash) if public_address(file, blocked) else ""


@register.inclusion_tag("files/_film.html", name="film", takes_context=True)
def film_tag(context, film: FrozenFilm | None, language: str, blocked: str = ""):
    """Write a frozen film with everything that belongs to it; a sentence in its place when it was taken down."""
    if film is None:
        return {"film": None}
    film = film.without(blocked)
    if film is None:
        return {"film": None, "is_blocked": True}
    address = file_address_in(context, film, blocked)
    poster = film.poster if film.poster and not is_blocked(film.poster, blocked) else None
    return {
        "film": film,
        "language": language,
        "is_blocked": False,
        "src": address(film.file),
        "captions": address(film.captions_file),
        "descriptions": address(film.descriptions_file),
        "poster": poster,
        "poster_src": address_in(context)(poster.content_hash, _still(poster, film.width).name) if poster else "",
        "media_address": address_in(context),
        "blocked": blocked,
        "length": in_words(film.milliseconds) if film.content_hash else "",
    }


def _still(poster: FrozenPicture, film_width: int) -> Rendition:
    # Loaded before anybody opens the briefing, so small, and no sharper than the film it stands for.
    # Every browser that plays films reads WebP.
    return fallback(poster, width=min(MIDDLE, film_width or MIDDLE), extension="webp")


@register.inclusion_tag("files/_download.html", name="download", takes_context=True)
def download_tag(context, download: FrozenDownload | None, language: str, blocked: str = ""):
    """Write the link to a frozen document with format, size, pages and language; a sentence when it was taken down."""
    if download is None:
        return {"download": None}
    href = file_address_in(context, download, blocked)(download.file)
    return {"download": download, "language": language, "href": href, "size": size_in_words(download.size)}
