from modeltranslation.translator import TranslationOptions, register

from articles.models import Article, Block, Category, Notice, Person, StandingPage, Tag, Theme


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "slug", "lead", "source_title")


@register(Block)
class BlockTranslation(TranslationOptions):
    fields = ("text", "attribution")


@register(Notice)
class NoticeTranslation(TranslationOptions):
    fields = ("title", "slug", "text")


@register(StandingPage)
class StandingPageTranslation(TranslationOptions):
    fields = ("title", "slug", "body")


@register([Theme, Category])
class ListedTermTranslation(TranslationOptions):
    fields = ("label", "description", "slug")


@register([Tag, Person])
class TermTranslation(TranslationOptions):
    fields = ("label", "description")
