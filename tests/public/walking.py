"""A reader with too much time: follows every link of the site, and asks for what robots ask for."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.urls import reverse

LOCATION = re.compile(r"<loc>([^<]+)</loc>|href=\"([^\"]+)\"")
MOST_ADDRESSES = 2000
OF_MACHINES = ["front", "robots", "security", "sitemap", "health-live", "health-ready", "interface:start", "openapi"]
# In JSON a link is a text of its own; a place of the interface that a reader must fill in is none.
OF_PROGRAMS = re.compile(r'"(http://testserver/[^"{}]*)"')
TEXTS = ("text/", "application/atom", "application/json", "application/problem", "application/xhtml", "application/xml")
NOWHERE = ["/fr/rien/", "/de/unsere-missionen/nichts/", "/xx/", "/en/p/00000000-0000-4000-8000-000000000000/"]
UNREADABLE = [
    "/fr/?after=x",
    "/fr/articles/?after=x&year=1",
    "/api/v2/",
    "/api/v1/xx/pages",
    "/api/v1/fr/pages?after=x",
    "/api/v1/fr/pages?kind=person",
    "/api/v1/fr/pages/00000000-0000-4000-8000-000000000000",
]


class Links(HTMLParser):
    """Gathers what elements lead to; words that look like a link are none."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def links(answer):
    """Return the links of an answer, as they stand in it."""
    kind = answer.headers["Content-Type"]
    if not kind.startswith(TEXTS):
        return []
    text = answer.content.decode()
    if "html" in kind:
        return Links(text).found
    if "json" in kind:
        return OF_PROGRAMS.findall(text)
    return [one or other for one, other in LOCATION.findall(text)] if "xml" in kind else []


def whole(answer):
    """Return an answer that has all its content at once, as films do not."""
    if not answer.streaming:
        return answer
    return HttpResponse(answer.getvalue(), status=answer.status_code, headers=dict(answer.items()))


def walk(client, *, also=()):
    """Return the answer of every public address that can be reached, by address; redirects are followed by hand.

    `also` are addresses that no link leads to: what somebody searches for.
    """
    waiting = [*(reverse(name) for name in OF_MACHINES), *NOWHERE, *UNREADABLE]
    waiting += also
    answers = {}
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        answer = answers[address] = whole(client.get(address))
        if answer.status_code in (301, 302):
            waiting.append(answer.headers["Location"])
            continue
        assert len(answers) < MOST_ADDRESSES, "the site has no end"
        for link in links(answer):
            target = urlsplit(urljoin(f"http://testserver{address}", urldefrag(link).url))
            if target.netloc == "testserver" and not target.path.startswith(("/static/", "/admin/")):
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return answers
