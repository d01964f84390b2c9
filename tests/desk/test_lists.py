"""The lists of the desk: the state of each page, filters that agree with it, and a cost that does not grow."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from publishing.models import Release, Withdrawal
from publishing.page_states import PageState
from tests.desk.many_articles import make_many
from tests.factories import (
    make_article,
    make_block,
    make_category,
    make_standing_page,
    make_tag,
    make_theme,
    make_theme_place,
)
from tests.people import make_alice, make_bob
from tests.public.measuring import measured
from tests.publishing.stories import ask, publish, still_right, written_by

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 15, 40, tzinfo=UTC)
PAGES = reverse("admin:articles_standingpage_changelist")
ARTICLES = reverse("admin:articles_article_changelist")
# The frame of the desk, the rows, what stands beside them, and the choices of the filters.
MOST_QUERIES = 12
ROWS = 50


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def listed(client, user, address=PAGES, **query):
    """Return the rows that a list shows to somebody."""
    client.force_login(user)
    response = client.get(address, query)
    assert response.status_code == 200, response
    return list(response.context["cl"].result_list)


def states(client, user):
    [row] = listed(client, user)
    return [str(state) for state in row.facts.states]


def rewritten(about, alice, **values):
    about = written_by(alice, about, **values)
    for name in values:
        still_right(about, name.removesuffix("_fr"), by=alice)
    return about


# ---- What a row says ------------------------------------------------------------------------------------------------


def test_a_row_follows_the_life_of_its_page(client, about, alice, bob):
    assert states(client, alice) == ["never"]
    request = ask(about, by=alice)
    assert states(client, alice) == ["never", "waits"]
    request.refuse(by=bob, reason="Two mandates, not one.")
    assert states(client, alice) == ["never", "refused"]
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        ask(about, by=alice).approve(by=bob)
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert states(client, alice) == ["live"]
        about = rewritten(about, alice, title_fr="Autrement")
        assert states(client, alice) == ["differs"]
        ask(about, by=alice, wanted_from=NOW + timedelta(days=1)).approve(by=bob)
        assert "scheduled" in states(client, alice)
        Release.objects.latest("pk").cancel(by=bob)
        assert states(client, alice) == ["differs"]
        Withdrawal.objects.withdraw(about.page(), by=bob, reason="No.")
        assert states(client, alice) == ["withdrawn"]


def test_a_refusal_is_forgotten_after_thirty_days(client, about, alice, bob):
    ask(about, by=alice).refuse(by=bob, reason="No.")
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        assert states(client, alice) == ["never"]


def test_every_filter_shows_the_rows_that_say_so_and_no_other(client, about, alice, bob):
    roles = ["contact", "families", "press", "legal", "accessibility"]
    rows = {role: written_by(alice, make_standing_page(role=role, slug=role, title=role)) for role in roles}
    for row in (about, rows["contact"], rows["families"]):
        publish(row, alice=alice, bob=bob)
    rewritten(rows["contact"], alice, title_fr="Autrement")
    Withdrawal.objects.withdraw(rows["families"].page(), by=bob, reason="No.")
    ask(rows["press"], by=alice, wanted_from=NOW + timedelta(days=1)).approve(by=bob)
    ask(rows["legal"], by=alice)
    # A draft that nothing was ever noted of has no page at all.
    make_standing_page(role="privacy", slug="privacy", title="privacy")
    everything = listed(client, alice)
    assert len(everything) == 7
    assert {len(row.facts.states) for row in everything} == {1, 2}
    for state in PageState:
        expected = {row.pk for row in everything if state in row.facts.states}
        assert {row.pk for row in listed(client, alice, state=state)} == expected, state
    assert listed(client, alice, state="refused") == []


def test_a_row_says_which_languages_are_live_how_many_changes_wait_and_when_it_goes_out(client, about, alice, bob):
    publish(about, alice=alice, bob=bob, languages=["fr", "nl"])
    about = rewritten(about, alice, title_fr="Autrement")
    client.force_login(alice)
    assert "Differs from what is live (FR, NL), 1 change<" in client.get(PAGES).content.decode()
    ask(about, by=alice, wanted_from=datetime(2026, 11, 23, 5, 0, tzinfo=UTC), languages=["fr", "nl"]).approve(by=bob)
    assert "Goes live on Monday 23 November, 06:00<" in client.get(PAGES).content.decode()


def test_a_row_says_who_saved_last_and_when(client, about, alice, bob):
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        written_by(bob, about, title_fr="Autrement")
        client.force_login(alice)
        assert "23 November 2026, 16:40, bob</td>" in client.get(PAGES).content.decode()


def test_a_list_sorts_by_the_last_save(client, about, alice):
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        contact = written_by(alice, make_standing_page(role="contact", slug="contact"))
    client.force_login(alice)
    column = client.get(PAGES).context["cl"].list_display.index("last_saved")
    assert listed(client, alice, o=f"-{column}") == [contact, about]
    assert listed(client, alice, o=str(column)) == [about, contact]


# ---- Filters and search ---------------------------------------------------------------------------------------------


def test_work_in_a_language_is_found(client, about, alice):
    contact = written_by(alice, make_standing_page(role="contact", slug="contact", title={"fr": "Contact", "nl": "C"}))
    assert contact in listed(client, alice, work="de")
    assert contact not in listed(client, alice, work="nl")
    assert about not in listed(client, alice, work="de")


def test_my_own_work_is_mine_alone(client, about, alice, bob):
    contact = written_by(bob, make_standing_page(role="contact", slug="contact", title="Contact"))
    assert listed(client, alice, mine="unpublished") == [about]
    assert listed(client, bob, mine="unpublished") == [contact]
    publish(about, alice=alice, bob=bob)
    assert listed(client, alice, mine="unpublished") == []
    assert listed(client, alice, mine="ever") == [about]


def test_articles_are_found_by_theme_and_category(client, alice):
    theme, category = make_theme(), make_category()
    of_theme, of_category = make_article(), make_article(categories=[category])
    make_theme_place(theme=theme, article=of_theme, position=1)
    # A filter with one choice is none: Django leaves it out.
    make_theme(), make_category()
    assert listed(client, alice, ARTICLES, theme_places__theme__id__exact=theme.pk) == [of_theme]
    assert listed(client, alice, ARTICLES, categories__id__exact=category.pk) == [of_category]
    assert set(listed(client, alice, ARTICLES)) == {of_theme, of_category}


@pytest.mark.parametrize("name", ["state", "work", "mine"])
def test_a_filter_nobody_offers_leads_back_to_the_whole_list(client, about, alice, name):
    client.force_login(alice)
    response = client.get(PAGES, {name: "nonsense"})
    assert (response.status_code, response.url) == (302, f"{PAGES}?e=1")


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_word_is_sought_in_every_language_and_in_what_belongs_to_the_page(client, alice, language):
    article = make_article(title={language: "Zauberwort"}, tags=[make_tag(label={"fr": "Sahel"})])
    make_block(article, text={language: "<p>The lantern was lit.</p>"})
    other = make_article(title={language: "Zauberwort"})
    assert set(listed(client, alice, ARTICLES, q="zauberwort")) == {article, other}
    assert listed(client, alice, ARTICLES, q="zauberwort lantern sahel") == [article]
    assert listed(client, alice, ARTICLES, q='"the lantern was"') == [article]
    assert listed(client, alice, ARTICLES, q='"lantern the"') == []


def test_a_search_of_a_thousand_words_is_answered(client, alice):
    article = make_article(title="Sahel")
    make_article(title="Baltic")
    assert listed(client, alice, ARTICLES, q="sahel " * 1000) == [article]


# ---- Bounds ---------------------------------------------------------------------------------------------------------


QUESTIONS = [
    {},
    {"p": "2"},
    {"q": "article mot"},
    *({"state": state} for state in PageState),
    {"work": "de"},
    {"mine": "unpublished"},
    {"mine": "ever", "state": "never", "work": "de", "q": "mot"},
]


def cost_of_lists(client, user):
    client.force_login(user)
    client.get(ARTICLES)
    costs = []
    for question in QUESTIONS:
        with measured() as cost:
            assert client.get(ARTICLES, question).status_code == 200, question
        costs.append(cost)
    return costs


def test_a_list_costs_the_same_at_ten_thousand_articles(client, alice):
    make_many(200, by=alice)
    few = cost_of_lists(client, alice)
    make_many(9_800, by=alice)
    for question, before, after in zip(QUESTIONS, few, cost_of_lists(client, alice), strict=True):
        assert after.queries == before.queries <= MOST_QUERIES, question
        # Every row of the screen is read a few times (its page, its last save, its passages); what is not on it, never.
        assert after.rows <= before.rows + 5 <= ROWS * 8, question
        assert after.characters <= before.characters * 1.2 + 500, question
