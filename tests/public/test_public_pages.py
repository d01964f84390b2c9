"""What stands on each kind of page, in which order, and what vanishes."""

import json
import re
from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import feedparser
import pytest
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.documents import AuthorReference, BlockPart
from images.freezing import freeze_picture
from missions.documents import BriefingPart, OperationReference, PlaceReference
from tests.factories import make_picture
from tests.publishing_factories import (
    LONG_AGO,
    article_document,
    easy_document,
    event_part,
    figure_part,
    full_mission_document,
    make_edition,
    make_editions,
    mission_document,
    notice_document,
    standing_document,
    term_document,
    term_reference,
    theme_reference,
)

pytestmark = pytest.mark.django_db


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def sections(text):
    return re.findall(r'<section class="[^"]*"(?: id="(\w+)")? aria-labelledby="(\w+)-heading"', text)


# ---- Missions --------------------------------------------------------------------------------------------------------


def test_a_mission_shows_its_sections_in_the_order_of_the_story(client):
    mission = full_mission_document(slug="mali", name="Mali", kicker="Notre mission au", text="Texte")
    make_editions([mission, article_document(missions=[term_reference(mission)])], public_note="Une note.")
    text = read(client, mission.path)
    names = [name for _id, name in sections(text)]
    assert names == ["context", "events", "figures", "operations", "briefings", "stakes", "related", "changes"]
    assert text.count("<h1") == 1
    heading = re.sub(r"<[^>]+>", "", re.search(r"<h1.*?</h1>", text, re.DOTALL)[0])
    assert heading.split() == ["Notre", "mission", "au", "Mali"]
    assert text.index("key-facts__number") < text.index('id="context"')


def test_an_empty_section_vanishes_with_its_heading(client):
    mission = mission_document(slug="mali", lead="")
    make_edition(mission)
    text = read(client, mission.path)
    assert sections(text) == []
    assert "<h2" not in text
    assert "hero__lead" not in text


def test_an_empty_briefing_vanishes(client):
    briefings = [BriefingPart(uid=uuid4(), component=uuid4(), label="Marine", text="")]
    mission = mission_document(briefings=briefings)
    make_edition(mission)
    assert "Marine" not in read(client, mission.path)


def test_the_events_stand_in_one_ordered_list_and_the_overview_leads_to_them(client):
    events = [
        event_part(date="2012", title="Le premier fait", short_title="Premier"),
        event_part(date="2013-04-25", title="Le second fait"),
    ]
    mission = mission_document(events=events)
    make_edition(mission)
    text = read(client, mission.path)
    # One list, and in it one for each year, so that the year stays in sight beside its events.
    assert (text.count('<ol class="timeline"'), text.count("<ol")) == (1, 3)
    assert re.findall(r'<li class="event event--(\w+)[^"]*" id="e-([\w-]+)"', text) == [
        ("year", str(events[0].uid)),
        ("day", str(events[1].uid)),
    ]
    overview = text[text.index('class="overview__titles"') : text.index("</nav>", text.index('class="overview"'))]
    assert re.findall(r'href="#e-([\w-]+)"', overview) == [str(event.uid) for event in events]
    assert "Premier" in overview
    assert "Le premier fait" not in overview
    assert '<time datetime="2013-04-25">' in text


def test_the_total_stands_at_the_top_with_date_and_source(client):
    figure = figure_part(
        headcount=110, as_of="2020-01", source_title="Page de mission", source_url="https://example.org/a"
    )
    mission = mission_document(figures=[figure])
    make_edition(mission)
    text = read(client, mission.path)
    hero = text[text.index('class="hero"') : text.index("</header>", text.index('class="hero"'))]
    assert "110" in hero
    assert '<span class="number__about" aria-hidden="true">±</span>' in hero
    assert '<time datetime="2020-01">' in hero
    assert '<a href="https://example.org/a" rel="external">Page de mission</a>' in hero


