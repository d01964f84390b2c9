"""An empty list says what it means and leads on; and the words of Django that ours replace are still Django's."""

from pathlib import Path

import polib
import pytest
from django import contrib
from django.contrib import admin
from django.urls import reverse

from config.desk_words import SAID_OTHERWISE
from tests.factories import make_event, make_mission
from tests.people import make_alice, make_bob

pytestmark = pytest.mark.django_db


def list_of(client, user, label, **query):
    client.force_login(user)
    return client.get(reverse(f"admin:{label}_changelist"), query).content.decode()


def test_an_empty_list_leads_to_the_first_row(client):
    page = list_of(client, make_alice(), "missions_mission")
    assert "There is nothing in this list yet." in page
    assert f'<a href="{reverse("admin:missions_mission_add")}">Add the first one</a>' in page


def test_an_empty_list_of_what_happened_leads_to_the_guide(client):
    page = list_of(client, make_bob(), "publishing_withdrawal")
    assert "There is nothing in this list yet." in page
    assert "The guide says what will stand here." in page
    assert "Add the first one" not in page


def test_a_search_without_an_answer_leads_back_to_the_whole_list(client):
    make_mission(name="Mali")
    alice = make_alice()
    assert '<a href="?">Show the whole list</a>' in list_of(client, alice, "missions_mission", q="Atlantis")
    assert 'class="empty"' not in list_of(client, alice, "missions_mission", q="Mali")
    assert 'class="empty"' not in list_of(client, alice, "missions_mission")


def test_no_list_of_the_desk_is_empty_without_a_word(client):
    client.force_login(make_bob("boss"))
    for model in admin.site._registry:
        answer = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        if answer.status_code == 200 and not answer.context["cl"].result_count:
            assert 'class="empty"' in answer.content.decode(), model


def test_the_words_of_django_that_ours_replace_are_still_its_own():
    catalogue = Path(contrib.__path__[0]) / "admin" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    assert set(SAID_OTHERWISE) <= {entry.msgid for entry in polib.pofile(str(catalogue))}


def test_a_form_says_what_parts_that_are_not_there_mean_for_the_page(client):
    mission = make_mission()
    client.force_login(make_alice())
    address = reverse("admin:missions_mission_change", args=[mission.pk])
    page = client.get(address).content.decode()
    sentences = ["No event yet", "No headcount yet", "No briefing yet"]
    assert [sentence for sentence in sentences if f'<p class="empty">{sentence}' in page] == sentences
    make_event(mission)
    page = client.get(address).content.decode()
    assert [sentence for sentence in sentences if f'<p class="empty">{sentence}' in page] == sentences[1:]
