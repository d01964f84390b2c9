"""Every kind of public page in a real browser: what axe, narrow screens, large letters, keyboards and paper make of it.

Run on one database only: the pages are frozen documents, and no database makes them look different.
"""

import io

import pikepdf
import pytest

from languages.columns import LANGUAGES
from tests.browsing import axe_findings_and_doubts, sit_down, too_wide
from tests.public.kinds_of_page import make_kinds
from tests.public.looking import PRIMARY, UNFOLD, of_language, opened
from tests.public.reviewed_by_hand import AXE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 768, 1440)
LEAST_EVENTS = {"mission with ten events": 10, "mission with forty events": 40, "ended mission": 3}

# What WCAG 1.4.12 lets readers set.
READERS_OWN_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""

# As an extension of the browser does it: the policy of the site refuses style elements.
ADD_STYLE = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}"""

# Words that are cut off, with the element they stand in; what is hidden for the eye is not cut off.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  if (one.closest(".hidden, .film__still") || one.childElementCount || !one.textContent.trim()) return false;
  return ["hidden", "clip"].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
}).map((one) => one.className)"""

# What a target of a finger is at least, unless it stands in a line of text (WCAG 2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary, textarea")].filter((one) => {
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  if (!box.width || one.matches(".skip") || style.display === "inline") return false;
  return box.width < 24 || box.height < 24;
}).map((one) => one.outerHTML.slice(0, 90))"""

# Elements that hold the focus without showing it: neither a line around them nor a shadow.
HOW_FOCUS_SHOWS = """() => {
  const style = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  return {
    what: document.activeElement.outerHTML.slice(0, 90),
    shown: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""

TOO_WIDE = """() => [...document.querySelectorAll("main *, header *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".hidden, .hero__map"))
  .map((one) => one.outerHTML.slice(0, 90)).slice(0, 5)"""

REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility()).length"""

# How far words in the place of a number reach into what they count, in their own size.
WORDS_TOO_LOW = """() => [...document.querySelectorAll(".figures__big .number--words")].map((one) => {
  const below = one.closest("p").nextElementSibling.getBoundingClientRect().top;
  return (one.getBoundingClientRect().bottom - below) / parseFloat(getComputedStyle(one).fontSize);
})"""

# A4 at 96 dots an inch, which is what style sheets ask for; the margins are taken off afterwards.
PAPER = {"width": 794, "height": 1123}
BROKEN_YEARS = """() => [...document.querySelectorAll(".event__year")]
  .filter((one) => one.getBoundingClientRect().height > 2 * parseFloat(getComputedStyle(one).fontSize))
  .map((one) => one.textContent)"""

# Whether a year is in sight when the last of its events stands high in the window; of years with several events.
YEARS_IN_SIGHT = """() => [...document.querySelectorAll(".year")]
  .filter((year) => year.querySelectorAll(".event").length > 2)
  .map((year) => {
    scrollTo(0, scrollY + [...year.querySelectorAll(".event")].at(-1).getBoundingClientRect().top - 60);
    return year.querySelector(".event__year").getBoundingClientRect().top >= 0;
  })"""

LAYOUT_SHIFT = """() => new Promise((done) => {
  let total = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(total))));
})"""

# What `sizes` says against the room there is: a browser chooses by the first which file it fetches.
PROMISED_AND_TRUE = r"""() => [...document.querySelectorAll("figure img[sizes]")].map((one) => {
  const choices = one.sizes.split(", ").map((choice) => /^(?:(\([^)]+\)) )?(.+)$/.exec(choice));
  const ruler = document.createElement("div");
  ruler.style.position = "fixed";
  ruler.style.width = choices.find(([, query]) => !query || matchMedia(query).matches)[2];
  document.body.append(ruler);
  const promised = ruler.getBoundingClientRect().width;
  ruler.remove();
  return [promised, one.closest("figure").getBoundingClientRect().width];
})"""


@pytest.fixture
def kinds():
    return make_kinds()


def titles_of(items):
    """Return the titles in the outline of a file, whatever their level."""
    for item in items:
        yield " ".join(item.title.split())
        yield from titles_of(item.children)


# Which line of the table, if any, speaks of each element that axe asks about.
SPOKEN_OF = """([targets, selectors]) => targets.map((target) => {
  const element = document.querySelector(target);
  return [selectors.find((selector) => element.closest(selector)) ?? null, element.outerHTML.slice(0, 120)];
})"""


def asked_by_axe(page, answered):
    """Return what axe finds, its doubts that no line of the table answers included; note the lines that are used."""
    findings, doubts = axe_findings_and_doubts(page)
    for rule, targets in doubts.items():
        selectors = [selector for of_rule, selector in AXE if of_rule == rule]
        spoken_of = page.evaluate(SPOKEN_OF, [[target for (target,) in targets], selectors])
        answered |= {(rule, selector) for selector, _what in spoken_of if selector}
        if open_questions := [what for selector, what in spoken_of if not selector]:
            findings[rule, "needs review"] = open_questions
    return findings


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != PRIMARY])
def test_axe_finds_nothing_on_any_kind_of_page_in(browser, live_server, kinds, language):
    complaints, found = [], {}
    page = sit_down(browser, live_server, complaints=complaints)
    for kind in opened(page, of_language(kinds, language)):
        page.evaluate(UNFOLD)
        found |= {(kind.name, rule): where for rule, where in asked_by_axe(page, set()).items()}
    page.context.close()
    assert found == {}
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_width_and_nothing_scrolls_sideways_in(browser, live_server, kinds, scheme):
    found, answered = {}, set()
    page = sit_down(browser, live_server, color_scheme=scheme)
    for kind in opened(page, of_language(kinds, PRIMARY)):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if too_wide(page):
                found[kind.name, width, "scrolls sideways"] = too_wide(page)
            page.evaluate(UNFOLD)
            found |= {(kind.name, width, rule): where for rule, where in asked_by_axe(page, answered).items()}
    page.context.close()
    assert found == {}
    assert AXE.keys() - answered == set()


def test_pages_bear_the_readers_own_spacing_fit_the_finger_and_stand_still(browser, live_server, kinds):
    found = {}
    page = sit_down(browser, live_server, viewport={"width": 320, "height": 640})
    # German has the longest words.
    for kind in opened(page, of_language(kinds, "de")):
        shifted = page.evaluate(LAYOUT_SHIFT)
        if shifted > 0.02:
            # Letters that a busy machine brings late move a page once; one that moves by itself does so again.
            page.reload()
            shifted = page.evaluate(LAYOUT_SHIFT)
        small, wide = page.evaluate(SMALL_TARGETS), too_wide(page)
        page.evaluate(ADD_STYLE, READERS_OWN_SPACING)
        faults = {
            "moves while it loads": shifted if shifted > 0.02 else 0,
            "small targets": small,
            "scrolls sideways": wide,
            "scrolls sideways with own spacing": too_wide(page) and page.evaluate(TOO_WIDE),
            "words cut off": page.evaluate(CUT_OFF),
        }
        found |= {(kind.name, fault): what for fault, what in faults.items() if what}
    page.context.close()
    assert found == {}


def test_a_keyboard_reaches_everything_and_always_shows_where_it_is(browser, live_server, kinds):
    found = {}
    page = sit_down(browser, live_server)
    for kind in opened(page, of_language(kinds, PRIMARY)):
        reachable, reached = page.evaluate(REACHABLE), set()
        for _press in range(reachable + 2):
            page.keyboard.press("Tab")
            focus = page.evaluate(HOW_FOCUS_SHOWS)
            if focus["what"].startswith("<body"):
                break
            reached.add(focus["what"])
            # The browser's own controls of a film show the focus themselves, where no style of ours is asked.
            if not (focus["shown"] and focus["inside"]) and not focus["what"].startswith("<video"):
                found[kind.name, focus["what"]] = focus
    page.context.close()
    assert found == {}


def test_nothing_moves_for_those_who_asked_for_stillness(browser, live_server, kinds):
    page = sit_down(browser, live_server, reduced_motion="reduce")
    moving = {}
    for kind in opened(page, of_language(kinds, PRIMARY)):
        if page.evaluate("document.getAnimations().length"):
            moving[kind.name] = page.evaluate("document.getAnimations().map((one) => one.animationName)")
    page.context.close()
    assert moving == {}


def test_a_picture_promises_the_width_it_takes(browser, live_server, kinds):
    seen, broken = set(), {}
    page = sit_down(browser, live_server)
    with_pictures = [
        kind for kind in of_language(kinds, PRIMARY) if kind.name in ("article", "mission with a photograph")
    ]
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for kind in opened(page, with_pictures):
            for promised, true in page.evaluate(PROMISED_AND_TRUE):
                seen.add(kind.name)
                if abs(promised - true) > 4:
                    broken[kind.name, width] = promised, true
    page.context.close()
    assert len(seen) == len(with_pictures) == 2
    assert broken == {}


def test_paper_holds_every_event_and_is_tagged_for_readers_of_the_screen(browser, live_server, kinds):
    page = sit_down(browser, live_server)
    of_missions = [kind for kind in of_language(kinds, PRIMARY) if kind.name in LEAST_EVENTS]
    assert len(of_missions) == len(LEAST_EVENTS)
    for kind in opened(page, of_missions):
        titles = [" ".join(title.split()) for title in page.locator(".event__title").all_inner_texts()]
        assert len(titles) >= LEAST_EVENTS[kind.name]
        # The table of contents of the file is made from the headings that stand on its sheets.
        with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=True, outline=True))) as printed:
            assert printed.Root.MarkInfo.Marked
            with printed.open_outline() as outline:
                headings = list(titles_of(outline.root))
        assert [title for title in titles if title not in headings] == []
    page.context.close()


def test_years_stay_whole_on_paper_and_the_foot_of_each_sheet_names_the_page(browser, live_server, kinds):
    page = sit_down(browser, live_server)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    of_missions = [kind for kind in of_language(kinds, PRIMARY) if kind.name in LEAST_EVENTS]
    for kind in opened(page, of_missions):
        assert page.locator(".event__year").count()
        assert page.evaluate(BROKEN_YEARS) == [], kind
        title = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--title')")
        assert title.strip('"')
        assert page.title().startswith(title.strip('"'))
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_words_in_the_place_of_a_number_stand_clear_of_what_they_count(browser, live_server, kinds, width):
    page = sit_down(browser, live_server)
    page.set_viewport_size({"width": width, "height": 900})
    (kind,) = [kind for kind in of_language(kinds, PRIMARY) if kind.name == "planned mission"]
    for _opened in opened(page, [kind]):
        (overlap,) = page.evaluate(WORDS_TOO_LOW)
        assert overlap < 0.15
        assert too_wide(page) == 0
    page.context.close()


@pytest.mark.parametrize(("width", "stays"), [(360, False), (768, True), (1440, True)])
def test_a_year_stays_in_sight_beside_all_its_events_where_there_is_room(browser, live_server, kinds, width, stays):
    page = sit_down(browser, live_server)
    page.set_viewport_size({"width": width, "height": 900})
    (kind,) = [kind for kind in of_language(kinds, PRIMARY) if kind.name == "mission with ten events"]
    for _opened in opened(page, [kind]):
        in_sight = page.evaluate(YEARS_IN_SIGHT)
        assert set(in_sight) == {stays}
    page.context.close()
