import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

NAME = "NAME_OF_A_SETTING"
LONG = "x7" * 25


@pytest.fixture(params=[None, "", "  "], ids=["unset", "empty", "blank"])
def nothing(request, monkeypatch):
    """Leave the variable without a value in each of the three ways."""
    monkeypatch.delenv(NAME, raising=False)
    if request.param is not None:
        monkeypatch.setenv(NAME, request.param)


def refusal(read, *arguments, **options):
    with pytest.raises(ImproperlyConfigured) as caught:
        read(NAME, *arguments, **options)
    return str(caught.value)


def test_without_a_value_every_reader_gives_its_default(nothing):
    assert environment.text(NAME) == ""
    assert environment.text(NAME, "default") == "default"
    assert environment.switch(NAME, default=True) is True
    assert environment.number(NAME, 7) == 7
    assert environment.words(NAME, "a,b") == ["a", "b"]
    assert environment.words(NAME) == []
    assert environment.secret(NAME, public="public", public_will_do=True) == "public"
    assert environment.hosts(NAME, "localhost", any_will_do=True) == ["localhost"]


def test_a_text_is_taken_without_the_blanks_around_it(monkeypatch):
    monkeypatch.setenv(NAME, " as written $HOME ")
    assert environment.text(NAME, "default") == "as written $HOME"


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("ON", True), ("0", False), ("false", False)])
def test_a_switch_reads_the_usual_words(monkeypatch, word, value):
    monkeypatch.setenv(NAME, word)
    assert environment.switch(NAME, default=not value) is value


@pytest.mark.parametrize("word", ["2", "oui", "truee", "-1"])
def test_a_switch_refuses_what_is_neither_yes_nor_no_and_names_the_words_it_takes(monkeypatch, word):
    monkeypatch.setenv(NAME, word)
    sentence = refusal(environment.switch, default=False)
    assert NAME in sentence
    assert word in sentence
    assert "true" in sentence


def test_a_number_is_read_as_a_number(monkeypatch):
    monkeypatch.setenv(NAME, " 600 ")
    assert environment.number(NAME, 7) == 600


@pytest.mark.parametrize("word", ["-1", "1.5", "ten", "1e3", "²"])
def test_a_number_refuses_anything_but_digits(monkeypatch, word):
    monkeypatch.setenv(NAME, word)
    assert NAME in refusal(environment.number, 7)


def test_words_are_separated_by_commas_and_never_empty(monkeypatch):
    monkeypatch.setenv(NAME, " one, ,two,")
    assert environment.words(NAME, "default") == ["one", "two"]


def test_a_secret_is_taken_as_written(monkeypatch):
    monkeypatch.setenv(NAME, LONG)
    assert environment.secret(NAME, public="public", public_will_do=False) == LONG
    assert environment.secret(NAME, public="public", public_will_do=True) == LONG


@pytest.mark.parametrize("value", ["", LONG[:-1], "the-public-key" * 10], ids=["missing", "one too short", "public"])
def test_a_secret_that_is_missing_short_or_public_is_refused_and_never_repeated(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    sentence = refusal(environment.secret, public="the-public-key" * 10, public_will_do=False)
    assert f"Set {NAME} to at least 50 random characters" in sentence
    assert not value or value not in sentence


def test_host_names_are_required(nothing):
    assert NAME in refusal(environment.hosts, any_will_do=False)


def test_a_star_for_a_host_name_is_refused_where_not_any_will_do(monkeypatch):
    monkeypatch.setenv(NAME, "missions.example,*")
    assert "*" in refusal(environment.hosts, any_will_do=False)
    assert environment.hosts(NAME, any_will_do=True) == ["missions.example", "*"]


def test_host_names_are_taken_as_written(monkeypatch):
    monkeypatch.setenv(NAME, "missions.example, .mil.example")
    assert environment.hosts(NAME, any_will_do=False) == ["missions.example", ".mil.example"]
