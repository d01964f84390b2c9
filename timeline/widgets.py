"""The input of a partial date: a text field, and under it how the public will read it."""

from django import forms
from django.template import loader

from timeline.partial_dates_echo import echo
from timeline.partial_dates_parsing import MAX_LENGTH


class PartialDateInput(forms.TextInput):
    """Render a text field with the echo of its date in every language; the echo is hidden while there is none."""

    echo_template_name = "timeline/partial_date_input.html"
    # Name of the address that answers while one types; without such an address the echo comes with each save.
    echo_url_name = "partial-date-echo"

    class Media:
        js = ["timeline/partial-date.js"]

    def __init__(self, attrs=None):
        super().__init__({"class": "vTextField", "maxlength": MAX_LENGTH, "autocomplete": "off", **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None):
        # Rendered by the site's own templates: Django's form renderer looks in the folders of apps only.
        return loader.render_to_string(
            self.echo_template_name,
            {
                "input": super().render(name, value, attrs, renderer),
                "input_id": self.build_attrs(self.attrs, attrs).get("id"),
                "echo": echo(self.format_value(value) or ""),
                "echo_url_name": self.echo_url_name,
            },
        )
