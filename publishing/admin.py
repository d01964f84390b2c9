"""The desk's side of publishing: what every page form offers, and the list of publications."""

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.admin import DownloadAdmin, FilmAdmin
from files.models import Download, Film
from languages.admin import TranslatedAdmin
from publishing import (
    desk,
    desk_compare,
    desk_preview,
    desk_removals,
    desk_share_links,
    desk_taking,
    desk_together,
    desk_translate,
    drafts,
    kinds,
    library,  # noqa: F401 - the library registers itself
    public_side,
    trail,
    undo,
    wording,
)
from publishing.comparison import Change, What
from publishing.desk_accounts import NotedGroupAdmin, NotedUserAdmin, note_failed_log_in, note_log_in
from publishing.desk_history import KeepsHistory, RecoverDraft, key_from, may_bring_back, recoverable_models
from publishing.desk_lists import ListsPages
from publishing.desk_sharing import SharedForm
from publishing.models import (
    Address,
    AddressTransfer,
    DeletedDraft,
    Redaction,
    Release,
    ShareLink,
    TakeDown,
    Withdrawal,
)
from publishing.models.working import Term
from publishing.noting import Noting
from publishing.page_states import PageState

# What the bar of a form says of the last save; the template keeps it out of the list of messages.
IN_THE_BAR = "in-the-bar"


