"""What an answer of the interface may cost, whatever there is."""

import uuid

import pytest
from django.urls import reverse

from publishing.models import Edition
from tests.interface.reading import address
from tests.public.measuring import measured
from tests.public.test_public_budgets import LIST, PAGE, make_site
from tests.publishing_factories import article_document, full_mission_document, make_editions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [10, 1000])
def test_no_answer_costs_more_than_its_budget(client, number):
    _pages, _lists, known = make_site(number)
    uid = known["uid"]
    version = Edition.objects.filter(page__uid=uid).earliest("pk").sequence
    pages = [
        address("page", uid=uid),
        address("page", "de", uid=uid),
        address("page", uid=uuid.uuid4()),
        address("version", uid=uid, number=version),
        address("version", uid=uid, number=10**9),
    ]
    lists = [
        address("pages"),
        address("pages", "de"),
        address("pages") + "?kind=article&changed_since=2020-01-01T00:00:00Z",
        address("versions", uid=uid),
        address("missions"),
        address("events"),
        address("events") + f"?mission={uid}",
        address("headcounts"),
        address("headcounts") + f"?mission={uid}&current=true",
        address("terms"),
    ]
    files = [reverse(name, kwargs={"language": "fr"}) for name in ("headcounts-csv", "headcounts-json")]
    assert reverse("data", kwargs={"language": "fr"}) == "/fr/donnees/"
    too_dear = {}
    for budget, addresses in ((PAGE, [*pages, "/fr/donnees/"]), (LIST, [*lists, *files])):
        for path in addresses:
            with measured() as cost:
                answer = client.get(path)
            assert answer.status_code in (200, 404), path
            # A page may read its own document whole and a file is a list of everything.
            heavy = path == pages[0] or path in files
            allowed = (50_000, 5_000_000) if heavy else (450, 160_000)
            if cost.queries > budget or cost.rows > allowed[0] or cost.characters > allowed[1]:
                too_dear[path] = (cost.queries, cost.rows, cost.characters)
    assert too_dear == {}


def test_no_list_and_no_file_reads_a_document(client):
    make_editions([full_mission_document(), article_document()])
    uid = Edition.objects.filter(kind="mission").get().page.uid
    paths = [
        *(address(name) for name in ("pages", "missions", "events", "headcounts", "terms")),
        address("versions", uid=uid),
        *(reverse(name, kwargs={"language": "fr"}) for name in ("headcounts-csv", "headcounts-json")),
    ]
    for path in paths:
        with measured() as cost:
            assert client.get(path).status_code == 200
        assert [sql for sql in cost.statements if '"document"' in sql or '"seal"' in sql] == [], path


def test_a_file_reads_all_figures_in_one_question(client):
    make_editions([full_mission_document() for _each in range(30)])
    with measured() as cost:
        client.get("/fr/effectifs.csv")
    assert cost.queries == 1
    assert cost.rows == 150


def test_the_next_part_of_a_list_costs_as_much_as_the_first(client):
    make_editions([article_document() for _each in range(250)])
    with measured() as first:
        answer = client.get(address("pages"))
    with measured() as second:
        client.get(answer.json()["next"])
    assert second.queries == first.queries
    assert second.rows == first.rows
