"""What is looked at before a page with a film or a document is published."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from files import webvtt
from files.documents import FrozenDownload, FrozenFilm
from languages.names import language_name
from publishing.findings import Finding, Level

# Captions may end a moment after the last picture.
TOLERANCE = 1_000  # milliseconds


def check_film(film: FrozenFilm | None, place: str, language: str) -> Iterable[Finding]:
    """Return what a film at `place` lacks before everybody can take part in it; nothing without a film."""
    if film is None:
        return
    in_words = {"language": language_name(language)}

    def missing(code: str, sentence: str, field: str) -> Finding:
        return Finding(Level.BLOCK, f"film.{code}", sentence % in_words, f"{place}/{field}", language)

    if not film.title:
        yield missing("title", _("A film has no title in %(language)s. Write it in the record of the film."), "title")
    if film.has_sound and not film.captions:
        sentence = _("A film has no captions in %(language)s. People who do not hear need them: add a WebVTT file.")
        yield missing("captions", sentence, "captions")
    if not film.transcript:
        sentence = _("A film has no transcript in %(language)s. Write down what is said and shown.")
        yield missing("transcript", sentence, "transcript")
    if not film.descriptions and not film.statement:
        sentence = _(
            "A film has no audio description in %(language)s, and nothing says that the sound says everything. "
            "Add one of them."
        )
        yield missing("description", sentence, "descriptions")
    if film.poster is None:
        sentence = _("A film has no opening picture. Choose one in the record of the film.")
        yield Finding(Level.BLOCK, "film.poster", sentence, f"{place}/poster")
    if not film.credit:
        sentence = _("A film has no credit. Say who made it, in the record of the film.")
        yield Finding(Level.BLOCK, "film.credit", sentence, f"{place}/credit")
    for field in ("captions", "descriptions"):
        yield from _check_times(film, field, place, language)


def _check_times(film: FrozenFilm, field: str, place: str, language: str) -> Iterable[Finding]:
    try:
        end = webvtt.end(getattr(film, field))
    except ValidationError as error:
        # The form refuses it; an import may have brought it.
        yield Finding(Level.BLOCK, "film.webvtt", error.messages[0], f"{place}/{field}", language)
        return
    if film.milliseconds and end > film.milliseconds + TOLERANCE:
        sentence = _("The captions go on after the film has ended (%(language)s). Do they belong to another film?")
        yield Finding(
            Level.WARN, "film.longer", sentence % {"language": language_name(language)}, f"{place}/{field}", language
        )


def check_download(download: FrozenDownload | None, place: str, language: str) -> Iterable[Finding]:
    """Return what a document at `place` lacks before the public may take it along; nothing without a document."""
    if download is None:
        return
    if not download.title:
        sentence = _("A document to download has no title in %(language)s. The link would say nothing.")
        yield Finding(
            Level.BLOCK, "document.title", sentence % {"language": language_name(language)}, f"{place}/title", language
        )
    if not download.tagged and not download.equivalent:
        sentence = _(
            "People who do not see cannot read a document. Upload it with tags, its language and a title, "
            "or give the address of the same as a web page."
        )
        yield Finding(Level.BLOCK, "document.access", sentence, place)
    if download.written_in != language:
        sentence = _("A document is written in %(written)s; readers of %(language)s are told so beside the link.")
        facts = {"written": language_name(download.written_in), "language": language_name(language)}
        yield Finding(Level.WARN, "document.language", sentence % facts, place, language)
