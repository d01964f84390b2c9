"""Every address of the site, desk and public."""

from django.contrib import admin
from django.urls import include, path

from publishing import machine_ends, sitemaps
from publishing.desk_home import choose_language
from publishing.urls import in_each_language, the_rest
from publishing.views import Front
from timeline.views import Timeline

TIMELINE = {"fr": "chronologie", "nl": "tijdlijn", "de": "zeitleiste", "en": "timeline"}

urlpatterns = [
    path("admin/timeline/partial-date/", include("timeline.urls")),
    path("admin/language/", choose_language, name="desk-language"),
    path("admin/", admin.site.urls),
    path("", Front.as_view(), name="front"),
    path("health/live", machine_ends.live, name="health-live"),
    path("health/ready", machine_ends.ready, name="health-ready"),
    path("robots.txt", machine_ends.robots, name="robots"),
    path(".well-known/security.txt", machine_ends.security, name="security"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap-section"),
    path("", include("publishing.media")),
    path("", include("publishing.guest_pages")),
    path("", include("publishing.file_media")),
    path("", include("maps.views")),
    path("", include("publishing.social")),
    path("", include("articles.urls")),
    path("", include("missions.urls")),
    path("", include("interface.urls")),
    *in_each_language(TIMELINE, "", Timeline.as_view(), "timeline"),
    path("", include("publishing.urls")),
    *the_rest,
]

handler404 = "publishing.views.page_not_found"
