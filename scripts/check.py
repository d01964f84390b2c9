"""Ask every tool that is not a test, and report all they find: style, templates, settings, migrations, imports, words.

Usage: make check. With --fix, put Python and templates into form instead.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.catalogues import NEEDS_GETTEXT, differences, has_gettext, unfinished
from scripts.strictness import REQUIRE_ALL

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NOT_OURS = {".venv", "var", ".cache"}


def templates() -> list[str]:
    """Return the templates of the site, in a stable order."""
    found = (path.relative_to(ROOT) for path in ROOT.glob("**/templates/**/*") if path.is_file())
    return sorted(str(path) for path in found if not NOT_OURS & set(path.parts))


def production(data: str) -> dict[str, str]:
    """Return the environment of a production start with a key made for this minute."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    secret = secrets.token_urlsafe(64)
    return {**kept, "DEBUG": "0", "SECRET_KEY": secret, "ALLOWED_HOSTS": "missions.example", "DATA_DIR": data}


def run(title: str, command: list[str | Path], environment: dict[str, str] | None = None) -> bool:
    """Run one tool, show what it says when it objects, and return whether it agreed."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return report(title, (done.stdout + done.stderr).strip() or "failed without a word" if done.returncode else "")


def report(title: str, faults: str) -> bool:
    """Print one line for a tool, and what it found below; return whether it found nothing."""
    print(f"{'FAULTS' if faults else 'ok':6}  {title}", flush=True)
    if faults:
        print(faults, end="\n\n", flush=True)
    return not faults


def words() -> bool:
    """Check that the catalogues hold exactly the texts of the site, each translated."""
    complete = report("catalogues are complete", "\n".join(unfinished()))
    if has_gettext():
        return report("catalogues follow the code", "\n".join(differences())) and complete
    if REQUIRE_ALL:
        return report("catalogues follow the code", NEEDS_GETTEXT)
    print(f"NOT CHECKED  catalogues follow the code. {NEEDS_GETTEXT}", flush=True)
    return complete


def fix() -> int:
    """Put Python and templates into form; what cannot be put right is left for `make check` to say."""
    subprocess.run([BIN / "ruff", "check", "--fix", "--quiet", "."], cwd=ROOT, check=False)
    subprocess.run([BIN / "ruff", "format", "."], cwd=ROOT, check=False)
    if templates():
        subprocess.run([BIN / "djade", "--target-version", "5.2", *templates()], cwd=ROOT, check=False)
    return 0


def main() -> int:
    """Return 0 when nobody objects, 1 otherwise; every check runs even after a fault."""
    manage = [sys.executable, "-W", "error", "manage.py"]
    with tempfile.TemporaryDirectory(prefix="missions-check-") as data:
        checks = [
            run("ruff check", [BIN / "ruff", "check", "."]),
            run("ruff format", [BIN / "ruff", "format", "--check", "--diff", "."]),
            run("djade", [BIN / "djade", "--check", "--target-version", "5.2", *templates()]) if templates() else True,
            run(
                "manage.py check --deploy, as in production",
                [*manage, "check", "--deploy", "--fail-level", "WARNING"],
                production(data),
            ),
            run("migrations follow the models", [*manage, "makemigrations", "--check", "--dry-run"], production(data)),
            run("imports point down", [BIN / "lint-imports", "--no-cache", "--no-logo"]),
            words(),
        ]
    return 0 if all(checks) else 1


if __name__ == "__main__":
    sys.exit(fix() if "--fix" in sys.argv[1:] else main())
