"""What a language is called."""

from django.utils.translation import get_language_info, gettext


def language_name(code: str) -> str:
    """Return the name of a language in the active language, as it stands inside a sentence: "German", "allemand"."""
    return gettext(get_language_info(code)["name"])
