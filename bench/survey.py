"""Every kind of public page with an address, asked once in this process: queries, time in the database, weight."""

import gzip
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.views import ArticleList, CategoryPage, ThemePage, members
from bench import content
from bench.urls import CONSTANT
from publishing.furniture import light
from publishing.keyset import Keyset
from publishing.models import Edition
from publishing.views import ListView
from timeline.published import PublishedEvent
from timeline.views import Timeline

LANGUAGE = "fr"
PAGE_BUDGET, LIST_BUDGET = 3, 4  # queries
TIMES = 5


@dataclass(frozen=True)
class Case:
    """A kind of page to ask for. A `grows` one must be as quick at 100,000 versions as at 1,000."""

    name: str
    path: str
    budget: int
    status: int = 200
    grows: bool = False
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """What one answer cost: queries, milliseconds and blocks of 8 KB touched in the database, bytes sent.

    `python_ms` is processor time of this process alone: other programs on the machine disturb it least.
    """

    queries: int
    python_ms: float
    database_ms: float
    blocks: int
    bytes: int
    gzipped: int
    etag: str


def _middle(rows: QuerySet, keyset: Keyset) -> str:
    """Return, for an address, the place of a row in the middle of a list; a whole page follows it."""
    ordered = keyset.order(rows)
    count = ordered.count()
    return keyset.place(ordered[max(0, min(count // 2, count - ListView.page_size - 2))])


def cases() -> list[Case]:
    """Return every kind of page in French; of series, categories and missions those with the most articles."""
    now = timezone.now()
    live = Edition.objects.live(now).filter(language=LANGUAGE)
    articles = light(live.filter(kind="article"))
    events = PublishedEvent.objects.live(now).filter(language=LANGUAGE)
    theme, category = content.uid("theme", 0), content.uid("category", 0)
    former = Edition.objects.filter(language=LANGUAGE, path__endswith="-formerly/", withdrawn=False).first()

    def url(name: str, **query: str) -> str:
        return reverse(name, query=query or None, kwargs={"language": LANGUAGE})

    def page(kind: str, number: int = 0) -> str:
        return content.path(kind, LANGUAGE, number)

    def after(place: str) -> str:
        return f"?after={place}"

    grows = {"budget": LIST_BUDGET, "grows": True}
    once = {"budget": PAGE_BUDGET}
    in_category, in_theme = (
        members(now, relation, uid, LANGUAGE) for relation, uid in (("category", category), ("theme", theme))
    )
    found = in_theme.order_by("-position", "-edition_id")[10].edition
    article = found.path
    return [
        Case("constant answer", f"/{CONSTANT}", 0),
        Case("choice of a language", reverse("front"), 0),
        Case("home", url("home"), **grows),
        Case("missions", url("missions"), **grows),
        Case("headcounts", url("headcounts"), **grows),
        Case("timeline", url("timeline"), **grows),
        Case("timeline, from the middle", url("timeline") + after(_middle(events, Timeline.keyset)), **grows),
        Case("articles", url("articles"), **grows),
        Case("articles, from the middle", url("articles") + after(_middle(articles, ArticleList.keyset)), **grows),
        Case("articles of a year", url("articles", year=str(content.BUSY_YEAR)), **grows),
        Case("articles with a keyword", url("articles", keyword=str(content.uid("tag", 0))), **grows),
        Case("category", page("category"), **grows),
        Case(
            "category, from the middle",
            page("category") + after(_middle(in_category, CategoryPage.keyset)),
            **grows,
        ),
        Case("series", page("theme"), **grows),
        Case("series, from the middle", page("theme") + after(_middle(in_theme, ThemePage.keyset)), **grows),
        Case("notices", url("notices"), **grows),
        Case("search, a word of many pages", url("search", q="patrouille"), **grows),
        Case("search, the words of one title", url("search", q=found.title), **grows),
        Case("mission, 40 events", page("mission"), PAGE_BUDGET, grows=True),
        Case("mission, not changed", page("mission"), status=304, **once),
        Case("article in a series of 100", article, PAGE_BUDGET, grows=True),
        Case("article, not changed", article, status=304, **once),
        Case("standing page", page("standing"), PAGE_BUDGET, grows=True),
        Case("former address", former.path, status=301, **once),
        Case("not found", page("article", 10**9), status=404, **once),
        Case("news feed", url("feed"), PAGE_BUDGET, grows=True),
    ]


@contextmanager
def recorded() -> Iterator[list[tuple]]:
    """Record every query with its parameters and how long it took in seconds."""
    queries = []

    def record(execute, sql, params, many, context):
        began = time.perf_counter()
        result = execute(sql, params, many, context)
        queries.append((sql, params, time.perf_counter() - began))
        return result

    with connection.execute_wrapper(record):
        yield queries


def _blocks(queries: list[tuple]) -> int:
    """Return how many blocks of 8 KB these queries touch, in memory or on disk."""
    found = 0
    with connection.cursor() as cursor:
        for sql, params, _seconds in queries:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            (answer,) = cursor.fetchone()
            plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
            found += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return found


def look(case: Case) -> Looked:
    """Ask for a page in this process, a few times; raise AssertionError when it answers otherwise than it should."""
    client, times, processor = Client(headers={"host": "localhost"}), [], []
    # The first time loads templates and middleware.
    client.get(case.path, headers=case.headers)
    for _time in range(TIMES):
        began = time.process_time()
        with recorded() as queries:
            response = client.get(case.path, headers=case.headers)
        processor.append(time.process_time() - began)
        assert response.status_code == case.status, f"{case.path} answers {response.status_code}, not {case.status}"
        times.append(sum(seconds for _sql, _params, seconds in queries))
    return Looked(
        queries=len(queries),
        python_ms=statistics.median(processor) * 1000,
        database_ms=statistics.median(times) * 1000,
        blocks=_blocks(queries),
        bytes=len(response.content),
        gzipped=len(gzip.compress(response.content, 6)) if response.content else 0,
        etag=response.headers.get("ETag", ""),
    )
