"""Find the browser for the tests that need one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HOW_TO_GET_ONE = "apt install chromium, or CHROMIUM=/path/to/one"


def _starts(path: str) -> bool:
    """Say whether this program runs: Ubuntu's package is a stub, and a browser may lack its libraries."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _playwrights_own() -> str:
    """Return where Playwright would put its own Chromium; empty when it cannot tell."""
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def fetch_chromium() -> str:
    """Have Playwright fetch a Chromium into the cache of this user; return its path, empty if that failed."""
    if os.environ.get("CHROMIUM"):
        return ""
    print("No Chromium here. Fetching one, without root …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"], check=False)
    return find_chromium()


def find_chromium() -> str:
    """Return the path of a Chromium that starts, CHROMIUM first; empty when this machine has none."""
    named = os.environ.get("CHROMIUM", "")
    candidates = [named] if named else [path for name in NAMES if (path := shutil.which(name))]
    for path in candidates:
        if _starts(path):
            return path
    own = "" if named else _playwrights_own()
    return own if own and _starts(own) else ""
