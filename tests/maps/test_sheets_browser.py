"""The map in a real browser: it loads under the policy of the site, and paper gets lines instead of night."""

import pytest

from maps.freezing import freeze_sheet
from maps.subjects import Subject
from missions.documents import PlaceReference
from tests.browsing import sit_down, too_wide
from tests.publishing_factories import make_edition, mission_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOADED = "all => all.map(one => one.complete && one.naturalWidth > 0)"
SHOWN = "all => all.map(one => getComputedStyle(one).display !== 'none')"


def make_published_mission(name="Afghanistan", code="AF"):
    document = mission_document(
        name=name,
        slug="mission",
        places=[PlaceReference(uid="20000000-0000-4000-8000-000000000001", label=name, code=code, shape="country")],
        sheet=freeze_sheet(Subject("country", (code,))),
    )
    return make_edition(document).path


def test_the_map_loads_and_breaks_no_rule_and_paper_gets_its_own_lines(browser, live_server):
    path, complaints = make_published_mission(), []
    page = sit_down(browser, live_server, complaints=complaints)
    page.goto(path)
    sheets = page.locator(".hero__sheet")
    assert sheets.evaluate_all(LOADED) == [True, True]
    assert sheets.evaluate_all(SHOWN) == [True, False]
    page.emulate_media(media="print")
    assert sheets.evaluate_all(SHOWN) == [False, True]
    page.emulate_media(media="screen", forced_colors="active", color_scheme="light")
    assert sheets.evaluate_all(SHOWN) == [False, True]
    page.emulate_media(media="screen", forced_colors="active", color_scheme="dark")
    assert sheets.evaluate_all(SHOWN) == [True, False]
    page.goto("/fr/nos-missions/")
    assert page.locator(".locator__mark").count() == 1
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize(
    ("name", "code"), [("Afghanistan", "AF"), ("Zentralafrikanische Republik", "CF"), ("Mali", "ML")]
)
def test_a_title_of_any_length_stands_whole_inside_the_sheet(browser, live_server, name, code):
    path = make_published_mission(name, code)
    page = sit_down(browser, live_server)
    for width in (360, 768, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        page.evaluate("document.fonts.ready.then(() => true)")
        assert not too_wide(page), width
        title, hero = page.locator(".hero__name").bounding_box(), page.locator(".hero").bounding_box()
        assert title["x"] + title["width"] <= hero["x"] + hero["width"], width
        # Never more lines than words: no word is broken.
        lines = title["height"] / page.locator(".hero__name").evaluate(
            "one => parseFloat(getComputedStyle(one).lineHeight)"
        )
        assert round(lines) <= len(name.split()), width
    page.context.close()
