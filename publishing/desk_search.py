"""The search of the desk: pages of every kind, pictures and files, by their titles and their words."""

from django import forms
from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from languages.admin import TranslatedAdmin
from languages.list_search import in_all_languages, question_of
from publishing.desk import DeskView
from publishing.desk_lists import ListsPages, in_words
from publishing.page_states import facts_of

# What is shown of each kind; the rest is in its list.
MOST_OF_A_KIND = 5


class SearchForm(forms.Form):
    """The words that are looked for."""

    q = forms.CharField(
        label=_("Words of a title or a text"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "size": 40}),
    )


class Search(DeskView, TemplateView):
    """What the desk has under some words, kind by kind; whoever may open no list searches nothing."""

    template_name = "admin/publishing/search.html"

    @property
    def heading(self):
        return _("Find a page")

    @cached_property
    def lists(self) -> list[TranslatedAdmin]:
        """Return the lists that this person may open, those of pages first."""
        lists = [
            model_admin
            for model_admin in self.admin_site._registry.values()
            if isinstance(model_admin, TranslatedAdmin) and model_admin.has_view_or_change_permission(self.request)
        ]
        return sorted(lists, key=lambda model_admin: not isinstance(model_admin, ListsPages))

    def may_enter(self):
        return bool(self.lists)

    def get_context_data(self, **kwargs):
        form = SearchForm(self.request.GET if "q" in self.request.GET else None)
        words = form.cleaned_data["q"] if form.is_valid() else ""
        return super().get_context_data(**kwargs) | {"form": form, "words": words, "kinds": self._found(words)}

    def _found(self, words: str) -> list[dict]:
        """Return the kinds with what was found of each, and how it stands."""
        found = [(model_admin, self._rows(model_admin, words)) for model_admin in self.lists] if words else []
        pages = [row for model_admin, rows in found if isinstance(model_admin, ListsPages) for row in rows]
        facts = facts_of([page.uid for page in pages], timezone.now()) if pages else {}
        return [
            {
                "name": capfirst(model_admin.opts.verbose_name_plural),
                "list": reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist"),
                "has_more": len(rows) > MOST_OF_A_KIND,
                "rows": [
                    {
                        "title": str(row),
                        "address": reverse(
                            f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change", args=[row.pk]
                        ),
                        "states": [(state, in_words(state, facts[row.uid])) for state in facts[row.uid].states]
                        if row in pages
                        else [],
                    }
                    for row in rows[:MOST_OF_A_KIND]
                ],
            }
            for model_admin, rows in found
            if rows
        ]

    def _rows(self, model_admin: TranslatedAdmin, words: str) -> list:
        """Return the rows of one list under some words, those that are called so first; one more than is shown."""
        rows = model_admin.get_queryset(self.request)
        if model_admin.list_select_related:
            rows = rows.select_related(*model_admin.list_select_related)
        rows, _twice = model_admin.get_search_results(self.request, rows, words)
        called_so = Q()
        for name in in_all_languages(model_admin.model, model_admin.search_fields[0]):
            called_so |= Q((question_of(model_admin.model, name)[1], words))
        by_name = Case(When(called_so, then=Value(0)), default=Value(1), output_field=IntegerField())
        return list(rows.order_by(by_name, *model_admin.model._meta.ordering, "pk")[: MOST_OF_A_KIND + 1])
