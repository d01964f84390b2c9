"""What differs between two saves of a draft, passage by passage, and how the desk says it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from languages.columns import LANGUAGES, column, language_columns
from languages.models import TranslatedModel
from languages.names import language_name
from languages.richtext import RichTextField
from publishing import wording
from publishing.comparison import What
from publishing.models.saves import SavedDraft
from publishing.saved_rows import Content, is_set_once, kept_fields

# Where a paragraph ends and a text without its tags would run two words together.
_BLOCK_END = re.compile(r"</(?:p|li|h[34]|blockquote)>|<br\b[^>]*>")


@dataclass(frozen=True)
class Difference:
    """One passage that two saves have differently, or a whole part that only one of them has (`name` is empty)."""

    model: type[models.Model]
    key: str
    what: What
    name: str = ""
    old: object = None
    new: object = None

    @property
    def language(self) -> str:
        """Return the language of the passage; empty for what all languages share."""
        return language_columns(self.model).get(self.name, ("", ""))[1]

    @property
    def stays(self) -> bool:
        """Tell whether a restore leaves this as it is: the file of a picture."""
        return bool(self.name) and is_set_once(self.model._meta.get_field(self.name))

    @property
    def languages(self) -> set[str]:
        """Return the languages in which words change; a whole part counts in those it has words in."""
        if self.name:
            return {self.language} - {""}
        fields = (self.new or self.old)["fields"]
        return {language for name, (_base, language) in language_columns(self.model).items() if fields.get(name)}


def between(old: Content | None, new: Content) -> list[Difference]:
    """Return what changed from `old` to `new`: the page first, then its parts; everything is new without an `old`.

    What one of the two does not speak of is no difference: a field the other one did not have yet, a part that was
    removed from every version.
    """
    before = {row["key"]: row for row in old.rows} if old else {}
    after = {row["key"]: row for row in new.rows}
    silent = new.unknown | (old.unknown if old else frozenset())
    found = []
    for key, row in after.items():
        model = apps.get_model(row["model"])
        if key in silent:
            continue
        if key in before or row is new.rows[0]:
            found += _in_fields(model, key, before[key]["fields"] if key in before else None, row["fields"])
        else:
            found.append(Difference(model, key, What.ADDED, new=row))
    for key, row in before.items():
        if key not in after and key not in silent:
            found.append(Difference(apps.get_model(row["model"]), key, What.REMOVED, old=row))
    return found


def _in_fields(model: type[models.Model], key: str, old: dict | None, new: dict) -> list[Difference]:
    found = []
    for each in kept_fields(model):
        name = each.name
        if name not in new or (old is not None and name not in old):
            continue
        if is_set_once(each) and not isinstance(each, models.FileField):
            continue  # the gate works these out from the file
        left, right = old[name] if old else None, new[name]
        if old is None and right is False:
            continue  # a box nobody ticked says nothing new
        if (left or "") == (right or "") and left not in (0, False) and right not in (0, False):
            continue
        if left != right:
            what = What.CHANGED if left not in (None, "", []) else What.ADDED
            found.append(Difference(model, key, What.REMOVED if right in (None, "", []) else what, name, left, right))
    return found


def summed_up(differences: Iterable[Difference]) -> tuple[int, list[str]]:
    """Return how many passages changed, and in which languages; no language means facts that all of them share."""
    differences = list(differences)
    touched = {language for difference in differences for language in difference.languages}
    return len(differences), [language for language in LANGUAGES if language in touched]


# ---- In words --------------------------------------------------------------------------------------------------------


class Labels:
    """What the rows are called that saves name by their uid: by today's name, by the last one if they are deleted."""

    def __init__(self, differences: Iterable[Difference]):
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for difference in differences:
            for each in kept_fields(difference.model):
                if each.is_relation and issubclass(each.related_model, TranslatedModel):
                    for value in _values_of(difference, each.name):
                        wanted[each.related_model] |= set(value if isinstance(value, list) else [value])
        self.names: dict[str, str] = {}
        for model, uids in wanted.items():
            self.names |= {str(row.uid): str(row) for row in model._base_manager.filter(uid__in=uids - {None})}
        gone = {uid for uids in wanted.values() for uid in uids if uid} - self.names.keys()
        for save in SavedDraft.objects.light().filter(page_uid__in=gone).order_by("pk"):
            self.names[str(save.page_uid)] = save.title

    def of(self, uid: str) -> str:
        """Return what a row is called; a dash if nobody remembers."""
        return self.names.get(uid) or "–"


