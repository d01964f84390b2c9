"""The list of kinds of page is whole, and each kind is as light as the art direction promises."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

from languages.columns import LANGUAGES
from tests.public.kinds_of_page import make_kinds
from tests.public.walking import Links

pytestmark = pytest.mark.django_db

# Addresses that no reader looks at as a page, each with its reason. Shrink it.
NOT_A_PAGE = {
    "robots": "a file for robots",
    "security": "a file for those who found a hole",
    "sitemap": "a file for robots",
    "sitemap-section": "a file for robots",
    "health-live": "a word for machines",
    "health-ready": "a word for machines",
    "feed": "a feed",
    "page-feed": "a feed",
    "permanent": "leads on to the page",
    "media": "a picture",
    "page-card": "a picture",
    "site-card": "a picture",
    "public-file": "a film or document",
    "sheet": "a drawing",
    "shared-media": "a picture",
    "headcounts-csv": "a file",
    "headcounts-excel": "a file",
    "headcounts-json": "a file",
    "openapi": "a description for programs",
}
OF_THE_DESK = ("admin", "desk-language", "partial-date-echo", "interface")
KILOBYTE = 1024
HEADING = re.compile(r"<h([1-6])[ >]")


@pytest.fixture
def kinds():
    return make_kinds()


def names(patterns, prefix=""):
    """Return the names of all addresses below some patterns, with their namespaces."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def answered(client, kind):
    """Return the text of a page that answers as the list says it does."""
    if kind.text:
        return kind.text
    answer = client.get(kind.address)
    assert answer.status_code == kind.status, kind
    return answer.content.decode()


def weight(text):
    return len(gzip.compress(text.encode(), 6))


def test_every_public_address_is_on_the_list_of_kinds_or_excused(kinds):
    public = {name for name in names(get_resolver().url_patterns) if name.partition(":")[0] not in OF_THE_DESK}
    listed = {kind.url_name for kind in kinds} - {""}
    assert public - listed - NOT_A_PAGE.keys() == set()
    assert NOT_A_PAGE.keys() - public == set()
    assert listed & NOT_A_PAGE.keys() == set()


def test_every_kind_stands_once_in_every_language(kinds):
    of = {language: [kind.name for kind in kinds if kind.language == language] for language in LANGUAGES}
    assert all(len(set(listed)) == len(listed) > 35 for listed in of.values())
    assert len({tuple(listed) for listed in of.values()}) == 1


def test_no_page_asks_for_a_script_skips_a_level_of_headings_or_is_heavier_than_agreed(client, kinds):
    heavy, styles, fonts = {}, set(), set()
    for kind in kinds:
        text = answered(client, kind)
        levels = [int(level) for level in HEADING.findall(text)]
        assert levels.count(1) == 1, kind
        assert all(below <= above + 1 for above, below in pairwise(levels)), (kind, levels)
        assert text.count("<main") == 1, kind
        # Data for search engines is no program.
        assert text.count("<script") == text.count('<script type="application/ld+json"'), kind
        assert not any(forbidden in text for forbidden in (" style=", "<style", "javascript:")), kind
        asked = [link.partition("static/")[2] for link in Links(text).found if link.startswith(settings.STATIC_URL)]
        styles |= {name for name in asked if name.endswith(".css")}
        fonts |= {name for name in asked if name.endswith(".woff2")}
        if weight(text) > 30 * KILOBYTE:
            heavy[kind.name, kind.language] = weight(text)
    assert heavy == {}
    assert len(styles) > 3
    folder = Path(settings.BASE_DIR) / "static"
    assert sum(weight((folder / name).read_text()) for name in styles) <= 12 * KILOBYTE
    assert 0 < sum((folder / name).stat().st_size for name in fonts) <= 100 * KILOBYTE


def test_a_mission_without_photographs_is_lighter_than_150_kilobytes_with_all_it_asks_for(client, kinds):
    folder = Path(settings.BASE_DIR) / "static"
    (kind,) = (kind for kind in kinds if (kind.name, kind.language) == ("mission with ten events", "fr"))
    text = answered(client, kind)
    total, asked = weight(text), {link.partition("#")[0] for link in Links(text).found if not link.startswith("#")}
    drawings = {link for link in asked if link.startswith(("/maps/", "/sheets/", "/media/"))}
    for link in asked:
        if link.startswith(settings.STATIC_URL):
            file = folder / link.removeprefix(settings.STATIC_URL)
            total += file.stat().st_size if file.suffix == ".woff2" else weight(file.read_text())
    for link in drawings:
        total += weight(client.get(link).content.decode())
    assert drawings
    assert total <= 150 * KILOBYTE