@pytest.mark.parametrize(
    ("parts", "total", "shown"), [((15, 95), 110, "15 + 95 = 110"), ((100, 220), 320, "100 + 220 = 320")]
)
def test_the_sums_of_the_missions_hold(client, parts, total, shown):
    figures = [figure_part(headcount=total), *(figure_part(role="part", headcount=part) for part in parts)]
    mission = mission_document(figures=figures)
    make_edition(mission)
    assert shown in re.sub(r"\s+", " ", read(client, mission.path))


def test_a_hidden_headcount_shows_no_number(client):
    figures = [
        figure_part(role="part", headcount=None, qualifier="few"),
        figure_part(role="part", headcount=None, qualifier="withheld", label="Autres"),
    ]
    mission = mission_document(figures=figures)
    make_edition(mission)
    text = read(client, mission.path)
    assert "None" not in text
    assert text.count("number--words") >= 2


def test_an_undated_figure_says_so_and_invents_nothing(client):
    mission = mission_document(figures=[figure_part(as_of="", source_title="")])
    make_edition(mission)
    text = read(client, mission.path)
    assert 'class="as-of"' in text
    assert "<time" not in text[text.index('id="figures"') : text.index("about-version")]


def test_above_fifteen_events_the_figures_come_first(client):
    many = full_mission_document(events=[event_part() for _each in range(16)])
    few = full_mission_document(events=[event_part() for _each in range(15)])
    make_editions([many, few])
    assert [name for _id, name in sections(read(client, many.path))][:3] == ["context", "figures", "events"]
    assert [name for _id, name in sections(read(client, few.path))][:3] == ["context", "events", "figures"]


def test_an_ended_mission_speaks_in_the_past(client):
    values = {"language": "en", "events": [event_part(date="2013/..")]}
    running = full_mission_document(**values)
    ended = full_mission_document(**values, status="ended", ended="2024")
    make_editions([running, ended])
    now, then = read(client, running.path), read(client, ended.path)
    assert "What is at stake" in now
    assert "today" in now
    assert "What was at stake" in then
    assert "today" not in re.sub(r"<footer.*", "", then, flags=re.DOTALL).lower()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": "running", "started": "2004-03-29"}, "running 29 March 2004 – today"),
        ({"status": "planned", "started": "2030"}, "planned 2030"),
        ({"status": "ended", "started": "2013", "ended": "2024-05-18"}, "ended 2013 – 18 May 2024"),
        ({"status": "ended", "ended": "2016"}, "ended 2016"),
        ({"status": "ended", "started": "2016", "ended": "2013"}, "ended 2013"),
        ({"status": "running"}, "running"),
    ],
)
def test_the_margin_says_how_long_a_mission_has_run(client, values, said):
    mission = mission_document(language="en", **values)
    make_edition(mission)
    margin = re.search(r'class="marginalia">(.*?)</li>', read(client, mission.path), re.DOTALL)[1]
    words = " ".join(re.sub(r"<[^>]*>", "", margin).replace("\xa0", " ").split())
    assert words == f"Status: {said}"


@pytest.mark.parametrize(("focal_y", "kept"), [(20, " is-high"), (50, ""), (80, " is-low")])
def test_a_wide_cut_keeps_what_the_picture_is_about(client, focal_y, kept):
    picture = freeze_picture(make_picture(), "fr").model_copy(update={"focal_y": focal_y})
    mission = mission_document(picture=picture)
    make_edition(mission)
    assert f'class="hero__picture{kept}"' in read(client, mission.path)


def test_a_ceiling_says_once_that_it_is_one(client):
    ceiling = figure_part(role="ceiling", qualifier="at_most", headcount=180)
    mission = mission_document(language="en", figures=[ceiling])
    make_edition(mission)
    text = read(client, mission.path)
    assert ">180</span>" in text
    assert text.lower().count("at most") == 1


