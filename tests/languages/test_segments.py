"""Passages and what becomes of their translations."""

import json
import uuid

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import checks, serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Manager
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Block
from languages import segments
from languages.columns import passage_fields
from languages.models import Segment, TranslatedModel
from languages.states import State
from missions.models import Deployment, LegalBasis, Mission, Operation

pytestmark = pytest.mark.django_db


def make_user(name="alice"):
    return get_user_model().objects.create_user(name)


def make_mission(**texts):
    return Mission.objects.create(
        **{"name_fr": "Mali", "name_nl": "Mali", "name_de": "Mali", "name_en": "Mali"} | texts
    )


def make_headcount(mission, **texts):
    return Deployment.objects.create(mission=mission, headcount=110, **texts)


def segment(part, field, language):
    return Segment.objects.get(part_uid=part.uid, field=field, language=language)


def state(part, field, language):
    return State(segment(part, field, language).state)


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]


def test_a_text_without_translation_is_missing_in_the_three_other_languages():
    mission = make_mission(lead_fr="La mission commence.")
    assert {row.language: row.state for row in mission.segments.filter(field="lead")} == {
        "nl": "missing",
        "de": "missing",
        "en": "missing",
    }


def test_texts_seen_together_for_the_first_time_belong_together():
    mission = make_mission(lead_fr="La mission commence.", lead_nl="De missie begint.")
    row = segment(mission, "lead", "nl")
    assert (row.state, row.source_text) == ("fresh", "La mission commence.")


def test_nothing_is_noted_where_there_is_nothing_to_translate():
    assert set(make_mission().segments.values_list("field", flat=True)) == {"name"}


def test_white_space_is_no_text():
    mission = make_mission(lead_fr="  \n", lead_nl="\t")
    assert not mission.segments.filter(field="lead").exists()


def test_a_changed_source_makes_its_translations_stale_and_keeps_the_words_they_were_made_from():
    mission = make_mission(lead_fr="La mission commence.", lead_nl="De missie begint.")
    mission.lead_fr = "La mission commence en mai."
    mission.save()
    row = segment(mission, "lead", "nl")
    assert (row.state, row.source_text) == ("stale", "La mission commence.")
    assert state(mission, "lead", "de") == State.MISSING


def test_a_rewritten_translation_is_fresh_against_the_source_as_it_stands():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")
    mission.lead_fr = "Deux."
    mission.save()
    mission.lead_nl = "Twee."
    mission.save()
    row = segment(mission, "lead", "nl")
    assert (row.state, row.source_text) == ("fresh", "Deux.")


def test_source_and_translation_changed_in_one_save_are_fresh():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")
    mission.lead_fr, mission.lead_nl = "Deux.", "Twee."
    mission.save()
    assert state(mission, "lead", "nl") == State.FRESH


def test_a_source_that_returns_to_its_old_words_is_fresh_again():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")
    for text in ("Deux.", "Un."):
        mission.lead_fr = text
        mission.save()
    assert state(mission, "lead", "nl") == State.FRESH


def test_an_emptied_translation_is_missing():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")
    mission.lead_nl = ""
    mission.save()
    assert state(mission, "lead", "nl") == State.MISSING


def test_a_translation_that_outlives_its_source_needs_a_look():
    """The French paragraph went; a Dutch one left standing would be a page of its own."""
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")
    mission.lead_fr = ""
    mission.save()
    assert state(mission, "lead", "nl") == State.STALE
    assert not mission.segments.filter(field="lead", language="de").exists()
    mission.lead_nl = ""
    mission.save()
    assert not mission.segments.filter(field="lead").exists()


def test_a_text_that_never_had_a_source_stands_for_itself():
    mission = make_mission(lead_nl="Alleen in het Nederlands.")
    row = segment(mission, "lead", "nl")
    assert (row.state, row.source_text) == ("fresh", "")


def test_still_right_takes_the_new_source_and_says_who_confirmed():
    dora = make_user("dora")
    mission = make_mission(lead_fr="Un.", lead_de="Eins.")
    mission.lead_fr = "Un !"
    mission.save()
    segment(mission, "lead", "de").still_right(by=dora)
    row = segment(mission, "lead", "de")
    assert (row.state, row.source_text, row.by) == ("fresh", "Un !", dora)
    mission.save()
    assert state(mission, "lead", "de") == State.FRESH


