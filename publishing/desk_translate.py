"""The page of the desk on which somebody translates a draft, one passage after the other.

The passage is the form of its page with nothing else in it, so it is saved, merged, kept and noted as every form is.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from languages import verdicts
from languages.admin import translates
from languages.columns import LANGUAGES
from languages.names import language_name
from languages.one_passage import ask_for, asked_for
from languages.states import State
from publishing.translating import Entry, Passages, checked

# In the address: the passage that is open. In a post: the text to be compared with its source, which saves nothing.
PASSAGE, CHECK = "passage", "_check"


class Translates:
    """A parent of forms of pages: each translation can be gone through passage by passage.

    Stands between the admin class it extends and what keeps and merges its saves.
    """

    def get_urls(self):
        return [
            path(
                "<int:pk>/translate/<str:language>/",
                self.admin_site.admin_view(self.translate_view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_translate",
            ),
            *super().get_urls(),
        ]

    def translate_view(self, request, pk, language):
        """Show one passage beside its source among the others, and save it."""
        if not self._may_write(request.user, language):
            raise PermissionDenied
        row = self.model._base_manager.filter(pk=pk).first()
        if row is None and request.method == "POST":
            return self._page_gone(request)
        if row is None or language not in LANGUAGES or language == row.source_language:
            raise Http404
        passages = Passages(row, language)
        entry = passages.find(request.GET[PASSAGE]) if PASSAGE in request.GET else passages.following(None)
        if entry is None and request.method == "POST":
            return self._page_gone(request, row)
        if entry is None and PASSAGE in request.GET:
            raise Http404
        if entry is not None and CHECK in request.POST:
            facts = checked(entry, request.POST[CHECK])
            return TemplateResponse(request, "admin/publishing/_translate_facts.html", facts)
        request.passages = passages
        if entry is None:
            context = self.admin_site.each_context(request) | self._around(request, row, passages, None, language)
            return TemplateResponse(request, "admin/publishing/translate.html", context)
        ask_for(request, entry.place)
        return self.changeform_view(request, str(pk))

    def where_translated(self, request, obj, language):
        if obj is None or language not in LANGUAGES or language == obj.source_language:
            return ""
        return self._where(obj, language) if self._may_write(request.user, language) else ""

    def _may_write(self, user, language: str) -> bool:
        writes_all = user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")
        return writes_all or language in translates(user)

    def _where(self, row, language: str, entry: Entry | None = None) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_translate", args=[row.pk, language])
        return f"{address}?{urlencode({PASSAGE: entry.key})}" if entry else address

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        response = super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)
        if (place := asked_for(request)) is None:
            return response
        passages = request.passages
        entry = next(entry for entry in passages.entries if entry.place == place)
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        forms = [context["adminform"].form, *(form for formset in formsets for form in formset.forms)]
        form = next((form for form in forms if place.column in form.fields), None)
        if form is None:
            raise Http404("The row of this passage was deleted a moment ago.")
        field = form[place.column]
        context["sharing"]["page"] += f":{entry.key}"
        response.template_name = "admin/publishing/translate.html"
        response.context_data |= self._around(request, obj, passages, entry, place.language)
        response.context_data |= checked(entry, field.value() or "") | {
            "field": field,
            "form": form,
            "formset": next(iter(formsets), None),
            "changes": self._changes(form, entry),
            "is_own": entry.passage.by_id == request.user.pk,
            "reason": request.POST.get(f"{verdicts.REASON}{field.html_name}", entry.passage.reason),
        }
        return response

    def _changes(self, form, entry: Entry) -> str:
        """Return as HTML what changed in the source since the translation; empty where it is not behind it."""
        passage = entry.passage
        if passage.state != State.STALE or not passage.translated_from:
            return ""
        return self.source_change(form, passage.field, passage.translated_from, passage.source_text)

    def _around(self, request, row, passages: Passages, entry: Entry | None, language: str) -> dict:
        """Return what stands around the passage: the others, how far one is, where one can go."""
        before, after = (passages.following(entry, by=by) for by in (-1, 1))
        facts = {"source": language_name(row.source_language), "target": language_name(language)}
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        publishes = request.user.has_perm("publishing.request_release")
        return {
            "title": _("Translation: %(source)s to %(target)s") % facts,
            "opts": self.opts,
            "row": row,
            "change_url": reverse(f"{name}_change", args=[row.pk]),
            "publish_url": reverse(f"{name}_publish", args=[row.pk]) if publishes else "",
            "passages": passages,
            "folded": passages.folded(entry),
            "current": entry,
            "language": language,
            "language_name": language_name(language),
            "source_language": row.source_language,
            "here_url": self._where(row, language, entry),
            "previous_url": self._where(row, language, before) if before else "",
            "next_url": self._where(row, language, after) if after else "",
        }

    def response_change(self, request, obj):
        place = asked_for(request)
        if place is None:
            return super().response_change(request, obj)
        (button, _field), verdict = verdicts.pressed(request.POST), getattr(request, "verdict", None)
        if getattr(request, "something_changed", False):
            self.message_user(request, _("The draft is saved."), messages.SUCCESS)
        elif verdict is None:
            self.message_user(request, _("Nothing was changed in this passage."), messages.INFO)
        self._tell_of_verdict(request)
        passages = Passages(self.model._base_manager.get(pk=obj.pk), place.language)
        entry = next((entry for entry in passages.entries if entry.place == place), None)
        stays = verdict is not None and (bool(verdict.refused) or button == verdicts.ALIKE)
        return HttpResponseRedirect(self._where(obj, place.language, entry if stays else passages.following(entry)))
