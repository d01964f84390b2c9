"""The way in to the desk: Django's own form, with a wait after repeated failures."""

import math
from datetime import timedelta

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import ngettext

from publishing import log_ins


def in_words(wait: timedelta) -> str:
    """Return what somebody who has to wait reads: the same for every name, whether it is anybody's or not."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    if seconds < 60:
        sentence = ngettext(
            "Too many attempts to log in. Try again in %(n)d second.",
            "Too many attempts to log in. Try again in %(n)d seconds.",
            seconds,
        )
        return sentence % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    sentence = ngettext(
        "Too many attempts to log in. Try again in %(n)d minute.",
        "Too many attempts to log in. Try again in %(n)d minutes.",
        minutes,
    )
    return sentence % {"n": minutes}


class LogInForm(AdminAuthenticationForm):
    """Name and password; refuses before the password is looked at while there is a wait."""

    wait = timedelta()

    def clean(self):
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return super().clean()
        now, address = timezone.now(), log_ins.address_of(self.request)
        self.wait = log_ins.begin(name, address, now=now)
        if self.wait:
            raise ValidationError(in_words(self.wait), code="wait")
        data = super().clean()
        log_ins.succeeded(name, address, now=now)
        return data


def answered(response):
    """Return the answer of the log-in page; to programs it says in numbers too that there is a wait."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    wait = getattr(form, "wait", None)
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response
