"""Partial dates in templates."""

from django import template
from django.utils.html import format_html

from timeline.partial_dates import PartialDate
from timeline.partial_dates_moments import words_language

register = template.Library()


@register.simple_tag
def partial_date_text(
    value: PartialDate | str | None, language: str | None = None, *, still_true: bool = True, capitalised: bool = False
) -> str:
    """Return a date, or its stored form, as text in that language or the active one; nothing for no date."""
    if not value:
        return ""
    date = PartialDate.from_storage(value) if isinstance(value, str) else value
    return date.render(language or words_language(), still_true=still_true, capitalised=capitalised)


@register.simple_tag
def partial_date(
    value: PartialDate | str | None, language: str | None = None, *, still_true: bool = True, capitalised: bool = False
) -> str:
    """Return a date as a `<time>` element; as plain text where HTML has no machine form, nothing for no date."""
    if not value:
        return ""
    date = PartialDate.from_storage(value) if isinstance(value, str) else value
    text = partial_date_text(date, language, still_true=still_true, capitalised=capitalised)
    if date.datetime_attributes is None:
        return text
    return format_html('<time datetime="{}">{}</time>', date.datetime_attributes, text)
