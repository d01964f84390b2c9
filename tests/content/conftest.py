"""The demonstration content, loaded once for all tests of a module."""

import pytest
from django.db import transaction

from tests.content.fixture_files import load


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load every file; each test still ends where it began, and the last one leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def content(loaded, db):
    """Be asked for by tests that read the loaded content."""
