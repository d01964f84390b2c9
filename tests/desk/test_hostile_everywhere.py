"""Hostile words in every text of every table, and then every page of the desk."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import reverse

from languages.models import TranslatedModel
from publishing import drafts
from publishing.models.working import WorkingPage
from tests.desk.everywhere import make_everything, pages
from tests.desk.test_every_form import HOSTILE, RAW, poison

pytestmark = pytest.mark.django_db

# Texts that are no words: what the product writes for itself, and what the database keeps in order. Shrink it.
NO_WORDS = {
    *("document", "seal", "state", "content", "digest", "previous_digest", "target_digest", "fingerprint"),
    *("token_digest", "content_hash", "blocked_pictures", "before", "after", "object_id", "change_message"),
    *("kind", "path", "sort_key", "facet", "date", "as_of", "language", "languages", "source_language", "model"),
    *("passage", "place", "part", "change", "field", "relation", "role", "qualifier", "media_type", "model_label"),
    *("session_key", "session_data", "password", "codename", "app", "app_label", "svg", "salt", "subject", "outline"),
    *("mandate", "started", "ended"),
    "public_note",  # as unchangeable as its version; tests of the public side write hostile ones
}


def words_of(model):
    """Return the columns of a table in which somebody's words can stand."""
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField, models.EmailField)
        and not field.choices
        and field.name not in NO_WORDS
    ]


def poison_records():
    """Write hostile words into every row that is no draft, past every form; return how many columns that were."""
    columns = 0
    for model in apps.get_models():
        if issubclass(model, TranslatedModel) or model._meta.app_label in ("sites", "contenttypes"):
            continue
        for field in words_of(model):
            for row in model._default_manager.only("pk"):
                unique = f"{row.pk}{HOSTILE}" if field.unique else HOSTILE
                model._default_manager.filter(pk=row.pk).update(**{field.attname: unique[: field.max_length]})
                columns += 1
    return columns


def test_hostile_words_in_any_table_are_inert_on_every_page_of_the_desk(client):
    world = make_everything()
    for model in apps.get_models():
        if issubclass(model, TranslatedModel):
            for row in model._default_manager.all():
                poison(row)
    for model in apps.get_models():
        if issubclass(model, WorkingPage):
            for row in model._default_manager.all():
                drafts.note(row, by=world.boss)
    assert poison_records() > 100
    client.force_login(world.boss)
    lists = [
        reverse(f"admin:{kind._meta.app_label}_{kind._meta.model_name}_changelist") for kind in admin.site._registry
    ]
    raw, told = {}, 0
    for address in {*pages(world).values(), *lists}:
        answer = client.get(address, follow=True)
        text = answer.content.decode()
        assert answer.status_code == 200, address
        told += "alert(1)" in text
        if any(word in text for word in RAW):
            raw[address] = [word for word in RAW if word in text]
    assert raw == {}
    assert told > 60
