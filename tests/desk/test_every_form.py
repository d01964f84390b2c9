"""Every form and list of the desk, one by one: hostile words are inert, and no input breaks an answer."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import reverse

from languages.columns import LANGUAGES
from languages.models import TranslatedModel
from tests import factories
from tests.people import make_user

pytestmark = pytest.mark.django_db

HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7777*7777}}'"""
RAW = ("<script>alert(1)", "<img src=x onerror", "60481729", 'onerror="alert')

MAKERS = {
    "articles.article": factories.make_article,
    "articles.category": factories.make_category,
    "articles.notice": factories.make_notice,
    "articles.person": factories.make_person,
    "articles.standingpage": factories.make_standing_page,
    "articles.tag": factories.make_tag,
    "articles.theme": factories.make_theme,
    "files.download": factories.make_download,
    "files.film": factories.make_film,
    "images.picture": factories.make_picture,
    "missions.component": factories.make_component,
    "missions.easyversion": factories.make_easy_version,
    "missions.mission": factories.make_mission,
    "missions.operation": factories.make_operation,
    "missions.place": factories.make_place,
}
PARTS = {
    "articles.block": factories.make_block,
    "missions.briefing": factories.make_briefing,
    "missions.deployment": factories.make_headcount,
    "missions.legalbasis": factories.make_legal_basis,
    "timeline.timelineevent": factories.make_event,
}


def text_columns(model):
    """Return the columns of a model that hold free text, language columns included."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField)
        and not field.choices
        and field.editable
        and field.name not in {"code", "only_in", "full_name_language", "content_hash", "media_type"}
    ]


def poison(row):
    """Write the hostile words into every text of a row, past every form."""
    for name in text_columns(type(row)):
        length = row._meta.get_field(name).max_length
        setattr(row, name, HOSTILE[:length] if length else HOSTILE)
    if hasattr(row, "full_name_language"):
        row.full_name_language = "en"
    row.save()
    return row


@pytest.fixture
def boss(client):
    client.force_login(make_user("boss", is_superuser=True))
    return client


def addresses(row):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    change = reverse(f"{name}_change", args=[row.pk])
    return [
        reverse(f"{name}_changelist"),
        f"{reverse(f'{name}_changelist')}?q=%3Cscript%3Ealert(1)%3C/script%3E",
        *(f"{change}?language={code}" for code in (*LANGUAGES, "all", "%3Cscript%3E")),
        reverse(f"{name}_history", args=[row.pk]),
        reverse(f"{name}_delete", args=[row.pk]),
    ]


def test_every_translated_model_is_made_here():
    translated = {model._meta.label_lower for model in apps.get_models() if issubclass(model, TranslatedModel)}
    assert translated == MAKERS.keys() | PARTS.keys()


@pytest.mark.parametrize("label", sorted(MAKERS))
def test_hostile_words_are_inert_at_the_desk(boss, label):
    row = poison(MAKERS[label]())
    for address in addresses(row):
        content = boss.get(address).content.decode()
        assert not [raw for raw in RAW if raw in content], address


@pytest.mark.parametrize("label", sorted(PARTS))
def test_hostile_words_in_a_part_are_inert_in_the_form_of_its_page(boss, label):
    part = poison(PARTS[label]())
    page = next(
        getattr(part, name) for name in ("mission", "article", "operation") if getattr(part, name, None) is not None
    )
    for address in addresses(page):
        content = boss.get(address).content.decode()
        assert not [raw for raw in RAW if raw in content], address


@pytest.mark.parametrize("label", sorted(PARTS.keys() | MAKERS.keys()))
def test_rich_text_is_clean_in_the_database_whatever_wrote_it(label):
    row = poison((MAKERS | PARTS)[label]())
    row.refresh_from_db()
    for field in row._meta.concrete_fields:
        if type(field).__name__.endswith("RichTextField"):
            assert "<script" not in getattr(row, field.name)
            assert "onerror" not in (getattr(row, field.name) or "").replace("onerror=alert(2)&gt;", "")


NONSENSE = ["\x00", "a" * 5000, "2013-02-30", "-1", "99999999999999999999", "\N{GRINNING FACE}"]


def registered():
    return sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.mark.parametrize("label", registered())
def test_no_nonsense_breaks_an_add_form(boss, label):
    model = apps.get_model(label)
    model_admin = admin.site._registry[model]
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    fields = [field.name for field in model._meta.concrete_fields]
    prefixes = [inline.model._meta.model_name for inline in model_admin.inlines]
    for nonsense in NONSENSE:
        data = dict.fromkeys(fields, nonsense) | {f"{prefix}s-TOTAL_FORMS": nonsense for prefix in prefixes}
        assert boss.post(address, data).status_code < 500, nonsense
        assert boss.get(address, dict.fromkeys(fields[:5], nonsense)).status_code < 500, nonsense


@pytest.mark.parametrize("label", registered())
def test_no_nonsense_breaks_a_list(boss, label):
    model = apps.get_model(label)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for nonsense in NONSENSE:
        for name in ("q", "p", "o", "pk__exact"):
            assert boss.get(address, {name: nonsense}).status_code < 500, (name, nonsense)
