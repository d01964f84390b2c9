"""The chain of published versions: how one is added, and how a stranger checks that none was touched.

Every version carries the digest of the one before it, over all pages. Nobody who can write to the database can change,
drop or reorder a version without breaking the chain, and nobody can cut its tail without contradicting a head that was
written down elsewhere (`manage.py chain head`).
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from publishing import kinds, projections, sealing
from publishing.models.editions import Edition, Ledger
from publishing.models.pages import Page
from publishing.models.removals import Redaction, TakeDown

GENESIS = "0" * 64


@dataclass(frozen=True)
class Head:
    """The last link: how many versions there are, and the digest of the last one."""

    sequence: int
    digest: str

    def __str__(self):
        return f"{self.sequence}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """Return the head that `str()` wrote; ValueError for anything else."""
        sequence, _colon, digest = text.strip().partition(":")
        if len(digest) != 64 or not sequence.isdecimal():
            raise ValueError("A head reads like 12:… with 64 characters behind the colon.")
        return cls(int(sequence), digest)


@dataclass(frozen=True)
class Fault:
    """The first place where the chain does not hold."""

    sequence: int
    sentence: str


def facts_of(edition: Edition, passages_digest: str) -> dict:
    """Return what the digest of a version covers; times are UTC in ISO 8601."""
    return {
        "sequence": edition.sequence,
        "previous": edition.previous_digest,
        "uid": str(edition.uid),
        "page": str(edition.page.uid),
        "language": edition.language,
        "release": str(edition.release.uid),
        "live_from": edition.live_from.astimezone(UTC).isoformat(timespec="microseconds"),
        "public_note": edition.public_note,
        "passages": passages_digest,
    }


def locked_ledger() -> Ledger:
    """Return the head of the chain, locked until the transaction ends."""
    Ledger.objects.get_or_create(pk=1, defaults={"sequence": 0, "digest": GENESIS})
    return Ledger.objects.select_for_update().get(pk=1)


def append(page: Page, language: str, document: str, *, release, live_from: datetime, public_note: str = "") -> Edition:
    """Add a published version with exactly this document and write its rows for lists; call inside a transaction."""
    ledger = locked_ledger()
    plain = json.loads(document)
    read = kinds.get(page.kind).document.read(document)
    # Asked again behind the lock: it may have been taken down since the checklist looked.
    hashes = {each.content_hash for each in [*read.pictures(), *read.files()]}
    blocked = TakeDown.objects.filter(content_hash__in=hashes).values_list("content_hash", flat=True)
    edition = Edition(
        sequence=ledger.sequence + 1,
        page=page,
        language=language,
        release=release,
        document=document,
        seal=sealing.new_seal(plain),
        previous_digest=ledger.digest,
        live_from=live_from,
        public_note=public_note,
        blocked_pictures=" ".join(sorted(blocked)),
        **projections.columns(read),
    )
    edition.digest = sealing.version_digest(facts_of(edition, sealing.passages_digest(plain, edition.seal)))
    edition.save(force_insert=True)
    ledger.sequence, ledger.digest = edition.sequence, edition.digest
    ledger.save()
    projections.write(edition)
    return edition


def head() -> Head:
    """Return the head of the chain; sequence 0 when nothing was ever published."""
    ledger = Ledger.objects.filter(pk=1).first()
    return Head(ledger.sequence, ledger.digest) if ledger else Head(0, GENESIS)


def first_fault(*, known: Head | None = None) -> Fault | None:
    """Return the first fault of the chain, or nothing when every version is as it was published.

    `known` is a head that was kept outside the database; without it a cut tail can go unseen.
    """
    previous, expected = GENESIS, 1
    recorded = _recorded_removals()
    for edition in _versions():
        if edition.sequence != expected:
            return Fault(expected, "This version is missing from the database.")
        if edition.previous_digest != previous:
            return Fault(expected, "This version does not name the one before it.")
        try:
            plain = json.loads(edition.document)
            unrecorded = set(plain.get("redacted") or {}) - recorded[edition.page_id, edition.language]
            digest = sealing.passages_digest(plain, edition.seal)
        except (ValueError, KeyError, TypeError, AttributeError):
            return Fault(expected, "The document of this version was changed or cannot be read.")
        if unrecorded:
            return Fault(
                expected,
                f"A passage is missing from this version, and no removal of it is on record: {min(unrecorded)}.",
            )
        if sealing.version_digest(facts_of(edition, digest)) != edition.digest:
            return Fault(expected, "The document of this version, or what is said about it, was changed.")
        if known and known.sequence == edition.sequence and known.digest != edition.digest:
            return Fault(expected, "This version is not the one whose digest was written down.")
        previous, expected = edition.digest, expected + 1
    last = expected - 1
    if known and known.sequence > last:
        return Fault(expected, f"The chain ends at {last}, but {known.sequence} versions were written down.")
    if head() != Head(last, previous):
        return Fault(last, "The head in the database is not the last version.")
    return None


def _recorded_removals() -> dict[tuple[int, str], set[str]]:
    """Return the passages whose removal somebody answers for, by page and language."""
    recorded = defaultdict(set)
    for page, passage, languages in Redaction.objects.values_list("page", "passage", "languages"):
        for language in languages:
            recorded[page, language].add(passage)
    return recorded


def _versions() -> Iterator[Edition]:
    return Edition.objects.order_by("sequence").select_related("page", "release").iterator(chunk_size=200)
