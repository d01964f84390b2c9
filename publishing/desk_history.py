"""The pages of the desk on which a save is undone: the history of a draft, a comparison, a restore, a deleted draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from images.models import Picture
from languages.models import TranslatedModel
from publishing import kinds, saved_changes, saved_rows, saves, undo
from publishing.desk import DeskView, PageView
from publishing.models import DeletedDraft, SavedDraft

SAVES_PER_PAGE = 50


def permission(model: type[TranslatedModel], action: str) -> str:
    """Return the name of a permission on a model; a form lets translators in who do not have it."""
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def key_from(text: str) -> int:
    """Return the primary key in an address; 404 for anything that is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)


class HistoryView(PageView):
    """A page about the saves of one draft; a save of another draft is not found here."""

    @property
    def permission(self) -> str:
        return permission(self.model_admin.model, "view")

    @property
    def may_restore(self) -> bool:
        """Only who may change every language and every part: a translator would overwrite what is not hers."""
        return self.request.user.has_perm(permission(self.model_admin.model, "change"))

    def save_named(self, text: str) -> SavedDraft:
        """Return a save of this draft by the key in an address."""
        return get_object_or_404(SavedDraft.objects.of(self.row.uid).select_related("by"), pk=key_from(text))

    def address(self, verb: str, *arguments) -> str:
        """Return the address of a page about this draft."""
        options = self.model_admin.model._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_{verb}", args=[self.row.pk, *arguments])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "may_restore": self.may_restore,
            "history_url": self.address("history"),
            "compare_url": self.address("compare_saves"),
        }


class History(HistoryView, TemplateView):
    """Lists the saves of a draft, the latest first: when, who, how much changed, in which languages."""

    template_name = "admin/publishing/history.html"

    @property
    def heading(self):
        return _("History of the draft “%(page)s”") % {"page": self.row}

    def get_context_data(self, **kwargs):
        known = SavedDraft.objects.of(self.row.uid).light().select_related("by", "source__by")
        page = Paginator(known, SAVES_PER_PAGE).get_page(self.request.GET.get("p"))
        listed = [
            {
                "save": save,
                "languages": ", ".join(code.upper() for code in save.languages),
                "is_now": page.number == 1 and number == 0,
                "restore_url": self.address("restore_save", save.pk),
            }
            for number, save in enumerate(page)
        ]
        return super().get_context_data(**kwargs) | {"saves": page, "listed": listed}


class CompareSaves(HistoryView, TemplateView):
    """Shows what changed from one save to another, or to the draft as it is now."""

    template_name = "admin/publishing/compare_saves.html"
    NOW = "now"

    @property
    def heading(self):
        return _("Two saves of “%(page)s” compared") % {"page": self.row}

    def get_context_data(self, **kwargs):
        chosen = [self.request.GET.get(name, self.NOW) for name in ("from", "to")]
        named = [None if text == self.NOW else self.save_named(text) for text in chosen]
        # A reader expects what went and what came in the order of time, whichever was picked first.
        older, newer = sorted(named, key=lambda save: (save is None, save.pk if save else 0))
        contents = [undo.content_of(save) if save else undo.content_now(self.row) for save in (older, newer)]
        return super().get_context_data(**kwargs) | {
            "older": older,
            "newer": newer,
            "groups": saved_changes.spelled_out(saved_changes.between(*contents), contents),
            "lost": with_names([*contents[0].lost, *contents[1].lost]),
            "restore_url": self.address("restore_save", older.pk) if older and not newer else "",
        }


class RestoreSave(HistoryView, TemplateView):
    """Shows what a restore would change in the draft, and does it."""

    template_name = "admin/publishing/restore.html"

    @property
    def permission(self) -> str:
        return permission(self.model_admin.model, "change")

    @property
    def heading(self):
        return _("Bring back an earlier save of “%(page)s”") % {"page": self.row}

    @cached_property
    def saved(self) -> SavedDraft:
        return self.save_named(self.kwargs["save"])

    def get_context_data(self, **kwargs):
        content, now = undo.content_of(self.saved), undo.content_now(self.row)
        changes = [change for change in saved_changes.between(now, content) if not change.stays]
        return super().get_context_data(**kwargs) | {
            "saved": self.saved,
            "groups": saved_changes.spelled_out(changes, [now, content]),
            **obstacles(content),
        }

    def post(self, request, *args, **kwargs):
        without_missing = request.POST.get("without_missing") == "on"
        try:
            row = undo.restore(self.row, self.saved, by=request.user, without_missing=without_missing)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(errors=error.messages))
        moment = date_format(timezone.localtime(self.saved.at), "DATETIME_FORMAT")
        sentence = _("The draft is again as it was saved on %(moment)s. This can be undone in the history.")
        sentence %= {"moment": moment}
        self.model_admin.log_change(request, row, sentence)
        messages.success(request, sentence)
        return HttpResponseRedirect(self.get_success_url())


