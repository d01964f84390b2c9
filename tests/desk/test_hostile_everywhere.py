"""Hostile words in every text of every table, and then every page of the desk."""

import pytest
from django.apps import apps
from django.db import connection, models

from publishing import drafts
from publishing.models.working import WorkingPage
from tests.desk.everywhere import make_everything, pages
from tests.desk.test_every_form import HOSTILE, RAW, poison

pytestmark = pytest.mark.django_db

# Texts that are no words: what machines write for machines, and codes that the database itself keeps in order.
NO_WORDS = {
    *("document", "seal", "state", "digest", "previous_digest", "fingerprint", "content_hash", "blocked_pictures"),
    *("code", "kind", "path", "sort_key", "facet", "date", "language", "languages", "source_language", "model"),
    *("passage", "place", "part", "before", "after", "change", "moment", "media_type", "field", "relation"),
    *("session_key", "session_data", "password", "codename", "app_label", "app", "svg", "subject", "token_hash"),
    *("only_in", "full_name_language", "written_in", "label_language", "uid", "nature", "act"),
}


def words_of(model):
    """Return the columns of a table in which somebody's words can stand."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField | models.FileField)
        and not field.choices
        and field.name not in NO_WORDS
        and "Date" not in type(field).__name__
    ]
