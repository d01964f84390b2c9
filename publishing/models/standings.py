"""How each draft stands, kept in step so that the home of the desk never has to freeze ten thousand of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.pages import Page


class Standing(models.Model):
    """How the draft of a page stands to its latest version; derived, written by `publishing.standings` alone.

    A page whose draft was deleted has none.
    """

    page = models.OneToOneField(Page, models.CASCADE, related_name="standing", verbose_name=_("page"))
    titles = models.JSONField(_("titles"), default=dict)
    differs = models.BooleanField(_("differs from what is live"))
    published = models.BooleanField(_("published"))
    changes = models.PositiveIntegerField(_("number of changes"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("standing of a draft")
        verbose_name_plural = _("standings of drafts")
        indexes = [models.Index(fields=["differs", "-changed_at"], name="standing_differs")]

    def __str__(self):
        return f"{self.page}: {self.changes}"
