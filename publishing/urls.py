"""Addresses of what every language has, whatever kinds of page there are; the last one catches the rest."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import URLPattern, path, re_path

from publishing import feeds, views
from publishing.search import Search

SEARCH = {"fr": "recherche", "nl": "zoeken", "de": "suche", "en": "search"}


def in_each_language(words: Mapping[str, str], route: str, view, name: str) -> list[URLPattern]:
    """Return one address per language under that language's word: /fr/nos-missions/, /nl/onze-missies/."""
    return [path(f"{language}/{word}/{route}", view, {"language": language}, name) for language, word in words.items()]


def in_all_languages(route: str, view, name: str) -> list[URLPattern]:
    """Return one address per language that reads the same in all of them."""
    return [path(f"{language}/{route}", view, {"language": language}, name) for language, _name in settings.LANGUAGES]


urlpatterns = [
    *in_each_language(SEARCH, "", Search.as_view(), "search"),
    *in_all_languages("feed.xml", feeds.feed, "feed"),
    *in_all_languages("p/<uuid:uid>/", views.PermanentAddress.as_view(), "permanent"),
    *in_all_languages("p/<uuid:uid>/feed.xml", feeds.page_feed, "page-feed"),
    *in_all_languages("p/<uuid:uid>/versions/", views.VersionList.as_view(), "versions"),
    *in_all_languages("p/<uuid:uid>/<int:sequence>/", views.OldVersion.as_view(), "version"),
]

# After the addresses of every app. It must end in a slash, so that Django still adds a forgotten one.
the_rest = [
    re_path(rf"^{language}/(?P<slug>.+)/$", views.UnknownAddress.as_view(), {"language": language}, "unknown")
    for language, _name in settings.LANGUAGES
]
