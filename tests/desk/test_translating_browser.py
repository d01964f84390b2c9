"""A translator at a real browser: three passages by the keyboard alone, and the page under the eyes of axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_article, make_block
from tests.people import make_alice, make_dora
from tests.publishing.stories import written_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article():
    """Return an article of which in German the lead is behind its source, and two blocks are missing."""
    alice = make_alice()
    row = make_article(title="Gao", lead_fr="Une phrase.", lead_de="Ein Satz.")
    make_block(row, text_fr="<p>La MINUSMA compte 15 000 soldats.</p>", text_de="")
    make_block(row, text_fr="<p>Le 5 mai 2013.</p>", text_de="")
    return written_by(alice, row, lead_fr="Une belle phrase.")


def page_of(article):
    return reverse("admin:articles_article_translate", args=[article.pk, "de"])


def editor(page):
    return page.locator(".translate-target [contenteditable=true]")


def test_three_passages_are_translated_by_the_keyboard_alone(browser, live_server, article):
    complaints = []
    page = sit_down(browser, live_server, user=make_dora(), complaints=complaints)
    page.goto(page_of(article))
    expect(page.locator(".translate-sheet h2")).to_contain_text("Lead")
    expect(page.locator("#id_lead_de")).to_be_focused()
    page.keyboard.press("F8")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Shift+F8")
    expect(page.locator("#id_lead_de")).to_be_focused()
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator(".translate-sheet .translate-source")).to_contain_text("MINUSMA")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Die MINUSMA zählt 15.000 Soldaten.")
    expect(page.locator(".fact-chips li[data-state=found]")).to_have_count(2)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".translate-sheet .translate-source")).to_contain_text("5 mai 2013")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Am 5. Mai 2013.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".translate-done h2")).to_have_text("Everything in German is up to date.")
    page.context.close()
    assert complaints == []
    assert [block.text_de for block in article.blocks.all()] == [
        "<p>Die MINUSMA zählt 15.000 Soldaten.</p>",
        "<p>Am 5. Mai 2013.</p>",
    ]
    assert article.segments.get(field="lead", language="de").state == "fresh"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)])
def test_the_page_that_translates_is_accessible(browser, live_server, article, scheme, width):
    found = {}
    window = {"width": width, "height": 900}
    page = sit_down(browser, live_server, user=make_dora(), color_scheme=scheme, viewport=window)
    rich = f"{page_of(article)}?passage={article.blocks.first().uid}.text"
    for name, address in (("plain", page_of(article)), ("rich", rich)):
        page.goto(address)
        expect(page.locator("#id_lead_de") if name == "plain" else editor(page)).to_be_focused()
        for summary in page.locator(".translate-main summary").all():
            summary.click()
        page.evaluate("document.fonts.ready")
        found |= {f"{name} {rule}": places for rule, places in axe_findings(page).items()}
        if too_wide(page):
            found[f"{name} too wide"] = too_wide(page)
    page.context.close()
    assert found == {}
