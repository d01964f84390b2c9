"""The rich text editor under the strict Content-Security-Policy, in a real browser."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from missions.models import Briefing, Component, Mission

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.languages.desk")]

HEADER = "Content-Security-Policy"


@pytest.fixture
def alice(client):
    user = get_user_model().objects.create_superuser("alice")
    client.force_login(user)
    return user


def make_briefing():
    return Briefing.objects.create(
        mission=Mission.objects.create(name_fr="Mali"), component=Component.objects.create(), text_fr="<p>Texte.</p>"
    )


def address(briefing, query="?language=de"):
    return reverse("admin:missions_mission_change", args=[briefing.mission_id]) + query


def test_a_form_with_an_editor_carries_nonces_and_no_inline_script_without_one(client, alice):
    response = client.get(address(make_briefing()))
    policy = dict(part.split(" ", 1) for part in response.headers[HEADER].split("; "))
    [nonce] = {word for word in policy["script-src"].split() if word.startswith("'nonce-")}
    assert policy["style-src"] == policy["script-src"] == f"'self' {nonce}"
    html = response.content.decode()
    tag = f'nonce="{nonce[7:-1]}"'
    assert f'<script type="importmap" {tag}>' in html
    assert f"<style {tag} data-tiptap-style></style>" in html


@pytest.mark.parametrize("name", ["admin:missions_mission_changelist", "admin:articles_article_add", "admin:index"])
def test_pages_without_an_editor_carry_no_nonce(client, alice, name):
    assert "nonce" not in client.get(reverse(name)).headers[HEADER]


def test_every_answer_has_a_nonce_of_its_own(client, alice):
    briefing = make_briefing()
    assert client.get(address(briefing)).headers[HEADER] != client.get(address(briefing)).headers[HEADER]


def test_typing_formatting_and_saving_works_without_one_violation(client, alice, live_server, page):
    briefing = make_briefing()
    said = []
    page.on(
        "console",
        # The site under test has no icon of its own, and browsers ask for one.
        lambda message: said.append(message.text) if "favicon" not in message.location["url"] else None,
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies([cookie | {"url": f"{live_server.url}/admin/"}])
    page.add_init_script(
        "window.violations = []; document.addEventListener('securitypolicyviolation', "
        "event => violations.push(event.violatedDirective + ' ' + event.blockedURI));"
    )
    page.goto(live_server.url + address(briefing))

    page.locator("#briefings-0 .row-details > summary").click()
    german = page.get_by_role("textbox", name="Text (German)")
    german.wait_for()
    assert german.get_attribute("lang") == "de"
    assert page.get_by_role("textbox", name="Text (French)").inner_text() == "Texte."
    # Every button and every kind of paragraph has a word of ours, and so do the dialogs.
    bar = page.locator(".prose-editor", has=german).locator(".prose-menubar")
    bar.get_by_role("button", name="Quotation", exact=True).wait_for()
    ours = page.evaluate("[...document.querySelector('#editor-words').content.children].map(word => word.textContent)")
    named = bar.locator("button").evaluate_all("all => all.map(button => button.title || button.textContent)")
    assert set(named) - set(ours) == set()
    assert page.evaluate("[gettext('Edit Link'), gettext('Nobody translates this.')]") == [
        "Link",
        "Nobody translates this.",
    ]
    german.click()
    page.keyboard.type("Ein ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Wort")
    # Pre-wrapped text is a rule of editor.css: the one Tiptap would have injected.
    assert german.evaluate("area => getComputedStyle(area).whiteSpaceCollapse") == "break-spaces"
    assert page.locator("style[data-tiptap-style]").count() == 1

    assert page.evaluate("violations") == []
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator(".messagelist .success").wait_for()
    briefing.refresh_from_db()
    assert (briefing.text_de, briefing.text_fr) == ("<p>Ein <strong>Wort</strong></p>", "<p>Texte.</p>")
    assert page.evaluate("violations") == []
    assert said == []
