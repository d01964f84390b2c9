"""How long a film is, in words."""

from django.utils.translation import gettext as _


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
