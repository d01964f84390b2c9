"""The frame of the desk in a real browser: one line at any width, and everything in it within reach."""

import pytest
from django.urls import reverse

from tests.browsing import sit_down, too_wide
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


def test_on_a_wide_screen_nothing_of_the_frame_is_folded(browser, live_server):
    page = sit_down(browser, live_server, user=make_alice(), viewport={"width": 1280, "height": 800})
    page.goto(LIST)
    assert height(page) == LINE
    assert not page.locator(".desk-menu > summary").is_visible()
    assert page.get_by_role("button", name="Log out").is_visible()
    assert page.get_by_role("button", name="FR").is_visible()


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
