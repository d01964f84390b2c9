"""The desk of films and documents: what comes in, what it says, who may do what."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from files import sweeping
from files.gate import admit_film
from files.lengths import in_words, size_in_words
from files.models import Download, Film, StoredFile
from files.storing import stored_name
from languages.columns import LANGUAGES, column
from publishing.forms import TakeDownForm
from publishing.models import Draft, Writing
from tests.factories import (
    CAPTIONS,
    SAMPLES,
    film_sample,
    make_article,
    make_block,
    make_briefing,
    make_download,
    make_film,
    make_mission,
)
from tests.files.pdfs import SECRET, pdf, with_everything, with_script
from tests.missions.desk_forms import errors_in, filled_in
from tests.people import make_alice, make_bob, make_charlie, make_dora
from tests.publishing.stories import publish

pytestmark = pytest.mark.django_db

FILMS, ADD_FILM = reverse("admin:files_film_changelist"), reverse("admin:files_film_add")
DOCUMENTS, ADD_DOCUMENT = reverse("admin:files_download_changelist"), reverse("admin:files_download_add")


@pytest.fixture
def alice(client):
    user = make_alice()
    client.force_login(user)
    return user


def film_as_sent(**values):
    fields = ("title", "captions", "transcript", "descriptions", "statement")
    words = {column(name, code): "" for name in fields for code in LANGUAGES}
    return words | {"external_url": "", "poster": "", "credit": "", "rights": "", "faces": "unchecked"} | values


def document_as_sent(**values):
    return {column("title", code): "" for code in LANGUAGES} | {"written_in": "fr", "equivalent": ""} | values


def upload(name="located.mp4", content=None):
    return SimpleUploadedFile(name, content if content is not None else (SAMPLES / name).read_bytes())


def change_url(row, query=""):
    return reverse(f"admin:files_{row._meta.model_name}_change", args=[row.pk]) + query


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_a_film_that_comes_in_says_what_was_removed_and_never_its_value(client, alice):
    response = client.post(ADD_FILM, film_as_sent(file=upload(), title_fr="Un film"), follow=True)
    film = Film.objects.get()
    assert film.uploaded_by == alice
    assert "GPS position" in said(response)
    assert "17.97" not in response.content.decode()
    assert (film.width, film.height, film.has_sound) == (64, 48, True)


def test_a_document_brings_its_title_and_says_what_it_lacks(client, alice):
    content = pdf(title="Rapport annuel", tagged=False, change=with_everything)
    response = client.post(ADD_DOCUMENT, document_as_sent(file=upload("draft.pdf", content)), follow=True)
    document = Download.objects.get()
    assert (document.title_fr, document.pages, document.tagged) == ("Rapport annuel", 1, False)
    assert not document.title_nl
    assert "Title" in said(response)
    assert "tags" in said(response)
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    ("address", "data", "sentence"),
    [
        (ADD_FILM, film_as_sent(), "Choose the file of the film, or give its address."),
        (ADD_FILM, film_as_sent(external_url="http://films.example.org/1"), "begins with https://"),
        (ADD_FILM, film_as_sent(external_url="javascript:alert(1)"), "Enter a valid URL"),
        (ADD_FILM, film_as_sent(captions_fr="not captions", external_url="https://x.example"), "Line 1"),
        (ADD_DOCUMENT, document_as_sent(), "This field is required"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(client, alice, address, data, sentence):
    response = client.post(address, data)
    assert sentence in errors_in(response)
    assert not Film.objects.exists()
    assert not Download.objects.exists()


def test_files_that_may_not_come_in_are_refused_on_the_form(client, alice):
    response = client.post(ADD_DOCUMENT, document_as_sent(file=upload("report.pdf", pdf(change=with_script))))
    assert "contains a script" in errors_in(response)
    response = client.post(ADD_FILM, film_as_sent(file=upload("film.mp4", b"GIF89a")))
    assert "only MP4 and WebM" in errors_in(response)
    both = film_as_sent(file=upload(), external_url="https://films.example.org/1")
    assert "not both" in errors_in(client.post(ADD_FILM, both))
    assert not StoredFile.objects.exists()


def test_the_same_film_twice_leads_to_the_one_that_is_there(client, alice):
    film = make_film()
    response = client.post(ADD_FILM, film_as_sent(file=upload()))
    assert change_url(film) in errors_in(response)
    assert Film.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        make_film()


def test_captions_come_from_a_file_and_the_text_that_was_typed_beside_is_not_lost(client, alice):
    film = make_film(captions={})
    page = client.get(change_url(film, "?language=all"))
    data = filled_in(page) | {"captions_nl": CAPTIONS, "transcript_de": "Ein Satz."}
    of_windows = b"\xef\xbb\xbf" + CAPTIONS.replace("\n", "\r\n").encode()
    data |= {"captions_fr-file": SimpleUploadedFile("film.vtt", of_windows)}
    data.pop("file", None)
    assert errors_in(client.post(change_url(film, "?language=all"), data)) == ""
    film.refresh_from_db()
    assert (film.captions_fr, film.captions_nl, film.transcript_de) == (CAPTIONS, CAPTIONS, "Ein Satz.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("WEBVTT\n\n00:00.000 --> 00:01.000\né".encode("latin-1"), "not UTF-8"), (b"1\n00:00:01,000", "Line 1")],
)
def test_a_file_that_holds_no_captions_is_refused_and_keeps_those_there_were(client, alice, content, sentence):
    film = make_film()
    data = filled_in(client.get(change_url(film, "?language=all")))
    data |= {"captions_fr-file": SimpleUploadedFile("film.vtt", content)}
    data.pop("file", None)
    assert sentence in errors_in(client.post(change_url(film, "?language=all"), data))
    film.refresh_from_db()
    assert film.captions_fr == CAPTIONS


def test_a_film_may_move_elsewhere_and_its_old_file_has_no_address_on_the_form(client, alice):
    film = make_film()
    page = client.get(change_url(film, "?language=all"))
    assert film.file.name not in page.content.decode()
    data = filled_in(page) | {"file-clear": "on", "external_url": "https://films.example.org/1"}
    data.pop("file", None)
    assert errors_in(client.post(change_url(film, "?language=all"), data)) == ""
    moved = Film.objects.get(pk=film.pk)
    assert (moved.content_hash, moved.width, moved.external_url) == ("", 0, "https://films.example.org/1")


def test_a_translator_writes_the_words_of_her_language_and_nothing_else(client):
    film = make_film()
    client.force_login(make_dora())
    page = client.get(change_url(film, "?language=de"))
    names = set(page.context["adminform"].form.fields)
    assert names >= {"captions_de", "transcript_de", "title_de"}
    assert not names & {"file", "external_url", "captions_fr", "credit", "poster"}
    data = film_as_sent(title_de="Ein Film", transcript_de="Worte", captions_de=CAPTIONS, credit="Dora")
    client.post(change_url(film, "?language=de"), data)
    changed = Film.objects.get(pk=film.pk)
    assert (changed.title_de, changed.transcript_de, changed.credit) == ("Ein Film", "Worte", film.credit)


def test_a_film_can_be_watched_at_the_desk_and_nobody_else_sees_it(client, alice):
    film, document = make_film(), make_download()
    addresses = [reverse(f"admin:files_{row._meta.model_name}_file", args=[row.pk]) for row in (film, document)]
    assert addresses[0] in client.get(change_url(film)).content.decode()
    part = client.get(addresses[0], headers={"Range": "bytes=0-9"})
    assert part.status_code == 206
    assert part.headers["Cache-Control"].startswith("private, no-store")
    assert len(part.getvalue()) == 10
    whole = client.get(addresses[1])
    assert whole.headers["Content-Disposition"].startswith("attachment")
    assert whole.getvalue().startswith(b"%PDF-")
    client.force_login(make_charlie())
    assert [client.get(address).status_code for address in addresses] == [403, 403]
    assert [client.post(address).status_code for address in addresses] == [403, 403]
    client.logout()
    for answer in [client.get(addresses[0]), client.post(addresses[1])]:
        assert answer.status_code == 302
        assert "/login/" in answer.headers["Location"]


def test_nobody_without_the_right_adds_or_changes(client):
    film = make_film()
    client.force_login(make_charlie())
    for address in (FILMS, ADD_FILM, DOCUMENTS, ADD_DOCUMENT, change_url(film)):
        assert client.get(address).status_code == 403
        assert client.post(address, film_as_sent(title_fr="Charlie")).status_code == 403


def test_the_record_says_where_a_film_is_used_and_the_list_what_is_left_to_do(client, alice):
    film, unused = make_film(captions={"fr": CAPTIONS}), make_film(external_url="https://films.example.org/1")
    make_briefing(make_mission(name="Lantern"), film=film)
    assert "Lantern" in client.get(change_url(film)).content.decode()
    assert "No draft uses this file." in client.get(change_url(unused)).content.decode()
    assert list(client.get(f"{FILMS}?use=used").context["cl"].result_list) == [film]
    assert list(client.get(f"{FILMS}?use=unused").context["cl"].result_list) == [unused]
    assert film.left_to_do() == ["captions"]
    assert unused.left_to_do() == []


def test_a_film_in_use_is_not_deleted(client):
    film = make_film()
    make_briefing(film=film)
    bob = make_bob()
    client.force_login(bob)
    address = reverse("admin:files_film_delete", args=[film.pk])
    client.post(address, {"post": "yes"})
    assert Film.objects.filter(pk=film.pk).exists()


def test_whoever_writes_captions_has_written_on_the_pages_that_show_them(client):
    alice, bob = make_alice("alice-2"), make_bob()
    film, page = make_film(), make_mission()
    briefing = make_briefing(page, film=film)
    publish(page, alice=alice, bob=bob)
    client.force_login(bob)
    data = filled_in(client.get(change_url(film, "?language=all"))) | {"transcript_fr": "Tout autre chose."}
    data.pop("file", None)
    assert errors_in(client.post(change_url(film, "?language=all"), data)) == ""
    assert Draft.objects.filter(page=page.page(), document__contains="Tout autre chose.").exists()
    written = Writing.objects.filter(page=page.page(), release=None)
    assert [(each.change, each.by) for each in written] == [(f"briefings/{briefing.uid}/film", bob)]


def test_whoever_changes_the_words_of_an_opening_picture_has_written_there_too(client):
    alice, bob = make_alice("alice-2"), make_bob()
    film, page = make_film(), make_mission()
    make_briefing(page, film=film)
    publish(page, alice=alice, bob=bob)
    client.force_login(bob)
    address = reverse("admin:images_picture_change", args=[film.poster.pk]) + "?language=all"
    data = filled_in(client.get(address)) | {"alternative_text_fr": "Une ligne bleue."}
    data.pop("file", None)
    assert errors_in(client.post(address, data)) == ""
    assert Writing.objects.filter(page=page.page(), release=None, by=bob).exists()


def test_films_documents_and_captions_can_be_chosen_for_a_take_down():
    alice, bob = make_alice("alice-2"), make_bob()
    film, article = make_film(title="A film nobody should see"), make_article()
    make_block(article, kind="film", text={}, film=film)
    publish(article, alice=alice, bob=bob)
    choices = dict(TakeDownForm().fields["picture"].choices)
    assert str(film) in choices[film.content_hash]
    assert [name for name in choices.values() if name.startswith("captions")]


def test_a_piece_of_an_article_brings_what_its_kind_says(client, alice):
    article = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_block(article, kind="film", text={})
    with pytest.raises(IntegrityError), transaction.atomic():
        make_block(article, kind="document", text={})
    block = make_block(article, kind="text", film=make_film(), download=make_download())
    address = reverse("admin:articles_article_change", args=[article.pk])

    def errors():
        # A row nobody touched is taken as it is.
        return errors_in(client.post(address, filled_in(client.get(address)) | {"blocks-0-text_fr": "<p>Anders.</p>"}))

    found = errors()
    assert "Only a piece of the kind “film” shows one." in found
    assert "Only a piece of the kind “document to download” offers one." in found
    block.kind = "film"
    block.save()
    assert "brings its own title" in errors()


def test_the_database_refuses_what_no_form_would_send():
    film = make_film()
    for values in ({"content_hash": "x"}, {"width": 0}, {"external_url": "https://x.example"}, {"content_hash": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Film.objects.filter(pk=film.pk).update(**values)
    document = make_download()
    with pytest.raises(IntegrityError), transaction.atomic():
        Download.objects.filter(pk=document.pk).update(pages=0)
    with pytest.raises(ValidationError):
        Film(external_url="https://x.example", captions_fr="WEBVTT").full_clean()


def test_a_row_that_fails_leaves_no_file_behind(monkeypatch):
    def fail(*_args, **_kwargs):
        raise IntegrityError

    # Whatever a test before this one left on the disk.
    name = stored_name(admit_film(film_sample("plain.webm")).content_hash, "video/webm")
    default_storage.delete(name)
    monkeypatch.setattr(StoredFile.objects, "db_manager", fail)
    film = Film(title_fr="Un film", file=film_sample("plain.webm"))
    with pytest.raises(IntegrityError):
        film.save()
    assert film.file.name == name
    assert not default_storage.exists(name)


def test_files_that_no_row_ever_had_are_swept_and_the_others_stay(monkeypatch, capsys):
    film, replaced = make_film(), make_film(sample="located.webm")
    former = replaced.file.name
    replaced.file = film_sample("plain.webm")
    replaced.save()
    stray = film.file.storage.save("files/00/stray.mp4", film_sample("plain.webm"))
    later = timezone.now() + 2 * sweeping.OLD_ENOUGH
    monkeypatch.setattr(sweeping.timezone, "now", lambda: later)
    assert stray in sweeping.sweep()
    kept = [film.file.name, former, replaced.file.name]
    assert [film.file.storage.exists(name) for name in (*kept, stray)] == [True, True, True, False]
    call_command("sweep_files")
    assert "0 files deleted." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("size", "language", "words"),
    [
        (1, "en", "1 kB"),
        (2446, "fr", "2 ko"),
        (999_999, "en", "1,000 kB"),
        (1_260_000, "fr", "1,3 Mo"),
        (1_260_000, "en", "1.3 MB"),
        (200_000_000, "en", "200 MB"),
    ],
)
def test_a_size_is_told_in_the_units_of_the_language(size, language, words):
    with translation.override(language):
        number, unit = size_in_words(size).split("\u00a0")
    assert number == words.split()[0]
    assert unit in (words.split()[1], "kB", "MB")


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(0, "1 s"), (1499, "1 s"), (60_000, "1 min"), (125_000, "2 min 5 s"), (3_660_000, "1 h 1 min")],
)
def test_a_length_is_told_as_people_tell_it(milliseconds, words):
    assert in_words(milliseconds) == words.replace(" ", "\u00a0")
