"""Every kind of public page in a real browser: open to everybody, on any screen, without scripts, in its language."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from languages.columns import LANGUAGES, column
from publishing import kinds
from publishing.models import Withdrawal
from tests import factories
from tests.browsing import axe_findings, sit_down, too_wide
from tests.people import make_alice, make_bob
from tests.publishing.stories import publish, written_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The longest word a narrow screen has to hold (art direction), and a usual long one.
LONG = "Zentralafrikanische Ausbildungsmission"


def make_full_mission(**values):
    operation = factories.make_operation(acronym="MINUSMA")
    factories.make_legal_basis(operation)
    mission = factories.make_mission(
        operations=[operation],
        picture=factories.make_picture(),
        context="Why there is a mission.",
        stakes="What is at stake.",
        worst_case="The state gives way.",
        impact="The state holds.",
        slogan="To serve.",
        invitation="How do we go about it?",
        started="2012",
        **values,
    )
    for date in ("2006/2012", "2013-04-25", "2019", "2020/.."):
        factories.make_event(mission, date=date, source_title="A report", source_url="https://www.example.org/")
    factories.make_headcount(mission, role="total", headcount=1110, as_of="2020-01-01")
    factories.make_headcount(mission, role="total", headcount=110, as_of="2021", label=LONG)
    factories.make_headcount(mission, headcount=15, as_of="2021", operation=operation)
    factories.make_headcount(mission, headcount=95, as_of="2021")
    factories.make_briefing(mission)
    return mission


@pytest.fixture
def site():
    """Publish a page of every kind and return the address of each kind of answer, in French, with its status."""
    alice, bob = make_alice(), make_bob()

    def out(row, **options):
        return publish(written_by(alice, row), alice=alice, bob=bob, **options)["fr"]

    theme, category = factories.make_theme(label=LONG), factories.make_category()
    mission = make_full_mission(name=LONG, slug="mission", title=f"Our {LONG}")
    article = factories.make_article(
        title=f"An article about the {LONG}",
        authors=[factories.make_person()],
        categories=[category],
        tags=[factories.make_tag()],
        missions=[mission],
        picture=factories.make_picture(),
        source_title="An outside source",
        source_url="https://www.example.org/",
    )
    next_article = factories.make_article(categories=[category])
    factories.make_block(next_article)
    for position, row in enumerate([article, next_article], 1):
        factories.make_theme_place(theme, row, position)
    for kind, text in [("text", f"<p>{LONG}</p>"), ("heading", "A heading"), ("quotation", "<p>A quotation.</p>")]:
        factories.make_block(article, kind=kind, text=text)
    rows = [
        theme,
        category,
        mission,
        factories.make_easy_version(mission),
        article,
        factories.make_notice(mission=mission),
        factories.make_standing_page(),
    ]
    editions = {edition.kind: edition for edition in map(out, rows)}
    out(next_article, languages=["fr"])
    mission.refresh_from_db()
    for language in LANGUAGES:
        setattr(mission, column("context", language), "Why there is a mission, in other words.")
    out(mission, public_notes={"fr": "Un mot corrigé."})
    gone = out(factories.make_notice())
    Withdrawal.objects.withdraw(gone.page, by=bob, reason="Wrong page.", languages=list(LANGUAGES))
    page = {"language": "fr", "uid": editions["mission"].page.uid}
    lists = ["home", "missions", "timeline", "headcounts", "articles", "notices"]
    addresses = {
        **{kind: edition.path for kind, edition in editions.items()},
        **{name: reverse(name, kwargs={"language": "fr"}) for name in lists},
        "front": reverse("front"),
        "search": reverse("search", kwargs={"language": "fr"}),
        "found": reverse("search", kwargs={"language": "fr"}, query={"q": LONG.split()[0]}),
        "not found": reverse("search", kwargs={"language": "fr"}, query={"q": "introuvable"}),
        "no question": reverse("search", kwargs={"language": "fr"}, query={"q": "?!"}),
        "versions": reverse("versions", kwargs=page),
        "version": reverse("version", kwargs=page | {"sequence": editions["mission"].sequence}),
        "missing": "/fr/rien/",
        "untranslated": f"/de/artikel/{next_article.slug_fr}/",
        "gone": gone.path,
    }
    assert {kind.name for kind in kinds.every() if kind.section} <= addresses.keys()
    return addresses


STATUS = {"no question": 400, "missing": 404, "untranslated": 404, "gone": 410}


def opened(page, site):
    """Open every address in turn and yield its name; a page that does not answer as it should is an error."""
    for name, address in site.items():
        answer = page.goto(address)
        assert answer.status == STATUS.get(name, 200), address
        assert answer.header_value("set-cookie") is None, address
        yield name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_open_to_everybody(browser, live_server, site, scheme):
    complaints, found = [], {}
    page = sit_down(browser, live_server, complaints=complaints, color_scheme=scheme)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for name in opened(page, site):
            faults = {"console": [*complaints]} | axe_findings(page)
            found |= {(name, width, fault): where for fault, where in faults.items() if where}
            complaints.clear()
    assert page.context.cookies() == []
    page.context.close()
    assert found == {}


def test_no_page_scrolls_sideways_on_the_narrowest_phone(browser, live_server, site):
    page = sit_down(browser, live_server, viewport={"width": 320, "height": 640})
    assert {name: too_wide(page) for name in opened(page, site) if too_wide(page)} == {}
    page.context.close()


def test_every_page_is_complete_without_scripts_and_asks_nobody_else(browser, live_server, site):
    complaints, asked = [], set()
    with_scripts = sit_down(browser, live_server, complaints=complaints)
    without = sit_down(browser, live_server, java_script_enabled=False)
    with_scripts.on("request", lambda request: asked.add(request.url))
    words = {name: with_scripts.locator("body").inner_text() for name in opened(with_scripts, site)}
    assert {name: without.locator("body").inner_text() for name in opened(without, site)} == words
    assert {url for url in asked if not url.startswith(live_server.url)} == set()
    assert complaints == []
    for page in (with_scripts, without):
        page.context.close()


def test_every_page_says_its_language_and_every_link_to_another_one_says_which(browser, live_server, site):
    page = sit_down(browser, live_server)
    for name in opened(page, site):
        language = "de" if name == "untranslated" else "fr"
        if name != "front":
            expect(page.locator("html")).to_have_attribute("lang", language)
            switch = page.locator(".languages [lang]")
            assert switch.evaluate_all("all => all.map((one) => one.lang)") == list(LANGUAGES), name
    page.goto(site["front"])
    assert sorted(page.locator("main a").evaluate_all("all => all.map((one) => one.lang)")) == sorted(LANGUAGES)
    page.context.close()
