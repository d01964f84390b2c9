"""Writing the trail: each verb says what it did in the transaction in which it does it."""

from collections.abc import Iterable
from datetime import datetime

import rfc8785
from django.db.models import Q

from publishing import wording
from publishing.comparison import Change
from publishing.documents import Document
from publishing.models.pages import Page
from publishing.models.trail import TrailEntry

Act = TrailEntry.Act
# The passages that a page is called by.
HEADINGS = {"title", "name", "label"}


def _name(user) -> str:
    return user.get_username() if user else ""


def note(act: str, *, by, at: datetime, **facts) -> TrailEntry:
    """Write one act down; `facts` are columns of the entry. `by` is nobody for a command or a stranger."""
    facts["title"] = facts.get("title", "")[:200]
    return TrailEntry.objects.create(act=act, by=by, by_name=_name(by), at=at, **facts)


def note_saving(page: Page, changes: Iterable[tuple[Change, Document]], *, title: str, by, at: datetime) -> None:
    """Write down what a save changed, passage by passage; with each change comes the document it was found in.

    Where a passage was once removed from every version, the trail keeps who and when, and no words: the draft may
    still hold those that had to go.
    """
    removed = list(page.redactions.values_list("passage", flat=True))
    entries = []
    for change, document in changes:
        silent = any(_touches(change.key, passage) for passage in removed)
        entries.append(
            TrailEntry(
                act=Act.SAVED,
                by=by,
                by_name=_name(by),
                at=at,
                page=page,
                title="" if HEADINGS & set(removed) else title[:200],
                languages=change.language,
                place=change.key,
                part="" if any(_item(change.key) == _item(passage) for passage in removed) else _part(change, document),
                before="" if silent else _value(change.old),
                after="" if silent else _value(change.new),
            )
        )
    TrailEntry.objects.bulk_create(entries, batch_size=200)


def note_release(act: str, release, *, by, at: datetime, detail: str = "", moment: datetime | None = None) -> None:
    """Write down what became of a publication, once for each of its pages."""
    pages: dict[Page, list] = {}
    for candidate in release.candidates.select_related("page").defer("document").order_by("page", "language"):
        pages.setdefault(candidate.page, []).append(candidate)
    TrailEntry.objects.bulk_create(
        [
            TrailEntry(
                act=act,
                by=by,
                by_name=_name(by),
                at=at,
                page=page,
                title=next((candidate.title for candidate in candidates if candidate.title), ""),
                languages=" ".join(candidate.language for candidate in candidates),
                detail=detail,
                moment=moment,
                release=release,
            )
            for page, candidates in pages.items()
        ]
    )


def remove_words(page: Page, passage: str, languages: Iterable[str]) -> None:
    """Empty what the trail holds of a passage that is removed from every version: who and when stay."""
    here = Q(place=passage) | Q(place__startswith=f"{passage}/")
    entries = TrailEntry.objects.filter(page=page)
    if item := _item(passage):
        # An item that came or went as a whole holds the words of all its passages, and others name it by them.
        here |= Q(place=item)
        entries.filter(place__startswith=item).update(part="")
    entries.filter(here, languages__in=[*languages, ""]).update(before="", after="")
    if passage in HEADINGS:
        entries.update(title="")


def _item(key: str) -> str:
    """Return the item of a list that a passage is in: "events/<uid>"; empty for a passage of the page itself."""
    return "/".join(key.split("/")[:2]) if "/" in key else ""


def _touches(key: str, passage: str) -> bool:
    """Tell whether what is at one place may hold words of another: the same place, one inside it, or one around it."""
    return key == passage or key.startswith(f"{passage}/") or passage.startswith(f"{key}/")


def _part(change: Change, document: Document) -> str:
    """Return the words by which an editor knows the item that a change is in; empty outside of lists."""
    name, _slash, rest = change.key.partition("/")
    if not rest:
        return ""
    uid = rest.partition("/")[0]
    value = document.model_dump(mode="json", include={name}).get(name) or []
    item = next((item for item in value if isinstance(item, dict) and item.get("uid") == uid), None)
    if item is None and isinstance(change.old, dict):
        item = change.old
    return wording.item_name(item)[:80] if item else ""


def _value(value: object) -> str:
    return "" if value in (None, "", []) else rfc8785.dumps(value).decode()
