"""The library in a real browser, under the site's own Content-Security-Policy."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from images.models import Picture
from tests.browsing import axe_findings, too_wide
from tests.factories import make_picture
from tests.images.corpus import MARKED, draw, save
from tests.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, live_server):
    """A page of the desk on which Alice is logged in; `violations` collects what the browser complains about."""
    verbs = ("view", "add", "change")
    make_user("alice", permissions=[f"images.{verb}_picture" for verb in verbs])
    page.violations = []
    page.goto(live_server.url + reverse("admin:login"))
    page.fill("[name=username]", "alice")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.on("console", lambda message: page.violations.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.violations.append(str(error)))
    page.address = lambda name, *args: live_server.url + reverse(f"admin:images_picture_{name}", args=args)
    return page


def test_files_are_sent_one_by_one_and_each_says_how_it_went(desk):
    desk.goto(desk.address("upload"))
    desk.set_input_files(
        "[name=files]",
        [
            {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": MARKED["jpeg exif"]()},
            {"name": "two.tiff", "mimeType": "image/tiff", "buffer": b"II*\x00" + b"\x00" * 60},
            {"name": "three.png", "mimeType": "image/png", "buffer": save(draw("L"), "png")},
        ],
    )
    desk.click("input[type=submit]")
    expect(desk.locator(".upload-results li")).to_have_count(3)
    outcomes = desk.locator(".upload-results li").evaluate_all("lines => lines.map((line) => line.dataset.outcome)")
    assert sorted(outcomes) == ["in", "in", "refused"]
    expect(desk.locator(".upload-results")).to_contain_text(["", "TIFF", "GPS position"])
    assert desk.locator("img.thumbnail").first.evaluate("image => image.decode().then(() => image.naturalWidth)") == 64
    assert Picture.objects.count() == 2
    assert desk.violations == []


def test_the_focal_point_is_set_by_click_and_by_keyboard(desk):
    picture = make_picture()
    desk.goto(desk.address("change", picture.pk))
    frame = desk.locator(".focal-frame")
    box = frame.bounding_box()
    frame.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    assert (desk.input_value("[name=focal_x]"), desk.input_value("[name=focal_y]")) == ("25", "75")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowUp")
    assert (desk.input_value("[name=focal_x]"), desk.input_value("[name=focal_y]")) == ("26", "65")
    assert frame.locator("circle").first.get_attribute("cx") == "26%"
    desk.click("[name=_save]")
    picture.refresh_from_db()
    assert picture.focal_point == "26-65"
    assert desk.violations == []


def test_files_dropped_on_the_library_are_reported_there_until_the_report_is_put_away(desk):
    desk.goto(desk.address("changelist"))
    expect(desk.locator(".gate-report")).to_be_hidden()
    desk.set_input_files("[name=files]", [{"name": "a.png", "mimeType": "image/png", "buffer": save(draw(), "png")}])
    desk.click(".drop-zone [type=submit]")
    expect(desk.locator(".gate-report")).to_contain_text("a.png")
    desk.reload()
    expect(desk.locator(".gate-report")).to_contain_text("a.png")
    expect(desk.locator(".picture-grid li a")).to_have_count(1)
    desk.click(".gate-report [type=submit]")
    expect(desk.locator(".gate-report")).to_be_hidden()
    assert desk.violations == []


def test_nothing_in_the_library_stands_in_the_way_of_anybody(desk):
    picture = make_picture(credit="", faces="unchecked")
    addresses = [desk.address("changelist"), f"{desk.address('changelist')}?view=list", desk.address("upload")]
    addresses.append(desk.address("change", picture.pk))
    for address in addresses:
        desk.goto(address)
        assert axe_findings(desk) == {}, address
        assert too_wide(desk) == 0, address


@pytest.mark.browser
def test_the_library_is_complete_without_script(browser, desk, live_server):
    picture = make_picture()
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    plain = context.new_page()
    plain.goto(desk.address("upload"))
    plain.set_input_files("[name=files]", [{"name": "a.png", "mimeType": "image/png", "buffer": save(draw(), "png")}])
    plain.click("input[type=submit]")
    expect(plain.locator(".upload-results li")).to_have_count(1)
    plain.goto(desk.address("change", picture.pk))
    plain.fill("[name=focal_x]", "10")
    plain.click("[name=_save]")
    picture.refresh_from_db()
    assert picture.focal_x == 10
    context.close()
