"""How lists of the desk are searched: every translated field in all languages at once."""

from django.core.exceptions import FieldDoesNotExist

from languages.columns import LANGUAGES, column, translated_fields

# What a sign before the name of a search field asks, as in Django.
ASKED_BY_SIGN = {"^": "istartswith", "=": "iexact", "@": "search"}


def in_all_languages(model, search_field: str) -> list[str]:
    """Return a search field once per language if it leads to a translated field, else as it is.

    "title" gives title_fr, title_nl …; "^operation__label" gives ^operation__label_fr, ….
    """
    prefix = search_field[0] if search_field[0] in "^=@" else ""
    steps = search_field.removeprefix(prefix).split("__")
    for at, step in enumerate(steps):
        if step in {field.name for field in translated_fields(model)}:
            return [
                prefix + "__".join([*steps[:at], column(step, language), *steps[at + 1 :]]) for language in LANGUAGES
            ]
        try:
            model = model._meta.get_field(step).related_model
        except FieldDoesNotExist:
            model = None
        if model is None:
            break
    return [search_field]


def question_of(model, search_field: str) -> tuple[str, str]:
    """Return the relation that a search field leads through, if any, and the whole lookup it stands for.

    "blocks__text_fr" gives ("blocks", "blocks__text_fr__icontains"); "slug_fr__iexact" stays, without a relation.
    """
    asked = ASKED_BY_SIGN.get(search_field[0], "icontains")
    name = search_field.lstrip("".join(ASKED_BY_SIGN))
    relation = []
    for step in name.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return "__".join(relation), name
        if field.is_relation:
            relation.append(step)
            model = field.related_model
    return "__".join(relation), f"{name}__{asked}"
