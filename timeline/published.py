"""Events of published versions, one row each: what lists read instead of documents.

Apart from `timeline.models`, which imports it for Django to find the table: public code imports this module and can
then reach no table that holds a draft.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Edition, Projection
from timeline.documents import Event


class PublishedEvent(Projection):
    """An event of a published version; its `edition` has the address and the title of the page."""

    language = models.CharField(_("language"), max_length=10)
    mission = models.UUIDField(_("mission"))
    anchor = models.UUIDField(_("event"))
    title = models.CharField(_("title"), max_length=140)
    date = models.CharField(_("date"), max_length=100)
    date_label = models.CharField(_("name of the period"), max_length=80, blank=True)
    first_day = models.DateField(_("first possible day"))
    last_day = models.DateField(_("last possible day"))
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        verbose_name = _("published event")
        verbose_name_plural = _("published events")
        indexes = [
            # The timeline of all missions, page by page from either end.
            models.Index(fields=["language", "last_day", "first_day", "id"], name="published_event_in_time"),
            models.Index(fields=["mission", "language", "position"], name="published_event_of_mission"),
        ]

    def __str__(self):
        return f"{self.date} {self.title}"


def project_events(edition: Edition, mission: UUID, events: Iterable[Event]) -> list[PublishedEvent]:
    """Return the unsaved rows for the events of a version, in reading order."""
    return [
        PublishedEvent(
            edition=edition,
            language=edition.language,
            mission=mission,
            anchor=event.uid,
            title=event.title,
            date=event.date,
            date_label=event.date_label,
            first_day=event.when.first_day,
            last_day=event.when.last_day,
            position=position,
        )
        for position, event in enumerate(events)
    ]
