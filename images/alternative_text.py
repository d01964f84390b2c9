"""What may stand for a picture that cannot be seen."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ENDS_LIKE_A_FILE = re.compile(
    r"\.(avif|bmp|cr[23]|dng|eps|gif|hei[cf]|jpe?g|mov|mp4|nef|pdf|png|psd|raw|svg|tiff?|webp)\Z", re.IGNORECASE
)
# What cameras, telephones and messengers call their files: IMG_2041, DSC 0042, PXL_20260101_1200, WhatsApp Image 2026.
_NAMED_BY_A_MACHINE = re.compile(
    r"(dcim|dsc[fn]?|gopr|img|image|mvimg|p|photo|picture|pxl|scan|screenshot|whatsapp image)[-_ ]*\d[-_ .\d]*\Z",
    re.IGNORECASE,
)
_ONE_WORD_WITH_UNDERSCORES = re.compile(r"[^\s]*_[^\s]*\Z")


def not_a_file_name(value: str | None) -> None:
    """Refuse alternative text that is the name of a file; an empty text passes."""
    value = (value or "").strip()
    if any(form.match(value) for form in (_NAMED_BY_A_MACHINE, _ONE_WORD_WITH_UNDERSCORES)) or _ENDS_LIKE_A_FILE.search(
        value
    ):
        raise ValidationError(
            _("This is the name of a file. Say in one sentence what the picture shows."), code="file_name"
        )


def not_the_name_of(file_name: str, value: str) -> bool:
    """Say whether a text differs from the name a file came with, endings and punctuation aside."""
    stem = re.sub(r"\.\w{2,5}\Z", "", file_name)
    plain = re.compile(r"[\W_]+")
    return not value or plain.sub("", stem).casefold() != plain.sub("", value).casefold()
