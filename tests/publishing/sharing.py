"""Two people with the same form open, as browsers send it."""

from django.core.files import File
from django.urls import reverse

from tests.missions.desk_forms import Filled, filled_in


def address(row, view="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{view}", args=[row.pk])


def opened(client, user, row, language="all"):
    """Open the form as somebody; return its address and what a browser would send, with what it was opened with."""
    client.force_login(user)
    url = f"{address(row)}?language={language}"
    response = client.get(url)
    # A browser sends a file only when somebody chose one.
    fields = filled_in(response)
    data = Filled({name: value for name, value in fields.items() if not isinstance(value, File)}, fields.empty_rows)
    return url, data | {"_opened": response.context["sharing"]["opened"], "_continue": "1"}


def sent(client, user, url, data):
    client.force_login(user)
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def chosen(response, **choices):
    """Return what the page that asks to choose would send, with these choices by the name of the field."""
    data = {}
    for name, value in response.context["hidden"]:
        data.setdefault(name, []).append(value)
    for clash in response.context["merge"].clashes:
        data |= clash.hidden
    for spelt, choice in choices.items():
        name = spelt.replace("__", "-")
        if choice in ("mine", "theirs"):
            data[f"_choice-{name}"] = choice
        else:
            data |= {f"_choice-{name}": "third", f"_third-{name}": choice}
    return Filled(data, {})
