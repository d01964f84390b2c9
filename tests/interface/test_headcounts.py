"""Headcounts as files and in the interface: the same content, and no number that was hidden."""

import csv
import io
import json

import pytest
from django.urls import reverse

from interface import files
from interface.schemas import Headcount
from missions.disclosure import disclose
from tests.interface.reading import address, items
from tests.publishing_factories import figure_part, full_mission_document, make_edition, make_editions, mission_document

pytestmark = pytest.mark.django_db


def csv_rows(client, name="headcounts-csv", language="fr", **form):
    text = client.get(reverse(name, kwargs={"language": language})).content.decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), **form))


def json_rows(client, language="fr"):
    return client.get(reverse("headcounts-json", kwargs={"language": language})).json()["headcounts"]


def as_cells(row):
    """Return a row of the JSON file as the CSV file writes it."""
    plain = {name: json.dumps(value) if isinstance(value, bool) else value for name, value in row.items()}
    return {name: "" if value is None else str(value) for name, value in plain.items()}


def small_mission():
    """Return a mission with three medics, as it is frozen."""
    figures = [
        figure_part(role="part", headcount=3, qualifier="exact", label="Medics"),
        figure_part(role="part", headcount=95, qualifier="exact", label="Infantry"),
        figure_part(role="total", headcount=98, qualifier="exact", label="All"),
    ]
    return mission_document(figures=disclose(figures))


def test_the_files_have_their_address_beside_the_page_in_every_language():
    names = {
        language: [reverse(name, kwargs={"language": language}) for name in ("headcounts-csv", "headcounts-json")]
        for language in ("fr", "nl", "de", "en")
    }
    assert names == {
        "fr": ["/fr/effectifs.csv", "/fr/effectifs.json"],
        "nl": ["/nl/personeelsaantallen.csv", "/nl/personeelsaantallen.json"],
        "de": ["/de/personalstaerke.csv", "/de/personalstaerke.json"],
        "en": ["/en/headcounts.csv", "/en/headcounts.json"],
    }
    assert reverse("headcounts-excel", kwargs={"language": "de"}) == "/de/personalstaerke-excel.csv"


def test_the_page_of_headcounts_leads_to_its_files(client):
    make_edition(full_mission_document())
    text = client.get("/fr/effectifs/").content.decode()
    for link in ("/fr/effectifs.csv", "/fr/effectifs-excel.csv", "/fr/effectifs.json"):
        assert f'<a href="{link}"' in text
    assert '<link rel="alternate" type="text/csv" href="/fr/effectifs.csv"' in text
    assert '<link rel="alternate" type="application/json" href="/fr/effectifs.json"' in text


def test_both_files_and_the_interface_say_the_same(client):
    make_editions([full_mission_document(), full_mission_document(), mission_document(), small_mission()])
    from_json = json_rows(client)
    assert len(from_json) == 13
    assert [as_cells(row) for row in from_json] == csv_rows(client)
    from_interface = items(client, "headcounts")
    assert sorted(map(json.dumps, from_interface)) == sorted(map(json.dumps, from_json))


def test_the_columns_keep_their_names_and_their_order(client):
    make_edition(full_mission_document())
    header = client.get("/fr/effectifs.csv").content.decode().partition("\r\n")[0]
    assert header == (
        "mission_title,label,role,headcount,qualifier,computed,current,as_of,as_of_in_words,first_day,last_day,"
        "operation_label,source_title,source_url,language,url,version,published_since,mission,operation,uid"
    )


def test_a_figure_says_its_date_its_source_its_mission_and_its_version(client):
    figure = figure_part(as_of="2013-01;late", source_title="White paper", source_url="https://example.org/paper")
    document = mission_document(slug="mali", title="Notre mission au Mali", figures=[figure])
    edition = make_edition(document)
    (row,) = csv_rows(client)
    assert row["mission_title"] == "Notre mission au Mali"
    assert (row["headcount"], row["qualifier"], row["role"]) == ("110", "about", "total")
    assert row["as_of"] == "2013-01-21/2013-01-31"
    assert row["as_of_in_words"] == "fin janvier 2013"
    assert (row["first_day"], row["last_day"]) == ("2013-01-21", "2013-01-31")
    assert (row["source_title"], row["source_url"]) == ("White paper", "https://example.org/paper")
    assert row["version"] == str(edition.sequence)
    assert row["url"] == "http://testserver/fr/nos-missions/mali/#figures"
    assert (row["mission"], row["uid"]) == (str(document.uid), str(figure.uid))


def test_an_undated_figure_stays_undated(client):
    make_edition(mission_document(figures=[figure_part(as_of="")]))
    (row,) = csv_rows(client)
    assert {row[name] for name in ("as_of", "as_of_in_words", "first_day", "last_day")} == {""}


