"""Takes a passage out of a frozen document so that it still verifies."""

import json
from datetime import date

import pydantic
import rfc8785
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing import comparison, kinds, sealing


def without(kind: str, document: str, seal: str | None, passage: str, *, day: str) -> tuple[str, str] | None:
    """Return document and seal without the passage, or nothing when the document has nothing there.

    `day` (ISO 8601) is what the page says: "removed on …". A fact cannot be taken out alone, only its whole part.
    """
    date.fromisoformat(day)
    plain = json.loads(document)
    present = comparison.passages(plain)
    gone = {key for key in present if key == passage or key.startswith(f"{passage}/")}
    if all(present[key] in ("", None) for key in gone):
        return None
    rest, whole_part = _cut(plain, passage.split("/"))
    document_class = kinds.get(kind).document
    value = present.get(passage)
    if not whole_part and not (comparison.is_translated(document_class, passage) and isinstance(value, str | dict)):
        raise ValidationError(_("A single fact cannot be removed. Remove the whole part it stands in."), code="fact")
    rest["redacted"] = {**(plain.get("redacted") or {}), passage: day}
    if whole_part:
        gone.add(f"{passage.rsplit('/', 1)[0]}/{comparison.ORDER}")
    text = rfc8785.dumps(rest).decode()
    try:
        document_class.read(text)
    except pydantic.ValidationError as error:
        sentence = _("The page cannot stand without this. Withdraw the page instead.")
        raise ValidationError(sentence, code="needed") from error
    return text, sealing.unseal(plain, seal, gone) if seal is not None else ""


def _cut(value: dict, steps: list[str]) -> tuple[dict, bool]:
    """Return a copy without the passage at `steps`, and whether it was a whole part."""
    name, *deeper = steps
    if not deeper:
        return {**value, name: "" if isinstance(value[name], str) else None}, False
    uid, *inside = deeper
    if not inside:
        return {**value, name: [item for item in value[name] if item["uid"] != uid]}, True
    cut = [_cut(item, inside) if item["uid"] == uid else (item, False) for item in value[name]]
    return {**value, name: [item for item, _whole in cut]}, any(whole for _item, whole in cut)
