"""What becomes of a picture or a film while a version that shows it is on its way to the public."""

import pytest

from publishing import checklist
from publishing.models import TakeDown
from publishing.models.releases import Blocked
from tests.factories import make_briefing, make_film, make_mission, make_picture
from tests.people import make_alice, make_bob, make_user
from tests.publishing.stories import ask, live, written_by

pytestmark = pytest.mark.django_db


def test_what_is_taken_down_behind_the_back_of_the_checklist_is_shown_nowhere(client, monkeypatch):
    alice, bob = make_alice(), make_bob()
    frank = make_user("frank", permissions=["publishing.withdraw_page"])
    picture, film = make_picture(alternative_text="A giraffe."), make_film(transcript="Crocodile.")
    mission = make_mission(picture=picture)
    make_briefing(mission, film=film)
    release = ask(written_by(alice, mission), by=alice)
    looked = checklist.inspect

    def looks_and_turns_away(*args, **kwargs):
        found = looked(*args, **kwargs)
        for content_hash in (picture.content_hash, film.content_hash):
            TakeDown.objects.take_down(content_hash, by=frank, reason="A face.")
        return found

    monkeypatch.setattr(checklist, "inspect", looks_and_turns_away)
    release.approve(by=bob)
    captions = film.captions_fr
    assert captions
    for address in (live(mission).path, f"/api/v1/fr/pages/{mission.uid}"):
        text = client.get(address).content.decode()
        assert picture.content_hash not in text
        assert film.content_hash not in text
        assert "A giraffe." not in text
        assert "Crocodile." not in text
    words = live(mission).briefings[0].film.captions_file
    assert client.get(f"/files/{words.content_hash}/{words.name}").status_code == 404


@pytest.mark.parametrize(("field", "value"), [("faces", "pending"), ("rights", "")])
def test_consent_or_rights_that_were_lost_since_the_request_stop_its_approval(field, value):
    alice, bob = make_alice(), make_bob()
    picture = make_picture()
    release = ask(written_by(alice, make_mission(picture=picture)), by=alice)
    setattr(picture, field, value)
    picture.save(by=alice)
    with pytest.raises(Blocked):
        release.approve(by=bob)
    assert live(release.candidates.first().page) is None
