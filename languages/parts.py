"""The parts of a form and the lines of its rows: what is left to do in each, in the languages the form shows."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.contrib.admin.utils import flatten
from django.forms.models import ModelForm
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, ngettext

from languages.columns import column, text
from languages.models import Segment
from languages.states import State

# As much of a text as the line of a closed row shows.
LONGEST = 90


def worst_state(counts: dict[str, int]) -> str:
    """Return the state that most needs work; "none" when there is nothing to translate."""
    order = (State.MISSING, State.STALE, State.DIFFERENT, State.FRESH)
    return next((str(state) for state in order if counts[state]), "none")


def standing(counts: dict[str, int]) -> str:
    """Return in words what is left to do in one language."""
    if not any(counts.values()):
        return gettext("nothing to translate")
    left = []
    if counts[State.MISSING]:
        left.append(ngettext("%(n)d missing", "%(n)d missing", counts[State.MISSING]) % {"n": counts[State.MISSING]})
    if counts[State.STALE]:
        left.append(
            ngettext("%(n)d source changed", "%(n)d sources changed", counts[State.STALE]) % {"n": counts[State.STALE]}
        )
    return ", ".join(left) or str(State.FRESH.label)


def mark_work(todo: Iterable[Segment], forms: Iterable[ModelForm]) -> None:
    """Mark the fields of a form that need work, for the switch that folds the others."""
    written_in = {form.instance.uid: form for form in forms if form.instance.pk and hasattr(form.instance, "uid")}
    for segment in todo:
        form, name = written_in.get(segment.part_uid), column(segment.field, segment.language)
        if form is not None and name in form.fields:
            form.fields[name].widget.attrs["data-work"] = str(segment.state)


def parts_of(adminform, inlines: Iterable, todo: Iterable[Segment], shown: tuple[str, ...]) -> list[dict]:
    """Return the parts of a form in their order: name, place, number of rows, and what is left to do in each."""
    options, todo = adminform.form._meta.model._meta, [segment for segment in todo if segment.language in shown]
    page = getattr(adminform.form.instance, "uid", None)
    parts = []
    for at, (name, fieldset) in enumerate(adminform.fieldsets):
        fields = set(flatten(fieldset["fields"]))
        here = [each for each in todo if each.part_uid == page and column(each.field, each.language) in fields]
        anchor = f"fieldset-0-{at}-heading" if name else f"{options.model_name}_form"
        parts.append(_part(name or capfirst(options.verbose_name), anchor, "", here, shown))
    for inline in inlines:
        uids = _uids(inline.formset)
        name = capfirst(inline.opts.verbose_name_plural)
        here = [each for each in todo if each.part_uid in uids]
        parts.append(_part(name, f"{inline.formset.prefix}-group", str(len(uids)), here, shown))
    return parts


def _uids(formset) -> set[UUID]:
    return {getattr(form.instance, "uid", form.instance.pk) for form in formset.forms if form.instance.pk}


def _part(name: str, anchor: str, number: str, todo: list[Segment], shown: tuple[str, ...]) -> dict:
    counts = _counts(todo)
    words = standing(counts) if len(shown) > 1 else ""
    return {
        "name": name,
        "anchor": anchor,
        "state": worst_state(counts) if words else "",
        "words": ", ".join(filter(None, [number, words])),
    }


def _counts(todo: Iterable[Segment]) -> Counter:
    # Where nothing is left to do, all is up to date.
    return Counter(State(segment.state) for segment in todo) or Counter({State.FRESH: 1})


def write_lines(inlines: Iterable, todo: Iterable[Segment], shown: tuple[str, ...]) -> None:
    """Give every row its line: its facts, its words in the source language and in the one shown, and its state."""
    work: dict[UUID, list[Segment]] = {}
    for segment in todo:
        if segment.language in shown:
            work.setdefault(segment.part_uid, []).append(segment)
    for inline in inlines:
        name = getattr(inline.opts, "line_text", "")
        for form in inline.formset.forms if name else ():
            row = form.instance
            if not row.pk:
                continue
            left = work.get(row.uid, [])
            counts = _counts(left)
            form.line = {
                "facts": list(filter(None, (_fact(row, fact) for fact in inline.opts.line_facts))),
                # With all languages on the form there is room for the source only.
                "words": [(language, _words(row, name, language)) for language in shown[: 2 if len(shown) == 2 else 1]],
                "needs_work": bool(left),
                "state": worst_state(counts) if len(shown) > 1 else "",
                "told": standing(counts) if len(shown) > 1 else "",
            }


def _fact(row, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    return "" if value is None else str(value)


def _words(row, name: str, language: str) -> str:
    return Truncator(strip_tags(text(row, name, language))).chars(LONGEST, truncate="…")
