"""The pages of the desk on which something is taken away: a page, a passage, a picture, an address."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from publishing import addresses, comparison, drafts, lines, wording
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
        readable = Edition.objects.readable(timezone.now()).filter(page=self.page).exclude(path="")
        paths = readable.order_by("path").values_list("path", flat=True).distinct()
        return super().get_context_data(**kwargs) | {"addresses": paths}

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


class RedactPassage(PageView, FormView):
    """Removes a passage from every version while the page stays."""

    permission = "publishing.redact_page"
    form_class = RedactionForm
    template_name = "admin/publishing/redact.html"

    @property
    def heading(self):
        return _("Remove a passage from every version of “%(page)s”") % {"page": self.row}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"passages": self.passages()}

    def passages(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return what any version has and what can be removed, by name: whole parts first, then single passages."""
        parts, passages = {}, {}
        editions = Edition.objects.filter(page=self.page).order_by("-sequence")
        for edition in sorted(editions, key=lambda edition: edition.language != desk_language()):
            document = json.loads(edition.document)
            kind = type(drafts.read(self.page.kind, edition.document))
            for key, value in comparison.passages(document).items():
                part, _slash, name = key.rpartition("/")
                if part and name != comparison.ORDER:
                    parts.setdefault(part, wording.place_name(part, document, self.kind))
                if value and key != "path" and comparison.is_translated(kind, key):
                    name = wording.place_name(key, document, self.kind)
                    passages.setdefault(key, f"{name}: {wording.plain(value, self.kind)[:80]}")
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


class TakeDownPicture(DeskView, FormView):
    """Takes a picture down everywhere: one person, one confirmation, no gate."""

    permission = "publishing.withdraw_page"
    form_class = TakeDownForm
    template_name = "admin/publishing/take_down.html"

    @property
    def heading(self):
        return _("Take a picture, a film or a document down everywhere")

    def get_initial(self):
        return {"picture": self.request.GET.get("picture")}

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
