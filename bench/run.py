"""Measure the public site as it runs in production, on a made-up site of 100,000 published versions.

Usage: make bench. Needs nothing installed and leaves nothing behind but var/bench.md. BENCH_EDITIONS (100000) is how
many versions the site has, BENCH_SECONDS (0.6) how long each page is asked for in each of the five rounds.
docs/bench.md says what the numbers mean.
"""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import conninfo

from bench import lighthouse, load, pictures, report
from scripts.catalogues import compile_stale
from scripts.postgres import NoPostgresError, throwaway_postgres

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "var" / "bench.md"
FEW = 1000
ROUNDS = 5
# One worker per core, with threads for the time a worker waits for the database.
WORKERS, THREADS = 2, 4
CONNECTIONS = 8
GUNICORN = ["--worker-class", "gthread", "--no-control-socket", "--log-level", "warning", "--keep-alive", "30"]
HOST_NAME, PORTS = "localhost", range(8150, 8160)
POSTGRES = ["shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=30min"]
SECONDS_TO_START, SECONDS_TO_END = 30, 10
WARM_UP = 0.3  # seconds


def asked(name: str, default: float, least: float) -> float:
    """Return a number from the environment; end with a sentence when it is none or too small."""
    text = os.environ.get(name, "").strip() or str(default)
    try:
        value = float(text)
    except ValueError:
        sys.exit(f"{name} is {text!r}; write a number of {least:g} or more.")
    if not least <= value < float("inf"):
        sys.exit(f"{name} is {text}; write a number of {least:g} or more.")
    return value


def say(sentence: str) -> None:
    """Tell whoever waits what is being done; the table alone goes to standard output."""
    print(sentence, file=sys.stderr, flush=True)


def production(data: Path, url: str) -> dict[str, str]:
    """Return the environment of a production start with a key made for this hour."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": HOST_NAME,
        # Nothing in front of the server takes the encryption off.
        "SECURE_SSL_REDIRECT": "0",
        "DATA_DIR": str(data),
        "DATABASE_URL": url,
    }


def do(environment: dict[str, str], *command: str) -> str:
    """Run one of our own commands and return what it printed; end with its words when it fails."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # A session of its own, so that what the command itself started ends with it.
    run = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, start_new_session=True, **pipes)
    try:
        output, errors = run.communicate()
    except BaseException:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        raise
    if run.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{errors.strip()}")
    return output


