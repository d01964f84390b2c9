"""Where a finding of the checklist is mended: the field or the row of the form, or the translation, it is about."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from languages.columns import column, passage_fields, translated_fields
from publishing.findings import Finding
from publishing.models.working import WorkingPage

# What a document calls otherwise than the form does.
_FIELDS = {"path": "slug"}


def address_of(row: WorkingPage, finding: Finding) -> str:
    """Return the address at the desk of the place in a draft that a finding names, in the language it speaks of."""
    options = row._meta
    form = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    query = {"language": finding.language} if finding.language in dict(settings.LANGUAGES) else {}
    name, _slash, inside = finding.place.partition("/")
    part = _part(row, inside.partition("/")[0]) if inside else None
    if finding.code == "parity" and (place := _translated(row, part, finding)):
        return place
    if part is not None:
        prefix = _prefix(row, part)
        query["open"] = f"{prefix}-0~{part.pk}"
        anchor = f"{prefix}-of-{part.pk}"
    else:
        anchor = _field(row, _FIELDS.get(name, name), finding.language or row.source_language)
    return "".join([form, f"?{urlencode(query)}" if query else "", f"#{anchor}" if anchor else ""])


def _translated(row: WorkingPage, part, finding: Finding) -> str:
    """Return where a translation is mended beside its source, or said to differ on purpose; empty for none."""
    of, name = part or row, finding.place.rpartition("/")[2]
    at_its_place = finding.place.count("/") == (2 if part else 0)
    if not at_its_place or name not in {field.name for field in passage_fields(type(of))}:
        return ""
    address = f"admin:{row._meta.app_label}_{row._meta.model_name}_translate"
    return f"{reverse(address, args=[row.pk, finding.language])}?{urlencode({'passage': f'{of.uid}.{name}'})}#here"


def _part(row: WorkingPage, uid: str):
    return next((part for part in row.translated_parts() if str(part.uid) == uid), None)


def _prefix(row: WorkingPage, part) -> str:
    """Return the name that the rows of a kind have in the form: that of the relation which leads to them."""
    relation = next(field for field in part._meta.concrete_fields if field.related_model is type(row))
    return relation.remote_field.get_accessor_name()


def _field(row: WorkingPage, name: str, language: str) -> str:
    if name in {field.name for field in translated_fields(type(row))}:
        return f"id_{column(name, language)}"
    own = (*row._meta.concrete_fields, *row._meta.many_to_many)
    return f"id_{name}" if name in {field.name for field in own} else ""