def test_sober_pages_hide_slogan_stakes_and_accents(client):
    mission = full_mission_document(slogan="Un slogan", invitation="Une invitation", worst_case="Le pire")
    other = full_mission_document(slogan="Un autre slogan")
    make_editions([mission, other])
    make_edition(notice_document(notice_kind="death", title="Un deuil", mission=term_reference(mission), sober=True))
    text = read(client, mission.path)
    assert 'class="is-sober"' in text
    assert "Un deuil" in text
    for hidden in ("Un slogan", "Une invitation", "Le pire"):
        assert hidden not in text
    assert "Un autre slogan" in read(client, other.path)
    assert "Un deuil" not in read(client, other.path)


def test_a_sober_notice_for_the_whole_site_makes_every_page_sober(client):
    mission = full_mission_document()
    make_editions([mission, notice_document(sober=True)])
    for address in ("/fr/", mission.path, "/fr/articles/"):
        assert 'class="is-sober"' in read(client, address)


def test_the_easy_version_is_linked_both_ways(client):
    mission = mission_document(title="Notre mission au Mali")
    easy = easy_document(mission)
    make_editions([mission, easy])
    assert f'href="{easy.path}"' in read(client, mission.path)
    assert f'<a href="{mission.path}">' in read(client, easy.path)


def test_missions_are_listed_by_status_with_their_number(client):
    documents = [
        mission_document(status=status, title=f"{status} mission") for status in ("ended", "running", "planned")
    ]
    make_editions([*documents, mission_document(status="running", figures=[figure_part(headcount=320)])])
    answer = client.get("/fr/nos-missions/")
    assert [(group["status"], group["count"]) for group in answer.context["groups"]] == [
        ("running", 2),
        ("planned", 1),
        ("ended", 1),
    ]
    assert "320" in answer.content.decode()


def test_a_long_list_of_missions_is_reached_whole(client):
    make_editions([mission_document(status="ended", title=f"Ended {count:03d}") for count in range(70)])
    seen, address = [], "/fr/nos-missions/?status=ended"
    while address:
        answer = client.get(address)
        seen += re.findall(r"Ended \d{3}", answer.content.decode())
        following = answer.context["following"]
        address = f"/fr/nos-missions/?status=ended&after={following}" if following else ""
    assert len(seen) == len(set(seen)) == 70
    assert 'href="?status=ended"' in read(client, "/fr/nos-missions/")


def test_the_front_page_leads_with_running_missions_and_without_them_with_past_ones(client):
    make_edition(mission_document(status="ended", title="Terminée"))
    answer = client.get("/fr/")
    assert [mission.title for mission in answer.context["missions"]] == ["Terminée"]
    make_edition(
        mission_document(status="running", title="En cours", figures=[figure_part(headcount=95, as_of="2020")])
    )
    answer = client.get("/fr/")
    assert [mission.title for mission in answer.context["missions"]] == ["En cours"]
    assert [mission.title for mission in answer.context["ended"]] == ["Terminée"]
    assert '<time datetime="2020">' in answer.content.decode()


def test_the_headcounts_name_mission_date_and_source(client):
    mission = full_mission_document(title="Notre mission au Mali", text="Militaires belges")
    make_editions([mission, mission_document(title="Sans chiffres")])
    text = read(client, "/fr/effectifs/")
    assert f'<a href="{mission.path}">Notre mission au Mali</a>' in text
    assert "Sans chiffres" in text
    assert [text.count(f">{number}</span>") for number in (110, 15, 95, 200, 80)] == [1, 1, 1, 1, 0]


def test_the_headcounts_end_with_a_map_of_the_running_missions(client):
    place = PlaceReference(uid=uuid4(), label="Mali", code="ML", shape="country")
    running = full_mission_document(places=[place])
    ended = full_mission_document(places=[place], status="ended")
    make_editions([running, ended])
    text = read(client, "/fr/effectifs/")
    map_and_after = text[text.index('class="locator"') :]
    assert text.index("table--headcounts") < text.index('class="locator"')
    assert running.path in map_and_after
    assert ended.path not in map_and_after


