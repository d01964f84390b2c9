"""A hostile string in every text of every kind of page stays text, wherever it is shown."""

import json
import re
from html.parser import HTMLParser

import pytest

from tests.public.test_public_leaks import everything
from tests.public.walking import walk
from tests.publishing_factories import make_editions

pytestmark = pytest.mark.django_db

# Short enough for every column, long enough to end an attribute, an element, a block of data or a template.
HOSTILE = [
    """</script></title><script>alert(1)</script>"'{{ 7|add:7 }}{0}""",
    """"><img src=x onerror=alert(1) style='x'>{% now "Y" %}&lt;b&gt;]]>-->""",
]


class Tags(HTMLParser):
    """Gathers elements and attributes as a browser would see them."""

    def __init__(self, text):
        super().__init__()
        self.found, self.handlers, self.blocks, self.kind = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.handlers += [name for name, _value in attrs if name.startswith("on") or name == "style"]
        if tag == "script":
            self.kind = dict(attrs).get("type")

    def handle_data(self, data):
        if self.kind:
            self.blocks.append(data)

    def handle_endtag(self, tag):
        if tag == "script":
            self.kind = None


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_inert_on_every_page(client, hostile):
    make_editions(everything(hostile), public_note=hostile)
    answers = {
        address: answer.content.decode()
        for address, answer in walk(client).items()
        if "html" in answer.headers["Content-Type"]
    }
    assert sum("alert(1)" in text for text in answers.values()) > 15
    assert not any(re.search(r">\s*14\s*<", text) for text in answers.values())
    for address, text in answers.items():
        tags = Tags(text)
        assert tags.handlers == [], address
        assert "img" not in tags.found, address
        assert tags.found.count("script") == len(tags.blocks) <= 1, address
        for block in tags.blocks:
            assert json.loads(block)["@context"] == "https://schema.org"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_inert_in_feeds_and_maps(client, hostile):
    make_editions(everything(hostile), public_note=hostile)
    for address in ("/fr/feed.xml", "/sitemap.xml"):
        text = client.get(address).content.decode()
        assert "<script>" not in text
        assert "<img" not in text


def test_rich_text_is_cleaned_even_if_a_version_holds_what_it_should_not(client):
    from_elsewhere = '<p onclick="x()">Words<script>x()</script><a href="javascript:x()">a</a><iframe></iframe></p>'
    (edition,) = make_editions([everything("x")[-1].model_copy(update={"body": from_elsewhere})])
    text = client.get(edition.path).content.decode()
    assert "Words" in text
    for bad in ("onclick", "javascript:", "<iframe", "x()</script>"):
        assert bad not in text
