"""Writing events down as published versions keep them."""

from collections.abc import Iterable

from images.freezing import freeze_picture
from languages.columns import text
from timeline.documents import Event
from timeline.models import TimelineEvent
from timeline.order import in_order


def freeze_events(events: Iterable[TimelineEvent], language: str) -> list[Event]:
    """Return events with their words in one language, in reading order; an empty list for none."""
    return [
        Event(
            uid=event.uid,
            date=event.date.to_storage(),
            date_label=text(event, "date_label", language),
            title=text(event, "title", language),
            short_title=text(event, "short_title", language),
            text=text(event, "text", language),
            operation=event.operation.uid if event.operation else None,
            picture=freeze_picture(event.picture, language),
            source_title=text(event, "source_title", language),
            source_url=event.source_url,
            place_in_list=event.place_in_list,
        )
        for event in in_order(sorted(events, key=lambda event: event.pk or 0))
    ]
