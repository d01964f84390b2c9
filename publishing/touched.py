"""What a publication or a removal reaches: addresses of the pages themselves, and other pages that name them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from publishing import drafts, moments
from publishing.models import Edition, EditionTerm, Page
from publishing.prepared import Prepared

# Other pages named one by one; of more, the desk says how many there are.
MOST = 20


@dataclass(frozen=True)
class Reached:
    """An address, the language it answers in, and what becomes or is of it, in words."""

    path: str
    language: str
    state: str


@dataclass(frozen=True)
class Touched:
    """The addresses a step reaches, and the live pages that name its pages or are named by them.

    `more` counts the pages that are not named one by one.
    """

    addresses: tuple[Reached, ...]
    others: tuple[Edition, ...] = ()
    more: int = 0

    @property
    def number_of_others(self) -> int:
        return len(self.others) + self.more


def by_publication(prepared: Iterable[Prepared], now: datetime) -> Touched | None:
    """Return what the documents of a request reach when they go live; nothing when they change nothing."""
    going = [item for item in prepared if item.changes]
    if not going:
        return None
    addresses = [Reached(item.document.path, item.language, _becomes(item)) for item in going if item.document.path]
    named = {target for item in going for target in _names(item)}
    others, more = _others({item.page for item in going}, named, {item.language for item in going}, now)
    return Touched(tuple(addresses), others, more)


def by_removal(editions: Iterable[Edition], now: datetime) -> Touched:
    """Return the addresses under which these versions are read or will be, live ones first."""
    live, coming, past = [], [], []
    for edition in sorted(editions, key=lambda edition: drafts.LANGUAGES.index(edition.language)):
        if not edition.path or edition.cancelled_at or edition.withdrawn:
            continue
        if edition.live_from > now:
            state = pgettext("address", "from %(moment)s") % {"moment": moments.with_utc(edition.live_from)}
            coming.append(Reached(edition.path, edition.language, state))
        elif edition.live_until is None or edition.live_until > now:
            live.append(Reached(edition.path, edition.language, pgettext("address", "live")))
        else:
            past.append(Reached(_own_address(edition), edition.language, _("earlier version")))
    return Touched(tuple(dict.fromkeys([*live, *coming, *past])))


def by_withdrawal(page: Page, now: datetime) -> Touched:
    """Return what ends with a page: every address it is or was read under, and the live pages that name it."""
    editions = list(Edition.objects.filter(page=page).select_related("page").light())
    reached = by_removal(editions, now).addresses
    here = {each.path for each in reached}
    former = [each for each in editions if each.path and not each.cancelled_at and not each.withdrawn]
    led = [Reached(each.path, each.language, _("led to the page")) for each in former if each.path not in here]
    others, more = _others({page}, set(), {each.language for each in reached}, now)
    return Touched(tuple(dict.fromkeys([*reached, *led])), others, more)


def _becomes(item: Prepared) -> str:
    if item.base is None:
        return pgettext("address", "new")
    if item.base.path and item.base.path != item.document.path:
        return _("new address; %(former)s leads to it") % {"former": item.base.path}
    return pgettext("address", "changes")


def _names(item: Prepared) -> list:
    documents = [item.document, *([drafts.read(item.base.kind, item.base.document)] if item.base else [])]
    return [target for document in documents for _relation, target, _position in document.terms()]


def _own_address(edition: Edition) -> str:
    """Return the address of a version that was replaced."""
    names = {"language": edition.language, "uid": edition.page.uid, "sequence": edition.sequence}
    return reverse("version", kwargs=names)


def _others(pages: set[Page], named: set, languages: set[str], now: datetime) -> tuple[tuple[Edition, ...], int]:
    """Return live pages that name these or are named by them, at most `MOST`, and how many more there are."""
    own = [page.uid for page in pages]
    naming = EditionTerm.objects.live(now).filter(target__in=own, language__in=languages)
    found = Edition.objects.live(now).filter(
        Q(pk__in=list(naming.values_list("edition", flat=True))) | Q(page__uid__in=named), language__in=languages
    )
    found = found.exclude(page__uid__in=own).exclude(path="").order_by("title", "language").light()
    first = tuple(found[: MOST + 1])
    return first[:MOST], found.count() - MOST if len(first) > MOST else 0
