"""How the interface answers: to everybody alike, for programs on any site, in the language of the address."""

import functools
from collections.abc import Callable, Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from pydantic import BaseModel

from interface.problems import problem, read_only
from languages.middleware import LANGUAGES
from publishing import caching

METHODS = "GET, HEAD, OPTIONS"
# How long a browser may remember that any site may ask.
A_DAY = 86_400


def language_of(request: HttpRequest) -> str:
    """Return the language of an address of the interface, or the reader's own where the address names none."""
    named = next((part for part in request.path_info.split("/")[1:4] if part in LANGUAGES), None)
    return named or translation.get_language_from_request(request)


def for_machines(view: Callable) -> Callable:
    """Wrap a view that only reads: any site may ask it, and whatever goes wrong is said as a problem (RFC 9457)."""

    @functools.wraps(view)
    def answer_to_machines(request, *args, **kwargs):
        language = language_of(request)
        with translation.override(language):
            if request.method == "OPTIONS":
                response = _preflight()
            elif request.method in ("GET", "HEAD"):
                response = view(request, *args, **kwargs)
            else:
                response = problem(request, read_only())
                response.headers["Allow"] = METHODS
        # The data is public and no answer depends on who asks.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers.setdefault("Content-Language", language)
        return response

    answer_to_machines.csrf_exempt = True  # there is nothing to forge: every other method than reading is refused
    return answer_to_machines


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Allow"] = METHODS
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
    response.headers["Access-Control-Max-Age"] = str(A_DAY)
    return caching.never_kept(response)


def seconds_for(rows: Iterable, now: datetime) -> int:
    """Return how long an answer made of rows of `caching.with_next_change` may be kept; asks when there are none."""
    return caching.seconds_to_keep(now, caching.next_change(rows, now))


def answer(request: HttpRequest, body: BaseModel, *, seconds: int = caching.LONGEST) -> HttpResponse:
    """Return an answer that shared caches may keep for so many seconds."""
    response = HttpResponse(body.model_dump_json(), content_type="application/json")
    return caching.publicly(request, response, seconds=seconds)
