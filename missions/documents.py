"""Missions as the public reads them: frozen, typed, without a table behind them."""

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar, Literal, Self
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from files.documents import FrozenFilm, PublicFile
from images.documents import FrozenPicture
from languages.documents import RichWords, Words
from languages.typography import number
from maps.documents import FrozenSheet
from maps.subjects import subject_key
from missions.disclosure import disclose
from missions.headcounts import Figure, Overview, overview
from publishing.documents import Document, Part, TermReference
from timeline.documents import Event
from timeline.order import in_order
from timeline.partial_dates import PartialDate, PartialDateError


def _dates(stored: Iterable[str], language: str) -> list[str]:
    """Return dates in words, for search; none for those that are empty."""
    return [PartialDate.from_storage(date).render(language, still_true=False) for date in stored if date]


class PlaceReference(TermReference):
    """A place of the mission, with the code that draws its map."""

    code: str
    shape: Literal["country", "region", "sea", "home"]
    members: list[str] = []
    member_labels: list[Words] = []


class LegalBasisReference(Part):
    """A decision an operation rests on."""

    label: Words
    url: str = ""


class OperationReference(TermReference):
    """An operation of the mission, with its framework, mandate and legal bases."""

    acronym: str = ""
    full_name: str = ""
    full_name_language: str = ""
    framework: Literal["un", "eu", "nato", "coalition", "bilateral", "national"]
    mandate: str = ""
    legal_bases: list[LegalBasisReference] = []

    def also_says(self, language: str) -> list[str]:
        # An operation has no page of its own: its names are this page's.
        names = dict.fromkeys(name for name in (self.label, self.acronym, self.full_name) if name)
        return [*names, *_dates([self.mandate], language)]


class BriefingPart(Part):
    """What one component does in the mission."""

    component: UUID
    label: Words
    text: RichWords
    film: FrozenFilm | None = None

    @property
    def is_shown(self) -> bool:
        return bool(self.text or self.film)


class MissionDocument(Document):
    """A mission page in one language."""

    derived_orders: ClassVar[frozenset[str]] = frozenset({"events"})

    kind: Literal["mission"] = "mission"
    name: Words
    kicker: Words = ""
    title: Words = ""
    in_place: Words = ""
    lead: Words = ""
    context: Words = ""
    slogan: Words = ""
    invitation: Words = ""
    stakes: Words = ""
    worst_case: Words = ""
    impact: Words = ""
    status: Literal["planned", "running", "ended"]
    started: str = ""
    ended: str = ""
    assessed: str = ""
    precision_ceiling: Literal["none", "region", "country", "town"] = "country"
    order: int = 100
    places: list[PlaceReference] = []
    operations: list[OperationReference] = []
    events: list[Event] = []
    figures: list[Figure] = []
    briefings: list[BriefingPart] = []
    picture: FrozenPicture | None = None
    sheet: FrozenSheet | None = None

    @property
    def heading(self) -> str:
        return self.title or self.name

    @property
    def summary(self) -> str:
        return self.lead

    @property
    def facet(self) -> str:
        return self.status

    @property
    def dated(self) -> str:
        return self.started

    @property
    def duration(self) -> str:
        """Return the stored form of how long the mission has run: up to its end, or open as long as it runs.

        Where its two dates make no period, its end alone, or its start.
        """
        coded = self.started + {"running": "/..", "ended": f"/{self.ended}"}.get(self.status, "")
        try:
            return PartialDate.from_storage(coded).to_storage() if self.started else self.ended
        except PartialDateError:
            return self.ended or self.started

    @property
    def sort_key(self) -> str:
        return f"{self.order:05d} {self.name.casefold()}"[:60]

    @cached_property
    def headcounts(self) -> Overview:
        """Return the figures sorted into the current situation, the ceiling and the history."""
        return overview(self.figures)

    @property
    def shown_sheet(self) -> FrozenSheet | None:
        """Return the map of the places this version names; None if it is that of others, or too precise.

        A request may take over other places without their map: then there is none, rather than a wrong one.
        """
        key = subject_key(self.places, self.precision_ceiling)
        return self.sheet if self.sheet and self.sheet.subject == key else None

    @property
    def mapped_countries(self) -> list[str]:
        """Return the names of the countries of the region on the map, or on the coasts of its sea, as far as named."""
        codes = self.shown_sheet.subject.split() if self.shown_sheet else []
        named = [pair for place in self.places for pair in zip(place.members, place.member_labels, strict=False)]
        return list(dict.fromkeys(label for code, label in named if label and code in codes))

    @property
    def shown_briefings(self) -> list[BriefingPart]:
        """Return the briefings that say or show something."""
        return [briefing for briefing in self.briefings if briefing.is_shown]

    def also_says(self) -> list[str]:
        return _dates([self.started, self.ended, self.assessed], self.language)

    def key_number(self) -> tuple[str, str]:
        total = self.headcounts.total
        if total is None or total.headcount is None:
            return "", ""
        counted = total.figure.label if total.figure and total.figure.label else _("Soldiers in all")
        when = self.headcounts.when
        # Never a number without its date, or that it has none.
        dated = when.render(self.language, still_true=False) if when else pgettext("figure", "undated")
        # In words, as on the page: our fonts have no sign for "at least".
        before = {
            "about": "±",
            "at_least": pgettext("before a number", "at least") + " ",
            "at_most": pgettext("before a number", "at most") + " ",
        }.get(total.qualifier, "")
        return f"{before}{number(total.headcount, self.language)}", f"{counted}, {dated}"

    def terms(self) -> list[tuple[str, UUID, int]]:
        return [
            *(("place", place.uid, position) for position, place in enumerate(self.places)),
            *(("operation", operation.uid, position) for position, operation in enumerate(self.operations)),
            *(("component", briefing.component, position) for position, briefing in enumerate(self.briefings)),
        ]

    def pictures(self) -> list[FrozenPicture]:
        events = [event.picture for event in self.events]
        posters = [film.poster for film in self.films()]
        return [picture for picture in [self.picture, *events, *posters] if picture is not None]

    def films(self) -> list[FrozenFilm]:
        return [briefing.film for briefing in self.briefings if briefing.film is not None]

    def files(self) -> list[PublicFile]:
        return [file for film in self.films() for file in film.files]

    def arranged(self) -> Self:
        """Return the document with its events in order, and no small headcount to be worked out after a merge."""
        events = in_order(self.events, date=lambda event: event.when)
        return self.model_copy(update={"events": events, "figures": disclose(self.figures)})


class EasyDocument(Document):
    """A mission in easy-to-read language."""

    kind: Literal["easy"] = "easy"
    title: Words
    body: RichWords
    mission: TermReference

    @property
    def heading(self) -> str:
        return self.title

    @property
    def about(self) -> UUID:
        return self.mission.uid

    def terms(self) -> list[tuple[str, UUID, int]]:
        return [("mission", self.mission.uid, 0)]
