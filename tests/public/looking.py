"""Opening every kind of public page in a browser, one after the other."""

PRIMARY = "fr"
# What is folded away is on the page too.
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def of_language(kinds, language):
    return [kind for kind in kinds if kind.language == language]


def said_by_hand(kind):
    """Return what answers for a page that no address of the site leads to."""
    return lambda route: route.fulfill(status=kind.status, body=kind.text, content_type="text/html; charset=utf-8")


def opened(page, kinds):
    """Open every kind in turn and yield it, once its letters are there."""
    for kind in kinds:
        if kind.text:
            page.route(f"**{kind.address}", said_by_hand(kind))
        response = page.goto(kind.address)
        assert response.status == kind.status, kind
        page.evaluate("document.fonts.ready.then(() => true)")
        yield kind
