"""Who gets a film, its captions or a document at their public address, when, and how much of it."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from files.models import Film
from publishing import checklist, drafts, projections
from publishing.models import Edition, EditionFile, TakeDown, Withdrawal
from tests.factories import (
    CAPTIONS,
    make_article,
    make_block,
    make_briefing,
    make_download,
    make_film,
    make_mission,
    make_picture,
)
from tests.people import make_alice, make_bob, make_user
from tests.public.measuring import measured
from tests.publishing.stories import ask, live, publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def make_withdrawer():
    return make_user("frank", permissions=["publishing.withdraw_page"])


def make_page(film=None, **words):
    mission = make_mission()
    make_briefing(mission, film=film or make_film(), **words)
    return mission


def film_of(document):
    return document.briefings[0].film


def address(file):
    return f"/files/{file.content_hash}/{file.name}"


def content_of(film):
    with film.file.storage.open(film.file.name) as file:
        return file.read()


def body(response):
    return response.getvalue() if response.streaming else response.content


def test_a_film_of_a_draft_answers_nobody(client, alice):
    film = make_film()
    make_page(film)
    for _anybody in range(2):
        assert client.get(f"/files/{film.content_hash}/film.mp4").status_code == 404
        client.force_login(alice)


def test_a_live_film_is_served_as_what_it_is_and_whole(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    response = client.get(f"/files/{film.content_hash}/film.mp4")
    assert response.status_code == 200
    assert body(response) == content_of(film)
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Length"] == str(film.size)
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert "Vary" not in response.headers


def test_captions_are_those_of_the_version_and_of_its_language(client, alice, bob):
    page = make_page(make_film(captions={"fr": CAPTIONS, "nl": f"{CAPTIONS} NL", "de": CAPTIONS, "en": CAPTIONS}))
    publish(page, alice=alice, bob=bob)
    dutch = film_of(live(page, "nl")).captions_file
    response = client.get(address(dutch))
    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert body(response).decode() == f"{CAPTIONS} NL"
    assert film_of(live(page, "fr")).captions_file.content_hash != dutch.content_hash


def test_a_document_is_handed_over_under_a_name_that_says_what_it_is(client, alice, bob):
    article = make_article()
    make_block(article, kind="document", text={}, download=make_download(title="Rapport d’été : « 2019 » / net"))
    publish(article, alice=alice, bob=bob)
    (file,) = live(article).files()
    response = client.get(address(file))
    assert file.name == "rapport-dete-2019-net.pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{file.name}"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert body(response).startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["film.webm", "film.mp4.pdf", "other.mp4", "captions.vtt", "film.exe", ""])
def test_no_other_name_leads_to_a_film(client, alice, bob, name):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    assert client.get(f"/files/{film.content_hash}/{name}").status_code == 404


def test_the_stored_file_itself_has_no_address(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    assert client.get(f"/{film.file.name}").status_code == 404
    assert client.get(f"/media/{film.file.name}").status_code == 404


RANGES = [
    ("bytes=0-99", 206, 0, 100),
    ("bytes=100-", 206, 100, None),
    ("bytes=-50", 206, -50, None),
    ("bytes=0-999999999", 206, 0, None),
    ("bytes=-999999999", 206, 0, None),
    ("bytes=5-5", 206, 5, 6),
    ("bytes=9-5", 200, 0, None),
    ("bytes=0-9,20-29", 200, 0, None),
    ("chapters=1-2", 200, 0, None),
    ("bytes=", 200, 0, None),
    ("bytes=-", 200, 0, None),
    ("nonsense", 200, 0, None),
]


def test_a_player_gets_the_stretch_it_asks_for(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    path, content = f"/files/{film.content_hash}/film.mp4", content_of(film)
    for header, status, start, stop in RANGES:
        response = client.get(path, headers={"Range": header})
        expected = content[start:stop]
        assert (response.status_code, body(response)) == (status, expected), header
        assert response.headers["Content-Length"] == str(len(expected))
        first = content.index(expected)
        said = f"bytes {first}-{first + len(expected) - 1}/{len(content)}" if status == 206 else None
        assert response.headers.get("Content-Range") == said


def test_a_stretch_behind_the_end_is_refused_with_the_length(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    for header in (f"bytes={film.size}-", "bytes=-0", f"bytes={10**17}-"):
        response = client.get(f"/files/{film.content_hash}/film.mp4", headers={"Range": header})
        assert (response.status_code, response.headers["Content-Range"]) == (416, f"bytes */{film.size}")
        assert response.headers["Cache-Control"] == "no-store"


def test_a_stretch_of_another_file_is_not_mixed_in(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    path = f"/files/{film.content_hash}/film.mp4"
    etag = client.get(path).headers["ETag"]
    same = client.get(path, headers={"Range": "bytes=0-9", "If-Range": etag})
    other = client.get(path, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    dated = client.get(path, headers={"Range": "bytes=0-9", "If-Range": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert [same.status_code, other.status_code, dated.status_code] == [206, 200, 200]
    assert [len(body(each)) for each in (same, other, dated)] == [10, film.size, film.size]


def test_head_says_the_length_and_sends_nothing(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    response = client.head(f"/files/{film.content_hash}/film.mp4", headers={"Range": "bytes=0-9"})
    assert (response.status_code, body(response)) == (200, b"")
    assert response.headers["Content-Length"] == str(film.size)


def test_who_has_the_film_is_told_that_nothing_changed(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    path = f"/files/{film.content_hash}/film.mp4"
    etag = client.get(path).headers["ETag"]
    response = client.get(path, headers={"If-None-Match": etag, "Range": "bytes=0-9"})
    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", etag)


def test_a_film_is_asked_for_and_never_sent(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    assert client.post(f"/files/{film.content_hash}/film.mp4").status_code == 405


def test_an_answer_costs_two_queries_and_reads_no_draft(client, alice, bob):
    film = make_film()
    publish(make_page(film), alice=alice, bob=bob)
    with measured() as cost:
        assert client.get(f"/files/{film.content_hash}/film.mp4").status_code == 200
    assert cost.queries == 2
    assert cost.tables == {"publishing_takedown", "publishing_editionfile", "publishing_edition"}


def test_a_scheduled_film_is_public_in_the_microsecond_its_page_is(client, alice, bob):
    film = make_film()
    moment = timezone.now() + timedelta(hours=1)
    publish(make_page(film), alice=alice, bob=bob, wanted_from=moment)
    path = f"/files/{film.content_hash}/film.mp4"
    with time_machine.travel(moment - timedelta(microseconds=1), tick=False):
        response = client.get(path)
        assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")
    with time_machine.travel(moment, tick=False):
        assert client.get(path).status_code == 200


def test_a_film_of_an_older_version_stays_and_one_of_a_withdrawn_page_is_private_again(client, alice, bob):
    film = make_film()
    page = make_page(film)
    publish(page, alice=alice, bob=bob)
    briefing = page.briefings.get()
    briefing.film = make_film(sample="located.webm")
    briefing.save(by=alice)
    publish(page, alice=alice, bob=bob)
    paths = [f"/files/{film.content_hash}/film.mp4", f"/files/{briefing.film.content_hash}/film.webm"]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    Withdrawal.objects.withdraw(page.page(), by=make_withdrawer(), reason="A mistake.")
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_a_film_taken_down_is_gone_at_the_next_answer_and_the_page_says_so(client, alice, bob):
    film = make_film(title="Un film", transcript="Ce que l’on entend.")
    page = make_page(film)
    publish(page, alice=alice, bob=bob)
    path, shown = f"/files/{film.content_hash}/film.mp4", live(page).path
    etag = client.get(path).headers["ETag"]
    record = TakeDown.objects.take_down(film.content_hash, by=make_withdrawer(), reason="A face.")
    assert shown in record.addresses
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 410
    assert client.get(path, headers={"Range": "bytes=0-9"}).status_code == 410
    for each in (shown, f"{shown}?x=1"):
        html = client.get(each).content.decode()
        assert "<video" not in html
        assert film.content_hash not in html
        assert "picture-removed" in html
        assert "What the component does." in html
    version = Edition.objects.get(page=page.page(), language="fr")
    old = client.get(f"/fr/p/{page.uid}/{version.sequence}/", follow=True)
    assert film.content_hash not in old.content.decode()


def test_captions_or_the_opening_picture_taken_down_leave_a_film_that_still_plays(client, alice, bob):
    film = make_film()
    page = make_page(film)
    publish(page, alice=alice, bob=bob)
    captions = film_of(live(page)).captions_file
    frank = make_withdrawer()
    TakeDown.objects.take_down(captions.content_hash, by=frank, reason="A name.")
    TakeDown.objects.take_down(film.poster.content_hash, by=frank, reason="A face.")
    assert client.get(address(captions)).status_code == 410
    html = client.get(live(page).path).content.decode()
    assert "<video" in html
    assert "poster=" not in html
    assert captions.content_hash not in html
    assert film.poster.content_hash not in html


def test_a_film_taken_down_is_not_published_again(alice, bob):
    film = make_film()
    page = make_page(film)
    publish(page, alice=alice, bob=bob)
    TakeDown.objects.take_down(film.content_hash, by=make_withdrawer(), reason="A face.")
    page = written_by(alice, page, lead_fr="Autre chose.")
    with pytest.raises(Exception, match="taken down") as caught:
        ask(page, by=alice)
    assert "file_taken_down" in {finding.code for finding in caught.value.findings}


def test_what_is_derived_can_be_derived_anew(alice, bob):
    publish(make_page(), alice=alice, bob=bob)

    def rows():
        return sorted(EditionFile.objects.values_list("edition__language", "name", "content_hash", "content"))

    before = rows()
    assert len(before) == 2 * 4
    EditionFile.objects.all().delete()
    projections.rebuild()
    assert rows() == before


def test_a_version_of_before_there_were_films_is_read_as_one_without(client, alice, bob):
    page = make_mission()
    make_briefing(page)
    edition = publish(page, alice=alice, bob=bob)["fr"]
    old = edition.document.replace('"film":null,', "")
    assert '"film"' not in old
    document = drafts.read("mission", old)
    assert document.briefings[0].film is None
    assert document.files() == []
    assert document == drafts.read("mission", edition.document)


# ---- The page --------------------------------------------------------------------------------------------------------


def test_a_film_loads_nothing_before_it_is_started_and_brings_what_belongs_to_it(client, alice, bob):
    film = make_film(transcript="Ce que l’on entend.", descriptions=CAPTIONS.replace("[A tone]", "Une ligne monte."))
    page = make_page(film)
    publish(page, alice=alice, bob=bob)
    html = client.get(live(page).path).content.decode()
    assert 'preload="none"' in html
    assert "autoplay" not in html
    assert f'src="/files/{film.content_hash}/film.mp4"' in html
    assert 'kind="captions"' in html
    assert 'kind="descriptions"' in html
    assert 'srclang="fr"' in html
    assert f'poster="/media/{film.poster.content_hash}/' in html
    assert 'width="64" height="48"' in html
    assert "Ce que l’on entend." in html
    assert "Une ligne monte." in html
    assert "A plain area of one colour." in html


def test_the_still_of_a_film_is_no_sharper_than_the_film(client, alice, bob):
    drawn = io.BytesIO()
    Image.new("RGB", (700, 525), "navy").save(drawn, "PNG")
    film = make_film(poster=make_picture(file=ContentFile(drawn.getvalue(), name="still.png")))
    page = make_page(film)
    publish(page, alice=alice, bob=bob)
    html = client.get(live(page).path).content.decode()
    assert film.width < 320
    assert f'poster="/media/{film.poster.content_hash}/original-320.webp"' in html


def test_a_briefing_with_a_film_alone_stays_and_one_with_nothing_vanishes(client, alice, bob):
    page = make_mission()
    with_film = make_briefing(page, text={}, film=make_film())
    empty = make_briefing(page, text={})
    publish(page, alice=alice, bob=bob)
    html = client.get(live(page).path).content.decode()
    assert f"b-{with_film.uid}" in html
    assert f"b-{empty.uid}" not in html


def test_a_film_elsewhere_is_a_link_that_says_where_it_leads(client, alice, bob):
    film = make_film(external_url="https://films.example.org/42", captions={})
    page = make_page(film)
    publish(page, alice=alice, bob=bob)
    html = client.get(live(page).path).content.decode()
    assert 'href="https://films.example.org/42"' in html
    assert "films.example.org" in html.replace("https://films.example.org/42", "")
    assert "<video" not in html
    assert "<iframe" not in html
    assert 'src="https' not in html
    assert f"/media/{film.poster.content_hash}/" in html


def test_a_document_says_its_format_size_pages_and_language_beside_the_link(client, alice, bob):
    article = make_article()
    download = make_download(title="Annual report", written_in="nl", equivalent="https://example.org/report")
    make_block(article, kind="document", text={}, download=download)
    publish(article, alice=alice, bob=bob)
    html = client.get(live(article, "en").path).content.decode()
    assert f'href="/files/{download.content_hash}/annual-report.pdf"' in html
    assert 'hreflang="nl"' in html
    assert "PDF" in html
    assert "1 page" in html
    assert "in Dutch" in html
    assert 'href="https://example.org/report"' in html


def test_a_film_in_an_article_plays_and_a_page_with_films_costs_what_others_cost(client, alice, bob):
    article = make_article()
    make_block(article, kind="film", text={}, film=make_film())
    make_block(article, kind="film", text={}, film=make_film(sample="located.webm"))
    publish(article, alice=alice, bob=bob)
    with measured() as cost:
        html = client.get(live(article).path).content.decode()
    assert html.count("<video") == 2
    assert cost.queries <= 3


# ---- Before publication ----------------------------------------------------------------------------------------------


def found(page):
    prepared = [
        checklist.Prepared(page.page(), page, language, drafts.frozen(page, language), None)
        for language in ("fr", "nl")
    ]
    return {
        (finding.code, finding.language)
        for finding in checklist.blocking(checklist.inspect(prepared, now=timezone.now()))
        if finding.code.startswith(("film.", "document.", "picture."))
    }


@pytest.mark.parametrize(
    ("lacks", "code", "language"),
    [
        ({"title": {"fr": "Un film"}}, "film.title", "nl"),
        ({"captions": {"fr": CAPTIONS}}, "film.captions", "nl"),
        ({"transcript": {"nl": "Een tekst."}}, "film.transcript", "fr"),
        ({"statement": {"fr": "Le son dit tout."}}, "film.description", "nl"),
        ({"poster": None}, "film.poster", ""),
        ({"credit": ""}, "film.credit", ""),
        ({"captions": {"fr": CAPTIONS, "nl": "no captions"}}, "film.webvtt", "nl"),
    ],
)
def test_a_film_without_what_people_need_is_not_published(lacks, code, language):
    page = make_page(make_film(**lacks))
    assert found(page) == {(code, language)}


def test_an_opening_picture_without_words_blocks_like_any_other():
    film = make_film()
    film.poster.alternative_text_nl = ""
    film.poster.save()
    assert found(make_page(film)) == {("picture.alternative_text", "nl")}


def test_a_film_without_sound_needs_no_captions_and_descriptions_stand_for_the_statement():
    film = make_film(sample="plain.webm", captions={}, statement={}, descriptions=CAPTIONS)
    assert film.has_sound is False
    assert found(make_page(film)) == set()


def test_captions_longer_than_the_film_are_worth_a_look():
    page = make_page(make_film(captions=CAPTIONS.replace("00:01.000", "09:01.000")))
    document = drafts.frozen(page, "fr")
    prepared = [checklist.Prepared(page.page(), page, "fr", document, None)]
    assert "film.longer" in {finding.code for finding in checklist.inspect(prepared, now=timezone.now())}


def test_a_document_nobody_can_read_without_seeing_needs_the_same_as_a_web_page():
    article = make_article()
    download = make_download()
    make_block(article, kind="document", text={}, download=download)
    assert found(article) == set()
    type(download).objects.filter(pk=download.pk).update(tagged=False)
    assert found(type(article).objects.get(pk=article.pk)) == {("document.access", "")}


def test_a_change_of_captions_is_a_change_that_somebody_else_reads(alice, bob):
    film = make_film()
    page = make_page(film)
    publish(page, alice=alice, bob=bob)
    film = Film.objects.get(pk=film.pk)
    film.captions_fr = CAPTIONS.replace("tone", "low tone")
    film.save(by=alice)
    ticks = {difference.tick for difference in drafts.differences(page)}
    assert ticks == {f"fr:briefings/{page.briefings.get().uid}/film"}
