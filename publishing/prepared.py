"""One document that a request would freeze, beside what it was compared with."""

from dataclasses import dataclass, field

from publishing.comparison import Change
from publishing.documents import Document
from publishing.models.editions import Edition
from publishing.models.pages import Page
from publishing.models.working import WorkingPage


@dataclass(frozen=True)
class Prepared:
    """One document that a request would freeze: its page, language, what it was compared with and what it changes."""

    page: Page
    row: WorkingPage | None
    language: str
    document: Document
    base: Edition | None
    changes: tuple[Change, ...] = field(default=())

    @property
    def shares_facts(self) -> bool:
        """Tell whether the document changes a fact that all languages share."""
        return any(not change.language for change in self.changes)
