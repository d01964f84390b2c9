"""Two people at two real browsers in one form; words a browser keeps; keys."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_article, make_block, make_event, make_mission
from tests.people import make_alice, make_bob

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def mali():
    mission = make_mission(name="Mali", lead="Soldiers train an army.")
    make_event(mission, date="2013", title="First")
    return mission


@pytest.fixture
def seat(browser, live_server):
    """Give a browser of its own to whoever is named; no browser may have complained."""
    complaints, contexts = [], []

    def sit(user, **options):
        page = sit_down(browser, live_server, user=user, complaints=complaints, **options)
        contexts.append(page.context)
        return page

    sit.complaints = complaints
    yield sit
    for context in contexts:
        context.close()
    # The page that asks to choose says so to machines too: 409.
    assert [text for text in complaints if "409" not in text] == []


def form_of(row, language="fr"):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return f"{reverse(name, args=[row.pk])}?language={language}"


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def saved(page):
    expect(page.locator(".bar-state [role=status]")).to_contain_text("Draft saved at")


def lead(page):
    return page.get_by_label("Lead (French)")


def test_two_texts_for_one_passage_are_asked_about_and_neither_is_lost(seat, mali, alice, bob):
    at_alices, at_bobs = seat(alice), seat(bob)
    with at_alices.expect_response("**/here/"):
        at_alices.goto(form_of(mali))
    at_bobs.goto(form_of(mali))
    expect(at_bobs.locator("also-here")).to_have_text("alice is also in this page")
    lead(at_bobs).fill("Soldiers train a police force.")
    save(at_bobs)
    saved(at_bobs)
    lead(at_alices).fill("Belgian soldiers train an army.")
    at_alices.get_by_label("Whole title (French)").fill("Notre mission au Mali")
    save(at_alices)
    expect(at_alices.get_by_role("heading", name="Two texts for the same passage")).to_be_visible()
    expect(at_alices.locator(".clash-sides ins").first).to_be_visible()
    for width in (390, 1440):
        at_alices.set_viewport_size({"width": width, "height": 900})
        assert axe_findings(at_alices) == {}
        assert too_wide(at_alices) == 0
    seat.complaints.clear()  # axe adds styles of its own, which the policy refuses
    third = at_alices.get_by_label("Third text")
    expect(third).to_have_value("Belgian soldiers train a police force.")
    at_alices.get_by_label("A third one, from both").check()
    third.fill("Belgian soldiers train the police.")
    at_alices.get_by_role("button", name="Save this choice").click()
    saved(at_alices)
    expect(lead(at_alices)).to_have_value("Belgian soldiers train the police.")
    mali.refresh_from_db()
    assert (mali.lead_fr, mali.title_fr) == ("Belgian soldiers train the police.", "Notre mission au Mali")


def test_words_that_were_not_saved_are_offered_on_return_and_never_come_by_themselves(seat, mali, alice):
    page = seat(alice)
    page.goto(form_of(mali))
    lead(page).fill("Typed before the crash.")
    page.goto(reverse("admin:index"))
    page.goto(form_of(mali))
    expect(lead(page)).to_have_value("Soldiers train an army.")
    sheet = page.get_by_role("region", name="Words that were not saved")
    expect(sheet).to_contain_text("Typed before the crash.")
    sheet.get_by_role("button", name="Take it up").click()
    expect(lead(page)).to_have_value("Typed before the crash.")
    mali.refresh_from_db()
    assert mali.lead_fr == "Soldiers train an army."
    save(page)
    saved(page)
    expect(page.locator(".kept-words")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('words:')).length") == 0


def test_rich_text_in_a_row_that_was_added_is_kept_too_and_can_be_thrown_away(seat, alice):
    article = make_article()
    make_block(article, text="<p>One.</p>", order=1)
    page = seat(alice)
    page.goto(form_of(article))
    page.locator("#blocks-group .add-row a").click()
    editor = page.locator("#blocks-1 [contenteditable=true]")
    editor.fill("Half a thought")
    expect(page.locator("[name=blocks-1-text_fr]")).to_have_value("<p>Half a thought</p>")
    page.goto(reverse("admin:index"))
    page.goto(form_of(article))
    sheet = page.get_by_role("region", name="Words that were not saved")
    expect(sheet).to_contain_text("Half a thought")
    sheet.get_by_role("button", name="Take it up").click()
    expect(page.locator("#blocks-1 [contenteditable=true]")).to_have_text("Half a thought")
    page.goto(reverse("admin:index"))
    page.goto(form_of(article))
    sheet.get_by_role("button", name="Throw it away").click()
    expect(sheet).to_be_hidden()
    page.reload()
    expect(page.locator(".kept-words")).to_be_hidden()


def test_the_way_out_asks_about_kept_words(seat, mali, alice):
    page = seat(alice)
    page.goto(form_of(mali))
    lead(page).fill("Not saved.")
    page.goto(reverse("admin:index"))
    page.locator(".desk-who > summary").click()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Throw them away and log out").click()
    expect(page.get_by_text("Thanks for spending some quality time")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('words:')).length") == 0


def test_a_session_that_is_over_loses_no_word(seat, mali, alice):
    page = seat(alice)
    page.goto(form_of(mali))
    lead(page).fill("Typed in time.")
    page.context.clear_cookies(name="sessionid")
    save(page)
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    expect(page.get_by_label("Lead (French)")).to_have_value("Typed in time.")
    page.get_by_role("link", name="Log in and take them up").click()
    expect(page.get_by_text("Words you typed are kept in this browser.")).to_be_visible()
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill("a-long-password-of-the-tests")
    page.get_by_role("button", name="Log in").click()
    sheet = page.get_by_role("region", name="Words that were not saved")
    sheet.get_by_role("button", name="Take it up").click()
    expect(lead(page)).to_have_value("Typed in time.")


def test_a_language_button_saves_the_draft(seat, mali, alice):
    page = seat(alice)
    page.goto(form_of(mali))
    lead(page).fill("Saved by the switch.")
    page.get_by_role("button", name="German").click()
    expect(page.get_by_label("Lead (German)")).to_be_visible()
    expect(lead(page)).to_have_value("Saved by the switch.")
    mali.refresh_from_db()
    assert mali.lead_fr == "Saved by the switch."


def test_a_row_among_many_is_fetched_when_it_is_opened_and_saved_alone(seat, alice):
    mission = make_mission()
    for year in range(2000, 2012):
        make_event(mission, date=str(year), title=f"Event of {year}", text="")
    page = seat(alice)
    page.goto(form_of(mission))
    expect(page.locator("[name$=-title_fr]:not([name*=__prefix__])")).to_have_count(0)
    page.locator("#events-7 summary").click()
    page.locator("[name=events-7-title_fr]").fill("Another title")
    expect(page.locator("[name=events-7-closed]")).to_have_count(0)
    page.keyboard.press("Control+s")
    saved(page)
    titles = list(mission.events.values_list("title_fr", flat=True))
    assert titles == [f"Event of {2000 + n}" if n != 7 else "Another title" for n in range(12)]


def test_keys_move_rows_and_find_what_needs_work(seat, alice):
    article = make_article(title={"fr": "Titre", "nl": "", "de": "", "en": ""})
    first = make_block(article, text="<p>One.</p>", order=1)
    second = make_block(article, text="<p>Two.</p>", order=2)
    page = seat(alice)
    page.goto(form_of(article, "de"))
    page.keyboard.press("F8")
    expect(page.get_by_label("Title (German)")).to_be_focused()
    page.locator("#blocks-0 summary").focus()
    page.keyboard.press("Alt+PageDown")
    expect(page.locator("#blocks-group .inline-related").first).to_have_id("blocks-1")
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Save the draft")
    assert axe_findings(page) == {}
    seat.complaints.clear()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    saved(page)
    assert list(article.blocks.all()) == [second, first]


def test_single_keys_lead_to_the_next_language_and_to_the_preview_outside_fields_only(seat, mali, alice):
    page = seat(alice)
    page.goto(form_of(mali, "nl"))
    page.get_by_label("Slogan (French)").press_sequentially("lp?")
    page.get_by_label("Slogan (French)").blur()
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile("language=de"))
    expect(page.get_by_label("Slogan (French)")).to_have_value("lp?")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("/preview/"))
    page.goto(form_of(mali, "nl"))
    page.evaluate(
        """document.getElementById("mission_form").addEventListener("submit", (event) => {
            event.preventDefault();
            document.body.dataset.sent = "yes";
        })"""
    )
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys work").uncheck()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Keys").blur()
    page.keyboard.press("l")
    assert page.evaluate("document.body.dataset.sent") is None
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys work").check()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Keys").blur()
    page.keyboard.press("l")
    assert page.evaluate("document.body.dataset.sent") == "yes"
