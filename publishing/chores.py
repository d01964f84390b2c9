"""The chores of `manage.py tick`: what there is, what is due, and one after another, alone on the database.

An app says its chores in a module `housekeeping`, which the command finds by itself:

    @chore("expired links", every=timedelta(hours=1))
    def purge_links(*, now, dry_run):
        ...
        return f"{count} links purged"
"""

import contextlib
import fcntl
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from publishing.models.chores import ChoreRun

logger = logging.getLogger(__name__)

# A chore that failed is tried again after this long, or sooner if it comes more often anyway.
RETRY_AFTER = timedelta(minutes=15)
# Names our lock among those that other programs may hold on the same PostgreSQL database.
LOCK = 0x6D697373


@dataclass(frozen=True)
class Chore:
    """One thing to do again and again.

    `do(now=…, dry_run=…)` does it and returns in a few words what it did, or what it would do. It may be interrupted
    and repeated at any point, and no page's visibility may depend on it.
    """

    name: str
    every: timedelta
    do: Callable[..., str]


@dataclass(frozen=True)
class Report:
    """How one chore ended."""

    name: str
    outcome: str
    failed: bool = False


_chores: dict[str, Chore] = {}


def chore(name: str, *, every: timedelta) -> Callable:
    """Make a function a chore, due when `every` has passed since it was last done; a name can be taken once."""

    def register(do: Callable[..., str]) -> Callable[..., str]:
        if name in _chores and _chores[name].do.__module__ != do.__module__:
            raise ValueError(f"The chore {name!r} is registered twice.")
        _chores[name] = Chore(name, every, do)
        return do

    return register


def due(now: datetime) -> list[Chore]:
    """Return the chores whose time has come, in the order they were registered; all of them on the first day."""
    last = {run.name: run for run in ChoreRun.objects.all()}
    return [chore for chore in _chores.values() if _is_due(chore, last.get(chore.name), now)]


def _is_due(chore: Chore, last: ChoreRun | None, now: datetime) -> bool:
    if last is None or last.ran_at > now:  # a clock that was put right must not stop the housekeeping
        return True
    wait = min(chore.every, RETRY_AFTER) if last.failed else chore.every
    return now - last.ran_at >= wait


def run(now: datetime, *, dry_run: bool = False) -> Iterator[Report]:
    """Do what is due, one chore after another, and yield how each ended; a chore that fails never stops the others."""
    for each in due(now):
        try:
            report = Report(each.name, each.do(now=now, dry_run=dry_run))
        except Exception as error:
            logger.exception("The chore %r failed.", each.name)
            report = Report(each.name, f"{type(error).__name__}: {error}", failed=True)
        if not dry_run:
            # Moments are those of the run: chores of every minute must not drift by the seconds they take.
            facts = {"ran_at": now, "failed": report.failed, "outcome": report.outcome}
            ChoreRun.objects.update_or_create(name=each.name, defaults=facts)
        yield report


@contextlib.contextmanager
def alone() -> Iterator[bool]:
    """Give True to the one who does the housekeeping of this database now, and False to whoever comes meanwhile.

    The lock goes with the process that holds it, so that a run that was killed stands in nobody's way.
    """
    held = _alone_on_postgresql() if connection.vendor == "postgresql" else _alone_on_this_machine()
    with held as first:
        yield first


@contextlib.contextmanager
def _alone_on_postgresql() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        first = cursor.fetchone()[0]
    try:
        yield first
    finally:
        if first:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextlib.contextmanager
def _alone_on_this_machine() -> Iterator[bool]:
    # SQLite is a file: all who use it are on this machine, and a lock in the database would stop every editor.
    with (settings.DATA_DIR / "tick.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
