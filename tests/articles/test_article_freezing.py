"""Articles, notices, standing pages and terms as they are written down for publication."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.freezing import ARTICLE_RELATIONS, freeze_article, freeze_notice, freeze_standing
from articles.models import Article
from languages.columns import LANGUAGES
from publishing.freezing import freeze_term, prepared
from tests.factories import (
    make_article,
    make_block,
    make_category,
    make_mission,
    make_notice,
    make_person,
    make_picture,
    make_standing_page,
    make_tag,
    make_theme,
    make_theme_place,
)

pytestmark = pytest.mark.django_db


def in_each_language(text):
    return {language: f"{text} {language}" for language in LANGUAGES}


def texts_of(article, language):
    return [block.text for block in freeze_article(article, language).blocks]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_holds_the_words_of_its_language_only(language):
    article = make_article(
        title=in_each_language("Title"),
        lead=in_each_language("Lead"),
        categories=[make_category(label=in_each_language("Category"))],
        tags=[make_tag(label=in_each_language("Tag"))],
        missions=[make_mission(name=in_each_language("Mali"))],
        authors=[make_person(label=in_each_language("Dora"))],
    )
    document = freeze_article(article, language)
    named = [*document.categories, *document.tags, *document.missions, *document.authors]
    assert {text.split()[-1] for text in [document.title, document.lead, *(term.label for term in named)]} == {language}


def test_what_is_frozen_does_not_depend_on_the_active_language():
    article = make_article(title=in_each_language("Title"), picture=make_picture())
    make_block(article, text=in_each_language("Text"))
    frozen = set()
    for active in LANGUAGES:
        with translation.override(active):
            frozen.add(tuple(freeze_article(article, language).canonical() for language in LANGUAGES))
    assert len(frozen) == 1


def test_a_person_who_did_not_agree_is_not_named():
    shown, silent = make_person(label="Alice"), make_person(label="Bob", name_may_be_shown=False)
    document = freeze_article(make_article(authors=[silent, shown]), "fr")
    assert [author.label for author in document.authors] == ["Alice"]
    assert "Bob" not in document.canonical()


def test_a_piece_for_some_languages_is_in_no_other():
    article = make_article()
    make_block(article, text="<p>Everybody</p>")
    make_block(article, text="<p>Flanders</p>", only_in="nl", only_in_reason="Concerns a regiment of theirs.")
    make_block(article, text="<p>Two</p>", only_in="de, nl", only_in_reason="Concerns both.")
    assert texts_of(article, "nl") == ["<p>Everybody</p>", "<p>Flanders</p>", "<p>Two</p>"]
    assert texts_of(article, "de") == ["<p>Everybody</p>", "<p>Two</p>"]
    assert texts_of(article, "fr") == ["<p>Everybody</p>"]


def test_a_piece_without_text_in_a_language_is_not_shown_in_it_and_keeps_its_place():
    article = make_article()
    make_block(article, text={"fr": "<p>Un mot</p>", "nl": "<p></p>"})
    assert texts_of(article, "fr") == ["<p>Un mot</p>"]
    assert texts_of(article, "nl") == texts_of(article, "de") == [""]
    assert freeze_article(article, "nl").shown_blocks == []


def test_pieces_stand_in_their_order():
    article = make_article()
    make_block(article, text="<p>Second</p>", order=2)
    make_block(article, text="Heading", kind="heading", order=1)
    assert [block.kind for block in freeze_article(article, "fr").blocks] == ["heading", "text"]


def test_a_picture_brings_its_words_and_no_others():
    article = make_article()
    picture = make_picture(caption=in_each_language("Caption"))
    make_block(article, kind="picture", picture=picture, text="")
    (block,) = freeze_article(article, "de").blocks
    assert (block.text, block.picture.caption, block.picture.content_hash) == ("", "Caption de", picture.content_hash)


@pytest.mark.parametrize(
    ("written", "frozen"),
    [
        ("<p>One</p><p>Two</p>", "<ul><li>One</li><li>Two</li></ul>"),
        ("<p>One<br>Two</p>", "<ul><li>One</li><li>Two</li></ul>"),
        ("<ol><li>One</li></ol>", "<ol><li>One</li></ol>"),
        ("<p><strong>One<br>Two</strong></p>", "<ul><li><strong>One</strong></li><li><strong>Two</strong></li></ul>"),
    ],
)
def test_a_list_has_one_point_per_line(written, frozen):
    article = make_article()
    make_block(article, kind="list", text=written)
    assert texts_of(article, "en") == [frozen]


def test_a_theme_is_frozen_with_the_place_of_the_article_in_it():
    article, theme = make_article(), make_theme(label="Peace")
    make_theme_place(theme, article, 9)
    (reference,) = freeze_article(article, "en").themes
    assert (reference.uid, reference.label, reference.position) == (theme.uid, "Peace", 9)


def test_freezing_in_four_languages_costs_the_queries_of_one_whatever_the_number_of_pieces():
    article = make_article(authors=[make_person()], categories=[make_category()], tags=[make_tag()])
    counts = []
    for more in (1, 40):
        for _ in range(more):
            make_block(article, kind="picture", picture=make_picture(), text="")
            make_theme_place(make_theme(), article, 1)
        row = Article.objects.get(pk=article.pk)
        with CaptureQueriesContext(connection) as queries:
            ready = prepared(row, ARTICLE_RELATIONS)
            assert all(freeze_article(ready, language).blocks for language in LANGUAGES)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_an_article_is_frozen_as_it_is_now_even_from_a_row_that_was_frozen_before():
    article = make_article()
    assert texts_of(article, "fr") == []
    make_block(article)
    assert len(texts_of(article, "fr")) == 1


ADDRESSES = {
    "article": ("/fr/articles/x/", "/nl/artikels/x/", "/de/artikel/x/", "/en/articles/x/"),
    "theme": ("/fr/themes/x/", "/nl/themas/x/", "/de/themen/x/", "/en/themes/x/"),
    "category": ("/fr/rubriques/x/", "/nl/rubrieken/x/", "/de/rubriken/x/", "/en/categories/x/"),
    "notice": ("/fr/avis/x/", "/nl/berichten/x/", "/de/mitteilungen/x/", "/en/notices/x/"),
    "standing": ("/fr/informations/x/", "/nl/informatie/x/", "/de/informationen/x/", "/en/information/x/"),
}


@pytest.mark.parametrize(
    ("make", "freeze"),
    [
        (make_article, freeze_article),
        (make_theme, freeze_term),
        (make_category, freeze_term),
        (make_notice, freeze_notice),
        (make_standing_page, freeze_standing),
    ],
)
def test_every_page_has_an_address_in_each_language(make, freeze):
    row = make(slug="x")
    assert tuple(freeze(row, language).path for language in LANGUAGES) == ADDRESSES[row.page_kind]
    without = make(slug="", **({"role": "press"} if make is make_standing_page else {}))
    assert freeze(without, "fr").path == ""


@pytest.mark.parametrize("make", [make_tag, make_person])
def test_a_keyword_and_a_person_have_no_address(make):
    assert freeze_term(make(label="Alice"), "fr").path == ""


def test_a_notice_names_the_mission_it_is_about():
    mission = make_mission(name=in_each_language("Mali"))
    document = freeze_notice(make_notice(mission=mission, kind="death", sober=True, date="2013-01"), "nl")
    assert (document.about, document.mission.label, document.facet) == (mission.uid, "Mali nl", "death sober")
    assert document.date == "2013-01"


def test_a_notice_for_every_page_names_none():
    assert freeze_notice(make_notice(), "nl").about is None


def test_a_standing_page_is_frozen_with_its_purpose():
    document = freeze_standing(make_standing_page(role="press", body="<p>Call us.</p>"), "en")
    assert (document.role, document.body) == ("press", "<p>Call us.</p>")
