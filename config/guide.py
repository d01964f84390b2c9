"""The editors' guide as pages of the desk: docs/editors-guide, a chapter per section, in the language of the desk.

A chapter has the same place in the book in every language; its address is made of its English title.
"""

import functools
import itertools
from dataclasses import dataclass

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import Http404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from PIL import Image

FOLDER = settings.BASE_DIR / "docs" / "editors-guide"
ENGLISH = "en"
# Where pictures lie, as a reader of the files sees it.
PICTURES = "../../static/"

# The chapter of a page of the desk: by the name of its address, by the verb at the end of it, or by what it is about.
BY_NAME = {
    "index": "the-home-of-the-desk",
    "app_list": "the-home-of-the-desk",
    "absences": "letters-and-absences",
    "search": "find-a-page-in-a-list",
    "trail": "the-trail",
    "password_change": "sign-in",
    "password_change_done": "sign-in",
    "publishing_release_roll_back": "return-to-an-earlier-version",
    "publishing_release_preview": "preview-a-page",
    "publishing_sharelink_link": "share-a-page-with-a-guest",
    "missions_mission_changelist": "find-a-page-in-a-list",
    "articles_article_changelist": "find-a-page-in-a-list",
    "articles_notice_changelist": "find-a-page-in-a-list",
    "publishing_deleteddraft_recover": "undo-history-deleted-drafts",
}
BY_VERB = {
    "publish": "ask-for-publication",
    "withdraw": "withdraw-a-page",
    "redact": "remove-a-passage",
    "translate": "translate-passage-by-passage",
    "versions": "return-to-an-earlier-version",
    "take": "undo-history-deleted-drafts",
    "preview": "preview-a-page",
    "preview_request": "preview-a-page",
    "compare": "compare-two-states",
    "share": "share-a-page-with-a-guest",
    "history": "undo-history-deleted-drafts",
    "compare_saves": "undo-history-deleted-drafts",
    "restore_save": "undo-history-deleted-drafts",
}
BY_SUBJECT = {
    "missions_mission": "write-a-mission",
    "missions_operation": "write-a-mission",
    "missions_place": "the-map-of-a-mission",
    "missions_component": "write-a-mission",
    "missions_easyversion": "write-a-mission",
    "articles": "write-an-article",
    "articles_notice": "put-up-a-notice",
    "images_picture": "add-a-picture",
    "files_film": "show-a-film",
    "files_download": "offer-a-document",
    "publishing_release": "approve-or-refuse",
    "publishing_withdrawal": "withdraw-a-page",
    "publishing_redaction": "remove-a-passage",
    "publishing_takedown": "take-a-picture-down",
    "publishing_sharelink": "share-a-page-with-a-guest",
    "publishing_deleteddraft": "undo-history-deleted-drafts",
    "publishing_address": "addresses",
    "publishing_addresstransfer": "addresses",
    "auth": "who-may-do-what",
}


@dataclass(frozen=True)
class Chapter:
    """One section of the guide; `part` is the title of the group it stands in."""

    slug: str
    title: str
    part: str
    body: str

    @property
    def url(self) -> str:
        return reverse("admin:guide-chapter", args=[self.slug])


@functools.cache
def _nodes(language: str) -> tuple[SyntaxTreeNode, ...]:
    text = (FOLDER / f"{language}.md").read_text(encoding="utf-8")
    return tuple(SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text)).children)


def _sections(language: str) -> list[tuple[str, str, list[SyntaxTreeNode]]]:
    """Return part, title and content of every section; what stands under a title of level 1 has no title."""
    sections, part = [], ""
    for node in _nodes(language):
        if node.type == "heading" and node.tag == "h1":
            part = node.children[0].content
            sections.append((part, "", []))
        elif node.type == "heading" and node.tag == "h2":
            sections.append((part, node.children[0].content, []))
        else:
            sections[-1][2].append(node)
    return sections


