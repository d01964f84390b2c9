"""What a browser sends of a form: written anew when somebody else's values take the place of untouched ones."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import BadRequest
from django.forms.boundfield import BoundField
from django.http import QueryDict

from languages.rows import CLOSED

# No page has so many rows of one kind; drawing what a forged number claims would keep the desk busy for minutes.
MOST_ROWS = 1000
COUNT = "-TOTAL_FORMS"


def typed(post: QueryDict) -> QueryDict:
    """Return a copy one can write to, with the line ends people typed; browsers send others.

    BadRequest for a form that claims more rows than any page has.
    """
    copy = post.copy()
    for name in [name for name in copy if name.endswith(COUNT)]:
        count = copy[name].strip()
        if count.isdecimal() and (len(count) > 9 or int(count) > MOST_ROWS):
            raise BadRequest("This form claims more rows than any page has.")
    for name, values in copy.lists():
        copy.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return copy


def numbers_of_rows(post: QueryDict, prefix: str) -> tuple[int, int]:
    """Return how many rows of one kind a form knew and how many it sent; BadRequest for numbers no form writes."""
    known, sent = (post.get(f"{prefix}-{count}_FORMS", "") for count in ("INITIAL", "TOTAL"))
    if not (known.isdecimal() and sent.isdecimal() and int(known) <= int(sent)):
        raise BadRequest("This form does not say how many rows it has.")
    return int(known), int(sent)


def is_sent(form: forms.BaseForm, name: str) -> bool:
    """Tell whether a field came with the form; of a row that was never opened only some do."""
    html_name = form.add_prefix(name)
    if f"{form.prefix}-{CLOSED}" in form.data:
        return html_name in form.data
    return not form.fields[name].widget.value_omitted_from_data(form.data, form.files, html_name)


def send(post: QueryDict, bound: BoundField, value) -> None:
    """Write a value as the browser would have sent it, had the form shown it."""
    _send(post, bound.html_name, bound.field.widget, bound.field.prepare_value(value))


def _send(post: QueryDict, name: str, widget: forms.Widget, value) -> None:
    widget = getattr(widget, "widget", widget)  # the admin wraps those of other tables
    if isinstance(widget, forms.FileInput):
        return
    if isinstance(widget, forms.MultiWidget):
        for suffix, part, piece in zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True):
            _send(post, name + suffix, part, piece)
    elif isinstance(widget, forms.CheckboxInput):
        post.pop(name, None)
        if value:
            post[name] = "on"
    elif isinstance(value, list | tuple):
        post.setlist(name, [str(one) for one in value])
    elif isinstance(widget, forms.Select):
        post[name] = "" if value is None else str(value)
    else:
        post[name] = widget.format_value(value) or ""


def rows_rewritten(
    post: QueryDict, prefix: str, initial: int, total: int, *, dropped: set[int], added: list[Callable]
) -> None:
    """Leave rows out and put known ones in, and number the rows anew: known rows first, new ones last.

    Each of `added` is called with the prefix of its place and writes its row there.
    """
    rows = {index: {} for index in range(total)}
    for name in [name for name in post if name.startswith(f"{prefix}-")]:
        index, dash, rest = name.removeprefix(f"{prefix}-").partition("-")
        if dash and index.isdecimal() and int(index) in rows:
            rows[int(index)][rest] = post.pop(name)
    places = 0

    def write(row: dict) -> None:
        nonlocal places
        for rest, values in row.items():
            post.setlist(f"{prefix}-{places}-{rest}", values)
        places += 1

    for index in range(initial):
        if index not in dropped:
            write(rows[index])
    for call in added:
        call(f"{prefix}-{places}")
        places += 1
    post[f"{prefix}-INITIAL_FORMS"] = str(places)
    for index in range(initial, total):
        write(rows[index])
    post[f"{prefix}-TOTAL_FORMS"] = str(places)
