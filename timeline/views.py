"""The timeline of all missions, as the public reads it."""

from datetime import date

from publishing.furniture import furnish
from publishing.keyset import Keyset
from publishing.views import ListView
from timeline.partial_dates import PartialDate
from timeline.published import PublishedEvent


class Timeline(ListView):
    """Every event of every mission, the latest first."""

    template_name = "timeline/timeline.html"
    url_name = "timeline"
    keyset = Keyset({"last_day": date, "first_day": date, "id": int}, descending=True)
    page_size = 40

    def context(self):
        events = PublishedEvent.objects.live(self.now).filter(language=self.language).select_related("edition")
        events = events.defer("edition__document", "edition__seal", "edition__summary")
        events = self.slice(events)
        for event in events:
            event.when = PartialDate.from_storage(event.date)
        return {"furniture": furnish(self.now, self.language), "events": events}
