"""Files of headcounts, the description of the interface, and the page that tells people of both."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from interface import description, files, rows
from interface.answers import answer, seconds_for
from interface.problems import nothing_here, problem
from publishing import caching
from publishing.furniture import furnish
from publishing.views import PublicView


class DataPage(PublicView):
    """What others may take away from the site, and how."""

    template_name = "interface/data.html"
    url_name = "data"

    def context(self):
        return {
            "furniture": furnish(self.now, self.language),
            "licence": settings.DATA_LICENCE,
            "operations": [
                {"address": path.replace("{language}", self.language), "summary": _(summary)}
                for path, summary in description.operations()
            ],
        }


def headcounts_json(request: HttpRequest, language: str) -> HttpResponse:
    """Answer all headcounts of a language as JSON."""
    now = timezone.now()
    found = list(files.published_figures(now, language))
    body = files.headcount_file(request, language, [rows.headcount(request, row) for row in found])
    return answer(request, body, seconds=seconds_for(found, now))


def headcounts_csv(request: HttpRequest, language: str, *, for_excel: bool = False) -> HttpResponse:
    """Answer all headcounts of a language as CSV, to be kept as a file."""
    now = timezone.now()
    found = list(files.published_figures(now, language))
    text = files.table((rows.headcount(request, row) for row in found), for_excel=for_excel)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{request.path_info.rpartition("/")[2]}"'
    return caching.publicly(request, response, seconds=seconds_for(found, now))


def openapi(request: HttpRequest) -> HttpResponse:
    """Answer the description of the interface."""
    response = HttpResponse(description.written(), content_type="application/json")
    return caching.publicly(request, response, seconds=caching.LONGEST)


def no_such_address(request: HttpRequest) -> HttpResponse:
    """Answer where the interface has no address."""
    return problem(request, nothing_here())
