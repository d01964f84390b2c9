"""Films and documents of what nobody published yet: shown to the desk and to guests, and to nobody else."""

import re

import pytest
from django.urls import reverse

from publishing import drafts
from publishing.models import ShareLink, TakeDown
from tests.factories import make_article, make_block, make_download, make_film
from tests.people import make_alice, make_bob, make_charlie
from tests.publishing.stories import ask, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def article(alice):
    row = make_article()
    make_block(row, kind="film", text="", film=make_film())
    make_block(row, kind="document", text="", download=make_download())
    return written_by(alice, row)


def previewed(client, article, user):
    client.force_login(user)
    text = client.get(reverse("admin:articles_article_preview_page", args=[article.pk, "fr"])).content.decode()
    found = re.findall(r'(?:src|href)="([^"]+\.(?:mp4|vtt|pdf))"', text)
    assert {address.rsplit(".", 1)[1] for address in found} == {"mp4", "vtt", "pdf"}
    return sorted(set(found))


def shared(client, article, alice):
    documents = drafts.frozen_in_all_languages(article)
    _link, token = ShareLink.objects.share(article.page(), {"fr": documents["fr"]}, by=alice)
    text = client.get(reverse("shared", kwargs={"language": "fr", "token": token})).content.decode()
    return sorted(set(re.findall(r'(?:src|href)="([^"]+\.(?:mp4|vtt|pdf))"', text)))


def test_the_desk_sees_film_captions_and_document_of_a_draft(client, article, alice):
    for address in previewed(client, article, alice):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "no-store" in answer.headers["Cache-Control"]
        assert len(answer.getvalue()) > 20


def test_who_may_not_see_drafts_gets_no_file_of_them(client, article, alice):
    addresses = previewed(client, article, alice)
    client.force_login(make_charlie())
    assert {client.get(address).status_code for address in addresses} == {403}
    client.logout()
    assert {client.get(address).status_code for address in addresses} == {302}


def test_a_guest_has_the_files_of_the_shared_page_and_no_others(client, article, alice):
    addresses = shared(client, article, alice)
    assert len(addresses) == 3
    assert {client.get(address).status_code for address in addresses} == {200}
    other = make_download()
    film = next(address for address in addresses if address.endswith("mp4"))
    foreign = re.sub(r"/[0-9a-f]{64}/", f"/{other.content_hash}/", film)
    assert client.get(foreign).status_code == 404
    assert client.get(film.replace("film.mp4", "film.webm")).status_code == 404


def test_a_request_keeps_its_captions_when_the_film_gets_others(client, article, alice):
    request = ask(article, by=alice, languages=["fr"])
    film = article.blocks.get(kind="film").film
    frozen = film.captions_fr
    film.captions_fr = frozen.replace("[A tone]", "[Another tone]")
    film.save()
    client.force_login(alice)
    page = client.get(
        reverse("admin:publishing_release_preview_page", args=[request.pk, article.uid, "fr"])
    ).content.decode()
    addresses = set(re.findall(r'(?:src|href)="([^"]+\.(?:mp4|vtt|pdf))"', page))
    assert len(addresses) == 3
    answers = {address.rsplit(".", 1)[1]: client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert answers["vtt"].getvalue().decode() == frozen
    captions = next(address for address in addresses if address.endswith("vtt"))
    other = ask(written_by(alice, make_block().article), by=alice, languages=["fr"])
    assert client.get(captions.replace(f"/{request.pk}/", f"/{other.pk}/")).status_code == 404
    client.force_login(make_charlie())
    assert client.get(captions).status_code == 403


def test_a_file_taken_down_is_gone_from_previews_and_shared_pages_at_the_next_answer(client, article, alice):
    addresses = [*shared(client, article, alice), *previewed(client, article, alice)]
    film = next(address for address in addresses if address.endswith("mp4"))
    content_hash = re.findall(r"[0-9a-f]{64}", film)[-1]
    TakeDown.objects.take_down(content_hash, by=make_bob(), reason="A face.")
    client.force_login(alice)
    gone = [address for address in addresses if address.endswith("mp4")]
    assert {client.get(address).status_code for address in gone} == {410}
    text = client.get(reverse("admin:articles_article_preview_page", args=[article.pk, "fr"])).content.decode()
    assert ".mp4" not in text