def test_totals_of_several_dates_are_drawn_and_sums_of_parts_are_not(client):
    totals = [
        figure_part(role="total", headcount=number, as_of=str(year)) for year, number in enumerate([5, 7, 9], 2010)
    ]
    parts = [figure_part(role="part", headcount=number, as_of=str(year)) for year, number in enumerate([5, 7, 9], 2010)]
    make_editions([mission_document(title="Typed", figures=totals), mission_document(title="Added", figures=parts)])
    answer = client.get("/fr/effectifs/")
    assert [mission.title for mission, _operation, _chart in answer.context["over_time"]] == ["Typed"]
    assert [operation for _mission, operation, _chart in answer.context["over_time"]] == [""]
    table = re.search(r'<details class="history">(.*?)</details>', answer.content.decode(), re.DOTALL)[1]
    assert re.findall(r'datetime="(\d+)"', table) == ["2010", "2011", "2012"]
    assert re.findall(r">(\d+)</span>", table) == ["5", "7", "9"]


def test_a_mission_without_totals_is_drawn_by_operation_and_never_by_its_parts(client):
    unifil, other = (OperationReference(uid=uuid4(), label=label, framework="un") for label in ("UNIFIL", "Other"))
    counted = [
        figure_part(role="part", operation=unifil.uid, headcount=number, as_of=str(year))
        for year, number in enumerate([185, 101, 75], 2010)
    ]
    # Crews and staff of one year: neither is the strength of the operation.
    split = [
        figure_part(role="part", operation=other.uid, headcount=number, as_of=str(year))
        for year in (2010, 2011, 2012)
        for number in (20, 30)
    ]
    make_edition(mission_document(operations=[unifil, other], figures=counted + split))
    ((_mission, operation, chart),) = client.get("/fr/effectifs/").context["over_time"]
    assert operation == "UNIFIL"
    assert [step.headcount for step in chart.steps] == [185, 101, 75]


def test_the_timeline_holds_the_events_of_all_missions_each_once(client):
    missions = [
        mission_document(
            events=[event_part(date=str(1900 + count), title=f"Fact {count:03d}") for count in range(start, start + 50)]
        )
        for start in (0, 50)
    ]
    make_editions(missions)
    seen, address = [], "/fr/chronologie/"
    while address:
        answer = client.get(address)
        seen += re.findall(r"Fact \d{3}", answer.content.decode())
        following = answer.context["events"].following
        address = f"/fr/chronologie/?after={following}" if following else ""
    assert seen == [f"Fact {count:03d}" for count in range(99, -1, -1)]


# ---- Articles --------------------------------------------------------------------------------------------------------


def test_an_article_shows_all_that_it_has(client):
    mission, theme = mission_document(title="Notre mission au Mali"), term_document("theme", slug="paix", label="Paix")
    category, tag = term_document("category", slug="sahel", label="Sahel"), term_document("tag", label="Mandat")
    uid = mission.uid
    article = article_document(
        title="Un titre",
        article_kind="report",
        date="2019-12",
        authors=[AuthorReference(uid=uid, label="Alice Exemple"), AuthorReference(uid=theme.uid, label="Bob Exemple")],
        blocks=[
            BlockPart(uid=uid, kind="text", text="<p>Un <strong>texte</strong>.</p>"),
            BlockPart(uid=theme.uid, kind="heading", text="<p>Un intertitre</p>"),
            BlockPart(uid=tag.uid, kind="quotation", text="<p>Une citation</p>", attribution="le commandant"),
            BlockPart(uid=category.uid, kind="list", text="<ul><li>un point</li></ul>"),
        ],
        source_title="Une revue",
        source_url="https://example.org/revue",
        themes=[theme_reference(theme, 1)],
        categories=[term_reference(category)],
        tags=[term_reference(tag)],
        missions=[term_reference(mission)],
    )
    make_editions([mission, theme, category, tag, article], public_note="Un chiffre corrigé.")
    text = read(client, article.path)
    for shown in (
        "Alice Exemple, Bob Exemple",
        '<time datetime="2019-12">',
        "<p>Un <strong>texte</strong>.</p>",
        "<h2>Un intertitre</h2>",
        "<blockquote><p>Une citation</p></blockquote><figcaption>le commandant</figcaption>",
        "<li>un point</li>",
        '<a href="https://example.org/revue" rel="external">Une revue</a>',
        '<a href="/fr/themes/paix/">',
        '<a href="/fr/rubriques/sahel/">Sahel</a>',
        f'<a href="/fr/articles/?keyword={tag.uid}" rel="nofollow">Mandat</a>',
        f'<a href="{mission.path}">Notre mission au Mali</a>',
        "Un chiffre corrigé.",
    ):
        assert shown in text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
    assert (data["@type"], data["headline"], data["inLanguage"]) == ("Article", "Un titre", "fr")


