"""What the forms of the desk refuse about missions, beyond what the rows themselves do."""

from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from missions.headcounts import Figure, sum_findings
from publishing.findings import Level


class HeadcountFormSet(BaseInlineFormSet):
    """Refuse two totals of one date, and exact figures that do not add up in what is being changed.

    Figures that nobody touched are left alone: imported ones may disagree, and the checklist says so.
    """

    def clean(self):
        super().clean()
        if any(self.errors) or not all("role" in form.fields for form in self.forms):
            return  # a translator's form has words only; its numbers stay as they are
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        dates = {}
        for form in kept:
            dates.setdefault(self._as_of(form), []).append(form)
        for forms in dates.values():
            totals = [form for form in forms if form.cleaned_data["role"] == "total"]
            for form in totals[1:]:
                form.add_error(None, _("There are two totals of one date. Keep one, or change the date of the other."))
            if len(totals) > 1 or not any(form.has_changed() for form in forms):
                continue
            found = sum_findings(self._figure(form) for form in forms)
            sentences = [finding.sentence for finding in found if finding.level == Level.BLOCK]
            if sentences:
                raise ValidationError(sentences)

    @staticmethod
    def _as_of(form) -> str:
        as_of = form.cleaned_data.get("as_of")
        return as_of.to_storage() if as_of else ""

    def _figure(self, form) -> Figure:
        return Figure(
            uid=form.instance.uid,
            role=form.cleaned_data["role"],
            headcount=form.cleaned_data.get("headcount"),
            qualifier=form.cleaned_data["qualifier"],
            as_of=self._as_of(form),
        )
