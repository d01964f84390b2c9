"""Files that were stored for a row that never came to be."""

from datetime import timedelta

from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from images.models import Original
from images.storing import INCOMING

# Younger files may belong to a transaction that is still open.
OLD_ENOUGH = timedelta(days=1)


def orphans(storage: Storage = default_storage) -> list[str]:
    """Return the names of stored files that no picture ever had; files of former pictures are none."""
    known = set(Original.objects.values_list("name", flat=True))
    before = timezone.now() - OLD_ENOUGH
    stored = [*names_in(storage, "pictures"), *names_in(storage, INCOMING)]
    return [name for name in stored if name not in known and storage.get_modified_time(name) < before]


def sweep(storage: Storage = default_storage) -> list[str]:
    """Delete stored files that no picture ever had, and return their names; files of former pictures stay."""
    swept = orphans(storage)
    for name in swept:
        storage.delete(name)
    return swept


def names_in(storage: Storage, folder: str) -> list[str]:
    """Return every file below a folder of the storage; none when nothing was ever stored there."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return []
    found = [f"{folder}/{name}" for name in names]
    for each in folders:
        found += names_in(storage, f"{folder}/{each}")
    return found
