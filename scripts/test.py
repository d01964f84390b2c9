"""Run every test on SQLite, and again on PostgreSQL what touches the database.

Usage: make test, or make test ARGS="tests/missions -k total". Needs nothing installed: PostgreSQL comes in a wheel.
TEST_POSTGRES_URL names a server of your own instead. With CI or REQUIRE_ALL set, nothing may be skipped.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts import chromium, node_packages, postgres
from scripts.strictness import REQUIRE_ALL

NO_TESTS = 5  # pytest's exit code when nothing was selected
SECONDS_TO_END = 30


def pytest(title: str, arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest once with these additions to the environment and return its exit code."""
    print(f"\n=== {title} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments]
    run = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        return run.wait()
    except BaseException:
        # Ctrl-C reached pytest too, and it is tidying up; anything else has to be passed on.
        if not isinstance(sys.exception(), KeyboardInterrupt):
            run.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(SECONDS_TO_END)
        run.kill()
        raise


def lacking(what: str, why: str, how: str) -> str:
    """Return the loud line about something this machine lacks, or stop where everything has to run."""
    sentence = f"{what}: {why}. To have it: {how}."
    if REQUIRE_ALL:
        sys.exit(f"{sentence} CI or REQUIRE_ALL says that nothing may be skipped.")
    return sentence


def verdict(results: dict[str, int]) -> int:
    """Return one exit code for all runs; a part in which nothing was selected is no failure unless all are such."""
    failed = {title: code for title, code in results.items() if code not in (0, NO_TESTS)}
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
        return max(failed.values())
    return 0 if 0 in results.values() else NO_TESTS


def main(arguments: list[str]) -> int:
    """Run the tests that the arguments select and return an exit code: 0 only if every run passed."""
    notices, results = [], {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="missions-tests-")))
        databases = {"SQLite": f"sqlite:///{folder / 'db.sqlite3'}"}
        try:
            own = os.environ.get("TEST_POSTGRES_URL")
            databases["PostgreSQL"] = own or stack.enter_context(postgres.throwaway_postgres())
        except postgres.NoPostgresError as problem:
            notices.append(lacking("nothing on PostgreSQL", str(problem), postgres.HOW_TO_GET_ONE))

        if not node_packages.fetch(node_packages.OF_TESTS):
            ours = "nothing by IBM's engine and the Nu checker"
            notices.append(lacking(ours, "npm could not install them", node_packages.HOW_TO_GET_THEM))
        count_file = folder / "browser-tests"
        runs = [(f"Tests on {name}", "without", url) for name, url in databases.items()]
        while runs:
            title, browser_tests, url = runs.pop(0)
            environment = {
                "DATABASE_URL": url,
                "TEST_DATA_DIR": str(folder),
                "TEST_BROWSER_COUNT_FILE": str(count_file),
            }
            if not runs:
                environment["TEST_NOTICES"] = "\n".join(notices)
            results[title] = pytest(title, [f"--browser-tests={browser_tests}", *arguments], environment)
            if len(results) == 1 and count_file.exists() and int(count_file.read_text()):
                here = databases
                if not (chromium.find_chromium() or chromium.fetch_chromium()):
                    # Run once all the same: the skipped tests are then counted and named.
                    notices.append(lacking("nothing in a browser", "no Chromium here", chromium.HOW_TO_GET_ONE))
                    here = {"SQLite": databases["SQLite"]}
                runs += [(f"In a browser, on {name}", "only", url) for name, url in here.items()]
    return verdict(results)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
