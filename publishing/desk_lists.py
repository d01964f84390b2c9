"""What every list of pages at the desk shows and asks: the state of each page, its languages, who saved it last."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from languages.models import Segment
from languages.names import language_name
from languages.states import State
from publishing import moments
from publishing.models import SavedDraft, Writing
from publishing.page_states import Facts, PageState, drafts_in, facts_of


class ChoiceFilter(admin.SimpleListFilter):
    """A filter that refuses a word it does not offer, as Django's own do; the list then says so."""

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() not in dict(self.lookup_choices):
            raise IncorrectLookupParameters
        return self.narrowed(request, queryset, self.value())


class StateFilter(ChoiceFilter):
    """What the public reads of a page, and what is under way."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return PageState.choices

    def narrowed(self, request, queryset, value):
        return drafts_in(PageState(value), queryset, timezone.now())


class WorkFilter(ChoiceFilter):
    """The language in which passages are missing or out of date."""

    title = _("language that needs work")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [(code, capfirst(language_name(code))) for code, _name in settings.LANGUAGES]

    def narrowed(self, request, queryset, value):
        work = Segment.objects.filter(language=value, state__in=(State.MISSING, State.STALE))
        return queryset.filter(uid__in=work.values("page_uid"))


class MineFilter(ChoiceFilter):
    """What whoever asks wrote in."""

    title = pgettext_lazy("filter of a list", "my own work")
    parameter_name = "mine"
    UNPUBLISHED, EVER = "unpublished", "ever"

    def lookups(self, request, model_admin):
        return [(self.UNPUBLISHED, _("With changes of mine that are not published")), (self.EVER, _("I wrote in it"))]

    def narrowed(self, request, queryset, value):
        written = Writing.objects.filter(by=request.user)
        if value == self.UNPUBLISHED:
            written = written.filter(release__isnull=True)
        return queryset.filter(uid__in=written.values("page__uid"))


def _changed_at():
    """Return when a draft was last saved, to sort a list by."""
    return Subquery(SavedDraft.objects.filter(page_uid=OuterRef("uid")).order_by("-pk").values("at")[:1])


class ListsPages:
    """The list of one kind of page: a column of states after the name, who saved last at the end, common filters.

    What the columns say is read for the rows of one screen at once.
    """

    list_per_page = 50
    # Counting everything beside what was asked for would be a second count of the whole table.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_list_display(self, request):
        name, *others = super().get_list_display(request)
        return [name, "page_states", *others, "last_saved"]

    def get_list_filter(self, request):
        return [StateFilter, WorkFilter, MineFilter, *super().get_list_filter(request)]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        facts = facts_of([row.uid for row in rows], timezone.now())
        for row in rows:
            row.facts = facts[row.uid]
        return changelist

    @admin.display(description=_("state"))
    def page_states(self, row):
        """Show how a page stands: a marker and words for each state it is in."""
        items = format_html_join(
            "", '<li data-mark="{}">{}</li>', ((state, in_words(state, row.facts)) for state in row.facts.states)
        )
        return format_html('<ul class="states">{}</ul>', items)

    @admin.display(description=_("last saved"), ordering=_changed_at())
    def last_saved(self, row):
        """Show when a draft was last saved, and by whom; nothing for one that no save is known of."""
        if not row.facts.saved_at:
            return ""
        moment = moments.to_the_minute(row.facts.saved_at)
        if not row.facts.saved_by:
            return moment
        return gettext("%(moment)s, %(name)s") % {"moment": moment, "name": row.facts.saved_by}


def in_words(state: PageState, facts: Facts) -> str:
    """Return a state with what belongs to it: the languages that are live, the number of changes, the hour."""
    words = str(state.label)
    if state in (PageState.LIVE, PageState.DIFFERS):
        words = f"{words} ({', '.join(code.upper() for code in facts.languages)})"
    if state == PageState.DIFFERS and facts.changes:
        number = ngettext("%(n)d change", "%(n)d changes", facts.changes) % {"n": facts.changes}
        words = f"{words}, {number}"
    if state == PageState.SCHEDULED:
        words = gettext("Goes live on %(moment)s") % {"moment": moments.shortly(facts.goes_live_at)}
    return words
