"""The rows of a draft as plain values, and back: what a save keeps of a draft with all its parts and languages.

Rows name each other by their uids, not by numbers, and say language columns, never base columns.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from languages.columns import column, translated_fields
from languages.models import TranslatedModel, digest
from publishing import saved_names, saved_states

# ---- What is kept ----------------------------------------------------------------------------------------------------


@cache
def kept_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """Return the fields a save keeps: all but numbers, base columns, what is derived, and the way to the page."""
    left_out = {base.name for base in translated_fields(model)} | set(getattr(model, "derived_fields", ())) | {"uid"}
    return tuple(
        each
        for each in (*model._meta.concrete_fields, *model._meta.local_many_to_many)
        if not each.primary_key and each.name not in left_out and each is not way_to_the_page(model)
    )


@cache
def way_to_the_page(model: type[models.Model]) -> models.ForeignKey | None:
    """Return the foreign key of a part to its page, with which it is deleted; nothing for a page."""
    keys = (each for each in model._meta.concrete_fields if isinstance(each, models.ForeignKey))
    return next((key for key in keys if key.remote_field.on_delete is models.CASCADE), None)


def is_set_once(each: models.Field) -> bool:
    """Tell whether no form changes a field: a save keeps it for the day on which a deleted row has to come back."""
    return not each.editable or isinstance(each, models.FileField)


@cache
def part_relations(model: type[models.Model]) -> tuple[models.ManyToOneRel, ...]:
    """Return the relations to the parts of a page: the rows that are deleted with it and have a name of their own."""
    return tuple(
        relation
        for relation in model._meta.related_objects
        if isinstance(relation, models.ManyToOneRel)
        and relation.on_delete is models.CASCADE
        and hasattr(relation.related_model, "natural_key")
    )


def parts(root: models.Model) -> Iterator[models.Model]:
    """Yield the parts of a page; what was read beforehand is not read again."""
    known = getattr(root, "_prefetched_objects_cache", {})
    for relation in part_relations(type(root)):
        name = relation.get_accessor_name()
        rows = getattr(root, name).all()
        if name not in known:
            keys = [each.name for each in kept_fields(relation.related_model) if isinstance(each, models.ForeignKey)]
            rows = rows.select_related(*keys) if keys else rows
        yield from rows


def key_of(row: models.Model) -> str:
    """Return how saves name a row: by its uid, or by what it joins."""
    return "/".join(row.natural_key())


def plain(root: models.Model) -> list[dict]:
    """Return the rows of a draft as plain values: the page itself first, then its parts by their names."""
    return [_plain(root), *sorted(map(_plain, parts(root)), key=lambda row: (row["model"], row["key"]))]


def _plain(row: models.Model) -> dict:
    fields = {each.name: _value(row, each) for each in kept_fields(type(row))}
    return {"model": row._meta.label_lower, "key": key_of(row), "pk": row.pk, "fields": fields}


def _value(row: models.Model, each: models.Field) -> object:
    if each.many_to_many:
        return sorted(str(other.uid) for other in getattr(row, each.name).all())
    if isinstance(each, models.ForeignKey) and issubclass(each.related_model, TranslatedModel):
        other = getattr(row, each.name)
        return str(other.uid) if other else None
    value = each.value_from_object(row)
    if isinstance(each, models.FileField):
        return value.name or ""
    return value if value is None or isinstance(value, str | int) else each.value_to_string(row)


def fingerprint(rows: list[dict]) -> str:
    """Return a sure mark of rows; an empty text and none are the same to an editor, so they are to the mark."""
    spoken = [
        {
            **row,
            "pk": None,
            "fields": {name: value if value is not None else "" for name, value in row["fields"].items()},
        }
        for row in rows
    ]
    return digest(json.dumps(spoken, sort_keys=True, ensure_ascii=False))


# ---- What a save says today ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lost:
    """A text of a save for which the site has no place any more."""

    model: str
    name: str
    value: str


@dataclass(frozen=True)
class Content:
    """What a save holds, in the names of today.

    `lost` are texts without a place: while there are any, nothing is restored. `unknown` are parts that were removed
    from every version since: a save says nothing about them.
    """

    rows: list[dict]
    states: list[dict]
    lost: list[Lost] = field(default_factory=list)
    unknown: frozenset[str] = frozenset()


def read(content: str) -> Content:
    """Return what the text of a save holds; fields that were renamed since have their names of today."""
    stored = json.loads(content)
    rows, lost = [], []
    for row in stored["rows"]:
        try:
            model = apps.get_model(row["model"])
        except LookupError:
            lost += _lost(row["model"], row["fields"])
            continue
        fields, homeless = _in_names_of_today(model, row["fields"])
        rows.append({**row, "fields": fields})
        lost += _lost(row["model"], homeless)
    return Content(rows, saved_states.whole(stored["states"], stored["rows"]), lost)


def _in_names_of_today(model: type[models.Model], fields: dict) -> tuple[dict, dict]:
    """Return the values by the fields the model has, and those it has no field for."""
    known, found, homeless = {each.name for each in kept_fields(model)}, {}, {}
    for name, value in fields.items():
        today = saved_names.today(model, name)
        if today in known:
            found[today] = value
        else:
            homeless[name] = value
    return found, homeless


def _lost(label: str, fields: Mapping[str, object]) -> list[Lost]:
    """Return what would be lost without a place; an empty value is no loss."""
    return [Lost(label, name, str(value)) for name, value in fields.items() if value not in (None, "", [], False)]


def without(content: Content, places: Iterable[tuple[str, Iterable[str]]], root: str) -> Content:
    """Return the content without what was removed from every version since: [(passage, languages)].

    A place that the save does not speak of is left as it is by a restore, and no comparison shows it.
    """
    rows, unknown = [{**row, "fields": dict(row["fields"])} for row in content.rows], set(content.unknown)
    for passage, languages in places:
        steps = passage.split("/")
        key, name = (root, steps[0]) if len(steps) == 1 else (steps[1], steps[2] if len(steps) > 2 else "")
        if not name:
            unknown.add(key)
        for row in rows:
            if row["key"] == key:
                for gone in [name, *(column(name, language) for language in languages)]:
                    row["fields"].pop(gone, None)
            if not name:
                for field_name, value in row["fields"].items():
                    if isinstance(value, list):
                        row["fields"][field_name] = [uid for uid in value if uid != key]
    return Content([row for row in rows if row["key"] not in unknown], content.states, content.lost, frozenset(unknown))


# ---- Back into the tables --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Missing:
    """A row that a save names and that is not there any more; `part` is the row of the save that cannot be without."""

    model: type[models.Model]
    uid: str
    part: str = ""


def missing(content: Content) -> list[Missing]:
    """Return the rows that the content names and that are not there any more."""
    _found, gone = _named_rows(content.rows)
    return gone


def _named_rows(rows: list[dict]) -> tuple[dict[str, models.Model], list[Missing]]:
    """Return the rows of other pages that these rows name, by uid, and those that are gone."""
    wanted: dict[type[models.Model], dict[str, str]] = {}
    for row in rows:
        for each in kept_fields(apps.get_model(row["model"])):
            if each.is_relation and issubclass(each.related_model, TranslatedModel):
                value = row["fields"].get(each.name)
                needs = row["key"] if not each.many_to_many and not each.null else ""
                for uid in value if isinstance(value, list) else [value] if value else []:
                    wanted.setdefault(each.related_model, {}).setdefault(uid, needs)
    found: dict[str, models.Model] = {}
    gone = []
    for model, uids in wanted.items():
        rows_there = {str(row.uid): row for row in model._base_manager.filter(uid__in=uids)}
        found |= rows_there
        gone += [Missing(model, uid, needs) for uid, needs in uids.items() if uid not in rows_there]
    return found, gone


def write(content: Content, root: models.Model | None, *, by) -> models.Model:
    """Make the draft what the content says and return its page; rows that are the same stay untouched.

    Parts that differ are written anew under their own uid and number: two of them may exchange values that only one
    may have. What a save does not speak of (a field younger than it) stays. Names of rows that are gone are left out;
    ask `missing` first. Raises `ValidationError` where today's rules refuse what was allowed then.
    """
    named, gone = _named_rows(content.rows)
    cannot_be = {each.part for each in gone if each.part}
    first, *others = content.rows
    now = {key_of(row): row for row in parts(root)} if root else {}
    told = {_plain(row)["key"]: _plain(row)["fields"] for row in now.values()}
    wanted = {row["key"]: row for row in others if row["key"] not in cannot_be}
    same = {
        key for key, row in wanted.items() if key in told and all(told[key][n] == v for n, v in row["fields"].items())
    }
    for key, row in now.items():
        if key not in same and key not in content.unknown:
            row.delete()
    root = _written(first, root, named, by=by)
    for key, row in wanted.items():
        if key not in same:
            _written(row, now.get(key), named, by=by, page=root)
    translated = {str(row.uid): row for row in [root, *parts(root)] if isinstance(row, TranslatedModel)}
    saved_states.write(content.states, translated, root.page_uid)
    # Relations that were read before the rows changed would go on showing what was there.
    return type(root)._base_manager.get(pk=root.pk)


def _written(stored: dict, row: models.Model | None, named: Mapping, *, by, page: models.Model | None = None):
    model = apps.get_model(stored["model"])
    is_new = row is None
    row = model() if is_new else row
    if is_new and issubclass(model, TranslatedModel):
        row.uid = uuid.UUID(stored["key"])
    if row.pk is None and not model._base_manager.filter(pk=stored["pk"]).exists():
        row.pk = stored["pk"]
    if page is not None:
        setattr(row, way_to_the_page(model).name, page)
    many = {}
    for each in kept_fields(model):
        if each.name not in stored["fields"] or (is_set_once(each) and not is_new):
            continue
        value = stored["fields"][each.name]
        if each.many_to_many:
            many[each.name] = [named[uid] for uid in value if uid in named]
        elif isinstance(each, models.ForeignKey):
            setattr(row, each.name, _named(each, value, named))
        else:
            setattr(row, each.name, each.to_python(value) if value is not None else None)
    row._state.adding = page is not None or is_new
    row.full_clean(exclude=[base.name for base in translated_fields(model)])
    options = {"by": by} if isinstance(row, TranslatedModel) else {}
    row.save(**options, force_insert=row._state.adding)
    for name, others in many.items():
        getattr(row, name).set(others)
    return row


def _named(each: models.ForeignKey, value: object, named: Mapping) -> models.Model | None:
    """Return the row a foreign key of a save names; nothing if it names none, or one that is gone."""
    if value is None:
        return None
    if issubclass(each.related_model, TranslatedModel):
        return named.get(value)
    return each.related_model._base_manager.filter(pk=value).first()


def refuse_lost(content: Content) -> None:
    """Raise `ValidationError` if the content holds text for which there is no place any more."""
    if content.lost:
        sentence = _("This save holds text for which the form has no field any more. Copy what you need from below.")
        raise ValidationError(sentence, code="lost")
