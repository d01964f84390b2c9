"""Numbers, dates, links and addresses agree across languages by value."""

import pytest

from languages.parity import compare, facts, held, names

ALIKE = [
    {"fr": "1 575 militaires", "nl": "1.575 militairen", "de": "1.575 Soldaten", "en": "1,575 soldiers"},
    {"fr": "1\u00a0575", "nl": "1575", "de": "1575", "en": "1,575"},
    {"fr": "± 110", "nl": "± 110", "de": "rund 110", "en": "about 110"},
    {"fr": "15 000", "nl": "15.000", "de": "15.000", "en": "15,000"},
    {"fr": "2,5 tonnes", "nl": "2,5 ton", "de": "2,5 Tonnen", "en": "2.5 tonnes"},
    {"fr": "25 %, 30 pour cent", "nl": "25%, 30 procent", "de": "25 %, 30 Prozent", "en": "25%, 30 per cent"},
    {"fr": "le 1er mars 2013", "nl": "op 1 maart 2013", "de": "am 1. März 2013", "en": "on March 1st, 2013"},
    {"fr": "le 25/4/2013", "nl": "25 april 2013", "de": "25.04.2013", "en": "2013-04-25"},
    {"fr": "en janvier 2013", "nl": "in januari 2013", "de": "im Januar 2013", "en": "in January 2013"},
    {"fr": "le 21 juillet", "nl": "op 21 juli", "de": "am 21. Juli", "en": "on the 21st of July"},
    {"fr": "de 2012 à 2016", "nl": "2012–2016", "de": "von 2012 bis 2016", "en": "2012-2016"},
    {"fr": "à 10 h 30", "nl": "om 10.30 uur", "de": "um 10.30 Uhr", "en": "at 10:30"},
    {
        "fr": "Voir https://a.be/x?y=1.",
        "nl": "Zie https://a.be/x?y=1",
        "de": "(https://a.be/x?y=1)",
        "en": "https://a.be/x?y=1!",
    },
    {"fr": "Info@mil.be", "nl": "info@mil.be.", "de": "info@mil.be", "en": '<a href="mailto:info@mil.be">mail</a>'},
    {"fr": '<a href="/fr/contact/">ici</a>', "nl": '<a href="/nl/contact/">hier</a>', "de": "hier", "en": "here"},
    {"fr": "", "nl": "", "de": "", "en": ""},
]


@pytest.mark.parametrize("texts", ALIKE, ids=lambda texts: texts["fr"])
@pytest.mark.parametrize("target", ["nl", "de", "en"])
def test_the_same_facts_agree_in_every_language(texts, target):
    there_and_back = [("fr", target), (target, "fr")]
    found = [compare(texts[a], texts[b], source_language=a, target_language=b) for a, b in there_and_back]
    assert [(parity.missing, parity.extra) for parity in found] == [((), ()), ((), ())]
    assert all(found)


@pytest.mark.parametrize(
    ("source", "target", "missing", "extra"),
    [
        ("110 militaires", "120 militairen", ["110"], ["120"]),
        ("1 575", "1,575", ["1 575"], ["1,575"]),
        ("25 %", "25", ["25 %"], ["25"]),
        ("le 25 avril 2013", "25 mei 2013", ["25 avril 2013"], ["25 mei 2013"]),
        ("110 et 110", "110", ["110"], []),
        ("https://a.be", "https://b.be", ["https://a.be"], ["https://b.be"]),
        ("x@a.be", "", ["x@a.be"], []),
        ('<a href="https://a.be">ici</a>', "hier", ["https://a.be"], []),
        ("quinze", "15", [], ["15"]),
    ],
)
def test_what_differs_is_named_as_it_is_written(source, target, missing, extra):
    parity = compare(source, target, source_language="fr", target_language="nl")
    assert [fact.written for fact in parity.missing] == missing
    assert [fact.written for fact in parity.extra] == extra
    assert not parity


def test_words_of_neighbouring_blocks_do_not_grow_into_one_number():
    assert [fact.value for fact in facts("<p>15</p><p>000</p>", "fr")] == ["15", "0"]


def test_a_year_before_a_headcount_is_not_a_thousand():
    assert [fact.value for fact in facts("En 2013 110 militaires", "fr")] == ["2013", "110"]


def test_a_month_that_is_also_a_word_is_a_date_only_beside_figures():
    assert [fact.kind for fact in facts("They may march on 3 May.", "en")] == ["date"]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "<p>Les troupes reprennent Gao avec la MINUSMA.</p><p>Elles partent.</p>", ["Gao", "MINUSMA"]),
        ("fr", "« Bien » dit-il. L’Union européenne approuve. Gao", ["Union"]),
        ("de", "Die Soldaten der MINUSMA fliegen eine A400M über Gao.", ["MINUSMA", "A400M"]),
        ("nl", "De Belgische militairen van EUTM in Gao en EUTM.", ["EUTM"]),
        ("en", "", []),
    ],
)
def test_names_are_what_is_surely_one(language, text, found):
    assert names(text, language) == found


def test_every_fact_of_the_source_is_held_as_often_as_it_is_said():
    source, target = "15 000 soldats en 2013, puis 2013, MINUSMA", "Seit 2013 zählt die MINUSMA-Truppe 15.000"
    languages = {"source_language": "fr", "target_language": "de"}
    found = [(fact.written, is_there) for fact, is_there in held(source, target, **languages)]
    assert found == [("15 000", True), ("2013", True), ("2013", False), ("MINUSMA", True)]