class RecoverDraft(DeskView, TemplateView):
    """Shows a deleted draft, and brings it back."""

    template_name = "admin/publishing/recover.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_bring_back(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def deletion(self) -> DeletedDraft:
        known = DeletedDraft.objects.recoverable(timezone.now()).select_related("by")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    @property
    def permission(self) -> str:
        return permission(undo.model_of(self.deletion), "add")

    @property
    def heading(self):
        return _("Bring back the deleted draft “%(page)s”") % {"page": self.deletion.title}

    def get_context_data(self, **kwargs):
        content = undo.content_of(self.deletion)
        return super().get_context_data(**kwargs) | {
            "opts": DeletedDraft._meta,
            "change_url": reverse("admin:publishing_deleteddraft_changelist"),
            "row": capfirst(DeletedDraft._meta.verbose_name_plural),
            "deletion": self.deletion,
            "kind": undo.model_of(self.deletion)._meta.verbose_name,
            "groups": saved_changes.spelled_out(saved_changes.between(None, content), [content]),
            **obstacles(content),
        }

    def post(self, request, *args, **kwargs):
        without_missing = request.POST.get("without_missing") == "on"
        try:
            row = undo.recover(self.deletion, by=request.user, without_missing=without_missing)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(errors=error.messages))
        sentence = _("The draft “%(page)s” is back, with all its parts and languages.") % {"page": row}
        self.admin_site.get_model_admin(type(row)).log_addition(request, row, sentence)
        messages.success(request, sentence)
        options = row._meta
        return HttpResponseRedirect(reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk]))


def may_bring_back(user) -> bool:
    """Tell whether somebody may bring back any kind of draft at all."""
    return any(user.has_perm(permission(model, "add")) for model in [*(kind.model for kind in kinds.every()), Picture])


def recoverable_models(request) -> list[str]:
    """Return the kinds of draft this person may bring back: those she may write anew."""
    known = DeletedDraft.objects.values_list("model", flat=True).distinct().order_by()
    return [label for label in known if request.user.has_perm("{}.add_{}".format(*label.split(".")))]


def obstacles(content) -> dict:
    """Return what stands in the way of bringing a save back, for the template."""
    missing = saved_rows.missing(content)
    names = {
        str(save.page_uid): save
        for save in SavedDraft.objects.light().filter(page_uid__in=[each.uid for each in missing]).order_by("pk")
    }
    now = timezone.now()
    return {
        "lost": with_names(content.lost),
        "taken": undo.taken_addresses(content),
        "missing": [
            {
                "kind": each.model._meta.verbose_name,
                "name": names[each.uid].title if each.uid in names else "",
                "deletion": names[each.uid]
                if each.uid in names
                and names[each.uid].what == SavedDraft.What.DELETED
                and now < names[each.uid].kept_until
                else None,
            }
            for each in missing
        ],
    }


def with_names(lost) -> list[dict]:
    """Return texts without a place for the template: under which name they were kept, and what they say."""
    return [{"name": f"{each.model}.{each.name}", "text": each.value} for each in lost]


class KeepsHistory:
    """What the forms of pages and pictures share: every save and deletion is kept, and can be undone."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        options = {"model_admin": self, "admin_site": self.admin_site}
        return [
            path(
                "<int:pk>/history/compare/",
                self.admin_site.admin_view(CompareSaves.as_view(**options)),
                name=f"{name}_compare_saves",
            ),
            path(
                "<int:pk>/history/<str:save>/restore/",
                self.admin_site.admin_view(RestoreSave.as_view(**options)),
                name=f"{name}_restore_save",
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Show the saves of the draft in the place of Django’s list of actions."""
        view = History.as_view(model_admin=self, admin_site=self.admin_site)
        return view(request, pk=key_from(str(object_id)))

    def save_model(self, request, obj, form, change):
        if change:
            with transaction.atomic():
                saves.find(obj)
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        with transaction.atomic():
            saves.record(obj, by=request.user, what=SavedDraft.What.DELETED)
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for row in queryset:
                saves.record(row, by=request.user, what=SavedDraft.What.DELETED)
            super().delete_queryset(request, queryset)
