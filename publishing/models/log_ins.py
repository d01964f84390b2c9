"""How often somebody failed to log in lately, as account, as address and as both; kept in no words."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# By then every count has run out.
KEPT_FOR = timedelta(days=1)


class LogInTriesManager(models.Manager):
    def locked(self, keys, now: datetime) -> "dict[str, LogInTries]":
        """Return the counts of these keys, new ones at zero, locked until the transaction ends.

        Always in one order, so that two log-ins never wait for each other in a ring.
        """
        self.bulk_create([self.model(key=key, counted_at=now) for key in sorted(keys)], ignore_conflicts=True)
        return {row.key: row for row in self.select_for_update().filter(key__in=keys).order_by("key")}

    def old(self, now: datetime) -> models.QuerySet:
        """Return the counts that have run out."""
        return self.filter(counted_at__lt=now - KEPT_FOR)


class LogInTries(models.Model):
    """A count of failures that runs out with time. The key is a keyed hash: neither name nor address can be read."""

    key = models.CharField(_("mark"), max_length=64, unique=True)
    number = models.FloatField(_("failures that count"), default=0)
    counted_at = models.DateTimeField(_("counted at"), db_index=True)

    objects = LogInTriesManager()

    class Meta:
        verbose_name = _("failures to log in")
        verbose_name_plural = _("failures to log in")

    def __str__(self):
        return f"{self.number:.1f}"
