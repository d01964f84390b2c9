"""The guide at the desk: one book in four languages, for everybody with an account, reached from every page."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles.finders import find
from django.urls import reverse
from django.utils import translation

from config import guide
from tests.desk.addresses import names_of_pages
from tests.factories import make_mission
from tests.people import make_alice, make_bob, make_charlie, make_dora

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")


def shape(language):
    """Return what must be the same in every language: titles by level, rows, list items, pictures."""
    kinds = ("heading", "list_item", "tr", "image")
    return [(node.type, node.tag) for root in guide._nodes(language) for node in root.walk() if node.type in kinds]


def written(language):
    return (guide.FOLDER / f"{language}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_is_the_same_book_in_every_language(language):
    assert shape(language) == shape("en")
    assert [chapter.slug for chapter in guide.book(language)] == [chapter.slug for chapter in guide.book("en")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_of_the_guide_is_there_is_described_and_shows_the_language(language):
    for words, address in PICTURE.findall(written(language)):
        assert len(words) > 20, address
        assert address.startswith(f"{guide.PICTURES}desk/guide/{language}/")
        assert find(address.removeprefix(guide.PICTURES)), address


def test_chapters_have_addresses_of_their_own():
    slugs = [chapter.slug for chapter in guide.book("en")]
    assert len(slugs) == len(set(slugs)) > 20
    assert "whole" not in slugs


def test_raw_html_in_the_guide_comes_out_as_text(tmp_path, monkeypatch):
    (tmp_path / "en.md").write_text(
        "# Guide\n\n<script>alert(1)</script> and <b>bold</b>\n\n## One\n\n**two** & three\n"
    )
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    for kept in (guide._nodes, guide.book, guide.foreword):
        kept.cache_clear()
    try:
        assert "<script" not in guide.foreword("en")
        assert "&lt;script&gt;" in guide.foreword("en")
        assert guide.book("en")[0].body == "<p><strong>two</strong> &amp; three</p>"
    finally:
        for kept in (guide._nodes, guide.book, guide.foreword):
            kept.cache_clear()


def test_every_page_of_the_desk_leads_to_a_chapter_that_exists():
    slugs = {chapter.slug for chapter in guide.book("en")}
    unexplained = {"login", "logout", "guide", "guide-whole", "guide-chapter"}
    for name in names_of_pages(admin.site) - unexplained:
        address = guide.chapter_of(name)
        assert address, name
        assert address.rstrip("/").rpartition("/")[2] in slugs, name


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_alice, make_bob, make_charlie, make_dora])
def test_everybody_at_the_desk_reads_the_guide(client, make):
    client.force_login(make())
    for address in (reverse("admin:guide"), reverse("admin:guide-whole"), guide.book("en")[0].url):
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_strangers_are_sent_to_the_log_in(client):
    for address in (reverse("admin:guide"), reverse("admin:guide-whole"), guide.book("en")[0].url):
        assert client.get(address).url.startswith(reverse("admin:login"))
        assert client.post(address).url.startswith(reverse("admin:login"))


@pytest.mark.django_db
def test_an_unknown_chapter_is_not_found(client):
    client.force_login(make_charlie())
    assert client.get(reverse("admin:guide-chapter", args=["no-such-thing"])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_speaks_the_language_of_the_desk(client, language):
    client.force_login(make_charlie())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    contents = client.get(reverse("admin:guide")).content.decode()
    with translation.override(language):
        for chapter in guide.book(language):
            assert f'href="{chapter.url}"' in contents
            page = client.get(chapter.url).content.decode()
            assert str(chapter.body) in page
    whole = client.get(reverse("admin:guide-whole")).content.decode()
    assert all(str(chapter.body) in whole for chapter in guide.book(language))


@pytest.mark.django_db
def test_a_form_leads_to_its_chapter(client):
    client.force_login(make_alice())
    page = client.get(reverse("admin:missions_mission_change", args=[make_mission().pk])).content.decode()
    assert f'<a href="{reverse("admin:guide-chapter", args=["write-a-mission"])}">How this works</a>' in page
