"""Take the pictures of the editors' guide from the running product: `make guide-pictures`.

They are committed, in static/desk/guide/<language>/, so that nobody who runs the site needs a browser. A fresh site
with the demonstration content is started for it, on a port and in a folder of its own.
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.chromium import HOW_TO_GET_ONE, find_chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "static" / "desk" / "guide"
LANGUAGES = ("fr", "nl", "de", "en")
PASSWORD = "open-to-everybody"  # noqa: S105 - the demonstration's, public
WIDTH, HEIGHT = 1120, 720
QUALITY = 60
PATIENCE = 300  # seconds until the demonstration is loaded, on a slow machine

# What each picture shows: its name, who sits at the desk, the address, what is pressed first, how high it is.
MISSION = "/admin/missions/mission/1/"
PICTURES = [
    ("home", "releaser", "/admin/", None, 620),
    ("mission", "author", f"{MISSION}change/?language=all", None, 720),
    ("date", "author", f"{MISSION}change/?language=all", "#id_started", 260),
    ("translate", "author", f"{MISSION}change/?language=de", "[name^='lead']", 420),
    ("publication", "author", f"{MISSION}publish/", None, 680),
    ("preview", "author", f"{MISSION}preview/", None, 720),
    ("history", "author", f"{MISSION}history/", None, 420),
]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen) -> None:
    """Return when the site answers; end with a sentence when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit("The site did not start; `make run` says why.")


def save(picture: bytes, path: Path) -> None:
    """Keep a picture as small as its letters stay sharp."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)


def write(browser, address: str) -> None:
    """Change a sentence of the draft, so that there is something to publish, to compare and to bring back."""
    page = log_in(browser, address, "author", "en")
    page.goto(f"{MISSION}change/?language=all")
    field = page.locator("[name=lead_fr]")
    field.fill(f"{field.input_value()} Leurs dernières équipes sont rentrées en mai 2024.")
    with page.expect_navigation():
        page.click(".submit-row [name=_continue]")
    page.context.close()


def log_in(browser, address: str, person: str, language: str):
    """Return a page at the desk in one language."""
    context = browser.new_context(base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, locale=language)
    context.add_cookies([{"name": "django_language", "value": language, "url": f"{address}/admin/"}])
    page = context.new_page()
    page.goto("/admin/login/")
    page.fill("#id_username", person)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    return page


def take(browser, address: str) -> None:
    """Take every picture in every language, one log-in for each person and language."""
    for language in LANGUAGES:
        for person in sorted({person for _name, person, *_rest in PICTURES}):
            page = log_in(browser, address, person, language)
            for name, who, path, target, height in PICTURES:
                if who == person:
                    save(photograph(page, path, target, height), FOLDER / language / f"{name}.webp")
                    print(f"{language}/{name}.webp", flush=True)
            page.context.close()


def photograph(page, path: str, target: str | None, height: int) -> bytes:
    """Return a picture of a page from its top, or from a little above what it is to show."""
    page.goto(path)
    page.evaluate("document.fonts.ready")
    top = 0
    if target:
        place = page.locator(target).first.bounding_box()
        top = max(0, place["y"] - 80)
    return page.screenshot(full_page=True, clip={"x": 0, "y": top, "width": WIDTH, "height": height})


def main() -> None:
    """Start a site, take the pictures, stop it."""
    chromium = find_chromium()
    if not chromium:
        sys.exit(f"No Chromium here: {HOW_TO_GET_ONE}")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="missions-guide-") as data:
        environment = {**os.environ, "DEBUG": "1", "HOST": "127.0.0.1", "PORT": str(port), "DATA_DIR": data}
        environment.pop("DATABASE_URL", None)
        server = subprocess.Popen([sys.executable, "-m", "scripts.run"], cwd=ROOT, env=environment)
        try:
            wait_for(f"http://127.0.0.1:{port}", server)
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
                write(browser, f"http://127.0.0.1:{port}")
                take(browser, f"http://127.0.0.1:{port}")
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
