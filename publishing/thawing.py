"""The way back from documents to drafts: how changes between two documents of a page are made in its rows.

Each kind of page says its `Shape`; everything else follows from the fields. What a document does not hold stays as it
is in the draft.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from images.models import Picture
from languages.columns import column, translated_fields
from languages.models import TranslatedModel
from publishing import comparison, wording
from publishing.comparison import ORDER, Change, What
from publishing.documents import Document
from publishing.shapes import PartShape, Shape


class Thaw:
    """Changes of one draft on their way back into its rows.

    `before` is the draft as it would be frozen, `after` what it is to be, by language; languages that only one of
    them has are left alone.
    """

    def __init__(
        self, row: TranslatedModel, shape: Shape, before: Mapping[str, Document], after: Mapping[str, Document]
    ):
        self.row, self.shape = row, shape
        self.languages = [language for language in after if language in before]
        self.before = {language: before[language].model_dump(mode="json") for language in self.languages}
        self.after = {language: after[language].model_dump(mode="json") for language in self.languages}
        self.changes = {language: comparison.compare(before[language], after[language]) for language in self.languages}

    # ---- What can be taken ----

    def objection(self, change: Change, language: str) -> str:
        """Return why a change cannot be made in this draft; empty when it can."""
        name, *steps = change.key.split("/")
        if not steps:
            return self._value_objection(type(self.row), self.shape.names.get(name, name), change.old, change.new)
        part = self.shape.parts.get(name)
        if part is None:
            if len(steps) > 1 or steps[0] == ORDER:
                return _another_page()
            related = self._field(type(self.row), name).related_model
            return "" if change.what == What.REMOVED else _gone_objection(related, change.new)
        if steps[0] == ORDER:
            return "" if self._has_order(part) else _another_page()
        if len(steps) > 2 or (len(steps) == 2 and steps[1] in part.foreign):
            return _another_page()
        item = next((item for item in self.after[language].get(name) or [] if item["uid"] == steps[0]), None)
        if item is not None and (len(steps) == 1 or steps[1] not in self._words(part)):
            refusal = part.objection(item, self.after[language])
            if refusal:
                return refusal
        if change.what == What.REMOVED and len(steps) == 1:
            return ""
        if len(steps) == 1:
            return self._item_objection(part, change.new)
        model = self._model(part)
        return self._value_objection(model, part.names.get(steps[1], steps[1]), change.old, change.new)

    def _item_objection(self, part: PartShape, item: Mapping) -> str:
        model = self._model(part)
        if part.points_at:
            refusal = _gone_objection(model._meta.get_field(part.points_at).related_model, item)
            if refusal:
                return refusal
        for name, value in item.items():
            if name == "uid" or name in part.foreign:
                continue
            refusal = self._value_objection(model, part.names.get(name, name), None, value)
            if refusal:
                return refusal
        return ""

    def _value_objection(self, model: type[models.Model], name: str, old: object, new: object) -> str:
        each = self._field(model, name)
        if each is None or not each.is_relation or new is None:
            return ""
        if each.related_model is Picture:
            return _picture_objection(old, new)
        if isinstance(old, Mapping) and isinstance(new, Mapping) and old["uid"] == new["uid"]:
            return _another_page()
        return _gone_objection(each.related_model, new)

    def _words(self, part: PartShape) -> set[str]:
        return {base.name for base in translated_fields(self._model(part))}

    # ---- Into the rows ----

    def write(self, *, by) -> None:
        """Make the changes in the rows; raises `ValidationError` where a row then breaks a rule."""
        for language, changes in self.changes.items():
            for change in changes:
                if "/" not in change.key:
                    self._set(self.row, self.shape.names.get(change.key, change.key), change.new, language)
        _save(self.row, by=by)
        for name in {
            change.key.split("/")[0] for changes in self.changes.values() for change in changes if "/" in change.key
        }:
            if name in self.shape.parts:
                self._write_parts(name, self.shape.parts[name], by=by)
            else:
                self._write_references(name)

    def _write_references(self, name: str) -> None:
        relation = getattr(self.row, name)
        for changes in self.changes.values():
            for change in changes:
                steps = change.key.split("/")
                if steps[0] == name and len(steps) == 2 and steps[1] != ORDER:
                    others = relation.model._base_manager.filter(uid=steps[1])
                    (relation.remove if change.what == What.REMOVED else relation.add)(*others)

    def _write_parts(self, name: str, part: PartShape, *, by) -> None:
        rows = {self._uid(row, part): row for row in getattr(self.row, part.relation).all()}
        items = {
            language: {item["uid"]: item for item in document.get(name) or []}
            for language, document in self.after.items()
        }
        was_there = {item["uid"] for document in self.before.values() for item in document.get(name) or []}
        wanted = _in_one_order([list(known) for known in items.values()])
        for uid in was_there - set(wanted):
            if uid in rows:
                rows.pop(uid).delete()
        added = [uid for uid in wanted if uid not in rows]
        for uid in wanted:
            row = rows.get(uid)
            changed = self._changes_inside(name, uid)
            present = [language for language in self.languages if uid in items[language]]
            values = [(key, items[language][uid].get(key), language) for key, language in changed]
            joined = present if row is None else self._joined(name, uid)
            values += [(key, value, language) for language in joined for key, value in items[language][uid].items()]
            if row is None:
                row = rows[uid] = self._new(part, uid)
            for key, value, language in values:
                if key != "uid" and key not in part.foreign:
                    self._set(row, part.names.get(key, key), value, language)
            if self._presence_changed(name, uid):
                part.settle(row, present, self.languages)
            if (changed or self._presence_changed(name, uid)) and not (uid in added and self._has_order(part)):
                _save(row, by=by)
        if self._has_order(part):
            moved = any(change.key == f"{name}/{ORDER}" for changes in self.changes.values() for change in changes)
            self._put_in_order(rows, wanted, set(added), moved=moved or bool(added), by=by)

    def _put_in_order(self, rows: dict, wanted: list[str], added: set[str], *, moved: bool, by) -> None:
        """Number the rows as the documents have them; one the documents do not name stays behind its neighbour."""
        if not moved:
            return
        there = sorted((uid for uid in rows if uid not in added), key=lambda uid: (rows[uid].order, rows[uid].pk))
        for place, uid in enumerate(_in_one_order([wanted, there]), start=1):
            if uid in added or rows[uid].order != place:
                rows[uid].order = place
                _save(rows[uid], by=by)

    def _changes_inside(self, name: str, uid: str) -> list[tuple[str, str]]:
        """Return (field, language) of every change inside an item that was there and stays."""
        found = []
        for language, changes in self.changes.items():
            for change in changes:
                steps = change.key.split("/")
                if steps[:2] == [name, uid] and len(steps) == 3:
                    found.append((steps[2], language))
        return found

    def _joined(self, name: str, uid: str) -> list[str]:
        """Return the languages that have an item from now on which the draft had in others only."""
        return [
            language
            for language, changes in self.changes.items()
            if any(change.key == f"{name}/{uid}" and change.what == What.ADDED for change in changes)
        ]

    def _presence_changed(self, name: str, uid: str) -> bool:
        return any(change.key == f"{name}/{uid}" for changes in self.changes.values() for change in changes)

    def _new(self, part: PartShape, uid: str) -> models.Model:
        model = self._model(part)
        row = model(**{self._relation(part).field.name: self.row})
        if part.points_at:
            related = model._meta.get_field(part.points_at).related_model
            setattr(row, part.points_at, related._base_manager.get(uid=uid))
        else:
            row.uid = uid
        return row

    def _set(self, row: models.Model, name: str, value: object, language: str) -> None:
        if name == "path":
            name, value = "slug", slug_of(value or "")
        if name in {base.name for base in translated_fields(type(row))}:
            is_address = isinstance(type(row)._meta.get_field(name), models.SlugField)
            # Two pages may both have no address, but not both the empty one.
            setattr(row, column(name, language), (value or None) if is_address else value)
            return
        each = self._field(type(row), name)
        if each is None:
            return
        if each.is_relation:
            uid = value["uid"] if isinstance(value, Mapping) else value
            setattr(row, name, each.related_model._base_manager.filter(uid=uid).first() if uid else None)
        else:
            setattr(row, name, each.to_python(value) if value is not None else None)

    # ---- The shape, asked of the models ----

    @cached_property
    def _relations(self) -> dict[str, models.ManyToOneRel]:
        return {relation.get_accessor_name(): relation for relation in type(self.row)._meta.related_objects}

    def _relation(self, part: PartShape) -> models.ManyToOneRel:
        return self._relations[part.relation]

    def _model(self, part: PartShape) -> type[models.Model]:
        return self._relation(part).related_model

    def _has_order(self, part: PartShape) -> bool:
        return self._field(self._model(part), "order") is not None

    def _uid(self, row: models.Model, part: PartShape) -> str:
        return str(getattr(row, part.points_at).uid if part.points_at else row.uid)

    def _field(self, model: type[models.Model], name: str) -> models.Field | None:
        try:
            return model._meta.get_field(name)
        except FieldDoesNotExist:
            return None


def slug_of(path: str) -> str:
    """Return the part of a full path that an editor types; empty for no path."""
    return path.rstrip("/").rsplit("/", 1)[-1]


def _save(row: models.Model, *, by) -> None:
    row.full_clean(exclude=[base.name for base in translated_fields(type(row))])
    row.save(**({"by": by} if isinstance(row, TranslatedModel) else {}))


def _in_one_order(lists: Sequence[Sequence[str]]) -> list[str]:
    """Return the items of several lists in the order of the first; those it lacks stand behind their neighbours."""
    found = list(lists[0]) if lists else []
    for other in lists[1:]:
        for place, uid in enumerate(other):
            if uid not in found:
                before = next((neighbour for neighbour in reversed(other[:place]) if neighbour in found), None)
                found.insert(found.index(before) + 1 if before else 0, uid)
    return found


def _another_page() -> str:
    return _("These words belong to another entry of the desk: change them there.")


def _gone_objection(model: type[models.Model], named: object) -> str:
    """Return that the row a document names is not there any more; empty if it is."""
    uid = named["uid"] if isinstance(named, Mapping) else named
    if model._base_manager.filter(uid=uid).exists():
        return ""
    words = wording.item_name(named) if isinstance(named, Mapping) else ""
    return _("%(kind)s “%(name)s” was deleted. Bring it back first.") % {
        "kind": str(model._meta.verbose_name).capitalize(),
        "name": words or uid,
    }


def _picture_objection(old: Mapping | None, new: Mapping) -> str:
    picture = Picture.objects.filter(uid=new["uid"]).first()
    if picture is None:
        return _("The picture left the library.")
    if picture.content_hash != new["content_hash"]:
        return _("The file of this picture was replaced in the library since.")
    return _another_page() if old and old["uid"] == new["uid"] else ""
