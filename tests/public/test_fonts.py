"""The fonts are cut down, and still hold whatever our pages write, as heavy and as wide as the stylesheets ask."""

import re

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from languages.columns import LANGUAGES
from scripts.cut_fonts import CUT, ranges

FOLDER = settings.BASE_DIR / "static"
SHEETS = "".join(file.read_text() for file in sorted((FOLDER / "css").glob("*.css")))
# Beside links that leave a preview; whoever previews has a font with it.
NOT_OURS = {ord("↗")}
RULES = re.sub(r"@font-face \{[^}]*\}", "", SHEETS)
# Keywords are bold or inherit.
WEIGHTS = {int(weight) for weight in re.findall(r"font-weight: (\d+);", RULES)} | {700}
WIDTHS = {int(width) for width in re.findall(r"font-stretch: (\d+)%;", RULES)} | {100}


def font(name):
    return TTFont(FOLDER / "fonts" / f"{name}.woff2")


def axis(opened, tag):
    """Return the narrowest and the widest value of an axis."""
    (found,) = (each for each in opened["fvar"].axes if each.axisTag == tag)
    return found.minValue, found.maxValue


def written():
    """Return the characters of the demonstration's words and of every word the site says in its four languages."""
    catalogues = [settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES]
    texts = [*catalogues, *(settings.BASE_DIR / "fixtures").glob("*.yaml")]
    return {ord(sign) for text in texts if text.exists() for sign in text.read_text() if sign.isprintable()}


def test_no_character_stands_in_two_files_of_a_face():
    for name in CUT:
        first, other = ranges()[name], ranges()[name.replace("-latin", "-latin-ext")]
        assert first & other == set(), name


@pytest.mark.parametrize("name", CUT)
def test_the_file_that_every_page_loads_holds_whatever_is_written_in_our_languages(name):
    assert {chr(sign) for sign in written() - NOT_OURS - font(name).getBestCmap().keys()} == set()


@pytest.mark.parametrize("name", CUT)
def test_a_font_reaches_as_far_as_the_stylesheets_ask(name):
    opened = font(name)
    lightest, heaviest = axis(opened, "wght")
    assert lightest <= min(WEIGHTS) < max(WEIGHTS) <= heaviest
    if name.startswith("encode"):
        narrowest, widest = axis(opened, "wdth")
        assert narrowest <= min(WIDTHS) < max(WIDTHS) <= widest


def test_a_font_that_was_changed_does_not_bear_the_name_its_licence_keeps():
    said = [str(record) for record in font("encode-sans-latin")["name"].names if record.nameID != 0]
    assert any("Missions Sans" in name for name in said)
    assert not any("Encode" in name for name in said)
