"""What the interface says when it has no answer: RFC 9457, in the reader's language."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from interface.schemas import OtherLanguage, Problem
from publishing import caching

MEDIA_TYPE = "application/problem+json"
LONGEST_ECHO = 60


class Trouble(Exception):
    """A request without an answer: what is said about it, and for how many seconds that may be kept (None: never)."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        parameters: Mapping[str, str] | None = None,
        languages: Iterable[OtherLanguage] = (),
        seconds: int | None = None,
    ):
        super().__init__(detail)
        self.status, self.detail, self.seconds = status, detail, seconds
        self.parameters, self.languages = dict(parameters or {}), list(languages)


def title_of(status: HTTPStatus) -> str:
    """Return what a status is called in the active language."""
    return {
        HTTPStatus.BAD_REQUEST: pgettext("title of a problem", "The request cannot be read"),
        HTTPStatus.NOT_FOUND: pgettext("title of a problem", "Not found"),
        HTTPStatus.METHOD_NOT_ALLOWED: pgettext("title of a problem", "This interface can only be read"),
        HTTPStatus.GONE: pgettext("title of a problem", "Withdrawn"),
    }[status]


def problem(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Return the answer to a request that has none."""
    body = Problem(
        type="about:blank",
        title=title_of(trouble.status),
        status=trouble.status,
        detail=trouble.detail,
        parameters=trouble.parameters,
        languages=trouble.languages,
    )
    response = HttpResponse(body.model_dump_json(), status=trouble.status, content_type=MEDIA_TYPE)
    if trouble.seconds is None:
        return caching.never_kept(response)
    return caching.publicly(request, response, seconds=trouble.seconds)


def no_such_part() -> Trouble:
    """Return what is said about a part of a list that the interface never offered."""
    sentence = _("This part of the list does not exist. The list starts on its first page.")
    return Trouble(HTTPStatus.BAD_REQUEST, sentence, parameters={"after": sentence})


def nothing_here() -> Trouble:
    """Return what is said where there is no address of the interface."""
    return Trouble(HTTPStatus.NOT_FOUND, _("There is nothing at this address. Perhaps it was mistyped."))


def read_only() -> Trouble:
    """Return what is said to who wants to change something."""
    return Trouble(HTTPStatus.METHOD_NOT_ALLOWED, _("Ask with GET or HEAD; nothing can be changed here."))


def wrong_parameters(names: Iterable[str], expected: Mapping[str, str]) -> Trouble:
    """Return what is said about parameters that cannot be read, with what each of them should be."""
    found = {name: expected[name] for name in dict.fromkeys(names)}
    return Trouble(HTTPStatus.BAD_REQUEST, " ".join(found.values()), parameters=found)


def unknown_parameters(names: Iterable[str], known: Iterable[str]) -> Trouble:
    """Return what is said about parameters that this address does not know: leaving them out would answer wrongly."""
    there = ", ".join(known)
    found = {}
    for name in names:
        shown = "".join(sign if sign.isprintable() else "?" for sign in name[:LONGEST_ECHO])
        if there:
            found[shown] = _("This address knows no “%(name)s”; it knows: %(known)s.") % {"name": shown, "known": there}
        else:
            found[shown] = _("This address knows no “%(name)s”, nor any other parameter.") % {"name": shown}
    return Trouble(HTTPStatus.BAD_REQUEST, " ".join(found.values()), parameters=found)
