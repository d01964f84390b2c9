"""Real browsers for tests: who sits at one, what it complains about, what axe finds on its page."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

# WCAG 2.2 AA, the levels below it, and what axe holds for good practice beside.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def sit_down(browser, live_server, *, user=None, complaints=None, **options):
    """Return a page in a browser of its own, logged in at the desk if somebody is named.

    What the browser writes to its console, policy violations included, is added to `complaints`; that a page answers
    "not found" or "gone" is none.
    """
    context = browser.new_context(base_url=live_server.url, **options)
    page = context.new_page()
    if complaints is not None:
        page.on("console", lambda message: _note(message, page, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
    if user is not None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        address = f"{live_server.url}{settings.SESSION_COOKIE_PATH}"
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return page


def _note(message, page, complaints):
    is_the_page_itself = message.location["url"] == page.url
    if not (is_the_page_itself and message.text.startswith("Failed to load resource")):
        complaints.append(f"{page.url}: {message.text}")


def axe_findings(page):
    """Return what axe holds against the page, rule by rule with the elements; empty when nothing."""
    return _by_rule(_axe(page, "violations")["violations"])


def axe_findings_and_doubts(page):
    """Return what axe holds against the page, and what it leaves for people to decide, each rule by rule."""
    found = _axe(page, "violations", "incomplete")
    return _by_rule(found["violations"]), _by_rule(found["incomplete"])


def _axe(page, *results):
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": results}
    return Axe().run(page, options=options).response


def _by_rule(results):
    return {rule["id"]: [node["target"] for node in rule["nodes"]] for rule in results}


def too_wide(page):
    """Return by how many pixels the page is wider than its window; 0 when it fits."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
