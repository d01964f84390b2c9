"""The bar of a form in a real browser: one filled button at most, and what is typed moves nothing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_event, make_mission
from tests.people import make_alice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLEAR = "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_what_is_typed_fills_save_and_moves_nothing(browser, live_server, width, scheme):
    mission, complaints = make_mission(lead="Soldiers train an army."), []
    window = {"width": width, "height": 844}
    page = sit_down(
        browser, live_server, user=make_alice(), complaints=complaints, viewport=window, color_scheme=scheme
    )
    page.goto(f"{reverse('admin:missions_mission_change', args=[mission.pk])}?language=fr")
    save = page.get_by_role("button", name="Save", exact=True)
    publication = page.get_by_role("link", name="Go to publication")
    lead = page.get_by_label("Lead (French)")
    not_saved = page.get_by_text("Not saved yet")
    before = lead.input_value()
    places = [save.bounding_box(), publication.bounding_box()]
    expect(save).to_have_css("background-color", CLEAR)
    expect(publication).not_to_have_css("background-color", CLEAR)
    expect(not_saved).to_be_hidden()

    lead.fill("Not saved.")
    expect(publication).to_have_css("background-color", CLEAR)
    expect(save).not_to_have_css("background-color", CLEAR)
    expect(not_saved).to_be_visible()
    assert [save.bounding_box(), publication.bounding_box()] == places
    assert too_wide(page) == 0

    lead.fill(before)
    expect(save).to_have_css("background-color", CLEAR)
    expect(not_saved).to_be_hidden()

    lead.fill("Saved.")
    with page.expect_navigation():
        save.click()
    expect(page.locator(".bar-state [role=status]")).to_contain_text("Draft saved at")
    expect(page.locator(".messagelist li")).to_have_count(0)
    expect(save).to_have_css("background-color", CLEAR)
    assert complaints == []
    page.context.close()


def test_escape_leaves_a_field_and_then_closes_its_row(browser, live_server):
    mission = make_mission()
    make_event(mission, date="2013", title="First")
    page = sit_down(browser, live_server, user=make_alice())
    page.goto(f"{reverse('admin:missions_mission_change', args=[mission.pk])}?language=fr")
    row = page.locator("#events-0 details.row-details")
    row.locator("summary").press("Enter")
    page.get_by_label("Title in the overview (French)").first.focus()
    page.keyboard.press("Escape")
    expect(row.locator("summary")).to_be_focused()
    expect(row).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(row).not_to_have_attribute("open", "")
    lead = page.get_by_label("Lead (French)")
    lead.focus()
    page.keyboard.press("Escape")
    expect(lead).not_to_be_focused()
    page.context.close()


def test_what_needs_no_work_is_folded_and_still_sent(browser, live_server):
    mission = make_mission(lead={"fr": "Un chapeau.", "nl": "Een inleiding.", "de": "", "en": "A lead."})
    make_event(mission, date="2013", title={"fr": "Un", "nl": "Een", "de": "", "en": "One"})
    make_event(mission, date="2014", title={"fr": "Deux", "nl": "Twee", "de": "Zwei", "en": "Two"})
    page = sit_down(browser, live_server, user=make_alice(), viewport={"width": 1440, "height": 900})
    page.goto(f"{reverse('admin:missions_mission_change', args=[mission.pk])}?language=de")
    name, lead = page.get_by_label("Name (German):", exact=True), page.get_by_label("Lead (German)")
    name.fill("Anders")
    page.get_by_label("Only what needs work").check()
    expect(name).to_be_hidden()
    expect(lead).to_be_visible()
    expect(page.locator("#events-0")).to_be_visible()
    expect(page.locator("#events-1")).to_be_hidden()
    expect(page.locator("#deployments-group")).to_be_hidden()
    assert axe_findings(page) == {}
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(lead).to_be_visible()
    expect(name).to_be_hidden()
    expect(name).to_have_value("Anders")
    page.context.close()


def test_on_a_phone_the_bar_leads_to_the_parts(browser, live_server):
    mission = make_mission()
    make_event(mission, date="2013", title="First")
    page = sit_down(browser, live_server, user=make_alice(), viewport={"width": 390, "height": 844})
    page.goto(f"{reverse('admin:missions_mission_change', args=[mission.pk])}?language=de")
    page.locator(".parts-menu > summary").press("Enter")
    menu = page.locator(".parts-menu").get_by_role("navigation", name="Parts of this page")
    expect(menu).to_be_in_viewport(ratio=1)
    menu.get_by_role("link", name="Events").click()
    expect(page.locator("#events-heading")).to_be_in_viewport()
    expect(menu).to_be_hidden()
    assert too_wide(page) == 0
    page.context.close()
