"""The form field of a partial date."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from timeline.partial_dates import PartialDate, PartialDateError
from timeline.partial_dates_moments import words_language
from timeline.widgets import PartialDateInput

HELP_TEXT = _(
    "Write it as in a sentence, in any of the languages: 2013, January 2013, late January 2013, 25/4/2013, 2006-2012, "
    "25-28 April 2013, 2013 – today, until 2013, about 2006, 2013 and 2015."
)


class PartialDateFormField(forms.Field):
    """Read a partial date as people write it; an empty text is None."""

    widget = PartialDateInput

    def __init__(self, *, help_text=HELP_TEXT, **kwargs):
        super().__init__(help_text=help_text, **kwargs)

    def prepare_value(self, value):
        """Return the date as the editor would write it; what was typed stays as it was typed."""
        if isinstance(value, PartialDate):
            return value.render(words_language()).replace("\N{NO-BREAK SPACE}", " ")
        return value

    def to_python(self, value):
        if isinstance(value, PartialDate):
            return value
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except PartialDateError as error:
            raise ValidationError(str(error), code="invalid") from error
