"""How the translations of a draft stood at a save, so that a restored translation is as old as it was then.

Without it, an old text that comes back would pass for a translation of a source it never saw.
"""

from collections.abc import Mapping

from django.apps import apps
from django.contrib.auth import get_user_model

from languages.columns import column, language_columns, text
from languages.models import Segment, TranslatedModel, digest
from publishing import saved_names


def plain(root: TranslatedModel, rows: list[dict]) -> list[dict]:
    """Return the states of a page as plain values; what follows from the rows of the save is left out."""
    fields = {row["key"]: row["fields"] for row in rows}
    found = []
    for segment in Segment.objects.filter(page_uid=root.page_uid).order_by("part_uid", "field", "language"):
        part = fields.get(str(segment.part_uid))
        if part is None:
            continue
        state = {
            "part": str(segment.part_uid),
            "field": segment.field,
            "language": segment.language,
            "source_language": segment.source_language,
            "state": str(segment.state),
            "at": segment.changed_at.isoformat(),
            "by": segment.by_id,
        }
        if segment.reason:
            state["reason"] = segment.reason
        if segment.source_text != _text(part, segment.field, segment.source_language):
            state["source_text"] = segment.source_text
        if segment.target_digest != digest(_text(part, segment.field, segment.language)):
            state["mark"] = segment.target_digest
        found.append(state)
    return found


def _text(fields: Mapping[str, object], name: str, language: str) -> str:
    value = fields.get(column(name, language)) or ""
    return value if value.strip() else ""


def whole(states: list[dict], rows: list[dict]) -> list[dict]:
    """Return the states with what was left out, in the names of today; `rows` as the save holds them."""
    fields = {row["key"]: row for row in rows}
    found = []
    for state in states:
        row = fields[state["part"]]
        try:
            model = apps.get_model(row["model"])
        except LookupError:
            continue
        texts = {
            "reason": "",
            "source_text": _text(row["fields"], state["field"], state["source_language"]),
            "mark": digest(_text(row["fields"], state["field"], state["language"])),
        }
        found.append(texts | state | {"field": saved_names.today(model, state["field"])})
    return found


def write(states: list[dict], rows: Mapping[str, TranslatedModel], page_uid) -> None:
    """Make the translations of these rows as old as they were; only where the text is the one the save speaks of."""
    users = get_user_model()._base_manager.filter(pk__in={state["by"] for state in states})
    known = set(users.values_list("pk", flat=True))
    segments = []
    for state in states:
        part, field, language = rows.get(state["part"]), state["field"], state["language"]
        if part is None or column(field, language) not in language_columns(type(part)):
            continue
        if digest(text(part, field, language)) != state["mark"]:
            continue
        segments.append(
            Segment(
                page_uid=page_uid,
                part_uid=part.uid,
                model=part._meta.label_lower,
                field=field,
                language=language,
                source_language=state["source_language"],
                source_text=state["source_text"],
                target_digest=state["mark"],
                state=state["state"],
                reason=state["reason"],
                changed_at=state["at"],
                by_id=state["by"] if state["by"] in known else None,
            )
        )
    Segment.objects.bulk_create(
        segments, update_conflicts=True, unique_fields=Segment.KEY, update_fields=Segment.FOLLOWING
    )
