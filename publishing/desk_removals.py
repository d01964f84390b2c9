"""The pages of the desk on which something is taken away: a page, a passage, a picture, an address."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.generic import FormView

from publishing import addresses, comparison, drafts, lines, touched, wording
from publishing.desk import DeskView, PageView, desk_language
from publishing.forms import RedactionForm, TakeDownForm, TakeOverForm, WithdrawalForm
from publishing.models import Edition, Redaction, TakeDown, Withdrawal


class WithdrawPage(PageView, FormView):
    """Takes a page down: one person, one confirmation, no gate."""

    permission = "publishing.withdraw_page"
    form_class = WithdrawalForm
    template_name = "admin/publishing/withdraw.html"

    @property
    def heading(self):
        return _("Withdraw “%(page)s”") % {"page": self.row}

    def get_initial(self):
        return {"languages": lines.live_languages(self.page, timezone.now())}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"touched": touched.by_withdrawal(self.page, timezone.now())}

    def form_valid(self, form):
        try:
            records = Withdrawal.objects.withdraw(
                self.page,
                by=self.request.user,
                reason=form.cleaned_data["reason"],
                languages=form.cleaned_data["languages"],
            )
        except ValidationError as error:
            return self.refused(form, error)
        gone = [address for record in records for address in record.addresses]
        sentence = _("Withdrawn. These addresses answer “gone”: %(addresses)s") if gone else _("Withdrawn.")
        messages.success(self.request, sentence % {"addresses": ", ".join(gone)} if gone else sentence)
        return super().form_valid(form)


class Chosen:
    """A form whose first answer, given in the address or sent, decides what is shown before anything is confirmed.

    Subclasses name the field in `choice`.
    """

    choice = ""

    def get_initial(self):
        return {self.choice: self.request.GET.get(self.choice)}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        field = context["form"][self.choice]
        value = field.value()
        names = dict(flattened(field.field.choices))
        chosen = value if value in names else ""
        return context | {
            "choice": field,
            "chosen": chosen,
            "chosen_name": names.get(chosen, ""),
            "unknown": bool(value) and not chosen,
            "touched": self.touched(chosen) if chosen else None,
        }


def flattened(choices) -> list[tuple[str, str]]:
    """Return the choices of a select without its groups."""
    return [
        choice for value, name in choices for choice in (name if isinstance(name, list | tuple) else [(value, name)])
    ]


class RedactPassage(Chosen, PageView, FormView):
    """Removes a passage from every version while the page stays."""

    choice = "passage"
    permission = "publishing.redact_page"
    form_class = RedactionForm
    template_name = "admin/publishing/redact.html"

    @property
    def heading(self):
        return _("Remove a passage from every version of “%(page)s”") % {"page": self.row}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"passages": self.passages()}

    @cached_property
    def versions(self) -> list[Edition]:
        """Return the versions of the page, newest first, those in this person's language before the others."""
        editions = Edition.objects.filter(page=self.page).select_related("page").order_by("-sequence")
        return sorted(editions, key=lambda edition: edition.language != desk_language())

    def get_initial(self):
        passage = self.request.GET.get("passage")
        return super().get_initial() | {"languages": sorted({each.language for each in self._with(passage)})}

    def _with(self, passage: str | None) -> list[Edition]:
        """Return the versions that have something at a place."""
        return [
            edition
            for edition in self.versions
            if passage
            and any(
                value and (key == passage or key.startswith(f"{passage}/"))
                for key, value in comparison.passages(json.loads(edition.document)).items()
            )
        ]

    def touched(self, passage: str) -> touched.Touched:
        return touched.by_removal(self._with(passage), timezone.now())

    def passages(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return what any version has and what can be removed, by name: whole parts first, then single passages."""
        parts, passages = {}, {}
        for edition in self.versions:
            document = json.loads(edition.document)
            kind = type(drafts.read(self.page.kind, edition.document))
            for key, value in comparison.passages(document).items():
                part, _slash, name = key.rpartition("/")
                if part and name != comparison.ORDER:
                    parts.setdefault(part, wording.place_name(part, document, self.kind))
                if value and key != "path" and comparison.is_translated(kind, key):
                    name = wording.place_name(key, document, self.kind)
                    passages.setdefault(key, f"{name}: {Truncator(wording.plain(value, self.kind)).chars(80)}")
        groups = [(_("A whole part, with its number, date and words"), parts), (_("The words of one place"), passages)]
        return [(title, sorted(found.items(), key=lambda item: item[1])) for title, found in groups if found]

    def form_valid(self, form):
        try:
            Redaction.objects.redact(
                self.page,
                form.cleaned_data["passage"],
                by=self.request.user,
                reason=form.cleaned_data["reason"],
                languages=form.cleaned_data["languages"],
            )
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(self.request, _("Removed from every version. The page says so, with today’s date."))
        return super().form_valid(form)


class TakeDownPicture(Chosen, DeskView, FormView):
    """Takes a picture down everywhere: one person, one confirmation, no gate."""

    permission = "publishing.withdraw_page"
    form_class = TakeDownForm
    template_name = "admin/publishing/take_down.html"
    choice = "picture"

    @property
    def heading(self):
        return _("Take a picture, a film or a document down everywhere")

    def touched(self, content_hash: str) -> touched.Touched:
        versions = TakeDown.objects.versions_with(content_hash).select_related("page").light()
        return touched.by_removal(versions.order_by("title", "-sequence"), timezone.now())

    def form_valid(self, form):
        try:
            record = TakeDown.objects.take_down(
                form.cleaned_data["picture"], by=self.request.user, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            return self.refused(form, error)
        sentence = _("Taken down everywhere. It stood on no published page.")
        if record.addresses:
            sentence = _("Taken down everywhere. It stood on: %(addresses)s")
            sentence %= {"addresses": ", ".join(record.addresses)}
        messages.success(self.request, sentence)
        return HttpResponseRedirect(reverse("admin:publishing_takedown_changelist"))


class TakeOverAddress(DeskView, FormView):
    """Gives an address of one page to another, and keeps a record of it."""

    permission = "publishing.take_over_address"
    form_class = TakeOverForm
    template_name = "admin/publishing/take_over.html"

    @property
    def heading(self):
        return _("Give an address to another page")

    def form_valid(self, form):
        try:
            addresses.take_over(
                form.cleaned_data["path"].path,
                page=form.cleaned_data["new_owner"],
                by=self.request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(self.request, _("The address belongs to the other page now."))
        return HttpResponseRedirect(reverse("admin:publishing_addresstransfer_changelist"))
