"""How long a film is and how large a file, in words."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from languages.typography import number

KILOBYTE, MEGABYTE = 1_000, 1_000_000  # as shops and newspapers count


def in_words(milliseconds: int) -> str:
    """Return a length as “2 min 5 s” in the active language; a film that has begun lasts a second at least."""
    seconds = max(round(milliseconds / 1000), 1)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = []
    if hours:
        parts.append(_("%(number)d h") % {"number": hours})
    if minutes:
        parts.append(_("%(number)d min") % {"number": minutes})
    if seconds and not hours:
        parts.append(_("%(number)d s") % {"number": seconds})
    return "\u00a0".join(part.replace(" ", "\u00a0") for part in parts)


def size_in_words(size: int) -> str:
    """Return a number of bytes as “340 kB” or “1.2 MB” in the active language; never less than one kilobyte."""
    language = get_language()
    if size < MEGABYTE:
        written = number(max(round(size / KILOBYTE), 1), language)
        return (_("%(number)s kB") % {"number": written}).replace(" ", "\u00a0")
    value = Decimal(size) / MEGABYTE
    written = number(round(value) if value >= 10 else round(value, 1).normalize(), language)
    return (_("%(number)s MB") % {"number": written}).replace(" ", "\u00a0")
