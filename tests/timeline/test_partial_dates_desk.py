"""Partial dates at the desk: the column, the form, the input and its echo."""

import pytest
from django import forms
from django.apps.registry import Apps
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.models import Q
from django.template import Context, Template
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from timeline.fields import PartialDateField
from timeline.forms import PartialDateFormField
from timeline.partial_dates import LANGUAGES, PartialDate


class Sample(models.Model):
    """A model of these tests only: its table is made by hand and goes with the test's transaction."""

    number = models.IntegerField(primary_key=True)
    date = PartialDateField("date")
    ended = PartialDateField("ended", blank=True)
    revised = PartialDateField("revised", blank=True, null=True)

    class Meta:
        app_label = "samples"
        apps = Apps()
        managed = False
        constraints = [models.CheckConstraint(condition=Q(ended="") | Q(date="2013"), name="only_2013_ends")]

    def __str__(self):
        return str(self.date)


class SampleForm(forms.ModelForm):
    class Meta:
        model = Sample
        fields = ["number", "date", "ended"]


class PlainForm(forms.Form):
    when = PartialDateFormField(required=False)


@pytest.fixture
def sample_table(db):
    columns = ", ".join(
        f"{field.column} {field.db_type(connection)} {'NULL' if field.null else 'NOT NULL'}"
        for field in Sample._meta.fields
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {Sample._meta.db_table} ({columns})")


def make_date(text="fin janvier 2013"):
    return PartialDate.parse(text)


def make_person(name, **kwargs):
    return get_user_model().objects.create_user(name, password="a long enough password", **kwargs)


# ---- The column -----------------------------------------------------------------------------------------------------


def test_a_date_is_stored_as_its_text_and_comes_back_as_a_value(sample_table):
    Sample.objects.create(number=1, date="Fin janvier 2013", ended=make_date("2013/.."))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT date, ended, revised FROM {Sample._meta.db_table}")
        assert cursor.fetchone() == ("2013-01;late", "2013/..", None)
    kept = Sample.objects.get()
    assert (kept.date, kept.ended, kept.revised) == (make_date(), make_date("depuis 2013"), None)


def test_an_optional_date_left_out_is_none_and_stored_as_an_empty_text(sample_table):
    Sample.objects.create(number=1, date="2013")
    kept = Sample.objects.get(ended="")
    assert (kept.ended, kept.revised) == (None, None)
    assert not Sample.objects.exclude(ended="").exists()
    assert Sample.objects.get(revised=None) == kept


def test_a_date_is_found_by_its_value_however_it_is_typed(sample_table):
    Sample.objects.create(number=1, date="2013-04-25")
    assert Sample.objects.filter(date=make_date("25 avril 2013")).exists()
    assert Sample.objects.filter(date__in=["25.4.2013", "2014"]).exists()
    assert not Sample.objects.filter(date="2013-04").exists()
    assert Sample.objects.defer("date").get().date == make_date("25/4/2013")


@pytest.mark.parametrize("lookup", ["gt", "lt", "range", "contains", "startswith", "year"])
def test_a_question_the_text_cannot_answer_is_refused(lookup):
    with pytest.raises(FieldError):
        Sample.objects.filter(**{f"date__{lookup}": "2013"})


def test_a_date_is_a_value_as_soon_as_it_is_assigned():
    assert Sample(date="eind januari 2013").date == make_date()
    assert Sample(date="").date is None


def test_an_unreadable_date_stays_until_validation_names_it():
    sample = Sample(number=1, date="31 avril 2013")
    assert sample.date == "31 avril 2013"
    with pytest.raises(ValidationError) as caught:
        sample.full_clean(exclude=["number"], validate_unique=False)
    assert caught.value.message_dict["date"] == ["April 2013 has 30 days; there is no 31 April."]


def test_a_required_date_may_not_be_left_out():
    with pytest.raises(ValidationError) as caught:
        Sample(number=1).clean_fields()
    assert set(caught.value.message_dict) == {"date"}


def test_constraints_see_the_stored_text(db):
    Sample(number=1, date="2014").validate_constraints()
    Sample(number=1, date="2013", ended="2015").validate_constraints()
    with pytest.raises(ValidationError):
        Sample(number=1, date="2014", ended="2015").validate_constraints()


@pytest.mark.parametrize("kwargs", [{}, {"blank": True}, {"max_length": 120}])
def test_a_migration_rebuilds_the_same_column(kwargs):
    name, path, args, written = PartialDateField("date", **kwargs).deconstruct()
    again = PartialDateField(*args, **written)
    assert path == "timeline.fields.PartialDateField"
    assert again.deconstruct() == (name, path, args, written)
    assert written == {"verbose_name": "date", **kwargs}
    assert again.max_length == kwargs.get("max_length", 100)


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_a_fixture_holds_the_stored_text(form):
    sample = Sample(number=1, date="2013 – aujourd’hui")
    text = serializers.serialize(form, [sample], fields=["date", "ended", "revised"])
    assert "2013/.." in text
    assert Sample._meta.get_field("date").value_to_string(sample) == "2013/.."
    assert Sample._meta.get_field("ended").value_to_string(sample) == ""


@pytest.mark.parametrize(("bare", "storage"), [(2013, "2013"), (make_date().first_day, "2013-01-21")])
def test_a_fixture_may_leave_out_the_quotes(bare, storage):
    assert Sample._meta.get_field("date").to_python(bare) == PartialDate.from_storage(storage)


def test_an_installation_in_a_language_without_words_is_told():
    field = Sample._meta.get_field("date")
    assert field.check() == []
    with override_settings(LANGUAGES=[("fr", "Français"), ("es", "Español")]):
        assert [(error.id, "es" in error.msg) for error in field.check()] == [("timeline.E001", True)]


# ---- The form -------------------------------------------------------------------------------------------------------


def test_a_form_reads_what_is_typed_and_leaves_out_what_may_be_empty(sample_table):
    form = SampleForm({"number": "1", "date": " Fin janvier 2013 ", "ended": ""})
    assert form.is_valid(), form.errors
    form.save()
    kept = Sample.objects.get()
    assert (kept.date, kept.ended) == (make_date(), None)


def test_a_form_teaches_by_example_and_asks_only_for_what_it_needs():
    form = SampleForm({"number": "1", "date": "", "ended": ""})
    assert "late January 2013" in form.fields["date"].help_text
    assert form.fields["date"].required
    assert not form.fields["ended"].required


def test_a_wrong_date_keeps_what_was_typed_beside_what_is_wrong():
    form = PlainForm({"when": "31 avril 2013"})
    assert form.errors["when"] == ["April 2013 has 30 days; there is no 31 April."]
    assert 'value="31 avril 2013"' in str(form["when"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_saved_date_is_shown_as_its_editor_writes_it_and_counts_as_unchanged(language):
    with translation.override(language):
        shown = PlainForm(initial={"when": make_date()})["when"]
        assert f'value="{make_date().render(language)}"' in str(shown)
        assert not PlainForm({"when": make_date().render(language)}, initial={"when": make_date()}).has_changed()
    assert PlainForm({"when": "2014"}, initial={"when": make_date()}).has_changed()
    assert PlainForm({"when": "nonsense"}, initial={"when": make_date()}).has_changed()


# ---- The input ------------------------------------------------------------------------------------------------------


def test_the_echo_is_in_the_page_without_javascript():
    page = str(PlainForm({"when": "fin janvier 2013"})["when"])
    for language, written in {
        "fr": "fin janvier 2013",
        "nl": "eind januari 2013",
        "de": "Ende Januar 2013",
        "en": "late January 2013",
    }.items():
        assert f'data-echo-reading="{language}">{written}</span>' in page
        assert f'class="partial-date-reading" lang="{language}"' in page
    assert "Understood as part of a month; sorted at 31\u00a0January 2013." in page
    assert '<output class="partial-date-echo" aria-live="polite" for="id_when">' in page
    assert f'data-echo-url="{reverse("partial-date-echo")}"' in page


@pytest.mark.parametrize("typed", ["", "31 avril 2013"])
def test_without_a_date_there_is_no_echo(typed):
    assert "data-echo-readings hidden" in str(PlainForm({"when": typed})["when"])


def test_what_is_typed_never_becomes_markup():
    page = str(PlainForm({"when": '"><script>alert(1)</script>'})["when"])
    assert "<script>" not in page


@override_settings(ROOT_URLCONF=())
def test_the_input_does_without_its_address():
    assert "data-echo-url" not in str(PlainForm()["when"])


def test_the_script_comes_with_the_form():
    assert PlainForm().media._js == ["timeline/partial-date.js"]


# ---- The address of the echo ----------------------------------------------------------------------------------------


def ask(client, value="fin janvier 2013"):
    return client.get(reverse("partial-date-echo"), {"value": value})


def test_staff_are_told_how_a_date_will_read(client, db):
    client.force_login(make_person("alice", is_staff=True))
    answer = ask(client)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {
        "ok": True,
        "renderings": {
            "fr": "fin janvier 2013",
            "nl": "eind januari 2013",
            "de": "Ende Januar 2013",
            "en": "late January 2013",
        },
        "understood": "Understood as part of a month; sorted at 31\u00a0January 2013.",
        "error": "",
    }


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("2013", "Understood as a year; sorted at 31\u00a0December 2013."),
        ("1/2013", "Understood as a month; sorted at 31\u00a0January 2013."),
        ("25/4/2013", "Understood as a day; sorted at 25\u00a0April 2013."),
        ("début 2013", "Understood as part of a year; sorted at 30\u00a0April 2013."),
        ("2006-2012", "Understood as a period; sorted at its end, 31\u00a0December 2012."),
        ("2013-", "Understood as still going on; sorted last."),
        ("-2013", "Understood as open at the start; sorted at its end, 31\u00a0December 2013."),
        ("2013, 2015", "Understood as several dates; sorted at the last, 31\u00a0December 2015."),
    ],
)
def test_staff_are_told_how_a_date_was_understood(client, db, typed, understood):
    client.force_login(make_person("alice", is_staff=True))
    assert ask(client, typed).json()["understood"] == understood


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("2013-02-30", "February 2013 has 28 days; there is no 30 February."),
        ("", "Write a date"),
        ("x" * 5000, "at most 250 characters"),
        ("\x00", "not understood"),
    ],
)
def test_staff_are_told_what_is_wrong_before_saving(client, db, typed, error):
    client.force_login(make_person("alice", is_staff=True))
    answer = ask(client, typed).json()
    assert (answer["ok"], answer["renderings"]) == (False, {})
    assert error in answer["error"]


