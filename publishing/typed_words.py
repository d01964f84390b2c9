"""The words of a form that could not be saved, each under the name of its field, to be read and copied."""

from dataclasses import dataclass

from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst

from languages.forms import column_label
from languages.rows import CLOSED

# Buttons, the token against forgery, and what a form says about itself: nothing anybody typed.
_NOT_TYPED = ("csrfmiddlewaretoken", "_")
_KEPT_BY_THE_FORM = ("_FORMS", "-id", "-DELETE", f"-{CLOSED}")


@dataclass(frozen=True)
class Typed:
    """One text as it was sent."""

    label: str
    text: str


def field_label(model: type[models.Model], name: str) -> str:
    """Return how the form of a page names a field, by the name it is sent under."""
    prefix, _dash, field = name.rpartition("-")
    if not prefix:
        return str(column_label(model, name))
    parts = {relation.get_accessor_name(): relation.related_model for relation in model._meta.related_objects}
    part = parts.get(prefix.partition("-")[0])
    return f"{capfirst(part._meta.verbose_name)}, {column_label(part, field)}" if part else field


def typed_words(post: QueryDict, model: type[models.Model]) -> list[Typed]:
    """Return every text of a form; numbers alone, keys and ticks are left out."""
    return [
        Typed(field_label(model, name), "\n".join(values))
        for name, values in post.lists()
        if not name.startswith(_NOT_TYPED) and not name.endswith(_KEPT_BY_THE_FORM)
        if any(value.strip() and not value.isdecimal() for value in values)
    ]
