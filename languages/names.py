"""What a language is called."""

from django.utils.translation import get_language, get_language_info, gettext


def language_name(code: str) -> str:
    """Return the name of a language in the active language, as it stands inside a sentence: "German", "allemand"."""
    name = gettext(get_language_info(code)["name"])
    # Django gives it a capital, which French does not; Dutch, German and English do.
    return name.lower() if (get_language() or "").startswith("fr") else name
