"""Several pages asked for together in a real browser: from the list to the request, open to everybody."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from publishing.models import Release
from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_notice
from tests.people import make_alice, make_bob
from tests.publishing.stories import publish, written_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_several_pages_are_chosen_in_a_list_and_asked_for_together(browser, live_server, width, scheme):
    alice, bob = make_alice(), make_bob()
    for number in (1, 2):
        notice = written_by(alice, make_notice(title=f"Notice {number}"))
        publish(notice, alice=alice, bob=bob)
        written_by(alice, notice, text_fr=f"Un autre texte {number}.")
    complaints, found = [], {}
    desk = sit_down(browser, live_server, user=alice, complaints=complaints, color_scheme=scheme)
    desk.set_viewport_size({"width": width, "height": 900})

    def looked_at(name):
        faults = {"console": [*complaints], "too wide": too_wide(desk)} | axe_findings(desk)
        found.update({(name, fault): where for fault, where in faults.items() if where})
        complaints.clear()

    desk.goto(reverse("admin:articles_notice_changelist"))
    looked_at("list")
    for box in desk.locator("input.action-select").all():
        box.check()
    desk.locator("select[name=action]").select_option("ask_together")
    desk.locator("button[name=index]").click()
    expect(desk.get_by_role("heading", name="Publish several pages together")).to_be_visible()
    expect(desk.locator("section.of-a-page")).to_have_count(2)
    looked_at("request")
    desk.get_by_role("button", name="Ask for approval").click()
    expect(desk.locator(".messagelist")).to_contain_text("Somebody else approves all of it, or nothing.")
    looked_at("decision")
    desk.context.close()
    assert found == {}
    pages = Release.objects.get(state="requested").candidates.values_list("page", flat=True)
    assert len(set(pages)) == 2
