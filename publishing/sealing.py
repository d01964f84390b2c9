"""Digests that prove a published version unchanged, and still prove it after a passage was lawfully removed.

Each passage is hashed with a salt of its own; the version's digest covers the hashes of all passages, never their text.
Removing a passage removes its text and its salt and leaves its hash, so the digest of the version and everything
chained behind it still verify, and the removed text cannot be guessed from the hash.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping

import rfc8785

from publishing.comparison import ORDER, passages

REMOVED = "sha256:"


class BrokenSeal(ValueError):
    """A document and its seal do not belong together."""


def new_seal(document: Mapping) -> str:
    """Return fresh salts, one for each passage, as canonical JSON."""
    return rfc8785.dumps({key: secrets.token_urlsafe(16) for key in passages(document)}).decode()


def passage_digest(key: str, value: object, salt: str) -> str:
    """Return the SHA-256 of one passage with its place and its salt, in hexadecimal."""
    return hashlib.sha256(rfc8785.dumps([salt, key, value])).hexdigest()


def passages_digest(document: Mapping, seal: str) -> str:
    """Return the digest over all passages.

    Raises `BrokenSeal` when a passage has no salt, or a salt no passage, unless the passage was removed.
    """
    salts, values = json.loads(seal), passages(document)
    removed = {key for key, salt in salts.items() if salt.startswith(REMOVED)}
    unlawful = {key for key in removed if not _covered(key, document.get("redacted") or {})}
    if unlawful or (values.keys() - salts.keys()) or (salts.keys() - values.keys() - removed):
        raise BrokenSeal("The passages of the document are not the passages that were sealed.")
    lines = [
        [key, salt.removeprefix(REMOVED) if key in removed else passage_digest(key, values[key], salt)]
        for key, salt in sorted(salts.items())
    ]
    return hashlib.sha256(rfc8785.dumps(lines)).hexdigest()


def _covered(key: str, redacted: Mapping[str, str]) -> bool:
    """Tell whether a removal explains a missing passage: the passage, its item, or the order of the item's list."""
    return any(
        key == place or key.startswith(f"{place}/") or key == f"{place.rsplit('/', 1)[0]}/{ORDER}" for place in redacted
    )


def unseal(document: Mapping, seal: str, removed: set[str]) -> str:
    """Return the seal after removal of passages: for each removed key the hash stays and the salt goes.

    `document` is the document before the removal.
    """
    salts, values = json.loads(seal), passages(document)
    for key in removed & salts.keys():
        if not salts[key].startswith(REMOVED):
            salts[key] = REMOVED + passage_digest(key, values[key], salts[key])
    return rfc8785.dumps(salts).decode()


def version_digest(facts: Mapping) -> str:
    """Return the digest of a published version from its facts, the digest before it among them."""
    return hashlib.sha256(rfc8785.dumps(dict(facts))).hexdigest()
