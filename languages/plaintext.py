"""What plain text may hold."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Control characters other than tab and line ends, invisible marks that reverse the reading direction, halves of
# surrogate pairs and non-characters: PostgreSQL refuses NUL, XML 1.0 §2.2 (feeds, sitemaps) refuses the others, and
# direction marks make a text read otherwise than it is written.
_REFUSED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def no_control_characters(value: str | None) -> None:
    """Refuse text with characters nobody can see and no database or feed takes; an empty text passes."""
    found = _REFUSED.search(value or "")
    if found:
        raise ValidationError(
            _(
                "This text contains an invisible control character (%(code)s, at position %(position)s). "
                "Delete it or paste the text again without formatting."
            ),
            code="control_character",
            params={"code": f"U+{ord(found[0]):04X}", "position": found.start() + 1},
        )


def without_control_characters(value: str) -> str:
    """Return the text without the characters `no_control_characters` refuses."""
    return _REFUSED.sub("", value)


_TAG = re.compile(r"<[^>]*>")
# Adults read 200 to 260 words of plain prose a minute (Brysbaert 2019); the slower end is the kinder promise.
WORDS_A_MINUTE = 200


def reading_minutes(text: str) -> int:
    """Return how many whole minutes a text or its HTML takes to read; at least one, zero for no words."""
    words = len(_TAG.sub(" ", text or "").split())
    return -(-words // WORDS_A_MINUTE)
