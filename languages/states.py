"""The four states of a translated passage."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How a translation stands to the text it was made from."""

    MISSING = "missing", _("missing")
    STALE = "stale", _("source changed")
    FRESH = "fresh", _("up to date")
    DIFFERENT = "different", _("deliberately different")
