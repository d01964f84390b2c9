"""Sheets: true lines, every part, few bytes, and always the same ones."""

import gzip
import hashlib
import itertools
import math
import os
import re
import subprocess
import sys
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from django.conf import settings

from maps import drawing, lines, locator
from maps.management.commands.draw_sheets import WORLD
from maps.subjects import Subject, seas, subject
from missions.documents import PlaceReference

AWKWARD = ["CA", "NO", "ID", "CL", "PH", "RU", "AQ", "MV", "VA", "FJ", "US", "FR", "KI", "GR", "HR", "BE", "LB", "UA"]
SVG = "{http://www.w3.org/2000/svg}"


def country(code):
    return Subject("country", (code,))


def place(code, shape="country", members=()):
    uid = "20000000-0000-4000-8000-000000000001"
    return PlaceReference(uid=uid, label=code, code=code, shape=shape, members=list(members))


@pytest.mark.parametrize("code", AWKWARD)
def test_no_sheet_is_heavy_however_awkward_its_country(code):
    svg = drawing.draw(country(code))
    assert len(gzip.compress(svg.encode(), 9)) <= 14_000
    drawn = ElementTree.fromstring(svg)
    assert {path.get("class") for path in drawn.iter(f"{SVG}path")} >= {"g", "o", "l2", "s2"}
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} == {"svg", "style", "g", "path"}


@pytest.mark.parametrize("code", seas())
def test_every_sea_of_the_list_can_be_drawn(code):
    svg = drawing.draw(Subject("sea", ("DE",), code))
    assert len(gzip.compress(svg.encode(), 9)) <= 14_000
    assert 'class="l2"' in svg


def test_the_same_subject_gives_the_same_bytes_in_every_process():
    subjects = [country("ML"), country("FJ"), Subject("region", ("EE", "LV"))]
    code = (
        "import hashlib; from maps import drawing; from maps.subjects import Subject\n"
        f"for subject in {subjects!r}: print(hashlib.sha256(drawing.draw(subject).encode()).hexdigest())"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "4242")
    ]
    here = [hashlib.sha256(drawing.draw(one).encode()).hexdigest() for one in subjects]
    assert said == [here, here]


@pytest.mark.parametrize("code", ["ML", "BE", "GR"])
def test_every_point_of_a_line_is_as_far_from_the_border_as_the_line_says(code):
    figure = drawing._land(country(code))[0]
    outline = shapely.union_all([shapely.linestrings(shapely.get_coordinates(line)) for line in figure.strokes["o"]])
    whole = shapely.union_all([shapely.boundary(area) for area in figure.areas])
    # Fifteen distances, evenly spaced, and nothing in between.
    steps = shapely.distance(shapely.points(shapely.get_coordinates(whole)), outline) / figure_spacing(figure, outline)
    assert np.abs(steps - np.round(steps)).max() < 0.12
    assert set(np.round(steps)) == set(range(1, lines.LINES + 1))


def figure_spacing(figure, outline):
    """Return how far the first line is from the border, in page units, as the middle of what its points say."""
    distances = shapely.distance(
        shapely.points(shapely.get_coordinates(shapely.union_all([shapely.boundary(area) for area in figure.areas]))),
        outline,
    )
    first = distances[distances < distances.min() * 1.5]
    return float(np.median(first))


def test_every_part_of_a_country_is_on_its_sheet():
    """Canada's islands, France overseas in boxes, Fiji on both sides of 180 degrees."""
    for code, parts in (("CA", 130), ("ID", 120), ("FJ", 15)):
        svg = drawing.draw(country(code))
        outlines = re.findall(r'<path class="o" d="([^"]+)"', svg)
        assert sum(outline.count("M") for outline in outlines) >= parts, code
    boxes = drawing._land(country("FR"))[1:]
    assert len(boxes) == 4
    assert all(box.strokes["o"] for box in boxes)


def test_a_country_fills_the_room_that_style_sheets_expect_it_in():
    for code in ("ML", "NE", "BE", "FJ"):
        (main, *_boxes) = drawing._land(country(code))
        bounds = shapely.union_all([shapely.geometry.box(*line.bounds) for line in main.strokes["o"]]).bounds
        assert bounds[0] >= drawing.CENTRE[0] - drawing.FIT[0] / 2 - 1
        assert bounds[2] <= drawing.CENTRE[0] + drawing.FIT[0] / 2 + 1


def test_what_a_sheet_shows_follows_from_the_places_of_the_mission():
    sahel = place("X-SAHEL", "region", ["ML", "NE", "ZZ"])
    baltic = place("X-BALTIC-SEA", "sea", ["SE", "DK"])
    assert subject([place("ML")]) == country("ML")
    assert subject([place("BE", "home")]) == country("BE")
    assert subject([place("NE"), place("BE", "home")]) == country("NE")
    assert subject([place("NE"), place("ML")]) == Subject("region", ("ML", "NE"))
    assert subject([sahel]) == Subject("region", ("ML", "NE"))
    assert subject([baltic]) == Subject("sea", ("DK", "SE"), "X-BALTIC-SEA")
    assert subject([sahel, baltic]) == Subject("region", ("ML", "NE"))
    assert subject([place("X-UNKNOWN-SEA", "sea", ["SE"])]) == Subject("region", ("SE",))
    assert subject([]) is None
    assert subject([place("ZZ")]) is None


def test_no_sheet_is_more_precise_than_the_mission_allows():
    assert subject([place("ML")], "none") is None
    assert subject([place("ML")], "region") is None
    assert subject([place("X-SAHEL", "region", ["ML"])], "region") == Subject("region", ("ML",))


def test_the_ground_of_the_locator_map_is_the_one_that_the_command_draws():
    assert WORLD.read_text() == locator.ground()


def test_no_number_covers_another_on_the_locator_map():
    marks = [SimpleNamespace(x=100, y=100), SimpleNamespace(x=110, y=105), SimpleNamespace(x=100, y=100)]
    spots = [(mark.x, mark.y) for mark in locator.spread(marks)]
    assert spots[0] == (100, 100)
    apart = [math.dist(one, other) for one, other in itertools.combinations(spots, 2)]
    assert min(apart) >= locator.APART


def test_a_mark_lies_in_its_country_and_the_map_shows_the_world_when_one_lies_far_away():
    mali, fiji = locator.mark(country("ML")), locator.mark(country("FJ"))
    (west, north), (east, south) = locator.points(np.array([[-12.0, 25.0], [4.0, 10.0]])).tolist()
    assert west < mali.x < east
    assert north < mali.y < south
    assert locator.view_box([mali]) != locator.view_box([mali, fiji]) == f"0 0 {locator.WIDTH} {locator.HEIGHT}"
