"""The home of the desk, the trail and absences in a real browser: nothing for axe, nothing too wide, no complaint."""

import pytest
from django.urls import reverse

from tests.browsing import axe_findings, sit_down, too_wide
from tests.factories import make_event, make_headcount, make_mission, make_standing_page
from tests.people import make_alice, make_bob, make_dora
from tests.publishing.stories import ask, publish, still_right, written_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_home_and_its_pages_are_accessible(browser, live_server, width, scheme):
    alice, bob = make_alice(), make_bob()
    about = written_by(alice, make_standing_page())
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Autrement")
    still_right(about, "title", by=alice)
    ask(about, by=alice).refuse(by=bob, reason="Not yet.")
    contact = written_by(alice, make_standing_page(role="contact", slug="contact", title="Contact"))
    ask(contact, by=alice)
    mission = make_mission(name="Mali", lead={"fr": "Un mot."})
    make_event(mission)
    make_headcount(mission, as_of="")
    written_by(bob, mission)
    complaints = []
    for user in (alice, bob, make_dora()):
        window = {"width": width, "height": 900}
        page = sit_down(browser, live_server, user=user, complaints=complaints, viewport=window, color_scheme=scheme)
        for name in ["index", *(["trail", "absences"] if user == bob else [])]:
            page.goto(reverse(f"admin:{name}"))
            assert complaints == []
            assert too_wide(page) == 0, (user, name)
            assert axe_findings(page) == {}, (user, name)
            complaints.clear()  # axe's own
        page.context.close()
