"""Object storage that speaks the S3 protocol, in place of a folder on this machine."""

import functools
import io
from collections.abc import Callable

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# A visitor waits no longer for a storage that does not answer.
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 20, 2
PIECE = 1 << 20  # bytes; a film is fetched in such pieces


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


class Piecewise(io.RawIOBase):
    """An object of which a piece is fetched when somebody reads there; made for `io.BufferedReader`."""

    def __init__(self, fetch: Callable[[int, int], bytes]):
        super().__init__()
        self._fetch, self._at = fetch, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("Nobody knows where the object ends.")
        self._at = offset + (self._at if whence == io.SEEK_CUR else 0)
        return self._at

    def readinto(self, buffer):
        piece = self._fetch(self._at, self._at + len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


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

    def open_piecewise(self, name: str) -> io.BufferedReader:
        """Open an object of which only what is read is fetched: a film is larger than the stretch somebody watches."""
        one = self.bucket.Object(self._normalize_name(clean_name(name)))

        @_as_disk
        def fetch(start: int, stop: int) -> bytes:
            return one.get(Range=f"bytes={start}-{stop - 1}")["Body"].read()

        return io.BufferedReader(Piecewise(fetch), PIECE)

    _save = _as_disk(S3Storage._save)
    delete = _as_disk(S3Storage.delete)
    exists = _as_disk(S3Storage.exists)
    size = _as_disk(S3Storage.size)
    listdir = _as_disk(S3Storage.listdir)
    get_modified_time = _as_disk(S3Storage.get_modified_time)
