"""The timeline of all missions, as the public reads it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from publishing.furniture import furnish
from publishing.keyset import Keyset
from publishing.models import Edition
from publishing.views import ListView
from timeline.partial_dates import PartialDate
from timeline.published import PublishedEvent

# More would be no choice any more, and each costs the database; the address of a mission filters all the same.
MISSIONS_TO_CHOOSE = 50
FIRST_YEAR, LAST_YEAR = 1000, 9999


@dataclass(frozen=True)
class Wanted:
    """What a reader asked to see, as typed, and what of it could be understood."""

    mission: UUID | None = None
    since: int | None = None
    until: int | None = None
    typed: dict[str, str] | None = None
    problem: str = ""

    @property
    def query(self) -> str:
        """Return the filter as it stands in an address; empty for no filter."""
        parts = {"mission": self.mission, "from": self.since, "to": self.until}
        return urlencode({name: value for name, value in parts.items() if value is not None})


def read_wanted(data) -> Wanted:
    """Read the filter of an address; a sentence in `problem` when it makes no sense."""
    typed = {name: data.get(name, "").strip()[:50] for name in ("mission", "from", "to")}
    years = {}
    for name in ("from", "to"):
        text = typed[name]
        # Python takes digits of every script for digits; a form of ours offers these ten.
        if not text:
            years[name] = None
        elif text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR:
            years[name] = int(text)
        else:
            sentence = _("“%(text)s” is not a year. Write it with four digits, such as 2013.")
            return Wanted(typed=typed, problem=sentence % {"text": text})
    if years["from"] and years["to"] and years["from"] > years["to"]:
        return Wanted(typed=typed, problem=_("The first year comes after the last one. Exchange them."))
    try:
        mission = UUID(typed["mission"]) if typed["mission"] else None
    except ValueError:
        return Wanted(typed=typed, problem=_("This mission is not known. Choose one from the list."))
    return Wanted(mission, years["from"], years["to"], typed)


class Timeline(ListView):
    """Every event of every mission, the latest first; of one mission or some years if the reader asks."""

    template_name = "timeline/timeline.html"
    url_name = "timeline"
    keyset = Keyset({"last_day": date, "first_day": date, "id": int}, descending=True)
    page_size = 40

    def context(self):
        wanted = read_wanted(self.request.GET)
        live = Edition.objects.live(self.now).filter(kind="mission", language=self.language)
        furniture = furnish(self.now, self.language, also=[live.order_by("sort_key", "id")[:MISSIONS_TO_CHOOSE]])
        missions = sorted((row for row in furniture.also if row.kind == "mission"), key=lambda row: row.title)
        shown = {"furniture": furniture, "missions": missions, "wanted": wanted}
        if wanted.problem:
            return shown | {"events": [], "status": 400}
        events = PublishedEvent.objects.live(self.now).filter(language=self.language).select_related("edition")
        events = events.defer("edition__document", "edition__seal", "edition__summary")
        if wanted.mission:
            events = events.filter(mission=wanted.mission)
        # What lasted is in every year that it touches.
        if wanted.since:
            events = events.filter(last_day__gte=date(wanted.since, 1, 1))
        if wanted.until:
            events = events.filter(first_day__lte=date(wanted.until, 12, 31))
        events = self.slice(events)
        for event in events:
            event.when = PartialDate.from_storage(event.date)
        return shown | {"events": events}
