"""How the desk names a place of a page and shows what changed there, in the newsroom's words."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from publishing import comparison
from publishing.comparison import ORDER, Change, What
from publishing.kinds import Kind

NAMES = {
    "acronym": gettext_lazy("acronym"),
    "article_kind": gettext_lazy("kind"),
    "as_of": gettext_lazy("as of"),
    "assessed": gettext_lazy("assessed"),
    "attribution": gettext_lazy("who says it"),
    "authors": gettext_lazy("authors"),
    "blocks": gettext_lazy("text"),
    "body": gettext_lazy("text"),
    "briefings": gettext_lazy("briefings"),
    "categories": gettext_lazy("categories"),
    "component": gettext_lazy("component"),
    "context": gettext_lazy("context"),
    "date": gettext_lazy("date"),
    "date_label": gettext_lazy("name of the period"),
    "description": gettext_lazy("description"),
    "ended": gettext_lazy("ended"),
    "events": gettext_lazy("events"),
    "download": gettext_lazy("document to download"),
    "downloads": gettext_lazy("documents to download"),
    "captions": gettext_lazy("captions"),
    "film": gettext_lazy("film"),
    "figures": gettext_lazy("headcounts"),
    "framework": gettext_lazy("framework"),
    "full_name": gettext_lazy("full name"),
    "full_name_language": gettext_lazy("language of the full name"),
    "headcount": gettext_lazy("headcount"),
    "impact": gettext_lazy("existing impact"),
    "in_place": gettext_lazy("name in a sentence"),
    "invitation": gettext_lazy("invitation"),
    "kicker": gettext_lazy("line above the name"),
    "kind": gettext_lazy("kind"),
    "label": gettext_lazy("label"),
    "lead": gettext_lazy("lead"),
    "legal_bases": gettext_lazy("legal bases"),
    "mandate": gettext_lazy("mandate"),
    "member_labels": gettext_lazy("names of the countries"),
    "mission": gettext_lazy("mission"),
    "missions": gettext_lazy("missions"),
    "name": gettext_lazy("name"),
    "notice_kind": gettext_lazy("kind"),
    "operation": gettext_lazy("operation"),
    "operations": gettext_lazy("operations"),
    "order": gettext_lazy("order"),
    "path": gettext_lazy("address"),
    "picture": gettext_lazy("picture"),
    "place_in_list": gettext_lazy("place in the list"),
    "places": gettext_lazy("places"),
    "position": gettext_lazy("position"),
    "precision_ceiling": gettext_lazy("most precise place shown"),
    "qualifier": gettext_lazy("how sure"),
    "role": gettext_lazy("what it counts"),
    "shape": gettext_lazy("kind of place"),
    "sheet": gettext_lazy("map"),
    "short_title": gettext_lazy("title in the overview"),
    "slogan": gettext_lazy("slogan"),
    "sober": gettext_lazy("sober pages"),
    "source_title": gettext_lazy("source"),
    "source_url": gettext_lazy("address of the source"),
    "stakes": gettext_lazy("what is at stake"),
    "started": gettext_lazy("started"),
    "status": gettext_lazy("status"),
    "tags": gettext_lazy("keywords"),
    "text": gettext_lazy("text"),
    "themes": gettext_lazy("themes"),
    "title": gettext_lazy("title"),
    "url": gettext_lazy("address"),
    "credit": gettext_lazy("credit"),
    "descriptions": gettext_lazy("audio description"),
    "equivalent": gettext_lazy("the same as a web page"),
    "external_url": gettext_lazy("address elsewhere"),
    "poster": gettext_lazy("opening picture"),
    "statement": gettext_lazy("why no audio description is needed"),
    "transcript": gettext_lazy("transcript"),
    "worst_case": gettext_lazy("in the worst case"),
    "written_in": gettext_lazy("written in"),
}

# What identifies a part or a file says nothing to a reader.
UNSPOKEN = frozenset(
    {
        "uid",
        "content_hash",
        "media_type",
        "width",
        "height",
        "focal_x",
        "focal_y",
        "press_bytes",
        "digest",
        "distance",
        "subject",
        "operation",
        "component",
        "code",
        "members",
        "size",
        "milliseconds",
        "has_sound",
        "pages",
        "tagged",
    }
)
# What tells items of one name apart.
FACTS = ("headcount", "as_of", "date")
# Fields that hold the identity of another page.
REFERENCES = frozenset({"operation", "component"})

_TOKEN = re.compile(r"\s+|[^\W_]+|.", re.UNICODE)
# What the rich-text editor writes begins with a block; plain text that looks like a tag is meant as it stands.
_RICH = re.compile(r"\s*<(?:p|ul|ol|h\d|blockquote)\b")
_END_OF_BLOCK = re.compile(r"</(?:p|li|h\d|blockquote|ul|ol)>|<br\b[^>]*>")


def place_name(key: str, document: dict, kind: Kind | None = None) -> str:
    """Return where a passage stands, for example “events: ‘MINUSMA is launched’, date”.

    With a `kind`, items say their number and date as well: six headcounts of six years may bear one name.
    """
    steps, value, words = key.split("/"), document, []
    while steps:
        name, *steps = steps
        words.append(str(NAMES.get(name, name)))
        if steps and steps[0] == ORDER:
            words.append(_("order"))
            break
        if steps:
            item = next((part for part in value.get(name) or [] if part["uid"] == steps[0]), {})
            title = item_name(item)
            if title:
                words[-1] = _("%(part)s: “%(title)s”") % {"part": words[-1], "title": title}
            if facts := item_facts(item, kind) if kind else "":
                words[-1] = _("%(part)s (%(facts)s)") % {"part": words[-1], "facts": facts}
            value, steps = item, steps[1:]
    return ", ".join(words)


def item_name(item: dict) -> str:
    """Return the words by which an editor knows an item; empty if it has none."""
    if isinstance(item.get("download"), Mapping):
        return item_name(item["download"])
    for name in ("title", "label", "acronym", "text", "full_name"):
        words = " ".join(plain(str(item.get(name) or "")).split())
        if words:
            return words if len(words) <= 60 else f"{words[:57]}…"
    return ""


def item_facts(item: dict, kind: Kind) -> str:
    """Return the number and the date of an item; empty if it has neither."""
    return ", ".join(words for name in FACTS if (words := plain(item.get(name), kind, name)))


def plain(value: object, kind: Kind | None = None, name: str = "") -> str:
    """Return a value as words: text without tags, a part by its texts, nothing as an empty string.

    `kind` and the `name` of the field turn codes and stored dates into what the newsroom calls them.
    """
    known = kind.shown(name, value) if kind and value not in (None, "") else None
    if known is not None:
        return known
    match value:
        case None | "" | []:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case str() if _RICH.match(value):
            words = html.unescape(strip_tags(_END_OF_BLOCK.sub("\n", value)))
            return re.sub(r"\n+", "\n", words).strip()
        case str():
            return value
        case dict():
            shown = (plain(inner, kind, field) for field, inner in value.items() if field not in UNSPOKEN)
            return " · ".join(words for words in shown if words)
        case list():
            return ", ".join(plain(inner, kind, name) for inner in value)
        case _:
            return str(value)


def marked(change: Change, kind: Kind) -> str:
    """Return the change as HTML: words that go struck, words that come underlined."""
    if change.what == What.MOVED:
        return _("The order changes.")
    return format_html("{}{}", _in_one(_steps(change, kind)), _beyond_words(change, kind))


def sides(change: Change, kind: Kind) -> tuple[str, str]:
    """Return a change as HTML in two halves: how it was with what goes struck, how it is with what comes underlined."""
    before, after = [], []
    for step, old, new in _steps(change, kind):
        before += [("{}" if step == "equal" else "<del>{}</del>", old)] if old else []
        after += [("{}" if step == "equal" else "<ins>{}</ins>", new)] if new else []
    return _written(before), format_html("{}{}", _written(after), _beyond_words(change, kind))


def _steps(change: Change, kind: Kind) -> list[tuple[str, str, str]]:
    """Return the words of a change, stretch by stretch: what happens to it, how it was, how it is."""
    name = change.key.rsplit("/", 1)[-1]
    return _stretches(plain(change.old, kind, name), plain(change.new, kind, name))


def _stretches(before: str, after: str) -> list[tuple[str, str, str]]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    return [
        (step, "".join(old[left:right]), "".join(new[top:bottom]))
        for step, left, right, top, bottom in comparison.matcher(old, new).get_opcodes()
    ]


def word_by_word(before: str, after: str) -> str:
    """Return two texts as one in HTML: words that go struck, words that come underlined."""
    return _in_one(_stretches(before, after))


def _in_one(steps: Iterable[tuple[str, str, str]]) -> str:
    pieces = []
    for step, old, new in steps:
        pieces += [("<del>{}</del>", old)] if old and step != "equal" else []
        pieces += [("{}" if step == "equal" else "<ins>{}</ins>", new)] if new else []
    return _written(pieces)


def _beyond_words(change: Change, kind: Kind) -> str:
    """Return a remark on what changed without changing a word: the file of a picture, how a text is formatted."""
    remark = _remark(change, kind)
    # It stands among words of the page, in the language of whoever reads the desk.
    return format_html(' <em lang="{}">{}</em>', get_language(), remark) if remark else ""


def _remark(change: Change, kind: Kind) -> str:
    if _file_of(change.old) and _file_of(change.new) and _file_of(change.old) != _file_of(change.new):
        return _("Another picture file.") if change.key.endswith("picture") else _("Another file.")
    if _is_for_the_press(change.new) and not _is_for_the_press(change.old):
        return _("Offered to the press in its full size.")
    if _is_for_the_press(change.old) and not _is_for_the_press(change.new):
        return _("No longer offered to the press in its full size.")
    name = change.key.rsplit("/", 1)[-1]
    old, new = plain(change.old, kind, name), plain(change.new, kind, name)
    if change.what != What.CHANGED or "".join(old.split()) != "".join(new.split()):
        return ""
    if old != new:
        return _("Only spaces or line breaks.")
    if isinstance(change.new, Mapping):
        return _("Only how the picture is cut, or another detail without words.")
    return _("Only the formatting, or where a link leads.")


def _written(pieces: list[tuple[str, str]]) -> str:
    return format_html_join("", "{}", ((format_html(form, words),) for form, words in pieces))


def named(change: Change, *documents: Mapping) -> Change:
    """Return a change with the name of the operation or component that it points at, in place of its identity."""
    if change.key.rsplit("/", 1)[-1] not in REFERENCES:
        return change
    labels = {
        part["uid"]: item_name(part) for document in documents for part in document.get("operations") or [] if part
    }

    def name_of(value: object) -> object:
        return (labels.get(str(value)) or _("another one")) if _is_identity(value) else value

    return replace(change, old=name_of(change.old), new=name_of(change.new))


def _is_identity(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _is_for_the_press(value: object) -> bool:
    return isinstance(value, dict) and bool(value.get("press_bytes"))


def _file_of(value: object) -> str:
    """Return which file a picture has; empty for anything else."""
    return value.get("content_hash") or "" if isinstance(value, dict) else ""