def test_nobody_else_is_answered(client, db):
    assert ask(client).status_code == 403
    client.force_login(make_person("charlie"))
    refused = ask(client)
    assert (refused.status_code, refused.json()["renderings"]) == (403, {})
    assert refused.headers["Cache-Control"] == "no-store"


def test_the_echo_only_answers_questions(client, db):
    client.force_login(make_person("alice", is_staff=True))
    assert client.post(reverse("partial-date-echo"), {"value": "2013"}).status_code == 405


# ---- Templates ------------------------------------------------------------------------------------------------------


def render(source, **context):
    return Template("{% load partial_dates %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("storage", "source", "written"),
    [
        ("2013-01;late", "{% partial_date date %}", '<time datetime="2013-01">Ende Januar 2013</time>'),
        (
            "2013-01",
            "{% partial_date date 'fr' capitalised=True %}",
            '<time datetime="2013-01">Janvier 2013</time>',
        ),
        ("2013/..", "{% partial_date date %}", "2013\u00a0– heute"),
        ("2013/..", "{% partial_date date still_true=False %}", "ab 2013"),
        ("2013/..", "{% partial_date_text date 'nl' %}", "2013\u00a0– heden"),
        ("2013-03-01", "{% partial_date_text date %}", "1.\u00a0März 2013"),
    ],
)
def test_a_template_writes_a_date_in_the_active_language(storage, source, written):
    with translation.override("de"):
        assert render(source, date=PartialDate.from_storage(storage)) == written
        assert render(source, date=storage) == written
        assert render(source, date=None) == ""
