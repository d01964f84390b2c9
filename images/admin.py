from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.db.models import Count, Q
from django.forms import FileInput
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from images.alike import alike
from images.fields import PictureFileField
from images.forms import PictureForm
from images.gate import LARGEST_FILE, LONGEST_SIDE, MOST_PIXELS
from images.models import Picture
from images.ratios import Rendition, widths
from images.renditions import Busy, fetch
from images.reports import Reports
from images.usage import rows_using, used
from languages.admin import TranslatedAdmin
from languages.columns import LANGUAGES, column
from languages.typography import number

# How the library says what Picture.lacks() names.
LACKING = {
    "text": gettext_noop("without alternative text"),
    "credit": gettext_noop("without credit"),
    "rights": gettext_noop("without rights"),
    "faces": gettext_noop("faces not yet checked"),
}
THUMBNAIL, CARD, PREVIEW = 320, 640, 960  # pixels


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

    def states(self) -> dict:
        """Return the name and the condition of each state, by the word that stands in the address."""
        return {
            "without_text": (_("without alternative text"), Q(decorative=False) & without("alternative_text")),
            "without_credit": (_("without credit"), Q(credit="")),
            "without_rights": (_("without rights"), Q(rights="")),
            "unchecked": (_("faces not yet checked"), Q(faces=Picture.Faces.UNCHECKED)),
            "without_consent": (_("faces without consent"), Q(faces=Picture.Faces.PENDING)),
            "unused": (_("unused"), ~used()),
            "embargoed": (_("under embargo"), Q(embargo_until__gt=timezone.now())),
        }

    def lookups(self, request, model_admin):
        return [(name, title) for name, (title, _condition) in self.states().items()]

    def counted(self, changelist) -> list[dict]:
        """Return the choices, each with how many pictures of the whole library are in that state."""
        numbers = Picture.objects.aggregate(
            **{name: Count("pk", filter=condition) for name, (_title, condition) in self.states().items()}
        )
        whole, *choices = self.choices(changelist)
        return [whole, *(choice | {"count": numbers[name]} for choice, name in zip(choices, numbers, strict=True))]

    def queryset(self, request, queryset):
        _title, condition = self.states().get(self.value(), ("", Q()))
        return queryset.filter(condition)


class Arrangement(admin.SimpleListFilter):
    """Pictures side by side, or one a line; the address remembers it. It leaves nothing out."""

    title = _("arrangement")
    parameter_name = "view"

    def lookups(self, request, model_admin):
        return [("grid", _("Side by side")), ("list", _("As a list"))]

    def choices(self, changelist):
        chosen = self.value() if self.value() == "list" else "grid"
        for name, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: name})
            yield {"selected": name == chosen, "query_string": query, "display": title, "name": name}

    def queryset(self, request, queryset):
        return queryset


