"""Typography of the four languages. "_" stands for a no-break space in what is expected."""

from decimal import Decimal

import pytest
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from languages.typography import NBSP, number, typeset, typeset_html

LANGUAGES = ["fr", "nl", "de", "en"]
texts = st.text(alphabet=st.sampled_from("ab1259 .,;:!?«»\"'’‘“”„%()-–/@\u00a0\u202f\ufffc\n±hkmws€&<>"), max_size=40)


def shown(text):
    return text.replace(NBSP, "_")


@pytest.mark.parametrize(
    ("value", "fr", "nl", "de", "en"),
    [
        (0, "0", "0", "0", "0"),
        (110, "110", "110", "110", "110"),
        (1575, "1_575", "1.575", "1.575", "1,575"),
        (-1234567, "−1_234_567", "−1.234.567", "−1.234.567", "−1,234,567"),
        (Decimal("1234.50"), "1_234,50", "1.234,50", "1.234,50", "1,234.50"),
    ],
)
def test_numbers_are_written_as_each_language_writes_them(value, fr, nl, de, en):
    assert [shown(number(value, language)) for language in LANGUAGES] == [fr, nl, de, en]


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("fr", "Pourquoi ? Ainsi : oui ; non !", "Pourquoi_? Ainsi_: oui_; non_!"),
        ("fr", "Pourquoi? Ainsi: oui; non!", "Pourquoi_? Ainsi_: oui_; non_!"),
        ("fr", "Vraiment ?! Oui !!", "Vraiment_?! Oui_!!"),
        ("fr", "à 10:30, score 3:2, (!)", "à 10:30, score 3:2, (!)"),
        ("fr", "« mot » et «mot»", "«_mot_» et «_mot_»"),
        ("fr", 'Il dit "oui".', "Il dit «_oui_»."),
        ("fr", 'Il dit " oui ".', "Il dit «_oui_»."),
        ("fr", "l'armée d'aujourd'hui", "l’armée d’aujourd’hui"),
        ("fr", "25% ou 25 %", "25_% ou 25_%"),
        ("fr", "15 000 soldats, 1 575 km", "15_000 soldats, 1_575_km"),
        ("fr", "En 2013 110 militaires", "En 2013 110 militaires"),
        ("fr", "à 10 h 30", "à 10_h_30"),
        ("fr", "1\u202f575\u202f!", "1_575_!"),
        ("nl", "\"Ja\", zei hij 's avonds, 'misschien'.", "“Ja”, zei hij ’s avonds, ‘misschien’."),
        ("nl", "foto's van 't schip", "foto’s van ’t schip"),
        ("de", "Er sagte \"ja\" und 'nein'.", "Er sagte „ja“ und ‚nein‘."),
        ("de", "Wie geht's?", "Wie geht’s?"),
        ("en", "\"It's the crew's,\" she said, 'really'.", "“It’s the crew’s,” she said, ‘really’."),
        ("en", "the soldiers' mess", "the soldiers’ mess"),
        ("en", "± 110 soldiers, 40 km/h, 5 €", "±_110 soldiers, 40_km/h, 5_€"),
        ("en", "2012-2016, pages 5-10", "2012–2016, pages 5–10"),
        ("en", "2019-12, 2013-04-25, 02-441 12 34", "2019-12, 2013-04-25, 02-441 12 34"),
        ("en", "COVID-19, A400M-7, 10-5", "COVID-19, A400M-7, 10-5"),
        ("en", "one - two", "one – two"),
        ("en", 'a 5" gun and a 3" gun', 'a 5" gun and a 3" gun'),
        ("en", 'one " alone', 'one " alone'),
        ("fr", "Voir https://a.be/?q='x'&b=1-2:3 !", "Voir https://a.be/?q='x'&b=1-2:3_!"),
        ("fr", "Écrire à o'neil-1-2@mil.be ?", "Écrire à o’neil-1-2@mil.be_?"),
        ("fr", "", ""),
    ],
)
def test_text_is_set_by_the_rules_of_its_language(language, typed, expected):
    assert shown(typeset(typed, language)) == expected


@settings(max_examples=300, deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_setting_twice_changes_nothing_more(text, language):
    once = typeset(text, language)
    assert typeset(once, language) == once


@settings(deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_setting_changes_no_letter_and_no_figure(text, language):
    def words(written):
        return [character for character in written if character.isalnum()]

    assert words(typeset(text, language)) == words(text)


@settings(deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_the_narrow_space_our_fonts_lack_never_comes_out(text, language):
    assert "\u202f" not in typeset(text, language)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Ainsi :</p><p>oui !</p>", "<p>Ainsi_:</p><p>oui_!</p>"),
        ('<p>"<em>mot</em>" <strong>fin</strong> !</p>', "<p>«_<em>mot</em>_» <strong>fin</strong>_!</p>"),
        ("<p>25 <strong>%</strong></p>", "<p>25_<strong>%</strong></p>"),
        ("<p>a &lt; b &amp; c ?</p>", "<p>a &lt; b &amp; c_?</p>"),
        (
            '<p><a href="https://a.be/?q=1&amp;r=!" title="Oui ! a > b">l\'aide ?</a></p>',
            '<p><a href="https://a.be/?q=1&amp;r=!" title="Oui ! a &gt; b">l’aide_?</a></p>',
        ),
        ("<p>Un<br>deux !</p>", "<p>Un<br>deux_!</p>"),
        ("<p>x</p><script>alert(1)</script>", "<p>x</p>"),
        ("", ""),
    ],
)
def test_the_texts_of_html_are_set_and_nothing_else_is_touched(html, expected):
    assert shown(typeset_html(html, "fr")) == expected


@settings(deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_setting_html_twice_changes_nothing_more(text, language):
    once = typeset_html(f"<p>{text}<em>{text}</em></p>", language)
    assert typeset_html(once, language) == once


def test_templates_escape_plain_text_and_show_rich_text():
    template = engines["django"].from_string(
        "{% load typography %}{{ plain|typeset:'fr' }}|{{ rich|typeset_html:'fr' }}|"
        "{{ n|number:'fr' }}|{{ none|number:'fr' }}"
    )
    hostile = "<b onclick=x>Oui !</b>"
    assert shown(template.render({"plain": hostile, "rich": f"<p>{hostile}</p>", "n": 1575, "none": None})) == (
        "&lt;b onclick=x&gt;Oui_!&lt;/b&gt;|<p>Oui_!</p>|1_575|"
    )
