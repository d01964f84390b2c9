from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import models
from django.forms import FileInput
from django.http import Http404
from django.urls import NoReverseMatch, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.fields import DocumentFileField, FilmFileField
from files.forms import CaptionsFormField, DownloadForm, FilmFileInput, FilmForm
from files.lengths import in_words, size_in_words
from files.models import Download, Film
from files.serving import serve
from files.storing import opened
from images.admin import NamedSplitDateTime
from images.usage import rows_using, used
from languages.admin import TranslatedAdmin
from languages.columns import language_columns


class UseFilter(admin.SimpleListFilter):
    """Whether some draft uses the row."""

    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("used", _("used")), ("unused", _("unused"))]

    def queryset(self, request, queryset):
        condition = used(queryset.model)
        return {"used": queryset.filter(condition), "unused": queryset.exclude(condition)}.get(self.value(), queryset)


class GatedAdmin(TranslatedAdmin):
    """What the desks of films and documents share: the report of the gate, a preview, where the row is used."""

    change_form_template = "files/gated_form.html"
    list_per_page = 40
    formfield_overrides = {
        FilmFileField: {"widget": FilmFileInput(attrs={"accept": "video/mp4,video/webm,video/quicktime"})},
        DocumentFileField: {"widget": FileInput(attrs={"accept": "application/pdf"})},
        models.DateTimeField: {"widget": NamedSplitDateTime},
    }

    class Media:
        css = {"all": ["files/desk.css"]}

    date_hierarchy = "uploaded_at"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [path("<int:pk>/file", self.admin_site.admin_view(self.file_view), name=name), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)
        for sentence in form.told():
            messages.info(request, sentence)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_file"
            context["preview"] = reverse(name, args=[obj.pk]) if obj.content_hash else ""
            context["facts"] = self.facts(obj)
            context["usages"] = list(usages(obj))
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def file_view(self, request, pk):
        """Show a file to the desk, whether the public may see it or not; no cache keeps it."""
        row = self.get_object(request, str(pk))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if row is None or not row.content_hash:
            raise Http404
        # A document is never opened beside the session; a film is shown by the player of the desk's own page.
        kind = "attachment" if row.media_type == "application/pdf" else "inline"
        if not default_storage.exists(row.file.name):  # a backup that was restored in part
            raise Http404
        response = serve(
            request,
            lambda: opened(row.file.name),
            size=row.size,
            content_hash=row.content_hash,
            media_type=row.media_type,
            disposition=f'{kind}; filename="{row.public_name}"',
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @admin.display(description=_("left to do"))
    def left_to_do(self, obj):
        return ", ".join(obj.left_to_do()) or gettext("complete")


@admin.register(Film)
class FilmAdmin(GatedAdmin):
    """Films: every file comes in through the gate, and can be watched here without being public."""

    form = FilmForm
    list_display = ["__str__", "length", "left_to_do", "languages", "uploaded_at"]
    list_filter = [UseFilter, "rights", "faces"]
    search_fields = ["title", "transcript", "credit", "external_url"]
    search_help_text = _("Searches titles, transcripts, credits and addresses in all languages.")
    autocomplete_fields = ["poster"]
    fieldsets = [
        (None, {"fields": ["title", "file", "external_url", "poster", "credit"]}),
        (_("For people who do not hear"), {"fields": ["captions", "transcript"]}),
        (_("For people who do not see"), {"fields": ["descriptions", "statement"]}),
        (_("Rights"), {"fields": ["rights", "rights_note"]}),
        (_("Clearance"), {"fields": ["faces", "consent_note", "cleared_by", "embargo_until"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("poster")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        base, _language = language_columns(self.model).get(db_field.name, (db_field.name, ""))
        if base in ("captions", "descriptions"):
            kwargs["form_class"] = CaptionsFormField
            kwargs["widget"] = CaptionsFormField.widget(attrs={"rows": 8, "cols": 60, "spellcheck": "true"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def facts(self, film) -> str:
        """Return in a line what is known of the file of a film; empty for one that stands elsewhere."""
        if not film.content_hash:
            return ""
        sound = gettext("with sound") if film.has_sound else gettext("without sound")
        size = f"{film.width} × {film.height}"
        return " · ".join([size, in_words(film.milliseconds), size_in_words(film.size), sound])

    @admin.display(description=_("length"), ordering="milliseconds")
    def length(self, film):
        return in_words(film.milliseconds) if film.content_hash else gettext("elsewhere")


@admin.register(Download)
class DownloadAdmin(GatedAdmin):
    """Documents that readers take with them."""

    form = DownloadForm
    list_display = ["__str__", "written_in", "pages", "tagged", "left_to_do", "languages", "uploaded_at"]
    list_filter = [UseFilter, "written_in", "tagged"]
    search_fields = ["title", "equivalent"]
    search_help_text = _("Searches titles and addresses in all languages.")
    fields = ["title", "file", "written_in", "equivalent"]

    def facts(self, download) -> str:
        """Return in a line what is known of a document."""
        readable = gettext("readable without seeing") if download.tagged else gettext("not readable without seeing")
        pages = gettext("pages: %(number)d") % {"number": download.pages}
        return " · ".join(["PDF", size_in_words(download.size), pages, readable])


def usages(row: models.Model):
    """Yield (kind, name, address or "") of every draft that uses a film or a document."""
    for part, whole in rows_using(row):
        try:
            url = reverse(f"admin:{whole._meta.app_label}_{whole._meta.model_name}_change", args=[whole.pk])
        except NoReverseMatch:
            url = ""
        yield capfirst(whole._meta.verbose_name), str(whole) if whole == part else f"{whole}, {part}", url
