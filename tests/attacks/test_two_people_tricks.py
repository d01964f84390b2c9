"""What the form for two people is made to do that neither of them may."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_event, make_mission
from tests.people import make_alice, make_bob
from tests.publishing.sharing import chosen, opened, sent
from tests.publishing.stories import ask, written_by
from timeline.models import TimelineEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def bea():
    return make_bob("bea")


def asked_about_a_deleted_event(client, mali, event, alice, bea):
    """Have Alice write in an event that Bea deletes meanwhile; return where, and what the page that asks would send."""
    url, alices = opened(client, alice, mali)
    _url, beas = opened(client, bea, mali)
    sent(client, bea, url, beas | {"events-0-DELETE": "on"})
    assert not TimelineEvent.objects.filter(pk=event.pk).exists()
    answer = sent(client, alice, url, alices | {"events-0-title_nl": "Anders"})
    (clash,) = answer.context["merge"].clashes
    return url, chosen(answer, **{clash.name: "mine"})


def test_words_brought_back_by_a_colleague_stay_their_writers(client, alice, bob, bea):
    mali = written_by(alice, make_mission(name="Mali", slug="mali"))
    event = make_event(mali, title="De Bob")
    written_by(bob, mali)
    ask(mali, by=alice).approve(by=bea)
    url, data = asked_about_a_deleted_event(client, mali, event, alice, bea)
    ask(mali, by=alice).approve(by=bob)
    assert sent(client, alice, url, data).status_code == 302
    assert TimelineEvent.objects.get(uid=event.uid).title_fr == "De Bob"
    release = ask(mali, by=alice)
    with pytest.raises(ValidationError) as caught:
        release.approve(by=bob)
    assert caught.value.code == "four_eyes"
    assert release.approve(by=bea)


@pytest.mark.parametrize(
    "forged",
    [
        {"events-INITIAL_FORMS": None},
        {"events-TOTAL_FORMS": None},
        {"events-INITIAL_FORMS": "many"},
        {"events-INITIAL_FORMS": "999"},
        {"events-INITIAL_FORMS": "-1"},
        {"events-TOTAL_FORMS": "-7"},
    ],
)
def test_no_forged_number_of_rows_stops_the_form_that_brings_one_back(client, alice, bea, forged):
    mali = written_by(alice, make_mission(name="Mali", slug="mali"))
    event = make_event(mali)
    url, data = asked_about_a_deleted_event(client, mali, event, alice, bea)
    client.raise_request_exception = False
    assert sent(client, alice, url, data | forged).status_code in (200, 302, 400, 409)
