"""Articles, notices and standing pages as the public reads them: frozen, typed, without a table behind them."""

import datetime
from typing import Literal
from uuid import UUID

from files.documents import FrozenDownload, FrozenFilm, PublicFile
from images.documents import FrozenPicture
from languages.documents import RichWords, Words
from publishing.documents import Document, Part, TermReference
from timeline.partial_dates import PartialDate


class ThemeReference(TermReference):
    """A theme of the article, with the article's place in it."""

    position: int


class AuthorReference(Part):
    """Someone who wrote the article and agreed to be named."""

    label: Words


class BlockPart(Part):
    """One piece of the article."""

    kind: Literal["text", "heading", "quotation", "list", "picture", "film", "document"]
    text: RichWords = ""
    attribution: Words = ""
    picture: FrozenPicture | None = None
    film: FrozenFilm | None = None
    download: FrozenDownload | None = None


def _latest_first(date: str) -> str:
    """Return a key for lists that read from the latest to the earliest; ascending order of the text is time."""
    value = PartialDate.from_storage(date)
    return f"{value.last_day.isoformat()} {value.first_day.isoformat()}"


class ArticleDocument(Document):
    """An article in one language."""

    kind: Literal["article"] = "article"
    article_kind: Literal["news", "report", "background", "press"]
    written_in: str
    title: Words
    lead: Words = ""
    date: str
    authors: list[AuthorReference] = []
    categories: list[TermReference] = []
    tags: list[TermReference] = []
    themes: list[ThemeReference] = []
    missions: list[TermReference] = []
    blocks: list[BlockPart] = []
    source_title: Words = ""
    source_url: str = ""
    picture: FrozenPicture | None = None

    @property
    def heading(self) -> str:
        return self.title

    @property
    def summary(self) -> str:
        return self.lead

    @property
    def facet(self) -> str:
        return self.article_kind

    @property
    def dated(self) -> str:
        return self.date

    @property
    def when(self) -> PartialDate:
        """Return the date as a value."""
        return PartialDate.from_storage(self.date)

    @property
    def shown_blocks(self) -> list[BlockPart]:
        """Return the pieces that say or show something in this language."""
        return [block for block in self.blocks if block.text or block.picture or block.film or block.download]

    @property
    def day(self) -> datetime.date:
        return self.when.last_day

    @property
    def sort_key(self) -> str:
        return _latest_first(self.date)

    def also_says(self) -> list[str]:
        return [self.when.render(self.language, still_true=False)]

    def terms(self) -> list[tuple[str, UUID, int]]:
        return [
            *(("author", author.uid, position) for position, author in enumerate(self.authors)),
            *(("category", term.uid, position) for position, term in enumerate(self.categories)),
            *(("tag", term.uid, position) for position, term in enumerate(self.tags)),
            *(("theme", theme.uid, theme.position) for theme in self.themes),
            *(("mission", term.uid, position) for position, term in enumerate(self.missions)),
        ]

    def pictures(self) -> list[FrozenPicture]:
        blocks = [block.picture for block in self.blocks]
        posters = [film.poster for film in self.films()]
        return [picture for picture in [self.picture, *blocks, *posters] if picture is not None]

    def films(self) -> list[FrozenFilm]:
        return [block.film for block in self.blocks if block.film is not None]

    def files(self) -> list[PublicFile]:
        offered = [part for block in self.blocks for part in (block.film, block.download) if part is not None]
        return [file for part in offered for file in part.files]


class NoticeDocument(Document):
    """A notice in one language."""

    kind: Literal["notice"] = "notice"
    notice_kind: Literal["information", "death", "crisis"]
    title: Words
    text: Words = ""
    date: str
    mission: TermReference | None = None
    sober: bool = False

    @property
    def heading(self) -> str:
        return self.title

    @property
    def summary(self) -> str:
        return self.text

    @property
    def facet(self) -> str:
        """Return the kind of notice, with a mark when pages are to be sober while it stands."""
        return f"{self.notice_kind} sober" if self.sober else self.notice_kind

    @property
    def about(self) -> UUID | None:
        return self.mission.uid if self.mission else None

    @property
    def dated(self) -> str:
        return self.date

    @property
    def when(self) -> PartialDate:
        """Return the date as a value."""
        return PartialDate.from_storage(self.date)

    @property
    def day(self) -> datetime.date:
        return self.when.last_day

    @property
    def sort_key(self) -> str:
        return _latest_first(self.date)

    def also_says(self) -> list[str]:
        return [self.when.render(self.language, still_true=False)]

    def terms(self) -> list[tuple[str, UUID, int]]:
        return [("mission", self.mission.uid, 0)] if self.mission else []


class DownloadPart(Part):
    """A document that a standing page offers; the part bears the uid of the document."""

    download: FrozenDownload


class StandingDocument(Document):
    """A standing page in one language."""

    kind: Literal["standing"] = "standing"
    role: Literal["about", "contact", "families", "press", "legal", "accessibility", "privacy"]
    title: Words
    body: RichWords = ""
    downloads: list[DownloadPart] = []

    @property
    def heading(self) -> str:
        return self.title

    @property
    def facet(self) -> str:
        return self.role

    def files(self) -> list[PublicFile]:
        return [file for part in self.downloads if part.download for file in part.download.files]
