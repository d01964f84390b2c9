"""The kinds of page about what the newsroom writes."""

from articles.checklist import check_article, check_standing
from articles.documents import ArticleDocument, NoticeDocument, StandingDocument
from articles.freezing import ARTICLE_RELATIONS, STANDING_RELATIONS, freeze_article, freeze_notice, freeze_standing
from articles.models import Article, Category, Notice, Person, StandingPage, Tag, Theme
from articles.shown import shown
from articles.thawing import ARTICLE_SHAPE, NOTICE_SHAPE, STANDING_SHAPE
from publishing.documents import TermDocument
from publishing.freezing import freeze_term
from publishing.kinds import Kind, register


def register_kinds() -> None:
    """Make the kinds of page of this app known; called once, when Django is ready."""
    register(
        Kind(
            name=Article.page_kind,
            model=Article,
            document=ArticleDocument,
            freeze=freeze_article,
            shown=shown,
            shape=ARTICLE_SHAPE,
            relations=ARTICLE_RELATIONS,
            verbose_name=Article._meta.verbose_name,
            section={"fr": "articles", "nl": "artikels", "de": "artikel", "en": "articles"},
            template="articles/article.html",
            required=("title",),
            check=check_article,
        )
    )
    register(
        Kind(
            name=Notice.page_kind,
            model=Notice,
            document=NoticeDocument,
            freeze=freeze_notice,
            shown=shown,
            shape=NOTICE_SHAPE,
            verbose_name=Notice._meta.verbose_name,
            section={"fr": "avis", "nl": "berichten", "de": "mitteilungen", "en": "notices"},
            template="articles/notice.html",
            required=("title", "text"),
        )
    )
    register(
        Kind(
            name=StandingPage.page_kind,
            model=StandingPage,
            document=StandingDocument,
            freeze=freeze_standing,
            shown=shown,
            shape=STANDING_SHAPE,
            relations=STANDING_RELATIONS,
            check=check_standing,
            verbose_name=StandingPage._meta.verbose_name,
            section={"fr": "informations", "nl": "informatie", "de": "informationen", "en": "information"},
            template="articles/standing.html",
            required=("title", "body"),
        )
    )
    _register_term(
        Theme,
        section={"fr": "themes", "nl": "themas", "de": "themen", "en": "themes"},
        template="articles/theme.html",
    )
    _register_term(
        Category,
        section={"fr": "rubriques", "nl": "rubrieken", "de": "rubriken", "en": "categories"},
        template="articles/category.html",
    )
    _register_term(Tag)
    _register_term(Person)


def _register_term(model: type, **with_an_address) -> None:
    register(
        Kind(
            name=model.page_kind,
            model=model,
            document=TermDocument,
            freeze=freeze_term,
            verbose_name=model._meta.verbose_name,
            required=("label",),
            **with_an_address,
        )
    )
