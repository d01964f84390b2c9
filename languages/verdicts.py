"""What somebody says of a translation beside its field: that it is still right, or differs on purpose.

Buttons of a form. Each bears as its value the name of the field it stands beside.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.forms.models import ModelForm
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from languages.columns import column, language_columns, text
from languages.models import Segment
from languages.states import State

STILL_RIGHT, DIFFERENT, ALIKE = "_still", "_different", "_alike"
# Before the name of the field: the reason why its text differs.
REASON = "_reason-"
_TOLD = {
    STILL_RIGHT: _("The translation is confirmed as still right."),
    DIFFERENT: _("The text is marked as deliberately different."),
    ALIKE: _("The text is an ordinary translation again, and is to be checked."),
}


@dataclass(frozen=True)
class Verdict:
    """What became of a button: the form of its field and what is told; `refused` says why nothing was noted."""

    form: ModelForm
    told: str
    refused: str = ""


def mark(
    segments: Iterable[Segment], forms: Iterable[ModelForm], spelled_out: Callable[[ModelForm, str, str, str], str]
):
    """Say under each field how its translation stands if its source changed or it differs on purpose, with the buttons.

    `spelled_out` returns, for a form, a field, and its source then and now, what changed, as HTML.
    """
    written_in = {form.instance.uid: form for form in forms if form.instance.pk and hasattr(form.instance, "uid")}
    for segment in segments:
        form, name = written_in.get(segment.part_uid), column(segment.field, segment.language)
        if segment.state not in (State.STALE, State.DIFFERENT) or form is None or name not in form.fields:
            continue
        field, changes = form.fields[name], ""
        if segment.state == State.STALE and segment.source_text:
            now = text(form.instance, segment.field, segment.source_language)
            changes = spelled_out(form, segment.field, segment.source_text, now)
        facts = {
            "segment": segment,
            "changes": changes,
            "name": form.add_prefix(name),
            "label": field.label,
            "help": field.help_text,
        }
        field.help_text = render_to_string("languages/_verdict.html", facts)


def pressed(post: QueryDict) -> tuple[str, str]:
    """Return which of these buttons was pressed, and the name of the field beside it; empty for none."""
    return next(((button, post[button]) for button in _TOLD if post.get(button)), ("", ""))


def given(post: QueryDict, forms: Iterable[ModelForm], *, by) -> Verdict | None:
    """Note what the pressed button says of the translation beside it; nothing if there is no such translation.

    A field that this person may not write is in no form, so nothing is said of it either.
    """
    button, place = pressed(post)
    for form in forms if button else ():
        name = place.removeprefix(f"{form.prefix}-") if form.prefix else place
        columns = language_columns(form._meta.model)
        if form.instance.pk and name in columns and name in form.fields and form.add_prefix(name) == place:
            base, language = columns[name]
            segment = Segment.objects.filter(part_uid=form.instance.uid, field=base, language=language).first()
            return segment and _noted(button, segment, form, post.get(f"{REASON}{place}", ""), by)
    return None


def _noted(button: str, segment: Segment, form: ModelForm, reason: str, by) -> Verdict | None:
    if button == STILL_RIGHT and segment.state == State.STALE:
        segment.still_right(by=by)
    elif button == ALIKE and segment.reason:
        segment.alike_again(by=by)
    elif button == DIFFERENT:
        try:
            segment.deliberately_different(by=by, reason=reason)
        except ValidationError as error:
            return Verdict(form, "", refused=" ".join(error.messages))
    else:
        return None
    return Verdict(form, _TOLD[button])
