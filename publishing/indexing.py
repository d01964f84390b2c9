"""What search reads of a document: every text that the page shows as its own, in the order of the document.

Texts are found by their mark (`Words`, `RichWords`), so a field added to a document is searched from the first day.
Left out are addresses, the words of pictures (a picture can be taken down from a version that stays) and labels of
other pages (they have versions of their own, and may be withdrawn). What is said without a text, a date or a number,
`also_says` says.
"""

import html
import re
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.html import strip_tags

from images.documents import FrozenPicture
from languages.documents import Frozen
from languages.richtext import sanitise
from languages.stems import composed, words
from publishing.documents import Document, Part, TermReference

# Names of the page, which stand above an excerpt anyway.
NAMES = ("title", "name", "kicker", "in_place", "label")
UNSEARCHED = frozenset({"path"})
# Far beyond any page; a database refuses an index entry that is larger still.
MOST_CHARACTERS = 400_000
_BLOCKS = re.compile(r"</?(?:p|li|ul|ol|blockquote|h[1-6])\b[^>]*>|<br\b[^>]*>")


def columns(document: Document, live_from: datetime) -> dict:
    """Return what search stores of a document that is published at `live_from`."""
    language = document.language
    names = [_line(document.heading), *(line for name in NAMES for line in _lines(getattr(document, name, "")))]
    names = list(dict.fromkeys(filter(None, names)))
    summary = list(_lines(document.summary))
    texts = list(dict.fromkeys([*summary, *_texts(document)]))
    title, lead = stems(names[:1], language), stems([*names[:1], *summary], language)
    published = timezone.localdate(live_from)
    return {
        "language": language,
        "day": min(document.day or published, published),
        "title": title,
        "lead": lead,
        # The names last: the place of a word in the body leads to its place in the text.
        "body": stems([*texts, *names], language)[:MOST_CHARACTERS],
        "text": "\n".join(texts)[:MOST_CHARACTERS],
    }


def stems(lines: list[str], language: str) -> str:
    """Return lines of stems as they are stored: ` frmission frmali `, one line under the other."""
    found = (" ".join(word.stem for word in words(line, language)) for line in lines)
    return "\n".join(f" {line} " for line in found if line)


def _line(text: str) -> str:
    return " ".join(composed(text).split())


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of plain text that are not empty."""
    for line in text.splitlines():
        if line := _line(line):
            yield line


def _texts(document: Document) -> Iterator[str]:
    """Yield the texts of a document line by line, without the names of the page."""
    yield from _of(document, document.language, leave_out=UNSEARCHED.union(NAMES))
    if said := document.also_says():
        yield _line(" · ".join(said))


def _of(value: Frozen, language: str, *, leave_out: frozenset[str] = UNSEARCHED) -> Iterator[str]:
    """Yield the lines of a value and of the values in it; a part's date or number begins its first line."""
    if isinstance(value, TermReference):
        leave_out |= {"label"}
    said = list(value.also_says(language)) if isinstance(value, Part) else []
    for name, field in type(value).model_fields.items():
        content = getattr(value, name)
        if name in leave_out or isinstance(content, FrozenPicture) or not content:
            continue
        for inner in content if isinstance(content, list) else [content]:
            if isinstance(inner, Frozen) and getattr(inner, "is_shown", True):
                yield from _of(inner, language)
        marks = field.json_schema_extra or {}
        if isinstance(content, str) and marks.get("translated"):
            for line in _lines(_plain(content) if marks.get("rich") else content):
                yield " · ".join([*said, line])
                said = []
    if said:
        yield _line(" · ".join(said))


def _plain(rich: str) -> str:
    """Return rich text as lines, one for each block."""
    return html.unescape(strip_tags(_BLOCKS.sub("\n", sanitise(rich))))
