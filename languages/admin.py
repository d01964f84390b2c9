"""The parent classes of the desk's forms and lists for everything that is written in several languages."""

import itertools
from collections import Counter
from collections.abc import Iterable

import js_asset
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.sites import all_sites
from django.contrib.admin.utils import flatten_fieldsets
from django.core import checks
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst, smart_split, unescape_string_literal
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import (
    TranslationAdmin,
    TranslationBaseModelAdmin,
    TranslationStackedInline,
    TranslationTabularInline,
)

from languages import verdicts
from languages.choices import ForgivingSelect, ForgivingSelectMultiple, KnownChoice, KnownChoices
from languages.columns import LANGUAGES, column, language_columns, translated_fields
from languages.csp import editor_nonces
from languages.forms import OmittedColumnsStay, column_label
from languages.list_search import in_all_languages, question_of
from languages.models import Segment, TranslatedModel
from languages.names import language_name
from languages.one_passage import asked_for
from languages.parts import mark_work, parts_of, standing, worst_state, write_lines
from languages.rows import OPEN, PART, ROW, RowsInPlace
from languages.segments import completeness_of, completeness_of_parts
from languages.switch import (
    ALL,
    CHOICE,
    chosen_language,
    faults_of,
    language_of,
    language_switch,
    left_to_do,
    places_of,
    shown_languages,
    source_language,
)

# Words of a search that are looked for.
MOST_WORDS = 20
# Buttons that save the draft and then show the form in another language, or with a row open.
LANGUAGE_BUTTON, ROW_BUTTON = "_lang", "_open"
# The tick that folds what needs no work; it stays through a save.
ONLY_WORK = "_only"

# Tiptap adds its rules in a <style> of its own unless it finds this one; editor.css has them instead.
EDITOR_MEDIA = js_asset.Media(
    css={"all": [js_asset.InlineStyle("", **{"data-tiptap-style": True}), "languages/editor.css"]},
    js=["languages/editor.js"],
)


def translates(user) -> list[str]:
    """Return the languages a person may translate into, by the permissions `languages.translate_<language>`."""
    return [language for language in LANGUAGES if user.has_perm(f"languages.translate_{language}")]


class FollowsTheSwitch(TranslationBaseModelAdmin):
    """What forms and their inlines share: languages as chosen, each field named and marked with its language."""

    # With two languages on the form, source and translation stand beside each other.
    side_by_side = True

    def __init__(self, *args, **kwargs):
        if not issubclass(self.form, OmittedColumnsStay):
            self.form = type(self.form.__name__, (OmittedColumnsStay, self.form), {})
        super().__init__(*args, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ForgivingSelect(db_field, self.admin_site, using=kwargs.get("using")))
        kwargs.setdefault("form_class", KnownChoice)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ForgivingSelectMultiple(db_field, self.admin_site, using=kwargs.get("using")))
        kwargs.setdefault("form_class", KnownChoices)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.URLField):
            # What Django 6 does by itself: "mil.be" is read as https://mil.be.
            kwargs.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        columns = language_columns(self.model)
        if field and db_field.name in columns:
            field.label = column_label(self.model, db_field.name)
            self._get_widget_from_field(field).attrs["lang"] = columns[db_field.name][1]
        return field

    def _in_words(self, request, obj) -> dict:
        """Return how fields are named, also those one only reads; what several languages share is explained once."""
        columns, source = language_columns(self.model), source_language(obj)
        return {
            "labels": {name: column_label(self.model, name) for name in columns},
            "help_texts": {name: "" for name, (_base, language) in columns.items() if language != source},
        }

    def get_fieldsets(self, request, obj=None):
        if passage := asked_for(request):
            return [(None, {"fields": [passage.column] if passage.is_of(self.model) else []})]
        shown = shown_languages(request, obj)
        fieldsets = []
        for name, options in super().get_fieldsets(request, obj):
            fields = self._in_languages(options["fields"], shown)
            if fields:
                fieldsets.append((name, {**options, "fields": fields}))
        return fieldsets

    def has_change_permission(self, request, obj=None):
        """Let translators into the form too; what they may not write, they read."""
        return super().has_change_permission(request, obj) or bool(translates(request.user))

    def get_readonly_fields(self, request, obj=None):
        readonly = self._only_shown(super().get_readonly_fields(request, obj), request, obj)
        if super().has_change_permission(request, obj):
            return readonly
        columns, own = language_columns(self.model), translates(request.user)
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        foreign = [name for name in shown if name not in columns or columns[name][1] not in own]
        return list(dict.fromkeys([*readonly, *foreign]))

    def get_prepopulated_fields(self, request, obj=None):
        if asked_for(request):
            return {}
        prepopulated = super().get_prepopulated_fields(request, obj)
        text_only = set(self.get_readonly_fields(request, obj)) if prepopulated else set()
        return {
            name: prepopulated[name]
            for name in self._only_shown(prepopulated, request, obj)
            if not {name, *prepopulated[name]} & text_only
        }

    def _only_shown(self, names: Iterable[str], request, obj) -> list[str]:
        columns, shown = language_columns(self.model), shown_languages(request, obj)
        return [name for name in names if name not in columns or columns[name][1] in shown]

    def _in_languages(self, fields: Iterable, shown: tuple[str, ...]) -> list:
        """Return a fieldset's fields with the columns of the shown languages only, source first."""
        columns = language_columns(self.model)
        found = []
        for base, run in itertools.groupby(
            fields, lambda field: columns.get(field, (None,))[0] if isinstance(field, str) else None
        ):
            if base:
                names = set(run)
                row = [column(base, language) for language in shown if column(base, language) in names]
                found += [tuple(row)] if self.side_by_side and len(shown) == 2 and len(row) == 2 else row
                continue
            for field in run:
                if isinstance(field, str):
                    found.append(field)
                    continue
                kept = [name for name in field if name not in columns or columns[name][1] in shown]
                if kept:
                    found.append(tuple(kept))
        return found


