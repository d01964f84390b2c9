"""Rich text lets in what the toolbar writes, whichever way it comes."""

import json

import pytest
from django.core import serializers
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from hypothesis import given, settings
from hypothesis import strategies as st

from languages.richtext import EXTENSIONS, RichTextField, sanitise
from missions.models import Briefing, Component, Mission

HOSTILE = (
    "<p>seen</p><script>alert(1)</script><style>p{}</style><svg onload=alert(1)><a xlink:href=javascript:x>y</a></svg>"
    '<iframe src="https://evil.example"></iframe><img src=x onerror=alert(1)>'
    '<p onclick="alert(1)" style="color:red" class="x" id="y"><a href="javascript:alert(1)">link</a></p>'
)
INERT = "<p>seen</p><p><a>link</a></p>"


def make_briefing(**texts):
    return Briefing.objects.create(mission=Mission.objects.create(), component=Component.objects.create(), **texts)


def stored(briefing):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text_fr FROM missions_briefing WHERE id = %s", [briefing.pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Text <strong>bold</strong>, <em>italic</em>, m<sup>2</sup><br>line</p>",
        "<h3>Heading</h3><h4>Heading</h4>",
        '<ul><li><p>One</p></li></ul><ol start="3"><li><p>Three</p></li></ol>',
        "<blockquote><p>Words</p></blockquote>",
        '<p><a href="https://www.mil.be/?a=1&amp;b=2" title="Defence">link</a></p>',
        '<p><a href="mailto:info@mil.be">mail</a> <a href="/fr/contact/">page</a> <a href="#figures">down</a></p>',
    ],
)
def test_what_the_toolbar_writes_stays(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (HOSTILE, INERT),
        ('<a href="JaVaScRiPt:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="java&#10;script:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="data:text/html,<script>alert(1)</script>">x</a>', "<a>x</a>"),
        ('<a href="vbscript:x">x</a>', "<a>x</a>"),
        ('<a href="http://plain.example">x</a>', "<a>x</a>"),
        ('<a href="//evil.example">x</a>', "<a>x</a>"),
        ('<a href="/\\evil.example">x</a>', "<a>x</a>"),
        ('<a href="\\\\evil.example">x</a>', "<a>x</a>"),
        (
            '<a href="https://a.example" target="_blank" rel="opener" onfocus=x>x</a>',
            '<a href="https://a.example">x</a>',
        ),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
        ("<h1>Large</h1><h2>Large</h2>", "LargeLarge"),
        ("<form action=x><input name=a><button>b</button></form>", "b"),
        ("<p>a\x00b\x0bc</p>", "<p>abc</p>"),
    ],
)
def test_everything_else_dies(html, left):
    assert sanitise(html) == left


@pytest.mark.parametrize("html", [None, "", "<p></p>", "<p> </p>", "<p>&nbsp;</p><p><br></p>", "<ul><li></li></ul>"])
def test_html_without_text_is_empty(html):
    assert sanitise(html) == ""


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/ ='\"abpsvgonclick:javscript&#;!-\n")))
def test_sanitised_text_is_left_alone_the_second_time(text):
    once = sanitise(text)
    assert sanitise(once) == once


@pytest.mark.django_db
def test_text_is_sanitised_on_create_save_and_full_clean():
    briefing = make_briefing(text_fr=HOSTILE)
    assert (briefing.text_fr, stored(briefing)) == (INERT, INERT)
    briefing.text_fr = HOSTILE + "<p>more</p>"
    briefing.full_clean()
    assert briefing.text_fr == INERT + "<p>more</p>"
    briefing.save()
    assert stored(briefing) == INERT + "<p>more</p>"


@pytest.mark.django_db
def test_text_is_sanitised_in_bulk_by_update_and_from_fixtures():
    briefing = make_briefing()
    briefing.text_fr = HOSTILE
    Briefing.objects.bulk_update([briefing], ["text_fr"])
    assert stored(briefing) == INERT

    Briefing.objects.filter(pk=briefing.pk).update(text_fr=HOSTILE + "<p>update</p>")
    assert stored(briefing) == INERT + "<p>update</p>"

    [made] = Briefing.objects.bulk_create(
        [Briefing(mission=briefing.mission, component=Component.objects.create(), text_fr=HOSTILE)]
    )
    assert stored(made) == INERT

    [row] = json.loads(serializers.serialize("json", [briefing]))
    row["fields"]["text_fr"] = HOSTILE + "<p>fixture</p>"
    for loaded in serializers.deserialize("json", json.dumps([row])):
        loaded.save()
    assert stored(briefing) == INERT + "<p>fixture</p>"


def test_the_toolbar_comes_from_the_list_that_is_let_in():
    field = RichTextField()
    assert field.config["extensions"] is EXTENSIONS
    assert field.formfield().widget.get_config()["extensions"].items() >= EXTENSIONS.items()


def test_migrations_know_a_plain_column():
    assert MigrationWriter.serialize(RichTextField("text", blank=True))[0] == (
        "models.TextField(blank=True, verbose_name='text')"
    )


def test_every_language_of_rich_text_is_rich_text():
    fields = [Briefing._meta.get_field(f"text_{language}") for language in ("fr", "nl", "de", "en")]
    assert all(isinstance(field, RichTextField) for field in fields)
