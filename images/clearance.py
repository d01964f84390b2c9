"""By which right a picture or a film is shown, whose faces are in it, and from when on."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from languages.plaintext import no_control_characters

EMBARGO_IS_OVER = _("The embargo ended before this came in: leave it empty.")


class Clearance(models.Model):
    """What must be known before the public sees a picture or a film; the checklist of a publication asks it."""

    class Rights(models.TextChoices):
        OWN = "own", _("our own, free to use")
        LICENSED = "licensed", _("used with permission of its owner")
        PUBLIC_DOMAIN = "public_domain", _("free of rights")

    class Faces(models.TextChoices):
        UNCHECKED = "unchecked", _("not yet checked")
        NONE = "none", _("none can be recognised")
        CONSENT = "consent", _("yes, with written consent on file")
        PENDING = "pending", _("yes, and consent is not on file yet")

    rights = models.CharField(_("rights"), max_length=20, choices=Rights, blank=True)
    rights_note = models.CharField(
        _("note on the rights"),
        max_length=300,
        blank=True,
        validators=[no_control_characters],
        help_text=_("For example the contract or the mail that grants them. Not shown on the site."),
    )
    faces = models.CharField(_("recognisable faces"), max_length=10, choices=Faces, default=Faces.UNCHECKED)
    consent_note = models.CharField(
        _("where the consent is kept"),
        max_length=300,
        blank=True,
        validators=[no_control_characters],
        help_text=_("For example the number of the file. Not shown on the site."),
    )
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cleared by"),
        help_text=_("Who checked that it betrays no place, person or equipment."),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("No page that shows it goes live before this.")
    )

    class Meta:
        abstract = True

    def clean(self):
        """Refuse here what forms that hide the day of upload keep from the constraint."""
        super().clean()
        if self.embargo_until and self.embargo_until <= self.uploaded_at:
            raise ValidationError({"embargo_until": EMBARGO_IS_OVER})


def clearance_constraints(name: str) -> list[models.CheckConstraint]:
    """Return what the database itself holds of a clearance; `name` is the model's, which has an `uploaded_at`."""
    return [
        models.CheckConstraint(
            condition=~Q(faces="consent") | ~Q(consent_note=""),
            name=f"{name}_consent_is_on_file",
            violation_error_message=_("Say where the written consent of the people shown is kept."),
        ),
        models.CheckConstraint(
            condition=Q(embargo_until__isnull=True) | Q(embargo_until__gt=F("uploaded_at")),
            name=f"{name}_embargo_lies_ahead",
            violation_error_message=EMBARGO_IS_OVER,
        ),
    ]
