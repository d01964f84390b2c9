"""Where cleaned films and documents lie in the default storage: named by content, written whole or not at all."""

from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage

from files.documents import EXTENSIONS
from files.gate import Admitted, refusal
from images.storing import put_file

FOLDER = "files"


def stored_name(content_hash: str, media_type: str) -> str:
    """Return where a cleaned file lies: files/3f/3f….mp4."""
    return f"{FOLDER}/{content_hash[:2]}/{content_hash}.{EXTENSIONS[media_type]}"


def store(storage: Storage, cleaned: Admitted) -> tuple[str, bool]:
    """Store a cleaned file and return its name, and whether it was written now; the same content is written once."""
    name = stored_name(cleaned.content_hash, cleaned.media_type)
    cleaned.content.seek(0)
    try:
        return name, put_file(storage, name, File(cleaned.content, name=cleaned.content_hash), size=cleaned.size)
    except OSError as error:
        raise refusal("disk") from error


def opened(name: str) -> BinaryIO:
    """Open a stored file to read some of it; on object storage nothing else of it is fetched."""
    return getattr(default_storage, "open_piecewise", default_storage.open)(name)
