"""Every page of the desk in a real browser: nothing for axe, nothing too wide, in daylight and in the dark."""

import pytest
from django.contrib import admin

from tests.browsing import axe_findings, sit_down, too_wide
from tests.desk.addresses import names_of_pages
from tests.desk.everywhere import SAID_ONCE, make_everything, pages

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# What lies half under the bar that stays in view is a small target for axe; what lies there is chance.
BAR_AT_ITS_PLACE = "document.querySelectorAll('.submit-row').forEach(bar => { bar.style.position = 'static'; })"


def test_what_is_said_once_is_there_to_be_said():
    assert names_of_pages(admin.site) >= SAID_ONCE


@pytest.mark.django_db
def test_every_page_of_the_desk_answers(client):
    world = make_everything()
    client.force_login(world.boss)
    answers = {name: client.get(address, follow=True).status_code for name, address in pages(world).items()}
    assert {name: status for name, status in answers.items() if status != 200} == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_of_the_desk_is_accessible(browser, live_server):
    world = make_everything()
    found = {}
    page = sit_down(browser, live_server, user=world.boss, reduced_motion="reduce")
    for name, address in pages(world).items():
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)
        page.goto(address)
        for scheme, window in (("light", WIDE), ("dark", NARROW)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(window)
            page.evaluate("document.fonts.ready")
            page.evaluate(BAR_AT_ITS_PLACE)
            faults = axe_findings(page)
            if too_wide(page):
                faults["too wide"] = too_wide(page)
            if faults:
                found[f"{name}, {scheme}, {window['width']}"] = faults
    page.context.close()
    assert found == {}
