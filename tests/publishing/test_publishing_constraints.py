"""What the database itself refuses about publications, whatever code asks."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from publishing.models import (
    Address,
    AddressTransfer,
    Candidate,
    Draft,
    Edition,
    EditionPicture,
    Ledger,
    Redaction,
    Release,
    TakeDown,
    Withdrawal,
)
from tests.factories import make_picture, make_standing_page
from tests.people import make_alice, make_bob
from tests.publishing.stories import ask, publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def make_release(alice, **values):
    return Release(**{"requested_by": alice, "requested_at": timezone.now(), **values})


@pytest.mark.parametrize(
    "values",
    [
        {"state": "requested", "decided_by": True, "decided_at": True},
        {"state": "approved", "live_from": True},
        {"state": "refused", "decided_by": True, "decided_at": True, "reason": ""},
        {"state": "approved", "decided_by": True, "decided_at": True},
        {"state": "approved", "decided_by": True, "decided_at": True, "live_from": "before"},
        {"nature": "normal", "confirmed_by": True, "confirmed_at": True},
        {"nature": "small", "confirmed_by": True},
    ],
)
def test_a_decision_that_does_not_hold_together_is_refused(alice, values):
    now = timezone.now()
    real = {"decided_by": alice, "confirmed_by": alice, "decided_at": now, "confirmed_at": now, "live_from": now}
    values = {name: real[name] if value is True else value for name, value in values.items()}
    if values.get("live_from") == "before":
        values["live_from"] = now - timedelta(microseconds=1)
    release = make_release(alice, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.bulk_create([release])
    with pytest.raises(ValidationError):
        release.validate_constraints()


def test_a_page_has_one_version_per_language_and_moment(about, alice, bob):
    edition = publish(about, alice=alice, bob=bob)["fr"]
    edition.pk, edition.sequence, edition.uid, edition.digest = None, 99, None, "f" * 64
    edition.uid = make_standing_page(role="press", slug="press").uid
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.bulk_create([edition])


def test_a_version_ends_after_it_starts(about, alice, bob):
    edition = publish(about, alice=alice, bob=bob)["fr"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(live_until=edition.live_from)


def test_there_is_one_ledger():
    with pytest.raises(IntegrityError), transaction.atomic():
        Ledger.objects.create(pk=2, sequence=0, digest="0" * 64)


def test_a_picture_is_noted_once_per_version(about, alice, bob):
    edition = publish(about, alice=alice, bob=bob)["fr"]
    EditionPicture.objects.create(edition=edition, content_hash="a" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionPicture.objects.create(edition=edition, content_hash="a" * 64)


def test_a_request_holds_one_document_per_page_and_language(about, alice):
    candidate = ask(about, by=alice).candidates.first()
    candidate.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.bulk_create([candidate])


def test_a_draft_is_kept_once_per_language(about):
    draft = Draft.objects.first()
    draft.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.bulk_create([draft])


def test_an_address_changes_hands_for_a_reason_and_to_somebody_else(about, alice):
    other = make_standing_page(role="press", slug="press").page()
    address = Address.objects.create(path="/fr/x/", page=about.page(), language="fr", reserved_at=timezone.now())
    facts = {"address": address, "from_page": about.page(), "by": alice, "at": timezone.now()}
    for values in ({"to_page": other, "reason": ""}, {"to_page": about.page(), "reason": "Merged."}):
        transfer = AddressTransfer(**facts, **values)
        with pytest.raises(IntegrityError), transaction.atomic():
            AddressTransfer.objects.bulk_create([transfer])
        with pytest.raises(ValidationError):
            transfer.validate_constraints()


def test_nothing_is_removed_without_a_reason_on_record(about, alice):
    facts = {"by": alice, "at": timezone.now(), "reason": ""}
    page, picture = about.page(), make_picture()
    for record in (
        Withdrawal(page=page, language="fr", **facts),
        TakeDown(content_hash=picture.content_hash, **facts),
        Redaction(page=page, passage="body", **facts),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(record).objects.bulk_create([record])
        with pytest.raises(ValidationError, match="Say why"):
            record.validate_constraints()
