import subprocess
import sys
from contextlib import closing
from sqlite3 import connect

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured

from config.demonstration import ACCOUNTS, DEMO_EMAIL_DOMAIN, demo_accounts_found, refuse_demo_accounts
from config.settings import DEBUG_SECRET_KEY

SECRET = "k9" * 40


def make_demo_account():
    return User.objects.create_user(ACCOUNTS[0].username, ACCOUNTS[0].email)


def make_colleague():
    return User.objects.create_user("alice", f"alice@not-{DEMO_EMAIL_DOMAIN}")


def start(code, folder, **environment):
    """Run code as production would, in a process and a data folder of its own, and return how it ended."""
    safe = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "missions.example", "DATA_DIR": str(folder), "PATH": "/usr/bin:/bin"}
    (folder / "static").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=settings.BASE_DIR,
        env={**safe, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_there_is_an_account_for_each_part_in_the_newsroom():
    assert [account.role for account in ACCOUNTS] == ["author", "releaser", "translator into German", "administrator"]
    assert len({account.username for account in ACCOUNTS}) == 4
    assert all(account.email.endswith("@demo.invalid") for account in ACCOUNTS)


@pytest.mark.django_db
def test_a_demo_account_is_known_by_its_address_and_a_colleague_is_not():
    make_colleague()
    assert demo_accounts_found() == []
    make_demo_account()
    User.objects.create_user("renamed", "Renamed@DEMO.INVALID")
    assert demo_accounts_found() == ["author", "renamed"]


@pytest.mark.django_db
def test_the_site_refuses_to_start_with_a_demo_account_when_debug_is_off(settings):
    settings.DEBUG = False
    make_colleague()
    refuse_demo_accounts()
    make_demo_account()
    with pytest.raises(ImproperlyConfigured) as caught:
        refuse_demo_accounts()
    assert "author" in str(caught.value)


@pytest.mark.django_db
def test_demo_accounts_are_welcome_when_debug_is_on(settings):
    settings.DEBUG = True
    make_demo_account()
    refuse_demo_accounts()
    assert "config.E001" not in found_by_the_checks()


def found_by_the_checks(**options):
    return [message.id for message in run_checks(tags=[Tags.database], **options)]


@pytest.mark.django_db
def test_the_database_check_finds_demo_accounts_when_debug_is_off(settings):
    settings.DEBUG = False
    assert "config.E001" not in found_by_the_checks(databases=["default"])
    make_demo_account()
    assert "config.E001" in found_by_the_checks(databases=["default"])


def test_the_database_check_asks_nothing_of_a_database_that_is_not_checked(settings):
    settings.DEBUG = False
    assert found_by_the_checks() == []  # pytest-django would refuse a query here


@pytest.mark.parametrize("entry_point", ["config.wsgi", "config.asgi"])
def test_no_entry_point_starts_with_a_demo_account(tmp_path, entry_point):
    with closing(connect(tmp_path / "db.sqlite3")) as database, database:
        columns = "id integer primary key, username text, email text, is_active bool"
        database.execute(f"CREATE TABLE auth_user ({columns})")
        database.execute("INSERT INTO auth_user VALUES (1, 'author', 'author@demo.invalid', 1)")
    ended = start(f"import {entry_point}", tmp_path)
    assert ended.returncode == 1
    assert "This database holds demonstration accounts" in ended.stderr


def test_before_the_first_migration_there_is_nothing_to_refuse(tmp_path):
    ended = start("import config.wsgi, config.asgi", tmp_path)
    assert ended.stderr == ""
    assert ended.returncode == 0


def test_a_database_that_does_not_answer_is_reported_as_just_that(tmp_path):
    code = "import config.wsgi"
    ended = start(code, tmp_path, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=3")
    assert ended.returncode == 1
    assert "OperationalError" in ended.stderr
    assert "demonstration" not in ended.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": SECRET[:49]}, "Set SECRET_KEY"),
        ({"SECRET_KEY": DEBUG_SECRET_KEY}, "Set SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS has a *"),
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'"),
    ],
)
def test_production_does_not_start_on_unsafe_settings(tmp_path, environment, sentence):
    ended = start("import config.settings", tmp_path, **environment)
    assert ended.returncode == 1
    assert sentence in ended.stderr.splitlines()[-1]