class TranslatedAdmin(FollowsTheSwitch, TranslationAdmin):
    """The parent of every ModelAdmin whose model has translated fields (check languages.E002)."""

    change_form_template = "languages/change_form.html"

    class Media:
        css = {"all": ["languages/switch.css"]}

    def get_inline_instances(self, request, obj=None):
        inlines, passage = super().get_inline_instances(request, obj), asked_for(request)
        return [inline for inline in inlines if passage is None or passage.is_of(inline.model)]

    def get_search_fields(self, request):
        """Search every translated field in all languages at once."""
        return [name for field in super().get_search_fields(request) for name in in_all_languages(self.model, field)]

    def get_search_results(self, request, queryset, search_term):
        """Look for every word in the texts of a row and in those around it, one relation at a time.

        Django joins all relations in one query: every paragraph of a page then meets every keyword and every author.
        Words beyond a sentence are not looked for: a database has a longest question.
        """
        fields = self.get_search_fields(request)
        for word in itertools.islice(smart_split(search_term), MOST_WORDS) if fields else ():
            sought = unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] else word
            conditions: dict[str, models.Q] = {}
            for name in fields:
                relation, question = question_of(self.model, name)
                conditions[relation] = conditions.get(relation, models.Q()) | models.Q((question, sought))
            # One list of keys: of several joined by "or", PostgreSQL works out each anew for every row.
            first, *others = (
                self.model._base_manager.filter(condition).order_by().values("pk") for condition in conditions.values()
            )
            queryset = queryset.filter(pk__in=first.union(*others) if others else first)
        return queryset, False

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **(self._in_words(request, obj) | kwargs))

    @method_decorator(editor_nonces)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        todo = [] if asked_for(request) else left_to_do(obj)
        if PART in request.GET and obj is not None:
            return self._row_alone(request, context, todo)
        query = request.GET.copy()
        query[CHOICE] = chosen_language(request)
        for once in (OPEN, PART, ONLY_WORK):
            query.pop(once, None)
        forms = [context["adminform"].form]
        for inline in context["inline_admin_formsets"]:
            forms += inline.formset.forms
        verdicts.mark(todo, forms, self.source_change)
        errors = [language_of(form, name) for form in forms if form.is_bound for name in form.errors]
        context["language_switch"] = language_switch(request, obj, todo, filter(None, errors))
        for choice in context["language_switch"]:
            choice["translate"] = self.where_translated(request, obj, choice["code"])
        context["form_faults"] = faults_of(forms)
        shown = shown_languages(request, obj)
        context["left_to_do"] = Counter(str(segment.state) for segment in todo if segment.language in shown)
        mark_work(todo, forms)
        write_lines(context["inline_admin_formsets"], todo, shown)
        context["parts"] = parts_of(context["adminform"], context["inline_admin_formsets"], todo, shown)
        context["only_work"] = ONLY_WORK in request.GET or ONLY_WORK in request.POST
        context["needs"] = " ".join(places_of(todo, forms))
        if isinstance(context["media"], js_asset.Media):
            # Only media with a rich text editor are of this class: nonces appear where it does and nowhere else.
            context["media"] = (EDITOR_MEDIA + context["media"]).with_nonce(str(request.csp_nonce))
        form_url = f"{form_url}?{query.urlencode()}"
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def source_change(self, form, field: str, before: str, now: str) -> str:
        """Return as HTML what changed in the source of a translation; nothing here, where nobody compares texts."""
        return ""

    def where_translated(self, request, obj, language: str) -> str:
        """Return where somebody translates passage by passage; empty where nobody can, or this person may not."""
        return ""

    def _row_alone(self, request, context, todo):
        """Answer with the fields of one row, for the place in the form that asks for them."""
        place = ROW.fullmatch(request.GET[PART])
        for inline in context["inline_admin_formsets"]:
            for row in inline if place and inline.formset.prefix == place["prefix"] else ():
                if row.original is not None and str(row.original.pk) == place["key"]:
                    row.form.prefix = f"{place['prefix']}-{place['index']}"
                    mark_work(todo, [row.form])
                    verdicts.mark(todo, [row.form], self.source_change)
                    shown = {"inline_admin_form": row, "parent_counter": place["index"]}
                    return TemplateResponse(request, "languages/_row_fields.html", shown)
        raise Http404

    def construct_change_message(self, request, form, formsets, add=False):
        message = super().construct_change_message(request, form, formsets, add)
        request.something_changed = add or bool(message)
        return message

    def response_change(self, request, obj):
        return self._other_form(request, obj) or super().response_change(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._other_form(request, obj) or super().response_add(request, obj, post_url_continue)

    def _other_form(self, request, obj):
        """Lead from a save to the language or the row somebody pressed; to nowhere else if they pressed none."""
        language, row = request.POST.get(LANGUAGE_BUTTON), request.POST.get(ROW_BUTTON)
        if "_continue" in request.POST and IS_POPUP_VAR not in request.POST and not row:
            language = language or chosen_language(request)
        (_button, place), verdict = verdicts.pressed(request.POST), getattr(request, "verdict", None)
        if place:
            row = f"{verdict.form.prefix}~{verdict.form.instance.pk}" if verdict and verdict.form.prefix else None
            language = None if row else chosen_language(request)
        if language not in (*LANGUAGES, ALL) and not ROW.fullmatch(row or ""):
            return None
        query = request.GET.copy()
        for once in (OPEN, PART):
            query.pop(once, None)
        if language in (*LANGUAGES, ALL):
            query[CHOICE] = language
        else:
            query[OPEN] = row
        query.pop(ONLY_WORK, None)
        for stays in {IS_POPUP_VAR, ONLY_WORK} & request.POST.keys():
            query[stays] = "1"
        self.tell_saved(request)
        self._tell_of_verdict(request)
        address = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change",
            args=[obj.pk],
            current_app=self.admin_site.name,
        )
        anchor = f"#id_{place}" if verdict else ""
        return HttpResponseRedirect(f"{address}?{query.urlencode()}{anchor}")

    def tell_saved(self, request):
        """Say what a save did after which the form is shown again."""
        if getattr(request, "something_changed", False):
            self.message_user(request, gettext("The draft is saved."), messages.SUCCESS)
        elif "_continue" in request.POST:
            self.message_user(request, gettext("Nothing to save."), messages.SUCCESS)

    def _tell_of_verdict(self, request) -> None:
        if verdict := getattr(request, "verdict", None):
            self.message_user(
                request, verdict.refused or verdict.told, messages.ERROR if verdict.refused else messages.SUCCESS
            )

    def save_model(self, request, obj, form, change):
        if not change or form.has_changed():
            obj.save(by=request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        forms = [form, *(row for formset in formsets for row in formset.forms)]
        request.verdict = verdicts.given(request.POST, forms, by=request.user)

    def save_formset(self, request, form, formset, change):
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        if issubclass(formset.model, TranslatedModel):
            formset.model.save_together(rows, by=request.user)
        else:
            for row in rows:
                row.save()
        formset.save_m2m()

    def get_deleted_objects(self, objs, request):
        """Leave passages out of what a deletion lists: they are the texts of the rows it lists."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        counts.pop(Segment._meta.verbose_name_plural, None)
        return without_passages(to_delete), counts, perms_needed, protected

    def get_changelist_instance(self, request):
        try:
            changelist = super().get_changelist_instance(request)
        except OverflowError as error:  # a year in the address that no calendar has
            raise IncorrectLookupParameters from error
        if "languages" in changelist.list_display:
            # Reading the page of results fills its cache: the list then shows these very objects.
            rows = list(changelist.result_list)
            if self.model.translated_parts is TranslatedModel.translated_parts:
                counts = completeness_of_parts([row.uid for row in rows])
            else:
                counts = completeness_of([row.uid for row in rows])
            for row in rows:
                row.language_counts = counts[row.uid]
        return changelist

    @admin.display(description=_("languages"))
    def languages(self, obj):
        """Show, for the list, how each translation of a row stands; those that stand alike share a line."""
        alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for language, counts in obj.language_counts.items():
            if language != obj.source_language:
                words = alike.setdefault((worst_state(counts), standing(counts)), [])
                words.append((language_name(language), language.upper()))
        items = [
            (state, format_html_join(" ", '<abbr title="{}">{}</abbr>', codes), words)
            for (state, words), codes in alike.items()
        ]
        return format_html(
            '<ul class="languages">{}</ul>', format_html_join("", '<li data-state="{}">{} {}</li>', items)
        )


class OpensInPlace:
    """Rows of a page in its form, one line each and opening in place."""

    template = "languages/stacked_rows.html"
    # The field that holds the place of a row among the others, if editors may move rows.
    order_field = ""
    # The line of a row: the fields that open it, and the translated one it shows in two languages.
    line_facts: tuple[str, ...] = ()
    line_text = ""
    # What it means for the page that there is no row yet.
    empty_words = ""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        prefix = formset.get_default_prefix()
        wanted = [ROW.fullmatch(place) for place in (*request.GET.getlist(OPEN), *request.GET.getlist(PART))]
        keys = frozenset(found["key"] for found in wanted if found and found["prefix"] == prefix)
        return type(formset.__name__, (RowsInPlace, formset), {"opened": keys, "order_field": self.order_field})


class TranslatedRows(FollowsTheSwitch):
    """What inlines of translated rows share; for one passage there is only its row, which is all it can change."""

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **(self._in_words(request, obj) | kwargs))

    def get_queryset(self, request):
        rows, passage = super().get_queryset(request), asked_for(request)
        return rows.filter(uid=passage.part_uid) if passage else rows

    def has_add_permission(self, request, obj=None):
        return not asked_for(request) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not asked_for(request) and super().has_delete_permission(request, obj)


class TranslatedStackedInline(TranslatedRows, OpensInPlace, TranslationStackedInline):
    """Rows of a page in its form, one line each and opening in place, in the languages the form shows."""


class TranslatedTabularInline(TranslatedRows, TranslationTabularInline):
    """Rows of a page in its form, as a table, in the languages the form shows."""

    side_by_side = False


def without_passages(listed: list) -> list:
    """Return a nested deletion list without its passages and without lists that are then empty."""
    mark = f"{capfirst(Segment._meta.verbose_name)}: "
    kept = (without_passages(item) if isinstance(item, list) else item for item in listed)
    return [item for item in kept if item and not (isinstance(item, str) and item.startswith(mark))]


@checks.register(checks.Tags.admin)
def translated_models_have_the_translated_admin(app_configs, **kwargs):
    """Name forms for translated models that show their languages in some other way than the rest of the desk."""
    found = []
    for site in all_sites:
        for model, model_admin in site._registry.items():
            ours = [(model, type(model_admin), TranslatedAdmin, "TranslatedAdmin")]
            ours += [
                (inline.model, inline, FollowsTheSwitch, "TranslatedStackedInline or TranslatedTabularInline")
                for inline in model_admin.inlines
            ]
            found += [
                checks.Error(
                    f"{used.__name__} shows {about.__name__}, which is translated, without the language switch.",
                    hint=f"Derive {used.__name__} from languages.admin.{parent_name}.",
                    obj=used,
                    id="languages.E002",
                )
                for about, used, parent, parent_name in ours
                if translated_fields(about) and not issubclass(used, parent)
            ]
    return found
