"""The outbox: letters to colleagues, written with the act they tell of and sent later by the housekeeping."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One letter to one colleague. Its words are made when it is sent, in the receiver's language."""

    class About(models.TextChoices):
        ASKED = "asked", _("asks for approval")
        REFUSED = "refused", _("refused")
        LIVE = "live", _("live")
        CANCELLED = "cancelled", _("cancelled")
        TO_CONFIRM = "to_confirm", _("small correction to confirm")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENT = "sent", _("sent")
        NEEDLESS = "needless", _("no longer needed")
        GIVEN_UP = "given_up", _("given up")

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters", verbose_name=_("to"))
    about = models.CharField(_("about"), max_length=10, choices=About.choices)
    release = models.ForeignKey(
        "publishing.Release", models.CASCADE, related_name="letters", verbose_name=_("publication")
    )
    # Whom the receiver stands in for, when that is why the letter was written.
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("stands in for")
    )
    written_at = models.DateTimeField(_("written at"))
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="a_letter_was_sent_at_a_moment",
            )
        ]

    def __str__(self):
        return f"{self.get_about_display()}: {self.to}"
