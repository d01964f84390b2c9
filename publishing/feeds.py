"""Atom feeds: what is new in a language, and what is new about one page."""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import caching
from publishing.furniture import newest_naming, together
from publishing.models import Edition

# Kinds of page by name: publishing knows no more of them.
ARTICLE, MISSION = "article", "mission"
NEWEST = 30
OF_AN_ENTRY = ("id", "uid", "kind", "path", "title", "summary", "public_note", "live_from", "live_until")


def read(now, parts: list[QuerySet]) -> list[Edition]:
    """Return the versions of several short lists, the newest first."""
    rows = caching.with_next_change(together(parts), now).only(*OF_AN_ENTRY).annotate(page_uid=F("page__uid"))
    return sorted(rows, key=lambda row: (row.live_from, row.pk), reverse=True)


def noted(now, **which) -> QuerySet:
    """Return the newest published versions that carry a public note."""
    return Edition.objects.readable(now).filter(**which).exclude(public_note="").order_by("-sequence")[:NEWEST]


class SteadyFeed(Atom1Feed):
    """An Atom feed that stays the same while nothing changes; Django dates an empty one with the present moment."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


class News(Feed):
    """The latest articles, and what was publicly noted about other pages."""

    feed_type = SteadyFeed

    def get_object(self, request, language, now):
        self.language = language
        live = Edition.objects.live(now).filter(kind=ARTICLE, language=language)
        articles = live.order_by("-sort_key", "-id")[:NEWEST]
        self.rows = read(now, [articles, noted(now, language=language, kind=MISSION)])
        self.seconds = caching.seconds_to_keep(now, caching.next_change(self.rows, now))

    def title(self):
        return _("%(organisation)s: missions") % {"organisation": settings.ORGANISATION[self.language]}

    def link(self):
        return reverse("home", kwargs={"language": self.language})

    def feed_url(self):
        return reverse("feed", kwargs={"language": self.language})

    def feed_guid(self):
        return None

    def items(self):
        return self.rows[:NEWEST]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.public_note or item.summary

    def item_link(self, item):
        return item.path

    def item_guid(self, item):
        # The version's own: it outlives every change of address.
        return item.uid.urn

    def item_pubdate(self, item):
        return item.live_from

    def item_updateddate(self, item):
        return item.live_from


class PageNews(News):
    """What was publicly noted about one page, and the latest articles that name it."""

    def get_object(self, request, language, now, uid):
        self.language, self.uid = language, uid
        page = Edition.objects.live(now).filter(page__uid=uid, language=language).exclude(path="")
        (articles,) = newest_naming(now, kind=ARTICLE, relation=MISSION, target=uid, languages=[language], limit=NEWEST)
        rows = read(now, [page, articles, noted(now, page__uid=uid, language=language)])
        own = (row for row in rows if row.page_uid == uid and (row.live_until is None or row.live_until > now))
        self.page = next(own, None)
        if self.page is None:
            raise Http404
        self.rows = [row for row in rows if row.kind == ARTICLE or row.public_note]
        self.seconds = caching.seconds_to_keep(now, caching.next_change(rows, now))

    def title(self):
        return self.page.title

    def link(self):
        return self.page.path

    def feed_url(self):
        return reverse("page-feed", kwargs={"language": self.language, "uid": self.uid})


def _answer(feed: News, request: HttpRequest, **which) -> HttpResponse:
    response = feed(request, now=timezone.now(), **which)
    return caching.publicly(request, response, seconds=feed.seconds)


@require_safe
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Answer the feed of a language."""
    return _answer(News(), request, language=language)


@require_safe
def page_feed(request: HttpRequest, language: str, uid: UUID) -> HttpResponse:
    """Answer the feed of one page; not found unless the page is live in this language."""
    return _answer(PageNews(), request, language=language, uid=uid)