class NamedSplitDateTime(AdminSplitDateTime):
    """A day and an hour, each with a name of its own: Django's labels stand beside the fields and name neither."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for widget, name in zip(self.widgets, (_("Day"), _("Hour")), strict=True):
            widget.attrs["aria-label"] = name


class PictureAdmin(TranslatedAdmin):
    """The library: every picture comes in through the gate, and shows here without being public."""

    form = PictureForm
    change_form_template = "images/picture_form.html"
    change_list_template = "images/picture_list.html"
    formfield_overrides = {
        PictureFileField: {"widget": FileInput(attrs={"accept": "image/*"})},
        models.DateTimeField: {"widget": NamedSplitDateTime},
    }
    list_display = ["thumbnail", "__str__", "left_to_do", "languages", "taken_on", "uploaded_at"]
    list_display_links = ["__str__"]
    list_filter = [StateFilter, Arrangement, "rights", "faces", "press"]
    show_facets = admin.ShowFacets.NEVER  # each filter would count for itself; the states are counted together
    list_per_page = 40
    date_hierarchy = "uploaded_at"
    search_fields = ["alternative_text", "caption", "credit", "rights_note"]
    fieldsets = [
        (None, {"fields": ["file", "alternative_text", "decorative", "caption"]}),
        (_("Rights"), {"fields": ["credit", "rights", "rights_note", "taken_on", "press"]}),
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
            path("upload/dismiss/", wrap(self.dismiss_view), name="images_picture_dismiss"),
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
            if others := alike(obj):
                links = format_html_join(", ", '<a href="{}">{}</a>', self._links(others))
                head = gettext("It looks like a picture that the library has already:")
                tail = gettext("It came in all the same; delete one of them if they are one picture.")
                messages.warning(request, format_html("{} {}. {}", head, links, tail))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["preview"] = self.address(obj, PREVIEW)
            context["usages"] = list(self.usages(obj))
            context["alike"] = list(self._links(alike(obj)))
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        self.mark(list(changelist.result_list))
        return changelist

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        changelist = getattr(response, "context_data", None) and response.context_data.get("cl")
        if isinstance(response, TemplateResponse) and changelist:
            specs = {getattr(spec, "parameter_name", ""): spec for spec in changelist.filter_specs}
            arrangements = list(specs["view"].choices(changelist))
            response.context_data |= {
                "arrangements": arrangements,
                "states": specs["state"].counted(changelist),
                "other_filters": [
                    spec for spec in changelist.filter_specs if spec not in (specs["view"], specs["state"])
                ],
                "is_grid": not changelist.is_popup and arrangements[0]["selected"],
                **self._limits(),
                "results": Reports(request.session).results(self.address),
            }
        return response

    def mark(self, pictures: list[Picture]) -> None:
        """Give each picture of a page of the library its `marks`: (kind, sentence), what matters most first."""
        in_drafts = set(
            Picture.objects.filter(used(), pk__in=[picture.pk for picture in pictures]).values_list("pk", flat=True)
        )
        now = timezone.now()
        for picture in pictures:
            marks = [("missing", gettext(LACKING[name])) for name in picture.lacks()]
            if picture.faces == Picture.Faces.PENDING:
                marks.append(("blocks", gettext("faces without consent")))
            if picture.embargo_until and picture.embargo_until > now:
                day = date_format(timezone.localtime(picture.embargo_until), "SHORT_DATETIME_FORMAT")
                marks.append(("waits", gettext("embargo until %(moment)s") % {"moment": day}))
            if picture.pk not in in_drafts:
                marks.append(("unused", gettext("unused")))
            picture.marks = marks
            picture.preview = self.address(picture, CARD)

    def upload_view(self, request):
        """Take many files at once; each succeeds or fails for itself and says so."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        reports = Reports(request.session)
        taken = [self._take_in(request, file) for file in request.FILES.getlist("files")]
        reports.add(taken)
        alone = request.headers.get("X-Part") == "results"
        context = {
            **self.admin_site.each_context(request),
            **self._limits(),
            "opts": self.opts,
            "title": gettext("Upload pictures"),
            "results": reports.results(self.address, taken if alone else None),
            "nothing_chosen": request.method == "POST" and not taken,
        }
        return render(request, "images/_upload_results.html" if alone else "images/upload.html", context)

    def dismiss_view(self, request):
        """Put the report of the gate away."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            Reports(request.session).dismiss()
        return HttpResponseRedirect(reverse("admin:images_picture_changelist"))

    def _limits(self) -> dict:
        return {
            "megabytes": LARGEST_FILE >> 20,
            "megapixels": MOST_PIXELS // 1_000_000,
            "longest": number(LONGEST_SIDE, get_language()),
        }

    def rendition_view(self, request, pk, name):
        """Show a picture to the desk, whether the public may see it or not; no cache keeps it."""
        picture = self.get_object(request, str(pk))
        rendition = Rendition.parse(name)
        if not self.has_view_or_change_permission(request, picture):
            raise PermissionDenied
        try:
            content = fetch(picture.content_hash, rendition) if picture and rendition else None
        except (Busy, OSError):
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
            if form.known:
                return {"name": file.name, "outcome": "known", "sentences": [], "pk": form.known.pk}
            sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
            return {"name": file.name, "outcome": "refused", "sentences": sentences, "pk": None}
        picture = form.save(commit=False)
        picture.uploaded_by = request.user
        try:
            picture.save(by=request.user)
        except IntegrityError:  # somebody else uploaded it in this very moment
            known = Picture.objects.filter(content_hash=picture.content_hash).first()
            return {"name": file.name, "outcome": "known", "sentences": [], "pk": known and known.pk}
        self.log_addition(request, picture, [{"added": {}}])
        others = [other.pk for other in alike(picture)]
        return {"name": file.name, "outcome": "in", "sentences": report(form), "pk": picture.pk, "alike": others}

    def _links(self, pictures):
        """Yield (address, name) of the records of pictures."""
        for picture in pictures:
            yield reverse("admin:images_picture_change", args=[picture.pk]), picture


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
