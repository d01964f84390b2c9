"""What somebody without an account sees through a share link, and how that person answers.

The token in the address is the only key: no cookie, no session, no account. Nothing of these pages is kept by a cache,
listed by a search engine or told to another site, and nothing public leads to them.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from files.documents import PublicFile
from images.ratios import PRESS, Rendition
from languages.plaintext import no_control_characters
from publishing import drafts, unreleased
from publishing.documents import Document
from publishing.models import GuestAnswer, ShareLink
from publishing.urls import in_all_languages
from publishing.views import PublicView


class GuestAnswerForm(forms.ModelForm):
    """A name, yes or no, and words; a no says why."""

    class Meta:
        model = GuestAnswer
        fields = ["name", "verdict", "comment"]
        labels = {
            "name": _("Your name"),
            "verdict": _("May this go out as it is?"),
            "comment": _("Your comment"),
        }
        help_texts = {"comment": _("At most 2000 characters. Needed if you say no.")}
        widgets = {"verdict": forms.RadioSelect, "comment": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = GuestAnswer.Verdict.choices
        for name in ("name", "comment"):
            self.fields[name].validators.append(no_control_characters)

    def clean(self):
        data = super().clean()
        if data.get("verdict") == GuestAnswer.Verdict.NO and not data.get("comment", "").strip():
            self.add_error("comment", _("Say what is not right, so that the newsroom can mend it."))
        return data


class NoFiles(FileUploadHandler):
    """Leaves files of strangers unread: no field of a guest takes one."""

    def new_file(self, *args, **kwargs):
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


def discreet(response: HttpResponse) -> HttpResponse:
    """Let nobody keep the answer or learn its address, which holds the token."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return unreleased.never_kept(response)


def address_of(token: str, language: str) -> str:
    """Return the address of a shared page in one language."""
    return reverse("shared", kwargs={"language": language, "token": token})


# The token is the secret that a forged request lacks, and no cookie is there to forge one with.
@method_decorator(csrf_exempt, name="dispatch")
class SharedPage(PublicView):
    """One language of a shared page, with a banner above it and room for an answer below it."""

    http_method_names = ["get", "head", "post", "options"]
    url_name = "shared"
    indexed = False

    def reply(self, *, furniture, **context):
        return discreet(self.rendered(furniture=furniture, **context))

    def get(self, request, language, token):
        return self.answer(asked=False)

    def post(self, request, language, token):
        request.upload_handlers = [NoFiles(request)]
        return self.answer(asked=True)

    def answer(self, *, asked: bool) -> HttpResponse:
        """Return the shared page with its form, or why there is none; keep what a guest said when `asked` to.

        What was sent is read behind a valid token only.
        """
        link = ShareLink.objects.found(self.kwargs["token"])
        if link is None:
            return self.missing()
        if not link.is_open(self.now):
            return self.elsewhere(410, "publishing/link_over.html", link=link)
        documents = {shared.language: shared for shared in link.documents.all()}
        if self.language not in documents:
            return self.in_other_languages(link, documents)
        form = GuestAnswerForm(self.request.POST if asked else None)
        if asked and form.is_valid():
            try:
                link.answer(language=self.language, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                here = address_of(self.kwargs["token"], self.language)
                return discreet(HttpResponseRedirect(f"{here}?thanks#answer", status=303))
        document = drafts.read(link.page.kind, documents[self.language].document)
        try:
            return self.page(link, document, list(documents), form)
        except Http404:
            return self.missing()

    def elsewhere(self, status: int, template: str, **context) -> HttpResponse:
        """Return a page of the reader's language that says why the shared one is not shown."""
        furniture = self.context()["furniture"]
        return self.reply(
            furniture=furniture, status=status, template=template, links=self.home_links(), section="", **context
        )

    def in_other_languages(self, link: ShareLink, documents: dict) -> HttpResponse:
        """Say that the page was not shared in this language, and lead to those it was shared in."""
        alternates = [
            {
                "language": code,
                "path": address_of(self.kwargs["token"], code),
                "title": drafts.read(link.page.kind, shared.document).heading,
            }
            for code, shared in documents.items()
        ]
        return self.elsewhere(404, "publishing/not_shared.html", alternates=alternates)

    def page(self, link: ShareLink, document: Document, languages: list[str], form: GuestAnswerForm) -> HttpResponse:
        """Return the page that a shared document makes, by the template the public will see."""
        token = self.kwargs["token"]
        addresses = {language: address_of(token, language) for language in languages}

        def media(content_hash: str, name: str) -> str:
            return reverse("shared-media", args=[token, content_hash, name])

        def files(file: PublicFile, _whole: str) -> str:
            return media(file.content_hash, file.name)

        around = unreleased.Around(
            addresses=addresses,
            media=media,
            files=files,
            inside=unreleased.inside([document], lambda each: addresses[each.language]),
            missing=unreleased.missing_in(document),
        )
        thanks = "thanks" in self.request.GET and not form.is_bound
        guest = {"link": link, "form": form, "thanks": thanks}
        return discreet(unreleased.page(self.request, document, around, guest=guest))


@require_safe
def shared_media(request: HttpRequest, token: str, content_hash: str, name: str) -> HttpResponse:
    """Answer with a rendition of a picture, a film or a document that a shared page shows, while its link is valid."""
    link = ShareLink.objects.found(token)
    if link is not None and not link.is_open(timezone.now()):
        return discreet(unreleased.no_picture(status=410))
    if link is None:
        return discreet(unreleased.no_picture())
    documents = [drafts.read(link.page.kind, text) for text in link.documents.values_list("document", flat=True)]
    for offered in (file for document in documents for file in unreleased.files(document)):
        if (offered.content_hash, offered.name) == (content_hash, name):
            return discreet(unreleased.file(request, offered))
    rendition = Rendition.parse(name)
    shown = [each for document in documents for each in document.pictures() if each.content_hash == content_hash]
    if rendition is not None and rendition.ratio == PRESS:
        shown = [each for each in shown if each.press_bytes]
    if rendition is None or not shown:
        return discreet(unreleased.no_picture())
    return discreet(unreleased.picture(content_hash, name))


urlpatterns = [
    *in_all_languages("d/<str:token>/", SharedPage.as_view(), "shared"),
    path("d/<str:token>/<slug:content_hash>/<str:name>", shared_media, name="shared-media"),
]
