"""Where cleaned files and renditions lie in the default storage: named by content, written whole or not at all."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

from images.gate import Admitted, refusal

# Beside the others on the same disk, so that a finished file is moved and not copied.
INCOMING = "incoming"
RENDITIONS = "renditions"
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


def original_name(content_hash: str, media_type: str) -> str:
    """Return where a cleaned file lies: pictures/3f/3f….jpg."""
    return f"pictures/{content_hash[:2]}/{content_hash}.{EXTENSIONS[media_type]}"


def rendition_name(content_hash: str, name: str) -> str:
    """Return where a rendition lies: renditions/<hash>/original-640.avif."""
    return f"{RENDITIONS}/{content_hash}/{name}"


def store(storage: Storage, cleaned: Admitted) -> tuple[str, bool]:
    """Store a cleaned file and return its name, and whether it was written now; the same content is written once."""
    name = original_name(cleaned.content_hash, cleaned.media_type)
    try:
        return name, put(storage, name, cleaned.content)
    except OSError as error:
        raise refusal("disk") from error


def put(storage: Storage, name: str, content: bytes) -> bool:
    """Write content under exactly this name and return True; False when the whole content was there already.

    Nobody ever reads half of it, and of a write that fails nothing remains.
    """
    return put_file(storage, name, ContentFile(content), size=len(content))


def put_file(storage: Storage, name: str, content: File, *, size: int) -> bool:
    """Do the same with a file of so many bytes, which is never held in memory as a whole."""
    if storage.exists(name):
        if storage.size(name) == size:
            return False
        storage.delete(name)  # a copy or a restored backup that broke off
    try:
        with _whole(storage, content) as file:
            given = storage.save(name, file)
    except OSError:
        if storage.exists(name) and storage.size(name) != size:
            storage.delete(name)
        raise
    if given != name:  # somebody wrote the same content at the same moment
        storage.delete(given)
        return False
    return True


@contextlib.contextmanager
def _whole(storage: Storage, content: File) -> Iterator[File]:
    """Give the content in the form that the storage stores in one step."""
    try:
        folder = Path(storage.path(INCOMING))
    except NotImplementedError:  # object storages show an object when it is complete
        yield content
        return
    folder.mkdir(parents=True, exist_ok=True)
    # A file that says where it lies is moved into its place; one that does not is written there piece by piece.
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as written:
        path = Path(written.name)
        try:
            for chunk in content.chunks():
                written.write(chunk)
            written.flush()
            file = File(written)
            file.temporary_file_path = lambda: str(path)
            yield file
        finally:
            path.unlink(missing_ok=True)
