"""An event as the public reads it."""

from uuid import UUID

from images.documents import FrozenPicture
from languages.documents import Words
from publishing.documents import Part
from timeline.partial_dates import PartialDate


class Event(Part):
    """One thing that happened. Events stand in a document in the order the public reads them."""

    date: str
    date_label: Words = ""
    title: Words
    short_title: Words = ""
    text: Words = ""
    operation: UUID | None = None
    picture: FrozenPicture | None = None
    source_title: Words = ""
    source_url: str = ""
    place_in_list: int | None = None

    @property
    def when(self) -> PartialDate:
        """Return the date as a value."""
        return PartialDate.from_storage(self.date)

    def also_says(self, language: str) -> list[str]:
        return [self.when.render(language, still_true=False)]

    @property
    def overview_title(self) -> str:
        """Return the title for the overview: the short one if there is one."""
        return self.short_title or self.title
