"""Every kind of public page for eyes without colours: in forced colours, and with the focus told by brightness alone.

Contrast is a ratio of brightness, so what has enough of it is seen in grey as well.
"""

import pytest

from tests.browsing import sit_down
from tests.public.kinds_of_page import make_kinds
from tests.public.looking import PRIMARY, UNFOLD, of_language, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A colour as red, green, blue, opacity; the contrast of two; what an element is painted on.
COLOURS = """
const parsed = (text) => {
  const [red, green, blue, opacity = 1] = text.match(/[\\d.]+/g).map(Number);
  return { red, green, blue, opacity };
};
const luminance = (colour) => {
  const [red, green, blue] = [colour.red, colour.green, colour.blue].map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};
const canvas = () => parsed(matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)");
const ground = (element) => {
  for (let one = element; one; one = one.parentElement) {
    const colour = parsed(getComputedStyle(one).backgroundColor);
    if (colour.opacity) return colour;
  }
  return canvas();
};
const shown = (element) => element.checkVisibility() && !element.closest(".hidden, .film__still, option");
"""

# Words and drawn shapes that do not stand out from what they are painted on.
FAINT = (
    "() => {"
    + COLOURS
    + """
  const faint = [];
  const look = (element, inks, least, what) => {
    // The number in a mark lies on its disc.
    const under = element.matches("circle + text")
      ? parsed(getComputedStyle(element.previousElementSibling).fill) : ground(element);
    const seen = inks.filter((ink) => ink !== "none").map(parsed).filter((ink) => ink.opacity);
    if (seen.length && Math.max(...seen.map((ink) => contrast(ink, under))) < least) {
      faint.push(`${what} of ${element.outerHTML.slice(0, 90)}: ${seen.map((ink) => Object.values(ink)).join(" / ")}`);
    }
  };
  for (const element of [...document.body.querySelectorAll("*")].filter(shown)) {
    const style = getComputedStyle(element);
    if (element.ownerSVGElement) {
      if (!element.matches("g, defs, image, defs *")) look(element, [style.fill, style.stroke], 3, "the shape");
      continue;
    }
    if ([...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) {
      look(element, [style.color], 4.5, "the words");
      // The browser lays a plate of the canvas under words whose colours it may force.
      if (style.forcedColorAdjust === "auto" && contrast(parsed(style.color), canvas()) < 4.5) {
        faint.push(`the words on their plate: ${element.outerHTML.slice(0, 90)}`);
      }
    }
  }
  return faint;
}"""
)

MARKERS = (
    "() => {"
    + COLOURS
    + """
  return [...document.querySelectorAll(".event__body")].map((element) => {
    const style = getComputedStyle(element, "::before");
    const edges = ["Top", "Right", "Bottom", "Left"].filter((side) => parseFloat(style[`border${side}Width`]));
    const inks = [style.backgroundColor, ...edges.map((side) => style[`border${side}Color`])].map(parsed);
    return Math.max(...inks.filter((ink) => ink.opacity).map((ink) => contrast(ink, ground(element))), 1);
  });
}"""
)

# Everything that takes the focus, and how its ring stands out from what is around it.
DIM_RINGS = (
    "() => {"
    + COLOURS
    + """
  const dim = [];
  const found = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
  for (const element of [...found].filter((one) => one.checkVisibility())) {
    element.focus();
    const style = getComputedStyle(element);
    const ratio = contrast(parsed(style.outlineColor), ground(element.parentElement));
    if (document.activeElement !== element || parseFloat(style.outlineWidth) < 2 || ratio < 3) {
      dim.push([element.outerHTML.slice(0, 90), style.outline, ratio]);
    }
  }
  return dim;
}"""
)


@pytest.fixture
def kinds():
    return of_language(make_kinds(), PRIMARY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_drawings_and_markers_stand_out_in_forced_colours(browser, live_server, kinds, scheme):
    faint, markers = {}, []
    page = sit_down(browser, live_server, forced_colors="active", color_scheme=scheme)
    for kind in opened(page, kinds):
        page.evaluate(UNFOLD)
        if found := page.evaluate(FAINT):
            faint[kind.name] = found
        markers += page.evaluate(MARKERS)
    page.context.close()
    assert faint == {}
    assert len(markers) > 50
    assert min(markers) >= 3


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_told_by_brightness_alone(browser, live_server, kinds, scheme, forced):
    dim = {}
    page = sit_down(browser, live_server, forced_colors=forced, color_scheme=scheme)
    for kind in opened(page, kinds):
        page.keyboard.press("Tab")  # who walks by keyboard is shown the focus
        if found := page.evaluate(DIM_RINGS):
            dim[kind.name] = found
    page.context.close()
    assert dim == {}
