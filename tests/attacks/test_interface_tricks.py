"""What programs are told that no page shows."""

import pytest

from tests.factories import make_mission, make_place
from tests.people import make_alice, make_bob
from tests.publishing.stories import ask, live, publish, written_by

pytestmark = pytest.mark.django_db


def test_a_map_that_has_become_too_precise_is_told_to_no_program(client):
    alice, bob = make_alice(), make_bob()
    mali = make_place(code="ML", shape="country", label="Mali")
    mission = written_by(alice, make_mission(places=[mali]))
    publish(mission, alice=alice, bob=bob)
    address = f"/api/v1/fr/pages/{mission.uid}"
    assert client.get(address).json()["document"]["sheet"]["subject"] == "country ML"
    mission = written_by(alice, mission, precision_ceiling="none")
    ask(mission, by=alice, ticks={"*:precision_ceiling"}).approve(by=bob)
    document = live(mission)
    assert document.precision_ceiling == "none"
    assert document.shown_sheet is None
    assert client.get(address).json()["document"]["sheet"] is None
