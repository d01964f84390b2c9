"""Choices of other rows in forms, which ask the database only for what was not read together with the form."""

import re

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
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


# What a primary key can look like; more digits than a database's integer holds would stop the answer too.
_KEY = re.compile(r"[0-9]{1,18}")


class ForgivingAutocomplete:
    """An autocomplete that shows the form again when what was sent is no key; Django's own stops with an error."""

    # Rows that were read with the form, by key: their names cost no further query.
    known: dict[str, models.Model] = {}

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in value if not key or _KEY.fullmatch(str(key))]
        chosen = [str(key) for key in keys if key]
        if any(key not in self.known for key in chosen):
            return super().optgroups(name, keys, attrs)
        groups = (
            [] if self.allow_multiple_selected or self.is_required else [self.create_option(name, "", "", False, 0)]
        )
        label = self.choices.field.label_from_instance
        groups += [self.create_option(name, key, label(self.known[key]), True, at) for at, key in enumerate(chosen, 1)]
        return [(None, groups, 0)]


class ForgivingSelect(ForgivingAutocomplete, AutocompleteSelect):
    """The autocomplete for one row."""


class ForgivingSelectMultiple(ForgivingAutocomplete, AutocompleteSelectMultiple):
    """The autocomplete for several rows."""
