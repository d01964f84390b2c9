"""Which names fields had in older saves. Saves are never rewritten, so a line here is never removed."""

from django.db import models

from languages.columns import column

# A field that a migration renamed: (model, name in older saves) → name today. Translated fields are named without their
# language. Without its line, a restore of an older save refuses and shows the text instead of dropping it.
RENAMED: dict[tuple[str, str], str] = {}


def today(model: type[models.Model], name: str) -> str:
    """Return the name a field or language column of an older save has today; the same when nobody renamed it."""
    label = model._meta.label_lower
    if (label, name) in RENAMED:
        return RENAMED[label, name]
    base, _underscore, language = name.rpartition("_")
    if (label, base) in RENAMED:
        return column(RENAMED[label, base], language)
    return name
