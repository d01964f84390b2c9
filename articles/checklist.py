"""What is looked at before an article is published."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from articles.documents import ArticleDocument, StandingDocument
from missions.checklist import check_picture
from publishing.file_checklist import check_download, check_film
from publishing.findings import Finding, Level


def check_article(document: ArticleDocument) -> list[Finding]:
    """Return what blocks this article or is worth a look; nothing for an article in good order."""
    findings = [*_body(document), *check_picture(document.picture, "picture", document.language)]
    for block in document.blocks:
        findings += check_picture(block.picture, f"blocks/{block.uid}/picture", document.language)
        findings += check_film(block.film, f"blocks/{block.uid}/film", document.language)
        findings += check_picture(block.film and block.film.poster, f"blocks/{block.uid}/film", document.language)
        findings += check_download(block.download, f"blocks/{block.uid}/download", document.language)
    return findings


def check_standing(document: StandingDocument) -> list[Finding]:
    """Return what the documents of a standing page lack; nothing for a page without any."""
    return [
        finding
        for part in document.downloads
        for finding in check_download(part.download, f"downloads/{part.uid}/download", document.language)
    ]


def _body(document: ArticleDocument) -> Iterable[Finding]:
    if not document.shown_blocks:
        yield Finding(
            Level.BLOCK,
            "article.empty",
            _("The article has no text yet in this language. Write at least one piece of it."),
            "blocks",
            document.language,
        )
    for block in document.shown_blocks:
        if block.kind == "quotation" and not block.attribution:
            yield Finding(
                Level.WARN,
                "block.attribution",
                _("A quotation does not say who says it. Add the person or the function."),
                f"blocks/{block.uid}/attribution",
                document.language,
            )
    if document.shown_blocks and document.shown_blocks[-1].kind == "heading":
        yield Finding(
            Level.WARN,
            "block.heading",
            _("The article ends with a heading. Write what follows it, or remove it."),
            f"blocks/{document.shown_blocks[-1].uid}",
            document.language,
        )
