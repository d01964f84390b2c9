"""A hostile string in every text of every kind of page stays text, wherever it is shown."""

import json
import re
import uuid
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from articles.documents import DownloadPart
from images.documents import FrozenPicture
from languages.documents import Frozen
from maps.documents import FrozenSheet
from missions.documents import PlaceReference
from publishing.documents import Link
from tests.public.test_public_leaks import everything
from tests.public.walking import walk
from tests.publishing_factories import download_part, make_editions

pytestmark = pytest.mark.django_db

# Short enough for every column, long enough to end an attribute, an element, a block of data or a template.
HOSTILE = [
    """</script></title><script>alert(1)</script>"'{{ 7|add:7 }}{0}""",
    """"><img src=x onerror=alert(1) style='x'>{% now "Y" %}&lt;b&gt;]]>-->""",
]

# Texts that are no words: codes, dates and addresses that other tests attack, and captions, which are no HTML.
NO_WORDS = {
    *("kind", "language", "path", "content_hash", "media_type", "written_in", "full_name_language", "code"),
    *("date", "started", "ended", "assessed", "mandate", "as_of", "digest", "subject"),
    *("url", "source_url", "external_url", "equivalent", "captions", "descriptions"),
}


def with_pictures(document):
    """Return a document of `everything` with a picture wherever one may stand, and a mission with its map."""
    picture = FrozenPicture(
        uid=uuid.uuid4(), content_hash="a" * 64, media_type="image/jpeg", width=1600, height=900, press_bytes=9000
    )
    added = {"picture": picture} if "picture" in type(document).model_fields else {}
    if document.kind == "mission":
        place = PlaceReference(uid=uuid.uuid4(), label="Mali", code="ML", shape="country", member_labels=["A"])
        sheet = FrozenSheet(digest="b" * 64, subject="country ML", width=800, height=500)
        event = document.events[0].model_copy(update={"picture": picture})
        briefing = document.briefings[0]
        film = briefing.film.model_copy(update={"poster": picture})
        added |= {
            "places": [place],
            "sheet": sheet,
            "events": [event, *document.events[1:]],
            "briefings": [briefing.model_copy(update={"film": film})],
        }
    if document.kind == "article":
        block = document.blocks[0].model_copy(update={"uid": uuid.uuid4(), "kind": "picture", "picture": picture})
        added["blocks"] = [*document.blocks, block]
    if document.kind == "standing":
        added["downloads"] = [DownloadPart(uid=uuid.uuid4(), download=download_part())]
    return document.model_copy(update=added)


def poisoned(value, hostile, met):
    """Return a value of a document with every word in it, however deep, replaced; `met` gathers the classes."""
    if isinstance(value, list):
        return [poisoned(item, hostile, met) for item in value]
    if not isinstance(value, Frozen):
        return value
    met.add(type(value))
    update = {}
    for name, field in type(value).model_fields.items():
        found = getattr(value, name)
        if name == "member_labels":
            update[name] = [hostile for _label in found]
        elif field.annotation is str:
            update[name] = found if name in NO_WORDS else hostile
        else:
            update[name] = poisoned(found, hostile, met)
    return value.model_copy(update=update)


def hostile_site(hostile):
    """Publish one page of each kind in which every text is hostile; return the classes that hold texts."""
    met = set()
    documents = [poisoned(with_pictures(document), hostile, met) for document in everything("Words")]
    make_editions(documents, public_note=hostile)
    return met


def classes(parent=Frozen):
    """Return every class of documents and their parts; those that other tests made up are none of ours."""
    ours = [child for child in parent.__subclasses__() if not child.__module__.startswith("tests.")]
    return {found for child in ours for found in (child, *classes(child))}


class Tags(HTMLParser):
    """Gathers elements and attributes as a browser would see them."""

    def __init__(self, text):
        super().__init__()
        self.found, self.handlers, self.sources, self.blocks, self.kind = [], [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.handlers += [name for name, _value in attrs if name.startswith("on") or name == "style"]
        self.sources += [value for name, value in attrs if name == "src"]
        if tag == "script":
            self.kind = dict(attrs).get("type")

    def handle_data(self, data):
        if self.kind:
            self.blocks.append(data)

    def handle_endtag(self, tag):
        if tag == "script":
            self.kind = None


def test_every_class_of_documents_is_made_hostile_here(client):
    only_parents = {found for found in classes() if found.__subclasses__()}
    # Nothing published has a `Link` today.
    assert classes() - only_parents - hostile_site(HOSTILE[0]) <= {Link}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_inert_on_every_page(client, hostile):
    hostile_site(hostile)
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
        assert all(source.startswith("/") for source in tags.sources), address
        assert tags.found.count("script") == len(tags.blocks) <= 1, address
        for block in tags.blocks:
            assert json.loads(block)["@context"] == "https://schema.org"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_inert_in_feeds_maps_and_answers_for_programs(client, hostile):
    hostile_site(hostile)
    told = set()
    for address, answer in walk(client).items():
        kind = answer.headers["Content-Type"].partition(";")[0]
        if "xml" in kind and "svg" not in kind:
            ElementTree.fromstring(answer.content)
            assert b"<script>" not in answer.content, address
            assert b"<img" not in answer.content, address
        elif kind in ("application/json", "application/problem+json"):
            json.loads(answer.content)
        elif kind not in ("text/csv", "text/vtt"):
            continue
        # A browser that guesses would read the words of a file as a page.
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        told |= {kind} if b"alert(1)" in answer.content else set()
    assert told >= {"application/atom+xml", "application/json", "text/csv"}


def test_rich_text_is_cleaned_even_if_a_version_holds_what_it_should_not(client):
    from_elsewhere = '<p onclick="x()">Words<script>x()</script><a href="javascript:x()">a</a><iframe></iframe></p>'
    (edition,) = make_editions([everything("x")[-1].model_copy(update={"body": from_elsewhere})])
    text = client.get(edition.path).content.decode()
    assert "Words" in text
    for bad in ("onclick", "javascript:", "<iframe", "x()</script>"):
        assert bad not in text
