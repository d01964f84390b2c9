"""Write a site of a given number of published versions into an empty PostgreSQL, in bulk.

Rows for lists, addresses and intervals are those that publications would have written. What the public never reads is
left out: the digests are not a chain, all versions belong to one publication, there are no drafts.
"""

import hashlib
import json
import multiprocessing
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction

from bench import content
from publishing import projections
from publishing.documents import Document
from publishing.models import Address, Edition, Page, Release, Withdrawal

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SMALLEST = 1000  # below that the lists would not be full
PAGES_AT_A_TIME = 100


@dataclass(frozen=True)
class Version:
    """One published version to be written: its place in the line of a page, in days from now."""

    starts: float
    ends: float | None = None
    withdrawn: bool = False
    cancelled: bool = False
    former_address: str = ""


@dataclass(frozen=True)
class PlannedPage:
    """A page and the versions it has in each language, before anything is made of it."""

    pk: int
    kind: str
    number: int
    lines: tuple[tuple[str, tuple[Version, ...]], ...]
    first_edition: int

    @property
    def size(self) -> int:
        """Return how many versions the page has."""
        return sum(len(versions) for _language, versions in self.lines)


def missions_of(editions: int) -> int:
    """Return how many missions a site of that many versions has: 200 at 100,000."""
    return max(60, editions // 500)


def _order(editions: int) -> Iterator[tuple[str, int]]:
    """Return kind and number of every page, without end: names, missions, and then articles only."""
    for kind, count in content.NAMES.items():
        yield from ((kind, number) for number in range(count))
    yield from (("standing", number) for number in range(len(content.STANDING)))
    yield from (("notice", number) for number in range(6))
    missions = missions_of(editions)
    yield from (("mission", number) for number in range(missions))
    yield from (("easy", number) for number in range(missions // 20))
    number = 0
    while True:
        yield "article", number
        number += 1


def _line(kind: str, number: int) -> tuple[Version, ...]:
    """Return the line of a page: most have one version; some a past, a future, an end, or no beginning yet."""
    age = 1 + (number * 37) % 3000
    if kind == "mission" and number % 4 == 0:
        return Version(-age - 300, -age - 100), Version(-age - 100, -age), Version(-age)
    if kind != "article":
        return (Version(-age),)
    if number % 10 == 1:
        return Version(-age - 40, -age, former_address="-formerly"), Version(-age)
    if number % 50 == 2:
        return Version(-age - 90, -age - 60), Version(-age - 60, -age - 30), Version(-age - 30, -age), Version(-age)
    if number % 50 == 3:
        return Version(-age, 30 + number % 300), Version(30 + number % 300)
    if number % 100 == 4:
        return (Version(30 + number % 300),)
    if number % 200 == 5:
        return (Version(-age - 10, -age, withdrawn=True),)
    if number % 200 == 6:
        return Version(-age), Version(-age / 2, cancelled=True)
    return (Version(-age),)


def plan(editions: int) -> list[PlannedPage]:
    """Return pages with exactly that many versions among them; every tenth article has no German."""
    planned, taken = [], 0
    for kind, number in _order(editions):
        line, lines, size = _line(kind, number), [], 0
        for language in LANGUAGES:
            if kind == "article" and number % 10 == 7 and language == "de":
                continue
            if taken + size + len(line) <= editions:
                lines.append((language, line))
                size += len(line)
        if not size:
            # What is left is smaller than this line.
            line, lines, size = (Version(-1),), [(LANGUAGES[0], (Version(-1),))], 1
        planned.append(PlannedPage(len(planned) + 1, kind, number, tuple(lines), taken + 1))
        taken += size
        if taken == editions:
            return planned
    return planned


def writers(editions: int) -> dict[str, Callable[..., Document]]:
    """Return, by kind of page, the function that writes its document."""
    missions = missions_of(editions)
    return {
        **{kind: partial(content.term, kind) for kind in content.NAMES},
        "standing": content.standing,
        "notice": partial(content.notice, missions=missions),
        "mission": partial(content.mission, missions=missions),
        "easy": content.easy,
        "article": partial(content.article, missions=missions),
    }


def rows_of(page: PlannedPage, write: Callable[..., Document], now: datetime) -> Iterator[models.Model]:
    """Return the unsaved rows of one page: itself, its addresses, its versions and what lists read of them."""
    uid = content.uid(page.kind, page.number)
    row = Page(pk=page.pk, uid=uid, kind=page.kind, created_at=now)
    yield row
    pk = page.first_edition
    for language, versions in page.lines:
        paths = set()
        for version in versions:
            former = {"former": version.former_address} if version.former_address else {}
            document = write(page.number, language, **former)
            edition = _edition(pk, row, document, version, now)
            yield edition
            yield from projections.rows(edition)
            paths.add(document.path)
            pk += 1
        for path in sorted(paths - {""}):
            yield Address(path=path, page=row, language=language, reserved_at=now)
        if versions[-1].withdrawn:
            ended = now + timedelta(days=versions[-1].ends)
            yield Withdrawal(page=row, language=language, by_id=1, at=ended, reason="bench", addresses=sorted(paths))


def canonical(document: Document) -> str:
    """Return what `Document.canonical` returns, sooner: documents hold no number for which the two forms differ."""
    plain = document.model_dump(mode="json")
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _edition(pk: int, page: Page, document: Document, version: Version, now: datetime) -> Edition:
    text = canonical(document)
    return Edition(
        pk=pk,
        uid=content.uid("edition", pk),
        sequence=pk,
        page=page,
        language=document.language,
        release_id=1,
        document=text,
        # As long as a real one, and as hard to compress: it lies beside the columns that lists read.
        seal=secrets.token_urlsafe(len(text) // 3),
        previous_digest=_digest(pk - 1),
        digest=_digest(pk),
        live_from=now + timedelta(days=version.starts),
        live_until=None if version.ends is None else now + timedelta(days=version.ends),
        cancelled_at=now if version.cancelled else None,
        withdrawn=version.withdrawn,
        public_note="Bench: a figure was corrected." if pk % 20 == 0 else "",
        **projections.columns(document),
    )


def _digest(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def copy_in(rows: Iterator[models.Model]) -> None:
    """Write rows with COPY, table by table: several times as fast as INSERT."""
    tables = defaultdict(list)
    for row in rows:
        tables[type(row)].append(row)
    with connection.cursor() as cursor:
        for model, found in tables.items():
            fields = [field for field in model._meta.concrete_fields if not field.primary_key or found[0].pk]
            columns = ", ".join(f'"{field.column}"' for field in fields)
            with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                for row in found:
                    copy.write_row(
                        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
                    )


def _write(share: tuple[int, int, int, datetime]) -> None:
    """Write one process's share of the pages: every so many groups of pages, so that all shares weigh the same."""
    editions, part, parts, now = share
    pages, write = plan(editions), writers(editions)
    for start in range(part * PAGES_AT_A_TIME, len(pages), parts * PAGES_AT_A_TIME):
        group = pages[start : start + PAGES_AT_A_TIME]
        with transaction.atomic():
            copy_in(row for page in group for row in rows_of(page, write[page.kind], now))
    connection.close()


def _first_rows(now: datetime) -> None:
    """Write the one user and the one publication that everything belongs to."""
    user = get_user_model()(pk=1, username="bench", password="!", date_joined=now)
    user.save(force_insert=True)
    Release(
        pk=1,
        state=Release.State.APPROVED,
        requested_by=user,
        requested_at=now,
        decided_by=user,
        decided_at=now,
        live_from=now,
    ).save(force_insert=True)


def faults() -> list[str]:
    """Return what a publication would never have left behind; an empty list when the rows are right."""
    questions = {
        "two versions of a line at one moment": """
            SELECT count(*) FROM (SELECT live_until, lead(live_from) OVER (
                PARTITION BY page_id, language ORDER BY live_from) AS following
            FROM publishing_edition WHERE cancelled_at IS NULL) AS line
            WHERE following IS NOT NULL AND live_until IS DISTINCT FROM following""",
        "a path without its address": """
            SELECT count(*) FROM publishing_edition e LEFT JOIN publishing_address a
            ON a.path = e.path AND a.page_id = e.page_id AND a.language = e.language
            WHERE e.path <> '' AND a.id IS NULL""",
        "a version of no page": """
            SELECT count(*) FROM publishing_edition e LEFT JOIN publishing_page p ON p.id = e.page_id
            WHERE p.id IS NULL""",
        "a row for lists without its version": " UNION ALL ".join(
            f'SELECT count(*) FROM "{table._meta.db_table}" r LEFT JOIN publishing_edition e ON e.id = r.edition_id '
            "WHERE e.id IS NULL"
            for table in projections.classes()
        ),
    }
    found = []
    with connection.cursor() as cursor:
        for fault, question in questions.items():
            cursor.execute(question)
            if count := sum(row[0] for row in cursor.fetchall()):
                found.append(f"{fault}: {count}")
    return found


def build(editions: int, *, processes: int) -> None:
    """Fill an empty, migrated PostgreSQL; raise AssertionError if a row is not as a publication would write it."""
    for write in writers(editions).values():
        document = write(0, LANGUAGES[0])
        assert canonical(document) == document.canonical()
    now = datetime.now(UTC)
    _first_rows(now)
    with connection.cursor() as cursor:
        # What `faults` asks afterwards is cheaper than a trigger for every foreign key of every row.
        cursor.execute("ALTER ROLE CURRENT_USER SET session_replication_role = replica")
    connections.close_all()
    shares = [(editions, part, processes, now) for part in range(processes)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        pool.map(_write, shares, chunksize=1)
    tables = [Page, Release, Edition, get_user_model()]
    with connection.cursor() as cursor:
        cursor.execute("ALTER ROLE CURRENT_USER RESET session_replication_role")
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
    if found := faults():
        raise AssertionError(f"The data set is wrong: {'; '.join(found)}")
