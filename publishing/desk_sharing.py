"""The form of a draft that several people may have open: nothing anybody typed is lost, nothing is overwritten.

What everybody does is in `SharedForm`, a parent of forms; what the page shows that asks to choose, in its template.
"""

import json
import re
import secrets
from datetime import timedelta

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from languages.admin import EDITOR_MEDIA
from languages.csp import editor_nonces
from languages.models import TranslatedModel
from publishing import as_sent, merging, saves, shared_state
from publishing.models import OpenedDraft, Presence
from publishing.typed_words import field_label, typed_words

# The field that carries which state a form was opened with.
OPENED = "_opened"
# The forms this session saved, by the name each carries: the browser forgets the words it kept of them.
SAVED = "saved_forms"
FORM_NAME = re.compile(r"[\w-]{1,40}")


class Clashes(Exception):
    """Two people changed the same place in different ways; whoever came second chooses."""

    def __init__(self, merge: merging.Merge, row, media):
        super().__init__()
        self.merge, self.row, self.media = merge, row, media


class SharedForm:
    """A parent of forms of drafts: merges what two people did, tells who else is there, keeps what has no page left.

    Stands before the admin class it extends.
    """

    def get_urls(self):
        here = path(
            "<int:pk>/here/",
            self.admin_site.admin_view(self.here_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_here",
        )
        return [here, *super().get_urls()]

    # ---- Saving ------------------------------------------------------------------------------------------------------

    @method_decorator(editor_nonces)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.POST = as_sent.typed(request.POST)
        if object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        decision = merging.decided(request.POST)
        try:
            with transaction.atomic():
                # Whoever saves second waits here, and then compares with what the first one wrote.
                row = request.locked = self._locked(object_id)
                if row is None and self.has_change_permission(request):
                    return self._page_gone(request)
                self._bring_back(request, row, decision)
                request.left_aside = decision.left_aside
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if decision.known_in and response.status_code == 200:
                    transaction.set_rollback(True)  # refused for another reason: nothing is saved, so nothing is back
                return response
        except Clashes as clashes:
            return self._ask(request, clashes)

    def _locked(self, object_id: str) -> models.Model | None:
        try:
            key = self.opts.pk.to_python(unquote(object_id))
        except (ValueError, TypeError, OverflowError):
            return None
        rows = saves.with_what_was_kept(self.model._base_manager.filter(pk=key))
        return rows.select_for_update(no_key=True, of=("self",)).first()

    def _create_formsets(self, request, obj, change):
        # Django offers no other place between the reading of a form and its validation.
        formsets, inlines = super()._create_formsets(request, obj, change)
        if not change:
            return formsets, inlines
        state = shared_state.read(obj, formsets)
        request.opened = shared_state.written(state)
        opened = request.POST.get(OPENED) if request.method == "POST" else None
        if opened and opened != shared_state.digest(request.opened):
            formsets, inlines = self._merged(request, obj, state, opened, formsets, inlines)
        return formsets, inlines

    def _merged(self, request, obj, state: dict, opened: str, formsets, inlines):
        """Return the rows once what others saved is in the post; stop where somebody has to choose."""
        kept = OpenedDraft.objects.filter(uid=obj.uid, digest=opened).first()
        merge = merging.Merge(request.POST, json.loads(kept.state) if kept else None, state, opened)
        for formset, inline in zip(formsets, inlines, strict=True):
            merge.rows_of(formset, can_restore=inline.has_add_permission(request, obj))
        formsets, inlines = super()._create_formsets(request, obj, change=True)
        form_class = self.get_form(
            request, obj, change=True, fields=flatten_fieldsets(self.get_fieldsets(request, obj))
        )
        form = form_class(request.POST, request.FILES, instance=obj)
        merge.page(form)
        for formset in formsets:
            merge.fields_of_rows(formset)
        merge.since = kept.opened_at if kept else None
        merge.who, merge.at = self._who_saved(request, obj, merge.since)
        if merge.clashes:
            media = self.media + form.media
            for formset in formsets:
                media += formset.media
            raise Clashes(merge, obj, media)
        request.merge = merge
        return super()._create_formsets(request, obj, change=True)

    def _who_saved(self, request, obj, since) -> tuple[str, object]:
        """Return who saved the page since a moment, as one text, and when last; who cannot be told is somebody."""
        entries = LogEntry.objects.filter(
            content_type=get_content_type_for_model(obj), object_id=obj.pk, action_flag=CHANGE
        ).select_related("user")
        entries = list(entries.filter(action_time__gte=since)[:20] if since else entries[:1])
        names = [
            _("%(name)s (you, in another window)") % {"name": name_of(entry.user)}
            if entry.user == request.user
            else name_of(entry.user)
            for entry in entries
        ]
        names = list(dict.fromkeys(names)) or [_("Somebody else")]
        return get_text_list(names, _("and")), entries[0].action_time if entries else None

    def _bring_back(self, request, row, decision: merging.Decision) -> None:
        """Save again the rows that somebody else deleted and this person wants back, with what is written in them."""
        inlines = {
            inline.get_formset(request, row).get_default_prefix(): inline
            for inline in (self.get_inline_instances(request, row) if decision.known_in else ())
            if inline.has_add_permission(request, row)
        }
        for name, mark in decision.known_in.items():
            prefix, _tilde, key = name.partition("~")
            kept = OpenedDraft.objects.filter(uid=row.uid, digest=mark).first()
            known = json.loads(kept.state).get(prefix, {}).get(key) if kept and prefix in inlines else None
            if known is None:
                continue
            initial, total = as_sent.numbers_of_rows(request.POST, prefix)
            model = inlines[prefix].model
            if not model._base_manager.filter(pk=key).exists():
                part = shared_state.restored(model, key, known)
                part.save(**{"by": request.user} if isinstance(part, TranslatedModel) else {})
            request.brought_back = max(kept.opened_at, getattr(request, "brought_back", kept.opened_at))

            def write(place, fields=decision.written[name]):
                for field, values in fields.items():
                    request.POST.setlist(f"{place}-{field}", values)

            as_sent.rows_rewritten(request.POST, prefix, initial, total, dropped=set(), added=[write])

    def log_change(self, request, obj, message):
        """Write into the trail what was left aside of two texts; a save that changed nothing leaves no trace."""
        aside = getattr(request, "left_aside", {})
        for name, values in aside.items():
            text = " ".join(" ".join(each) for each in values)
            told = _("Of two texts for “%(field)s” this one was left aside: %(text)s")
            super().log_change(request, obj, told % {"field": field_label(self.model, name), "text": text})
        return super().log_change(request, obj, message) if message else None

    def response_change(self, request, obj):
        self._tell_of_merge(request)
        return self._saved(request, super().response_change(request, obj))

    def response_add(self, request, obj, post_url_continue=None):
        return self._saved(request, super().response_add(request, obj, post_url_continue))

    def _saved(self, request, response):
        """Remember which form was saved: the browser then forgets the words it kept of it."""
        form = request.POST.get("_form", "")
        if FORM_NAME.fullmatch(form):
            request.session[SAVED] = [*request.session.get(SAVED, [])[-19:], form]
        return response

    def _tell_of_merge(self, request) -> None:
        merge = getattr(request, "merge", None)
        if merge is None:
            return
        if merge.theirs:
            places = [change["place"] for change in merge.theirs]
            told = ngettext(
                "%(who)s saved while you were writing. %(count)d of their changes is kept beside yours: %(places)s.",
                "%(who)s saved while you were writing. %(count)d of their changes are kept beside yours: %(places)s.",
                len(places),
            )
            shown = ", ".join(places[:5]) + (" …" if len(places) > 5 else "")
            messages.info(request, told % {"who": merge.who, "count": len(places), "places": shown})
        if merge.lost_file:
            messages.warning(
                request,
                _(
                    "Somebody else replaced the file while you did. Theirs is in place; look at it, and choose yours "
                    "again if it is still right."
                ),
            )

    # ---- What is shown -----------------------------------------------------------------------------------------------

    def beside(self, request, rows: models.QuerySet) -> models.QuerySet:
        """Have drafts read with what their form tells beside them, in the same statement."""
        opened = OpenedDraft.objects.filter(uid=OuterRef("uid")).order_by("-opened_at")
        return rows.annotate(
            last_opened=Subquery(opened.values("digest")[:1]),
            last_opened_at=Subquery(opened.values("opened_at")[:1]),
            also_here=Presence.objects.others(OuterRef("uid"), request.user),
        )

    def _with_what_stands_beside(self, request, obj):
        return self.beside(request, self.model._base_manager.filter(pk=obj.pk)).get()

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return self.beside(request, rows) if getattr(request, "asks_for_a_form", False) else rows

    def get_object(self, request, object_id, from_field=None):
        row = getattr(request, "locked", None)
        if row is None or from_field or str(row.pk) != unquote(object_id):
            request.asks_for_a_form = True
            row = super().get_object(request, object_id, from_field)
            request.asks_for_a_form = False
        if row is not None and self.opts.many_to_many:
            # Read once for the form, its choices and the state it was opened with.
            prefetch_related_objects([row], *(field.name for field in self.opts.many_to_many))
        return row

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        sent = request.POST.get("_form", "")
        sharing = {
            "form": sent if FORM_NAME.fullmatch(sent) else secrets.token_urlsafe(9),
            "saved": " ".join(request.session.get(SAVED, [])),
            "page": f"{self.opts.label_lower}:{obj.uid if obj else 'new'}",
        }
        if obj is not None:
            opened = request.opened
            sharing["opened"] = shared_state.digest(opened)
            told = obj if hasattr(obj, "also_here") else self._with_what_stands_beside(request, obj)
            if told.last_opened != sharing["opened"] or told.last_opened_at < timezone.now() - timedelta(days=1):
                OpenedDraft.objects.keep(obj.uid, sharing["opened"], opened)
            sharing["others"] = also_here(told.also_here)
            sharing["here"] = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_here", args=[obj.pk])
        context["sharing"] = sharing
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def here_view(self, request, pk):
        """Note that somebody still has the form open, and answer who else has."""
        row = self.get_object(request, str(pk))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if row is None:
            return JsonResponse({"others": "", "gone": True}, status=404)
        if request.method == "POST":
            Presence.objects.enter(row.uid, request.user)
        return JsonResponse({"others": also_here(row.also_here)})

    def _ask(self, request, clashes: Clashes):
        """Show both texts of every clash, what they started from, and what went together without asking."""
        merge, row = clashes.merge, clashes.row
        OpenedDraft.objects.keep(row.uid, shared_state.digest(request.opened), request.opened)
        request.POST[OPENED] = shared_state.digest(request.opened)
        hidden = [
            (name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
        ]
        media = clashes.media
        if hasattr(media, "with_nonce"):
            media = (EDITOR_MEDIA + media).with_nonce(str(request.csp_nonce))
        context = {
            **self.admin_site.each_context(request),
            "title": ngettext("Two texts for the same passage", "Two texts for the same passages", len(merge.clashes)),
            "opts": self.opts,
            "row": row,
            "change_url": request.get_full_path(),
            "merge": merge,
            "hidden": hidden,
            "media": media,
            "now": timezone.now(),
            "file_to_choose_again": bool(request.FILES),
        }
        response = TemplateResponse(request, "admin/publishing/two_texts.html", context, status=409)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _page_gone(self, request, row=None):
        """Give back every word sent for a page that is gone, or for a part that is gone of a `row` that is there."""
        title = (
            _("This part was deleted while you were writing")
            if row
            else _("This page was deleted while you were writing")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "row": row,
            "opts": self.opts,
            "typed": typed_words(request.POST, self.model),
            "list_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }
        response = TemplateResponse(request, "admin/publishing/page_gone.html", context, status=410)
        response.headers["Cache-Control"] = "no-store"
        return response


def name_of(user) -> str:
    """Return how the desk calls a person."""
    return user.get_full_name() or user.get_username()


def also_here(persons: list[dict] | None) -> str:
    """Return who else is in a form, as a sentence; empty for nobody."""
    if not persons:
        return ""
    first_come = sorted(persons, key=lambda person: person["pk"])
    names = [f"{each['first']} {each['last']}".strip() or each["username"] for each in first_come]
    told = ngettext("%(names)s is also in this page", "%(names)s are also in this page", len(names))
    return told % {"names": get_text_list(names, _("and"))}
