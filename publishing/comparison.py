"""What differs between two documents, passage by passage, and how some of the differences are taken over.

The unit is the *passage*: one value at one place. Its key is a path: `lead`, `events/<uid>/title`, and for a list whose
items have a uid also `events/<uid>` (the item as a whole) and `events/#order`. Everything here works on the plain form
of a document (`model_dump(mode="json")`), so that it reads documents of any age.
"""

import difflib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from publishing.documents import Document, Part

ORDER = "#order"
# Not passages: what names the document itself, and what was removed from it. Parts have a `kind` that is a passage.
FRAME = frozenset({"kind", "schema_version", "uid", "language", "redacted"})


class What(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """One difference between two documents. `language` is empty for a fact that all languages share."""

    key: str
    what: What
    language: str
    old: object = None
    new: object = None

    @property
    def tick(self) -> str:
        """Return the name under which a request takes this change over: "fr:lead", "*:events/<uid>/date"."""
        return f"{self.language or '*'}:{self.key}"


def is_parts(value: object) -> bool:
    """Tell whether a value is a list of items with an identity of their own."""
    return (
        isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) and "uid" in item for item in value)
    )


def passages(document: Mapping, prefix: str = "") -> dict[str, object]:
    """Return every passage of a document by its key; an empty list has none."""
    found = {}
    for name, value in document.items():
        if name == "uid" or (not prefix and name in FRAME) or value == []:
            continue
        if is_parts(value):
            found[f"{prefix}{name}/{ORDER}"] = [item["uid"] for item in value]
            for item in value:
                found |= passages(item, f"{prefix}{name}/{item['uid']}/")
        else:
            found[f"{prefix}{name}"] = value
    return found


def _models_in(annotation: object) -> Iterable[type[BaseModel]]:
    if (
        isinstance(annotation, type)
        and not isinstance(annotation, types.GenericAlias)
        and issubclass(annotation, BaseModel)
    ):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models_in(argument)


def _has_words(field) -> bool:
    if (field.json_schema_extra or {}).get("translated"):
        return True
    return any(_has_words(inner) for model in _models_in(field.annotation) for inner in model.model_fields.values())


def is_translated(document_class: type[Document], key: str) -> bool:
    """Tell whether the passage at `key` is in the language of its document, or a fact that all languages share."""
    steps = key.split("/")
    model: type[BaseModel] = document_class
    while True:
        field = model.model_fields.get(steps[0])
        if field is None:
            return False
        if len(steps) == 1:
            return _has_words(field)
        if len(steps) == 2:
            return False  # an item as a whole, or the order of the items
        model = next(model for model in _models_in(field.annotation) if issubclass(model, Part))
        steps = steps[2:]


def compare(old: Document | None, new: Document) -> list[Change]:
    """Return what changed from `old` to `new`, in the order of `new`; everything is added where there is no `old`."""
    kind = type(new)
    found: list[Change] = []
    before = old.model_dump(mode="json") if old else {}
    _compare(kind, before, new.model_dump(mode="json"), "", new.language, found)
    return found


def _compare(kind, old: Mapping, new: Mapping, prefix: str, language: str, found: list[Change]) -> None:
    for name in [*new, *(name for name in old if name not in new)]:
        if (not prefix and name in FRAME) or name == "uid":
            continue
        key, before, after = f"{prefix}{name}", old.get(name), new.get(name)
        if is_parts(before) or is_parts(after):
            _compare_parts(kind, before or [], after or [], key, language, found)
        elif before != after and not (not before and not after and before != 0 and after != 0):
            place = language if is_translated(kind, key) else ""
            what = What.CHANGED if before not in (None, "", []) else What.ADDED
            if after in (None, "", []):
                what = What.REMOVED
            found.append(Change(key, what, place, before, after))


def _compare_parts(kind, old: list, new: list, key: str, language: str, found: list[Change]) -> None:
    before, after = {item["uid"]: item for item in old}, {item["uid"]: item for item in new}
    for uid, item in after.items():
        if uid in before:
            _compare(kind, before[uid], item, f"{key}/{uid}/", language, found)
        else:
            found.append(Change(f"{key}/{uid}", What.ADDED, "", None, item))
    found += [Change(f"{key}/{uid}", What.REMOVED, "", item) for uid, item in before.items() if uid not in after]
    if key in kind.derived_orders:
        return
    if [uid for uid in before if uid in after] != [uid for uid in after if uid in before]:
        found.append(Change(f"{key}/{ORDER}", What.MOVED, "", list(before), list(after)))


