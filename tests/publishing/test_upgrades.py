"""A published version of an older shape is read in today's, and stays in the database as it was."""

import pytest

from articles.documents import StandingDocument
from publishing import upgrades
from publishing.models import Edition
from tests.publishing_factories import make_edition, standing_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_shapes(monkeypatch):
    """Let the shape of standing pages have changed twice: `heading` became `title`, then `text` became `body`."""

    def renamed(old, new):
        return lambda document: {(new if name == old else name): value for name, value in document.items()}

    monkeypatch.setattr(StandingDocument, "current_schema", 3)
    monkeypatch.setitem(upgrades.STEPS, ("standing", 1), renamed("heading", "title"))
    monkeypatch.setitem(upgrades.STEPS, ("standing", 2), renamed("text", "body"))


def older(version, **names):
    """Return the text of a standing page as it was written in an older shape."""
    text = standing_document(slug="contact", title="Contact", body="<p>Words.</p>").canonical()
    for new, old in names.items():
        text = text.replace(f'"{new}":', f'"{old}":')
    return text.replace('"schema_version":1', f'"schema_version":{version}')


@pytest.mark.parametrize(
    ("version", "names"), [(1, {"title": "heading", "body": "text"}), (2, {"body": "text"}), (3, {})]
)
def test_a_document_of_any_shape_is_read_in_that_of_today(three_shapes, version, names):
    document = StandingDocument.read(older(version, **names))
    assert (document.schema_version, document.title, document.body) == (3, "Contact", "<p>Words.</p>")


def test_the_public_reads_an_older_version_that_nobody_rewrote(client, three_shapes):
    text = older(1, title="heading", body="text")
    edition = make_edition(standing_document(slug="contact", title="Contact"), document=text)
    assert "Words." in client.get(edition.path).content.decode()
    assert Edition.objects.get().document == text


def test_a_step_that_was_forgotten_is_an_error_and_no_empty_page(three_shapes, monkeypatch):
    monkeypatch.delitem(upgrades.STEPS, ("standing", 2))
    with pytest.raises(KeyError):
        StandingDocument.read(older(1, title="heading", body="text"))