def test_labels_and_addresses_of_what_an_article_names_are_those_of_today(client):
    category = term_document("category", slug="sahel", label="Sahel")
    article = article_document(categories=[term_reference(category)])
    make_edition(category, live_until=LONG_AGO + timedelta(days=1))
    make_edition(article)
    renamed = term_document("category", slug="sahel-et-sahara", label="Sahel et Sahara", uid=category.uid)
    make_edition(renamed, live_from=LONG_AGO + timedelta(days=1))
    assert '<a href="/fr/rubriques/sahel-et-sahara/">Sahel et Sahara</a>' in read(client, article.path)


def test_what_an_article_names_without_a_live_page_is_plain_text(client):
    category = term_document("category", label="Sahel")
    article = article_document(
        categories=[term_reference(category)], missions=[term_reference(mission_document(name="Mali"))]
    )
    make_edition(article)
    text = read(client, article.path)
    assert "<dd>Sahel</dd>" in text
    assert "/fr/rubriques/" not in text


def test_an_article_knows_its_place_in_a_series_and_its_neighbours(client):
    theme = term_document("theme", slug="paix", label="Construire la paix")
    articles = [
        article_document(title=f"Partie {count}", themes=[theme_reference(theme, count)]) for count in range(1, 20)
    ]
    make_editions([theme, *articles[::-1]])
    text = read(client, articles[8].path)
    assert "9 / 19" in text
    steps = text[text.index("series__steps") :]
    assert re.findall(r'href="([^"]+)" rel="(prev|next)"', steps) == [
        (articles[7].path, "prev"),
        (articles[9].path, "next"),
    ]
    (place,) = client.get(articles[0].path).context["places"]
    assert (place.number, place.total, place.previous, place.following.path) == (1, 19, None, articles[1].path)


def test_an_article_in_two_series_has_a_place_in_each(client):
    one, two = term_document("theme"), term_document("theme")
    both = article_document(themes=[theme_reference(one, 2), theme_reference(two, 1)])
    first = article_document(themes=[theme_reference(one, 1)])
    last = article_document(themes=[theme_reference(two, 7)])
    make_editions([one, two, both, first, last])
    places = client.get(both.path).context["places"]
    assert [(place.number, place.total) for place in places] == [(2, 2), (1, 2)]
    assert places[0].previous.path == first.path
    assert places[1].following.path == last.path


def test_a_series_is_read_in_its_order_and_goes_on_counting(client):
    theme = term_document("theme", slug="paix")
    articles = [
        article_document(title=f"Partie {count:02d}", themes=[theme_reference(theme, count)]) for count in range(1, 41)
    ]
    make_editions([theme, *articles[::-1]])
    first = client.get("/fr/themes/paix/")
    assert re.findall(r"Partie \d\d", first.content.decode()) == [f"Partie {count:02d}" for count in range(1, 31)]
    second = client.get("/fr/themes/paix/", {"after": first.context["members"].following})
    assert re.findall(r"Partie \d\d", second.content.decode()) == [f"Partie {count:02d}" for count in range(31, 41)]
    assert '<ol class="sequence" start="31">' in second.content.decode()


