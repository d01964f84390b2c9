"""How the database and the rows themselves refuse values."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction


def refused(row, **values):
    """Write values past every form; return whether the database refused them."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**values)
    except IntegrityError:
        return True
    return False


def sentence(row, **values):
    """Return what an editor reads about these values; empty if nothing is wrong with them."""
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
