"""The parts of a form and the lines of its rows: what is left to do in each, in the languages that are shown."""

import pytest

from tests.factories import make_block, make_event, make_headcount, make_mission, make_tag
from tests.people import make_alice, make_dora
from tests.publishing.sharing import address, opened, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    alice = make_alice()
    client.force_login(alice)
    return alice


@pytest.fixture
def mission():
    mission = make_mission(name="Mali", lead="Soldiers train an army.")
    make_event(mission, date="2013", title={"fr": "Un", "nl": "Een", "de": "", "en": "One"})
    make_event(mission, date="2014", title={"fr": "Deux", "nl": "Twee", "de": "Zwei", "en": "Two"})
    mission.lead_fr = "Des militaires forment une arm\N{LATIN SMALL LETTER E WITH ACUTE}e."
    mission.save()
    return mission


def form_in(client, row, language):
    return client.get(f"{address(row)}?language={language}")


def test_each_part_of_a_form_says_what_is_left_to_do_in_it(client, alice, mission):
    parts = {str(part["name"]): part for part in form_in(client, mission, "de").context["parts"]}
    assert next(iter(parts)) == "Opening"
    assert (parts["Opening"]["state"], parts["Opening"]["words"]) == ("stale", "1 source changed")
    assert (parts["Events"]["state"], parts["Events"]["words"]) == ("missing", "2, 1 missing")
    assert (parts["Headcounts"]["state"], parts["Headcounts"]["words"]) == ("fresh", "0, up to date")


def test_each_part_leads_to_a_place_on_the_page(client, alice, mission):
    response = form_in(client, mission, "de")
    html = response.content.decode()
    for part in response.context["parts"]:
        assert f' id="{part["anchor"]}"' in html, part
        assert html.count(f' href="#{part["anchor"]}"') == 2, part


def test_the_source_alone_counts_rows_only(client, alice, mission):
    parts = {str(part["name"]): part for part in form_in(client, mission, "fr").context["parts"]}
    assert (parts["Events"]["state"], parts["Events"]["words"]) == ("", "2")
    assert parts["Opening"]["words"] == ""


def test_a_form_of_one_part_has_no_ways_to_parts(client, alice):
    assert "parts-rail" not in form_in(client, make_tag(), "de").content.decode()


def test_the_line_of_an_event_shows_date_source_translation_and_state(client, alice, mission):
    html = form_in(client, mission, "de").content.decode()
    assert (
        '<span class="row-line"><span>2013</span><span lang="fr">Un</span><span lang="de"></span>'
        '<span data-state="missing">1 missing</span></span>' in html
    )
    assert (
        '<span class="row-line"><span>2014</span><span lang="fr">Deux</span><span lang="de">Zwei</span>'
        '<span data-state="fresh">up to date</span></span>' in html
    )


def test_the_line_of_a_piece_of_text_is_short_and_without_tags(client, alice):
    block = make_block(text="<p><strong>One</strong> sentence.</p>" + "<p>More.</p>" * 50)
    html = form_in(client, block.article, "de").content.decode()
    line = html[html.index('class="row-line"') :].partition("</h3>")[0]
    assert "One sentence." in line
    assert len(line) < 500


def test_the_line_of_a_headcount_shows_its_role_and_number(client, alice, mission):
    make_headcount(mission, headcount=95, as_of="2016", label="MINUSMA")
    html = form_in(client, mission, "de").content.decode()
    assert 'class="row-line"><span>part of the total' in html
    assert "95 \N{MIDDLE DOT} 2016</span>" in html


def test_what_needs_work_is_marked_in_fields_and_rows_and_in_the_language_shown_only(client, alice, mission):
    html = form_in(client, mission, "de").content.decode()
    assert html.count('data-work="stale"') == 1
    assert html.count("<div data-work class") == 1
    assert "data-work" not in form_in(client, mission, "fr").content.decode()


def test_the_tick_that_folds_the_rest_stays_through_a_save(client, alice, mission):
    ticked = '<input type="checkbox" name="_only" checked>'
    assert ticked not in form_in(client, mission, "de").content.decode()
    url, data = opened(client, alice, mission, language="de")
    answer = sent(client, alice, url, data | {"name_de": "Anders", "_only": "on"})
    assert ticked in client.get(answer.url).content.decode()
    url, data = opened(client, alice, mission, language="de")
    answer = sent(client, alice, f"{url}&_only=1", data | {"name_de": "Nochmals"})
    assert ticked not in client.get(answer.url).content.decode()


def test_what_one_only_reads_is_named_like_what_one_writes(client, mission):
    client.force_login(make_dora())
    html = form_in(client, mission, "de").content.decode()
    assert "Lead (French)" in html
    assert "Lead (German)" in html
    assert "[fr]" not in html


@pytest.mark.parametrize("make_person", [make_alice, make_dora])
def test_a_field_is_explained_once_beside_its_source(client, mission, make_person):
    client.force_login(make_person())
    html = form_in(client, mission, "all").content.decode()
    page = html.partition('id="events-group"')[0]
    assert page.count("Two or three sentences under the title") == 1