def test_articles_are_listed_the_latest_first_and_by_year_category_and_keyword(client):
    category, tag = term_document("category", slug="sahel"), term_document("tag", label="Mandat")
    old = article_document(title="Ancien", date="2018-02-08", categories=[term_reference(category)])
    new = article_document(title="Nouveau", date="2024-11-08", tags=[term_reference(tag)])
    make_editions([category, tag, old, new])
    listed = re.compile(r"Ancien|Nouveau")
    assert listed.findall(read(client, "/fr/articles/")) == ["Nouveau", "Ancien"]
    assert listed.findall(read(client, "/fr/articles/?year=2018")) == ["Ancien"]
    assert listed.findall(read(client, f"/fr/articles/?keyword={tag.uid}")) == ["Nouveau"]
    assert listed.findall(read(client, "/fr/rubriques/sahel/")) == ["Ancien"]
    years = client.get("/fr/articles/").context["years"]
    assert years == [2024, 2018]
    assert all(listed.search(read(client, f"/fr/articles/?year={year}")) for year in years)


def test_a_filtered_list_stays_filtered_on_its_next_page(client):
    make_editions([article_document(date="2018", title=f"Article {count}") for count in range(40)])
    make_edition(article_document(date="2019"))
    text = read(client, "/fr/articles/?year=2018")
    following = re.search(r'href="(\?[^"]+)" rel="next"', text)[1].replace("&amp;", "&")
    assert following.startswith("?year=2018&after=")
    assert len(client.get(f"/fr/articles/{following}").context["articles"]) == 10


def test_notices_are_listed_and_the_newest_three_stand_on_every_page(client):
    make_editions([notice_document(title=f"Avis {count}", date=f"202{count}") for count in range(5)])
    assert re.findall(r"Avis \d", read(client, "/fr/articles/")) == ["Avis 4", "Avis 3", "Avis 2"]
    notice = notice_document(title="Avis 9", date="2030", text="Le texte.")
    make_edition(notice)
    text = read(client, notice.path)
    assert "Le texte." in text
    above = text[text.index('class="notices"') : text.index("</aside>")]
    assert re.findall(r"Avis \d", above) == ["Avis 4", "Avis 3", "Avis 2"]


def test_standing_pages_stand_in_the_foot_of_every_page(client):
    page = standing_document(title="Vie privée", body="<p>Aucun cookie.</p>")
    make_edition(page)
    assert f'<a href="{page.path}">Vie privée</a>' in read(client, "/fr/")
    assert "<p>Aucun cookie.</p>" in read(client, page.path)


def test_headings_inside_a_text_follow_the_title_without_a_step_missing(client):
    page = standing_document(body="<h3>Première partie</h3><p>Texte.</p><h4>Détail</h4>")
    make_edition(page)
    text = read(client, page.path)
    assert "<h2>Première partie</h2>" in text
    assert "<h3>Détail</h3>" in text


# ---- Versions --------------------------------------------------------------------------------------------------------


@pytest.fixture
def three_versions():
    document = mission_document(slug="mali", lead="Première version.")
    uid, day = document.uid, timedelta(days=1)
    first = make_edition(document, live_until=LONG_AGO + day)
    second = make_edition(
        mission_document(slug="mali", uid=uid, lead="Deuxième version."),
        live_from=LONG_AGO + day,
        live_until=LONG_AGO + 2 * day,
        public_note="Un chiffre corrigé.",
    )
    third = make_edition(
        mission_document(slug="mali", uid=uid, lead="Troisième version."), live_from=LONG_AGO + 2 * day
    )
    return uid, first, second, third


def test_the_versions_of_a_page_are_listed_with_dates_and_notes(client, three_versions):
    uid, *versions = three_versions
    text = read(client, reverse("versions", kwargs={"language": "fr", "uid": uid}))
    assert re.findall(rf"/fr/p/{uid}/(\d+)/", text) == [str(version.sequence) for version in versions[::-1]]
    assert "Un chiffre corrigé." in text
    assert '<meta name="robots" content="noindex">' in text


