"""The public side: every answer is made of published versions, read at one moment."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.generic import TemplateView

from languages.middleware import address_language
from publishing import caching, kinds
from publishing.documents import Document
from publishing.furniture import LANGUAGES, Furniture, furnish, light
from publishing.keyset import Keyset, Slice, UnknownPlace
from publishing.models import Address, Edition

LONGEST_PATH = Address._meta.get_field("path").max_length
# What the list of versions shows. Never the document.
OF_A_VERSION = (
    "id",
    "sequence",
    "page",
    "kind",
    "path",
    "title",
    "live_from",
    "live_until",
    "public_note",
    "redactions",
)


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switch; one that does not exist leads to an explanation."""

    code: str
    name: str
    url: str
    exists: bool
    current: bool


def language_links(
    addresses: dict[str, str], *, current: str = "", missing: frozenset[str] = frozenset()
) -> list[LanguageLink]:
    """Return the language switch for one address per language."""
    return [
        LanguageLink(code, name, addresses[code], exists=code not in missing, current=code == current)
        for code, name in settings.LANGUAGES
    ]


class PublicView(TemplateView):
    """Answer in the language of the address, at one moment, and for everybody alike."""

    http_method_names = ["get", "head", "options"]
    # The name of this view's address, if it has one in every language; the navigation marks it too.
    url_name = ""
    # Whether search engines may list it.
    indexed = True

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.language = kwargs["language"]

    def get(self, request, *args, **kwargs):
        try:
            return self.reply(**self.context())
        except UnknownPlace:
            sentence = _("This part of the list does not exist. The list starts on its first page.")
            return self.missing(sentence=sentence, start=request.path)
        except Http404:
            return self.missing()

    def context(self) -> dict:
        """Return what the template shows, `furniture` included; raise Http404 when there is nothing."""
        return {"furniture": furnish(self.now, self.language)}

    def reply(self, *, furniture: Furniture, **context) -> HttpResponse:
        """Return the page as an answer that everybody may keep until the next change."""
        response = self.rendered(furniture=furniture, **context)
        return caching.publicly(
            self.request, response, seconds=caching.seconds_to_keep(self.now, furniture.next_change)
        )

    def rendered(self, *, furniture: Furniture, status: int = 200, template: str = "", **context) -> HttpResponse:
        """Return the page without a word about who may keep it."""
        around = {
            "language": self.language,
            "organisation": settings.ORGANISATION[self.language],
            "section": self.url_name,
            "canonical": self.request.build_absolute_uri(self.request.path),
            "origin": self.request.build_absolute_uri("/").removesuffix("/"),
            "indexed": self.indexed and status == 200 and not context.keys() & {"version", "preview"},
            "furniture": furniture,
        }
        if "links" not in context:
            context["links"] = self.links()
        return render(self.request, template or self.get_template_names(), around | context, status=status)

    def missing(self, *, furniture: Furniture | None = None, status: int = 404, **context) -> HttpResponse:
        """Return a page in the reader's language that says why there is nothing here and where to go instead."""
        furniture = furniture or furnish(self.now, self.language)
        return self.reply(
            furniture=furniture,
            status=status,
            template=f"{status}.html",
            links=self.home_links(),
            section="",
            alternates=[furniture.alternates[code] for code in LANGUAGES if code in furniture.alternates],
            **context,
        )

    def links(self) -> list[LanguageLink]:
        """Return the language switch of a page that exists in every language."""
        addresses = {code: reverse(self.url_name, kwargs=self.kwargs | {"language": code}) for code in LANGUAGES}
        return language_links(addresses, current=self.language)

    def home_links(self) -> list[LanguageLink]:
        """Return a language switch that leads to the front pages, for want of anything nearer."""
        return language_links({code: reverse("home", kwargs={"language": code}) for code in LANGUAGES})


class ListView(PublicView):
    """A list of published versions, page by page."""

    keyset = Keyset({"sort_key": str, "id": int}, descending=True)
    page_size = 30

    def slice(self, rows: QuerySet) -> Slice:
        """Return the rows of the page that the address asks for; raise `UnknownPlace` if there is no such page."""
        return self.keyset.slice(rows, self.request.GET.get("after", ""), self.page_size)


