"""Events of a mission: one ordered list, from which the overview is generated."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from images.models import Picture
from languages.columns import in_some_language
from languages.models import TranslatedModel
from languages.plaintext import no_control_characters
from timeline.fields import PartialDateField
from timeline.published import PublishedEvent as PublishedEvent  # Django looks for tables here


class TimelineEvent(TranslatedModel):
    """One thing that happened, as precisely dated as it is known."""

    # What `save()` works out from the date; no fixture holds it.
    derived_fields = ("first_day", "last_day")

    mission = models.ForeignKey("missions.Mission", models.CASCADE, related_name="events", verbose_name=_("mission"))
    date = PartialDateField(_("date"))
    date_label = models.CharField(
        _("name of the period"),
        max_length=80,
        blank=True,
        validators=[no_control_characters],
        help_text=_(
            "Only for a period known by a name, for example “Cold War”; the public reads the name and then the years."
        ),
    )
    title = models.CharField(
        _("title"),
        max_length=140,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Says what happened in one line, for example “MINUSMA is launched”."),
    )
    short_title = models.CharField(
        _("title in the overview"),
        max_length=80,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Only if the title is too long for the overview at the top of the page; otherwise leave it empty."),
    )
    text = models.TextField(
        _("text"),
        blank=True,
        validators=[no_control_characters],
        help_text=_("One or two short paragraphs. An empty line starts a new paragraph."),
    )
    operation = models.ForeignKey(
        "missions.Operation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("operation"),
        help_text=_("If the event belongs to one of the mission’s operations."),
    )
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    source_title = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Where this is documented, for example “Security Council resolution 2100”."),
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    place_in_list = models.PositiveSmallIntegerField(
        _("place in the list"),
        null=True,
        blank=True,
        help_text=_("Leave empty: events sort themselves by date. A number puts this event at that place by hand."),
    )
    first_day = models.DateField(_("first possible day"), editable=False)
    last_day = models.DateField(_("last possible day"), editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["last_day", "first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The event ends before it starts. Exchange the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(place_in_list__isnull=True) | Q(place_in_list__gte=1),
                name="event_place_counts_from_one",
                violation_error_message=_("Places in the list count from 1; leave the field empty to sort by date."),
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | in_some_language("source_title"),
                name="event_source_has_a_title",
                violation_error_message=_("Give the source a title; the public reads the title, not the address."),
            ),
        ]

    def __str__(self):
        return f"{self.date} {self.title or ''}".strip()

    def save(self, *args, **kwargs):
        self.first_day, self.last_day = self.date.first_day, self.date.last_day
        super().save(*args, **kwargs)

    @property
    def page_uid(self):
        return self.mission.uid

    @property
    def source_language(self):
        return self.mission.source_language
