"""The copy of the site as files: what the public reads, and nothing else, whole or not at all."""

import pytest
from django.core.management import call_command

from publishing import static_copy
from publishing.models import Withdrawal
from tests.factories import make_standing_page
from tests.people import make_alice, make_bob
from tests.publishing.stories import live, publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture(autouse=True)
def address(settings):
    settings.DESK_URL = "http://testserver"


def written(folder):
    """Return every file of a copy by its place in it, as text where it is text."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes().decode(errors="replace") for path in files}


def test_a_copy_holds_what_the_site_answers_and_nothing_of_a_draft(client, tmp_path, alice, bob):
    about = written_by(alice, make_standing_page(title_fr="Qui nous sommes"))
    publish(about, alice=alice, bob=bob)
    written_by(alice, about, title_fr="Brouillonique", body_fr="<p>Brouillonique</p>")
    copied = static_copy.write(tmp_path / "copy")
    files = written(tmp_path / "copy")
    path = live(about, "fr").path
    assert files[f"{path.strip('/')}/index.html"] == client.get(path).content.decode()
    assert {"index.html", "fr/index.html", "de/index.html", "sitemap.xml", "robots.txt"} <= files.keys()
    assert [name for name, text in files.items() if "Brouillonique" in text] == []
    assert [name for name in files if name.startswith(("admin", "api"))] == []
    assert copied.files == len(files) - 2


def test_old_addresses_lead_on_and_withdrawn_ones_are_gone_from_the_next_copy(tmp_path, alice, bob):
    about = written_by(alice, make_standing_page(slug_fr="avant"))
    publish(about, alice=alice, bob=bob)
    before = live(about, "fr").path
    about = written_by(alice, about, slug_fr="apres")
    publish(about, alice=alice, bob=bob)
    after = live(about, "fr").path
    copied = static_copy.write(tmp_path / "copy")
    assert copied.redirects[before] == after
    assert f"{before} {after}\n" in (tmp_path / "copy" / "redirects.txt").read_text()
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="No longer true.", languages=["fr"])
    copied = static_copy.write(tmp_path / "copy")
    assert {before, after} <= set(copied.gone)
    assert not (tmp_path / "copy" / after.strip("/") / "index.html").exists()


def test_a_copy_that_fails_leaves_the_one_before_and_nothing_else(tmp_path, alice, bob, monkeypatch):
    publish(written_by(alice, make_standing_page()), alice=alice, bob=bob)
    static_copy.write(tmp_path / "copy")
    before = written(tmp_path / "copy")

    def full(*_arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr(static_copy, "_keep", full)
    with pytest.raises(OSError, match="No space left"):
        static_copy.write(tmp_path / "copy")
    assert written(tmp_path / "copy") == before
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_no_file_is_written_outside_of_the_copy(tmp_path):
    with pytest.raises(ValueError, match="leads out"):
        static_copy._keep(tmp_path / "copy", "/../outside.html", b"")


def test_housekeeping_writes_a_copy_only_where_one_is_wanted(tmp_path, settings, capsys):
    settings.STATIC_COPY_DIR = ""
    call_command("tick")
    assert "none is wanted" in capsys.readouterr().out
    settings.STATIC_COPY_DIR = str(tmp_path / "copy")
    call_command("tick", "--dry-run")
    assert not (tmp_path / "copy").exists()
