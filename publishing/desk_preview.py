"""The pages of the desk on which a page is seen before the public sees it: from the draft, or as a request froze it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView, View

from files.documents import PublicFile
from files.freezing import freeze_download, freeze_film
from files.models import Download, Film
from publishing import checklist, drafts, unreleased, wishes
from publishing.desk import DeskView, PageView, RequestPublication, desk_language, with_places
from publishing.documents import Document
from publishing.models import GuestAnswer, Release

PERMISSION = "publishing.view_edition"
PHONE, DESKTOP = "phone", "desktop"
# Findings that speak of other languages than the one shown.
ABOUT_OTHERS = frozenset({"language_required", "facts_differ"})

# The frame may hold a page of this site; the page in it may be held by this site. Every other page refuses both.
holds_a_frame = method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
may_be_framed = method_decorator([csp_replace({"frame-ancestors": [SELF]}), xframe_options_sameorigin], name="dispatch")


def picture_address(content_hash: str, name: str) -> str:
    """Return where a desk user sees a rendition of a picture that may not be public yet."""
    return reverse("admin:publishing_preview_media", args=[content_hash, name])


def file_address(file: PublicFile, whole: str) -> str:
    """Return where a desk user finds a film, its captions or a document; `whole` is the hash of what it belongs to."""
    return reverse("admin:publishing_preview_file", args=[whole, file.content_hash, file.name])


@dataclass(frozen=True)
class Choice:
    """One entry of a switch: its words, where it leads, whether it is what is shown."""

    words: str
    url: str
    current: bool
    language: str = ""


class Framed(TemplateView):
    """Shows an unreleased page at the width of a phone or of a desk.

    Subclasses say which documents there are (`documents`, by a key for the address), and where the bare page of each is
    (`bare_address`).
    """

    template_name = "admin/publishing/preview.html"

    @property
    def chosen(self) -> str:
        """Return the key of the document that the address asks for, else of the one in the reader's language."""
        asked = self.request.GET.get("shown", "")
        if asked in self.documents:
            return asked
        in_my_language = (key for key, document in self.documents.items() if document.language == desk_language())
        return next(in_my_language, next(iter(self.documents)))

    @property
    def width(self) -> str:
        return PHONE if self.request.GET.get("width") == PHONE else DESKTOP

    def _address(self, **changed) -> str:
        return f"?{urlencode({'shown': self.chosen, 'width': self.width} | changed)}"

    def get_context_data(self, **kwargs):
        document = self.documents[self.chosen]
        names = dict(settings.LANGUAGES)
        several = len({each.uid for each in self.documents.values()}) > 1
        return super().get_context_data(**kwargs) | {
            "documents": [
                Choice(
                    f"{names[each.language]} · {each.heading}" if several else names[each.language],
                    self._address(shown=key),
                    key == self.chosen,
                    each.language,
                )
                for key, each in self.documents.items()
            ],
            "widths": [
                Choice(words, self._address(width=width), width == self.width)
                for width, words in ((PHONE, _("Phone, 390 pixels")), (DESKTOP, _("Desktop, 1440 pixels")))
            ],
            "width": self.width,
            "shown": document,
            "bare_address": self.bare_address(self.chosen),
            "missing": unreleased.missing_in(document),
        }


class ShownPageView(PageView):
    """A page of the desk about a draft that has a page of its own; what only stands on others has none to show."""

    @cached_property
    def row(self):
        row = super().row
        if not unreleased.has_a_page(row.page_kind):
            raise Http404
        return row


@holds_a_frame
class Preview(ShownPageView, Framed):
    """Shows a draft as the page it would make, in any language."""

    permission = PERMISSION

    @property
    def heading(self):
        return _("Preview of “%(page)s”") % {"page": self.row}

    @cached_property
    def documents(self) -> dict[str, Document]:
        return drafts.frozen_in_all_languages(self.row)

    def bare_address(self, language: str) -> str:
        return bare_address(self.row, language)

    def get_context_data(self, **kwargs):
        wish = wishes.Wish(self.row, (self.chosen,), None)
        found = checklist.inspect(wishes.prepare(wish), now=timezone.now())
        findings = [
            finding
            for finding in found
            if finding.language in ("", self.chosen) and finding.code not in ABOUT_OTHERS | {"text_missing"}
        ]
        plain = self.documents[self.chosen].model_dump(mode="json")
        return super().get_context_data(**kwargs) | {
            "findings": with_places(findings, plain, self.row),
            "answers": GuestAnswer.objects.about(self.page)[:20],
        }


def bare_address(row, language: str) -> str:
    """Return where the page that a draft would make stands without a frame."""
    options = row._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_preview_page", args=[row.pk, language])


@may_be_framed
class PreviewPage(ShownPageView, View):
    """Answers with the page that a draft would make, and nothing of the desk around it."""

    permission = PERMISSION
    http_method_names = ["get", "head", "options"]

    def get(self, request, pk, language):
        if language not in drafts.LANGUAGES:
            raise Http404
        documents = drafts.frozen_in_all_languages(self.row)
        addresses = {code: bare_address(self.row, code) for code in documents}
        return _page(request, documents[language], addresses, documents.values(), lambda each: addresses[each.language])


def _page(request, document, addresses, together: Iterable[Document], address, files=file_address):
    around = unreleased.Around(
        addresses=addresses,
        media=picture_address,
        files=files,
        inside=unreleased.inside(together, address),
        missing=unreleased.missing_in(document),
    )
    return unreleased.page(request, document, around)