def _values_of(difference: Difference, name: str) -> list:
    if difference.name:
        return [value for value in (difference.old, difference.new) if value and difference.name == name]
    return [row["fields"][name] for row in (difference.old, difference.new) if row and row["fields"].get(name)]


def spelled_out(differences: Iterable[Difference], contents: Iterable[Content | None]) -> list[dict]:
    """Return differences for the template, gathered by part: what it is called, and its lines word by word."""
    differences = list(differences)
    labels = Labels(differences)
    rows: dict[str, dict] = {}
    for content in contents:
        rows |= {row["key"]: row for row in content.rows} if content else {}
    groups: dict[str, dict] = {}
    for difference in differences:
        group = groups.setdefault(
            difference.key,
            {"name": part_name(rows[difference.key]), "what": "" if difference.name else difference.what, "lines": []},
        )
        if difference.name:
            group["lines"].append(_line(difference, difference.name, difference.old, difference.new, labels))
            continue
        row = difference.new or difference.old
        for each in kept_fields(difference.model):
            value = row["fields"].get(each.name)
            if value not in (None, "", []) and not is_set_once(each):
                pair = (value, None) if difference.what == What.REMOVED else (None, value)
                group["lines"].append(_line(difference, each.name, *pair, labels))
    return list(groups.values())


def part_name(row: dict) -> str:
    """Return what a part is called, for example “event “MINUSMA is launched””; empty for the page itself."""
    model = apps.get_model(row["model"])
    if not any(
        each.is_relation and each.remote_field.on_delete is models.CASCADE for each in model._meta.concrete_fields
    ):
        return ""
    words, mine = "", get_language()
    for base in ("title", "label", "text", "full_name"):
        for language in sorted(LANGUAGES, key=lambda language: language != mine):
            words = words or wording.item_name({base: row["fields"].get(column(base, language))})
    kind = capfirst(model._meta.verbose_name)
    return _("%(part)s: “%(title)s”") % {"part": kind, "title": words} if words else kind


def _line(difference: Difference, name: str, old: object, new: object, labels: Labels) -> dict:
    each = difference.model._meta.get_field(name)
    base, language = language_columns(difference.model).get(name, (name, ""))
    if isinstance(each, models.FileField):
        html = wording.word_by_word("", _("Another picture file."))
    else:
        left, right = (in_words(each, value, labels) for value in (old, new))
        html = wording.word_by_word(left, right) if left != right else _("Only the layout changes.")
    return {
        "name": capfirst(difference.model._meta.get_field(base).verbose_name),
        "language": language_name(language) if language else "",
        "code": language,
        "html": html,
    }


def in_words(each: models.Field, value: object, labels: Labels) -> str:
    """Return a value of a save as an editor reads it: choices and dates in words, rows by their names."""
    if value in (None, "", []):
        return ""
    if each.is_relation and issubclass(each.related_model, TranslatedModel):
        return ", ".join(sorted(map(labels.of, value))) if isinstance(value, list) else labels.of(value)
    if each.is_relation:
        return str(each.related_model._base_manager.filter(pk=value).first() or "–")
    if each.flatchoices:
        return str(dict(each.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    typed = each.to_python(value)
    if isinstance(typed, datetime):
        return date_format(timezone.localtime(typed), "DATETIME_FORMAT")
    if isinstance(typed, date):
        return date_format(typed)
    words = typed if isinstance(typed, str | int) else str(typed)
    if isinstance(each, RichTextField):
        words = _BLOCK_END.sub(r"\g<0> ", words)
    return wording.plain(words).strip()
