"""A copy of the public site as plain files: what a web server can serve when the site itself is away.

It is made by asking the site for its own pages, so it can hold nothing that the site would not answer. What needs a
question, search and the later pages of lists, is not in it.
"""

import re
import shutil
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections

from publishing.models import Address

BEGINNINGS = ("/", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt")
# The desk, what programs ask, what only a guest may see.
LEFT_OUT = re.compile(r"/(?:admin|api|health)/|/[a-z]{2}/d/|/d/")
IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)")
IN_XML = re.compile(r"<loc>([^<]+)</loc>")
REDIRECTS, GONE = "redirects.txt", "gone.txt"


@dataclass
class Copied:
    """What a copy holds: files, and what became of addresses that are none any more."""

    files: int = 0
    redirects: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


class _Links(HTMLParser):
    """Gathers what a page loads and leads to."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("href", "src", "poster") and value:
                self.found.append(value)
            elif name == "srcset" and value:
                self.found += [piece.split()[0] for piece in value.split(",") if piece.strip()]


def write(target: Path) -> Copied:
    """Write the copy anew and put it in the place of the old one at once; if that fails, the old one stays."""
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    before = target.with_name(f".{target.name}.before-{uuid.uuid4().hex}")
    draft.mkdir(parents=True)
    try:
        copied = _fill(draft)
        if target.exists():
            target.rename(before)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    shutil.rmtree(before, ignore_errors=True)
    return copied


def _fill(folder: Path) -> Copied:
    handler = BaseHandler()
    handler.load_middleware()
    origin = urlsplit(settings.DESK_URL)
    copied = Copied()
    former = Address.objects.order_by("path").values_list("path", flat=True)
    waiting, known = deque([*BEGINNINGS, *former]), set()
    with _connection_kept():
        while waiting:
            path = waiting.popleft()
            if path in known or LEFT_OUT.match(path):
                continue
            known.add(path)
            response = handler.get_response(_question(path, origin))
            content = b"".join(response) if response.status_code == 200 else b""
            response.close()
            if response.status_code in (301, 302):
                copied.redirects[path] = urlsplit(response.headers["Location"]).path
            elif response.status_code == 410:
                copied.gone.append(path)
            elif response.status_code == 200:
                _keep(folder, path, content)
                copied.files += 1
                waiting.extend(_own_links(path, response.headers.get("Content-Type", ""), content, origin))
    lines = [f"{old} {new}" for old, new in sorted(copied.redirects.items())]
    _keep(folder, f"/{REDIRECTS}", "\n".join([*lines, ""]).encode())
    _keep(folder, f"/{GONE}", "\n".join([*sorted(copied.gone), ""]).encode())
    return copied


@contextmanager
def _connection_kept() -> Iterator[None]:
    # The end of an answer closes the connection, and with it the lock that keeps a second housekeeper away.
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)


def _question(path: str, origin) -> WSGIRequest:
    environ: dict = {"PATH_INFO": unquote(path), "HTTP_HOST": origin.netloc, "wsgi.url_scheme": origin.scheme}
    if origin.scheme == "https":
        # As the proxy in front of the site says it.
        environ["HTTP_X_FORWARDED_PROTO"] = "https"
    setup_testing_defaults(environ)
    return WSGIRequest(environ)


def _keep(folder: Path, path: str, content: bytes) -> None:
    place = (folder / unquote(path).lstrip("/")).resolve()
    if path.endswith("/"):
        place /= "index.html"
    if not place.is_relative_to(folder.resolve()):
        raise ValueError(f"{path} leads out of the copy.")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def _own_links(path: str, media_type: str, content: bytes, origin) -> Iterator[str]:
    """Yield the paths of this site that an answer names; addresses with a question are none."""
    if "html" in media_type:
        named = _Links(content.decode()).found
    elif "css" in media_type:
        named = IN_STYLES.findall(content.decode())
    elif "xml" in media_type and "svg" not in media_type:
        named = IN_XML.findall(content.decode())
    else:
        return
    for link in named:
        whole = urlsplit(urljoin(f"{origin.scheme}://{origin.netloc}{path}", urldefrag(link).url))
        if whole.scheme in ("http", "https") and whole.netloc == origin.netloc and not whole.query:
            yield whole.path or "/"
