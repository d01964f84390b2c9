"""Django's own words that the newsroom says otherwise; named here so that `make messages` asks for ours."""

from django.utils.translation import gettext_noop

SAID_OTHERWISE = (
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("Save"),
    gettext_noop("Save and add another"),
    gettext_noop("Save and continue editing"),
)
