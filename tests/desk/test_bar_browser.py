"""The bar of a form in a real browser: one filled button at most, and what is typed moves nothing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browsing import sit_down, too_wide
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