class PreviewRequest(ShownPageView, RequestPublication):
    """Answers with the page that the ticked changes would make, before anything is asked for; nothing is written."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        language = request.POST.get("preview", "")
        if language not in drafts.LANGUAGES:
            raise Http404
        offered = {difference.tick for difference in self.differences}
        ticks = frozenset(request.POST.getlist("ticks")) & offered
        (item,) = wishes.prepare(wishes.Wish(self.row, (language,), ticks if self.known else None))
        return _page(request, item.document, {}, [], str)


class OfRequest(DeskView):
    """What the preview of a request shares with its bare pages: the frozen documents that have a page of their own."""

    permission = "publishing.view_release"

    @cached_property
    def release(self) -> Release:
        return get_object_or_404(Release.objects.select_related("requested_by"), pk=self.kwargs["pk"])

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Return the documents by "<uid>/<language>"; Http404 when none of them is a page."""
        found = {}
        for candidate in self.release.candidates.select_related("page"):
            if unreleased.has_a_page(candidate.page.kind):
                document = drafts.read(candidate.page.kind, candidate.document)
                found[f"{candidate.page.uid}/{candidate.language}"] = document
        if not found:
            raise Http404
        return found

    def bare_address(self, key: str) -> str:
        uid, language = key.split("/")
        return reverse("admin:publishing_release_preview_page", args=[self.release.pk, uid, language])

    def file_address(self, file: PublicFile, whole: str) -> str:
        return reverse("admin:publishing_release_preview_file", args=[self.release.pk, file.content_hash, file.name])


@holds_a_frame
class ReleasePreview(OfRequest, Framed):
    """Shows what exactly a request would let out, document by document."""

    @property
    def heading(self):
        return _("Preview of the publication asked for by %(name)s") % {"name": self.release.requested_by}

    def get_context_data(self, **kwargs):
        address = reverse("admin:publishing_release_decide", args=[self.release.pk])
        return super().get_context_data(**kwargs) | {
            "opts": Release._meta,
            "change_url": address,
            "row": _("Publication asked for by %(name)s") % {"name": self.release.requested_by},
        }


@may_be_framed
class ReleasePreviewPage(OfRequest, View):
    """Answers with one frozen document of a request as the page it would make."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, pk, uid, language):
        document = self.documents.get(f"{uid}/{language}")
        if document is None:
            raise Http404
        addresses = {
            each.language: self.bare_address(key) for key, each in self.documents.items() if each.uid == document.uid
        }
        key_of = {(each.uid, each.language): key for key, each in self.documents.items()}
        return _page(
            request,
            document,
            addresses,
            self.documents.values(),
            lambda each: self.bare_address(key_of[each.uid, each.language]),
            self.file_address,
        )


class ReleasePreviewFile(OfRequest, View):
    """Answers with a film, its captions or a document that a request would let out.

    What the request froze, not what the library has by now: captions that were rewritten since are still its own.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request, pk, content_hash, name):
        for document in self.documents.values():
            for offered in document.files():
                if (offered.content_hash, offered.name) == (content_hash, name):
                    return unreleased.file(request, offered)
        return unreleased.no_file()


class PreviewMedia(DeskView, View):
    """Answers desk users with a picture that the public may not see yet."""

    permission = PERMISSION
    http_method_names = ["get", "head", "options"]

    def get(self, request, content_hash, name):
        return unreleased.picture(content_hash, name)


class PreviewFile(DeskView, View):
    """Answers desk users with a film, its captions or a document that the public may not have yet."""

    permission = PERMISSION
    http_method_names = ["get", "head", "options"]

    def get(self, request, whole, content_hash, name):
        film = Film.objects.filter(content_hash=whole).first()
        download = Download.objects.filter(content_hash=whole).first()
        for language in drafts.LANGUAGES:
            for frozen in (freeze_film(film, language), freeze_download(download, language)):
                for offered in frozen.files if frozen else ():
                    if (offered.content_hash, offered.name) == (content_hash, name):
                        return unreleased.file(request, offered)
        return unreleased.no_file()


def addresses_of_pages(model_admin, name: str) -> list:
    """Return the addresses of a draft's bare previews, for the admin of its kind."""
    view = PreviewPage.as_view(model_admin=model_admin, admin_site=model_admin.admin_site)
    return [
        path("<int:pk>/preview/<slug:language>/", model_admin.admin_site.admin_view(view), name=f"{name}_preview_page")
    ]


def addresses_of_requests(admin_site) -> list:
    """Return the addresses under which requests are previewed, and that of pictures not public yet."""
    wrapped = partial(_wrapped, admin_site)
    return [
        path("<int:pk>/preview/", wrapped(ReleasePreview), name="publishing_release_preview"),
        path(
            "<int:pk>/preview/<uuid:uid>/<slug:language>/",
            wrapped(ReleasePreviewPage),
            name="publishing_release_preview_page",
        ),
        re_path(
            r"^(?P<pk>[0-9]{1,18})/preview/files/(?P<content_hash>[0-9a-f]{64})/(?P<name>[a-z0-9.-]{1,90})$",
            wrapped(ReleasePreviewFile),
            name="publishing_release_preview_file",
        ),
        re_path(
            r"^preview/media/(?P<content_hash>[0-9a-f]{64})/(?P<name>[a-z0-9.-]{1,40})$",
            wrapped(PreviewMedia),
            name="publishing_preview_media",
        ),
        re_path(
            r"^preview/files/(?P<whole>[0-9a-f]{64})/(?P<content_hash>[0-9a-f]{64})/(?P<name>[a-z0-9.-]{1,90})$",
            wrapped(PreviewFile),
            name="publishing_preview_file",
        ),
    ]


def _wrapped(admin_site, view):
    return admin_site.admin_view(view.as_view(admin_site=admin_site))
