"""What is found before an article is published."""

import pytest

from articles.freezing import freeze_article
from publishing import kinds
from publishing.findings import Level
from tests.factories import make_article, make_block, make_picture

pytestmark = pytest.mark.django_db


def found(article, language="fr"):
    findings = kinds.get("article").check(freeze_article(article, language))
    return [(finding.level, finding.code, finding.language) for finding in findings]


def test_nothing_is_found_in_an_article_in_good_order():
    article = make_article(picture=make_picture())
    make_block(article, kind="heading", text="Heading")
    make_block(article, kind="quotation", attribution="the commander")
    assert found(article) == []


def test_an_article_without_a_piece_in_a_language_blocks_that_language():
    article = make_article()
    make_block(article, text={"fr": "<p>Un mot</p>"})
    assert found(article, "fr") == []
    assert found(article, "nl") == [(Level.BLOCK, "article.empty", "nl")]


def test_a_quotation_that_nobody_says_is_worth_a_look():
    article = make_article()
    make_block(article, kind="quotation", attribution={"fr": "le commandant"})
    assert found(article, "fr") == []
    assert found(article, "de") == [(Level.WARN, "block.attribution", "de")]


def test_a_heading_with_nothing_below_it_is_worth_a_look():
    article = make_article()
    make_block(article, kind="heading", text="Heading")
    assert found(article) == [(Level.WARN, "block.heading", "fr")]


def test_pictures_need_alternative_text_and_a_credit():
    article = make_article(picture=make_picture(credit=""))
    make_block(article, kind="picture", text="", picture=make_picture(alternative_text={"fr": "Une carte."}))
    assert found(article, "fr") == [(Level.BLOCK, "picture.credit", "")]
    assert found(article, "nl") == [
        (Level.BLOCK, "picture.credit", ""),
        (Level.BLOCK, "picture.alternative_text", "nl"),
    ]
