"""Rows of a page in its form: those nobody opened cost one line, no field, no check and no query.

A closed row sends its key and the mark that it is closed; what it does not send stays as it is. Opening it fetches its
fields alone (`part` in the address), or saves the draft and shows the form with the row open, without script.
"""

import re

from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.utils import ErrorDict
from django.forms.widgets import CheckboxInput

from languages.choices import KnownChoice

CLOSED = "closed"
# In the address: rows to be shown with their fields, and the one place that is asked for alone, "events-7~51".
OPEN, PART = "open", "part"
ROW = re.compile(r"(?P<prefix>[a-z_]{1,40})-(?P<index>[0-9]{1,5})~(?P<key>[0-9]{1,18})")
# More rows than this of one kind are shown as lines.
DRAWN = 10


def goes(data, prefix: str) -> bool:
    """Tell whether the row under this prefix is ticked to be deleted."""
    return CheckboxInput().value_from_datadict(data, {}, f"{prefix}-{DELETION_FIELD_NAME}")


class RowsInPlace:
    """A parent of formsets: closed rows, and rows nobody touched, are taken as they are."""

    # Keys of the rows asked for open; set for one request by the inline.
    opened: frozenset[str] = frozenset()
    # The field that holds the place of a row among the others; none if rows are not moved by hand.
    order_field = ""

    def is_closed(self, form) -> bool:
        """Tell whether a row is shown as a line."""
        if self.is_bound:
            return f"{form.prefix}-{CLOSED}" in self.data
        if not form.instance.pk or str(form.instance.pk) in self.opened:
            return False
        return len(self.get_queryset()) > DRAWN

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name = self.model._meta.pk.name
        if form.instance.pk and name in form.fields:
            key = form.fields[name]
            form.fields[name] = KnownChoice(key.queryset, initial=key.initial, required=False, widget=key.widget)
            form.fields[name].known = {str(form.instance.pk): form.instance}

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.place_by_hand = form.initial.get(self.order_field)
        form.is_asked_for = str(form.instance.pk) in self.opened
        if self.is_bound and i < self.initial_form_count() and form.instance.pk:
            if self.is_closed(form):
                for name, field in form.fields.items():
                    # The key, the parent and the mark that the row goes are on the line itself.
                    on_the_line = name in (self.model._meta.pk.name, self.fk.name, DELETION_FIELD_NAME)
                    field.disabled = not on_the_line and form.add_prefix(name) not in self.data
            form.closed = self.is_closed(form)
            if not set(form.changed_data) - {DELETION_FIELD_NAME}:
                # Nobody touched it: what is imported or older than a rule keeps nobody from saving the rest.
                form._errors = ErrorDict()
                form.cleaned_data = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
                form.cleaned_data[self.model._meta.pk.name] = form.instance
                form.cleaned_data[DELETION_FIELD_NAME] = goes(self.data, form.prefix)
        else:
            form.closed = not self.is_bound and self.is_closed(form)
        return form
