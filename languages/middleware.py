"""The language of an answer: from the address alone, except at the desk."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def address_language(path: str) -> str | None:
    """Return the language that an address begins with, or None: /fr/nos-missions/ is French."""
    segment = path.lstrip("/").partition("/")[0]
    return segment if segment in LANGUAGES else None


class AddressLanguageMiddleware(LocaleMiddleware):
    """Speak the language of the address; at the desk, that of the reader's cookie or browser as Django does.

    No public answer depends on a cookie or header, so none says `Vary`: one copy in a cache serves everybody.
    """

    def process_request(self, request):
        request.at_the_desk = request.path_info.startswith(reverse("admin:index"))
        if request.at_the_desk:
            return super().process_request(request)
        language = address_language(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return None

    def process_response(self, request, response):
        if getattr(request, "at_the_desk", False):
            return super().process_response(request, response)
        if address_language(request.path_info):
            response.headers.setdefault("Content-Language", address_language(request.path_info))
        return response
