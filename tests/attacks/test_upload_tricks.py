"""Films and documents that bring along what no field of the desk would take."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from files.models import Download
from files.webvtt import check_captions
from languages.columns import LANGUAGES, column
from tests.files.pdfs import pdf
from tests.people import make_alice

pytestmark = pytest.mark.django_db


def test_the_title_of_a_document_brings_no_sign_along_that_turns_its_reading(client):
    client.force_login(make_alice())
    file = SimpleUploadedFile("report.pdf", pdf(title="Rapport \u202efdp.exe\u202c 2019"))
    titles = {column("title", code): "" for code in LANGUAGES}
    answer = client.post(
        reverse("admin:files_download_add"), titles | {"written_in": "fr", "equivalent": "", "file": file}
    )
    assert answer.status_code == 302
    assert Download.objects.get().title_fr == "Rapport fdp.exe 2019"


@pytest.mark.parametrize("sign", ["\u202e", "\x1b", "\x00", "\x85"])
def test_no_caption_holds_a_sign_that_nobody_sees(sign):
    with pytest.raises(ValidationError):
        check_captions(f"WEBVTT\n\n00:00.000 --> 00:01.000\nWords{sign} spoken.")
