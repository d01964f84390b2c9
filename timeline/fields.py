"""The column of a partial date."""

import contextlib

from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from timeline.forms import HELP_TEXT, PartialDateFormField
from timeline.partial_dates import LANGUAGES, PartialDate, PartialDateError


class PartialDateAttribute(DeferredAttribute):
    """Turn what is assigned into a PartialDate at once; what cannot be read stays, for validation to refuse."""

    def __set__(self, instance, value):
        with contextlib.suppress(ValidationError):
            value = self.field.to_python(value)
        instance.__dict__[self.field.attname] = value


class PartialDateField(models.Field):
    """Hold a PartialDate, stored as its canonical text; nothing known is None.

    An optional date says `blank=True` and is stored as "" (look for it with `filter(date="")`), or as NULL if it also
    says `null=True`. The text does not sort by time: order by columns that hold `first_day` and `last_day`.
    """

    description = _("Date as far as it is known")
    descriptor_class = PartialDateAttribute
    # The text says nothing about time, so "greater than" or "contains" would answer nonsense.
    sensible_lookups = frozenset({"exact", "in", "isnull"})

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_languages()]

    def _check_languages(self):
        missing = [code for code, _name in settings.LANGUAGES if code not in LANGUAGES]
        if not missing:
            return []
        return [
            checks.Error(
                f"Dates cannot be written in {', '.join(missing)}.",
                hint="Add the words of that language to timeline/partial_dates_words.py, or take it out of LANGUAGES.",
                obj=self,
                id="timeline.E001",
            )
        ]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == 100:
            del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "CharField"

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name in self.sensible_lookups else None

    def from_db_value(self, value, expression, connection):
        return PartialDate.from_storage(value) if value else None

    def to_python(self, value):
        """Read a value, a stored text or what a person typed; YAML's bare years and days too."""
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except PartialDateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value == "" or (value is None and self.blank and not self.null):
            return None if self.null else ""
        if isinstance(value, str):
            value = PartialDate.parse(value)
        return None if value is None else value.to_storage()

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return value.to_storage() if isinstance(value, PartialDate) else value or ""

    def formfield(self, **kwargs):
        return super().formfield(
            **{"form_class": PartialDateFormField, "help_text": self.help_text or HELP_TEXT, **kwargs}
        )
