"""The frame of the desk in a real browser: one line at any width, and everything in it within reach."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_mission
from tests.people import make_alice

pytestmark = pytest.mark.django_db(transaction=True)

LINE = 48
LIST = reverse("admin:missions_mission_changelist")


def height(page):
    return page.locator("#header").evaluate("header => header.offsetHeight")


def test_on_a_phone_the_frame_is_one_line_and_opens_by_keyboard(browser, live_server):
    make_mission(name="Mali")
    page = sit_down(browser, live_server, user=make_alice(), viewport={"width": 360, "height": 740})
    page.goto(LIST)
    assert height(page) == LINE
    assert too_wide(page) == 0
    log_out = page.get_by_role("button", name="Log out")
    assert not log_out.is_visible()
    page.locator(".desk-menu > summary").press("Enter")
    log_out.wait_for()
    assert page.locator(".desk-languages button").count() == 4
    assert too_wide(page) == 0
    page.get_by_role("button", name="FR").click()
    page.wait_for_function("document.documentElement.lang === 'fr'")


def test_on_a_wide_screen_only_what_is_ones_own_is_folded(browser, live_server):
    page = sit_down(browser, live_server, user=make_alice(), viewport={"width": 1280, "height": 800})
    page.goto(LIST)
    assert height(page) == LINE
    assert not page.locator(".desk-menu > summary").is_visible()
    sections = page.get_by_role("navigation", name="Sections of the desk").get_by_role("link")
    assert sections.all_inner_texts() == ["Home", "Missions", "Articles", "Pictures", "Publications", "Guide"]
    assert page.locator("[aria-current=true]", has_text="Missions").is_visible()
    log_out = page.get_by_role("button", name="Log out")
    assert not log_out.is_visible()
    page.locator(".desk-who > summary").press("Enter")
    log_out.wait_for()
    assert page.get_by_role("button", name="FR").is_visible()
    assert axe_findings(page) == {}


@pytest.mark.parametrize("width", [390, 1440])
def test_a_key_leads_to_the_search_and_the_search_to_a_page(browser, live_server, width):
    make_mission(name="Mali")
    page = sit_down(browser, live_server, user=make_alice(), viewport={"width": width, "height": 844})
    page.goto(LIST)
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Find a page")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("mal")
    page.keyboard.press("/")
    expect(field).to_have_value("mal/")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Find a page")).to_be_visible()
    assert axe_findings(page) == {}
    assert too_wide(page) == 0
    page.get_by_role("main").get_by_role("link", name="Mali").click()
    expect(page.get_by_role("heading", name="Mali", level=1)).to_be_visible()


def test_whoever_switched_single_keys_off_types_a_stroke(browser, live_server):
    page = sit_down(browser, live_server, user=make_alice(), viewport={"width": 1440, "height": 844})
    page.goto(LIST)
    page.evaluate("localStorage.setItem('single-keys', 'off')")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find a page")).not_to_be_focused()


def test_a_filter_is_folded_and_narrows_the_list_when_it_is_opened(browser, live_server):
    make_mission(name="Mali")
    page = sit_down(browser, live_server, user=make_alice(), viewport={"width": 390, "height": 844})
    page.goto(LIST)
    choice = page.get_by_role("link", name="Withdrawn", exact=True)
    assert not choice.is_visible()
    page.locator(".filter > summary").first.click()
    choice.click()
    page.get_by_text("Nothing in this list matches what you asked for.").wait_for()
    page.get_by_role("link", name="Clear all filters").click()
    page.get_by_role("link", name="Mali", exact=True).wait_for()
