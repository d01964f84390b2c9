"""What the database refuses about articles, and the sentence the editor reads."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import translation

from articles.models import StandingPage, ThemePlace
from languages.columns import LANGUAGES
from tests.factories import (
    make_article,
    make_block,
    make_download,
    make_film,
    make_picture,
    make_standing_page,
    make_theme,
    make_theme_place,
)
from tests.missions.refusals import refused, sentence

pytestmark = pytest.mark.django_db


def test_a_source_with_an_address_has_a_title():
    article = make_article(source_title="", source_url="")
    assert refused(article, source_url="https://example.org/")
    assert "Give the source a title" in sentence(article, source_url="https://example.org/")


@pytest.mark.parametrize("active", LANGUAGES)
@pytest.mark.parametrize("written", LANGUAGES)
def test_a_source_titled_in_any_language_is_enough_whatever_language_is_active(written, active):
    with translation.override(active):
        article = make_article(source_title={written: "A newspaper"}, source_url="https://example.org/")
        assert sentence(article) == ""


def test_a_picture_piece_has_a_picture():
    block = make_block()
    assert refused(block, kind="picture")
    assert "Choose the picture" in sentence(block, kind="picture")
    assert sentence(block, kind="picture", picture=make_picture()) == ""


def test_a_piece_for_some_languages_says_why():
    block = make_block()
    assert refused(block, only_in="nl")
    assert "Say why" in sentence(block, only_in="nl")
    assert sentence(block, only_in="nl", only_in_reason="A regiment of theirs.") == ""


def test_an_article_stands_once_in_a_theme():
    place = make_theme_place(make_theme(), make_article(), 1)
    with pytest.raises(ValidationError, match="already stands in this theme"):
        ThemePlace(theme=place.theme, article=place.article, position=2).full_clean()
    other = make_theme_place(place.theme, make_article(), 2)
    assert refused(other, article=place.article)


def test_a_position_in_a_theme_is_taken_once():
    first = make_theme_place(make_theme(), make_article(), 1)
    second = make_theme_place(first.theme, make_article(), 2)
    assert refused(second, position=1)
    assert "already has this position" in sentence(second, position=1)


def test_a_standing_page_has_a_purpose_of_its_own():
    make_standing_page(role="about")
    assert refused(make_standing_page(role="press"), role="about")
    assert "already exists" in sentence(StandingPage(role="about"))


def test_pieces_of_a_kind_that_an_older_site_does_not_know_go_back_as_text():
    film = make_block(kind="film", film=make_film(), text="<p>Words</p>")
    document = make_block(kind="document", download=make_download())
    heading = make_block(kind="heading")
    importlib.import_module("articles.migrations.0004_films_and_documents").keep_words(apps, None)
    assert [type(row).objects.get(pk=row.pk).kind for row in (film, document, heading)] == ["text", "text", "heading"]
    film.refresh_from_db()
    assert film.text == "<p>Words</p>"
