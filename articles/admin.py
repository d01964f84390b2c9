from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.forms import ArticleForm, BlockForm
from articles.models import Article, Block, Category, Notice, PageDownload, Person, StandingPage, Tag, Theme, ThemePlace
from languages.admin import OpensInPlace, TranslatedStackedInline
from publishing.admin import WorkingPageAdmin
from publishing.page_forms import AddressForm


class BlockInline(TranslatedStackedInline):
    """The pieces of an article, in their order."""

    model = Block
    empty_words = _("No text yet: the article can go live once it has at least one piece.")
    form = BlockForm
    order_field = "order"
    line_facts = ("kind",)
    line_text = "text"
    extra = 0
    autocomplete_fields = ["picture", "film", "download"]
    fields = [("kind", "order"), "text", "attribution", "picture", "film", "download", ("only_in", "only_in_reason")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("picture", "film", "download")


class ThemePlaceInline(OpensInPlace, admin.StackedInline):
    """The themes an article stands in, with its place in each."""

    model = ThemePlace
    empty_words = _("In no theme: readers find the article in lists, but not in a series.")
    extra = 0
    autocomplete_fields = ["theme"]


@admin.register(Article)
class ArticleAdmin(WorkingPageAdmin):
    form = ArticleForm
    list_display = ["__str__", "kind", "date", "written_in", "languages"]
    list_filter = ["kind", "written_in", "theme_places__theme", "categories"]
    search_fields = ["title", "lead", "slug", "blocks__text", "tags__label", "authors__label"]
    search_help_text = _("Searches titles, leads, texts, addresses, keywords and authors in all languages.")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ["authors", "categories", "tags", "missions", "picture"]
    inlines = [BlockInline, ThemePlaceInline]
    fieldsets = [
        (_("Opening"), {"fields": [("kind", "written_in"), "date", "title", "slug", "lead", "picture"]}),
        (_("Who, and about what"), {"fields": ["authors", "missions", "categories", "tags"]}),
        (_("Outside source"), {"fields": ["source_title", "source_url"]}),
    ]


class ListedTermAdmin(WorkingPageAdmin):
    """A term that readers can open."""

    form = AddressForm
    list_display = ["__str__", "languages"]
    search_fields = ["label", "description", "slug"]
    prepopulated_fields = {"slug": ("label",)}
    fields = ["label", "slug", "description"]


@admin.register(Theme)
class ThemeAdmin(ListedTermAdmin):
    search_help_text = _("Searches labels, descriptions and addresses in all languages.")


@admin.register(Category)
class CategoryAdmin(ListedTermAdmin):
    search_help_text = _("Searches labels, descriptions and addresses in all languages.")


@admin.register(Tag)
class TagAdmin(WorkingPageAdmin):
    list_display = ["__str__", "languages"]
    search_fields = ["label"]
    fields = ["label"]


@admin.register(Person)
class PersonAdmin(WorkingPageAdmin):
    list_display = ["__str__", "name_may_be_shown", "languages"]
    list_filter = ["name_may_be_shown"]
    search_fields = ["label", "description"]
    fields = ["label", "name_may_be_shown", "description"]


@admin.register(Notice)
class NoticeAdmin(WorkingPageAdmin):
    form = AddressForm
    list_display = ["__str__", "kind", "date", "mission", "sober", "languages"]
    list_select_related = ["mission"]
    list_filter = ["kind", "sober"]
    search_fields = ["title", "text", "slug", "mission__name"]
    search_help_text = _("Searches titles, texts, addresses and missions in all languages.")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ["mission"]
    fields = ["kind", "date", "mission", "sober", "title", "slug", "text"]


class PageDownloadInline(OpensInPlace, admin.StackedInline):
    """The documents that a standing page offers, in their order."""

    model = PageDownload
    order_field = "order"
    extra = 0
    autocomplete_fields = ["download"]
    fields = [("download", "order")]


@admin.register(StandingPage)
class StandingPageAdmin(WorkingPageAdmin):
    form = AddressForm
    list_display = ["__str__", "role", "languages"]
    search_fields = ["title", "body", "slug"]
    search_help_text = _("Searches titles, texts and addresses in all languages.")
    prepopulated_fields = {"slug": ("title",)}
    fields = ["role", "title", "slug", "body"]
    inlines = [PageDownloadInline]
