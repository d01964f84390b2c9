"""What still tells of a film that was taken down everywhere."""

import pytest

from publishing.models import TakeDown
from tests.factories import CAPTIONS, make_briefing, make_film, make_mission
from tests.people import make_alice, make_bob, make_user
from tests.publishing.stories import live, publish

pytestmark = pytest.mark.django_db

SAID = CAPTIONS.replace(CAPTIONS.splitlines()[-1], "Hippopotamus says its captions.")
SHOWN = CAPTIONS.replace(CAPTIONS.splitlines()[-1], "Rhinoceros stands in the picture.")


@pytest.fixture
def mission():
    film = make_film(
        title="Giraffe",
        captions=SAID,
        descriptions=SHOWN,
        statement="",
        transcript="Crocodile is what one hears.",
    )
    row = make_mission()
    make_briefing(row, film=film)
    publish(row, alice=make_alice(), bob=make_bob())
    return row


def film_of(row):
    return live(row, "en").briefings[0].film


def take_down(content_hash):
    who = make_user("frank", permissions=["publishing.withdraw_page"])
    TakeDown.objects.take_down(content_hash, by=who, reason="A face.")


def test_its_captions_and_its_description_go_with_a_film(client, mission):
    files = film_of(mission).files
    addresses = [f"/files/{file.content_hash}/{file.name}" for file in files]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    take_down(film_of(mission).content_hash)
    assert [client.get(address).status_code for address in addresses] == [410, 404, 404]


@pytest.mark.parametrize("word", ["Giraffe", "Crocodile", "Hippopotamus", "Rhinoceros"])
def test_search_finds_no_word_of_a_film_that_was_taken_down(client, mission, word):
    take_down(film_of(mission).content_hash)
    answer = client.get("/en/search/", {"q": word})
    assert answer.status_code == 200
    assert mission.title_en not in answer.content.decode()


def test_words_of_a_film_that_was_not_taken_down_are_found(client, mission):
    assert mission.title_en in client.get("/en/search/", {"q": "Crocodile"}).content.decode()


def test_words_taken_down_alone_are_said_nowhere(client, mission):
    film = film_of(mission)
    for number, file in enumerate((film.captions_file, film.descriptions_file)):
        who = make_user(f"frank{number}", permissions=["publishing.withdraw_page"])
        TakeDown.objects.take_down(file.content_hash, by=who, reason="A name.")
    for address in (live(mission, "en").path, f"/api/v1/en/pages/{mission.uid}"):
        text = client.get(address).content.decode()
        assert "Crocodile" in text
        assert "Rhinoceros" not in text
        assert "Hippopotamus" not in text