def test_a_few_stays_a_few_and_nothing_gives_the_number_away(client):
    make_edition(small_mission())
    rows = {row["label"]: row for row in json_rows(client)}
    assert (rows["Medics"]["headcount"], rows["Medics"]["qualifier"]) == (None, "few")
    assert rows["Infantry"]["headcount"] == 95
    assert rows["All"]["qualifier"] != "exact"
    assert rows["All"]["headcount"] not in (96, 97, 98, 99)
    (medics,) = [row for row in csv_rows(client) if row["label"] == "Medics"]
    assert (medics["headcount"], medics["qualifier"]) == ("", "few")


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_whatever_the_hidden_number_is_the_file_is_the_same(client, number):
    """Compared with the file for three, but for the identities, which say nothing."""
    told = []
    for small in (3, number):
        figures = [
            figure_part(role="part", headcount=small, qualifier="exact", label="Medics"),
            figure_part(role="part", headcount=95, qualifier="exact", label="Infantry"),
            figure_part(role="total", headcount=95 + small, qualifier="exact", label="All"),
        ]
        document = mission_document(title="The same", figures=disclose(figures))
        make_edition(document)
        mine = [row for row in json_rows(client) if row["mission"] == str(document.uid)]
        told.append(
            [{name: row[name] for name in ("label", "role", "headcount", "qualifier", "as_of")} for row in mine]
        )
    assert told[0] == told[1]


def test_a_total_that_was_added_up_says_so_and_has_no_identity(client):
    parts = [figure_part(role="part", headcount=number, qualifier="exact") for number in (15, 95)]
    make_edition(mission_document(figures=parts))
    total = next(row for row in json_rows(client) if row["role"] == "total")
    assert (total["headcount"], total["computed"], total["uid"]) == (110, True, None)


def test_the_history_is_told_and_marked(client):
    make_edition(mission_document(figures=[figure_part(as_of="2020"), figure_part(as_of="2016", headcount=80)]))
    assert [(row["as_of"], row["current"]) for row in json_rows(client)] == [("2020", True), ("2016", False)]
    assert [row["as_of"] for row in items(client, "headcounts", query={"current": "false"})] == ["2016"]
    assert [row["as_of"] for row in items(client, "headcounts", query={"current": "true"})] == ["2020"]


def test_headcounts_can_be_had_of_one_mission(client):
    one, other = full_mission_document(), full_mission_document()
    make_editions([one, other])
    found = items(client, "headcounts", query={"mission": str(one.uid)})
    assert {row["mission"] for row in found} == {str(one.uid)}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "\t"])
def test_no_cell_is_a_formula(client, sign):
    hostile = f"{sign}HYPERLINK(1)"
    make_edition(mission_document(title=hostile, figures=[figure_part(label=hostile, source_title=hostile)]))
    (row,) = csv_rows(client)
    assert {row["label"], row["source_title"], row["mission_title"]} == {f"'{hostile}"}
    (row,) = csv_rows(client, "headcounts-excel", delimiter=";")
    assert {row["label"], row["source_title"]} == {f"'{hostile}"}
    assert json_rows(client)[0]["label"] == hostile


def test_commas_quotes_and_line_breaks_survive(client):
    hostile = 'One, "two";\r\nthree'
    make_edition(mission_document(figures=[figure_part(label=hostile)]))
    assert csv_rows(client)[0]["label"] == hostile
    assert csv_rows(client, "headcounts-excel", delimiter=";")[0]["label"] == hostile


def test_programs_get_rfc_4180_and_spreadsheets_get_what_they_open_here(client):
    make_edition(mission_document(figures=[figure_part(label="Équipe")]))
    plain, excel = client.get("/fr/effectifs.csv"), client.get("/fr/effectifs-excel.csv")
    assert plain.content.startswith(b"mission_title,")
    assert excel.content.startswith(b"\xef\xbb\xbfmission_title;")
    for answer in (plain, excel):
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert answer.content.count(b"\r\n") == 2
        assert "Équipe" in answer.content.decode()
    assert plain.headers["Content-Disposition"] == 'attachment; filename="effectifs.csv"'
    assert excel.headers["Content-Disposition"] == 'attachment; filename="effectifs-excel.csv"'


def test_the_json_file_says_whom_to_name_and_under_which_licence(client, settings):
    file = client.get("/de/personalstaerke.json").json()
    assert file["attribution"] == settings.ORGANISATION["de"]
    assert file["licence"] == settings.DATA_LICENCE
    assert (file["language"], file["headcounts"]) == ("de", [])
    assert client.get("/de/personalstaerke.csv").content.decode().split(",")[:1] == ["mission_title"]


def test_a_file_holds_its_own_language_only(client):
    make_editions([full_mission_document(text="Mots"), full_mission_document(text="Woorden", language="nl")])
    assert {row["label"] for row in json_rows(client, "nl")} == {"Woorden"}
    assert {row["label"] for row in json_rows(client, "fr")} == {"Mots"}


def test_the_columns_are_the_fields_of_the_interface():
    assert tuple(Headcount.model_fields) == files.COLUMNS
    assert address("headcounts") == "/api/v1/fr/headcounts"
