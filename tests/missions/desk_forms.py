"""Filling in the forms of the desk as a browser does."""

from django.contrib.auth import get_user_model


def make_administrator(client):
    """Log somebody in who may do everything; return the user."""
    user = get_user_model().objects.create_superuser("administrator")
    client.force_login(user)
    return user


def fields_of(form):
    """Return what a form would send if nobody touched it."""
    data = {}
    for bound in form:
        value = bound.value()
        if value is False:
            # Browsers send ticked boxes only.
            continue
        if value is None:
            data[bound.html_name] = ""
        elif isinstance(value, (list, tuple)):
            data[bound.html_name] = [getattr(item, "pk", item) for item in value]
        else:
            data[bound.html_name] = bound.field.prepare_value(value)
    return data


class Filled(dict):
    """The fields of a form, and those that a new row of each kind would have."""

    def __init__(self, fields, empty_rows):
        super().__init__(fields)
        self.empty_rows = empty_rows

    def __or__(self, others):
        return Filled({**self, **others}, self.empty_rows)


def filled_in(response):
    """Return the fields of a change form with all its rows, as a browser would send them unchanged."""
    fields, empty_rows = fields_of(response.context["adminform"].form), {}
    for inline in response.context["inline_admin_formsets"]:
        fields |= fields_of(inline.formset.management_form)
        for form in inline.formset.forms:
            fields |= fields_of(form)
        empty_rows[inline.formset.prefix] = fields_of(inline.formset.empty_form)
    return Filled(fields, empty_rows)


def added(data, prefix, **values):
    """Return the fields of a form with one more row, filled in as far as told."""
    number = str(data[f"{prefix}-TOTAL_FORMS"])
    row = {name.replace("__prefix__", number): value for name, value in data.empty_rows[prefix].items()}
    row |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data | row | {f"{prefix}-TOTAL_FORMS": int(number) + 1}


def errors_in(response):
    """Return every sentence of a form that was refused; empty when it was taken."""
    if response.status_code == 302:
        return ""
    sentences = list(response.context["adminform"].form.errors.values())
    for inline in response.context["inline_admin_formsets"]:
        sentences.append(inline.formset.non_form_errors())
        sentences += [error for form in inline.formset.forms for error in form.errors.values()]
    return " ".join(sentence for errors in sentences for sentence in errors)
