"""Published versions are chained, and the database refuses to touch them."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from publishing import chain, projections, redacting, triggers
from publishing.models import Edition, EditionTerm, Ledger, SearchEntry
from tests.factories import make_article, make_block, make_category, make_standing_page
from tests.people import make_alice, make_bob
from tests.publishing.stories import publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    alice, bob = make_alice(), make_bob()
    about = written_by(alice, make_standing_page())
    publish(about, alice=alice, bob=bob)
    return list(Edition.objects.order_by("sequence"))


@pytest.fixture
def unguarded():
    """Put the triggers aside, as someone with the database's own password could."""
    for statement in triggers.removal(connection.vendor):
        sql(statement)


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_an_untouched_chain_has_no_fault(editions):
    assert chain.first_fault(known=chain.head()) is None
    assert [edition.sequence for edition in editions] == [1, 2, 3, 4]


def test_an_empty_database_has_no_fault():
    assert chain.first_fault(known=chain.head()) is None
    assert chain.head() == chain.Head(0, chain.GENESIS)


@pytest.mark.parametrize(
    "change",
    [
        {"document": "{}"},
        {"live_from": "2001-01-01T00:00:00Z"},
        {"digest": "f" * 64},
        {"language": "it"},
        {"public_note": "Never said."},
        {"document": "{}", "redactions": 7},
    ],
)
def test_the_database_refuses_to_change_a_published_version(editions, change):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Edition.objects.filter(pk=editions[1].pk).update(**change)


def test_the_database_refuses_to_delete_a_published_version(editions):
    EditionTerm.objects.all().delete()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        sql("DELETE FROM publishing_edition WHERE id = %s", editions[-1].pk)


def test_derived_columns_may_be_rewritten(editions):
    assert Edition.objects.filter(pk=editions[0].pk).update(title="Derived", live_until=None) == 1


def test_a_changed_document_is_the_first_fault(editions, unguarded):
    changed = json.loads(editions[1].document) | {"title": "Never said"}
    sql("UPDATE publishing_edition SET document = %s WHERE id = %s", json.dumps(changed), editions[1].pk)
    sql("UPDATE publishing_edition SET document = 'x' WHERE id = %s", editions[3].pk)
    assert chain.first_fault().sequence == 2


def test_a_deletion_passed_off_as_a_removal_is_a_fault(editions, unguarded):
    """Whoever has the database's password can forge document and seal so that the digests hold; not that record."""
    edition = editions[1]
    document, seal = redacting.without(edition.page.kind, edition.document, edition.seal, "title", day="2026-03-01")
    sql(
        "UPDATE publishing_edition SET document = %s, seal = %s, redactions = 1 WHERE id = %s",
        document,
        seal,
        edition.pk,
    )
    fault = chain.first_fault()
    assert (fault.sequence, "no removal of it is on record: title" in fault.sentence) == (2, True)


def test_a_changed_moment_is_a_fault(editions, unguarded):
    sql("UPDATE publishing_edition SET public_note = 'Never said' WHERE id = %s", editions[2].pk)
    assert chain.first_fault().sequence == 3


def test_a_changed_predecessor_is_a_fault(editions, unguarded):
    sql("UPDATE publishing_edition SET previous_digest = %s WHERE id = %s", "0" * 64, editions[2].pk)
    assert chain.first_fault().sequence == 3


def test_a_deleted_version_is_a_fault(editions, unguarded):
    SearchEntry.objects.all().delete()
    sql("DELETE FROM publishing_edition WHERE id = %s", editions[1].pk)
    assert chain.first_fault().sequence == 2
    assert "missing" in chain.first_fault().sentence


def test_a_cut_tail_is_seen_against_a_head_kept_outside(editions, unguarded):
    kept_outside = chain.Head.read(str(chain.head()))
    SearchEntry.objects.all().delete()
    sql("DELETE FROM publishing_edition WHERE id = %s", editions[3].pk)
    Ledger.objects.update(sequence=3, digest=editions[2].digest)
    assert chain.first_fault() is None
    assert chain.first_fault(known=kept_outside).sequence == 4


def test_a_chain_forged_from_the_start_is_seen_against_a_head_kept_outside(editions, unguarded):
    kept_outside = chain.head()
    sql("UPDATE publishing_edition SET digest = %s WHERE id = %s", "a" * 64, editions[3].pk)
    assert chain.first_fault(known=kept_outside).sequence == 4


@pytest.mark.parametrize("text", ["", "12", "12:abc", "x:" + "0" * 64])
def test_a_head_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="head"):
        chain.Head.read(text)


def test_rows_for_lists_are_rebuilt_as_they_were():
    alice, bob = make_alice(), make_bob()
    article = make_article(categories=[make_category()], date="2019-12")
    make_block(article)
    article = written_by(alice, article)
    publish(article, alice=alice, bob=bob)
    before = sorted(EditionTerm.objects.values_list("edition", "relation", "target", "position", "sort_key"))
    columns = list(Edition.objects.order_by("pk").values())
    EditionTerm.objects.all().delete()
    Edition.objects.update(title="Nothing", sort_key="", facet="")
    assert projections.rebuild() == 4
    assert sorted(EditionTerm.objects.values_list("edition", "relation", "target", "position", "sort_key")) == before
    assert list(Edition.objects.order_by("pk").values()) == columns
    assert before
