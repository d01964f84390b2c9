"""What somebody with the database's own password could do, and the command that says so."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from publishing import chain, triggers
from publishing.models import Edition, EditionPicture, EditionTerm, Ledger, SearchEntry
from tests.factories import make_article, make_block, make_category, make_standing_page
from tests.people import make_alice, make_bob
from tests.publishing.stories import publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    """Publish a page in four languages."""
    alice, bob = make_alice(), make_bob()
    publish(written_by(alice, make_standing_page()), alice=alice, bob=bob)
    return list(Edition.objects.order_by("sequence"))


@pytest.fixture
def kept_outside(editions, tmp_path):
    """Write the head down where the database cannot reach it."""
    file = tmp_path / "head.txt"
    call_command("chain", "head", out=file)
    return file


def tamper(statement, *parameters):
    """Run SQL as the owner of the database would, with the guards put aside."""
    with connection.cursor() as cursor:
        for removal in triggers.removal(connection.vendor):
            cursor.execute(removal)
        cursor.execute(statement, parameters)
        for creation in triggers.creation(connection.vendor):
            cursor.execute(creation)


def refusal(*arguments, **options):
    with pytest.raises(CommandError) as caught:
        call_command("chain", "verify", *arguments, **options)
    assert caught.value.returncode == 1
    return str(caught.value)


def test_the_head_is_printed_as_it_is_read_again(editions, capsys):
    call_command("chain", "head")
    assert chain.Head.read(capsys.readouterr().out) == chain.head() == chain.Head(4, editions[-1].digest)


def test_an_untouched_chain_is_confirmed_against_the_head_kept_outside(kept_outside, capsys):
    call_command("chain", "verify", head=str(kept_outside))
    call_command("chain", "verify", head=kept_outside.read_text())
    said = capsys.readouterr().out.splitlines()
    assert said == ["All 4 versions are as they were published, and continue the head written down."] * 2


def test_without_a_head_the_command_says_what_it_cannot_see(editions, capsys):
    call_command("chain", "verify")
    assert "only against a head" in capsys.readouterr().out


def test_a_chain_that_has_grown_since_still_holds(kept_outside):
    article = make_article()
    make_block(article)
    publish(article, alice=make_alice("anna"), bob=make_bob("ben"))
    call_command("chain", "verify", head=str(kept_outside))
    assert chain.head().sequence == 8


def test_nothing_published_is_a_chain_too(capsys):
    call_command("chain", "verify")
    assert "All 0 versions" in capsys.readouterr().out


def test_a_changed_document_is_named_first_though_others_are_changed_too(editions, kept_outside):
    changed = json.dumps(json.loads(editions[1].document) | {"title": "Never said"})
    tamper("UPDATE publishing_edition SET document = %s WHERE id = %s", changed, editions[1].pk)
    tamper("UPDATE publishing_edition SET document = 'x' WHERE id = %s", editions[3].pk)
    assert refusal(head=str(kept_outside)).startswith("Version 2: The document")
    assert refusal().startswith("Version 2: The document")


def test_a_changed_predecessor_is_named(editions, kept_outside):
    tamper("UPDATE publishing_edition SET previous_digest = %s WHERE id = %s", "0" * 64, editions[2].pk)
    assert refusal(head=str(kept_outside)) == "Version 3: This version does not name the one before it."


def test_a_deleted_version_is_named(editions, kept_outside):
    SearchEntry.objects.all().delete()
    tamper("DELETE FROM publishing_edition WHERE id = %s", editions[1].pk)
    assert refusal(head=str(kept_outside)) == "Version 2: This version is missing from the database."


def test_a_cut_tail_is_named_against_the_head_kept_outside(editions, kept_outside, capsys):
    SearchEntry.objects.all().delete()
    tamper("DELETE FROM publishing_edition WHERE id = %s", editions[3].pk)
    assert refusal().startswith("Version 3: The head in the database")
    # Whoever cuts well puts the head in the database right as well; the one outside he cannot reach.
    Ledger.objects.update(sequence=3, digest=editions[2].digest)
    call_command("chain", "verify")
    assert "All 3 versions" in capsys.readouterr().out
    assert refusal(head=str(kept_outside)) == "Version 4: The chain ends at 3, but 4 versions were written down."


@pytest.mark.parametrize("text", ["", "12", "4:abc", "no-such-file.txt"])
def test_a_head_that_is_none_is_refused_before_anything_is_looked_at(editions, text):
    assert "is no head and no file that holds one" in refusal(head=text)


def test_a_head_that_cannot_be_written_is_said(editions, tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("chain", "head", out=tmp_path / "no" / "such" / "folder")
    assert "not written" in str(caught.value)


def test_lists_are_rebuilt_by_command_as_they_were(capsys):
    alice = make_alice()
    article = make_article(categories=[make_category()])
    make_block(article)
    publish(written_by(alice, article), alice=alice, bob=make_bob())
    terms = list(EditionTerm.objects.order_by("edition", "relation").values_list("edition", "relation", "target"))
    titles = list(Edition.objects.order_by("pk").values_list("title", flat=True))
    EditionTerm.objects.all().delete()
    EditionPicture.objects.all().delete()
    Edition.objects.update(title="Nothing")
    call_command("rebuild_projections")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Lists follow from 4 published versions again."
    rebuilt = EditionTerm.objects.order_by("edition", "relation").values_list("edition", "relation", "target")
    assert list(rebuilt) == terms
    assert terms
    assert list(Edition.objects.order_by("pk").values_list("title", flat=True)) == titles
