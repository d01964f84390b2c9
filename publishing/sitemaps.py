"""The map of the site for search engines: live pages in the languages they have, and nothing else."""

from collections import defaultdict

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from publishing import caching
from publishing.furniture import LANGUAGES
from publishing.models import Edition

# Addresses that exist in every language, by name.
EVERYWHERE = ["home", "missions", "timeline", "headcounts", "articles", "notices", "data"]


class SiteMap(Sitemap):
    """Addresses with what they are called in other languages; a missing language has no entry.

    Subclasses say with `group` what an item is a version of, and with `paths` the address of each language it has.
    """

    @cached_property
    def paginator(self):
        # Django's own counts anew each time it is asked.
        return Paginator(self._items(), self.limit)

    def _urls(self, page, protocol, domain):
        urls = super()._urls(page, protocol, domain)
        paths = self.paths([url["item"] for url in urls])
        for url in urls:
            languages = paths[self.group(url["item"])]
            links = [(code, languages[code]) for code in LANGUAGES if code in languages]
            first = languages.get("en") or links[0][1]
            url["alternates"] = [
                {"lang_code": code, "location": f"{protocol}://{domain}{path}"}
                for code, path in [*links, ("x-default", first)]
            ]
        return urls


class Lists(SiteMap):
    """The first pages and the lists."""

    def items(self):
        return [(name, code) for name in EVERYWHERE for code in LANGUAGES]

    def location(self, item):
        name, language = item
        return reverse(name, kwargs={"language": language})

    def group(self, item):
        return item[0]

    def paths(self, items):
        return {name: {code: self.location((name, code)) for code in LANGUAGES} for name, _code in items}


class Pages(SiteMap):
    """Every live page that has an address."""

    limit = 10_000

    def __init__(self, now):
        super().__init__()
        self.now = now

    def items(self):
        return self.live().order_by("id").only("id", "page", "language", "path", "live_from")

    def live(self):
        return Edition.objects.live(self.now).exclude(path="")

    def location(self, item):
        return item.path

    def lastmod(self, item):
        return item.live_from

    def get_latest_lastmod(self):
        # Django's own would read every page there is.
        return None

    def group(self, item):
        return item.page_id

    def paths(self, items):
        paths = defaultdict(dict)
        if not items:
            return paths
        first, last = items[0].pk, items[-1].pk
        pages = self.live().filter(pk__gte=first, pk__lte=last).values("page")
        for page, language, path in self.live().filter(page__in=pages).values_list("page", "language", "path"):
            paths[page][language] = path
        return paths


def _sitemaps(now) -> dict[str, SiteMap]:
    return {"lists": Lists(), "pages": Pages(now)}


def _keep(request: HttpRequest, response: HttpResponse, now) -> HttpResponse:
    change = caching.next_change([], now)
    return caching.publicly(request, response, seconds=caching.seconds_to_keep(now, change))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer the one sitemap of a small site, or the index of several."""
    now = timezone.now()
    sitemaps = _sitemaps(now)
    if sitemaps["pages"].paginator.num_pages > 1:
        response = sitemap_views.index(request, sitemaps, sitemap_url_name="sitemap-section")
    else:
        response = sitemap_views.sitemap(request, sitemaps)
    return _keep(request, response, now)


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """Answer one of several sitemaps."""
    now = timezone.now()
    return _keep(request, sitemap_views.sitemap(request, _sitemaps(now), section=section), now)
