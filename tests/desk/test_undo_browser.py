"""History, restore, deleted drafts and “take into the draft” in a real browser, on a phone and for every reader."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from publishing import saves
from publishing.models import SavedDraft
from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_category, make_event, make_mission
from tests.people import make_alice, make_bob
from tests.publishing.stories import publish, written_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def mali(alice):
    """Return a mission that was published, changed twice since, and lost an event."""
    mission = make_mission(name="Mali", lead="Soldiers train an army.")
    event = make_event(mission, title="A camp opens")
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=make_bob())
    mission = written_by(alice, mission, lead_en="Soldiers train a battalion.", review_on="2027-02-01")
    event.delete()
    return written_by(alice, mission)


def desk_page(verb, row, *arguments):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk, *arguments])


def deleted_category(alice):
    category = make_category(label="Training")
    deletion = saves.record(category, by=alice, what=SavedDraft.What.DELETED)
    category.delete()
    return deletion


def test_a_lost_event_is_found_in_the_history_and_brought_back(browser, live_server, mali, alice):
    complaints = []
    desk = sit_down(browser, live_server, user=alice, complaints=complaints)
    desk.goto(desk_page("change", mali))
    desk.get_by_role("link", name="History").click()
    expect(desk.get_by_role("row")).to_have_count(4)
    desk.get_by_role("button", name="Compare the two").click()
    expect(desk.locator(".changes")).to_contain_text("A camp opens")
    desk.get_by_role("link", name="Bring back the earlier save…").click()
    expect(desk.locator("ins", has_text="A camp opens").first).to_be_visible()
    desk.get_by_role("button", name="Bring this save back").click()
    expect(desk.locator(".messagelist")).to_contain_text("This can be undone in the history.")
    expect(desk.get_by_text("A camp opens").first).to_be_visible()
    desk.context.close()
    assert complaints == []
    assert mali.events.get().title_en == "A camp opens"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_back_is_open_to_everybody(browser, live_server, mali, alice, scheme):
    first = SavedDraft.objects.of(mali.uid).last()
    edition = mali.page().editions.get(language="en")
    pages = {
        "history": desk_page("history", mali),
        "comparison": f"{desk_page('compare_saves', mali)}?from={first.pk}&to=now",
        "restore": desk_page("restore_save", mali, first.pk),
        "taking": desk_page("take", mali, edition.sequence),
        "recovery": reverse("admin:publishing_deleteddraft_recover", args=[deleted_category(alice).pk]),
        "deleted": reverse("admin:publishing_deleteddraft_changelist"),
    }
    found, complaints = {}, []
    desk = sit_down(browser, live_server, user=alice, complaints=complaints, color_scheme=scheme)
    for width in (390, 1440):
        desk.set_viewport_size({"width": width, "height": 900})
        for name, address in pages.items():
            desk.goto(address)
            # Asked before axe: it adds styles of its own, which the policy refuses.
            faults = {"console": [*complaints], "too wide": too_wide(desk)} | axe_findings(desk)
            found |= {(name, width, fault): where for fault, where in faults.items() if where}
            complaints.clear()
    desk.context.close()
    assert found == {}
