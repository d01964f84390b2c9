"""The one language switch of a form: which languages it shows, and what is left to do in each."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import ModelForm
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from languages.columns import LANGUAGES, column, language_columns
from languages.models import Segment, TranslatedModel
from languages.names import language_name
from languages.states import State

ALL = "all"
CHOICE = "language"
REMEMBERED = "form_language"


def chosen_language(request) -> str:
    """Return the language a form is asked for, or "all".

    A posted form answers for itself, in its address: what another tab chose meanwhile does not concern it. A form
    that is opened falls back to the last choice of this session, then to all languages.
    """
    choice = request.GET.get(CHOICE)
    if choice not in (*LANGUAGES, ALL):
        choice = None
    if request.method == "POST":
        return choice or ALL
    if choice and request.session.get(REMEMBERED) != choice:
        request.session[REMEMBERED] = choice
    return choice or request.session.get(REMEMBERED, ALL)


def shown_languages(request, obj) -> tuple[str, ...]:
    """Return the languages a form shows: the source first, then the chosen one or all others."""
    source = source_language(obj)
    choice = chosen_language(request)
    others = LANGUAGES if choice == ALL else (choice,)
    return (source, *(language for language in others if language != source))


def source_language(obj) -> str:
    """Return the language an object is written in first; the installation's own for an object to be."""
    return obj.source_language if isinstance(obj, TranslatedModel) else settings.MODELTRANSLATION_DEFAULT_LANGUAGE


def language_of(form: ModelForm, name: str) -> str:
    """Return the language of a field of a form; empty for one that all languages share."""
    columns = language_columns(form._meta.model)
    return columns[name][1] if name in columns else ""


def places_of(todo: Iterable[Segment], forms: list[ModelForm]) -> list[str]:
    """Return the names of the fields of a form that need work, in the form's own order."""
    prefixes = {getattr(form.instance, "uid", None): form for form in forms if form.instance.pk}
    named = []
    for row in [row for row in todo if row.state != State.DIFFERENT]:
        form = prefixes.get(row.part_uid)
        if form is not None and column(row.field, row.language) in form.fields:
            named.append((forms.index(form), form.add_prefix(column(row.field, row.language))))
    return [name for _place, name in sorted(named)]


def faults_of(forms: Iterable[ModelForm]) -> list[dict[str, str]]:
    """Return what is wrong in forms that were refused, each with the place it leads to; "" is the form itself."""
    return [
        {
            "place": "" if name == NON_FIELD_ERRORS else form[name].id_for_label,
            "row": str(form.instance) if form.prefix and form.instance.pk else "",
            "label": "" if name == NON_FIELD_ERRORS else form[name].label,
            "sentence": " ".join(errors),
        }
        for form in forms
        if form.is_bound
        for name, errors in form.errors.items()
    ]


def left_to_do(obj) -> list[Segment]:
    """Return the passages of a page that are not simply up to date; none for an object to be."""
    if not isinstance(obj, TranslatedModel) or not obj.pk:
        return []
    return list(Segment.objects.filter(page_uid=obj.page_uid).exclude(state=State.FRESH))


def language_switch(request, obj, todo: Iterable[Segment] = (), errors: Iterable[str] = ()) -> list[dict]:
    """Return the choices of the language switch, each with its address and what is left to do in that language.

    `errors` are the languages of the fields that were refused, each as often as it was.
    """
    source, chosen = source_language(obj), chosen_language(request)
    counts = Counter((row.language, row.state) for row in todo)
    refused = Counter(errors)
    choices = []
    for code in (source, *(language for language in LANGUAGES if language != source), ALL):
        query = request.GET.copy()
        query[CHOICE] = code
        choices.append(
            {
                "code": code,
                "name": _("All languages") if code == ALL else capfirst(language_name(code)),
                "url": f"?{query.urlencode()}",
                "is_current": code == chosen,
                "is_source": code == source,
                "missing": counts[code, State.MISSING],
                "stale": counts[code, State.STALE],
                "errors": refused[code],
            }
        )
    return choices
