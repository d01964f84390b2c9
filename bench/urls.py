"""The addresses of the site, and one of the bench."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls

CONSTANT = "bench/constant"


def constant(_request: HttpRequest) -> HttpResponse:
    """Answer the same short text always: what the server, Django and its middleware cost without a page."""
    return HttpResponse("constant", content_type="text/plain; charset=utf-8")


urlpatterns = [path(CONSTANT, constant), *urls.urlpatterns]
handler404 = urls.handler404
