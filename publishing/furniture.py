"""What stands around a page: its other languages, notices, linked pages, the foot; all of it in one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet

from publishing import caching
from publishing.models import Edition, EditionTerm

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Kinds of page that accompany others, by name: publishing knows no more of them.
NOTICE, STANDING, EASY = "notice", "standing", "easy"
NEWEST_NOTICES = 3
STANDING_PAGES = 30
# What lists show of a version. Never the document.
LIGHT = (
    "id",
    "uid",
    "page",
    "language",
    "kind",
    "path",
    "title",
    "summary",
    "facet",
    "about",
    "date",
    "sort_key",
    "live_from",
)


@dataclass(frozen=True)
class Furniture:
    """The versions that stand around a page, read at one moment."""

    alternates: dict[str, Edition] = field(default_factory=dict)
    notices: list[Edition] = field(default_factory=list)
    standing: list[Edition] = field(default_factory=list)
    references: dict[UUID, Edition] = field(default_factory=dict)
    easy: Edition | None = None
    also: list[Edition] = field(default_factory=list)
    next_change: datetime | None = None

    @property
    def sober(self) -> bool:
        """Tell whether a notice asks for sober pages: no slogan, no stakes, no accents."""
        return any(notice.facet.endswith(" sober") for notice in self.notices)


def light(rows: QuerySet) -> QuerySet:
    """Return versions without their documents, each with the uid of its page."""
    return rows.only(*LIGHT).annotate(page_uid=F("page__uid"))


def keys_of(parts: Sequence[QuerySet]) -> list[QuerySet]:
    """Return the primary keys of several short lists, ready for a UNION; `parts` may be ordered and cut off.

    SQLite takes no ORDER BY or LIMIT directly inside a UNION, so there the lists are wrapped once more. PostgreSQL
    does, and must not be given the wrapping: without statistics it may evaluate the inner list anew for every row.
    """
    if connection.features.supports_slicing_ordering_in_compound:
        return [part.values("pk") for part in parts]
    return [part.model.objects.filter(pk__in=part.values("pk")).order_by().values("pk") for part in parts]


def together(parts: Sequence[QuerySet]) -> QuerySet:
    """Return the versions of several short lists in one query."""
    first, *rest = keys_of(parts)
    return Edition.objects.filter(pk__in=first.union(*rest)).order_by()


def newest_naming(
    now: datetime, *, kind: str, relation: str, target: UUID, languages: Iterable[str], limit: int
) -> list[QuerySet]:
    """Return, per language, the newest live pages of a kind that name the page `target` in that relation."""
    naming = EditionTerm.objects.live(now).filter(target=target, relation=relation, edition__kind=kind)
    newest = naming.order_by("-sort_key", "-edition_id")
    return [
        Edition.objects.filter(pk__in=newest.filter(language=language).values("edition")[:limit])
        for language in languages
    ]


def furnish(
    now: datetime,
    language: str,
    *,
    page: int | None = None,
    about: Iterable[UUID] = (),
    references: Iterable[UUID] = (),
    also: Sequence[QuerySet] = (),
) -> Furniture:
    """Return what stands around a page at `now`, in one query.

    `page` is the row of the page itself, for its other languages; `about` are the pages whose notices and easy version
    concern it; `references` the pages it links to; `also` further short lists, returned as they come.
    """
    about, references = list(about), list(references)
    live = Edition.objects.live(now)
    parts = [live.filter(kind=STANDING, language=language).order_by("sort_key", "id")[:STANDING_PAGES]]
    # One more than is shown: the page may be a notice itself.
    most = NEWEST_NOTICES + 1
    for code in LANGUAGES:
        notices = live.filter(kind=NOTICE, language=code).order_by("-sort_key", "-id")
        parts.append(notices.filter(about__isnull=True)[:most])
        if about:
            parts.append(notices.filter(about__in=about)[:most])
    if page is not None:
        parts.append(live.filter(page=page))
    if about:
        parts.append(live.filter(kind=EASY, language=language, about__in=about)[:1])
    if references:
        parts.append(live.filter(page__uid__in=references, language=language))
    rows = list(light(caching.with_next_change(together([*parts, *also]), now)))
    return Furniture(
        alternates={row.language: row for row in rows if row.page_id == page},
        notices=_notices(rows, language, about=about, page=page),
        standing=sorted((row for row in rows if row.kind == STANDING and row.language == language), key=_in_the_foot),
        references={row.page_uid: row for row in rows if row.page_uid in references and row.language == language},
        easy=next((row for row in rows if row.kind == EASY and row.about in about and row.page_id != page), None),
        also=rows if also else [],
        next_change=caching.next_change(rows, now),
    )


def _in_the_foot(row: Edition) -> tuple:
    return row.sort_key, row.pk


def _notices(rows: Iterable[Edition], language: str, *, about: list[UUID], page: int | None) -> list[Edition]:
    """Return the newest notices, one version each: the reader's language, or another if it is not translated yet."""
    concerned = [row for row in rows if row.kind == NOTICE and (row.about is None or row.about in about)]
    chosen = in_one_language((row for row in concerned if row.page_id != page), language)
    return sorted(chosen, key=lambda row: (row.sort_key, row.pk), reverse=True)[:NEWEST_NOTICES]


def in_one_language(rows: Iterable[Edition], language: str) -> list[Edition]:
    """Return one version of each page: in the reader's language, else in the first of the site's that there is."""
    preference = [language, *(code for code in LANGUAGES if code != language)]
    chosen: dict[int, Edition] = {}
    for row in sorted(rows, key=lambda row: preference.index(row.language)):
        chosen.setdefault(row.page_id, row)
    return list(chosen.values())
