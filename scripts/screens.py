"""Draw docs/screens anew: every kind of public page of the demonstration, wide and narrow; one mission in all ways.

make screens                                 from a demonstration of its own
make screens ARGS="http://127.0.0.1:8000"    from a site that runs already
"""

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.chromium import HOW_TO_GET_ONE, find_chromium

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs" / "screens"
SECONDS_TO_START = 300
WIDE, MIDDLE, NARROW = 1440, 768, 360
# Longer pages are cut off there: a picture of forty events shows no more than one of twelve.
TALLEST = 2800
QUALITY = 50
PAGES = {
    "choice-of-a-language": "/",
    "home": "/fr/",
    "missions": "/en/our-missions/",
    "mission": "/fr/nos-missions/mali/",
    "mission-with-a-photograph": "/de/unsere-missionen/libanon/",
    "mission-with-forty-events": "/en/our-missions/lantern-fiction/",
    "mission-at-home": "/en/our-missions/bomb-disposal/",
    "timeline": "/en/timeline/",
    "headcounts": "/en/headcounts/",
    "articles": "/en/articles/",
    "article": "/en/articles/mali-belgium-hands-over-the-lead/",
    "theme": "/en/themes/building-peace/",
    "category": "/en/categories/africa/",
    "notices": "/en/notices/",
    "notice": "/en/notices/demonstration-site/",
    "easy-version": "/en/easy-to-read/mali/",
    "standing-page": "/en/information/accessibility/",
    "data": "/en/data/",
    "search": "/en/search/?q=mali",
    "search-without-hits": "/en/search/?q=lighthouse",
    "not-found": "/en/nothing/",
    "missions-that-ended": "/en/our-missions/?status=ended",
    "articles-of-a-year": "/en/articles/?year=2024",
}


@contextlib.contextmanager
def demonstration():
    """Serve a demonstration with data of its own while the block runs; yield its address and its environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="missions-screens-") as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DEBUG": "1",
            "HOST": "127.0.0.1",
            "PORT": port,
        }
        server = subprocess.Popen([sys.executable, "-m", "scripts.run"], cwd=ROOT, env=environment, process_group=0)
        try:
            yield wait_for(f"http://127.0.0.1:{port}", server), environment
        finally:
            # Its reloader is a process of its own, in the same group.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def wait_for(site: str, server: subprocess.Popen) -> str:
    """Return the address of a site once it answers, or end when its server did."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{site}/health/ready", timeout=5).close()  # noqa: S310 - our own address, http
            return site
        time.sleep(0.5)
    sys.exit("The demonstration did not start; the lines above say why.")


def keep(page, name: str) -> None:
    """Write what a page looks like now, from its top, as docs/screens/<name>.webp."""
    page.evaluate("document.fonts.ready.then(() => true)")
    width = page.viewport_size["width"]
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    drawn = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.convert("RGB").save(SCREENS / f"{name}.webp", quality=QUALITY, method=6)


def look(browser, site: str, pages: dict[str, str], width: int, suffix: str, **ways) -> None:
    """Open pages at one width, and keep each under its name and a suffix; `ways` are said to `emulate_media`."""
    page = browser.new_page(viewport={"width": width, "height": 900}, base_url=site)
    page.emulate_media(**{"color_scheme": "light"} | ways)
    for name, path in pages.items():
        page.goto(path)
        keep(page, f"{name}-{suffix}")
    page.close()


def look_at_texts(browser, site: str, texts: dict[str, str], width: int) -> None:
    """Keep pages that no address leads to, as if the site had answered them."""
    page = browser.new_page(viewport={"width": width, "height": 900}, base_url=site)
    page.emulate_media(color_scheme="light")
    for name, text in texts.items():
        page.route("**/answered-instead", partial(_answer_with, text))
        page.goto("/answered-instead")
        keep(page, f"{name}-{width}")
        page.unroute("**/answered-instead")
    page.close()


def _answer_with(text: str, route) -> None:
    route.fulfill(body=text, content_type="text/html")


def play_scene(environment: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Let the people of a demonstration of our own work for a moment; return addresses and texts that follow."""
    words = "from scripts import scene; scene.play()"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--verbosity", "0", "--command", words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return told["addresses"], told["texts"]


def draw(site: str, environment: dict[str, str] | None = None) -> None:
    """Draw all screens of a site that holds the demonstration; the later ones too with the `environment` of ours."""
    SCREENS.mkdir(exist_ok=True)
    for old in SCREENS.glob("*.webp"):
        old.unlink()
    mission = {"mission": PAGES["mission"]}
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        for width in (WIDE, NARROW):
            look(browser, site, PAGES, width, str(width))
        look(browser, site, mission, MIDDLE, str(MIDDLE))
        look(browser, site, mission, WIDE, "dark", color_scheme="dark")
        look(browser, site, mission, WIDE, "forced-colours", forced_colors="active")
        # Style sheets see the whole sheet, at 96 dots an inch: margins come later.
        look(browser, site, mission, 794, "print", media="print")
        if environment:
            addresses, texts = play_scene(environment)
            for width in (WIDE, NARROW):
                look(browser, site, addresses, width, str(width))
                look_at_texts(browser, site, texts, width)
        browser.close()
    size = sum(path.stat().st_size for path in SCREENS.glob("*.webp"))
    print(f"{len(list(SCREENS.glob('*.webp')))} screens, {size / 1_000_000:.1f} MB, in docs/screens")


def main(arguments: list[str]) -> None:
    """Draw the screens of the site that is named, or of a demonstration of our own."""
    if not find_chromium():
        sys.exit(f"No Chromium here. To have one: {HOW_TO_GET_ONE}.")
    if arguments:
        draw(arguments[0].rstrip("/"))
        return
    with demonstration() as (site, environment):
        draw(site, environment)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(sys.argv[1:])
