"""Translations whose source changed, in a form: marked under their field, and confirmed by the button there."""

from collections.abc import Callable, Iterable

from django.forms.models import ModelForm
from django.template.loader import render_to_string

from languages.columns import column, language_columns, text
from languages.models import Segment
from languages.states import State

# The button; its value is the name of the field beside it.
BUTTON = "_still"


def mark(todo: Iterable[Segment], forms: Iterable[ModelForm], spelled_out: Callable[[ModelForm, str, str, str], str]):
    """Say under each field of a stale translation what became of its source, with the button that confirms it.

    `spelled_out` returns, for a form, a field, and its source then and now, what changed, as HTML.
    """
    written_in = {form.instance.uid: form for form in forms if form.instance.pk and hasattr(form.instance, "uid")}
    for segment in todo:
        form, name = written_in.get(segment.part_uid), column(segment.field, segment.language)
        if segment.state != State.STALE or form is None or name not in form.fields:
            continue
        now = text(form.instance, segment.field, segment.source_language)
        field = form.fields[name]
        facts = {
            "segment": segment,
            "changes": spelled_out(form, segment.field, segment.source_text, now),
            "button": BUTTON,
            "name": form.add_prefix(name),
            "label": field.label,
            "help": field.help_text,
        }
        field.help_text = render_to_string("languages/_still_right.html", facts)


def confirm(pressed: str, forms: Iterable[ModelForm], *, by) -> ModelForm | None:
    """Confirm the translation of the field whose button was pressed; return its form, or nothing if there was none.

    A field that this person may not write is in no form, so it is not confirmed either.
    """
    for form in forms:
        name = pressed.removeprefix(f"{form.prefix}-") if form.prefix else pressed
        columns = language_columns(form._meta.model)
        if form.instance.pk and name in columns and name in form.fields and form.add_prefix(name) == pressed:
            base, language = columns[name]
            stale = Segment.objects.filter(part_uid=form.instance.uid, field=base, language=language, state=State.STALE)
            for segment in stale:
                segment.still_right(by=by)
                return form
    return None
