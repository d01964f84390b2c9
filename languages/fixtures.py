"""Fixtures people can read and review: the YAML format of `loaddata` and `dumpdata`.

A file holds language columns only, never base columns, names rows by their natural keys, and says nothing that follows
from something else (a model's `derived_fields`). So one content has one file, whatever language is active. What is
read passes the validation of the desk; the first row with a fault stops everything, with file, line and reason.
"""

import difflib
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.management.base import CommandError
from django.core.serializers.base import DeserializationError, DeserializedObject, build_instance
from django.core.serializers.python import Deserializer as PythonDeserializer
from django.core.serializers.python import Serializer as PythonSerializer
from django.db import DEFAULT_DB_ALIAS, Error, models, transaction
from django.utils import translation

from languages.columns import LANGUAGES, column, language_columns, translated_fields
from languages.fixture_notation import Entry, Key, NotationError, Quoted, Written, read, write
from languages.models import Segment, TranslatedModel
from languages.richtext import RichTextField, sanitise

# Between two blocks of rich text, where a file begins a new line; no text holds the space that stands there.
_NEXT_BLOCK = re.compile(
    r"(</(?:p|li|ul|ol|blockquote|h[34])>|<(?:ul|ol)>)(?=<(?:p|h[34]|ul|ol|li|blockquote)\b|</(?:ul|ol)>)"
)
_BETWEEN_TAGS = re.compile(r">\s+<")


class FixtureRefused(DeserializationError, CommandError):
    """What stands in the way of loading a file: one line for each fault, with file and line."""


def unwritten_fields(model: type[models.Model]) -> dict[str, str]:
    """Return the fields no fixture holds, each with the sentence for somebody who writes one."""
    found = {}
    for base in translated_fields(model):
        names = ", ".join(column(base.name, language) for language in LANGUAGES)
        found[base.name] = f"“{base.name}” does not say its language. Write {names}, as far as there are texts."
    for name in getattr(model, "derived_fields", ()):
        found[name] = f"“{name}” follows from other fields. Leave it out."
    return found


def has_natural_key(model: type[models.Model]) -> bool:
    """Tell whether rows of a model are named by something else than their number."""
    return hasattr(model, "natural_key") and hasattr(model._default_manager, "get_by_natural_key")


# ---- Writing ---------------------------------------------------------------------------------------------------------


class Serializer(PythonSerializer):
    """Writes each page with its parts below it in reading order, pages by uid, other rows as they come.

    Empty values are left out where empty is what a new row has; what is left out of a file is empty when it is read.
    """

    internal_use_only = False

    def start_serialization(self):
        super().start_serialization()
        # There is one form: natural keys where there are some, whatever the command was told.
        self.use_natural_foreign_keys = self.use_natural_primary_keys = True
        self.rows: list[models.Model] = []

    def handle_field(self, obj, field):
        value = field.value_from_object(obj)
        if isinstance(value, uuid.UUID):
            value = str(value)
        elif isinstance(field, RichTextField):
            value = _NEXT_BLOCK.sub(r"\1 ", value or "")
        elif not isinstance(field, models.CharField | models.TextField | models.JSONField):
            written = self._value_from_field(obj, field)
            value = Quoted(written) if isinstance(written, str) else written
        self._current[field.name] = value

    def handle_fk_field(self, obj, field):
        super().handle_fk_field(obj, field)
        self._current[field.name] = _as_key(self._current[field.name])

    def handle_m2m_field(self, obj, field):
        super().handle_m2m_field(obj, field)
        if field.name in self._current:
            # A set has no order of its own: that of the keys is the same in every database.
            self._current[field.name] = sorted(map(_as_key, self._current[field.name]))

    def get_dump_object(self, obj):
        model = type(obj)
        pk = None if has_natural_key(model) else self._value_from_field(obj, obj._meta.pk)
        fields = {
            name: self._current[name]
            for name in _in_order(model)
            if name in self._current and not _is_left_out(model, name, self._current[name])
        }
        self.rows.append(obj)
        return obj._meta.label_lower, pk, fields

    def end_serialization(self):
        written = dict(zip(map(_identity, self.rows), self.objects, strict=True))
        self.stream.write(write(written[key] for key in map(_identity, _arranged(self.rows))))

    def getvalue(self):
        # The parent class would return the objects.
        return self.stream.getvalue() if hasattr(self.stream, "getvalue") else None


def _as_key(value: object) -> object:
    return Key(value) if isinstance(value, tuple | list) else value


