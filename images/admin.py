from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Q
from django.forms import FileInput
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from images.fields import PictureFileField
from images.forms import PictureForm
from images.gate import LARGEST_FILE, LONGEST_SIDE, MOST_PIXELS
from images.models import Picture
from images.ratios import Rendition, widths
from images.renditions import Busy, fetch
from images.usage import rows_using, used
from languages.admin import TranslatedAdmin
from languages.columns import LANGUAGES, column
from languages.typography import number

THUMBNAIL, PREVIEW = 320, 960  # pixels


def without(field: str) -> Q:
    """Return the condition that a text is missing in at least one language."""
    condition = Q()
    for language in LANGUAGES:
        name = column(field, language)
        condition |= Q(**{name: ""}) | Q(**{f"{name}__isnull": True})
    return condition


class StateFilter(admin.SimpleListFilter):
    """What is left to do for a picture, or stands in its way."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("without_text", _("without alternative text")),
            ("without_credit", _("without credit")),
            ("without_rights", _("without rights")),
            ("unchecked", _("faces not yet checked")),
            ("unused", _("unused")),
            ("embargoed", _("under embargo")),
        ]

    def queryset(self, request, queryset):
        conditions = {
            "without_text": Q(decorative=False) & without("alternative_text"),
            "without_credit": Q(credit=""),
            "without_rights": Q(rights=""),
            "unchecked": Q(faces=Picture.Faces.UNCHECKED),
            "embargoed": Q(embargo_until__gt=timezone.now()),
        }
        if self.value() == "unused":
            return queryset.exclude(used())
        return queryset.filter(conditions.get(self.value(), Q()))


@admin.register(Picture)
class PictureAdmin(TranslatedAdmin):
    """The library: every picture comes in through the gate, and shows here without being public."""

    form = PictureForm
    change_form_template = "images/picture_form.html"
    change_list_template = "images/picture_list.html"
    formfield_overrides = {PictureFileField: {"widget": FileInput(attrs={"accept": "image/*"})}}
    list_display = ["thumbnail", "__str__", "left_to_do", "languages", "taken_on", "uploaded_at"]
    list_display_links = ["__str__"]
    list_filter = [StateFilter, "rights", "faces"]
    list_per_page = 40
    date_hierarchy = "uploaded_at"
    search_fields = ["alternative_text", "caption", "credit", "rights_note"]
    fieldsets = [
        (None, {"fields": ["file", "alternative_text", "decorative", "caption"]}),
        (_("Rights"), {"fields": ["credit", "rights", "rights_note", "taken_on"]}),
        (_("Clearance"), {"fields": ["faces", "consent_note", "cleared_by", "embargo_until"]}),
        (_("Focal point"), {"fields": [("focal_x", "focal_y")]}),
    ]

    class Media:
        js = ["images/focal-point.js"]
        css = {"all": ["images/desk.css"]}

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(self.upload_view), name="images_picture_upload"),
            path("<int:pk>/renditions/<str:name>", wrap(self.rendition_view), name="images_picture_rendition"),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if change and "file" in form.base_fields:
            form.base_fields["file"].required = False
            form.base_fields["file"].help_text = gettext(
                "Choose a file only to replace the picture. Pages that show it keep the old one until they are "
                "published again."
            )
        return form

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)
        if form.report:
            for sentence in report(form):
                messages.info(request, sentence)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["preview"] = self.address(obj, PREVIEW)
            context["usages"] = list(self.usages(obj))
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def upload_view(self, request):
        """Take many files at once; each succeeds or fails for itself and says so."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        results = [self._take_in(request, file) for file in request.FILES.getlist("files")]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Upload pictures"),
            "results": results,
            "nothing_chosen": request.method == "POST" and not results,
            "megabytes": LARGEST_FILE >> 20,
            "megapixels": MOST_PIXELS // 1_000_000,
            "longest": number(LONGEST_SIDE, get_language()),
        }
        alone = request.headers.get("X-Part") == "results"
        return render(request, "images/_upload_results.html" if alone else "images/upload.html", context)

    def rendition_view(self, request, pk, name):
        """Show a picture to the desk, whether the public may see it or not; no cache keeps it."""
        picture = self.get_object(request, str(pk))
        rendition = Rendition.parse(name)
        if not self.has_view_or_change_permission(request, picture):
            raise PermissionDenied
        try:
            content = fetch(picture.content_hash, rendition) if picture and rendition else None
        except Busy:
            content = None
        if content is None:
            raise Http404
        return HttpResponse(content, content_type=rendition.media_type, headers={"Cache-Control": "private, no-store"})

    @admin.display(description=_("picture"))
    def thumbnail(self, obj):
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', self.address(obj, THUMBNAIL))

    @admin.display(description=_("left to do"))
    def left_to_do(self, obj):
        return ", ".join(obj.left_to_do()) or gettext("complete")

    def address(self, obj, width: int) -> str:
        """Return the desk's own address of a picture, at most so many pixels wide."""
        offered = [each for each in widths(obj.width, obj.height, "original", "webp") if each <= width]
        rendition = Rendition("original", offered[-1] if offered else min(obj.width, width), "webp")
        return reverse("admin:images_picture_rendition", args=[obj.pk, rendition.name])

    def usages(self, picture):
        """Yield (kind, name, address or "") of every draft that uses a picture."""
        for row, whole in rows_using(picture):
            try:
                url = reverse(f"admin:{whole._meta.app_label}_{whole._meta.model_name}_change", args=[whole.pk])
            except NoReverseMatch:
                url = ""
            kind = capfirst(whole._meta.verbose_name)
            yield kind, str(whole) if whole == row else f"{whole}, {row}", url

    def _take_in(self, request, file) -> dict:
        form = PictureForm({}, {"file": file})
        if not form.is_valid():
            known = form.has_error("file", code="known")
            sentences = [sentence for errors in form.errors.values() for sentence in errors]
            return {"name": file.name, "outcome": "known" if known else "refused", "sentences": sentences}
        picture = form.save(commit=False)
        picture.uploaded_by = request.user
        try:
            picture.save(by=request.user)
        except IntegrityError:  # somebody else uploaded it in this very moment
            return {"name": file.name, "outcome": "known", "sentences": []}
        self.log_addition(request, picture, [{"added": {}}])
        return {
            "name": file.name,
            "outcome": "in",
            "sentences": report(form),
            "left_to_do": picture.left_to_do(),
            "url": reverse("admin:images_picture_change", args=[picture.pk]),
            "thumbnail": self.address(picture, THUMBNAIL),
        }


def report(form: PictureForm) -> list[str]:
    """Return what the gate did to the file of a valid form, in sentences without any value."""
    kinds = form.report.removed_kinds
    sentences = [
        gettext("Removed: %(kinds)s.") % {"kinds": ", ".join(kinds)}
        if kinds
        else gettext("Nothing was hidden in the file.")
    ]
    if form.taken_over:
        sentences.append(
            gettext("Taken over from the file, to be checked: %(fields)s.") % {"fields": ", ".join(form.taken_over)}
        )
    return sentences
