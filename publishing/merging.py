"""Two people saved the same page: what each did to it, what goes together, and what a person has to choose.

Compared are the state a form was opened with, the state the page has now, and what was sent. A field I did not touch
takes their value; a field only I touched keeps mine; a field both changed to different values is a clash.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.db import models
from django.forms import BooleanField, ChoiceField, FileField, ModelChoiceField, MultiWidget
from django.forms.boundfield import BoundField
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField, ModelForm
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from languages.columns import language_columns
from languages.forms import column_label
from languages.richtext import RichTextField, sanitise
from languages.rows import CLOSED, goes
from publishing import as_sent, shared_state
from publishing.shared_state import PAGE
from publishing.three_ways import marked, proposed

MINE, THEIRS, THIRD = "mine", "theirs", "third"
# On the page that asks to choose, before the name of a field or a row: the choice, my value, a third one; of a row to
# be brought back the mark of the state that knew it, and what I wrote in it; that a row is to go.
CHOICE, MY_VALUE, THIRD_VALUE, KNOWN_IN, WRITTEN, TO_GO = (
    "_choice-",
    "_mine-",
    "_third-",
    "_known-",
    "_row-",
    "_go-",
)


@dataclass
class Clash:
    """One place at which both did something, each in a different way; `base` is None when nobody knows it any more."""

    name: str
    place: str
    what: str
    mine: str
    theirs: str
    base: str | None = None
    language: str = ""
    third: object = ""
    hidden: dict[str, list[str]] = field(default_factory=dict)

    @property
    def mine_marked(self):
        return self.mine if self.base is None else marked(self.base, self.mine)

    @property
    def theirs_marked(self):
        return self.theirs if self.base is None else marked(self.base, self.theirs)


class Merge:
    """Brings what was sent together with what others saved since, by writing their values into the post.

    `base` is the state the form was opened with, None if it is no longer kept: then every difference is a clash.
    """

    def __init__(self, post: QueryDict, base: dict | None, current: dict, mark: str):
        self.post, self.base, self.current, self.mark = post, base, current, mark
        self.mine: list[dict] = []
        self.theirs: list[dict] = []
        self.clashes: list[Clash] = []
        self.lost_file = False

    def page(self, form: ModelForm) -> None:
        """Merge the page's own fields."""
        self._row(form, PAGE, "")

    def rows_of(self, formset: BaseInlineFormSet, *, can_restore: bool) -> None:
        """Bring the rows of one kind together: those one of the two deleted, those the others added.

        Rewrites the post where rows came or went; what the rows hold is merged by `fields_of_rows` in new formsets.
        """
        prefix, now = formset.prefix, self.current[formset.prefix]
        if not formset.management_form.is_valid():
            return  # Django says so
        before = None if self.base is None else self.base.get(prefix, {})
        dropped, seen = set(), set()
        for index, form in enumerate(formset.initial_forms):
            key = self.post.get(form.add_prefix(formset.model._meta.pk.name), "")
            seen.add(key)
            is_to_go = goes(self.post, form.prefix)
            if key in now:
                if is_to_go and key in (before or {}):
                    self._deleted_here(form, before[key], now[key])
            elif before is None or key in before:
                known = (before or {}).get(key)
                if not is_to_go and not self._deleted_there(form, key, known, can_restore=can_restore) and known:
                    self.theirs.append(
                        {"place": self._named(shared_state.restored(formset.model, key, known)), "text": _("deleted")}
                    )
                dropped.add(index)
        added = [row for row in formset.get_queryset() if str(row.pk) not in seen]
        self.theirs += [{"place": self._named(row), "text": _("added")} for row in added]
        if dropped or added:
            as_sent.rows_rewritten(
                self.post,
                prefix,
                formset.initial_form_count(),
                formset.total_form_count(),
                dropped=dropped,
                added=[partial(self._as_closed_row, formset, str(row.pk)) for row in added],
            )

    def fields_of_rows(self, formset: BaseInlineFormSet) -> None:
        """Merge what the rows of one kind hold, once `rows_of` brought the rows themselves together."""
        if not formset.management_form.is_valid():
            return
        for form in formset.initial_forms:
            key = str(form.instance.pk)
            if key in self.current[formset.prefix] and not goes(self.post, form.prefix):
                self._row(form, formset.prefix, self._named(form.instance), key)

    @staticmethod
    def _named(row: models.Model) -> str:
        return f"{capfirst(row._meta.verbose_name)} “{row}”"

    def _as_closed_row(self, formset: BaseInlineFormSet, key: str, prefix: str) -> None:
        """Write a row that the sender's form did not know: there, and untouched."""
        self.post[f"{prefix}-{formset.model._meta.pk.name}"] = key
        self.post[f"{prefix}-{CLOSED}"] = "1"

    def _row(self, form: ModelForm, place_of: str, label: str, key: str = "") -> None:
        model = form._meta.model
        key = key or str(form.instance.pk)
        now = self.current[place_of][key]
        before = None if self.base is None else self.base.get(place_of, {}).get(key, now)
        for name, text in now.items():
            if name == "uid":
                continue
            place = ", ".join(filter(None, [label, str(column_label(model, name))]))
            if name not in form.fields or form.fields[name].disabled or not as_sent.is_sent(form, name):
                if before is not None and before.get(name, text) != text:
                    self._note_theirs(place, model, name, before[name], text)
                continue
            if before is None:
                self._without_base(form, name, place)
            else:
                self._field(form, name, before.get(name, text), text, place)

    def _field(self, form: ModelForm, name: str, before, now, place: str) -> None:
        model, bound = form._meta.model, form[name]
        model_field = model._meta.get_field(name)
        base_value, now_value = (shared_state.value(model, name, text) for text in (before, now))
        touched = differs(bound, base_value)
        if before == now:
            if touched:
                self.mine.append({"place": place, "text": marked(shown(bound, base_value), shown_as_sent(bound))})
            return
        if model_field.many_to_many:
            self._set(bound, before, now, place)
        elif isinstance(bound.field, FileField):
            # A file cannot be kept while somebody chooses; it still is where it was chosen.
            if touched:
                form.files.pop(bound.html_name)
                self.lost_file = True
        elif not touched:
            as_sent.send(self.post, bound, now_value)
            self._note_theirs(place, model, name, before, now)
        elif differs(bound, now_value):
            self._clash(bound, place, base_value, now_value)

    def _set(self, bound: BoundField, before: list, now: list, place: str) -> None:
        """Merge what is chosen among many rows: what either added is in, what either took out is not."""
        mine = self.post.getlist(bound.html_name)
        kept = [key for key in now if key in mine or key not in before]
        merged = [*kept, *(key for key in mine if key not in before and key not in kept)]
        self.post.setlist(bound.html_name, merged)
        self.theirs.append({"place": place, "text": ""})

    def _without_base(self, form: ModelForm, name: str, place: str) -> None:
        bound = form[name]
        now_value = form.get_initial_for_field(bound.field, name)
        if differs(bound, now_value) and not isinstance(bound.field, FileField):
            self._clash(bound, place, None, now_value)

    def _clash(self, bound: BoundField, place: str, base_value, now_value) -> None:
        names = sent_names(bound)
        columns = language_columns(bound.form._meta.model)
        unknown = base_value is None and self.base is None
        clash = Clash(
            name=bound.html_name,
            place=place,
            what="field",
            language=columns[bound.name][1] if bound.name in columns else "",
            base=None if unknown else shown(bound, base_value),
            mine=shown_as_sent(bound),
            theirs=shown(bound, now_value),
            hidden={MY_VALUE + name: self.post.getlist(name) for name in names},
        )
        if not isinstance(bound.field, ChoiceField | BooleanField):
            proposal = bound.data
            if not unknown and isinstance(now_value, str):
                proposal = proposed(base_value or "", proposal or "", now_value)
            attrs = {"id": f"third-{bound.html_name}", "aria-describedby": f"third-help-{bound.html_name}"}
            clash.third = bound.field.widget.render(THIRD_VALUE + bound.html_name, proposal, attrs)
        self.clashes.append(clash)
        # As long as nobody chose, the page holds their value.
        as_sent.send(self.post, bound, now_value)

    def _deleted_there(self, form: ModelForm, key: str, known: dict | None, *, can_restore: bool) -> bool:
        """Ask what to do with a row I wrote in and somebody else deleted; return whether there is anything to ask."""
        model = form._meta.model
        names = {field.name for field in shared_state.fields_of(model)}
        texts = []
        for name in form.fields:
            if (
                name in names
                and as_sent.is_sent(form, name)
                and not isinstance(form.fields[name], InlineForeignKeyField)
            ):
                before = shared_state.value(model, name, known.get(name)) if known else None
                if differs(form[name], before):
                    texts.append(f"{form[name].label}: {shown_as_sent(form[name])}")
        if not texts:
            return False
        row_name = f"{form.prefix.rpartition('-')[0]}~{key}"
        hidden = {}
        if known and can_restore:
            hidden[KNOWN_IN + row_name] = [self.mark]
            for name in [name for name in self.post if name.startswith(f"{form.prefix}-")]:
                rest = name.removeprefix(f"{form.prefix}-")
                hidden[f"{WRITTEN}{row_name}-{rest}"] = self.post.getlist(name)
        self.clashes.append(
            Clash(
                name=row_name,
                place=self._named(shared_state.restored(model, key, known))
                if known
                else capfirst(model._meta.verbose_name),
                what="deleted" if hidden else "gone",
                mine=" · ".join(texts),
                theirs=_("deleted"),
                hidden=hidden,
            )
        )
        return True

    def _deleted_here(self, form: ModelForm, before: dict, now: dict) -> None:
        """Ask before a row goes in which somebody else has written since; until then it stays."""
        model = form._meta.model
        texts = [
            f"{column_label(model, name)}: {said(model, name, text)}"
            for name, text in now.items()
            if name != "uid" and before.get(name, text) != text
        ]
        if texts:
            del self.post[form.add_prefix("DELETE")]
            self.clashes.append(
                Clash(
                    name=form.prefix,
                    place=self._named(form.instance),
                    what="kept",
                    mine=_("deleted"),
                    theirs=" · ".join(texts),
                    hidden={TO_GO + form.prefix: ["1"]},
                )
            )

    def _note_theirs(self, place: str, model: type[models.Model], name: str, before, now) -> None:
        model_field = model._meta.get_field(name)
        is_plain = not (model_field.remote_field or isinstance(before or now, list))
        text = marked(said(model, name, before), said(model, name, now)) if is_plain else ""
        self.theirs.append({"place": place, "text": text})


