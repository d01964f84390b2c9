"""Where cleaned files and renditions lie in the default storage: named by content, written whole or not at all."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.translation import gettext_lazy as _

from images.gate import Admitted, PictureRefused

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


def original_name(content_hash: str, media_type: str) -> str:
    """Return where a cleaned file lies: pictures/3f/3f….jpg."""
    return f"pictures/{content_hash[:2]}/{content_hash}.{EXTENSIONS[media_type]}"


def rendition_name(content_hash: str, name: str) -> str:
    """Return where a rendition lies: renditions/<hash>/original-640.avif."""
    return f"renditions/{content_hash}/{name}"


def store(storage: Storage, cleaned: Admitted) -> tuple[str, bool]:
    """Store a cleaned file and return its name, and whether it was written now; the same content is written once."""
    name = original_name(cleaned.content_hash, cleaned.media_type)
    try:
        return name, put(storage, name, cleaned.content)
    except OSError as error:
        raise PictureRefused(
            _("The picture could not be stored: the disk may be full. Nothing was kept. Tell whoever runs this site."),
            code="storage",
        ) from error


def put(storage: Storage, name: str, content: bytes) -> bool:
    """Write content under exactly this name and return True; False when the whole content was there already.

    Of a write that fails nothing remains.
    """
    if storage.exists(name):
        if storage.size(name) == len(content):
            return False
        storage.delete(name)  # half a file: the machine went down while it was written
    try:
        given = storage.save(name, ContentFile(content))
    except OSError:
        storage.delete(name)
        raise
    if given != name:  # somebody wrote the same content at the same moment
        storage.delete(given)
        return False
    return True
