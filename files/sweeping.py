"""Films and documents that were stored for a row that never came to be."""

from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from files.models import StoredFile
from files.storing import FOLDER
from images.sweeping import OLD_ENOUGH, names_in


def orphans(storage: Storage = default_storage) -> list[str]:
    """Return the names of stored files that no film or document ever had; those of former ones are none."""
    known = set(StoredFile.objects.values_list("name", flat=True))
    before = timezone.now() - OLD_ENOUGH
    stored = names_in(storage, FOLDER)
    return [name for name in stored if name not in known and storage.get_modified_time(name) < before]


def sweep(storage: Storage = default_storage) -> list[str]:
    """Delete stored files that no film or document ever had, and return their names; former ones stay."""
    swept = orphans(storage)
    for name in swept:
        storage.delete(name)
    return swept