def said(model: type[models.Model], name: str, text: str | None) -> str:
    """Return a kept text as the desk shows it: a choice by its label, a date in words."""
    model_field, kept = model._meta.get_field(name), shared_state.value(model, name, text)
    return str(dict(model_field.flatchoices).get(kept, "" if kept is None else kept))


def canonical(bound: BoundField, text: str) -> str:
    """Return a text in the one form in which two of them are compared."""
    model_field = bound.form._meta.model._meta.get_field(bound.name)
    text = text.replace("\r\n", "\n").strip()
    return sanitise(text) if isinstance(model_field, RichTextField) else text


def differs(bound: BoundField, initial) -> bool:
    """Tell whether what was sent is something else than this value."""
    data = bound.data
    if isinstance(data, str) and (initial is None or isinstance(initial, str)):
        return canonical(bound, data) != canonical(bound, initial or "")
    return bound.field.has_changed(initial, data)


def shown(bound: BoundField, value) -> str:
    """Return a value of a field in words."""
    form_field = bound.field
    if isinstance(form_field, ModelChoiceField):
        row = form_field.queryset.filter(pk=value).first() if str(value or "").isdecimal() else None
        return str(row) if row else ""
    if isinstance(form_field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(form_field, ChoiceField):
        return str(dict(_flat(form_field.choices)).get(value, value or ""))
    value = form_field.prepare_value(value)
    return "" if value is None else strip_tags(str(value))


def shown_as_sent(bound: BoundField) -> str:
    """Return what was sent for a field in words."""
    data = bound.data
    if isinstance(data, list | tuple):
        return " ".join(str(piece) for piece in data if piece)
    return shown(bound, data)


def _flat(choices: Iterable) -> Iterable[tuple]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


@dataclass
class Decision:
    """What somebody chose: rows to bring back, by name, and texts left aside, by the name of their field."""

    known_in: dict[str, str] = field(default_factory=dict)
    written: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    left_aside: dict[str, list[list[str]]] = field(default_factory=dict)


def sent_names(bound: BoundField) -> list[str]:
    """Return the names under which a browser sends a field; a day and its hour come apart."""
    widget = bound.field.widget
    if isinstance(widget, MultiWidget):
        return [bound.html_name + suffix for suffix in widget.widgets_names]
    return [bound.html_name]


def _values(post: QueryDict, start: str | None, name: str) -> dict[str, list[str]]:
    """Return what was sent beside a field, by the name it is sent under in the field's own form."""
    whole = re.compile(rf"{re.escape(name)}(_\d)?") if start else None
    return {
        field.removeprefix(start): post.getlist(field)
        for field in post
        if start and field.startswith(start) and whole.fullmatch(field.removeprefix(start))
    }


def decided(post: QueryDict) -> Decision:
    """Write what was chosen on the page that asks into the post, and take its own fields out."""
    decision = Decision()
    for choice in [name for name in post if name.startswith(CHOICE)]:
        name, chosen = choice.removeprefix(CHOICE), post[choice]
        if KNOWN_IN + name in post:
            if chosen == MINE:
                decision.known_in[name] = post[KNOWN_IN + name]
                start = f"{WRITTEN}{name}-"
                decision.written[name] = {
                    field.removeprefix(start): post.getlist(field) for field in post if field.startswith(start)
                }
        elif TO_GO + name in post:
            if chosen == MINE:
                post[f"{name}-DELETE"] = "on"
        else:
            if chosen != MINE:
                decision.left_aside[name] = list(_values(post, MY_VALUE, name).values())
            for sent, values in _values(post, {MINE: MY_VALUE, THIRD: THIRD_VALUE}.get(chosen), name).items():
                post.setlist(sent, values)
    for name in [name for name in post if name.startswith((CHOICE, MY_VALUE, THIRD_VALUE, KNOWN_IN, WRITTEN, TO_GO))]:
        del post[name]
    return decision
