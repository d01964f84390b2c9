"""What search knows of published versions follows what happens to them."""

import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from languages.columns import LANGUAGES, column
from publishing import question, search
from publishing.models import Edition, Redaction, SearchEntry, Withdrawal
from tests.factories import make_event, make_mission, make_standing_page
from tests.people import make_alice, make_bob, make_user
from tests.publishing.stories import publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def found(words, language="fr"):
    """Return the titles of the pages found now."""
    asked = question.read(words, language)
    return [row.edition.title for row in search.results(asked, timezone.now(), after="", size=10)]


def test_publishing_makes_a_page_findable_and_a_new_version_takes_its_place(alice, bob):
    about = written_by(alice, make_standing_page(title="Ancien", body="<p>Premièrement.</p>"))
    assert found("premièrement") == []
    publish(about, alice=alice, bob=bob)
    assert found("premièrement") == ["Ancien"]
    new = {column("title", language): "Nouveau" for language in LANGUAGES}
    new |= {column("body", language): "<p>Deuxièmement.</p>" for language in LANGUAGES}
    about = written_by(alice, about, **new)
    assert found("deuxièmement") == []
    publish(about, alice=alice, bob=bob)
    assert found("premièrement") == []
    assert found("ancien") == []
    assert found("deuxièmement") == ["Nouveau"]


def test_a_withdrawn_page_is_not_found(alice, bob):
    about = written_by(alice, make_standing_page(title="Retirable"))
    publish(about, alice=alice, bob=bob)
    assert found("retirable") == ["Retirable"]
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="Wrong page.")
    assert found("retirable") == []


def test_a_removed_passage_is_in_no_row_of_any_version(alice, bob):
    mission = make_mission(title="Notre mission")
    event = make_event(mission, title="Indiscrétion", text="Compromettante.")
    publish(written_by(alice, mission), alice=alice, bob=bob)
    assert found("indiscrétion") == found("compromettante") == ["Notre mission"]
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(mission.page(), f"events/{event.uid}", by=boss, reason="Shows a position.")
    assert found("indiscrétion") == found("compromettante") == []
    for entry in SearchEntry.objects.all():
        kept = f"{entry.title} {entry.lead} {entry.body} {entry.text}".lower()
        assert "indiscr" not in kept
        assert "compromett" not in kept
    assert found("mission") == ["Notre mission"]


def test_the_migration_fills_what_publishing_would_have_written(alice, bob):
    publish(written_by(alice, make_standing_page(title="Familles")), alice=alice, bob=bob)
    columns = [field.attname for field in SearchEntry._meta.concrete_fields if not field.primary_key]
    before = list(SearchEntry.objects.order_by("edition").values(*columns))
    assert len(before) == Edition.objects.exclude(path="").count() > 0
    SearchEntry.objects.all().delete()
    importlib.import_module("publishing.migrations.0003_search").fill(apps, None)
    assert list(SearchEntry.objects.order_by("edition").values(*columns)) == before
    assert found("familles") == ["Familles"]
