"""What the home of the desk is made of: whose it is, and one thing in the queue."""

from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from publishing import deputies

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
MOST, FEW = 12, 6


@dataclass(frozen=True)
class Item:
    """One thing in the queue: what it is, about which page, and the one verb that leads to it.

    `mark` is the marker of its state; `quotation` is what a colleague wrote, in full.
    """

    mark: str
    label: str
    title: str
    detail: str
    url: str
    verb: str
    quotation: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Person:
    """Whose home it is, and what the queue has to know of their rights."""

    user: object
    asks: bool = False
    approves: bool = False
    runs_the_desk: bool = False
    shares: bool = False
    languages: tuple[str, ...] = field(default=())

    @property
    def translates_only(self) -> bool:
        return bool(self.languages) and not self.asks


def person(user) -> Person:
    """Return what the home has to know of somebody."""
    return Person(
        user,
        asks=user.has_perm("publishing.request_release"),
        approves=user.has_perm(deputies.APPROVE),
        runs_the_desk=user.has_perm("auth.change_user"),
        shares=user.has_perm("publishing.share_draft"),
        languages=tuple(code for code in LANGUAGES if user.has_perm(f"languages.translate_{code}")),
    )


def translate_page(uid: UUID, language: str) -> str:
    """Return the address that leads to where a page is translated."""
    return f"{reverse('admin:open-page', args=[uid])}?translate={language}"


def open_page(uid: UUID, language: str = "") -> str:
    """Return the address that leads to the form of a page."""
    return reverse("admin:open-page", args=[uid]) + (f"?language={language}" if language else "")
