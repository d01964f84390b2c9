"""A form that is sent after its session ended shows its words, and nothing else."""

import pytest
from django.urls import reverse

from missions.models import Mission
from tests.factories import make_mission
from tests.people import make_alice
from tests.publishing.sharing import address, opened

pytestmark = pytest.mark.django_db


def test_words_sent_after_the_session_ended_are_shown_with_the_way_back(client, django_assert_num_queries):
    mission = make_mission(lead="Kept.")
    url, data = opened(client, make_alice(), mission)
    client.logout()
    with django_assert_num_queries(0):
        response = client.post(url, data | {"_form": "x", "lead_fr": "My <b>words</b>."})
    assert response.status_code == 403
    html = response.content.decode()
    assert "Lead (French)" in html
    assert "My &lt;b&gt;words&lt;/b&gt;." in html
    assert response.context["log_in"].startswith(f"{reverse('admin:login')}?next=")
    assert address(mission).strip("/").split("/")[-3] in response.context["log_in"]
    assert response.headers["Cache-Control"] == "no-store"
    assert Mission.objects.get().lead_fr == "Kept."


def test_a_page_that_does_not_exist_answers_a_stranger_the_same(client):
    mission = make_mission()
    url = address(mission)
    known = client.post(url, {"_form": "x", "lead_fr": "Words."})
    mission.delete()
    unknown = client.post(url, {"_form": "x", "lead_fr": "Words."})
    assert (unknown.status_code, unknown.context["typed"]) == (known.status_code, known.context["typed"])


@pytest.mark.parametrize("data", [{}, {"lead_fr": "No form of the desk."}])
def test_anything_else_leads_to_the_way_in_as_ever(client, data):
    response = client.post(address(make_mission()), data)
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_whatever_else_is_sent_to_whatever_page_does_not_stop_the_desk(client):
    for page in ("index", "missions_mission_changelist", "publishing_release_changelist", "logout"):
        assert client.post(reverse(f"admin:{page}"), {"_form": "x", "a-0-b": "\0", "c": "d"}).status_code < 500


def test_a_browser_forgets_the_words_of_a_form_that_was_saved(client):
    mission = make_mission()
    url, data = opened(client, make_alice(), mission)
    client.post(url, data | {"_form": "this-form", "lead_fr": "Saved."})
    assert 'data-saved="this-form"' in client.get(url).content.decode()
    client.post(url, data | {"_form": "<script>", "lead_fr": "Again."})
    assert 'data-saved="this-form"' in client.get(url).content.decode()


def test_a_form_that_was_refused_keeps_its_name(client):
    mission = make_mission()
    url, data = opened(client, make_alice(), mission)
    refused = client.post(url, data | {"_form": "this-form", "started": "nonsense"})
    assert refused.context["sharing"]["form"] == "this-form"
    assert 'data-saved=""' in refused.content.decode()
