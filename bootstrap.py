"""Set the project up with nothing but Python, then hand over to the command that was asked for.

Usage: python3 bootstrap.py run|test|check|format|messages|bench|lock|guide-pictures|clean [arguments]

Only the standard library, and only syntax that an old Python reads: it must live long enough to say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
# What each command runs, and whether it needs the tools of requirements-dev.txt.
COMMANDS = {
    "run": (["-m", "scripts.run"], False),
    "test": (["-m", "scripts.test"], True),
    "check": (["-m", "scripts.check"], True),
    "format": (["-m", "scripts.check", "--fix"], True),
    "messages": (["-m", "scripts.catalogues", "collect"], True),
    "bench": (["-m", "bench.run"], True),
    "screens": (["-m", "scripts.screens"], True),
    "lock": (["-m", "scripts.lock"], True),
    "guide-pictures": (["-m", "scripts.guide_pictures"], True),
}
MADE_BY_US = [
    ".cache",
    ".venv",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
    "tests/tools/node_modules",
    "bench/tools/node_modules",
]


def stop(sentence) -> NoReturn:
    """End with one sentence on standard error."""
    sys.exit("\n" + sentence + "\n")


def find_python():
    """Return the first Python of this machine that is new enough: this one, or one installed beside it."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(15, OLDEST[1] - 1, -1):
        other = shutil.which("python3.{}".format(minor))
        if other:
            return other
    this = "This is Python {}.{}; the site needs {}.{} or newer.".format(*sys.version_info[:2], *OLDEST)
    stop(
        this + " Install one (Debian, Ubuntu: apt install python3.11 python3.11-venv), "
        "or name one you have: make run PYTHON=/path/to/python3"
    )


def answers(python, code):
    """Say whether that Python exists and runs the code without an error."""
    try:
        return subprocess.run([str(python), "-c", code], stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def make_environment():
    """Make .venv; leave one that works as it is, replace one whose Python moved or is gone."""
    works = "import sys, pip; sys.exit(sys.version_info < ({}, {}))".format(*OLDEST)
    if answers(VENV_PYTHON, works):
        return
    python = find_python()
    if not answers(python, "import ensurepip, venv"):
        stop("{} comes without venv. On Debian or Ubuntu: apt install python3-venv; then start again.".format(python))
    print("Making .venv ...", flush=True)
    if subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=False).returncode:
        stop("The virtual environment .venv could not be made; the lines above say why.")


def install(requirements):
    """Install a locked list, every file checked by its hash; do nothing when exactly this list is installed."""
    content = (ROOT / requirements).read_bytes()
    stamp = VENV / "installed-{}".format(requirements)
    digest = hashlib.sha256(content).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    print("Installing {} ...".format(requirements), flush=True)
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    # The lists are complete, so pip need not resolve anything.
    if subprocess.run([*pip, "--require-hashes", "-r", requirements], cwd=str(ROOT), check=False).returncode:
        stop("{} could not be installed; the lines above say why.".format(requirements))
    stamp.write_text(digest)


def clean():
    """Remove what the commands made; the data in var/ stays."""
    for name in MADE_BY_US:
        shutil.rmtree(str(ROOT / name), ignore_errors=True)
    for catalogue in (ROOT / "locale").glob("*/LC_MESSAGES/*.mo"):
        catalogue.unlink()
    print("Removed the environment and the caches. Your data is still in var/; remove that folder to start afresh.")


def main(arguments):
    """Set up what the command needs, then become it."""
    command = arguments[0] if arguments else ""
    if command == "clean":
        clean()
        return
    if command not in COMMANDS:
        stop("Say one of: {}, clean.".format(", ".join(COMMANDS)))
    run, with_tools = COMMANDS[command]
    make_environment()
    install("requirements.txt")
    if with_tools:
        install("requirements-dev.txt")
    os.chdir(str(ROOT))
    os.execv(str(VENV_PYTHON), [str(VENV_PYTHON), *run, *arguments[1:]])


if __name__ == "__main__":
    main(sys.argv[1:])
