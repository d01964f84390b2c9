"""A standing page offers documents below its text: frozen, compared, published and removed like those of articles."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from articles.models import PageDownload
from publishing import checklist, drafts, taking
from publishing.models import Edition, Redaction, TakeDown
from tests.factories import make_download, make_standing_page
from tests.missions.desk_forms import added, errors_in, filled_in
from tests.people import make_alice, make_bob, make_erik, make_user
from tests.publishing.stories import live, publish

pytestmark = pytest.mark.django_db

LINKED = {code: f"Report {code}" for code in ("fr", "nl", "de", "en")}


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def address(download, language):
    return f"/files/{download.content_hash}/report-{language}.pdf"


def test_a_page_shows_its_documents_in_their_order_with_what_they_are(client, alice, bob):
    first, second = make_download(title=LINKED), make_download(title="Annex", written_in="nl")
    editions = publish(make_standing_page(downloads=[first, second]), alice=alice, bob=bob)
    for language, edition in editions.items():
        page = client.get(edition.path).content.decode()
        assert f'href="{address(first, language)}" download' in page
        assert page.index(f">Report {language}<") < page.index(">Annex<")
        assert client.get(address(first, language)).headers["Content-Disposition"].startswith("attachment")
    assert "PDF · " in client.get(editions["en"].path).content.decode()


def test_a_page_without_documents_has_no_heading_for_them_and_one_of_before_is_read(client, alice, bob):
    page = make_standing_page()
    edition = publish(page, alice=alice, bob=bob)["en"]
    assert "Documents to download" not in client.get(edition.path).content.decode()
    document = drafts.frozen(page, "en")
    old = document.model_dump(mode="json")
    del old["downloads"]
    assert type(document).model_validate(old) == document


def test_a_document_of_a_draft_is_private_and_one_taken_down_is_replaced_by_a_sentence(client, alice, bob):
    download = make_download(title=LINKED)
    page = make_standing_page(downloads=[download])
    assert client.get(address(download, "en")).status_code == 404
    edition = publish(page, alice=alice, bob=bob)["en"]
    TakeDown.objects.take_down(download.content_hash, by=make_erik(), reason="A name.")
    assert client.get(address(download, "en")).status_code == 410
    shown = client.get(edition.path).content.decode()
    assert "This document was removed." in shown
    assert download.content_hash not in shown


def test_the_checklist_asks_of_them_what_it_asks_everywhere():
    page = make_standing_page(downloads=[make_download(title={"fr": "Rapport"})])
    prepared = [checklist.Prepared(page.page(), page, code, drafts.frozen(page, code), None) for code in ("fr", "nl")]
    blocking = checklist.blocking(checklist.inspect(prepared, now=timezone.now()))
    assert {(finding.code, finding.language) for finding in blocking if "document" in finding.code} == {
        ("document.title", "nl")
    }


def test_a_document_added_moved_and_renamed_is_a_change_with_a_tick(alice, bob):
    first, second = make_download(), make_download()
    page = make_standing_page(downloads=[first])
    publish(page, alice=alice, bob=bob)
    PageDownload.objects.create(page=page, download=second, order=0)
    first.title_nl = "Verslag"
    first.save(by=alice)
    page = type(page).objects.get(pk=page.pk)
    changes = {difference.tick for difference in drafts.differences(page)}
    assert changes == {f"*:downloads/{second.uid}", f"nl:downloads/{first.uid}/download"}
    publish(page, alice=alice, bob=bob)
    assert [part.uid for part in live(page, "nl").downloads] == [second.uid, first.uid]


def test_one_document_can_be_redacted_from_every_version(client, alice, bob):
    first, second = make_download(), make_download()
    page = make_standing_page(downloads=[first, second])
    publish(page, alice=alice, bob=bob)
    administrator = make_user("ada", groups=["administrator"])
    Redaction.objects.redact(page.page(), f"downloads/{first.uid}", by=administrator, reason="A name.")
    for edition in Edition.objects.filter(page=page.page()):
        assert [part.uid for part in drafts.read("standing", edition.document).downloads] == [second.uid]
    assert client.get(f"/files/{first.content_hash}/{first.public_name}").status_code == 404


def test_a_document_can_be_taken_back_into_the_draft(alice, bob):
    first, second = make_download(), make_download()
    page = make_standing_page(downloads=[first, second])
    edition = publish(page, alice=alice, bob=bob)["fr"]
    page.downloads.all().delete()
    taking.take(type(page).objects.get(pk=page.pk), edition, [f"*:downloads/{second.uid}"], by=alice)
    assert [row.download for row in page.downloads.all()] == [second]


def test_the_form_of_a_page_takes_a_document_once(client):
    client.force_login(make_user("ada", groups=["administrator"]))
    page, download = make_standing_page(), make_download()
    change = reverse("admin:articles_standingpage_change", args=[page.pk])
    data = added(filled_in(client.get(change)), "downloads", download=download.pk, order="1")
    assert errors_in(client.post(change, data)) == ""
    assert [row.download for row in page.downloads.all()] == [download]
    data = added(filled_in(client.get(change)), "downloads", download=download.pk, order="2")
    assert errors_in(client.post(change, data)) != ""
    with pytest.raises(IntegrityError), transaction.atomic():
        PageDownload.objects.create(page=page, download=download)


@pytest.mark.parametrize("role", ["author", "releaser", "administrator"])
def test_whoever_writes_pages_may_give_them_documents(role):
    assert make_user("somebody", groups=[role]).has_perms(["articles.add_pagedownload", "articles.view_pagedownload"])
