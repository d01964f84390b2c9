"""The trail: who did what, to which page, when, with what was there before and after."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.pages import Page


class TrailEntry(models.Model):
    """One act. Written in the transaction of the act and never changed, but for words that are removed everywhere."""

    class Act(models.TextChoices):
        SAVED = "saved", _("saved the draft")
        DELETED = "deleted", _("deleted the draft")
        ASKED = "asked", _("asked for publication")
        APPROVED = "approved", _("approved")
        SMALL = "small", _("published a small correction alone")
        CONFIRMED = "confirmed", _("confirmed a small correction")
        REFUSED = "refused", _("refused")
        CANCELLED = "cancelled", _("cancelled a publication")
        MOVED = "moved", _("moved a publication to another moment")
        VOID = "void", _("made a publication void")
        WITHDRAWN = "withdrawn", _("withdrew the page")
        TAKEN_DOWN = "taken_down", _("took a picture down")
        REDACTED = "redacted", _("removed a passage from every version")
        ADDRESS = "address", _("gave an address to another page")
        LOGGED_IN = "logged_in", _("logged in")
        NOT_LOGGED_IN = "not_logged_in", _("tried to log in in vain")
        SLOWED = "slowed", _("has to wait after repeated failures to log in")
        RIGHTS = "rights", _("changed the rights of an account")
        PASSWORD = "password", _("set the password of an account")

    at = models.DateTimeField(_("when"))
    # The name stays when the account goes.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    by_name = models.CharField(_("name"), max_length=150, blank=True)
    act = models.CharField(_("what"), max_length=20, choices=Act.choices)
    page = models.ForeignKey(Page, models.PROTECT, null=True, related_name="trail", verbose_name=_("page"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    languages = models.CharField(_("languages"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    part = models.CharField(_("part of the page"), max_length=80, blank=True)
    # Values as JSON text, put into words of the reader's language when they are read; empty for none.
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    detail = models.TextField(_("detail"), blank=True)
    moment = models.DateTimeField(_("for when"), null=True)
    release = models.ForeignKey(
        "publishing.Release", models.PROTECT, null=True, related_name="+", verbose_name=_("publication")
    )

    class Meta:
        verbose_name = _("entry of the trail")
        verbose_name_plural = _("trail")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        permissions = [("view_trail", _("Can read the trail"))]
        indexes = [
            models.Index(fields=["-at", "-id"], name="trail_order"),
            models.Index(fields=["page", "-at"], name="trail_of_page"),
            models.Index(fields=["by", "-at"], name="trail_of_person"),
            models.Index(fields=["act", "-at"], name="trail_of_act"),
        ]

    def __str__(self):
        return f"{self.by_name} {self.get_act_display()} {self.title}".strip()
