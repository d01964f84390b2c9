"""Typography in templates: {{ text|typeset:"fr" }}, {{ html|typeset_html:"fr" }}, {{ 1575|number:"fr" }}."""

from django import template

from languages import plaintext, typography

register = template.Library()


@register.filter
def number(value, language: str) -> str:
    """Show a number as the language writes it; nothing for no number."""
    return "" if value is None or value == "" else typography.number(value, language)


@register.filter
def typeset(value, language: str) -> str:
    """Show plain text in the typography of its language; the template escapes what comes out."""
    return typography.typeset(str(value or ""), language)


@register.filter
def typeset_html(value, language: str) -> str:
    """Show rich text in the typography of its language; it is sanitised once more on the way."""
    return typography.typeset_html(str(value or ""), language)


@register.filter
def reading_minutes(value) -> int:
    """Return how many minutes a text takes to read; zero for no words."""
    return plaintext.reading_minutes(str(value or ""))
