"""The site's own settings for tests: nothing of a test is kept, nothing of the desk's own data is touched."""

import os
import tempfile
from pathlib import Path

if "TEST_DATA_DIR" not in os.environ:
    # Kept by a module global: the folder goes when this process ends. Workers of xdist inherit its name.
    _folder = tempfile.TemporaryDirectory(prefix="missions-tests-")
    os.environ["TEST_DATA_DIR"] = _folder.name
_worker = Path(os.environ["TEST_DATA_DIR"]) / os.environ.get("PYTEST_XDIST_WORKER", "alone")
_worker.mkdir(parents=True, exist_ok=True)
os.environ["DATA_DIR"] = str(_worker)
os.environ["DEBUG"] = "1"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_worker / 'db.sqlite3'}")

from config.settings import *  # noqa: E402 - the lines above are what these settings read

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: in memory, two threads would share one connection instead of waiting for each other.
    DATABASES["default"]["TEST"] = {"NAME": str(_worker / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # Threads of a test open connections of their own, and an open one would keep the database from being removed.
    DATABASES["default"]["CONN_MAX_AGE"] = 0

STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns where `collectstatic` never ran, and here warnings are errors

# Slow on purpose in real life; here they would be most of the time of every log-in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
