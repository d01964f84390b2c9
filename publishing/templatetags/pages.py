"""What templates of public pages need beside words: sizes of names, the reader's language, data for machines."""

import json
import re

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

register = template.Library()

# The letters of the longest word up to which a name has a size; beyond the last it has the smallest.
NAME_SIZES = [(7, "xl"), (11, "l"), (16, "m")]
_HEADING = re.compile(r"<(/?)h([34])\b")
# As django.utils.html.json_script: nothing in a text can end the element or start another.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@register.filter
def name_size(name: str) -> str:
    """Return the size of a large name by its longest word, so that it fits on a phone: xl, l, m or s."""
    longest = max((len(word) for word in name.replace("-", " ").split()), default=0)
    return next((size for most, size in NAME_SIZES if longest <= most), "s")


@register.filter(is_safe=True)
def headings_up(html: str) -> str:
    """Raise the headings of rich text by one level, for pages on which it stands right under the title."""
    return _HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) - 1}", html)


@register.filter
def in_words(language: str) -> str:
    """Return "in French" in the active language."""
    return {
        "fr": _("in French"),
        "nl": _("in Dutch"),
        "de": _("in German"),
        "en": _("in English"),
    }.get(language) or get_language_info(language)["name_translated"]


@register.filter
def not_in_words(language: str) -> str:
    """Return "not in French" in the active language."""
    return {
        "fr": _("not in French"),
        "nl": _("not in Dutch"),
        "de": _("not in German"),
        "en": _("not in English"),
    }.get(language, "")


@register.filter
def get(mapping, key):
    """Return what a mapping holds for a key; None if nothing."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def data_for_machines(context) -> str:
    """Return the page as JSON-LD in a data block; nothing for a page that is not a published version."""
    edition, document = context.get("edition"), context.get("document")
    if edition is None or document is None:
        return ""
    language = context["language"]
    data = {
        "@context": "https://schema.org",
        "@type": "Article" if document.kind == "article" else "WebPage",
        "@id": document.uid.urn,
        "url": context["canonical"],
        "name" if document.kind != "article" else "headline": document.heading,
        "description": document.summary,
        "inLanguage": language,
        "dateModified": edition.live_from.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": settings.ORGANISATION[language]},
    }
    authors = [author.label for author in getattr(document, "authors", [])]
    if authors:
        data["author"] = [{"@type": "Person", "name": author} for author in authors]
    text = json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False).translate(_ESCAPES)
    # The text is part of the format, not an argument, because entities mean nothing inside a script element.
    return format_html(
        '<script type="{}">' + text.replace("{", "{{").replace("}", "}}") + "</script>", "application/ld+json"
    )
