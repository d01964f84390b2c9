"""Addresses of the interface, of the files of headcounts beside their page, and of the page that tells of them."""

from functools import partial

from django.urls import include, path, re_path

from interface import views
from interface.answers import for_machines
from interface.api import api
from missions.urls import HEADCOUNTS
from publishing.urls import in_each_language

DATA = {"fr": "donnees", "nl": "gegevens", "de": "daten", "en": "data"}
FOR_EXCEL = {language: f"{word}-excel.csv" for language, word in HEADCOUNTS.items()}


def _file(extension: str, view, name: str) -> list:
    words = {language: f"{word}.{extension}" for language, word in HEADCOUNTS.items()}
    return _at(words, view, name)


def _at(words: dict[str, str], view, name: str) -> list:
    return [
        path(f"{language}/{word}", for_machines(view), {"language": language}, name) for language, word in words.items()
    ]


_operations, _app_name, _namespace = api.urls
for _operation in _operations:
    # The library knows no way to wrap all of its addresses, and answers what it refuses in its own words.
    _operation.callback = for_machines(_operation.callback)

urlpatterns = [
    *in_each_language(DATA, "", views.DataPage.as_view(), "data"),
    *_file("csv", views.headcounts_csv, "headcounts-csv"),
    *_at(FOR_EXCEL, partial(views.headcounts_csv, for_excel=True), "headcounts-excel"),
    *_file("json", views.headcounts_json, "headcounts-json"),
    path("api/v1/openapi.json", for_machines(views.openapi), name="openapi"),
    path("api/v1/", include((_operations, _app_name), namespace=_namespace)),
    # After them all, so that a wrong address is answered as a problem too.
    re_path(r"^api(?:/.*)?$", for_machines(views.no_such_address)),
]