def once_public(path, now) -> Exists:
    """Ask whether an address was ever public for its page: one that only a version to come will have is none yet."""
    return Exists(
        Edition.objects.filter(
            page=OuterRef("page"),
            language=OuterRef("language"),
            path=path,
            cancelled_at__isnull=True,
            live_from__lte=now,
        )
    )


def at_address(path: str, now) -> QuerySet:
    """Return the version that is live at an address, today's or a former one of its page."""
    return Edition.objects.live(now).filter(
        once_public(path, now), page__addresses__path=path, language=F("page__addresses__language")
    )


class PageView(PublicView):
    """One page of one kind. What a kind shows beyond its document it says in `linked`, `also` and `more`."""

    kind = ""
    # Relations of the document whose pages are shown with today's label and address.
    linked: tuple[str, ...] = ()
    by_kind: dict[str, type["PageView"]] = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.kind:
            PageView.by_kind[cls.kind] = cls

    def get(self, request, *args, **kwargs):
        path = request.path_info
        if len(path) > LONGEST_PATH or not path.isprintable():
            return self.missing()
        edition = at_address(path, self.now).defer("seal").first()
        if edition is None:
            return self.not_here(path)
        if edition.path != path:
            return caching.publicly(request, HttpResponsePermanentRedirect(edition.path), seconds=0)
        try:
            return self.show(edition, kinds.get(edition.kind).document.read(edition.document))
        except UnknownPlace:
            sentence = _("This part of the list does not exist. The list starts on its first page.")
            return self.missing(sentence=sentence, start=path)

    def show(self, edition: Edition, document: Document, **context) -> HttpResponse:
        """Return the page that a version makes."""
        return self.reply(**self.page_context(edition, document), **context)

    def page_context(self, edition: Edition | None, document: Document) -> dict:
        """Return what the template of a page shows, in two queries at most; `edition` is None for a draft."""
        furniture = furnish(
            self.now,
            self.language,
            page=edition.page_id if edition else None,
            about={document.uid, document.about} - {None},
            references=[uid for relation, uid, _position in document.terms() if relation in self.linked],
            also=self.also(document),
        )
        missing = frozenset(LANGUAGES) - furniture.alternates.keys() - {self.language}
        addresses = {
            code: reverse("permanent", kwargs={"language": code, "uid": document.uid})
            if code in missing
            else (document.path if code == self.language else furniture.alternates[code].path)
            for code in LANGUAGES
        }
        return {
            "furniture": furniture,
            "links": language_links(addresses, current=self.language, missing=missing),
            "section": self.kind,
            "canonical": self.request.build_absolute_uri(document.path),
            "edition": edition,
            "document": document,
            "blocked": edition.blocked_pictures if edition else "",
            **self.more(edition, document, furniture),
        }

    def also(self, document: Document) -> list[QuerySet]:
        """Return short lists that are read together with the furniture."""
        return []

    def more(self, edition: Edition | None, document: Document, furniture: Furniture) -> dict:
        """Return what else the template shows; at most one query more."""
        return {}

    def not_here(self, path: str) -> HttpResponse:
        """Say that the page is gone, in which languages it is, or that there is nothing; never what is to come."""
        siblings = []
        if self.kind:
            kind = kinds.get(self.kind)
            slug = path.removeprefix(f"/{self.language}/{kind.section[self.language]}/").strip("/")
            siblings = [kind.path(code, slug) for code in LANGUAGES if code != self.language]
        found = Address.objects.filter(once_public(OuterRef("path"), self.now), path__in=[path, *siblings])
        known = {address.path: address for address in found}
        # What was here before says more than what has a similar address elsewhere.
        nearest = known.get(path) or next((known[sibling] for sibling in siblings if sibling in known), None)
        furniture = furnish(self.now, self.language, page=nearest.page_id if nearest else None)
        return self.missing(furniture=furniture, status=410 if path in known else 404)


class UnknownAddress(PageView):
    """Answer at an address of no section: a former one leads on, the rest is not found."""

    def show(self, edition, document, **context):
        return view_for(edition, self.request, self.now).show(edition, document, **context)


