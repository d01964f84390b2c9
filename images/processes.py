"""Processes of their own for files of strangers: what happens to memory and time there does not happen to the site."""

import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

MEBIBYTE = 1 << 20
ROOT = Path(__file__).resolve().parent.parent
# `-I` keeps the environment and the working directory out of the module path; the first argument is the checkout.
START = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module(sys.argv.pop(1), run_name='__main__')"
# One arena: otherwise every thread of a decoder reserves 64 MB of the memory it is allowed.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}

# Each worker may take 300 MB: two at a time in one process of the site, the others wait.
_PLACES = threading.BoundedSemaphore(2)


class WorkerFailed(Exception):
    """A worker that ended without an answer: killed, out of time, or broken by what it read."""


def command(module: str, target: BinaryIO, arguments: Sequence[object]) -> list[str]:
    """Return the command line that runs a module of ours, the descriptor of `target` being its first argument."""
    return [sys.executable, "-I", "-c", START, str(ROOT), module, str(target.fileno()), *map(str, arguments)]


def run(module: str, arguments: Sequence[object], source: BinaryIO, *, seconds: int) -> tuple[bytes, bytes]:
    """Run a module on a file and return what it printed and what it wrote to the descriptor named first.

    `source` is a real file. Nothing the worker says on its error channel is kept: it may hold what was in the file.
    """
    with tempfile.TemporaryFile() as target:
        answer = run_into(target, module, arguments, source, seconds=seconds)
        return answer, target.read()


def run_into(target: BinaryIO, module: str, arguments: Sequence[object], source: BinaryIO, *, seconds: int) -> bytes:
    """Run a module on a file and return what it printed; what it writes lies in `target`, read from its beginning.

    For results too large to be held in memory.
    """
    source.seek(0)
    with _PLACES:
        try:
            done = subprocess.run(  # noqa: S603 - our own module; arguments are numbers and names of our own
                command(module, target, arguments),
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=(target.fileno(),),
                env=ENVIRONMENT,
                cwd="/",
                timeout=seconds,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise WorkerFailed from error
    target.seek(0)
    return done.stdout


def limit(kind: int, value: int) -> None:
    """Lower a limit of this very process for good, never above what it was given."""
    _soft, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))
