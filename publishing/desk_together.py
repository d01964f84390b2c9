"""The page of the desk on which the publication of several pages is asked for: all of them together, or none."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from publishing import checklist, drafts, kinds, lines, touched, uses, wishes
from publishing.desk import (
    DeskView,
    before_asking,
    desk_language,
    is_taken_along,
    offered,
    remedy,
    with_places,
)
from publishing.forms import LanguagesField, PublicationForm, language_ticks
from publishing.models import Page, Release
from publishing.models.working import WorkingPage

PERMISSION = "publishing.request_release"
# More pages than anybody reads before asking; what is left is offered the next time.
MOST = 40


def address_of(rows) -> str:
    """Return where the publication of these drafts is asked for together."""
    chosen = urlencode({"page": [row.uid for row in rows]}, doseq=True)
    return f"{reverse('admin:publishing_release_together')}?{chosen}"


def address_of_uses(row: WorkingPage) -> str:
    """Return where the publication of every page that shows the words of this one is asked for."""
    return f"{reverse('admin:publishing_release_together')}?{urlencode({'uses': row.uid})}"


class PartForm(forms.Form):
    """What goes out of one page: its changes and its languages. Without a change or a language, it stays behind."""

    ticks = forms.MultipleChoiceField(label=gettext_lazy("What goes out"), required=False, choices=())
    languages = LanguagesField(required=False)

    def __init__(self, *args, ticks, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ticks"].choices = [(tick, tick) for tick in ticks]


class TogetherForm(PublicationForm):
    """When the pages go out, and with which note: one moment and one note for all of them."""

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = parts
        # Every page has its own.
        del self.fields["ticks"], self.fields["languages"]

    def clean(self):
        data = super().clean()
        if not all(part.form.is_valid() for part in self.parts):
            raise ValidationError(_("Look at the pages below: one of them cannot go out like this."), code="part")
        chosen = {code for part in self.parts for code in part.form.cleaned_data["languages"]}
        return data | {"languages": [code for code, _name in settings.LANGUAGES if code in chosen]}


@dataclass
class Part:
    """One page of the request: its draft, its live versions, what differs, and the form of its choices."""

    row: WorkingPage
    known: dict
    differences: list
    form: PartForm

    @property
    def wish(self) -> wishes.Wish:
        """Return what is asked of this page, as chosen so far."""
        ticks = frozenset(self.form["ticks"].value() or ()) & {each.tick for each in self.differences}
        known_languages = [code for code in self.form["languages"].value() or () if code in drafts.LANGUAGES]
        return wishes.Wish(self.row, tuple(known_languages), ticks if self.known else None)


class RequestTogether(DeskView, FormView):
    """Shows the changes of several pages under a heading each, and asks for their publication as one."""

    permission = PERMISSION
    form_class = TogetherForm
    template_name = "admin/publishing/together.html"

    @property
    def heading(self):
        if self.renamed:
            return _("Publish every page that shows “%(page)s”") % {"page": self.renamed}
        return _("Publish several pages together")

    def _draft(self, text: str) -> WorkingPage:
        """Return the draft of a page named in the address, if this person may see it."""
        try:
            page = Page.objects.filter(uid=UUID(text)).first()
        except ValueError:
            page = None
        if page is None:
            raise Http404
        model = kinds.get(page.kind).model
        row = model._default_manager.filter(uid=page.uid).first()
        if not self.admin_site.get_model_admin(model).has_view_or_change_permission(self.request, row):
            raise PermissionDenied
        if row is None:
            raise Http404
        return row

    @cached_property
    def renamed(self) -> WorkingPage | None:
        """Return the draft whose new words have to go out everywhere; nothing when the pages were chosen one by one."""
        text = self.request.GET.get("uses")
        return self._draft(text) if text else None

    @cached_property
    def found(self) -> list[WorkingPage]:
        if self.renamed:
            return [row for row in uses.to_publish_anew(self.renamed) if self._may_see(row)]
        asked = list(dict.fromkeys(self.request.GET.getlist("page")))
        if not asked or len(asked) > MOST:
            raise Http404
        return [self._draft(text) for text in asked]

    def _may_see(self, row) -> bool:
        return self.admin_site.get_model_admin(type(row)).has_view_or_change_permission(self.request, row)

    @cached_property
    def parts(self) -> list[Part]:
        return [self._part(row) for row in self.found[:MOST]]

    def _part(self, row: WorkingPage) -> Part:
        page, differences = row.page(), drafts.differences(row)
        removed = list(page.redactions.values_list("passage", flat=True))
        if self.renamed and row.uid != self.renamed.uid:
            ticked = [each for each in differences if uses.shows_words_of(each.change, self.renamed.uid)]
        else:
            ticked = [each for each in differences if is_taken_along(each, self.request.user, removed)]
        form = PartForm(
            self.request.POST if self.request.method == "POST" else None,
            prefix=f"page-{page.pk}",
            ticks=[each.tick for each in differences],
            initial={
                "ticks": [each.tick for each in ticked],
                "languages": lines.live_languages(page, timezone.now())
                or checklist.required_languages(page.kind, row.source_language),
            },
        )
        return Part(row, drafts.bases(page), differences, form)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"parts": self.parts}

    def form_valid(self, form):
        wanted, behind = [], []
        for part in self.parts:
            goes = any(item.changes for item in wishes.prepare(part.wish))
            (wanted if goes else behind).append(part)
        try:
            release = Release.objects.request(
                by=self.request.user,
                wanted=[part.wish for part in wanted],
                wanted_from=form.wanted_from,
                public_notes=form.public_notes,
                override_reason=form.cleaned_data["override_reason"],
                urgent=form.cleaned_data["urgent"],
                note=form.cleaned_data["note"],
            )
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(
            self.request,
            _("The publication of these pages is asked for. Somebody else approves all of it, or nothing."),
        )
        if behind:
            names = ", ".join(str(part.row) for part in behind)
            messages.info(
                self.request, _("Nothing of these pages was ticked, so they stay behind: %(pages)s") % {"pages": names}
            )
        return HttpResponseRedirect(reverse("admin:publishing_release_decide", args=[release.pk]))

    def get_context_data(self, **kwargs):
        prepared = {part.row.uid: wishes.prepare(part.wish) for part in self.parts}
        going = [uid for uid, items in prepared.items() if any(item.changes for item in items)]
        goes = [item for items in prepared.values() for item in items]
        now, shown = timezone.now(), []
        for part in self.parts:
            draft = drafts.frozen(part.row, desk_language()).model_dump(mode="json")
            found = checklist.inspect(prepared[part.row.uid], now=now, beside=going)
            options = part.row._meta
            shown.append(
                {
                    "row": part.row,
                    "kind": options.verbose_name,
                    "url": reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[part.row.pk]),
                    "form": part.form,
                    "languages": language_ticks(
                        part.form["languages"],
                        checklist.required_languages(part.row.page_kind, part.row.source_language),
                    ),
                    "first_time": not part.known,
                    "differences": offered(
                        part.differences, part.wish.ticks or (), kinds.get(part.row.page_kind), draft
                    ),
                    "findings": with_places(found, draft, part.row) if part.row.uid in going else [],
                }
            )
        context = super().get_context_data(**kwargs)
        return (
            context
            | before_asking(context["form"], goes, self.request.user, now)
            | {
                "opts": Release._meta,
                "parts": shown,
                "remedy": remedy([finding for part in shown for finding in part["findings"]]),
                "touched": touched.by_publication(goes, now),
                "renamed": self.renamed,
                "left": len(self.found) - len(self.parts),
                "most": MOST,
            }
        )


def offer_uses(request, row: WorkingPage) -> None:
    """Say to whoever gave a page a new name that other published pages still show the old one, and lead there."""
    if request.user.has_perm(PERMISSION) and any(each.uid != row.uid for each in uses.to_publish_anew(row)):
        link = format_html('<a href="{}">{}</a>', address_of_uses(row), _("Publish every page that uses it…"))
        messages.info(request, format_html("{} {}", _("Other published pages still show the old name."), link))


class AsksTogether:
    """A list of pages on which several can be chosen and published together."""

    actions = ["ask_together"]

    def has_ask_permission(self, request):
        return request.user.has_perm(PERMISSION)

    def ask_together(self, request, queryset):
        """Lead to the one request for the chosen pages."""
        if queryset.count() > MOST:
            sentence = _("At most %(most)d pages go out together. Choose fewer.")
            self.message_user(request, sentence % {"most": MOST}, messages.WARNING)
            return None
        return HttpResponseRedirect(address_of(row for row in queryset if row.page()))

    ask_together.short_description = gettext_lazy("Ask for publication together…")
    ask_together.allowed_permissions = ["ask"]


def addresses(admin_site) -> list:
    """Return the address of the request for several pages."""
    view = admin_site.admin_view(RequestTogether.as_view(admin_site=admin_site))
    return [path("together/", view, name="publishing_release_together")]