def moved(change: Change) -> list[tuple[str, int, int]]:
    """Return the parts that an order change moved: uid, place before, place after, from 1; the others kept theirs."""
    kept = [uid for uid in change.old if uid in change.new], [uid for uid in change.new if uid in change.old]
    steady = {uid for first, _second, size in matcher(*kept).get_matching_blocks() for uid in kept[0][first:][:size]}
    return [(uid, change.old.index(uid) + 1, change.new.index(uid) + 1) for uid in kept[1] if uid not in steady]


def merge(old: Document, new: Document, ticks: Iterable[str]) -> Document:
    """Return `old` with the ticked changes of `new` and nothing else of it."""
    named = [tick.partition(":") for tick in ticks]
    chosen = {key for language, _colon, key in named if language in ("*", new.language)}
    merged = _merge(old.model_dump(mode="json"), new.model_dump(mode="json"), "", chosen)
    return type(new).model_validate(merged).arranged()


def _merge(old: Mapping, new: Mapping, prefix: str, chosen: set[str]) -> dict:
    merged = {}
    for name, after in new.items():
        key, before = f"{prefix}{name}", old.get(name)
        if is_parts(before) or is_parts(after):
            merged[name] = _merge_parts(before or [], after or [], key, chosen)
        elif name == "uid" or (not prefix and name in FRAME):
            merged[name] = before if name in old else after
        else:
            merged[name] = after if key in chosen or name not in old else before
    return merged


def _merge_parts(old: list, new: list, key: str, chosen: set[str]) -> list:
    before, after = {item["uid"]: item for item in old}, {item["uid"]: item for item in new}
    kept = {uid for uid in before if uid in after or f"{key}/{uid}" not in chosen}
    added = {uid for uid in after if uid not in before and f"{key}/{uid}" in chosen}
    if f"{key}/{ORDER}" in chosen:
        first, second = list(after), list(before)
    else:
        first, second = list(before), list(after)
    wanted = kept | added
    order = [uid for uid in first if uid in wanted]
    for uid in second:
        if uid in wanted and uid not in order:
            order.insert(_place_after_neighbour(uid, second, order), uid)
    return [
        _merge(before[uid], after[uid], f"{key}/{uid}/", chosen)
        if uid in before and uid in after
        else before.get(uid) or after[uid]
        for uid in order
    ]


def _place_after_neighbour(uid: str, reference: list, order: list) -> int:
    """Return where an item belongs in `order`: behind the nearest item that precedes it in `reference`."""
    for neighbour in reversed(reference[: reference.index(uid)]):
        if neighbour in order:
            return order.index(neighbour) + 1
    return 0


def in_words_of(sibling: Document, new: Document) -> Document:
    """Return the facts and the structure of `sibling` in the words of `new`.

    A language that joins a page already live in another one starts from the facts the public reads today, not from
    those of the draft.
    """
    words = passages(new.model_dump(mode="json"))
    kind = type(new)

    def reworded(value: Mapping, prefix: str) -> dict:
        result = {}
        for name, content in value.items():
            key = f"{prefix}{name}"
            if is_parts(content):
                result[name] = [reworded(item, f"{key}/{item['uid']}/") for item in content]
            elif is_translated(kind, key):
                result[name] = words.get(key, type(content)() if isinstance(content, str) else content)
            else:
                result[name] = content
        return result

    body = reworded(sibling.model_dump(mode="json"), "") | {"language": new.language}
    return kind.model_validate(body)


def matcher(old: list[str], new: list[str]) -> difflib.SequenceMatcher:
    """Return the alignment of two lists of words; common words are not treated as noise."""
    return difflib.SequenceMatcher(None, old, new, autojunk=False)


def readable(change: Change) -> dict:
    """Return a change as plain JSON, for storage beside the frozen document."""
    return {"key": change.key, "what": str(change.what), "language": change.language, "tick": change.tick}
