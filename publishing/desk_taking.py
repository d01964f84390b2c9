"""The page of the desk on which a published version, or part of it, is taken into the draft."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from publishing import drafts, taking, wording
from publishing.comparison import Change, What
from publishing.desk import PageView, desk_language
from publishing.desk_history import permission
from publishing.models import Edition

ALL = "all"


class TakeIntoDraft(PageView, TemplateView):
    """Shows what a published version says otherwise than the draft, each with a tick, and takes over what is ticked."""

    template_name = "admin/publishing/take.html"

    @property
    def permission(self) -> str:
        return permission(self.model_admin.model, "change")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("publishing.view_edition"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def edition(self) -> Edition:
        editions = Edition.objects.select_related("page", "release").filter(page__uid=self.row.uid)
        edition = get_object_or_404(editions, sequence=self.kwargs["sequence"])
        if not taking.may_be_taken(edition, now=timezone.now()):
            raise Http404
        return edition

    @property
    def heading(self):
        return _("Take a published version into the draft of “%(page)s”") % {"page": self.row}

    @property
    def chosen_language(self) -> str:
        """Return the language whose words are ticked to begin with; that of the version, or all of them."""
        return ALL if self.request.GET.get("language") == ALL else self.edition.language

    def _is_ticked(self, change: Change) -> bool:
        """Everything is, but words of languages nobody asked for, and parts that would leave the draft."""
        if change.language and self.chosen_language not in (ALL, change.language):
            return False
        return not (change.what == What.REMOVED and "/" in change.key)

    def get_context_data(self, **kwargs):
        draft = drafts.frozen(self.row, desk_language()).model_dump(mode="json")
        version = drafts.read(self.edition.kind, self.edition.document).model_dump(mode="json")
        posted = set(self.request.POST.getlist("ticks")) if self.request.method == "POST" else None
        listed = [
            {
                "tick": offer.tick,
                "ticked": offer.tick in posted if posted is not None else self._is_ticked(offer.change),
                "place": wording.place_name(offer.change.key, version if offer.change.what == What.ADDED else draft),
                "language": dict(settings.LANGUAGES).get(offer.change.language, ""),
                "code": offer.change.language,
                "marked": wording.marked(offer.change, self.kind),
                "leaves": offer.change.what == What.REMOVED and "/" in offer.change.key,
                "objection": offer.objection,
            }
            for offer in taking.offers(self.row, self.edition)
        ]
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "edition_language": dict(settings.LANGUAGES)[self.edition.language],
            "with_all": self.chosen_language == ALL,
            "offers": [offer for offer in listed if not offer["objection"]],
            "not_offered": [offer for offer in listed if offer["objection"]],
        }

    def post(self, request, *args, **kwargs):
        try:
            row = taking.take(self.row, self.edition, request.POST.getlist("ticks"), by=request.user)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(errors=error.messages))
        sentence = _("Taken into the draft from published version %(number)s. Nothing goes live by it.")
        sentence %= {"number": self.edition.sequence}
        self.model_admin.log_change(request, row, sentence)
        messages.success(request, sentence)
        return HttpResponseRedirect(self.get_success_url())