@functools.cache
def book(language: str) -> tuple[Chapter, ...]:
    """Return the chapters in one language, in their order."""
    english = [title for _part, title, _content in _sections(ENGLISH) if title]
    own = [(part, title, content) for part, title, content in _sections(language) if title]
    return tuple(
        Chapter(slugify(slug), title, part, _written(content))
        for slug, (part, title, content) in zip(english, own, strict=True)
    )


@functools.cache
def foreword(language: str) -> str:
    """Return what the guide says before its first chapter."""
    return _written(_sections(language)[0][2])


def _written(nodes) -> str:
    """Write Markdown as HTML; every tag and every text passes `format_html`, so raw HTML comes out as text."""
    return format_html_join("", "{}", ((_one(node),) for node in nodes))


def _one(node: SyntaxTreeNode) -> str:
    if node.type == "image":
        return _picture(node)
    if node.type == "softbreak":
        return "\n"
    if node.type == "link":
        return format_html('<a href="{}">{}</a>', node.attrs["href"], _written(node.children))
    if node.type == "code_inline":
        return format_html("<kbd>{}</kbd>", node.content)
    if node.type == "table":
        # A table wider than a phone scrolls by itself, with the keyboard too.
        heads = ", ".join(cell.children[0].content for cell in node.walk() if cell.type == "th")
        return format_html(
            '<div class="scrolls" tabindex="0" role="region" aria-label="{}"><table>{}</table></div>',
            heads,
            _written(node.children),
        )
    if node.type == "th":
        return format_html('<th scope="col">{}</th>', _written(node.children))
    if node.type in ("inline", "root") or (node.type == "paragraph" and (node.hidden or _is_picture(node))):
        return _written(node.children)
    if not node.children:
        return format_html("{}", node.content)
    return format_html("<{}>{}</{}>", node.tag, _written(node.children), node.tag)


def _is_picture(paragraph: SyntaxTreeNode) -> bool:
    (inline,) = paragraph.children
    return [node.type for node in inline.children] == ["image"]


def _picture(node: SyntaxTreeNode) -> str:
    name = str(node.attrs["src"]).removeprefix(PICTURES)
    path = find(name)
    if path is None:  # costs the picture, not the chapter
        return ""
    with Image.open(path) as image:
        width, height = image.size
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></figure>',
        static(name),
        node.content,
        width,
        height,
    )


def chapter_of(name: str | None) -> str | None:
    """Return the address of the chapter that explains a page of the desk; None where there is nothing to explain."""
    if not name:
        return None
    app, _underscore, rest = name.partition("_")
    model, _underscore, verb = rest.partition("_")
    slug = BY_NAME.get(name) or BY_VERB.get(verb) or BY_SUBJECT.get(f"{app}_{model}") or BY_SUBJECT.get(app)
    return slug and reverse("admin:guide-chapter", args=[slug])


class Guide(TemplateView):
    """The table of contents, for everybody at the desk."""

    http_method_names = ["get", "head", "options"]
    template_name = "admin/guide/contents.html"
    admin_site = None

    def get_context_data(self, **kwargs):
        language = get_language() or ENGLISH
        parts = itertools.groupby(book(language), key=lambda chapter: chapter.part)
        return super().get_context_data(**kwargs) | {
            **self.admin_site.each_context(self.request),
            "title": _("Guide"),
            "foreword": foreword(language),
            "parts": [(part, list(chapters)) for part, chapters in parts],
            "chapters": book(language),
        }


class WholeGuide(Guide):
    """All chapters on one page, for the search of the browser and for the printer."""

    template_name = "admin/guide/whole.html"


class GuideChapter(Guide):
    """One chapter, with what stands before and after it."""

    template_name = "admin/guide/chapter.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        chapters = context["chapters"]
        at = next((at for at, chapter in enumerate(chapters) if chapter.slug == self.kwargs["slug"]), None)
        if at is None:
            raise Http404("The guide has no such chapter.")
        return context | {
            "chapter": chapters[at],
            "title": chapters[at].title,
            "before": chapters[at - 1] if at else None,
            "after": chapters[at + 1] if at + 1 < len(chapters) else None,
        }
