"""Digests that hold after a lawful removal and break after any other change."""

import json

import pytest

from publishing import sealing

DOCUMENT = {
    "kind": "route",
    "schema_version": 1,
    "uid": "p",
    "language": "fr",
    "redacted": {},
    "name": "Route",
    "steps": [{"uid": "a", "title": "One"}, {"uid": "b", "title": "Two"}],
}


def removed_part(document, uid):
    rest = [step for step in document["steps"] if step["uid"] != uid]
    return document | {"steps": rest, "redacted": {f"steps/{uid}": "2024-01-01"}}


def test_a_sealed_document_keeps_its_digest():
    seal = sealing.new_seal(DOCUMENT)
    assert sealing.passages_digest(DOCUMENT, seal) == sealing.passages_digest(json.loads(json.dumps(DOCUMENT)), seal)


def test_the_same_words_get_another_digest_each_time():
    assert sealing.passages_digest(DOCUMENT, sealing.new_seal(DOCUMENT)) != sealing.passages_digest(
        DOCUMENT, sealing.new_seal(DOCUMENT)
    )


def test_a_changed_word_changes_the_digest():
    seal = sealing.new_seal(DOCUMENT)
    assert sealing.passages_digest(DOCUMENT | {"name": "Rout"}, seal) != sealing.passages_digest(DOCUMENT, seal)


@pytest.mark.parametrize("change", [{"extra": "new"}, {"steps": DOCUMENT["steps"][:1]}])
def test_a_passage_without_salt_or_a_salt_without_passage_is_broken(change):
    with pytest.raises(sealing.BrokenSeal):
        sealing.passages_digest(DOCUMENT | change, sealing.new_seal(DOCUMENT))


def test_after_a_removal_the_digest_is_the_same_and_the_salt_is_gone():
    seal = sealing.new_seal(DOCUMENT)
    before = sealing.passages_digest(DOCUMENT, seal)
    after = sealing.unseal(DOCUMENT, seal, {"steps/b/title", "steps/#order"})
    assert sealing.passages_digest(removed_part(DOCUMENT, "b"), after) == before
    assert json.loads(after)["steps/b/title"].startswith(sealing.REMOVED)


def test_a_removal_that_the_document_does_not_own_up_to_is_broken():
    after = sealing.unseal(DOCUMENT, sealing.new_seal(DOCUMENT), {"name"})
    with pytest.raises(sealing.BrokenSeal):
        sealing.passages_digest(DOCUMENT | {"name": ""}, after)


def test_the_removed_words_cannot_be_guessed_from_the_seal():
    seal = sealing.new_seal(DOCUMENT)
    left = json.loads(sealing.unseal(DOCUMENT, seal, {"name"}))["name"].removeprefix(sealing.REMOVED)
    assert left != sealing.passage_digest("name", "Route", "")
    assert json.loads(seal)["name"] not in left
