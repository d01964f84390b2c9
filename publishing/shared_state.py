"""A draft as plain text, to see what two people did to it since each of them opened its form."""

import hashlib
import json
from collections.abc import Iterable

from django.db import models
from django.forms.models import BaseInlineFormSet

from languages.columns import translated_fields

# The place of the page's own fields beside those of its rows, which stand under the prefix of their formset.
PAGE = ""


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """Return the columns an editor can write; base columns of translations hold no text of their own."""
    base = {field.name for field in translated_fields(model)}
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in base
    ]


def row_state(row: models.Model) -> dict:
    """Return the values of a row as text by field; None for nothing."""
    state = {}
    for field in fields_of(type(row)):
        # A form writes an empty text where there was none: to a reader both are nothing.
        state[field.name] = None if field.value_from_object(row) in (None, "") else field.value_to_string(row)
    for field in row._meta.many_to_many:
        state[field.name] = sorted(str(other.pk) for other in getattr(row, field.name).all())
    if hasattr(row, "uid"):
        state["uid"] = str(row.uid)
    return state


def read(row: models.Model, formsets: Iterable[BaseInlineFormSet]) -> dict:
    """Return the state of a page with the rows its form holds: {place: {primary key: {field: text}}}."""
    state = {PAGE: {str(row.pk): row_state(row)}}
    for formset in formsets:
        state[formset.prefix] = {str(part.pk): row_state(part) for part in formset.get_queryset()}
    return state


def written(state: dict) -> str:
    """Return a state as the text that is kept."""
    return json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the mark under which a kept state is found again."""
    return hashlib.sha256(text.encode()).hexdigest()


def value(model: type[models.Model], name: str, text):
    """Return a kept text as the value a form begins with; a list of keys stays one."""
    field = model._meta.get_field(name)
    if text is None or field.many_to_many:
        return text
    if field.remote_field:
        return field.target_field.to_python(text)
    return field.to_python(text)


def restored(model: type[models.Model], key: str, state: dict) -> models.Model:
    """Return a row that was deleted, unsaved, as a kept state knew it: same key, same permanent identifier."""
    row = model(pk=model._meta.pk.to_python(key))
    for name, text in state.items():
        field = model._meta.get_field(name)
        if not field.many_to_many:
            setattr(row, field.attname, "" if text is None and not field.null else value(model, name, text))
    return row
