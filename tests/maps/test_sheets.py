"""A published version keeps the map it was published with, and nobody can ask for another."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from maps import drawing, freezing
from maps.sheets import Sheet, digest
from maps.subjects import Subject
from maps.territories import WrongCountry
from missions.documents import MissionDocument
from missions.freezing import freeze_mission
from tests.factories import make_mission, make_place
from tests.public.measuring import measured
from tests.publishing_factories import full_mission_document, make_edition, mission_document

pytestmark = pytest.mark.django_db

LEBANON = Subject("country", ("LB",))


def make_country(code="LB", **values):
    return make_place(code=code, shape="country", label="Liban", **values)


def mission_with_a_map(**values):
    """Return a frozen mission in Lebanon, with its sheet."""
    frozen = freeze_mission(make_mission(places=[make_country()]), "fr")
    return mission_document(slug="liban", name="Liban", places=frozen.places, sheet=frozen.sheet, **values)


def test_a_mission_names_the_sheet_of_its_place_and_its_distance():
    sheet = freeze_mission(make_mission(places=[make_country()]), "fr").shown_sheet
    assert sheet.distance == 3140
    kept = Sheet.objects.get()
    assert kept.digest == sheet.digest == digest(kept.salt, kept.svg)
    assert kept.svg == drawing.draw(LEBANON)


def test_a_sheet_is_drawn_once_for_all_languages_and_all_missions():
    place = make_country()
    documents = [freeze_mission(make_mission(places=[place]), language) for language in ("fr", "de")]
    assert documents[0].sheet.digest == documents[1].sheet.digest
    assert Sheet.objects.count() == 1


def test_home_has_a_map_and_no_distance():
    home = freeze_mission(make_mission(places=[make_place(code="BE", shape="home")]), "fr")
    assert home.shown_sheet.subject == "country BE"
    assert home.shown_sheet.distance is None


def test_a_mission_without_a_place_and_one_that_may_not_show_it_have_no_map():
    place = make_country()
    assert freeze_mission(make_mission(), "fr").shown_sheet is None
    assert freeze_mission(make_mission(places=[place], precision_ceiling="none"), "fr").shown_sheet is None
    assert Sheet.objects.count() == 0


def test_a_country_that_cannot_be_right_has_no_map_rather_than_a_wrong_one(monkeypatch):
    def refuse(subject):
        raise WrongCountry("not that one")

    monkeypatch.setattr(freezing.Sheet.objects.__class__, "of", lambda self, subject: refuse(subject))
    assert freeze_mission(make_mission(places=[make_country()]), "fr").sheet is None


def test_other_places_without_their_map_show_none_rather_than_that_of_the_former_place():
    document = freeze_mission(make_mission(places=[make_country()]), "fr")
    moved = document.model_copy(update={"places": [document.places[0].model_copy(update={"code": "ML"})]})
    assert moved.shown_sheet is None
    assert document.model_copy(update={"precision_ceiling": "region"}).shown_sheet is None


def test_a_document_from_before_there_were_maps_stays_readable(client):
    text = full_mission_document(slug="mali").canonical()
    older = re.sub(r'"sheet":null,', "", text)
    assert older != text
    document = MissionDocument.read(older)
    assert document.shown_sheet is None
    make_edition(document)
    assert 'class="mission has-no-place"' in client.get(document.path).content.decode()


def test_a_published_version_keeps_its_map_when_drawing_changes(client, monkeypatch):
    document = mission_with_a_map()
    make_edition(document)
    before = client.get(reverse("sheet", args=[document.sheet.digest])).content
    monkeypatch.setattr(drawing, "VERSION", drawing.VERSION + 1)
    monkeypatch.setattr(drawing, "draw", lambda subject: "<svg xmlns='http://www.w3.org/2000/svg'/>")
    anew = freeze_mission(make_mission(places=[make_country("ML")]), "fr").sheet
    assert anew.digest != document.sheet.digest
    text = client.get(document.path).content.decode()
    assert document.sheet.digest in text
    assert client.get(reverse("sheet", args=[document.sheet.digest])).content == before


def test_neither_code_nor_database_changes_or_deletes_a_sheet():
    sheet = Sheet.objects.of(LEBANON)
    with pytest.raises(ValidationError):
        sheet.save()
    for change in (lambda: Sheet.objects.update(svg=""), Sheet.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Sheet.objects.get().svg == drawing.draw(LEBANON)


def test_a_sheet_is_answered_as_a_file_that_never_changes_and_can_do_nothing(client):
    sheet = Sheet.objects.of(LEBANON)
    with measured() as cost:
        answer = client.get(reverse("sheet", args=[sheet.digest]))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "Set-Cookie" not in answer.headers
    assert not re.search(rb"<script|\son\w+=|href|url\(", answer.content)
    assert cost.queries == 1
    assert client.post(reverse("sheet", args=[sheet.digest])).status_code == 405


def test_who_has_a_sheet_is_told_so_without_its_content(client):
    address = reverse("sheet", args=[Sheet.objects.of(LEBANON).digest])
    mark = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")
    missing = client.get(reverse("sheet", args=["0" * 64]), headers={"If-None-Match": f'"{"0" * 64}"'})
    assert missing.status_code == 404


def test_nobody_can_ask_whether_a_country_was_drawn(client):
    """The name of a sheet cannot be worked out from the drawing, which anybody can make."""
    Sheet.objects.of(LEBANON)
    for guessed in (digest("", drawing.draw(LEBANON)), "0" * 64):
        answer = client.get(reverse("sheet", args=[guessed]))
        assert answer.status_code == 404
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_page_with_a_map_says_what_the_lines_are_and_that_they_decide_nothing(client):
    document = mission_with_a_map()
    make_edition(document)
    with measured() as cost:
        text = client.get(document.path).content.decode()
    assert cost.queries <= 3
    assert text.count(document.sheet.digest) == 2
    assert 'class="mission has-sheet"' in text
    assert "3\u00a0140" in text
    assert 'class="meta colophon"' in text


def test_a_page_with_a_photograph_shows_it_instead_of_the_map(client):
    frozen = mission_with_a_map()
    picture = {"uid": frozen.uid, "content_hash": "0" * 64, "media_type": "image/jpeg", "width": 1200, "height": 800}
    document = MissionDocument.model_validate(frozen.model_dump() | {"picture": picture})
    make_edition(document)
    text = client.get(document.path).content.decode()
    assert document.sheet.digest not in text
    assert 'class="mission has-picture"' in text
    assert "colophon" not in text


def test_the_list_marks_the_running_missions_on_a_map_and_says_the_same_in_a_list(client):
    here = mission_with_a_map(title="Notre mission au Liban")
    over = here.model_copy(
        update={"uid": make_mission().uid, "status": "ended", "path": "/fr/nos-missions/fini/", "title": "Finie"}
    )
    nowhere = mission_document(title="Sans lieu")
    for document in (here, over, nowhere):
        make_edition(document)
    with measured() as cost:
        text = client.get("/fr/nos-missions/").content.decode()
    assert cost.queries <= 4
    listed = text[text.index('class="locator__list"') : text.index("</ol>")]
    assert re.findall(r'href="([^"]+)"', listed) == [here.path]
    assert text.count('class="locator__mark"') == 1
    assert "world.svg" in text
    assert 'class="meta colophon"' in text


def test_a_list_without_a_place_has_no_map(client):
    make_edition(mission_document())
    assert "locator" not in client.get("/fr/nos-missions/").content.decode()


def test_the_command_draws_into_a_folder_and_says_what_it_does_not_know(tmp_path):
    call_command("draw_sheets", "LB", "EE+LV", to=tmp_path)
    assert (tmp_path / "LB.svg").read_text() == drawing.draw(LEBANON)
    assert (tmp_path / "EE+LV.svg").exists()
    with pytest.raises(CommandError) as caught:
        call_command("draw_sheets", "ZZ", to=tmp_path)
    assert "ZZ" in str(caught.value)
    with pytest.raises(CommandError):
        call_command("draw_sheets", "LB")