def view_for(version: Edition | Document, request: HttpRequest, now) -> PageView:
    """Return the view of the kind of page that a version or a document is."""
    view = PageView.by_kind[version.kind]()
    view.setup(request, language=version.language)
    view.now = now
    return view


class PermanentAddress(PublicView):
    """The address a page keeps for ever, in a language it may not have yet."""

    def get(self, request, language, uid):
        rows = Edition.objects.live(self.now).filter(page__uid=uid).exclude(path="")
        live = {row.language: row for row in light(caching.with_next_change(rows, self.now))}
        if language in live:
            seconds = caching.seconds_to_keep(self.now, caching.next_change(live.values(), self.now))
            return caching.publicly(request, HttpResponseRedirect(live[language].path), seconds=seconds)
        if live:
            page = next(iter(live.values())).page_id
            return self.missing(furniture=furnish(self.now, language, page=page))
        return self.missing(status=410 if self.was_public(uid) else 404)

    def was_public(self, uid: UUID) -> bool:
        """Tell whether the page was ever public, in whatever language."""
        past = Edition.objects.filter(page__uid=uid, cancelled_at__isnull=True, live_from__lte=self.now)
        return past.exclude(path="").exists()


class VersionList(ListView):
    """The published versions of a page in one language, with their dates and public notes."""

    template_name = "publishing/versions.html"
    url_name = "versions"
    indexed = False
    keyset = Keyset({"sequence": int}, descending=True)

    def context(self):
        readable = Edition.objects.readable(self.now).filter(page__uid=self.kwargs["uid"], language=self.language)
        versions = self.slice(readable.exclude(path="").only(*OF_A_VERSION))
        if not versions:
            raise Http404
        furniture = furnish(self.now, self.language, page=versions.rows[0].page_id)
        return {
            "furniture": furniture,
            "versions": versions,
            "uid": self.kwargs["uid"],
            "live": furniture.alternates.get(self.language),
        }


class OldVersion(PublicView):
    """A published version as it was, with a line above it that says from when to when."""

    def get(self, request, language, uid, sequence):
        shown = Edition.objects.filter(page__uid=uid, language=language, sequence=sequence).exclude(path="")
        edition = shown.readable(self.now).defer("seal").first()
        if edition is None:
            was_withdrawn = shown.filter(cancelled_at__isnull=True, withdrawn=True, live_from__lte=self.now).exists()
            return self.missing(status=410 if was_withdrawn else 404)
        if edition.live_until and edition.live_until > self.now:
            # It would tell that a version is to come, and when.
            edition.live_until = None
        document = kinds.get(edition.kind).document.read(edition.document)
        return view_for(edition, request, self.now).show(edition, document, version=edition)


class Front(TemplateView):
    """The choice of a language: the reader's own first, and no decision taken for anybody."""

    http_method_names = ["get", "head", "options"]
    template_name = "publishing/languages.html"

    def get(self, request, *args, **kwargs):
        return caching.publicly(request, choice_of_language(request), seconds=caching.LONGEST)


def choice_of_language(request: HttpRequest, **context) -> HttpResponse:
    """Return the page that lets the reader choose a language, with the browser's preferences first."""
    accepted = [
        code.split("-")[0] for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    preferred = [code for code in dict.fromkeys(accepted) if code in LANGUAGES]
    order = [*preferred, *(code for code in LANGUAGES if code not in preferred)]
    names = dict(settings.LANGUAGES)
    choices = [
        {
            "code": code,
            "name": names[code],
            "organisation": settings.ORGANISATION[code],
            "preferred": code in preferred[:1],
        }
        for code in order
    ]
    status = 404 if context else 200
    response = render(request, "publishing/languages.html", {"choices": choices, **context}, status=status)
    response.headers["Vary"] = "Accept-Language"
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where there is no page: in the language of the address, or with the choice of one."""
    language = address_language(request.path_info)
    if language is None:
        return caching.never_kept(choice_of_language(request, missing=True))
    view = PublicView()
    view.setup(request, language=language)
    return view.missing()
