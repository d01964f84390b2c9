"""Do in a demonstration what only time brings: a second version, a withdrawal, a link for a guest; say where they are.

For `make screens`, in the database of a demonstration of its own, inside `manage.py shell`: prints, as JSON, addresses
and the text of the pages that no address leads to.
"""

import json

from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import Notice
from missions.models import Mission
from publishing import drafts
from publishing.guest_pages import address_of
from publishing.models import Edition, Release, ShareLink, Withdrawal
from publishing.wishes import Wish


def addresses() -> dict[str, str]:
    """Let two people of the demonstration work for a moment; return the address of each kind of page that follows."""
    people = get_user_model().objects
    author, releaser = people.get_by_natural_key("author"), people.get_by_natural_key("releaser")

    mali = Mission.objects.get(slug_en="mali")
    before = Edition.objects.live(timezone.now()).get(page=mali.page(), language="en")
    mali.context_en += "\n\nThis sentence was added to show what a correction looks like."
    mali.save(by=author)
    mali = Mission.objects.get(pk=mali.pk)
    drafts.note(mali, by=author)
    note = {"en": "A sentence was added."}
    asked = Release.objects.request(by=author, wanted=[Wish(mali, ("en",))], public_notes=note)
    asked.approve(by=releaser)
    _link, token = ShareLink.objects.share(mali.page(), {"en": drafts.frozen(mali, "en")}, by=author)

    notice = Notice.objects.exclude(slug_en="demonstration-site").first()
    gone = Edition.objects.live(timezone.now()).get(page=notice.page(), language="en").path
    Withdrawal.objects.withdraw(notice.page(), by=releaser, reason="To show what readers find then.")

    live = Edition.objects.live(timezone.now()).exclude(path="")
    lonely = live.exclude(page__in=live.filter(language="de").values("page")).first()
    known = {"uid": mali.uid, "language": "en"}
    return {
        "versions": reverse("versions", kwargs=known),
        "version-of-the-past": reverse("version", kwargs=known | {"sequence": before.sequence}),
        "shared-page": address_of(token, "en"),
        "withdrawn": gone,
        **({"not-in-this-language": f"/de/p/{lonely.page.uid}/"} if lonely else {}),
    }


def texts() -> dict[str, str]:
    """Return the pages that stand in for the site when something is wrong."""
    with translation.override("en"):
        pages = {"refused": "403.html", "server-error": "500.html", "site-closed": "503.html"}
        return {name: render_to_string(template) for name, template in pages.items()}


def play() -> None:
    """Print what the scene leaves."""
    print(json.dumps({"addresses": addresses(), "texts": texts()}))