def _in_order(model: type[models.Model]) -> list[str]:
    """Return the names of a model's written fields: facts in the order of the model, then texts by field."""
    columns, unwritten = language_columns(model), unwritten_fields(model)
    facts = [*model._meta.local_fields, *model._meta.local_many_to_many]
    facts = sorted((field for field in facts if field.name not in columns), key=lambda field: field.creation_counter)
    return [field.name for field in facts if field.name not in unwritten] + list(columns)


def _is_left_out(model: type[models.Model], name: str, value: object) -> bool:
    if value not in (None, "", []) or isinstance(value, bool | int):
        return False
    target = model._meta.get_field(name)
    return target.many_to_many or name in language_columns(model) or target.get_default() in (None, "", [])


def _identity(row: models.Model) -> tuple:
    return type(row), row.pk


def _arranged(rows: list[models.Model]) -> Iterator[models.Model]:
    """Yield pages with their parts below them. Kinds of row keep the order in which they come."""
    models_in_order = list(dict.fromkeys(map(type, rows)))
    roots = {row.page_uid: row for row in rows if isinstance(row, TranslatedModel) and row.page_uid == row.uid}
    parts: dict[uuid.UUID, dict[tuple, models.Model]] = {}
    loose = []
    for row in rows:
        if isinstance(row, TranslatedModel) and row.page_uid != row.uid and row.page_uid in roots:
            parts.setdefault(row.page_uid, {})[_identity(row)] = row
        else:
            loose.append(row)
    loose.sort(
        key=lambda row: (models_in_order.index(type(row)), str(row.uid) if isinstance(row, TranslatedModel) else "")
    )
    for row in loose:
        yield row
        below = parts.get(row.uid, {}) if isinstance(row, TranslatedModel) else {}
        if below:
            yield from (below.pop(key) for key in map(_identity, row.translated_parts()) if key in below)
            yield from below.values()


# ---- Reading ---------------------------------------------------------------------------------------------------------


class Row(DeserializedObject):
    """One row that was read and found good; `save()` writes it as the desk would, passages included."""

    def __init__(self, row: models.Model, many: dict[str, list], place: str):
        super().__init__(row, many)
        self.place = place

    def save(self, save_m2m=True, using=None, **kwargs):
        """Save the row and what it names many of."""
        # Base columns hold the text of the active language: of one and the same, however the command was started.
        language = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
        try:
            with translation.override(language), transaction.atomic(using=using):
                if isinstance(self.object, TranslatedModel):
                    self.object.save(using=using)
                    for name, others in (self.m2m_data or {}).items() if save_m2m else ():
                        getattr(self.object, name).set(others)
                else:
                    super().save(save_m2m=save_m2m, using=using, **kwargs)
        except (Error, ValidationError) as error:
            raise FixtureRefused(f"{self.place}: The row cannot be saved: {error}") from error