def databases(url: str, environment: dict[str, str]) -> list[str]:
    """Make empty, migrated databases, for few versions, for many and for the desk, and return their addresses."""
    do(environment, "manage.py", "migrate", "--verbosity=0")
    parts, names = conninfo.conninfo_to_dict(url), ("few", "many", "desk")
    with psycopg.connect(**parts | {"dbname": "template1"}, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {parts['dbname']}")
    return [f"postgresql://{parts['user']}@/{name}?host={parts['host']}" for name in names]


def demonstration(data: Path) -> dict[str, str]:
    """Load the demonstration into a database of its own; return the environment that serves it as in production."""
    data.mkdir()
    environment = production(data, f"sqlite:///{data / 'db.sqlite3'}") | {
        "DJANGO_SETTINGS_MODULE": "bench.behind_a_proxy",
        "ALLOWED_PORTS": ",".join(map(str, PORTS)),
    }
    for command in ("migrate", "load_demonstration"):
        do(environment | {"DEBUG": "1"}, "manage.py", command, "--verbosity=0")
    do(environment, "-m", "bench.inside", "forget_accounts")
    do(environment, "manage.py", "collectstatic", "--no-input", "--verbosity=0")
    return environment


@contextlib.contextmanager
def server(environment: dict[str, str]) -> Iterator[int]:
    """Serve the site on the first free port of ours on this machine alone; give the port."""
    log = Path(environment["DATA_DIR"]) / "gunicorn.log"
    with _listener() as listener, log.open("w") as output:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", *GUNICORN]
        numbers = ["--workers", str(WORKERS), "--threads", str(THREADS), "--bind", f"fd://{listener.fileno()}"]
        # A session of its own: Ctrl-C reaches us first, and we end it in order.
        process = subprocess.Popen(
            [*command, *numbers],
            cwd=ROOT,
            env=environment,
            pass_fds=[listener.fileno()],
            start_new_session=True,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_it_answers(process, port, log)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _listener() -> socket.socket:
    for port in PORTS:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((load.HOST, port))
        except OSError:
            listener.close()
        else:
            listener.listen(128)
            return listener
    sys.exit(f"The ports from {PORTS.start} to {PORTS.stop - 1} are all in use.")


def _wait_until_it_answers(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            load.ask(port, "/health/live", headers={}, status=200, connections=1, seconds=0.01)
        except (OSError, load.UnexpectedAnswer):
            time.sleep(0.1)
        else:
            return
    sys.exit(f"gunicorn did not start:\n{log.read_text()[-2000:]}")


def measure(few: list[dict], many: list[dict], ports: tuple[int, int], seconds: float) -> list[report.Measured]:
    """Ask for every kind of page, round by round: what disturbs one round disturbs all pages alike."""
    rounds: dict[tuple[str, int], list[load.Round]] = defaultdict(list)
    pages = [(page, port) for couple in zip(few, many, strict=True) for page, port in zip(couple, ports, strict=True)]
    # What does not grow with the site is asked for on the large one alone.
    pages = [(page, port) for page, port in pages if port == ports[1] or page["grows"]]
    for turn in range(ROUNDS + 1):
        say(f"round {turn} of {ROUNDS}" if turn else "warming up")
        for page, port in pages:
            result = load.ask(
                port,
                page["path"],
                headers=page["headers"],
                status=page["status"],
                connections=CONNECTIONS,
                seconds=seconds if turn else WARM_UP,
            )
            if turn:
                rounds[page["name"], port].append(result)
    return [
        report.Measured(small, large, rounds[large["name"], ports[0]], rounds[large["name"], ports[1]])
        for small, large in zip(few, many, strict=True)
    ]


def main() -> str:
    """Build both sites, serve them, measure, and return the report."""
    editions, seconds = int(asked("BENCH_EDITIONS", 100_000, FEW)), asked("BENCH_SECONDS", 0.6, 0.1)
    busy = os.getloadavg()[0]
    compile_stale()
    with contextlib.ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="missions-bench-")))
        url = stack.enter_context(throwaway_postgres(*POSTGRES))
        *sites, newsroom = [production(data, address) for address in databases(url, production(data, url))]
        do(sites[0], "manage.py", "collectstatic", "--no-input", "--verbosity=0")
        took, pages = [], []
        for site, size in zip(sites, (FEW, editions), strict=True):
            say(f"writing {size:,} published versions")
            took.append(json.loads(do(site, "-m", "bench.inside", "fill", str(size))))
            pages.append(json.loads(do(site, "-m", "bench.inside", "survey")))
        say("writing ten thousand drafts, opening and saving forms")
        desk_costs = json.loads(do(newsroom, "-m", "bench.inside", "look_at_the_desk"))
        few, many = (stack.enter_context(server(site)) for site in sites)
        measured = measure(*pages, (few, many), seconds)
        with psycopg.connect(url) as connection:
            postgres = connection.execute("SHOW server_version").fetchone()[0]
        say("asking Lighthouse about the demonstration")
        with server(demonstration(data / "demonstration")) as port:
            seen = lighthouse.section(f"http://{HOST_NAME}:{port}")
    say("cleaning and drawing pictures of 24 megapixels")
    drawn = pictures.section()
    written = report.write(
        measured,
        facts={
            "Measured": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; load of the machine before: {busy:.1f}",
            "Server": f"gunicorn, {WORKERS} workers of {THREADS} threads; PostgreSQL {postgres}; one machine for all",
            "Asked": f"{CONNECTIONS} connections, {ROUNDS} rounds of {seconds:g} s, medians; no cache anywhere",
            "Written": f"{took[0]:.0f} s for {FEW:,} versions, {took[1]:.0f} s for {editions:,}",
            "few": f"{FEW:,}",
            "many": f"{editions:,}",
        },
    )
    return f"{written}\n\n{report.desk(desk_costs)}\n\n{seen}\n\n{drawn}"


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        page = main()
    except NoPostgresError as problem:
        sys.exit(f"bench needs a PostgreSQL: {problem}.")
    except load.UnexpectedAnswer as problem:
        sys.exit(f"The site did not answer as it should: {problem}.")
    except KeyboardInterrupt:
        sys.exit(130)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(page + "\n")
    print(page)
