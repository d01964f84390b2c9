"""A small desk of its own for the tests of languages.admin, so that they do not lean on the real desk's choices."""

from django.contrib import admin
from django.urls import path

from articles.models import Article
from languages.admin import TranslatedAdmin, TranslatedStackedInline, TranslatedTabularInline
from missions.models import Briefing, Component, Deployment, LegalBasis, Mission, Operation

site = admin.AdminSite()


class DeploymentInline(TranslatedTabularInline):
    model = Deployment
    fields = ("headcount", "qualifier", "role", "label", "order")
    extra = 0


class BriefingInline(TranslatedStackedInline):
    model = Briefing
    extra = 0


@admin.register(Mission, site=site)
class MissionAdmin(TranslatedAdmin):
    list_display = ("name", "languages")
    search_fields = ("name", "^title", "deployments__label", "deployments__source_url", "slug__iexact")
    fieldsets = (
        (None, {"fields": ("name", "slug", "title", ("lead", "order"))}),
        ("More", {"fields": ("slogan", "status", "started", "ended")}),
        ("Only words", {"fields": ("stakes",)}),
    )
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("stakes",)
    inlines = (DeploymentInline, BriefingInline)


@admin.register(Article, site=site)
class ArticleAdmin(TranslatedAdmin):
    fields = ("written_in", "title", "date")


@admin.register(Deployment, site=site)
class DeploymentAdmin(TranslatedAdmin):
    list_display = ("label", "languages")
    list_select_related = ("mission",)


@admin.register(Component, site=site)
class ComponentAdmin(TranslatedAdmin):
    """Everything by default: no fields, no fieldsets."""


class LegalBasisInline(TranslatedStackedInline):
    model = LegalBasis
    extra = 1


@admin.register(Operation, site=site)
class OperationAdmin(TranslatedAdmin):
    inlines = (LegalBasisInline,)


urlpatterns = [path("admin/", site.urls)]
