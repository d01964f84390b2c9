"""How the desk names a place of a page and shows what changed there, in the newsroom's words."""

import re

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import comparison
from publishing.comparison import ORDER, Change, What
from publishing.kinds import Kind

NAMES = {
    "acronym": gettext_lazy("acronym"),
    "article_kind": gettext_lazy("kind"),
    "as_of": gettext_lazy("as of"),
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
        "operation",
        "component",
    }
)

_TOKEN = re.compile(r"\s+|[^\W_]+|.", re.UNICODE)


def place_name(key: str, document: dict) -> str:
    """Return where a passage stands, for example “events: ‘MINUSMA is launched’, date”."""
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
            value, steps = item, steps[1:]
    return ", ".join(words)


def item_name(item: dict) -> str:
    """Return the words by which an editor knows an item; empty if it has none."""
    for name in ("title", "label", "text", "full_name"):
        words = strip_tags(str(item.get(name) or "")).strip()
        if words:
            return words if len(words) <= 60 else f"{words[:57]}…"
    return ""


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
        case str():
            return strip_tags(value)
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
    name = change.key.rsplit("/", 1)[-1]
    old, new = _TOKEN.findall(plain(change.old, kind, name)), _TOKEN.findall(plain(change.new, kind, name))
    pieces = []
    for step, left, right, top, bottom in comparison.matcher(old, new).get_opcodes():
        if step == "equal":
            pieces.append(("{}", "".join(old[left:right])))
            continue
        if left != right:
            pieces.append(("<del>{}</del>", "".join(old[left:right])))
        if top != bottom:
            pieces.append(("<ins>{}</ins>", "".join(new[top:bottom])))
    if _file_of(change.old) and _file_of(change.new) and _file_of(change.old) != _file_of(change.new):
        pieces.append((" <ins>{}</ins>", _("Another picture file.")))
    if _is_for_the_press(change.old) and not _is_for_the_press(change.new):
        pieces.append((" <del>{}</del>", _("Offered to the press in its full size.")))
    elif _is_for_the_press(change.new) and not _is_for_the_press(change.old):
        pieces.append((" <ins>{}</ins>", _("Offered to the press in its full size.")))
    return format_html_join("", "{}", ((format_html(form, words),) for form, words in pieces))


def _is_for_the_press(value: object) -> bool:
    return isinstance(value, dict) and bool(value.get("press_bytes"))


def _file_of(value: object) -> str:
    """Return which file a picture has; empty for anything else."""
    return value.get("content_hash") or "" if isinstance(value, dict) else ""
