"""What is said of a translation beside its field: it differs on purpose, and no longer does."""

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing import checklist, wishes
from tests.factories import make_event, make_mission
from tests.people import make_alice, make_dora
from tests.publishing.stories import written_by
from tests.publishing.test_desk import form_data

pytestmark = pytest.mark.django_db

REASON = "Belgium’s Dutch readers know the house by its other name."


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def mission(alice):
    row = make_mission(lead_fr="En 2013.", lead_nl="In 2014.", lead_de="Im Jahr 2013.", lead_en="In 2013.")
    return written_by(alice, row, lead_fr="En 2013 déjà.")


def change(mission, language):
    return f"{reverse('admin:missions_mission_change', args=[mission.pk])}?language={language}"


def press(client, user, mission, language, **buttons):
    client.force_login(user)
    address = change(mission, language)
    return client.post(address, form_data(client.get(address)) | buttons, follow=True).content.decode()


def of(mission, language, field="lead"):
    return mission.segments.get(field=field, language=language)


def warned_of(mission):
    prepared = wishes.prepare(wishes.Wish(mission, ("fr", "nl", "de", "en"), None))
    found = checklist.inspect(prepared, now=timezone.now())
    return {(finding.place, finding.language) for finding in found if finding.code == "parity"}


def test_a_text_differs_on_purpose_with_its_reason_and_nobody_is_warned_of_it_any_more(client, mission, alice):
    assert ("lead", "nl") in warned_of(mission)
    shown = press(client, alice, mission, "nl", **{"_different": "lead_nl", "_reason-lead_nl": REASON})
    row = of(mission, "nl")
    assert (row.state, row.reason, row.by) == ("different", REASON, alice)
    assert "deliberately different" in shown
    assert REASON in shown
    assert 'class="source-changes"' not in shown
    assert ("lead", "nl") not in warned_of(mission)
    assert of(mission, "de").state == "stale"


def test_what_differed_on_purpose_is_checked_again_once_that_is_taken_back(client, mission, alice):
    press(client, alice, mission, "nl", **{"_different": "lead_nl", "_reason-lead_nl": REASON})
    shown = press(client, alice, mission, "nl", _alike="lead_nl")
    row = of(mission, "nl")
    assert (row.state, row.reason) == ("stale", "")
    assert "To be checked against its source." in shown
    assert ("lead", "nl") in warned_of(mission)


def test_without_a_reason_nothing_differs_on_purpose_and_the_words_are_saved(client, mission, alice):
    shown = press(client, alice, mission, "nl", _different="lead_nl", lead_nl="In 2014 al.")
    assert "Say in a sentence why this text differs on purpose." in shown
    mission.refresh_from_db()
    assert mission.lead_nl == "In 2014 al."
    assert of(mission, "nl").state == "fresh"


def test_a_row_s_text_differs_on_purpose_in_its_row(client, mission, alice):
    event = make_event(mission, title_fr="Un", title_de="Eins")
    event.title_fr = "Un autre"
    event.save(by=alice)
    buttons = {"_different": "events-0-title_de", "_reason-events-0-title_de": REASON}
    assert "is marked as deliberately different" in press(client, alice, mission, "de", **buttons)
    assert event.segments.get(field="title", language="de").state == "different"


def test_a_translator_says_so_of_her_own_language_only(client, mission):
    dora = make_dora()
    press(client, dora, mission, "de", **{"_different": "lead_nl", "_reason-lead_nl": REASON})
    assert of(mission, "nl").state == "stale"
    press(client, dora, mission, "de", **{"_different": "lead_de", "_reason-lead_de": REASON})
    assert (of(mission, "de").state, of(mission, "de").by) == ("different", dora)
    press(client, dora, mission, "nl", _alike="lead_de")
    assert of(mission, "de").state == "different"


@pytest.mark.parametrize("name", ["lead_fr", "status", "lead", "lead_xx", "events-0-title_de", "_different"])
def test_of_what_is_no_translation_in_the_form_nothing_is_said(client, mission, alice, name):
    shown = press(client, alice, mission, "nl", **{"_different": name, f"_reason-{name}": REASON})
    assert "deliberately different." not in shown
    assert not mission.segments.filter(state="different").exists()