class Deserializer(PythonDeserializer):
    """Reads a file row by row; raises `FixtureRefused` at the first row with a fault, naming all faults of that row.

    A row names only rows that stand above it or in the database: forward references are refused.
    """

    def __init__(self, stream_or_string, *, using=DEFAULT_DB_ALIAS, ignorenonexistent=False, **options):
        self.file = _name(stream_or_string)
        content = stream_or_string if isinstance(stream_or_string, bytes | str) else stream_or_string.read()
        try:
            entries = read(content)
        except NotationError as error:
            raise FixtureRefused(f"{self.file}:{error.line}: {error.sentence}") from error
        super().__init__(entries, using=using, ignorenonexistent=ignorenonexistent, **options)
        self.lines_of_uids: dict[str, int] = {}

    def _handle_object(self, entry: Entry):
        faults = Faults(self.file, entry)
        try:
            model = self._get_model_from_node(entry.model)
        except DeserializationError:
            if self.ignorenonexistent:
                return
            faults.add(None, f"There is no model “{entry.model}”. Write app.model, for example missions.mission.")
            faults.refuse()
        data, many = self._values(model, entry, faults)
        faults.refuse()
        row = self._built(model, data)
        self._check_uid(row, faults)
        self._check_row(row, faults)
        faults.refuse()
        yield Row(row, many, faults.place(None))

    def _built(self, model: type[models.Model], data: dict) -> models.Model:
        """Return the row, with the number of the one that has its natural key already."""
        with translation.override(settings.MODELTRANSLATION_DEFAULT_LANGUAGE):
            try:
                row = build_instance(model, data, self.using)
            except ObjectDoesNotExist:  # part of its natural key is missing: the validation names it
                row = model(**data)
        row._state.db = self.using
        # Otherwise its own row in the database would count as another one with the same key.
        known = model._base_manager.using(self.using).filter(pk=row.pk)
        row._state.adding = row.pk is None or not (has_natural_key(model) or known.exists())
        return row

    def _values(self, model: type[models.Model], entry: Entry, faults: "Faults") -> tuple[dict, dict]:
        """Return the values of a row's fields, and what it names many of; every fault is noted."""
        data, unwritten, texts = {}, unwritten_fields(model), language_columns(model)
        many = {target.name: [] for target in model._meta.local_many_to_many if _is_written(target)}
        if entry.pk is not None:
            if has_natural_key(model):
                faults.add(None, "The row is known by its uid: leave out “pk”.")
            else:
                data[model._meta.pk.attname] = entry.pk.plain
        for name, written in entry.fields.items():
            try:
                target = model._meta.get_field(name)
            except FieldDoesNotExist:
                target = None
            if target is None or not _is_written(target):
                if not self.ignorenonexistent:
                    known = [other.name for other in model._meta.fields if other.name not in unwritten]
                    faults.add(name, f"{entry.model} has no field “{name}”.{_meant(name, [*known, *many])}")
            elif name in unwritten:
                faults.add(name, unwritten[name])
            elif target.many_to_many:
                many[name] = self._references(target, written, faults)
            elif target.remote_field:
                data[target.attname] = self._reference(target, written, faults)
            else:
                fault = _misfit(target, written)
                if fault:
                    faults.add(name, fault)
                    continue
                try:
                    value = target.to_python(written.plain)
                except ValidationError as error:
                    faults.add(name, " ".join(error.messages))
                    continue
                if isinstance(target, RichTextField) and isinstance(value, str):
                    difference = _not_allowed(value)
                    if difference:
                        faults.add(name, difference)
                        continue
                # A translated text that is not there is nothing, as in a new row.
                data[name] = None if name in texts and value == "" and target.null else value
        if issubclass(model, TranslatedModel) and "uid" not in entry.fields:
            faults.add(None, "The row has no uid. Give it one that never changes, for example from uuidgen.")
        return data, many

    def _reference(self, target: models.Field, written: Written, faults: "Faults") -> object:
        related, value = target.remote_field.model, written.plain
        if value is None:
            return None
        if not has_natural_key(related):
            return related._meta.pk.to_python(value)
        name = related._meta.verbose_name
        if not isinstance(value, list) or not value or not all(isinstance(part, str) for part in value):
            faults.add(target.name, f"Name the {name} by its uid in brackets, as in [{uuid.UUID(int=0)}].", written)
            return None
        try:
            other = related._default_manager.db_manager(self.using).get_by_natural_key(*value)
        except (ObjectDoesNotExist, ValidationError, TypeError, ValueError):
            sentence = (
                f"“{target.name}” names the {name} [{', '.join(value)}], which is neither above in a file nor in "
            )
            faults.add(target.name, f"{sentence}the database.", written)
            return None
        return other.pk if target.many_to_many else getattr(other, target.target_field.attname)

    def _references(self, target: models.ManyToManyField, written: Written, faults: "Faults") -> list:
        if written.value is None:
            return []
        if not isinstance(written.value, list):
            faults.add(target.name, f"“{target.name}” is a list with one line per row it names.")
            return []
        keys = [str(item.plain) for item in written.value]
        for item, key in zip(written.value, keys, strict=True):
            if keys.count(key) > 1:
                faults.add(target.name, f"“{target.name}” names {key} more than once.", item)
        return [self._reference(target, item, faults) for item in written.value]

    def _check_uid(self, row: models.Model, faults: "Faults") -> None:
        """Refuse a uid that another row of this file or of the database has; no two rows share one, of any model."""
        uid = str(getattr(row, "uid", "") or "")
        if not uid:
            return
        if uid in self.lines_of_uids:
            faults.add("uid", f"The row on line {self.lines_of_uids[uid]} has the same uid. Give each its own.")
        self.lines_of_uids.setdefault(uid, faults.line("uid"))
        if isinstance(row, TranslatedModel):
            passages = Segment.objects.using(self.using).filter(part_uid=uid)
            other = passages.exclude(model=row._meta.label_lower).first()
            if other:
                faults.add("uid", f"A row of {other.model} has the same uid in the database. Give each its own.")

    def _check_row(self, row: models.Model, faults: "Faults") -> None:
        """Note everything the validation of the desk finds."""
        unwritten = set(unwritten_fields(type(row)))
        try:
            row.full_clean(exclude=unwritten)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                for one in errors:
                    sentence = " ".join(one.messages)
                    if one.code == "invalid_choice" and name != NON_FIELD_ERRORS:
                        choices = ", ".join(str(value) for value, _label in row._meta.get_field(name).flatchoices)
                        sentence += f" Choose one of {choices}."
                    faults.add(None if name == NON_FIELD_ERRORS else name, sentence)


