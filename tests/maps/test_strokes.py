"""A sheet is read back as what was drawn: every line, its ink, its dashes; and painted as such."""

import re

import pytest
import shapely
from PIL import Image

from images.line_painting import dashed, painted
from maps import drawing
from maps.strokes import strokes
from maps.subjects import Subject

MALI = Subject("country", ("ML",))


def test_every_path_of_a_sheet_is_read_with_its_ink_and_its_width():
    svg = drawing.draw(MALI)
    read = strokes(svg)
    names = re.findall(r'<path class="(\w+)"', svg)
    assert [(each.ink, each.width) for each in read] == [drawing.NIGHT[name] for name in names]
    assert sum(len(each.runs) for each in read) == svg.count("M")
    dashes = {name: each.dashes for name, each in zip(names, read, strict=True)}
    assert (dashes["b"], dashes["o"]) == ([15, 7, 0.1, 7], [])


def test_the_outline_that_is_read_has_the_extent_that_a_country_has_on_its_sheet():
    outline = next(each for each in strokes(drawing.draw(MALI)) if each.ink == drawing.NIGHT["o"][0])
    across, down = zip(*(point for run in outline.runs for point in run), strict=True)
    (x, y), (width, height) = drawing.CENTRE, drawing.FIT
    assert abs((min(across) + max(across)) / 2 - x) < 5
    assert abs((min(down) + max(down)) / 2 - y) < 5
    assert width - 5 < max(across) - min(across) < width + 5 or height - 5 < max(down) - min(down) < height + 5


@pytest.mark.parametrize(
    ("data", "runs"),
    [
        ("M5 6l1 2-3 4z", [[(5, 6), (6, 8), (3, 12), (5, 6)]]),
        ("M-5 6l1-2M7 8h0", [[(-5, 6), (-4, 4)], [(7, 8)]]),
    ],
)
def test_lines_rings_and_dots_are_read(data, runs):
    svg = f'<style>path{{fill:none}}.o{{stroke:#efe2c6;stroke-width:3}}</style><path class="o" d="{data}"/>'
    assert strokes(svg) == [("#efe2c6", 3.0, [], runs)]


def test_dashes_are_as_long_as_they_are_said_to_be_round_every_corner():
    line = [(0, 0), (10, 0), (10, 10)]
    assert list(dashed(line, [6, 2])) == [[(0, 0), (6, 0)], [(8, 0), (10, 0), (10, 4)], [(10, 6), (10, 10)]]
    drawn = sum(shapely.LineString(piece).length for piece in dashed([(0, 0), (1000, 0)], [15, 7, 0.1, 7]))
    assert drawn == pytest.approx(1000 * 15.1 / 29.1, abs=15)


def test_a_stroke_lies_where_scale_and_shift_put_it():
    strokes = [("#ffffff", 8, [], [[(0, 10), (40, 10)]]), ("#ff0000", 8, [], [[(0, 40)]])]
    picture = painted(strokes, (60, 60), "#000000", scale=1, shift=(10, 10), thicker=1)
    assert isinstance(picture, Image.Image)
    assert [picture.getpixel(at) for at in ((30, 20), (30, 30), (10, 50))] == [(255, 255, 255), (0, 0, 0), (255, 0, 0)]
