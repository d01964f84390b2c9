"""The desk: the admin site of the newsroom."""

import functools

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from config.guide import Guide, GuideChapter, WholeGuide, chapter_of
from publishing import session_over
from publishing.desk import desk_language
from publishing.desk_home import Absences, OpenPage
from publishing.desk_log_in import LogInForm, answered
from publishing.desk_search import Search
from publishing.desk_trail import Trail, TrailExport
from publishing.home import home

# What one makes anew so often that the home leads there at once.
MADE_OFTEN = (("missions.add_mission", _("New mission")), ("articles.add_article", _("New article")))
# The lists that the frame of every page leads to.
SECTIONS = ("missions.Mission", "articles.Article", "images.Picture", "publishing.Release")


class Desk(admin.AdminSite):
    """The one admin site; its words are the newsroom's."""

    site_header = _("Missions desk")
    site_title = _("Missions desk")
    index_title = _("The desk")
    enable_nav_sidebar = False
    index_template = "admin/home.html"
    login_form = LogInForm

    def admin_view(self, view, cacheable=False):
        """Wrap a page of the desk as Django does, and refuse questions with a NUL, on which PostgreSQL stops.

        Where Django leads to the way in and drops what was typed, a form of the desk shows it instead.
        """

        @functools.wraps(view)
        def without_nul(request, *args, **kwargs):
            if "%00" in request.META["QUERY_STRING"]:
                raise BadRequest("There is a NUL character in the address.")
            return view(request, *args, **kwargs)

        guarded = super().admin_view(without_nul, cacheable)

        @functools.wraps(guarded)
        def with_words_kept(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request) and "_form" in request.POST:
                return session_over.answer(request, self)
            return guarded(request, *args, **kwargs)

        return with_words_kept

    def login(self, request, extra_context=None):
        return answered(super().login(request, extra_context))

    def get_urls(self):
        # Django's "view on site" leads anyone on the staff to any object's address, one that is to come as well.
        known = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
        pages = [
            ("search/", Search, "search"),
            ("open/<uuid:uid>/", OpenPage, "open-page"),
            ("absences/", Absences, "absences"),
            ("trail/", Trail, "trail"),
            ("trail/export/<slug:form>/", TrailExport, "trail-export"),
            ("guide/", Guide, "guide"),
            ("guide/whole/", WholeGuide, "guide-whole"),
            ("guide/<slug:slug>/", GuideChapter, "guide-chapter"),
        ]
        ours = [path(at, self.admin_view(view.as_view(admin_site=self)), name=name) for at, view, name in pages]
        return [*ours, *known]

    def each_context(self, request):
        """Add to every page of the desk its sections, and the way to the chapter of the guide that explains it."""
        match = request.resolver_match
        here = (match and match.url_name) or ""
        return super().each_context(request) | {
            "explained_in": chapter_of(here),
            "desk_sections": self._sections(request, here),
        }

    def _sections(self, request, here: str) -> list[dict]:
        """Return what the frame leads to, with the one that the page belongs to; nothing for whoever is not in."""
        if not self.has_permission(request):
            return []
        found = [{"name": _("Home"), "url": reverse("admin:index"), "is_here": here == "index"}]
        for label in SECTIONS:
            model_admin = self.get_model_admin(apps.get_model(label))
            if model_admin.has_view_or_change_permission(request):
                name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_"
                found.append(
                    {
                        "name": capfirst(model_admin.opts.verbose_name_plural),
                        "url": reverse(f"admin:{name}changelist"),
                        "is_here": here.startswith(name),
                    }
                )
        guide = {"name": _("Guide"), "url": reverse("admin:guide"), "is_here": here.startswith("guide")}
        return [*found, guide]

    def index(self, request, extra_context=None):
        """Show what waits for whoever is here."""
        new = []
        for permission, label in MADE_OFTEN:
            if request.user.has_perm(permission):
                app, _dot, model = permission.replace("add_", "").partition(".")
                new.append({"label": label, "url": reverse(f"admin:{app}_{model}_add")})
        sections = home(request.user, now=timezone.now(), language=desk_language())
        return super().index(request, {"home": sections, "new": new, **(extra_context or {})})
