"""Films and documents that were stored for a row that never came to be."""

from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from files.models import StoredFile
from files.storing import FOLDER
from images.sweeping import OLD_ENOUGH, names_in


def sweep(storage: Storage = default_storage) -> list[str]:
    """Delete stored files that no film or document ever had, and return their names; former ones stay."""
    known = set(StoredFile.objects.values_list("name", flat=True))
    before = timezone.now() - OLD_ENOUGH
    swept = []
    for name in names_in(storage, FOLDER):
        if name not in known and storage.get_modified_time(name) < before:
            storage.delete(name)
            swept.append(name)
    return swept
