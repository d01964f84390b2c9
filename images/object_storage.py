"""Object storage that speaks the S3 protocol, in place of a folder on this machine."""

import functools
from collections.abc import Callable

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# A visitor waits no longer for a storage that does not answer.
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 20, 2


class StorageAway(OSError):
    """The object storage does not answer, is full, or refuses: the same to the rest of the site as a full disk."""


def _as_disk(method: Callable) -> Callable:
    @functools.wraps(method)
    def tried(*args, **kwargs):
        try:
            return method(*args, **kwargs)
        except (Boto3Error, BotoCoreError, ClientError) as error:
            # What they say may name the bucket and the key; the log of the server has it as the cause.
            raise StorageAway("The object storage did not do what was asked.") from error

    return tried


class ObjectStorage(S3Storage):
    """Keeps every object private: pictures reach the public through the application, which knows who may see them.

    Its errors are those of a disk, so that a picture that cannot be stored is refused and leaves no row.
    """

    def __init__(self, **options):
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS},
            s3={"addressing_style": options.get("addressing_style") or "auto"},
            signature_version="s3v4",
        )
        super().__init__(**{"default_acl": None, "querystring_expire": 60, "client_config": config} | options)

    @_as_disk
    def _open(self, name, mode="rb"):
        file = super()._open(name, mode)
        if "r" in mode:
            # Fetched whole and now: one that breaks off later would do so in the middle of an answer.
            _ = file.file
        return file

    _save = _as_disk(S3Storage._save)
    delete = _as_disk(S3Storage.delete)
    exists = _as_disk(S3Storage.exists)
    size = _as_disk(S3Storage.size)
    listdir = _as_disk(S3Storage.listdir)
    get_modified_time = _as_disk(S3Storage.get_modified_time)