class WorkingPageAdmin(
    ListsPages, desk_together.AsksTogether, SharedForm, KeepsHistory, desk_translate.Translates, TranslatedAdmin
):
    """The parent of every form whose rows become pages: notes who wrote what, and leads to publication.

    Deleting is offered for one draft at a time, and never while the public reads the page or soon will.
    """

    change_form_template = "admin/publishing/change_form.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [
            ("publish", desk.RequestPublication),
            ("withdraw", desk_removals.WithdrawPage),
            ("redact", desk_removals.RedactPassage),
            ("versions", desk.Versions),
            ("preview", desk_preview.Preview),
            ("preview_request", desk_preview.PreviewRequest),
            ("compare", desk_compare.Compare),
            ("share", desk_share_links.Share),
        ]
        return [
            *(
                path(
                    f"<int:pk>/{verb}/",
                    self.admin_site.admin_view(view.as_view(model_admin=self, admin_site=self.admin_site)),
                    name=f"{name}_{verb}",
                )
                for verb, view in pages
            ),
            *desk_preview.addresses_of_pages(self, name),
            path(
                "<int:pk>/take/<int:sequence>/",
                self.admin_site.admin_view(
                    desk_taking.TakeIntoDraft.as_view(model_admin=self, admin_site=self.admin_site)
                ),
                name=f"{name}_take",
            ),
            *super().get_urls(),
        ]

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not self._public_reads(obj))

    def beside(self, request, rows):
        return public_side.beside(super().beside(request, rows), timezone.now())

    def _public_reads(self, obj) -> bool:
        side = self._public_side(obj)
        return bool(side.editions or side.requests)

    def _public_side(self, obj) -> public_side.PublicSide:
        if not hasattr(obj, "read_with_form"):
            obj.read_with_form = public_side.of(obj, timezone.now())
        return obj.read_with_form

    def save_related(self, request, form, formsets, change):
        # The parts of the page are in place now; the transaction is the one the admin opened around the save.
        with transaction.atomic():
            super().save_related(request, form, formsets, change)
            row = self.model.objects.get(pk=form.instance.pk)
            changes = drafts.note(row, by=request.user)
            if until := getattr(request, "brought_back", None):
                undo.credit(row.page(), changes, until=until)
            is_changed = form.has_changed() or any(formset.has_changed() for formset in formsets)
            if change and is_changed and drafts.names_it_elsewhere(form.instance, changes):
                drafts.note_all(drafts.using(form.instance), by=request.user)
                desk_together.offer_uses(request, form.instance)

    def delete_model(self, request, obj):
        with transaction.atomic():
            rows = drafts.using(obj)
            page, title = obj.page(), str(obj)
            super().delete_model(request, obj)
            trail.note(trail.Act.DELETED, by=request.user, at=timezone.now(), page=page, title=title)
            drafts.note_all(rows, by=request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["publication"] = self._publication(request, obj)
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def tell_saved(self, request):
        """Say in the bar when the draft was saved."""
        if getattr(request, "something_changed", False):
            hour = date_format(timezone.localtime(), "H:i")
            self.message_user(
                request, gettext("Draft saved at %(hour)s") % {"hour": hour}, messages.SUCCESS, IN_THE_BAR
            )
        elif "_continue" in request.POST:
            self.message_user(request, gettext("Nothing to save."), messages.SUCCESS, IN_THE_BAR)

    def source_change(self, form, field, before, now):
        """Spell the change of a source text out, word by word."""
        return wording.marked(Change(field, What.CHANGED, "", before, now), kinds.get(self.model.page_kind))

    def _publication(self, request, obj) -> dict:
        """Return what the form says about the public side of the page, and where its verbs lead."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        now = timezone.now()
        side = self._public_side(obj)
        user = request.user
        verbs = {
            "publish": user.has_perm("publishing.request_release"),
            "versions": user.has_perm("publishing.view_edition"),
            "withdraw": user.has_perm("publishing.withdraw_page"),
            "redact": user.has_perm("publishing.redact_page"),
            "preview": bool(kinds.get(obj.page_kind).template) and user.has_perm(desk_preview.PERMISSION),
            "compare": user.has_perm(desk_compare.PERMISSION),
            "share": bool(kinds.get(obj.page_kind).template) and user.has_perm(desk_share_links.PERMISSION),
        }
        state = public_side.state_of(side, now)
        return {
            "state": state,
            "is_to_be_published": state in (PageState.NEVER, PageState.WITHDRAWN, PageState.DIFFERS),
            "uses": desk_together.address_of_uses(obj)
            if isinstance(obj, Term) and user.has_perm(desk_together.PERMISSION)
            else "",
            "changes": side.changes if side.editions else 0,
            "live": [edition for edition in side.editions if edition.live_from <= now],
            "scheduled": [edition for edition in side.editions if edition.live_from > now],
            "requests": side.requests,
            "verbs": {verb: reverse(f"{name}_{verb}", args=[obj.pk]) for verb, allowed in verbs.items() if allowed},
        }


admin.site.unregister([Film, Download, User, Group])
admin.site.register(User, NotedUserAdmin)
admin.site.register(Group, NotedGroupAdmin)
# Django's own signals, because there is more than one door: log-in page, second factor, single sign-on.
user_logged_in.connect(note_log_in, dispatch_uid="trail")
user_login_failed.connect(note_failed_log_in, dispatch_uid="trail")


@admin.register(Film)
class NotedFilmAdmin(Noting, FilmAdmin):
    """The films."""

    change_form_template = "admin/publishing/gated_form.html"


@admin.register(Download)
class NotedDownloadAdmin(Noting, DownloadAdmin):
    """The documents to download."""

    change_form_template = "admin/publishing/gated_form.html"


class ReadOnlyAdmin(admin.ModelAdmin):
    """A list of what happened; nobody adds, changes or deletes it here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:  # a year in the address that no calendar has
            raise IncorrectLookupParameters from error


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    list_display = ["requested_at", "pages", "nature", "state", "requested_by", "decided_by", "live_from", "decide"]
    list_display_links = None
    list_filter = ["state", "nature"]
    list_select_related = ["requested_by", "decided_by"]
    date_hierarchy = "requested_at"
    search_fields = ["candidates__document", "requested_by__username", "reason", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("candidates__page")

    def get_urls(self):
        return [
            path(
                "<int:pk>/decide/",
                self.admin_site.admin_view(desk.Decide.as_view(admin_site=self.admin_site)),
                name="publishing_release_decide",
            ),
            path(
                "return-to/<int:sequence>/",
                self.admin_site.admin_view(desk.RollBack.as_view(admin_site=self.admin_site)),
                name="publishing_release_roll_back",
            ),
            *desk_together.addresses(self.admin_site),
            *desk_preview.addresses_of_requests(self.admin_site),
            *super().get_urls(),
        ]

    @admin.display(description=_("pages"))
    def pages(self, release):
        """Name the pages and languages of a publication."""
        titles = {}
        for candidate in release.candidates.all():
            title = drafts.read(candidate.page.kind, candidate.document).heading
            titles.setdefault(candidate.page_id, (title, []))[1].append(candidate.language.upper())
        return format_html_join("; ", "{} ({})", ((title, ", ".join(codes)) for title, codes in titles.values()))

    @admin.display(description=_("details"))
    def decide(self, release):
        """Lead to the page on which a publication is decided."""
        address = reverse("admin:publishing_release_decide", args=[release.pk])
        return format_html('<a href="{}">{}</a>', address, _("Open"))


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnlyAdmin):
    list_display = ["at", "page", "language", "by", "reason"]
    list_select_related = ["page", "by"]
    search_fields = ["page__editions__title", "reason", "by__username"]


@admin.register(Redaction)
class RedactionAdmin(ReadOnlyAdmin):
    list_display = ["at", "page", "passage", "by", "reason"]
    list_select_related = ["page", "by"]
    search_fields = ["page__editions__title", "reason", "by__username"]


@admin.register(ShareLink)
class ShareLinkAdmin(ReadOnlyAdmin):
    """Every share link there was, those of deleted drafts too; a row leads to its answers and to its end."""

    list_display = ["made_at", "shown", "of", "audience", "made_by", "expires_at", "revoked_at", "details"]
    list_display_links = None
    list_select_related = ["page", "made_by"]
    search_fields = ["audience", "of", "made_by__username"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("documents")

    def get_urls(self):
        return [*desk_share_links.addresses(self.admin_site), *super().get_urls()]

    @admin.display(description=_("page"))
    def shown(self, link):
        """Name the page that a link shows."""
        return desk_share_links.title_of(link)

    @admin.display(description=_("details"))
    def details(self, link):
        """Lead to the page of a link."""
        return format_html('<a href="{}">{}</a>', reverse("admin:publishing_sharelink_link", args=[link.pk]), _("Open"))


class VerbAdmin(ReadOnlyAdmin):
    """A list of what happened, whose “add” is a verb with a page of its own."""

    verb_view: type

    def has_add_permission(self, request):
        return request.user.has_perm(self.verb_view.permission)

    def add_view(self, request, form_url="", extra_context=None):
        return self.verb_view.as_view(admin_site=self.admin_site)(request)


@admin.register(TakeDown)
class TakeDownAdmin(VerbAdmin):
    verb_view = desk_removals.TakeDownPicture
    list_display = ["at", "content_hash", "by", "reason"]
    list_select_related = ["by"]
    search_fields = ["content_hash", "reason", "by__username"]


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    list_display = ["path", "page", "language", "reserved_at"]
    list_select_related = ["page"]
    list_filter = ["language"]
    search_fields = ["path", "page__editions__title"]


@admin.register(AddressTransfer)
class AddressTransferAdmin(VerbAdmin):
    verb_view = desk_removals.TakeOverAddress
    list_display = ["at", "address", "from_page", "to_page", "by", "reason"]
    list_select_related = ["address", "from_page", "to_page", "by"]
    search_fields = [
        "address__path",
        "to_page__editions__title",
        "from_page__editions__title",
        "reason",
        "by__username",
    ]


@admin.register(DeletedDraft)
class DeletedDraftAdmin(ReadOnlyAdmin):
    """The drafts that can still be brought back, for whoever may write drafts of their kind."""

    list_display = ["title", "kind", "at", "by", "kept_until", "bring_back"]
    list_display_links = None
    list_select_related = ["by"]
    search_fields = ["title", "by__username"]
    change_list_template = "admin/publishing/deleted_drafts.html"

    def get_queryset(self, request):
        rows = super().get_queryset(request).recoverable(timezone.now()).light()
        return rows.filter(model__in=recoverable_models(request))

    def has_view_permission(self, request, obj=None):
        return may_bring_back(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Lead to the page that shows the draft in words; its stored form is for machines."""
        return HttpResponseRedirect(reverse("admin:publishing_deleteddraft_recover", args=[key_from(str(object_id))]))

    def get_urls(self):
        return [
            path(
                "<int:pk>/bring-back/",
                self.admin_site.admin_view(RecoverDraft.as_view(admin_site=self.admin_site)),
                name="publishing_deleteddraft_recover",
            ),
            *super().get_urls(),
        ]

    @admin.display(description=_("kind"))
    def kind(self, draft):
        return undo.model_of(draft)._meta.verbose_name

    @admin.display(description=_("can be brought back until"))
    def kept_until(self, draft):
        return draft.kept_until

    @admin.display(description=_("details"))
    def bring_back(self, draft):
        address = reverse("admin:publishing_deleteddraft_recover", args=[draft.pk])
        return format_html('<a href="{}">{}</a>', address, _("Bring back…"))
