"""Where pictures and other media are kept: a folder of this machine, or object storage with the S3 protocol.

MEDIA_BUCKET chooses object storage. Beside it MEDIA_ENDPOINT (its address, unless it is Amazon's own), MEDIA_REGION,
MEDIA_ACCESS_KEY and MEDIA_SECRET_KEY (empty: what the machine itself is allowed), MEDIA_PREFIX (a folder inside) and
MEDIA_ADDRESSING ("path" for servers that know one host name only).
"""

from config import environment


def backend() -> dict:
    """Return the entry for STORAGES["default"] that the environment asks for."""
    bucket = environment.text("MEDIA_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {
        "BACKEND": "images.object_storage.ObjectStorage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": environment.text("MEDIA_ENDPOINT") or None,
            "region_name": environment.text("MEDIA_REGION") or None,
            "access_key": environment.text("MEDIA_ACCESS_KEY") or None,
            "secret_key": environment.text("MEDIA_SECRET_KEY") or None,
            "location": environment.text("MEDIA_PREFIX"),
            "addressing_style": environment.text("MEDIA_ADDRESSING") or None,
        },
    }
