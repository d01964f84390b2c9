"""The input of a date in a real browser, under the site's own Content-Security-Policy."""

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import include, path
from playwright.sync_api import expect

from timeline.forms import PartialDateFormField

PAGE = Template(
    '<!doctype html><html lang="en"><head><title>Try</title>{{ form.media }}</head><body><main><h1>Try</h1>'
    "<form>{{ form.as_p }}</form></main></body></html>"
)


class TryForm(forms.Form):
    when = PartialDateFormField(required=False)


def try_view(request):
    return HttpResponse(PAGE.render(Context({"form": TryForm(request.GET or None)})))


urlpatterns = [
    path("admin/try/", try_view),
    path("favicon.ico", lambda request: HttpResponse(status=204)),  # browsers ask for it unasked
    path("", include("config.urls")),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def desk(page, live_server, client):
    """A page with one date to fill in, opened by Alice; nothing may be written to the browser's console."""
    client.force_login(get_user_model().objects.create_user("alice", is_staff=True))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"{live_server.url}/admin/"}])
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/admin/try/")
    yield page
    assert complaints == []


def test_a_date_is_echoed_in_four_languages_while_it_is_typed(desk):
    expect(desk.get_by_text("The public will read")).to_be_hidden()
    desk.get_by_label("When").fill("fin janvier 2013")
    for written in ["fin janvier 2013", "eind januari 2013", "Ende Januar 2013", "late January 2013"]:
        expect(desk.locator("output").get_by_text(written, exact=True)).to_be_visible()
    expect(desk.locator("output")).to_contain_text("sorted at 31\u00a0January 2013")


def test_what_is_wrong_is_said_before_saving_and_goes_when_it_is_mended(desk):
    field = desk.get_by_label("When")
    field.fill("2013-02-30")
    expect(desk.get_by_text("February 2013 has 28 days; there is no 30 February.")).to_be_visible()
    expect(desk.get_by_text("The public will read")).to_be_hidden()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("2013-02-28")
    expect(desk.get_by_text("28. Februar 2013")).to_be_visible()
    expect(desk.get_by_text("there is no 30 February")).to_be_hidden()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    field.fill("")
    expect(desk.get_by_text("28. Februar 2013")).to_be_hidden()


def test_the_echo_stays_with_its_field_when_the_admin_renumbers_a_row(desk):
    desk.evaluate("document.querySelector('output').htmlFor = false")
    desk.evaluate("document.querySelector('input').id = 'id_dates-1-when'")
    desk.locator("input").fill("2013")
    expect(desk.locator("output")).to_have_attribute("for", "id_dates-1-when")
    expect(desk.locator("output")).to_contain_text("Understood as a year")