def test_an_old_version_can_be_read_and_says_that_it_is_old(client, three_versions):
    uid, first, _second, _third = three_versions
    text = read(client, reverse("version", kwargs={"language": "fr", "uid": uid, "sequence": first.sequence}))
    assert "Première version." in text
    assert 'class="banner"' in text
    assert '<meta name="robots" content="noindex">' in text
    assert "canonical" not in text
    assert "Troisième version." in read(client, "/fr/nos-missions/mali/")


def test_a_version_of_another_page_is_not_read_under_this_one(client, three_versions):
    uid, first, *_others = three_versions
    other = make_edition(article_document())
    wrong = [
        {"language": "fr", "uid": uid, "sequence": other.sequence},
        {"language": "de", "uid": uid, "sequence": first.sequence},
    ]
    for kwargs in wrong:
        assert client.get(reverse("version", kwargs=kwargs)).status_code == 404


def test_a_page_is_passed_on_by_mail_and_by_its_permanent_address_an_old_version_is_not(client, three_versions):
    _uid, oldest, _middle, newest = three_versions
    text = read(client, newest.path)
    lasting = reverse("permanent", kwargs={"language": "fr", "uid": newest.page.uid})
    assert f'href="{lasting}"' in text
    (letter,) = re.findall(r'href="mailto:\?subject=([^&"]+)&amp;body=([^"]+)"', text)
    assert unquote(letter[1]) == f"http://testserver{newest.path}"
    assert unquote(letter[0]) == newest.title
    old = reverse("version", kwargs={"language": "fr", "uid": oldest.page.uid, "sequence": oldest.sequence})
    assert "mailto:" not in read(client, old)


def test_a_withdrawn_version_is_not_read(client):
    edition = make_edition(mission_document(), live_until=LONG_AGO + timedelta(days=1), withdrawn=True)
    known = {"language": "fr", "uid": edition.page.uid}
    assert client.get(reverse("version", kwargs=known | {"sequence": edition.sequence})).status_code == 410
    assert client.get(reverse("versions", kwargs=known)).status_code == 404


def test_the_notes_of_a_mission_stand_on_its_page(client, three_versions):
    assert "Un chiffre corrigé." in read(client, "/fr/nos-missions/mali/")


def test_a_removed_passage_is_admitted_with_its_day(client):
    document = mission_document(slug="mali").model_copy(update={"redacted": {"lead": "2025-03-01"}})
    make_edition(document, redactions=1)
    assert "1er mars 2025" in read(client, "/fr/nos-missions/mali/").replace("\u00a0", " ")


# ---- Machine ends ----------------------------------------------------------------------------------------------------


def test_the_feed_of_a_language_holds_articles_and_notes_with_lasting_identities(client):
    article = make_edition(article_document(title="Un article", lead="Le chapeau."))
    mission = make_edition(mission_document(title="Notre mission"), public_note="Un chiffre corrigé.")
    make_edition(mission_document(title="Sans note"))
    feed = feedparser.parse(client.get("/fr/feed.xml").content)
    assert not feed.bozo
    assert feed.feed.language == "fr"
    entries = {entry.id: (entry.title, entry.summary) for entry in feed.entries}
    assert entries == {
        article.uid.urn: ("Un article", "Le chapeau."),
        mission.uid.urn: ("Notre mission", "Un chiffre corrigé."),
    }
    assert feed.entries[0].link.startswith("http://testserver/fr/")


def test_the_feed_of_a_mission_holds_its_notes_and_its_articles(client, three_versions):
    uid, _first, second, _third = three_versions
    mission = mission_document(uid=uid)
    make_editions([article_document(title="Lié", missions=[term_reference(mission)]), article_document(title="Autre")])
    feed = feedparser.parse(client.get(reverse("page-feed", kwargs={"language": "fr", "uid": uid})).content)
    assert sorted(entry.title for entry in feed.entries) == sorted(["Lié", second.title])
    assert second.uid.urn in [entry.id for entry in feed.entries]


