"""The one module that builds the names of language columns."""

import functools

from django.conf import settings
from django.db import models
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

LANGUAGES = tuple(settings.MODELTRANSLATION_LANGUAGES)

# Translated columns that hold an address, not a text somebody translates.
ADDRESSES = (models.SlugField, models.URLField, models.EmailField)


def column(field: str, language: str) -> str:
    """Return the column of a translated field in one language: ("title", "fr") gives "title_fr"."""
    return build_localized_fieldname(field, language)


def text(obj: models.Model, field: str, language: str) -> str:
    """Return a row's text in one language; empty when it is absent or only white space."""
    value = getattr(obj, column(field, language)) or ""
    return value if value.strip() else ""


def in_some_language(field: str) -> models.Q:
    """Return the condition that a translated field holds text in at least one language.

    Without IS NOT NULL a CHECK on empty columns would be unknown, and so pass.
    """
    condition = models.Q()
    for language in LANGUAGES:
        name = column(field, language)
        condition |= models.Q(**{f"{name}__isnull": False}) & ~models.Q(**{name: ""})
    return condition


@functools.cache
def translated_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """Return the base fields modeltranslation translates, in the model's order; none for a model it does not know."""
    try:
        names = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return ()
    return tuple(field for field in model._meta.fields if field.name in names)


@functools.cache
def passage_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """Return the translated fields that hold text to translate, without addresses and the model's `not_passages`."""
    return tuple(
        field
        for field in translated_fields(model)
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, ADDRESSES)
        and field.name not in getattr(model, "not_passages", ())
    )


@functools.cache
def language_columns(model: type[models.Model]) -> dict[str, tuple[str, str]]:
    """Return (base field, language) of every language column: "title_fr" gives ("title", "fr")."""
    return {
        column(field.name, language): (field.name, language)
        for field in translated_fields(model)
        for language in LANGUAGES
    }
