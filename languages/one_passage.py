"""A form with one passage of its page in it, and nothing else to write: whoever translates takes one after the other.

It is the form of the page all the same: what is refused, merged, kept and noted is what every save of it does.
"""

import uuid
from dataclasses import dataclass

from django.db import models

from languages.columns import column


@dataclass(frozen=True)
class OnePassage:
    """Where the text stands that a form is about: which row, of which kind, which field, which language."""

    part_uid: uuid.UUID
    model: str
    field: str
    language: str

    @property
    def column(self) -> str:
        return column(self.field, self.language)

    def is_of(self, model: type[models.Model]) -> bool:
        """Tell whether the text belongs to a row of this kind."""
        return model._meta.label_lower == self.model


def ask_for(request, passage: OnePassage | None) -> None:
    """Have the form of this request hold one passage."""
    request.one_passage = passage


def asked_for(request) -> OnePassage | None:
    """Return the one passage the form of this request is about; nothing for a whole form."""
    return getattr(request, "one_passage", None)
