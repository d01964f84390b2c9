"""Migrations on a database that has content: back to the first editions and forth again, in a process of its own."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

NAME = "migrations_walked"


@pytest.fixture
def empty_database(db, tmp_path):
    """Return the address of a database that has no tables yet, on the server the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'walked.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_{NAME}"
    server = urlsplit(os.environ["DATABASE_URL"])
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield urlunsplit(server._replace(path=f"/{name}"))
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_migrations_go_back_and_forth_and_lose_no_word(empty_database, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": empty_database,
        "TEST_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "tests.config.migrations_walked"]
    walked = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert walked.returncode == 0, walked.stderr[-2000:]
    before, after = json.loads(walked.stdout)
    assert len(before["versions"]) == 8
    assert set(before["answers"].values()) == {200}
    assert before["draft"][0][0] == "Une phrase qui attend"
    assert after == before
