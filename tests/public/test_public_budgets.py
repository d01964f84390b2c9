"""What a page may cost, whatever the number of events, articles or versions."""

import copy
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from publishing.models import Edition
from tests.public.measuring import measured
from tests.publishing_factories import (
    LONG_AGO,
    article_document,
    easy_document,
    event_part,
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

PAGE, LIST = 3, 4


def make_site(number):
    """Write a site with `number` of everything, and return the address of one page of each kind."""
    events = [event_part(date=str(1200 + count % 800), text="") for count in range(number)]
    mission = full_mission_document(slug="mali", events=events)
    theme, category, tag = term_document("theme"), term_document("category"), term_document("tag")
    articles = [
        article_document(
            date=f"{1200 + count % 800}",
            blocks=[],
            themes=[theme_reference(theme, count)],
            categories=[term_reference(category)],
            tags=[term_reference(tag)],
            missions=[term_reference(mission)],
        )
        for count in range(number)
    ]
    make_editions([theme, category, tag, *articles])
    past = [mission.model_copy(update={"events": [], "lead": str(count)}) for count in range(number)]
    for count, document in enumerate(past[:50]):
        start = LONG_AGO + timedelta(days=count)
        make_edition(document, live_from=start, live_until=start + timedelta(days=1), public_note="A note.")
    make_edition(mission, live_from=LONG_AGO + timedelta(days=100))
    make_editions([full_mission_document(events=[event_part()]) for _each in range(min(number, 200))])
    easy, standing = easy_document(mission), standing_document()
    notices = [notice_document() for _each in range(number)]
    make_editions([easy, standing, *notices])
    pages = [mission, articles[number // 2], articles[0], notices[0], easy, standing]
    lists = [theme, category]
    return [page.path for page in pages], [page.path for page in lists], {"uid": mission.uid, "tag": tag.uid}


def lists_of(language):
    names = ["home", "missions", "timeline", "headcounts", "articles", "notices", "search", "feed"]
    return [reverse(name, kwargs={"language": language}) for name in names]


@pytest.mark.parametrize("number", [10, 1000])
def test_no_page_costs_more_than_its_budget(client, number):
    pages, lists, known = make_site(number)
    one = {"language": "fr", "uid": known["uid"]}
    lists += [
        *lists_of("fr"),
        *lists_of("de"),
        reverse("versions", kwargs=one),
        reverse("page-feed", kwargs=one),
        reverse("missions", kwargs={"language": "fr"}) + "?status=running",
        reverse("articles", kwargs={"language": "fr"}) + f"?year=1205&keyword={known['tag']}",
        reverse("search", kwargs={"language": "fr"}, query={"q": "event words"}),
        reverse("search", kwargs={"language": "de"}, query={"q": "event"}),
        reverse("sitemap"),
    ]
    pages += [reverse("permanent", kwargs=one), reverse("permanent", kwargs=one | {"language": "de"}), "/fr/rien/"]
    too_dear = {}
    for budget, addresses in ((PAGE, pages), (LIST, lists)):
        for address in addresses:
            with measured() as cost:
                answer = client.get(address)
            assert answer.status_code in (200, 302, 404), address
            # A page may read its own document whole, a list never; the sitemap is a list of everything.
            heavy = address == pages[0] or address == reverse("sitemap")
            allowed = (50_000, 5_000_000) if heavy else (450, 120_000)
            if cost.queries > budget or cost.rows > allowed[0] or cost.characters > allowed[1]:
                too_dear[address] = (cost.queries, cost.rows, cost.characters)
    assert too_dear == {}


def test_no_list_reads_a_document(client):
    _pages, lists, _known = make_site(10)
    for address in [*lists_of("fr"), *lists]:
        with measured() as cost:
            client.get(address)
        of_lists = cost.statements if address not in lists else cost.statements[1:]
        assert [statement for statement in of_lists if '"document"' in statement or '"seal"' in statement] == [], (
            address
        )


def test_the_cost_does_not_grow_with_the_number_of_articles(client):
    make_editions([article_document() for _each in range(40)])
    with measured() as few:
        client.get("/fr/articles/")
    make_editions([article_document() for _each in range(400)])
    with measured() as many:
        client.get("/fr/articles/")
    assert many.queries == few.queries
    assert many.rows == few.rows


def test_the_front_page_of_a_site_without_anything_answers(client):
    for address in [*lists_of("fr"), *lists_of("en")]:
        assert client.get(address).status_code == 200


def test_the_next_page_of_a_list_costs_as_much_as_the_first(client):
    make_editions([article_document(date=str(1300 + count)) for count in range(90)])
    with measured() as first:
        answer = client.get("/fr/articles/")
    following = answer.context["articles"].following
    with measured() as second:
        client.get("/fr/articles/", {"after": following})
    assert second.queries == first.queries
    assert second.rows <= first.rows + 1


def test_a_mission_list_reads_the_figures_of_all_its_missions_at_once(client):
    make_editions([mission_document() for _each in range(3)])
    with measured() as few:
        client.get("/fr/nos-missions/")
    make_editions([full_mission_document() for _each in range(15)])
    with measured() as many:
        client.get("/fr/nos-missions/")
    assert many.queries == few.queries


@pytest.mark.parametrize("number", [10, 1000])
def test_a_page_with_a_long_past_costs_what_a_new_one_costs(client, number):
    document = full_mission_document(slug="mali", events=[event_part()])
    oldest = make_edition(document, live_from=LONG_AGO, live_until=LONG_AGO + timedelta(hours=1), public_note="A note.")
    past = []
    for count in range(1, number):
        version = copy.copy(oldest)
        version.pk, version.uid, version.sequence = None, uuid.uuid4(), oldest.sequence + count
        version.digest = f"{count:064d}"
        version.live_from = LONG_AGO + timedelta(hours=count)
        version.live_until = version.live_from + timedelta(hours=1)
        past.append(version)
    Edition.objects.bulk_create(past, batch_size=200)
    make_edition(document, live_from=LONG_AGO + timedelta(hours=number))
    with measured() as cost:
        assert client.get("/fr/nos-missions/mali/").status_code == 200
    assert cost.queries <= PAGE
    assert cost.rows < 60
    with measured() as cost:
        answer = client.get(reverse("versions", kwargs={"language": "fr", "uid": document.uid}))
    assert answer.status_code == 200
    assert cost.queries <= LIST
    assert cost.rows < 120
