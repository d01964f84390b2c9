"""Forms and lists of the desk in several languages."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from articles.models import Article
from languages import admin as desk
from languages.admin import without_passages
from languages.list_search import in_all_languages, question_of
from languages.models import Segment
from missions.models import Briefing, Component, Deployment, Mission
from tests.languages.desk import MissionAdmin, site

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.languages.desk")]

LANGUAGES = ("fr", "nl", "de", "en")


@pytest.fixture
def dora(client):
    user = get_user_model().objects.create_superuser("dora")
    client.force_login(user)
    return user


def in_four(name, text):
    return {f"{name}_{language}": f"{text} {language}" for language in LANGUAGES}


def make_mission(**texts):
    return Mission.objects.create(**in_four("name", "Mali") | in_four("lead", "Lead") | texts)


def make_headcount(mission, **texts):
    return Deployment.objects.create(mission=mission, headcount=110, **in_four("label", "Soldiers") | texts)


def change_url(obj, query=""):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk]) + query


def list_url(model, query=""):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + query


def form_values(response):
    """Return what a browser would send of a form it was shown, changed by nobody."""
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    values = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            values[bound.html_name] = "" if value is None else value
    return values


def names(response):
    return set(response.context["adminform"].form.fields)


def columns(response, base):
    return sorted(name for name in names(response) if re.fullmatch(rf"{base}_(fr|nl|de|en)", name))


def test_a_form_shows_all_languages_until_one_is_chosen(client, dora):
    response = client.get(change_url(make_mission()))
    assert columns(response, "name") == ["name_de", "name_en", "name_fr", "name_nl"]


def test_a_chosen_language_stands_beside_its_source(client, dora):
    response = client.get(change_url(make_mission(), "?language=de"))
    assert columns(response, "name") == ["name_de", "name_fr"]
    first = response.context["adminform"].fieldsets[0][1]["fields"]
    assert first[:3] == [("name_fr", "name_de"), ("slug_fr", "slug_de"), ("title_fr", "title_de")]
    assert first[3:] == [("lead_fr", "lead_de"), "order"]


def test_the_source_alone_can_be_chosen(client, dora):
    response = client.get(change_url(make_mission(), "?language=fr"))
    assert columns(response, "name") == ["name_fr"]


def test_the_choice_is_remembered_for_other_forms(client, dora):
    client.get(change_url(make_mission(), "?language=de"))
    assert columns(client.get(change_url(make_mission())), "name") == ["name_de", "name_fr"]
    assert columns(client.get(change_url(make_mission(), "?language=all")), "name") == [
        "name_de",
        "name_en",
        "name_fr",
        "name_nl",
    ]


def test_an_unknown_language_changes_nothing(client, dora):
    client.get(change_url(make_mission(), "?language=de"))
    response = client.get(change_url(make_mission(), "?language=xx"))
    assert columns(response, "name") == ["name_de", "name_fr"]


def test_the_source_is_the_page_s_own(client, dora):
    article = Article.objects.create(written_in="en", date="2018-02")
    response = client.get(change_url(article, "?language=nl"))
    assert response.context["adminform"].fieldsets[0][1]["fields"] == ["written_in", ("title_en", "title_nl"), "date"]


def test_parts_follow_the_language_of_their_page(client, dora):
    mission = make_mission()
    make_headcount(mission)
    Briefing.objects.create(mission=mission, component=Component.objects.create(), text_fr="<p>Texte</p>")
    response = client.get(change_url(mission, "?language=de"))
    for formset in response.context["inline_admin_formsets"]:
        translated = {name for name in formset.formset.forms[0].fields if re.search(r"_(fr|nl|de|en)$", name)}
        assert {name[-2:] for name in translated} == {"fr", "de"}


@pytest.mark.parametrize("choice", ["fr", "de", "all"])
def test_saving_in_one_language_leaves_the_others_alone(client, dora, choice):
    mission = make_mission(slogan_nl="Vooruit.", stakes_en="Much.")
    figure = make_headcount(mission)
    briefing = Briefing.objects.create(
        mission=mission, component=Component.objects.create(), **in_four("text", "<p>Text</p>")
    )
    url = change_url(mission, f"?language={choice}")
    values = form_values(client.get(url))
    values |= {"lead_fr": "Changed.", "deployments-0-label_fr": "Changed.", "briefings-0-text_fr": "<p>Changed.</p>"}
    response = client.post(url, values)
    assert response.status_code == 302, response.context["errors"]
    for row in (mission, figure, briefing):
        row.refresh_from_db()
    others = ("nl", "de", "en")
    assert (mission.lead_fr, figure.label_fr, briefing.text_fr) == ("Changed.", "Changed.", "<p>Changed.</p>")
    assert [getattr(mission, f"lead_{language}") for language in others] == [f"Lead {code}" for code in others]
    assert [getattr(figure, f"label_{language}") for language in others] == [f"Soldiers {code}" for code in others]
    assert [getattr(briefing, f"text_{language}") for language in others] == [f"<p>Text</p> {code}" for code in others]
    assert (mission.slogan_nl, mission.stakes_en) == ("Vooruit.", "Much.")
    assert {row.state for row in Segment.objects.filter(field__in=("lead", "label", "text"))} == {"stale"}


def test_a_language_chosen_in_another_tab_meanwhile_drops_nothing(client, dora):
    mission = make_mission()
    opened = client.get(change_url(mission, "?language=de"))
    values = form_values(opened) | {"lead_de": "Neu."}
    address = re.search(r'<form action="([^"]*)"[^>]* id="mission_form"', opened.content.decode())[1]
    assert "language=de" in address
    client.get(change_url(mission, "?language=nl"))
    client.post(change_url(mission, address.replace("&amp;", "&")), values)
    mission.refresh_from_db()
    assert [getattr(mission, f"lead_{language}") for language in LANGUAGES] == ["Lead fr", "Lead nl", "Neu.", "Lead en"]


def test_a_form_posted_without_its_language_drops_nothing(client, dora):
    mission = make_mission()
    values = form_values(client.get(change_url(mission, "?language=de"))) | {"lead_de": ""}
    client.post(change_url(mission), values)
    mission.refresh_from_db()
    assert [getattr(mission, f"lead_{language}") for language in LANGUAGES] == ["Lead fr", "Lead nl", "", "Lead en"]


def test_adding_in_one_language_works(client, dora):
    url = reverse("admin:missions_mission_add") + "?language=de"
    values = form_values(client.get(url)) | {"name_fr": "Niger", "name_de": "Niger"}
    assert client.post(url, values).status_code == 302
    mission = Mission.objects.get()
    assert (mission.name_fr, mission.name_de, mission.name_nl or "") == ("Niger", "Niger", "")
    assert {row.language: row.by for row in mission.segments.filter(language="de")} == {"de": dora}


def test_an_error_in_a_hidden_language_is_said_above_the_form(client, dora, monkeypatch):
    mission = make_mission()

    def clean(self):
        raise ValidationError({"slug_nl": ["Already taken."]})

    monkeypatch.setattr(Mission, "clean", clean)
    url = change_url(mission, "?language=de")
    response = client.post(url, form_values(client.get(url)))
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors() == ["Address (Dutch): Already taken."]


def test_who_saves_is_noted_on_the_translation(client, dora):
    mission = make_mission(slogan_fr="Allons.")
    url = change_url(mission, "?language=de")
    client.post(url, form_values(client.get(url)) | {"slogan_de": "Los."})
    row = mission.segments.get(field="slogan", language="de")
    assert (row.state, row.by) == ("fresh", dora)


def test_a_part_deleted_in_the_form_is_gone_with_its_passages(client, dora):
    mission = make_mission()
    figure = make_headcount(mission)
    url = change_url(mission, "?language=all")
    client.post(url, form_values(client.get(url)) | {"deployments-0-DELETE": "on"})
    assert not Deployment.objects.exists()
    assert not Segment.objects.filter(part_uid=figure.uid).exists()


def test_every_language_field_says_its_language_to_eyes_and_machines(client, dora):
    with override("fr"):
        page = client.get(change_url(make_mission(), "?language=de"), headers={"accept-language": "fr"})
    field = page.context["adminform"].form["lead_de"]
    assert field.field.widget.attrs["lang"] == "de"
    assert field.label.endswith("(allemand)")


def test_the_switch_counts_what_is_left_to_do(client, dora):
    mission = make_mission(slogan_fr="Allons.", slogan_de="Los.")
    mission.lead_fr = "Changed."
    mission.save()
    response = client.get(change_url(mission, "?language=de&_popup=1"))
    switch = {choice["code"]: choice for choice in response.context["language_switch"]}
    assert list(switch) == ["fr", "nl", "de", "en", "all"]
    assert {code: (choice["missing"], choice["stale"]) for code, choice in switch.items()} == {
        "fr": (0, 0),
        "nl": (1, 1),
        "de": (0, 1),
        "en": (1, 1),
        "all": (0, 0),
    }
    assert [code for code, choice in switch.items() if choice["is_current"]] == ["de"]
    html = response.content.decode()
    assert '<button name="_lang" value="nl">Dutch</button>' in html
    assert '<button name="_lang" value="de" aria-current="true">German</button>' in html


def test_pressing_a_language_saves_the_draft_and_opens_it_in_that_language(client, dora):
    mission = make_mission()
    url = change_url(mission, "?language=de&_popup=1")
    values = form_values(client.get(url)) | {"lead_de": "Neu.", "_lang": "nl", "_popup": "1"}
    response = client.post(url, values)
    assert response.url == change_url(mission, "?language=nl&_popup=1")
    mission.refresh_from_db()
    assert mission.lead_de == "Neu."
    assert columns(client.get(response.url), "name") == ["name_fr", "name_nl"]


def test_pressing_a_language_on_a_form_that_is_refused_keeps_what_was_typed(client, dora):
    mission = make_mission(slug_fr="mali")
    make_mission(slug_fr="other")
    url = change_url(mission, "?language=de")
    values = form_values(client.get(url)) | {"slug_fr": "not a slug!", "lead_de": "Neu.", "_lang": "nl"}
    response = client.post(url, values)
    assert response.status_code == 200
    assert response.context["adminform"].form["lead_de"].value() == "Neu."
    errors = {choice["code"]: choice["errors"] for choice in response.context["language_switch"]}
    assert errors == {"fr": 1, "nl": 0, "de": 0, "en": 0, "all": 0}


def test_pressing_a_language_saves_a_page_to_be(client, dora):
    url = reverse("admin:missions_mission_add") + "?language=de"
    response = client.post(url, form_values(client.get(url)) | {"name_fr": "Niger", "_lang": "nl"})
    mission = Mission.objects.get()
    assert (response.url, mission.name_fr) == (change_url(mission, "?language=nl"), "Niger")


@pytest.mark.parametrize("pressed", ["xx", "", "nl&x=1", "\0"])
def test_a_language_nobody_knows_is_an_ordinary_save(client, dora, pressed):
    mission = make_mission()
    url = change_url(mission, "?language=de")
    response = client.post(url, form_values(client.get(url)) | {"lead_de": "Neu.", "_lang": pressed})
    assert response.url == list_url(Mission)


def test_a_list_is_searched_in_four_languages_at_once(client, dora):
    make_mission(name_de="Niederlande")
    make_mission(name_nl="Nederland")
    for word, number in [("Niederlande", 1), ("Nederland", 1), ("Mali", 2), ("nowhere", 0)]:
        response = client.get(list_url(Mission), {"q": word})
        assert response.context["cl"].result_count == number, word


@pytest.mark.parametrize(
    ("field", "expanded"),
    [
        ("title", ["title_fr", "title_nl", "title_de", "title_en"]),
        ("^title", ["^title_fr", "^title_nl", "^title_de", "^title_en"]),
        ("deployments__label", [f"deployments__label_{language}" for language in LANGUAGES]),
        ("deployments__source_url", ["deployments__source_url"]),
        ("pk", ["pk"]),
        ("slug__iexact", [f"slug_{language}__iexact" for language in LANGUAGES]),
        ("order__exact", ["order__exact"]),
        ("nothing__of__the__kind", ["nothing__of__the__kind"]),
    ],
)
def test_a_search_field_stands_for_its_language_columns(field, expanded):
    assert in_all_languages(Mission, field) == expanded


@pytest.mark.parametrize(
    ("field", "relation", "question"),
    [
        ("title_fr", "", "title_fr__icontains"),
        ("deployments__label_fr", "deployments", "deployments__label_fr__icontains"),
        ("slug_fr__iexact", "", "slug_fr__iexact"),
        ("^title_fr", "", "title_fr__istartswith"),
        ("=deployments__label_fr", "deployments", "deployments__label_fr__iexact"),
    ],
)
def test_a_search_field_asks_as_it_does_in_django(field, relation, question):
    assert question_of(Mission, field) == (relation, question)


def test_the_list_shows_how_each_translation_stands(client, dora):
    mission = make_mission(slogan_fr="Allons.")
    mission.lead_fr = "Changed."
    mission.save()
    html = client.get(list_url(Mission)).content.decode()
    names = {"NL": "Dutch", "DE": "German", "EN": "English"}
    codes = " ".join(f'<abbr title="{name}">{code}</abbr>' for code, name in names.items())
    assert f'<li data-state="missing">{codes} 1 missing, 1 source changed</li>' in html
    assert ">FR</abbr>" not in html


@pytest.mark.parametrize(("model", "make"), [(Mission, make_mission), (Deployment, lambda: make_headcount(MISSION()))])
def test_the_list_costs_the_same_however_long_it_is(client, dora, model, make):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(list_url(model)).status_code == 200
        return len(captured)

    make()
    few = cost()
    for _number in range(12):
        make()
    assert cost() == few <= 9


def MISSION():  # noqa: N802 - made when a headcount needs one
    return make_mission()


def test_a_deletion_does_not_list_passages(client, dora):
    mission = make_mission()
    make_headcount(mission)
    html = client.get(reverse("admin:missions_mission_delete", args=[mission.pk])).content.decode()
    assert "Headcount: " in html
    assert "assage" not in html


def test_a_list_loses_its_passages_and_what_they_leave_empty():
    listed = ["Mission: Mali", ["Headcount: 110", ["Passage: x"]], "Passage: y", ["Passage: z"]]
    assert without_passages(listed) == ["Mission: Mali", ["Headcount: 110"]]


def test_a_form_of_all_fields_and_one_without_object_open(client, dora):
    assert client.get(change_url(Component.objects.create(), "?language=de")).status_code == 200
    for model in ("component", "operation", "mission", "deployment"):
        for query in ("", "?language=de"):
            assert client.get(reverse(f"admin:missions_{model}_add") + query).status_code == 200


def test_slugs_are_offered_for_the_languages_on_the_form_only(client, dora):
    response = client.get(reverse("admin:missions_mission_add") + "?language=de")
    offered = [field["field"].name for field in response.context["adminform"].prepopulated_fields]
    assert offered == ["slug_fr", "slug_de"]


def test_a_reader_without_the_right_to_change_sees_the_chosen_languages(client):
    charlie = get_user_model().objects.create_user("charlie", is_staff=True)
    charlie.user_permissions.add(
        desk.admin.models.LogEntry._meta.get_field("content_type")
        .related_model.objects.get(app_label="missions", model="mission")
        .permission_set.get(codename="view_mission")
    )
    client.force_login(charlie)
    html = client.get(change_url(make_mission(), "?language=de")).content.decode()
    assert "Lead de" in html
    assert "Lead nl" not in html


def errors_of(registered):
    found = desk.translated_models_have_the_translated_admin(None)
    return [(error.id, error.obj.__name__) for error in found if error.obj in registered]


def test_a_translated_model_with_a_plain_form_is_named():
    class PlainInline(admin.StackedInline):
        model = Deployment

    class PlainAdmin(admin.ModelAdmin):
        inlines = (PlainInline,)

    here = admin.AdminSite()
    here.register(Mission, PlainAdmin)
    assert errors_of({PlainAdmin, PlainInline}) == [("languages.E002", "PlainAdmin"), ("languages.E002", "PlainInline")]


def test_a_translated_model_with_the_desk_s_form_is_fine():
    assert site.is_registered(Mission)
    assert errors_of({MissionAdmin, *MissionAdmin.inlines}) == []