def uids_by_model(path: Path) -> dict[type[models.Model], list[uuid.UUID]]:
    """Return the uids a file gives to rows of each model, without loading it; none for an empty file."""
    found: dict[type[models.Model], list[uuid.UUID]] = {}
    try:
        for entry in read(path.read_bytes()):
            if "uid" in entry.fields:
                found.setdefault(apps.get_model(entry.model), []).append(uuid.UUID(entry.fields["uid"].plain))
    except (NotationError, LookupError, ValueError, AttributeError) as error:
        raise FixtureRefused(f"{path.name}:{error}") from error
    return found


class Faults:
    """The faults of one row, each with the line it stands on."""

    def __init__(self, file: str, entry: Entry):
        self.file, self.entry, self.found = file, entry, []

    def line(self, name: str | None) -> int:
        """Return the line of a field; that of the row for a field it does not write, or none."""
        written = self.entry.fields.get(name) if name else None
        return written.line if written else self.entry.line

    def place(self, name: str | None, written: Written | None = None) -> str:
        """Return file and line of a field or value, with the model of the row."""
        return f"{self.file}:{written.line if written else self.line(name)}: {self.entry.model}"

    def add(self, name: str | None, sentence: str, written: Written | None = None) -> None:
        """Note a fault of a field, or of the row as a whole."""
        fault = f"{self.place(name, written)}{f', {name}' if name else ''}: {sentence}"
        if fault not in self.found:
            self.found.append(fault)

    def refuse(self) -> None:
        """Raise `FixtureRefused` if there is any fault."""
        if self.found:
            raise FixtureRefused("\n".join(self.found))


def _name(stream_or_string: object) -> str:
    """Return how a message names what is read: the path, short inside the project."""
    name = getattr(stream_or_string, "name", None)
    if not isinstance(name, str):
        return "fixture"
    path, root = Path(name), Path(settings.BASE_DIR)
    return str(path.relative_to(root)) if path.is_relative_to(root) else name


def _is_written(target) -> bool:
    """Tell whether a field is a column or a list of the model itself, and one that fixtures may hold."""
    return isinstance(target, models.Field) and not target.auto_created and getattr(target, "serialize", True)


def _meant(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean “{close[0]}”?" if close else ""


def _misfit(target: models.Field, written: Written) -> str:
    """Return why a value cannot be meant for a field, where Django would turn it into something; else nothing."""
    value = written.value
    if isinstance(target, models.JSONField) or value is None:
        return ""
    if isinstance(value, list | dict):
        return f"“{target.name}” holds one value, not several."
    if isinstance(target, models.BooleanField):
        return "" if isinstance(value, bool) else "Write true or false."
    if isinstance(value, bool):
        return "A yes or no has no meaning here. If it is meant as a word, put it in quotes."
    if isinstance(target, models.CharField | models.TextField | models.UUIDField) and not isinstance(value, str):
        return "This is a text: put it in quotes."
    return ""


def _not_allowed(html: str) -> str:
    """Return where rich text holds what its editor cannot write; nothing is repaired in silence but the layout."""
    written, clean = (_BETWEEN_TAGS.sub("><", text.strip()) for text in (html, sanitise(html)))
    if written == clean:
        return ""
    pairs = enumerate(zip(written, clean, strict=False))
    at = next((at for at, (left, right) in pairs if left != right), min(len(written), len(clean)))
    tag = written.rfind("<", 0, at + 1)
    start = tag if tag >= 0 and ">" not in written[tag:at] else at
    return (
        f"This rich text holds what the editor of the desk cannot write, from “{written[start : start + 40]}” on. "
        "Allowed are p, h3, h4, strong, em, sup, ul, ol, li, blockquote, br, and a with an address (https or mailto)."
    )
