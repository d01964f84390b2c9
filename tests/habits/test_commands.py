"""The commands of the Makefile, as far as they can be tried without running themselves."""

import os
import socket

import polib
import pytest

from scripts import catalogues
from scripts.run import names_of_this_machine, refuse_taken_address
from scripts.test import NO_TESTS, verdict


def make_catalogue(root, language="fr", **texts):
    """Write a catalogue of these translations and return its path."""
    path = root / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.extend(polib.POEntry(msgid=text, msgstr=translation) for text, translation in texts.items())
    catalogue.save(str(path))
    return path


def test_a_catalogue_is_compiled_once_and_again_when_it_is_newer(tmp_path):
    source = make_catalogue(tmp_path, Draft="Brouillon")
    target = source.with_suffix(".mo")
    assert catalogues.compile_stale(tmp_path) == [target]
    assert [entry.msgstr for entry in polib.mofile(str(target))] == ["Brouillon"]
    assert catalogues.compile_stale(tmp_path) == []

    make_catalogue(tmp_path, Draft="Projet")
    later = target.stat().st_mtime + 1
    os.utime(source, (later, later))
    assert catalogues.compile_stale(tmp_path) == [target]
    assert [entry.msgstr for entry in polib.mofile(str(target))] == ["Projet"]
    assert [path.name for path in target.parent.iterdir() if path.name.startswith("django.mo.")] == []


def test_a_site_without_catalogues_compiles_nothing(tmp_path):
    assert catalogues.compile_stale(tmp_path) == []
    assert catalogues.unfinished(tmp_path) == []


def test_a_text_without_translation_and_a_guessed_one_are_unfinished(tmp_path):
    path = make_catalogue(tmp_path, Draft="", Passage="Passage", Page="Page")
    catalogue = polib.pofile(str(path))
    catalogue.find("Page").fuzzy = True
    catalogue.save()
    assert catalogues.unfinished(tmp_path) == [
        "locale/fr/LC_MESSAGES/django.po: not translated: 'Draft'",
        "locale/fr/LC_MESSAGES/django.po: only guessed (fuzzy): 'Page'",
    ]


def test_a_text_of_the_code_that_no_catalogue_has_is_missing_and_one_that_is_gone_is_named(tmp_path, monkeypatch):
    make_catalogue(tmp_path, Draft="Brouillon", Gone="Parti")
    monkeypatch.setattr(catalogues, "collect", lambda root: make_catalogue(root, Draft="", New=""))
    assert catalogues.differences(tmp_path) == [
        "locale/fr/LC_MESSAGES/django.po: missing: 'New'",
        "locale/fr/LC_MESSAGES/django.po: no longer used: 'Gone'",
    ]


def test_a_port_in_use_is_said_in_a_sentence_that_names_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as caught:
            refuse_taken_address("127.0.0.1", str(port))
    assert f"Port {port} is already in use" in str(caught.value)
    refuse_taken_address("127.0.0.1", str(port))


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("127.0.0.1", "http", "PORT is 'http'"),
        ("127.0.0.1", "0", "PORT is '0'"),
        ("127.0.0.1", "65536", "PORT is '65536'"),
        ("192.0.2.1", "8000", "Nothing can listen on 192.0.2.1"),  # TEST-NET-1, nobody's address (RFC 5737)
    ],
)
def test_an_address_nobody_can_listen_on_is_said_in_a_sentence(host, port, sentence):
    with pytest.raises(SystemExit) as caught:
        refuse_taken_address(host, port)
    assert sentence in str(caught.value)


def test_a_site_that_listens_to_everybody_answers_to_the_names_of_its_machine():
    assert {"localhost", "127.0.0.1", socket.gethostname()} <= set(names_of_this_machine("0.0.0.0").split(","))
    assert "*" not in names_of_this_machine("0.0.0.0")
    assert "[fe80::1]" in names_of_this_machine("fe80::1").split(",")


def test_the_tests_pass_only_if_every_part_passed_and_some_test_ran(capsys):
    assert verdict({"SQLite": 0, "PostgreSQL": 0}) == 0
    assert verdict({"SQLite": 0, "PostgreSQL": NO_TESTS}) == 0
    assert verdict({"SQLite": NO_TESTS, "PostgreSQL": NO_TESTS}) == NO_TESTS
    assert verdict({"SQLite": 1, "PostgreSQL": 0}) == 1
    assert verdict({"SQLite": 0, "PostgreSQL": 2}) == 2
    assert capsys.readouterr().err.splitlines() == ["Failed: SQLite", "Failed: PostgreSQL"]
