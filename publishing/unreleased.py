"""A document that nobody published, shown as the page it would make: by the public's own template, kept by nobody.

The desk's previews and the pages of share links are such pages. They are asked for by desk and guest modules, which
hand over the documents; nothing of the public side leads here.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from files.documents import PublicFile, without_removed
from images.ratios import Rendition
from images.renditions import Busy, fetch
from publishing import caching, checklist, kinds, wording
from publishing.documents import Document
from publishing.file_media import answer_with, away
from publishing.keyset import UnknownPlace
from publishing.models import TakeDown
from publishing.views import LanguageLink, view_for

_TAG = re.compile(r"""<(?:a|form)\b(?:[^>"]|"[^"]*")*>""")
_TARGET = re.compile(r"""\s(?:href|action)="([^"]*)\"""")


@dataclass(frozen=True)
class Around:
    """What stands around an unreleased page.

    `addresses` tells where the documents shown together are, by language: the language switch. `inside` maps the
    public addresses of these documents to the same; `media` returns the address of a picture's rendition, `files` that
    of a film, its captions or a document. `missing` names required texts that are not written yet.
    """

    addresses: Mapping[str, str]
    media: Callable[[str, str], str]
    files: Callable[[PublicFile, str], str]
    inside: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def has_a_page(kind: str) -> bool:
    """Tell whether a kind of page has a page of its own; a keyword or a place only stands on others."""
    return bool(kinds.get(kind).template)


def missing_in(document: Document) -> tuple[str, ...]:
    """Return the names of the required texts that a document lacks, in the active language."""
    plain = document.model_dump(mode="json")
    return tuple(wording.place_name(key, plain) for key in checklist.missing_texts(document.kind, plain))


def page(request: HttpRequest, document: Document, around: Around, *, status: int = 200, **context) -> HttpResponse:
    """Return the page that a document makes; links that leave what is shown here say so and open beside it.

    Http404 says that the address asks for a part of a list that does not exist.
    """
    reader = translation.get_language()
    with translation.override(document.language):
        view = view_for(document, request, timezone.now())
        links = [
            LanguageLink(code, name, around.addresses[code], exists=True, current=code == document.language)
            for code, name in settings.LANGUAGES
            if code in around.addresses
        ]
        try:
            shown = view.page_context(None, document)
        except UnknownPlace as error:
            raise Http404 from error
        response = view.rendered(
            **shown
            | {"links": links, "blocked": _blocked_in(document)}
            | {"preview": reader, "missing": around.missing, "media_address": around.media}
            | {"file_address": around.files, "status": status}
            | context
        )
    response.headers["Content-Language"] = document.language
    response.content = _with_ways_out_marked(response.content.decode(), around)
    return never_kept(response)


def never_kept(response: HttpResponse) -> HttpResponse:
    """Forbid caches to keep the answer and search engines to list it."""
    response.headers["X-Robots-Tag"] = "noindex"
    return caching.never_kept(response)


def _with_ways_out_marked(text: str, around: Around) -> str:
    """Keep links to what is shown here inside, and mark the others: they lead to the public site, in a new tab.

    The text is what our own templates wrote: tags are well formed and attributes stand in double quotes.
    """
    here = set(around.addresses.values()) | set(around.inside.values())

    def lead(tag: re.Match) -> str:
        found = _TARGET.search(tag[0])
        address = html.unescape(found[1]) if found else ""
        if not address or address[0] in "#?" or address.partition("#")[0] in here:
            return tag[0]
        path, _hash, fragment = address.partition("#")
        if path in around.inside:
            inside = html.escape(around.inside[path] + (f"#{fragment}" if fragment else ""))
            return tag[0][: found.start(1)] + inside + tag[0][found.end(1) :]
        described = "" if tag[0].startswith("<form") else ' aria-describedby="leaves-preview"'
        return f'{tag[0][:-1]} target="_blank"{described}>'

    return _TAG.sub(lead, text)


def _blocked_in(document: Document) -> str:
    """Return the hashes of what a document shows or offers and what was taken down."""
    hashes = {each.content_hash for each in [*document.pictures(), *document.files()]}
    return " ".join(TakeDown.objects.filter(content_hash__in=hashes).values_list("content_hash", flat=True))


def files(document: Document) -> list[PublicFile]:
    """Return what a document offers, taken down or not; with a film that was taken down its captions go."""
    blocked = _blocked_in(document)
    kept = without_removed(document, blocked).files()
    return [*kept, *(each for each in document.files() if each.content_hash in blocked.split())]


def picture(content_hash: str, name: str) -> HttpResponse:
    """Return a rendition to somebody who may see it before the public does; 410 when it was taken down."""
    if TakeDown.objects.filter(content_hash=content_hash).exists():
        return never_kept(_plain(_("This picture was removed."), status=410))
    rendition = Rendition.parse(name)
    try:
        content = rendition and fetch(content_hash, rendition)
    except Busy:
        response = _plain(_("This picture is being prepared. Try again in a moment."), status=503)
        response.headers["Retry-After"] = "5"
        return never_kept(response)
    if not content:
        return no_picture()
    response = HttpResponse(content, content_type=rendition.media_type)
    response.headers["Content-Disposition"] = "inline"
    return never_kept(response)


def file(request: HttpRequest, offered: PublicFile) -> HttpResponse:
    """Return a film, its captions or a document to somebody who may see it before the public; 410 if taken down."""
    if TakeDown.objects.filter(content_hash=offered.content_hash).exists():
        return never_kept(_plain(_("This file was removed."), status=410))
    try:
        return never_kept(answer_with(request, offered))
    except FileNotFoundError:
        return no_file()
    except OSError:  # a storage that is away
        return never_kept(away())


def no_file(*, status: int = 404) -> HttpResponse:
    """Return that there is no such file, for whoever asks for one that the page does not offer."""
    return never_kept(_plain(_("There is no such file."), status=status))


def no_picture(*, status: int = 404) -> HttpResponse:
    """Return that there is no such picture, for whoever asks for one that the page does not show."""
    return never_kept(_plain(_("There is no such picture."), status=status))


def _plain(sentence: str, *, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def inside(documents: Iterable[Document], address: Callable[[Document], str]) -> dict[str, str]:
    """Return where each document with a public address is shown here, by that address."""
    return {document.path: address(document) for document in documents if document.path}
