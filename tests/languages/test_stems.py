"""The words of a text as search knows them."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from languages.columns import LANGUAGES
from languages.stems import LONGEST_STEM, composed, fold, words

# The same examples every time, however busy the machine is.
steady = settings(derandomize=True, deadline=None, database=None)


def stems(text, language="fr"):
    return [word.stem for word in words(composed(text), language)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "Ménaka", "MENAKA"),
        ("fr", "cœur", "COEUR"),
        ("fr", "l’Union", "union"),
        ("fr", "l'Union", "l’union"),
        ("fr", "aujourd'hui", "aujourd’hui"),
        ("fr", "opérations", "operation"),
        ("fr", "déployées", "déployé"),
        ("fr", "Me\u0301naka", "Ménaka"),
        ("fr", "1\u00a0575", "1575"),
        ("fr", "1 575", "1575"),
        ("fr", "F-16", "F16"),
        ("fr", "Sa\u00adhel", "Sahel"),
        ("nl", "missies", "missie"),
        ("nl", "1.575", "1575"),
        ("nl", "VN-missie", "VN missie"),
        ("nl", "foto’s", "foto"),
        ("nl", "geïntegreerd", "geintegreerd"),
        ("de", "Straße", "STRASSE"),
        ("de", "Präsenz", "Praesenz"),
        ("de", "Missionen", "Mission"),
        ("de", "Einsätze", "einsatz"),
        ("en", "soldier’s", "soldiers"),
        ("en", "1,575", "1575"),
        ("en", "NH-90", "nh90"),
        ("en", "±110", "110"),
        ("en", "2006–2012", "2006 2012"),
    ],
)
def test_two_ways_of_writing_a_word_are_one(language, one, other):
    assert stems(one, language) == stems(other, language) != []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "Mali", "Niger"),
        ("de", "Ausbildung", "Ausbildungsmission"),  # compounds stay whole: decision 0014
        ("en", "1,5", "15"),
        ("nl", "25.4.2013", "2542013"),
        ("en", "2013", "2014"),
    ],
)
def test_different_words_stay_different(language, one, other):
    assert stems(one, language) != stems(other, language)


def test_a_word_of_one_language_never_meets_one_of_another():
    found = [set(stems("mission Mali 2013", language)) for language in LANGUAGES]
    assert len(set.union(*found)) == 3 * len(LANGUAGES)


def test_a_word_knows_where_it_stands():
    text = "Avec l’Union, 1 575 militaires"
    assert [text[word.start : word.end] for word in words(text, "fr")] == ["Avec", "Union", "1 575", "militaires"]


def test_small_words_are_told_apart():
    assert [word.is_small for word in words("où est la mission du Mali", "fr")] == [
        True,
        True,
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("text", ["", " ", "…?!", "' ’ -", "_", "\u00ad"])
def test_a_text_of_punctuation_has_no_words(text):
    assert stems(text) == []


@steady
@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_a_stem_is_made_of_letters_and_figures_whatever_the_text(text, language):
    allowed = set(string.ascii_lowercase + string.digits)
    for word in words(composed(text), language):
        assert word.stem.startswith(language)
        assert len(language) < len(word.stem) <= LONGEST_STEM
        assert set(word.stem) <= allowed


@steady
@given(st.text(alphabet="aäàeéêiîoôœuûüßcçnñ ", max_size=40), st.sampled_from(LANGUAGES))
def test_an_accent_never_matters(text, language):
    assert stems(fold(text), language) == stems(text, language)