def test_nobody_can_confirm_a_text_that_is_not_there():
    mission = make_mission(lead_fr="Un.")
    with pytest.raises(ValidationError, match="no text in this language"):
        segment(mission, "lead", "de").still_right(by=make_user())


def test_a_deliberate_difference_stays_while_its_source_stays():
    mission = make_mission(lead_fr="Un.", lead_nl="Iets anders.")
    segment(mission, "lead", "nl").deliberately_different(by=make_user(), reason="Other readers.")
    mission.lead_nl = "Nog iets anders."
    mission.save()
    row = segment(mission, "lead", "nl")
    assert (row.state, row.reason) == ("different", "Other readers.")


def test_a_text_may_be_left_out_on_purpose():
    mission = make_mission(lead_fr="Un.")
    segment(mission, "lead", "nl").deliberately_different(by=make_user(), reason="Only for French readers.")
    mission.save()
    assert state(mission, "lead", "nl") == State.DIFFERENT


def test_a_deliberate_difference_comes_up_again_when_its_source_changes_and_keeps_its_reason():
    mission = make_mission(lead_fr="Un.", lead_nl="Iets anders.")
    segment(mission, "lead", "nl").deliberately_different(by=make_user(), reason="Other readers.")
    mission.lead_fr, mission.lead_nl = "Deux.", "Weer anders."
    mission.save()
    row = segment(mission, "lead", "nl")
    assert (row.state, row.reason) == ("stale", "Other readers.")
    mission.lead_fr = "Un."
    mission.save()
    assert state(mission, "lead", "nl") == State.DIFFERENT


@pytest.mark.parametrize("reason", ["", "  ", "a\x00b"])
def test_a_deliberate_difference_needs_a_readable_reason(reason):
    mission = make_mission(lead_fr="Un.", lead_nl="Iets anders.")
    with pytest.raises(ValidationError):
        segment(mission, "lead", "nl").deliberately_different(by=make_user(), reason=reason)
    assert state(mission, "lead", "nl") == State.FRESH


def test_who_translated_and_when_survives_a_change_of_the_source():
    alice, dora = make_user("alice"), make_user("dora")
    mission = make_mission(lead_fr="Un.")
    mission.lead_de = "Eins."
    mission.save(by=dora)
    before = segment(mission, "lead", "de")
    mission.lead_fr = "Deux."
    mission.save(by=alice)
    after = segment(mission, "lead", "de")
    assert after.state == "stale"
    assert (after.by, after.changed_at) == (dora, before.changed_at)


def test_source_changed_is_noted_in_the_same_transaction():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")

    def change_and_fail():
        with transaction.atomic():
            mission.lead_fr = "Deux."
            mission.save()
            assert state(mission, "lead", "nl") == State.STALE
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert state(mission, "lead", "nl") == State.FRESH
    assert Mission.objects.get().lead_fr == "Un."


def test_a_save_that_fails_notes_nothing():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")
    mission.lead_fr, mission.status = "Deux.", "ended"
    with pytest.raises(IntegrityError), transaction.atomic():
        mission.save()
    assert state(mission, "lead", "nl") == State.FRESH


def test_a_partial_save_notes_what_was_saved_and_nothing_else():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.", slogan_fr="Allons.", slogan_nl="Vooruit.")
    mission.lead_fr, mission.slogan_fr = "Deux.", "Restons."
    mission.save(update_fields=["lead_fr"])
    assert state(mission, "lead", "nl") == State.STALE
    assert state(mission, "slogan", "nl") == State.FRESH


def test_a_row_read_in_part_and_saved_loses_no_passage():
    make_mission(lead_fr="Un.", lead_nl="Een.")
    mission = Mission.objects.only("uid", "order").get()
    mission.order = 3
    mission.save()
    assert state(mission, "lead", "nl") == State.FRESH


def test_an_address_is_no_passage():
    assert "slug" not in {field.name for field in passage_fields(Mission)}
    assert not make_mission(slug_fr="mali", slug_nl="mali").segments.filter(field="slug").exists()


def test_the_source_language_is_the_page_s_own():
    article = Article.objects.create(written_in="en", date="2018-02", title_en="Peace", title_fr="La paix")
    block = Block.objects.create(article=article, text_en="<p>One.</p>")
    assert {row.language for row in Segment.objects.filter(page_uid=article.uid)} == {"fr", "nl", "de"}
    assert segment(block, "text", "fr").source_language == "en"
    assert state(article, "title", "fr") == State.FRESH


