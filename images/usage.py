"""Where a picture or another file is chosen, asked of the models that point at it; nothing here knows their names."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Exists, OuterRef, Q

from images.models import Picture


def pointing_fields(chosen: type[models.Model] = Picture) -> list[models.ForeignKey]:
    """Return the foreign keys of all apps that choose a row of this model."""
    relations = chosen._meta.get_fields(include_hidden=True)
    return [each.field for each in relations if each.auto_created and not each.concrete and each.one_to_many]


def used(chosen: type[models.Model] = Picture) -> Q:
    """Return the condition that some draft uses the row, for a queryset of this model."""
    condition = Q(pk__in=[])
    for field in pointing_fields(chosen):
        condition |= Q(Exists(field.model._base_manager.filter(**{field.name: OuterRef("pk")})))
    return condition


def rows_using(chosen: models.Model) -> Iterator[tuple[models.Model, models.Model]]:
    """Yield (row, whole) for everything that uses a picture or a file: the row, and what it is part of or itself."""
    for field in pointing_fields(type(chosen)):
        for row in field.model._base_manager.filter(**{field.name: chosen}):
            yield row, whole_of(row)


def whole_of(row: models.Model) -> models.Model:
    """Return what a row goes with when it is deleted: the mission of an event; itself when it stands alone."""
    for field in row._meta.fields:
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
            return getattr(row, field.name) or row
    return row