def test_there_is_no_feed_of_a_page_that_is_not_live(client):
    edition = make_edition(mission_document(), live_from=timezone.now() + timedelta(days=1))
    known = {"language": "fr", "uid": edition.page.uid}
    assert client.get(reverse("page-feed", kwargs=known)).status_code == 404
    assert client.get(reverse("page-feed", kwargs=known | {"language": "de"})).status_code == 404


def test_the_sitemap_lists_live_pages_with_the_languages_they_have(client):
    document = mission_document(slug="mali")
    make_editions([document, mission_document(slug="missie", language="nl", uid=document.uid), term_document("tag")])
    text = read(client, "/sitemap.xml")
    (entry,) = re.findall(r"<url>\s*<loc>http://testserver/fr/nos-missions/mali/</loc>.*?</url>", text, re.DOTALL)
    assert re.findall(r'hreflang="([\w-]+)" href="http://testserver([^"]+)"', entry) == [
        ("fr", "/fr/nos-missions/mali/"),
        ("nl", "/nl/onze-missies/missie/"),
        ("x-default", "/fr/nos-missions/mali/"),
    ]
    for location in re.findall(r"<loc>http://testserver([^<]+)</loc>", text):
        assert client.get(location).status_code == 200


def test_a_large_site_has_an_index_of_sitemaps(client, monkeypatch):
    make_editions([article_document() for _each in range(5)])
    monkeypatch.setattr("publishing.sitemaps.Pages.limit", 2)
    text = read(client, "/sitemap.xml")
    parts = [part.replace("&amp;", "&") for part in re.findall(r"<loc>http://testserver([^<]+)</loc>", text)]
    assert len(parts) == 4
    found = [
        location for part in parts for location in re.findall(r"/fr/articles/article-\d+/</loc>", read(client, part))
    ]
    assert len(set(found)) == 5


def test_robots_are_told_where_the_sitemap_is_and_to_leave_the_desk(client):
    text = read(client, "/robots.txt")
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_security_txt_names_the_contact_page_and_a_date(client):
    assert "Contact: http://testserver/\n" in read(client, "/.well-known/security.txt")
    page = standing_document(role="contact", slug="contact")
    make_edition(page)
    text = read(client, "/.well-known/security.txt")
    assert f"Contact: http://testserver{page.path}\n" in text
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", text, re.MULTILINE)


def test_health_is_told_apart_from_readiness(client, monkeypatch):
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200

    def broken():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", broken)
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/ready").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["400.html", "403.html", "500.html", "503.html"])
def test_error_pages_are_made_without_the_database(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "<h1" in render_to_string(name)


def test_what_a_mission_achieved_bears_the_date_of_the_assessment(client):
    impact = {"status": "ended", "ended": "2024", "impact": "Une stabilité."}
    dated = mission_document(**impact, assessed="2020~")
    make_editions([dated, undated := mission_document(**impact)])
    assert re.search(r"Assessed:|Bilan dressé", read(client, dated.path))
    assert "vers 2020" in read(client, dated.path)
    assert not re.search(r"Assessed:|Bilan dressé", read(client, undated.path))


def test_a_number_without_a_date_stands_with_its_source_and_a_running_mission_without_one_says_so(client):
    undated = figure_part(headcount=320, as_of="", source_title="Page de mission, vers 2020")
    dated = figure_part(headcount=110, as_of="2020", source_title="Another source")
    make_editions(
        [
            mission_document(title="Undated", figures=[undated]),
            mission_document(title="Dated", figures=[dated]),
            mission_document(title="Silent"),
            mission_document(title="Past", status="ended", ended="2020"),
        ]
    )
    text = read(client, "/fr/")
    assert "Page de mission, vers 2020" in text
    assert "Another source" not in text
    assert text.count("Aucun chiffre") + text.count("No figure is published") == 1