def test_another_source_language_swaps_the_passages_and_calls_no_good_translation_stale():
    article = Article.objects.create(written_in="en", date="2018-02", title_en="Peace", title_fr="La paix")
    article.written_in = "fr"
    article.save()
    assert {row.language: row.state for row in article.segments} == {"en": "fresh", "nl": "missing", "de": "missing"}
    article.title_nl = "Vrede"
    article.save()
    article.written_in = "en"
    article.save()
    assert state(article, "title", "nl") == State.FRESH


def test_a_stale_translation_stays_stale_when_the_source_language_changes():
    article = Article.objects.create(
        written_in="en", date="2018-02", title_en="Peace", title_nl="Vrede", title_fr="Paix"
    )
    article.title_en = "War"
    article.save()
    article.written_in = "fr"
    article.save()
    assert state(article, "title", "nl") == State.STALE
    article.save()
    assert state(article, "title", "nl") == State.STALE


def test_a_part_that_moves_to_another_page_takes_its_passages_along():
    here, there = make_mission(), make_mission()
    figure = make_headcount(here, label_fr="Soldats", label_nl="Soldaten")
    figure.mission = there
    figure.save()
    assert set(figure.segments.values_list("page_uid", flat=True)) == {there.uid}
    segments.sync(here)
    assert figure.segments.count() == 3


def test_a_deleted_row_takes_its_passages_along():
    mission = make_mission(lead_fr="Un.")
    figure = make_headcount(mission, label_fr="Soldats")
    figure.delete()
    assert not Segment.objects.filter(part_uid=figure.uid).exists()
    assert Segment.objects.filter(part_uid=mission.uid).exists()


def test_a_deleted_page_takes_the_passages_of_all_its_parts_along():
    mission, other = make_mission(lead_fr="Un."), make_mission(lead_fr="Deux.")
    make_headcount(mission, label_fr="Soldats")
    mission.delete()
    assert set(Segment.objects.values_list("page_uid", flat=True)) == {other.uid}


def test_rows_deleted_in_bulk_take_their_passages_along():
    mission = make_mission(lead_fr="Un.")
    make_headcount(mission, label_fr="Soldats")
    Mission.objects.all().delete()
    assert not Segment.objects.exists()


def test_the_passages_of_a_row_are_no_column_of_it():
    mission = make_mission(lead_fr="Un.")
    assert "segments" not in {field.name for field in Mission._meta.fields}
    assert "segments" not in json.loads(serializers.serialize("json", [mission]))[0]["fields"]
    mission.full_clean()
    mission.refresh_from_db()
    assert Mission(mission.pk).pk == mission.pk


def test_recording_a_row_reads_once_and_writes_once():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.", slogan_fr="Allons.", slogan_nl="Vooruit.")
    assert len(queries(lambda: segments.record(mission))) == 1
    mission.lead_fr, mission.slogan_fr, mission.slogan_nl = "Deux.", "", ""
    assert [sql.split()[0] for sql in queries(lambda: segments.record(mission))] == ["SELECT", "DELETE", "INSERT"]


def test_a_page_is_synchronised_in_few_queries_whatever_its_length():
    mission = make_mission(lead_fr="Un.")
    Deployment.objects.bulk_create(
        Deployment(mission=mission, headcount=1, label_fr=f"Soldats {n}", label_nl=f"Soldaten {n}") for n in range(10)
    )
    assert segments.completeness(mission.uid)["nl"]["fresh"] == 1
    segments.sync(mission)
    assert segments.completeness(mission.uid)["nl"]["fresh"] == 11
    few = len(queries(lambda: segments.sync(Mission.objects.get())))
    Deployment.objects.bulk_create(
        Deployment(mission=mission, headcount=1, label_fr=f"Militaires {n}") for n in range(100)
    )
    segments.sync(mission)
    assert len(queries(lambda: segments.sync(Mission.objects.get()))) == few <= 6


def test_synchronising_forgets_parts_that_are_gone():
    mission = make_mission()
    figure = make_headcount(mission, label_fr="Soldats")
    Deployment.objects.filter(pk=figure.pk)._raw_delete("default")
    segments.sync(mission)
    assert not Segment.objects.filter(part_uid=figure.uid).exists()


def test_synchronising_twice_changes_nothing():
    mission = make_mission(lead_fr="Un.")
    make_headcount(mission, label_fr="Soldats")
    before = list(Segment.objects.order_by("pk").values())
    segments.sync(mission)
    assert list(Segment.objects.order_by("pk").values()) == before


