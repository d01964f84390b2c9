"""Writing films and documents down as published versions keep them."""

from files.documents import FrozenDownload, FrozenFilm
from files.models import Download, Film
from images.freezing import freeze_picture
from languages.columns import text


def freeze_film(film: Film | None, language: str) -> FrozenFilm | None:
    """Return a film with its words in one language; None without a film."""
    if film is None:
        return None
    words = {
        name: text(film, name, language) for name in ("title", "captions", "transcript", "descriptions", "statement")
    }
    facts = ("uid", "content_hash", "media_type", "size", "width", "height", "milliseconds", "has_sound")
    return FrozenFilm(
        **words,
        **{name: getattr(film, name) for name in facts},
        external_url=film.external_url,
        poster=freeze_picture(film.poster, language),
        credit=film.credit,
    )


def freeze_download(download: Download | None, language: str) -> FrozenDownload | None:
    """Return a document with its title in one language; None without a document."""
    if download is None:
        return None
    facts = ("uid", "content_hash", "media_type", "size", "pages", "written_in", "tagged", "equivalent")
    return FrozenDownload(title=text(download, "title", language), **{name: getattr(download, name) for name in facts})
