"""What every test shares: which tests run on which database, the browser, and nothing skipped in silence.

`make test` runs pytest up to four times: all tests on SQLite, those that touch the database again on PostgreSQL, and
the browser tests apart on each, because Playwright keeps an event loop running in the process it was started in.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from scripts.catalogues import compile_stale
from scripts.chromium import HOW_TO_GET_ONE, find_chromium
from scripts.strictness import REQUIRE_ALL

# Every fixture of pytest-django that opens the database asks for one of these.
TOUCHING_THE_DATABASE = {"db", "transactional_db", "live_server"}
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def touches_the_database(item):
    """Say whether a test asks for the database in any of the ways it can."""
    test_class = getattr(item, "cls", None)
    return bool(
        item.get_closest_marker("django_db")
        or TOUCHING_THE_DATABASE & set(getattr(item, "fixturenames", ()))
        or (test_class and issubclass(test_class, TransactionTestCase))
    )


def pytest_addoption(parser):
    parser.addoption(
        "--browser-tests",
        choices=["with", "without", "only"],
        default="with",
        help="run the tests that need a Chromium with the others (the default), without them, or only them",
    )


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        compile_stale()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)

    choice = config.getoption("--browser-tests")
    runs_here = {
        item: (ON_SQLITE or touches_the_database(item))
        and {"with": True, "only": _in_browser(item), "without": not _in_browser(item)}[choice]
        for item in items
    }
    # `make test` asks to be told whether a browser run is worth starting.
    report = os.environ.get("TEST_BROWSER_COUNT_FILE")
    if report:
        Path(report).write_text(str(sum(map(_in_browser, items))))
    config.hook.pytest_deselected(items=[item for item, runs in runs_here.items() if not runs])
    items[:] = [item for item, runs in runs_here.items() if runs]
    if any(map(_in_browser, items)):
        # Playwright's loop makes Django think that every query of this process is asynchronous.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def _in_browser(item):
    return item.get_closest_marker("browser") is not None


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Turn a run with a skipped test into a failed one where everything has to run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRE_ALL and reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """Say loudly what did not run, and how to have it."""
    for sentence in os.environ.get("TEST_NOTICES", "").splitlines():
        terminalreporter.write_sep("!", red=True)
        terminalreporter.write_line(f"NOT TESTED: {sentence}", red=True)
    if REQUIRE_ALL and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("Tests were skipped, and CI or REQUIRE_ALL says that none may be.", red=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the Chromium of this machine, and let it call nobody."""
    path = find_chromium()
    if not path:
        pytest.skip(f"no Chromium here: {HOW_TO_GET_ONE}")
    arguments = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to run as root with it
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}


@pytest.fixture(autouse=True)
def _words_are_english():
    """Begin every test in English; a public page leaves its own language active behind it, as any answer does."""
    with translation.override("en"):
        yield


def _user_triggers():
    """Return the statements that put the triggers of this database aside and back again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Those that keep the index of search in step forbid nothing, and have to see the rows go.
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> 'publishing_searchentry'"
            )
            found = cursor.fetchall()
            return [f'DROP TRIGGER "{name}"' for name, _sql in found], [sql for _name, sql in found]
        # PostgreSQL empties tables with TRUNCATE, which only triggers made for it (bit 32 of tgtype) can refuse.
        guards = "SELECT tgrelid::regclass, quote_ident(tgname) FROM pg_trigger WHERE NOT tgisinternal"
        cursor.execute(f"{guards} AND tgtype & 32 <> 0")
        change = [f"ALTER TABLE {table} %s TRIGGER {name}" for table, name in cursor.fetchall()]
        return [line % "DISABLE" for line in change], [line % "ENABLE" for line in change]


@pytest.fixture(scope="session", autouse=True)
def _guards_stand_aside_between_tests():
    """Let Django empty the tables after a test with real transactions, whatever the database refuses to anybody else.

    Published documents are kept from change by triggers; emptying the tables between two tests is no one's edit.
    """
    # On the class: beside Playwright's loop Django hands out another connection than the one of this moment.
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_without_guards(self, sql_list):
        aside, back = _user_triggers()
        flush(self, [*aside, *sql_list, *back])

    operations.execute_sql_flush = flush_without_guards
    yield
    operations.execute_sql_flush = flush
