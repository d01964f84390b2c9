"""Every pair of colours that the design puts together can be read: computed from the tokens, light and dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEXT, CONTROL = 4.5, 3
# Foreground, background and what it needs, as the table of the art direction has them.
PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "ink-2", "ochre", "blue", "visited", "red", "green")
        for ground in ("paper", "panel")
    ),
    ("rule-3", "paper", CONTROL),
    ("rule-3", "panel", CONTROL),
    *((ink, "night", TEXT) for ink in ("cream", "lit", "night-2")),
    ("focus", "night", CONTROL),
    ("focus-ink", "focus", CONTROL),
    # What a button of the search form and of a guest's answer has.
    ("paper", "ink", TEXT),
    ("paper", "blue", TEXT),
]
# The ring of the focus is ink on paper in light, yellow on night in dark.
RING = {"light": ("focus-ink", "paper"), "dark": ("focus", "paper")}


def tokens(scheme):
    """Return the colours of a scheme by name; what dark does not say again is as in light."""
    text = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
    light, _mark, rest = text.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("\n}\n")[0]
    found = re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light + (dark if scheme == "dark" else ""))
    return dict(found)


def luminance(colour):
    """Return the relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_most_contrast_there_is():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffd23f", "#f6f2e9") < 1.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read_in(scheme):
    colours = tokens(scheme)
    pairs = [*PAIRS, (*RING[scheme], CONTROL)]
    poor = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: found for pair, found in poor.items() if found < pair[2]} == {}


def test_dark_is_another_scheme_than_light():
    light, dark = tokens("light"), tokens("dark")
    assert light.keys() == dark.keys()
    assert {name for name in light if light[name] != dark[name]} >= {"paper", "panel", "ink", "ochre", "blue", "red"}
