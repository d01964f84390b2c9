"""Choices of other rows in forms, which ask the database only for what was not read together with the form."""

from django.db import models
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField


class KnownChoice(ModelChoiceField):
    """The choice of one row; a row that was read with the form is not asked for again."""

    known: dict[str, models.Model] = {}

    def to_python(self, value):
        return self.known[str(value)] if str(value) in self.known else super().to_python(value)


class KnownChoices(ModelMultipleChoiceField):
    """The choice of several rows; those that were read with the form are not asked for again."""

    known: dict[str, models.Model] = {}

    def clean(self, value):
        keys = list(dict.fromkeys(map(str, value))) if isinstance(value, list | tuple) else []
        if keys and all(key in self.known for key in keys):
            return [self.known[key] for key in keys]
        return super().clean(value)
