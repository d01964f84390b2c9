"""The address the desk asks, while one types, how a date will read."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from timeline.partial_dates_echo import echo


@cache_control(no_store=True)
@require_GET
def partial_date_echo(request: HttpRequest) -> JsonResponse:
    """Answer how the date in `value` reads in every language, or what is wrong with it; 403 for anyone but staff."""
    if not request.user.is_authenticated:
        return _answer(error=_("You are no longer logged in. What you typed is still here."), status=403)
    if not request.user.is_staff:
        return _answer(error=_("Only people who work at this desk can check a date here."), status=403)
    said = echo(request.GET.get("value", ""))
    if not said.understood:
        return _answer(error=said.error or _("Write a date, for example 25/4/2013, late January 2013 or 2006-2012."))
    return _answer(renderings={r.language: r.text for r in said.readings}, understood=said.understood)


def _answer(*, renderings=None, understood="", error="", status=200) -> JsonResponse:
    return JsonResponse(
        {"ok": not error, "renderings": renderings or {}, "understood": understood, "error": error}, status=status
    )
