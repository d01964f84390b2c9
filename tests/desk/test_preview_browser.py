"""Previews, share links and comparisons in a real browser: what is private is shown, to whom it is meant, by keyboard
and ear as well; the browser has nothing to complain about.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from publishing import drafts
from publishing.models import ShareLink
from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_event, make_headcount, make_mission, make_picture
from tests.people import make_alice, make_bob
from tests.publishing.stories import publish, written_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def mali(alice):
    """Return a page that is public, and whose draft differs: another lead, another event, a picture nobody saw yet."""
    mission = make_mission(name="Mali", slug="mali", lead="Belgian soldiers train an army.")
    make_headcount(mission, role="total", headcount=110)
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=make_bob())
    make_event(mission, title="A new event")
    return written_by(alice, mission, picture=make_picture(), lead_en="Belgian soldiers teach an army.", lead_de="")


@pytest.fixture
def seat(browser, live_server):
    """Give a browser of its own to whoever is named, a guest for nobody; no browser may have complained."""
    complaints, contexts = [], []

    def sit(user=None, **options):
        page = sit_down(browser, live_server, user=user, complaints=complaints, **options)
        contexts.append(page.context)
        return page

    yield sit
    for context in contexts:
        context.close()
    assert complaints == []


def desk_page(verb, row, *more):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk, *more])


def test_a_draft_with_a_private_picture_is_seen_at_both_widths(seat, mali, alice):
    desk = seat(alice, viewport={"width": 1440, "height": 900})
    desk.goto(desk_page("change", mali))
    desk.get_by_role("link", name="Preview", exact=True).click()
    for width, pixels in (("Phone, 390 pixels", 390), ("Desktop, 1440 pixels", 1440)):
        desk.get_by_role("link", name=width).click()
        inside = desk.frame_locator("iframe")
        expect(inside.locator(".hero__lead")).to_have_text("Belgian soldiers teach an army.")
        expect(inside.locator(".banner")).to_contain_text("Preview, not public.")
        assert inside.locator("html").evaluate("() => window.innerWidth") == pixels
        picture = inside.locator(".hero__picture img")
        picture.evaluate("(picture) => picture.decode()")
        assert picture.evaluate("(picture) => picture.naturalWidth") > 0
    desk.get_by_role("navigation", name="Page and language shown").get_by_role("link", name="Deutsch").click()
    expect(desk.locator(".not-written")).to_contain_text("Lead")
    expect(desk.frame_locator("iframe").locator(".banner")).to_contain_text("Not written yet: lead.")


def test_links_of_a_preview_stay_in_it_or_open_beside_it(seat, mali, alice):
    desk = seat(alice)
    desk.goto(desk_page("preview_page", mali, "en"))
    desk.get_by_role("link", name="Français").click()
    expect(desk.locator("html")).to_have_attribute("lang", "fr")
    assert desk.url.endswith(desk_page("preview_page", mali, "fr"))
    with desk.expect_popup() as opened:
        desk.locator(".masthead__name a").click()
    expect(opened.value.locator("html")).to_have_attribute("lang", "fr")
    assert opened.value.url.endswith("/fr/")


def test_what_is_ticked_is_seen_before_it_is_asked_for(seat, mali, alice):
    desk = seat(alice)
    desk.goto(desk_page("publish", mali))
    for box in desk.locator(".changes input[type=checkbox]").all():
        box.set_checked("lead" in box.evaluate("(box) => box.value"))
    with desk.expect_popup() as opened:
        desk.get_by_role("button", name="English", exact=True).click()
    expect(opened.value.locator(".hero__lead")).to_have_text("Belgian soldiers teach an army.")
    expect(opened.value.get_by_text("A new event")).to_have_count(0)
    # Whoever presses Enter in a field asks; a preview is one's own choice.
    desk.get_by_label("Public note (English)").press("Enter")
    expect(desk.locator(".errornote, .errorlist, .messagelist").first).to_be_visible()
    assert len(desk.context.pages) == 2


def test_a_guest_reads_by_the_link_and_answers_and_the_desk_reads_the_answer(seat, mali, alice):
    desk = seat(alice)
    desk.goto(desk_page("change", mali))
    desk.get_by_role("link", name="Share…").click()
    desk.get_by_role("button", name="Make a link").click()
    address = desk.get_by_label("Address for the guest").input_value()

    guest = seat()
    guest.goto(address)
    expect(guest.locator(".hero__lead")).to_have_text("Belgian soldiers teach an army.")
    picture = guest.locator(".hero__picture img")
    picture.evaluate("(picture) => picture.decode()")
    assert picture.evaluate("(picture) => picture.naturalWidth") > 0
    guest.get_by_label("No, not like this").check()
    guest.get_by_role("button", name="Send the answer").click()
    expect(guest.get_by_role("alert")).to_contain_text("Your answer was not sent yet")
    guest.get_by_label("Your name").fill("Jeanne Guest")
    guest.get_by_label("Your comment").fill("They <b>teach</b>?")
    guest.get_by_role("button", name="Send the answer").click()
    expect(guest.get_by_role("status")).to_contain_text("Thank you")
    assert guest.context.cookies() == []

    desk.goto(desk_page("share", mali))
    expect(desk.locator(".answers")).to_contain_text("They <b>teach</b>?")
    desk.get_by_role("link", name="Open or end this link").click()
    desk.get_by_role("button", name="End this link").click()
    expect(desk.locator(".messagelist")).to_contain_text("The link is over")
    assert guest.goto(address).status == 410
    expect(guest.locator("h1")).to_have_text("This link is no longer valid")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_previews_shares_and_comparisons_are_open_to_everybody(browser, live_server, mali, alice, scheme):
    documents = drafts.frozen_in_all_languages(mali)
    link, token = ShareLink.objects.share(mali.page(), {"en": documents["en"]}, by=alice, audience="Embassy")
    over, ended = ShareLink.objects.share(mali.page(), {"en": documents["en"]}, by=alice)
    over.revoke(by=alice)
    link.answer(language="en", name="Jeanne", verdict="no", comment="Not yet.")
    pages = {
        "preview": f"{desk_page('preview', mali)}?shown=de",
        "phone": f"{desk_page('preview', mali)}?width=phone",
        "bare": desk_page("preview_page", mali, "de"),
        "compare": desk_page("compare", mali),
        "request": desk_page("publish", mali),
        "share": desk_page("share", mali),
        "link": reverse("admin:publishing_sharelink_link", args=[link.pk]),
        "links": reverse("admin:publishing_sharelink_changelist"),
        "guest": f"/en/d/{token}/",
        "answered": f"/en/d/{token}/?thanks",
        "other language": f"/fr/d/{token}/",
        "over": f"/en/d/{ended}/",
    }
    found, complaints = {}, []
    desk = sit_down(browser, live_server, user=alice, complaints=complaints, color_scheme=scheme)
    for width in (390, 1440):
        desk.set_viewport_size({"width": width, "height": 900})
        for name, address in pages.items():
            desk.goto(address)
            if name == "compare":
                desk.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
            # Asked before axe: it adds styles of its own, which the policy refuses.
            faults = {"console": [*complaints], "too wide": too_wide(desk)} | axe_findings(desk)
            found |= {(name, width, fault): where for fault, where in faults.items() if where}
            complaints.clear()
        desk.goto(desk_page("share", mali))
        desk.get_by_role("button", name="Make a link").click()
        expect(desk.get_by_label("Address for the guest")).to_be_visible()
        found |= {("made", width, fault): where for fault, where in axe_findings(desk).items()}
        complaints.clear()
    desk.context.close()
    assert found == {}
