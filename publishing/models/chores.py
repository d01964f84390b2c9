"""What the housekeeping did last, chore by chore."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoreRun(models.Model):
    """When a chore of `manage.py tick` was last done, and how it ended."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    ran_at = models.DateTimeField(_("at"))
    failed = models.BooleanField(_("failed"), default=False)
    outcome = models.TextField(_("outcome"), blank=True)

    class Meta:
        verbose_name = _("housekeeping")
        verbose_name_plural = _("housekeeping")
        ordering = ["name"]

    def __str__(self):
        return self.name
