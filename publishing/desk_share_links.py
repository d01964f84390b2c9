"""The pages of the desk on which a page is shared with somebody without an account, and on which answers are read."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from languages.plaintext import no_control_characters
from publishing import desk_compare, drafts, guest_pages, kinds
from publishing.desk import DeskView, desk_language
from publishing.desk_preview import ShownPageView
from publishing.models import GuestAnswer, Release, ShareLink
from publishing.models.share_links import DAYS, MOST_DAYS

PERMISSION = "publishing.share_draft"
SHOWN_LINKS = 50


class ShareForm(forms.Form):
    """Which state of a page is shared, in which languages, for how long and with whom."""

    state = forms.ChoiceField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("Frozen as it is now: what you write afterwards does not appear behind the link."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("Valid for, in days"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        help_text=gettext_lazy("1 to 30 days. You can end the link earlier at any time."),
    )
    audience = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=100,
        required=False,
        validators=[no_control_characters],
        help_text=gettext_lazy("For your own list, for example “embassy in Bamako”. The guest does not see it."),
    )

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = list(states.items())


class Share(ShownPageView, FormView):
    """Makes a share link of a page, shows its address once, and lists the links there were with their answers."""

    permission = PERMISSION
    form_class = ShareForm
    template_name = "admin/publishing/share.html"

    @property
    def heading(self):
        return _("Share “%(page)s” with a guest") % {"page": self.row}

    @cached_property
    def states(self) -> dict[str, str]:
        """Return what can be shared: the draft and what is asked for; who may read the public page needs no link."""
        found = desk_compare.states(self.page, timezone.now())
        return {key: words for key, words in found.items() if key.split("-")[0] in ("draft", "request")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"states": self.states}

    def get_initial(self):
        return {"languages": [desk_language()], "days": DAYS, "state": desk_compare.DRAFT}

    def form_valid(self, form):
        chosen = form.cleaned_data
        try:
            documents = documents_to_share(self.row, chosen["state"], chosen["languages"])
            link, token = ShareLink.objects.share(
                self.page,
                documents,
                by=self.request.user,
                days=chosen["days"],
                audience=chosen["audience"],
                of=chosen["state"].partition("-")[0],
            )
        except ValidationError as error:
            return self.refused(form, error)
        # Written into this one answer and nowhere else: what is stored cannot tell the address again.
        address = self.request.build_absolute_uri(guest_pages.address_of(token, next(iter(documents))))
        return self.render_to_response(self.get_context_data(made=link, address=address))

    def get_context_data(self, **kwargs):
        links = ShareLink.objects.filter(page=self.page).select_related("made_by", "revoked_by")
        return super().get_context_data(**kwargs) | {
            "links": listed(links.prefetch_related("documents")[:SHOWN_LINKS]),
            "answers": GuestAnswer.objects.about(self.page),
        }


def documents_to_share(row, state: str, languages: list[str]) -> dict:
    """Return the documents of a state in some languages; refuse a language in which there is nothing to read."""
    if state == desk_compare.DRAFT:
        known = drafts.frozen_in_all_languages(row)
    else:
        release = Release.objects.get(pk=state.partition("-")[2])
        candidates = release.candidates.filter(page=row.page())
        known = {each.language: drafts.read(row.page_kind, each.document) for each in candidates}
    names = dict(settings.LANGUAGES)
    absent = [names[code] for code in languages if code not in known or not known[code].heading.strip()]
    if absent:
        sentence = _("There is nothing to show in %(languages)s yet: the page has no title there.")
        raise ValidationError(sentence, code="nothing_there", params={"languages": ", ".join(absent)})
    return {code: known[code] for code in languages}


def listed(links) -> list[dict]:
    """Return links for the template: the link, its languages, whether it is open."""
    now = timezone.now()
    return [
        {"link": link, "languages": [each.language for each in link.documents.all()], "is_open": link.is_open(now)}
        for link in links
    ]


def title_of(link: ShareLink) -> str:
    """Return the title of the page as the link shows it, or what is left to call it when its words are forgotten."""
    shown = next(iter(link.documents.all()), None)
    return drafts.read(link.page.kind, shown.document).heading if shown else str(kinds.get(link.page.kind).verbose_name)


class Link(DeskView, TemplateView):
    """Shows one share link with its answers; ends it, or notes that its answers were read."""

    permission = PERMISSION
    template_name = "admin/publishing/share_link.html"
    verbs = ("revoke", "read")

    @cached_property
    def link(self) -> ShareLink:
        """Return the link, if this person may see pages of its kind."""
        links = ShareLink.objects.select_related("page", "made_by", "revoked_by")
        link = get_object_or_404(links, pk=self.kwargs["pk"])
        options = kinds.get(link.page.kind).model._meta
        if not self.request.user.has_perm(f"{options.app_label}.view_{options.model_name}"):
            raise PermissionDenied
        return link

    @property
    def heading(self):
        return _("Share link of “%(page)s”") % {"page": title_of(self.link)}

    def get_context_data(self, **kwargs):
        answers = GuestAnswer.objects.about(self.link.page).filter(link=self.link)
        row = kinds.get(self.link.page.kind).model.objects.filter(uid=self.link.page.uid).first()
        return super().get_context_data(**kwargs) | {
            "row": row,
            "change_url": desk_page(row, "share") if row else "",
            "opts": ShareLink._meta,
            "links": listed([self.link]),
            "answers": answers,
            "unread": [answer.pk for answer in answers if not answer.read_at],
        }

    def post(self, request, *args, **kwargs):
        verb = request.POST.get("verb")
        if verb not in self.verbs:
            raise Http404
        try:
            sentence = getattr(self, f"_{verb}")(request)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, sentence)
        return HttpResponseRedirect(request.path)

    def _revoke(self, request) -> str:
        self.link.revoke(by=request.user)
        return _("The link is over: from the next answer on it shows nothing.")

    def _read(self, request) -> str:
        chosen = [int(pk) for pk in request.POST.getlist("answer") if pk.isascii() and pk.isdecimal() and len(pk) < 15]
        GuestAnswer.objects.mark_read(by=request.user, page=self.link.page, pks=chosen)
        return _("Noted: these answers are read.")


def desk_page(row, verb: str) -> str:
    """Return the address of a page of the desk about a draft."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def addresses(admin_site) -> list:
    """Return the address of one link at the desk."""
    view = admin_site.admin_view(Link.as_view(admin_site=admin_site))
    return [path("<int:pk>/link/", view, name="publishing_sharelink_link")]