def test_the_walk_shows_every_passage_of_a_page_and_its_parts_in_order():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")
    make_headcount(mission, label_fr="Soldats", label_nl="Soldaten")
    mission.lead_fr = "Deux."
    mission.save()
    passages = [passage for passage in segments.walk(mission) if passage.language == "nl"]
    assert [(passage.model, passage.field, passage.state) for passage in passages] == [
        ("missions.mission", "name", State.FRESH),
        ("missions.mission", "lead", State.STALE),
        ("missions.deployment", "label", State.FRESH),
    ]
    lead = passages[1]
    assert (lead.source_text, lead.target_text, lead.translated_from) == ("Deux.", "Een.", "Un.")
    assert {passage.page_uid for passage in passages} == {mission.uid}


def test_the_walk_is_right_before_anything_was_noted():
    mission = make_mission()
    Deployment.objects.bulk_create([Deployment(mission=mission, headcount=1, label_fr="Soldats")])
    label = [passage for passage in segments.walk(mission) if passage.field == "label"]
    assert {passage.language: passage.state for passage in label} == dict.fromkeys(("nl", "de", "en"), State.MISSING)
    assert not Segment.objects.filter(field="label").exists()


def test_the_walk_names_required_texts_that_nobody_wrote(monkeypatch):
    monkeypatch.setattr(Mission, "required_texts", ("title",))
    title = [passage for passage in segments.walk(make_mission()) if passage.field == "title"]
    assert [(passage.language, passage.state, passage.required) for passage in title] == [
        (language, State.MISSING, True) for language in ("fr", "nl", "de", "en")
    ]


def test_the_walk_is_bounded():
    mission = make_mission()
    Deployment.objects.bulk_create(Deployment(mission=mission, headcount=1, label_fr=str(n)) for n in range(50))
    segments.sync(mission)
    assert len(queries(lambda: list(segments.walk(Mission.objects.get())))) <= 5


def test_completeness_counts_per_language_and_state():
    mission = make_mission(lead_fr="Un.", lead_nl="Een.")
    counts = segments.completeness(mission.uid)
    assert counts["nl"] == {"missing": 0, "stale": 0, "fresh": 2, "different": 0}
    assert counts["de"] == {"missing": 1, "stale": 0, "fresh": 1, "different": 0}
    assert set(counts["fr"].values()) == {0}


def test_an_unknown_page_is_complete_with_nothing():
    assert not any(sum(counts.values()) for counts in segments.completeness(uuid.uuid4()).values())


def test_the_same_passage_is_listed_once():
    row = make_mission(lead_fr="Un.").segments.first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(ValidationError, match="already listed"):
        row.validate_constraints()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": "guessed"}, "up to date"),
        ({"state": "different", "reason": ""}, "on purpose"),
        ({"language": "fr"}, "not a translation of itself"),
    ],
)
def test_the_database_refuses_an_impossible_passage_with_a_sentence(change, sentence):
    row = make_mission(lead_fr="Un.").segments.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Segment.objects.filter(pk=row.pk).update(**change)
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError, match=sentence):
        row.validate_constraints()


def test_a_translated_model_that_does_not_say_its_page_is_named(monkeypatch):
    monkeypatch.setattr(LegalBasis, "page_uid", None)
    assert [error.id for error in LegalBasis.check() if error.level >= checks.ERROR] == ["languages.E001"]


def test_a_translated_model_that_cannot_be_found_by_its_uid_is_named(monkeypatch):
    monkeypatch.setattr(LegalBasis._meta, "default_manager", Manager())
    assert "languages.E004" in {error.id for error in LegalBasis.check()}


@pytest.mark.parametrize("attribute", ["not_passages", "required_texts"])
def test_a_misspelt_field_name_is_named(monkeypatch, attribute):
    monkeypatch.setattr(Mission, attribute, ("slogn",))
    found = [error for error in Mission.check() if error.id == "languages.E003"]
    assert [f"Mission.{attribute} names slogn" in error.msg for error in found] == [True]


def test_every_translated_model_keeps_the_contract():
    models = [model for model in apps.get_models() if issubclass(model, TranslatedModel)]
    assert {Mission, Operation, LegalBasis, Block} <= set(models)
    assert [error for model in models for error in model.check() if error.id.startswith("languages.")] == []


def test_a_row_is_found_by_its_natural_key():
    mission = make_mission()
    assert Mission.objects.get_by_natural_key(*mission.natural_key()) == mission
    assert segment(mission, "name", "nl").part == mission
