from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from languages.admin import TranslatedStackedInline, TranslatedTabularInline
from missions.forms import HeadcountFormSet
from missions.models import Briefing, Component, Deployment, EasyVersion, LegalBasis, Mission, Operation, Place
from publishing.admin import WorkingPageAdmin
from publishing.page_forms import AddressForm, SourceForm
from timeline.admin import EventInline


class HeadcountInline(TranslatedStackedInline):
    """The headcounts of a mission; a new date is a new row, the earlier ones are its history."""

    model = Deployment
    empty_words = _("No headcount yet: the page does not say how many soldiers are there.")
    form = SourceForm
    formset = HeadcountFormSet
    order_field = "order"
    extra = 0
    autocomplete_fields = ["operation"]
    fields = [
        ("role", "qualifier", "headcount"),
        "as_of",
        "label",
        "operation",
        "source_title",
        "source_url",
        "order",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("operation")


class BriefingInline(TranslatedStackedInline):
    """What each component does in a mission."""

    model = Briefing
    empty_words = _("No briefing yet: the page leaves out what each component does.")
    extra = 0
    fields = ["component", "text", "film"]
    autocomplete_fields = ["film"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("component", "film")


@admin.register(Mission)
class MissionAdmin(WorkingPageAdmin):
    form = AddressForm
    list_display = ["__str__", "status", "started", "ended", "languages", "review_on"]
    list_filter = ["status", ("places", admin.RelatedOnlyFieldListFilter), "operations__framework"]
    search_fields = ["name", "title", "in_place", "lead", "slug", "operations__acronym", "operations__label"]
    search_help_text = _("Searches names, titles, leads, addresses and operations in all languages.")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ["places", "operations", "picture"]
    inlines = [EventInline, HeadcountInline, BriefingInline]
    fieldsets = [
        (None, {"fields": ["name", "kicker", "title", "in_place", "slug", "lead", "context", "picture"]}),
        (_("State of the mission"), {"fields": ["status", "started", "ended", "review_on", "order"]}),
        (_("Where, and under which mandate"), {"fields": ["places", "precision_ceiling", "operations"]}),
        (_("What is at stake"), {"fields": ["stakes", "worst_case", "impact", "assessed"]}),
        (_("Above the briefings"), {"fields": ["slogan", "invitation"]}),
    ]


class LegalBasisInline(TranslatedTabularInline):
    """The decisions an operation rests on."""

    model = LegalBasis
    extra = 0
    fields = ["label", "url", "order"]


@admin.register(Operation)
class OperationAdmin(WorkingPageAdmin):
    list_display = ["__str__", "acronym", "framework", "mandate", "languages"]
    list_filter = ["framework"]
    search_fields = ["acronym", "full_name", "label", "description"]
    search_help_text = _("Searches acronyms, full names, labels and descriptions in all languages.")
    inlines = [LegalBasisInline]
    fieldsets = [
        (None, {"fields": ["acronym", "label", "description", "framework", "mandate"]}),
        (_("Official name"), {"fields": [("full_name", "full_name_language")]}),
    ]


@admin.register(Place)
class PlaceAdmin(WorkingPageAdmin):
    list_display = ["__str__", "code", "shape", "languages"]
    list_filter = ["shape"]
    search_fields = ["code", "label", "description"]
    search_help_text = _("Searches codes, labels and descriptions in all languages.")
    autocomplete_fields = ["members"]
    fields = ["code", "shape", "label", "description", "members"]


@admin.register(Component)
class ComponentAdmin(WorkingPageAdmin):
    list_display = ["__str__", "order", "languages"]
    search_fields = ["label", "description"]
    fields = ["label", "description", "order"]


@admin.register(EasyVersion)
class EasyVersionAdmin(WorkingPageAdmin):
    form = AddressForm
    list_display = ["__str__", "mission", "languages"]
    list_select_related = ["mission"]
    search_fields = ["title", "slug", "mission__name"]
    search_help_text = _("Searches titles, addresses and missions in all languages.")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ["mission"]
    fields = ["mission", "title", "slug", "body"]
