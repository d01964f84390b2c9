"""Where a picture is chosen, asked of the models that point at it; nothing here knows their names."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Exists, OuterRef, Q

from images.models import Picture


def pointing_fields() -> list[models.ForeignKey]:
    """Return the foreign keys of all apps that choose a picture."""
    relations = Picture._meta.get_fields(include_hidden=True)
    return [each.field for each in relations if each.auto_created and not each.concrete and each.one_to_many]


def used() -> Q:
    """Return the condition that some draft uses the picture, for a queryset of pictures."""
    condition = Q(pk__in=[])
    for field in pointing_fields():
        condition |= Q(Exists(field.model._base_manager.filter(**{field.name: OuterRef("pk")})))
    return condition


def rows_using(picture: Picture) -> Iterator[tuple[models.Model, models.Model]]:
    """Yield (row, whole) for everything that uses a picture: the row, and what it is a part of, else itself."""
    for field in pointing_fields():
        for row in field.model._base_manager.filter(**{field.name: picture}):
            yield row, whole_of(row)


def whole_of(row: models.Model) -> models.Model:
    """Return what a row goes with when it is deleted: the mission of an event; itself when it stands alone."""
    for field in row._meta.fields:
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
            return getattr(row, field.name) or row
    return row
