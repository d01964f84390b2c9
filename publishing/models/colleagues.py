"""What the desk knows of a colleague beside the account: language, absences, who stands in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Preference(models.Model):
    """In which language a colleague reads the desk and its letters; without one, letters come in all of them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference", verbose_name=_("account")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("language of a colleague")
        verbose_name_plural = _("languages of colleagues")

    def __str__(self):
        return f"{self.user}: {self.language}"


class AbsenceQuerySet(models.QuerySet):
    def on(self, day):
        """Return who is away on a day of the newsroom's calendar, first and last day included."""
        return self.filter(first_day__lte=day, last_day__gte=day)


class Absence(models.Model):
    """That someone who approves is away, and which colleague stands in.

    It gives nobody a right: whoever stands in approves by a permission of their own.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("who is away")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="stand_ins", verbose_name=_("who stands in")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="an_absence_ends_after_it_starts",
                violation_error_message=_("The last day is before the first day. Exchange the two."),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("deputy")),
                name="somebody_else_stands_in",
                violation_error_message=_("Somebody else has to stand in for you."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.first_day} – {self.last_day}"
