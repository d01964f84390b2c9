"""Writing articles, notices and standing pages down as published versions keep them."""

import re

from django.db.models import Prefetch

from articles.documents import (
    ArticleDocument,
    AuthorReference,
    BlockPart,
    DownloadPart,
    NoticeDocument,
    StandingDocument,
    ThemeReference,
)
from articles.models import Article, Block, Notice, PageDownload, StandingPage, ThemePlace
from files.freezing import freeze_download, freeze_film
from images.freezing import freeze_picture
from languages.columns import text
from languages.richtext import sanitise
from missions.models import Mission
from publishing.documents import TermReference
from publishing.freezing import path_of, prepared, term_reference

# What freezing an article reads, however long it is: one query each.
ARTICLE_RELATIONS = (
    "picture",
    "authors",
    "categories",
    "tags",
    "missions",
    Prefetch("theme_places", ThemePlace.objects.select_related("theme").order_by("theme_id")),
    Prefetch("blocks", Block.objects.select_related("picture", "film__poster", "download")),
)
STANDING_RELATIONS = (Prefetch("downloads", PageDownload.objects.select_related("download")),)

_LINE_END = re.compile(r"<(?:/?p|br)\b[^>]*>")


def freeze_article(article: Article, language: str) -> ArticleDocument:
    """Return an article in one language, without the pieces that are not for it and the names that are not shown."""
    article = prepared(article, ARTICLE_RELATIONS)
    return ArticleDocument(
        uid=article.uid,
        language=language,
        path=path_of(article, language),
        article_kind=article.kind,
        written_in=article.written_in,
        title=text(article, "title", language),
        lead=text(article, "lead", language),
        date=article.date.to_storage(),
        authors=[
            AuthorReference(**term_reference(person, language).model_dump())
            for person in article.authors.all()
            if person.name_may_be_shown
        ],
        categories=[term_reference(category, language) for category in article.categories.all()],
        tags=[term_reference(tag, language) for tag in article.tags.all()],
        themes=[
            ThemeReference(**term_reference(place.theme, language).model_dump(), position=place.position)
            for place in article.theme_places.all()
        ],
        missions=[_mission(mission, language) for mission in article.missions.all()],
        blocks=[block for row in article.blocks.all() if (block := _block(row, language)) is not None],
        source_title=text(article, "source_title", language),
        source_url=article.source_url,
        picture=freeze_picture(article.picture, language),
    )


def _block(block: Block, language: str) -> BlockPart | None:
    if not is_for(block, language):
        return None
    is_picture = block.kind == Block.Kind.PICTURE
    body = "" if block.kind in Block.WITHOUT_TEXT else text(block, "text", language)
    if block.kind == Block.Kind.LIST:
        body = as_list(body)
    # A piece not yet written in this language stays: to translate it later is a change of words, not a new part.
    return BlockPart(
        uid=block.uid,
        kind=block.kind,
        text=body,
        attribution=text(block, "attribution", language),
        picture=freeze_picture(block.picture, language) if is_picture else None,
        film=freeze_film(block.film, language) if block.kind == Block.Kind.FILM else None,
        download=freeze_download(block.download, language) if block.kind == Block.Kind.DOCUMENT else None,
    )


def as_list(html: str) -> str:
    """Return rich text as a list, one point per line; a text that already has points stays as it is."""
    if "<li" in html or not html:
        return html
    points = [point for line in _LINE_END.split(html) if (point := line.strip())]
    return sanitise("<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>")


def is_for(block: Block, language: str) -> bool:
    """Return whether readers of a language are to have a piece; all are unless it names some."""
    only_in = {code.strip() for code in block.only_in.split(",")} - {""}
    return not only_in or language in only_in


def _mission(mission: Mission, language: str) -> TermReference:
    return TermReference(uid=mission.uid, label=text(mission, "name", language))


def freeze_notice(notice: Notice, language: str) -> NoticeDocument:
    """Return a notice in one language."""
    return NoticeDocument(
        uid=notice.uid,
        language=language,
        path=path_of(notice, language),
        notice_kind=notice.kind,
        title=text(notice, "title", language),
        text=text(notice, "text", language),
        date=notice.date.to_storage(),
        mission=_mission(notice.mission, language) if notice.mission else None,
        sober=notice.sober,
    )


def freeze_standing(page: StandingPage, language: str) -> StandingDocument:
    """Return a standing page in one language."""
    page = prepared(page, STANDING_RELATIONS)
    return StandingDocument(
        uid=page.uid,
        language=language,
        path=path_of(page, language),
        role=page.role,
        title=text(page, "title", language),
        body=text(page, "body", language),
        downloads=[
            DownloadPart(uid=row.download.uid, download=freeze_download(row.download, language))
            for row in page.downloads.all()
        ],
    )
