"""The whole story in a real browser: a change goes from the desk to the public, in four languages, and nothing else.

Alice writes, Bob releases, Dora translates into German only, Erik is the duty officer; the reader has no account.
"""

from datetime import UTC, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import expect

from languages.columns import LANGUAGES
from publishing.models import Release
from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_briefing as make_component_briefing
from tests.factories import make_component, make_event, make_headcount, make_mission, make_operation
from tests.people import PASSWORD, make_alice, make_bob, make_charlie, make_dora, make_erik
from tests.publishing.stories import ask, publish, written_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = {
    "fr": "/fr/nos-missions/mali/",
    "nl": "/nl/onze-missies/mali/",
    "de": "/de/unsere-missionen/mali/",
    "en": "/en/our-missions/mali/",
}
LEAD = {
    "fr": "Des militaires belges forment une armée.",
    "nl": "Belgische militairen leiden een leger op.",
    "de": "Belgische Soldaten bilden eine Armee aus.",
    "en": "Belgian soldiers train an army.",
}


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def mali(alice, bob):
    """Return the mission page that the public reads in four languages, and that Alice wrote."""
    eutm, minusma = make_operation(acronym="EUTM"), make_operation(acronym="MINUSMA")
    mission = make_mission(name="Mali", slug="mali", lead=LEAD, operations=[eutm, minusma])
    make_event(mission, date="2013-04-25")
    make_headcount(mission, role="total", headcount=110, label="Soldiers in Mali")
    make_headcount(mission, headcount=15, label="Soldiers at EUTM", operation=eutm)
    make_headcount(mission, headcount=95, label="Soldiers at MINUSMA", operation=minusma)
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    return mission


@pytest.fixture
def seat(browser, live_server):
    """Give a browser of its own to whoever is named, the reader for nobody; no browser may have complained."""
    complaints, contexts = [], []

    def sit(user=None, **options):
        page = sit_down(browser, live_server, user=user, complaints=complaints, **options)
        contexts.append(page.context)
        return page

    yield sit
    for context in contexts:
        context.close()
    assert complaints == []


def desk_page(verb, row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def form_of(row, language="all"):
    return f"{desk_page('change', row)}?language={language}"


def decision(release):
    return reverse("admin:publishing_release_decide", args=[release.pk])


def save(page):
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def set_headcount(page, label, number):
    row = page.locator("#deployments-group .has_original").filter(has=page.locator("h3", has_text=label))
    row.locator("summary").click()
    row.get_by_label("Headcount").fill(str(number))


def in_language(language, words):
    """Return words of the interface as the site says them in a language."""
    with translation.override(language):
        return translation.gettext(words)


def read(page, address, *, status=200):
    """Open a public address, and hold that it set no cookie and answered in the language of its address."""
    answer = page.goto(address)
    assert answer.status == status
    assert answer.header_value("set-cookie") is None
    assert page.locator("html").get_attribute("lang") == address[1:3]
    return page


def fits(page):
    """Tell whether a page is no wider than its window."""
    return too_wide(page) == 0


def marked(page, tag):
    """Return the words that a comparison shows as struck (`del`) or as new (`ins`)."""
    return page.locator(f".changes {tag}").all_inner_texts()


def test_a_figure_and_a_sentence_go_from_the_desk_to_the_public_in_four_languages(seat, mali, alice, bob):
    earlier_reader = seat()
    for language, address in ADDRESSES.items():
        expect(read(earlier_reader, address).locator(".hero__lead")).to_have_text(LEAD[language])
        expect(earlier_reader.locator("#figures")).to_contain_text("95")

    # Alice signs in, and changes a figure and a Dutch sentence: nothing of that concerns the Germans.
    at_alices = seat()
    at_alices.goto(form_of(mali, "nl"))
    at_alices.get_by_label("Username").fill("alice")
    at_alices.get_by_label("Password").fill(PASSWORD)
    at_alices.get_by_role("button", name="Log in").click()
    set_headcount(at_alices, "MINUSMA", 90)
    set_headcount(at_alices, "Mali", 105)
    at_alices.get_by_label("Lead (Dutch)").fill("Belgische militairen leiden het leger op.")
    save(at_alices)
    switch = at_alices.get_by_role("navigation", name="Languages of this form")
    expect(switch).not_to_contain_text("source changed")

    # A French sentence does: the other languages were translated from it.
    at_alices.get_by_label("Lead (French)").fill("Des militaires belges forment l’armée malienne.")
    save(at_alices)
    expect(switch.get_by_role("listitem").filter(has_text="German")).to_contain_text("1 source changed")

    at_alices.goto(form_of(mali, "all"))
    at_alices.get_by_label("Lead (Dutch)").fill("Belgische militairen leiden het leger van Mali op.")
    at_alices.get_by_label("Lead (German)").fill("Belgische Soldaten bilden die Armee Malis aus.")
    at_alices.get_by_label("Lead (English)").fill("Belgian soldiers train Mali’s army!")
    save(at_alices)
    expect(switch).not_to_contain_text("source changed")

    at_alices.get_by_role("link", name="Publication…").click()
    assert {"95", "110"} <= set(marked(at_alices, "del"))
    assert {"90", "105"} <= set(marked(at_alices, "ins"))
    at_alices.get_by_role("button", name="Ask for approval").click()
    expect(at_alices.locator(".messagelist")).to_contain_text("Somebody else approves it")
    expect(at_alices.get_by_role("button", name="Approve")).to_have_count(0)

    # Bob compares and refuses with a reason; Alice reads it, mends, and asks again.
    at_bobs = seat(bob)
    at_bobs.goto(form_of(mali))
    at_bobs.get_by_role("link", name="Waits for approval, asked by alice").click()
    assert "!" in "".join(marked(at_bobs, "ins"))
    at_bobs.locator("summary").filter(has_text="Refuse…").click()
    # Whoever writes a reason has no button beside it that approves.
    expect(at_bobs.get_by_role("button", name="Approve")).to_have_count(0)
    at_bobs.get_by_label("Reason").fill("No exclamation marks, please.")
    at_bobs.get_by_role("button", name="Refuse with this reason").click()
    expect(at_bobs.locator(".messagelist")).to_contain_text("Refused")
    at_alices.reload()
    expect(at_alices.locator(".facts.first")).to_contain_text("No exclamation marks, please.")
    at_alices.goto(form_of(mali, "en"))
    at_alices.get_by_label("Lead (English)").fill("Belgian soldiers train Mali’s army.")
    save(at_alices)
    at_alices.goto(desk_page("publish", mali))
    at_alices.get_by_role("button", name="Ask for approval").click()
    at_bobs.goto(form_of(mali))
    at_bobs.get_by_role("link", name="Waits for approval, asked by alice").click()
    at_bobs.get_by_role("button", name="Approve and publish").click()
    expect(at_bobs.locator(".messagelist")).to_contain_text("Approved and live")

    # What Alice writes from now on stays on her desk.
    at_alices.goto(form_of(mali, "fr"))
    at_alices.get_by_label("Lead (French)").fill("Une phrase à moitié écrite")
    set_headcount(at_alices, "MINUSMA", 1)
    save(at_alices)
    new = {
        "fr": "Des militaires belges forment l’armée malienne.",
        "nl": "Belgische militairen leiden het leger van Mali op.",
        "de": "Belgische Soldaten bilden die Armee Malis aus.",
        "en": "Belgian soldiers train Mali’s army.",
    }
    # Another reader: the browser of the first may keep what it read for a minute.
    reader = seat()
    for language, address in ADDRESSES.items():
        expect(read(reader, address).locator(".hero__lead")).to_have_text(new[language])
        expect(reader.locator("#figures")).to_contain_text("90")
        expect(reader.locator("#figures")).to_contain_text("105")
        expect(reader.locator("body")).not_to_contain_text("95")
    assert reader.context.cookies() == []


def test_what_is_asked_for_a_given_minute_appears_then_in_four_languages_at_once(seat, mali, alice, bob):
    new = {language: f"{words[:-1]}, encore." for language, words in LEAD.items()}
    written_by(alice, mali, **{f"lead_{language}": words for language, words in new.items()})
    at_alices = seat(alice)
    at_alices.goto(desk_page("publish", mali))
    six = timezone.localtime().replace(hour=6, minute=0, second=0) + timedelta(days=3)
    # The day and the hour are folded away until they are wanted.
    expect(at_alices.get_by_label("Date:")).to_be_hidden()
    at_alices.get_by_label("At a chosen time").check()
    at_alices.get_by_label("Date:").fill(f"{six:%Y-%m-%d}")
    at_alices.get_by_label("Time:").fill("06:00")
    expect(at_alices.locator("output.chosen")).to_contain_text(f"{six.astimezone(UTC):%A %H:%M} UTC, in ")
    # An hour that the clocks skip, and one that comes twice: the desk asks about these by itself.
    for day, hour in (("2027-03-28", "02:30"), ("2027-10-31", "02:30")):
        at_alices.get_by_label("Date:").fill(day)
        at_alices.get_by_label("Time:").fill(hour)
        expect(at_alices.locator("output.chosen")).to_be_empty()
    at_alices.get_by_label("Date:").fill(f"{six:%Y-%m-%d}")
    at_alices.get_by_label("Time:").fill("06:00")
    at_alices.get_by_role("button", name="Ask for approval").click()
    expect(at_alices.locator(".messagelist")).to_contain_text("Somebody else approves it")
    at_bobs = seat(bob)
    at_bobs.goto(at_alices.url)
    at_bobs.get_by_role("button", name="Approve for").click()
    expect(at_bobs.locator(".messagelist")).to_contain_text("It goes live by itself")

    # A reader before, and another one in the very second: nothing was done in between.
    minute = Release.objects.get(wanted_from__isnull=False).wanted_from
    for moment, expected in ((minute - timedelta(seconds=1), LEAD), (minute, new)):
        reader = seat()
        with time_machine.travel(moment, tick=False):
            for language, address in ADDRESSES.items():
                expect(read(reader, address).locator(".hero__lead")).to_have_text(expected[language])


def test_an_earlier_version_comes_back_with_its_numbers_in_four_languages(seat, mali, alice, bob):
    figure = mali.deployments.get(headcount=95)
    figure.headcount = 94
    figure.save(by=alice)
    publish(written_by(alice, mali, lead_fr=LEAD["fr"], lead_en="Wrong."), alice=alice, bob=bob)
    assert "94" in read(seat(), ADDRESSES["nl"]).locator("#figures").inner_text()

    at_alices = seat(alice)
    at_alices.goto(form_of(mali))
    at_alices.get_by_role("link", name="Published versions").click()
    at_alices.get_by_role("link", name="Return to this version… FR").click()
    assert {"94", "95"} <= {*marked(at_alices, "del"), *marked(at_alices, "ins")}
    at_alices.get_by_label("Reason").fill("Le nombre était juste.")
    at_alices.get_by_role("button", name="Ask for approval").click()
    at_bobs = seat(bob)
    at_bobs.goto(at_alices.url)
    at_bobs.get_by_role("button", name="Approve and publish").click()
    expect(at_bobs.locator(".messagelist")).to_contain_text("Approved and live")
    reader = seat()
    for language, address in ADDRESSES.items():
        expect(read(reader, address).locator(".hero__lead")).to_have_text(LEAD[language])
        expect(reader.locator("#figures")).to_contain_text("95")
    # What was on the desk is still there.
    at_alices.goto(form_of(mali))
    expect(at_alices.get_by_label("Lead (English)")).to_have_value("Wrong.")
    expect(at_alices.get_by_text("Differs from what is live")).to_be_visible()


def test_whoever_has_no_rights_is_refused_everywhere(seat, mali, alice, bob):
    release = ask(written_by(alice, mali, lead_de="Ein Satz."), by=alice, languages=["de"], ticks={"de:lead"})
    verbs = ("change", "publish", "preview", "compare", "share", "versions", "history", "withdraw", "redact", "delete")
    addresses = [desk_page(verb, mali) for verb in verbs]
    addresses += [decision(release), reverse("admin:publishing_takedown_add"), reverse("admin:trail")]
    addresses += [reverse("admin:missions_mission_changelist"), reverse("admin:missions_mission_add")]
    # Asked by the browser with Charlie's session, without drawing: a page left at once may still complain of itself.
    at_charlies = seat(make_charlie()).request
    found = {address: at_charlies.get(address, max_redirects=0).status for address in addresses}
    assert found == dict.fromkeys(addresses, 403)


def test_whoever_moved_a_comma_does_not_approve_and_an_author_never_does(seat, mali, alice, bob):
    changed = {f"lead_{language}": f"{LEAD[language][:-1]} vite." for language in LANGUAGES}
    mali = written_by(alice, mali, **changed)
    at_bobs = seat(bob)
    at_bobs.goto(form_of(mali, "nl"))
    at_bobs.get_by_label("Lead (Dutch)").fill("Belgische militairen, leiden een leger op vite.")
    save(at_bobs)
    # It is one passage, and part of it is Bob's: for him ticked, and no longer his to approve.
    at_alices = seat(alice)
    at_alices.goto(desk_page("publish", mali))
    at_alices.get_by_role("button", name="Ask for approval").click()
    for page in (at_alices, at_bobs):
        page.goto(at_alices.url)
        expect(page.locator(".sheet .facts")).to_contain_text("alice, bob")
        expect(page.get_by_text("Not you: you wrote some of these changes.")).to_be_visible()
        expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    at_beas = seat(make_bob("bea"))
    at_beas.goto(at_alices.url)
    at_beas.get_by_role("button", name="Approve and publish").click()
    expect(at_beas.locator(".messagelist")).to_contain_text("Approved and live")
    expect(read(seat(), ADDRESSES["nl"]).locator(".hero__lead")).to_contain_text("militairen, leiden")


def test_the_duty_officer_mends_a_word_alone_and_a_colleague_confirms_it(seat, mali, bob):
    at_eriks = seat(make_erik())
    at_eriks.goto(form_of(mali, "en"))
    at_eriks.get_by_label("Lead (English)").fill("Belgian soldiers teach an army.")
    save(at_eriks)
    at_eriks.goto(desk_page("publish", mali))
    at_eriks.get_by_label("Français, Nederlands required, together").uncheck()
    at_eriks.get_by_label("Deutsch may follow").uncheck()
    at_eriks.get_by_role("button", name="Ask for approval").click()
    at_eriks.get_by_role("button", name="Publish alone as a small correction").click()
    expect(at_eriks.locator(".messagelist")).to_contain_text("The small correction is live")
    reader = seat()
    expect(read(reader, ADDRESSES["en"]).locator(".hero__lead")).to_have_text("Belgian soldiers teach an army.")
    expect(read(reader, ADDRESSES["fr"]).locator(".hero__lead")).to_have_text(LEAD["fr"])
    at_bobs = seat(bob)
    at_bobs.goto(at_eriks.url)
    at_bobs.get_by_role("button", name="Confirm the small correction").click()
    expect(at_bobs.locator(".messagelist")).to_contain_text("The small correction is confirmed")


def test_a_typing_error_at_night_leaves_a_colleagues_half_rewrite_behind(seat, mali, alice):
    """One person, one minute: open the form, mend the word, save, go to publication, publish alone."""
    mali = written_by(alice, mali, context_fr="Une réécriture à moitié")
    at_eriks = seat(make_erik())
    at_eriks.goto(form_of(mali, "fr"))
    at_eriks.get_by_label("Lead (French)").fill(LEAD["fr"].replace("forment", "entraînent"))
    save(at_eriks)
    at_eriks.get_by_role("link", name="Publication…").click()
    at_eriks.get_by_role("button", name="Publish alone as a small correction").click()
    expect(at_eriks.locator(".messagelist")).to_contain_text("The small correction is live")
    reader = seat()
    expect(read(reader, ADDRESSES["fr"]).locator(".hero__lead")).to_have_text(
        LEAD["fr"].replace("forment", "entraînent")
    )
    expect(reader.locator("body")).not_to_contain_text("Une réécriture à moitié")
    for language in ("nl", "de", "en"):
        expect(read(reader, ADDRESSES[language]).locator(".hero__lead")).to_have_text(LEAD[language])
    # What Alice had begun is where she left it, and no translation waits for the word that was mended.
    at_alices = seat(alice)
    at_alices.goto(form_of(mali, "nl"))
    expect(at_alices.get_by_label("Context (French)")).to_have_value("Une réécriture à moitié")
    switch = at_alices.get_by_role("navigation", name="Languages of this form")
    expect(switch.get_by_role("listitem").filter(has_text="German")).not_to_contain_text("source changed")


def test_something_urgent_goes_out_by_two_people_on_phones(seat, mali, alice, bob):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    at_alices, at_bobs = seat(alice, **phone), seat(bob, **phone)
    at_alices.goto(form_of(mali, "fr"))
    at_alices.get_by_label("Lead (French)").fill("La mission est suspendue depuis ce matin, le temps d’une enquête.")
    save(at_alices)
    at_alices.goto(form_of(mali, "all"))
    at_alices.get_by_label("Lead (Dutch)").fill("De missie is sinds vanmorgen opgeschort, zolang het onderzoek loopt.")
    at_alices.get_by_label("Lead (German)").fill("Der Einsatz ruht seit heute Morgen, solange untersucht wird.")
    at_alices.get_by_label("Lead (English)").fill("The mission is suspended as of this morning, pending an inquiry.")
    save(at_alices)
    at_alices.get_by_role("link", name="Publication…").tap()
    at_alices.get_by_label("Note to whoever approves").fill("Le ministre en parle à midi.")
    at_alices.get_by_label("Urgent").check()
    assert fits(at_alices)
    at_alices.get_by_role("button", name="Ask for approval").tap()
    expect(at_alices.locator(".messagelist")).to_contain_text("Somebody else approves it")

    at_bobs.goto(reverse("admin:index"))
    expect(at_bobs.get_by_text("Urgent: to approve")).to_be_visible()
    assert fits(at_bobs)
    at_bobs.goto(at_alices.url)
    assert "suspendue" in "".join(marked(at_bobs, "ins"))
    approve = at_bobs.get_by_role("button", name="Approve and publish")
    assert fits(at_bobs)
    assert approve.bounding_box()["height"] >= 44
    # Who asks, what they note and the verb are on the first screen.
    for words in (at_bobs.get_by_text("alice,"), at_bobs.get_by_text("Le ministre en parle à midi."), approve):
        expect(words).to_be_in_viewport(ratio=1)
    refusal = at_bobs.locator("summary").filter(has_text="Refuse…")
    refusal.tap()
    expect(approve).to_be_hidden()
    refusal.tap()
    approve.tap()
    expect(at_bobs.locator(".messagelist")).to_contain_text("Approved and live")
    expect(read(seat(), ADDRESSES["de"]).locator(".hero__lead")).to_contain_text("ruht seit heute Morgen")


def test_dora_changes_the_german_and_nothing_else(seat, mali):
    at_doras = seat(make_dora())
    at_doras.goto(form_of(mali, "de"))
    expect(at_doras.get_by_label("Lead (French)")).to_have_count(0)
    expect(at_doras.get_by_text(LEAD["fr"])).to_be_visible()
    expect(at_doras.locator("[name$=-headcount]")).to_have_count(0)
    at_doras.get_by_label("Lead (German)").fill("Belgische Soldatinnen und Soldaten bilden eine Armee aus.")
    save(at_doras)
    expect(at_doras.get_by_role("link", name="Publication…")).to_have_count(0)
    mali.refresh_from_db()
    assert mali.lead_de == "Belgische Soldatinnen und Soldaten bilden eine Armee aus."
    assert (mali.lead_fr, mali.lead_nl, mali.lead_en) == (LEAD["fr"], LEAD["nl"], LEAD["en"])


def test_an_old_address_leads_on_in_one_hop_and_a_withdrawn_one_says_so_in_the_readers_language(seat, mali, alice, bob):
    for slug in ("mali-2", "mali-3"):
        mali = written_by(alice, mali, slug_fr=slug)
        publish(mali, alice=alice, bob=bob, languages=["fr"])
    reader = seat()
    answer = reader.goto(ADDRESSES["fr"])
    assert reader.url.endswith("/fr/nos-missions/mali-3/")
    first = answer.request.redirected_from
    assert (first.response().status, first.redirected_from) == (301, None)

    at_bobs = seat(bob)
    at_bobs.goto(form_of(mali))
    at_bobs.get_by_role("link", name="Withdraw…").click()
    at_bobs.get_by_label("Reason").fill("The mandate is being negotiated.")
    at_bobs.get_by_role("button", name="Withdraw these languages").click()
    expect(at_bobs.locator(".messagelist")).to_contain_text("Withdrawn.")
    reader = seat()  # the browser of the one before may keep what it read for a minute
    addresses = ["/fr/nos-missions/mali-3/", *ADDRESSES.values()]
    found = {address: read(reader, address, status=410).locator("h1").inner_text() for address in addresses}
    assert found == {address: in_language(address[1:3], "This page was withdrawn") for address in addresses}
    assert len(set(found.values())) == len(LANGUAGES)
    assert reader.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_open_to_everybody(browser, live_server, mali, alice, bob, scheme):
    make_component_briefing(mali, make_component(label="Land"), text="<p>Trains.</p>")
    written_by(alice, mali, lead_de="Ein Satz.")
    mali = written_by(alice, mali, lead_fr="Une phrase.")
    pages = {
        "index": reverse("admin:index"),
        "list": reverse("admin:missions_mission_changelist"),
        "form": form_of(mali, "de"),
        "request": desk_page("publish", mali),
        "decision": decision(ask(mali, by=alice, languages=["de"], ticks={"de:lead"}, note="Bitte bald.")),
        "withdrawal": desk_page("withdraw", mali),
        "versions": desk_page("versions", mali),
        "publications": reverse("admin:publishing_release_changelist"),
        "picture": reverse("admin:publishing_takedown_add"),
    }
    found, complaints = {}, []
    desk = sit_down(browser, live_server, user=bob, complaints=complaints, color_scheme=scheme)
    for width in (390, 1440):
        desk.set_viewport_size({"width": width, "height": 900})
        for name, address in pages.items():
            desk.goto(address)
            if name == "form":
                desk.evaluate("document.querySelectorAll('details').forEach((row) => { row.open = true; })")
                expect(desk.get_by_role("textbox", name="Text (German)").and_(desk.locator("div"))).to_be_visible()
            if name == "request":
                desk.get_by_label("At a chosen time").check()
                desk.locator(".field-languages summary").click()
            if name == "decision":
                desk.locator("summary").filter(has_text="Refuse…").click()
                expect(desk.get_by_label("Reason")).to_be_visible()
            # Asked before axe: it adds styles of its own, which the policy refuses.
            faults = {"console": [*complaints], "too wide": too_wide(desk)} | axe_findings(desk)
            found |= {(name, width, fault): where for fault, where in faults.items() if where}
            complaints.clear()
    desk.context.close()
    assert found == {}


def test_the_way_in_is_open_to_everybody(seat):
    door = seat()
    door.goto(reverse("admin:login"))
    assert axe_findings(door) == {}
