"""The page on which a translator works: one passage after the other, saved as every form of the page is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from languages import segments
from publishing.models import SavedDraft, Writing
from tests.factories import make_article, make_block, make_event, make_headcount, make_mission
from tests.people import make_alice, make_charlie, make_dora, make_user
from tests.publishing.stories import publish, written_by
from tests.publishing.test_form_sizes import Form, of_the_form

pytestmark = pytest.mark.django_db

REASON = "Readers of German get the year alone."


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def dora():
    return make_dora()


@pytest.fixture
def mission(alice):
    """Return a mission of which in German the lead is behind its source, and the title of an event is missing."""
    row = make_mission(lead_fr="Depuis 2013.", lead_nl="Sinds 2013.", lead_de="Seit 2013.", lead_en="Since 2013.")
    make_event(row, title_fr="La MINUSMA arrive", title_nl="MINUSMA", title_de="", title_en="MINUSMA")
    return written_by(alice, row, lead_fr="Depuis le 5 mai 2013.")


def page(row, language="de", part=None, field="lead"):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_translate"
    address = reverse(name, args=[row.pk, language])
    return f"{address}?passage={part.uid}.{field}" if part else address


def sheet(response):
    """Return what a browser would send of the passage that is open."""
    return {name: values[0] for name, values in Form(response.content.decode(), "here").fields.items()}


def send(client, user, address, **values):
    client.force_login(user)
    opened = client.get(address)
    return client.post(opened.context["here_url"], sheet(opened) | {"_next": "1"} | values)


def of(row, field="lead", language="de"):
    return row.segments.get(field=field, language=language)


def shown(client, user, address):
    client.force_login(user)
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return response


def test_passages_come_in_reading_order_and_those_up_to_date_are_one_line(client, mission, dora):
    response = shown(client, dora, page(mission))
    folded = [
        len(item["fresh"]) if "fresh" in item else item["entry"].passage.field for item in response.context["folded"]
    ]
    fields = [
        each.field
        for each in segments.walk(mission)
        if each.language == "de" and (each.source_text or each.target_text)
    ]
    assert fields[folded[0]] == "lead"
    assert [item for item in folded if isinstance(item, str)] == ["lead", "title"]
    assert sum(item for item in folded if isinstance(item, int)) + 2 == len(fields)
    assert response.context["current"].passage.field == "lead"


def test_the_source_shows_what_changed_since_the_translation(client, mission, dora):
    html = shown(client, dora, page(mission)).content.decode()
    assert "<ins> le 5 mai</ins>" in html
    assert 'name="lead_de"' in html
    assert 'name="lead_fr"' not in html
    assert 'name="status"' not in html


def test_a_passage_is_saved_and_the_next_one_opens(client, mission, dora):
    event = mission.events.get()
    response = send(client, dora, page(mission), lead_de="Seit dem 5. Mai 2013.")
    assert response.url == page(mission, part=event, field="title")
    mission.refresh_from_db()
    assert mission.lead_de == "Seit dem 5. Mai 2013."
    assert (of(mission).state, of(mission).by) == ("fresh", dora)
    save = SavedDraft.objects.of(mission.uid).first()
    assert (save.by, save.languages, save.passages) == (dora, ["de"], 1)
    assert Writing.objects.filter(page=mission.page(), by=dora, language="de", change="lead").exists()


def test_a_row_s_passage_is_saved_and_then_everything_is_up_to_date(client, mission, dora):
    event = mission.events.get()
    send(client, dora, page(mission), _still="lead_de")
    response = send(client, dora, page(mission), **{"events-0-title_de": "MINUSMA kommt an"})
    assert response.url == page(mission)
    event.refresh_from_db()
    assert event.title_de == "MINUSMA kommt an"
    assert event.title_fr == "La MINUSMA arrive"
    end = client.get(response.url)
    assert end.context["current"] is None
    assert "is up to date." in end.content.decode()


def test_who_may_ask_for_publication_is_led_there_at_the_end_and_others_home(client, alice, dora):
    mission = written_by(alice, make_mission())
    publication = reverse("admin:missions_mission_publish", args=[mission.pk])
    assert publication in shown(client, alice, page(mission)).content.decode()
    assert publication not in shown(client, dora, page(mission)).content.decode()


def test_still_right_confirms_and_goes_on(client, mission, dora):
    response = send(client, dora, page(mission), _still="lead_de")
    assert response.url == page(mission, part=mission.events.get(), field="title")
    assert (of(mission).state, of(mission).by) == ("fresh", dora)


def test_what_differs_on_purpose_needs_a_reason_and_says_it(client, mission, dora):
    refused = send(client, dora, page(mission), _different="lead_de")
    assert refused.url == page(mission, part=mission)
    assert "Say in a sentence why this text differs on purpose." in client.get(refused.url).content.decode()
    send(client, dora, page(mission), **{"_different": "lead_de", "_reason-lead_de": REASON})
    assert (of(mission).state, of(mission).reason) == ("different", REASON)
    assert REASON in client.get(page(mission)).content.decode()
    back = send(client, dora, page(mission, part=mission), _alike="lead_de")
    assert back.url == page(mission, part=mission)
    assert of(mission).state == "stale"


def test_a_missing_text_can_be_left_out_on_purpose(client, mission, dora):
    event, name = mission.events.get(), "events-0-title_de"
    send(client, dora, page(mission, part=event, field="title"), **{"_different": name, f"_reason-{name}": REASON})
    assert of(event, "title").state == "different"
    send(client, dora, page(mission, part=event, field="title"), _alike=name)
    assert of(event, "title").state == "missing"


def test_saved_as_it_was_a_passage_waits_and_the_next_one_opens(client, mission, dora):
    response = send(client, dora, page(mission))
    assert response.url == page(mission, part=mission.events.get(), field="title")
    assert "Nothing was changed in this passage." in client.get(response.url).content.decode()
    assert of(mission).state == "stale"
    assert not SavedDraft.objects.of(mission.uid).filter(by=dora).exists()


def test_later_leads_to_the_next_one_and_round_again(client, mission, dora):
    event = mission.events.get()
    first = shown(client, dora, page(mission)).context
    assert first["next_url"] == first["previous_url"] == page(mission, part=event, field="title")
    assert shown(client, dora, first["next_url"]).context["next_url"] == page(mission, part=mission)


def test_a_text_longer_than_its_place_is_refused_in_its_place(client, mission, dora):
    event = mission.events.get()
    address = page(mission, part=event, field="title")
    response = send(client, dora, address, **{"events-0-title_de": "x" * 5000})
    assert response.status_code == 200
    assert "x" * 5000 in response.content.decode()
    assert response.context["field"].errors
    event.refresh_from_db()
    assert event.title_de in ("", None)


def test_ticks_say_which_facts_and_names_of_the_source_the_text_has(client, mission, dora):
    client.force_login(dora)
    chips = client.get(page(mission)).context["facts"]
    assert [(chip["written"], chip["found"]) for chip in chips] == [("5 mai 2013", False)]
    address = page(mission, part=mission.events.get(), field="title")
    for text, found in (("MINUSMA kommt", True), ("Sie kommt", False)):
        answer = client.post(address, {"_check": text})
        assert [(chip["written"], chip["found"]) for chip in answer.context["facts"]] == [("MINUSMA", found)]
        assert answer.context["length"] == len(text)
    assert mission.events.get().title_de in ("", None)


def test_two_texts_for_one_passage_are_asked_about_and_neither_is_lost(client, mission, alice, dora):
    client.force_login(dora)
    opened = client.get(page(mission))
    data = sheet(opened) | {"lead_de": "Doras Text.", "_next": "1"}
    written_by(alice, mission, lead_de="Alices Text.")
    asked = client.post(opened.context["here_url"], data)
    assert asked.status_code == 409
    html = asked.content.decode()
    assert "Alices" in html
    assert "Doras" in html
    choice = {name: values[0] for name, values in Form(html, "two-texts").fields.items()}
    response = client.post(opened.context["here_url"], choice | {"_choice-lead_de": "mine"})
    assert response.status_code == 302
    mission.refresh_from_db()
    assert mission.lead_de == "Doras Text."


def test_what_a_colleague_saved_elsewhere_meanwhile_stays(client, mission, alice, dora):
    client.force_login(dora)
    opened = client.get(page(mission))
    written_by(alice, mission, slogan_fr="Autre chose", name_de="Mali")
    client.post(opened.context["here_url"], sheet(opened) | {"lead_de": "Doras Text.", "_next": "1"})
    mission.refresh_from_db()
    assert (mission.lead_de, mission.slogan_fr, mission.name_de) == ("Doras Text.", "Autre chose", "Mali")


def test_words_for_a_part_or_a_page_that_is_gone_are_given_back(client, alice, dora):
    mission = make_mission()
    event = make_event(mission, title_de="")
    mission = written_by(alice, mission)
    client.force_login(dora)
    opened = client.get(page(mission, part=event, field="title"))
    event.delete()
    data = sheet(opened) | {"events-0-title_de": "Nicht verloren"}
    gone = client.post(opened.context["here_url"], data)
    assert gone.status_code == 410
    assert "Nicht verloren" in gone.content.decode()
    mission.delete()
    gone = client.post(opened.context["here_url"], data)
    assert gone.status_code == 410
    assert "Nicht verloren" in gone.content.decode()


def test_an_article_is_translated_out_of_the_language_it_is_written_in(client, alice, dora):
    article = make_article(written_in="en", title_en="The bridge", title_de="")
    block = make_block(article, text_en="<p>A <strong>bridge</strong> of 1944.</p>", text_de="")
    article = written_by(alice, article)
    response = shown(client, dora, page(article, part=block, field="text"))
    html = response.content.decode()
    assert "<strong>bridge</strong>" in html
    assert response.context["field"].field.widget.attrs["lang"] == "de"
    send(client, dora, page(article, part=block, field="text"), **{"blocks-0-text_de": "<p>Eine Brücke von 1944.</p>"})
    block.refresh_from_db()
    assert block.text_de == "<p>Eine Brücke von 1944.</p>"
    client.force_login(alice)
    assert [client.get(page(article, code)).status_code for code in ("en", "fr")] == [404, 200]


# ---- Who may -------------------------------------------------------------------------------------------------------


def test_whoever_may_write_a_language_translates_into_it(client, mission, alice, dora):
    both = make_user("both", groups=["translator-de", "translator-nl"])
    releaser = make_user("lets-out", groups=["releaser"])
    expected = {
        alice: {"nl": 200, "de": 200, "en": 200},
        releaser: {"nl": 200, "de": 200, "en": 200},
        dora: {"nl": 403, "de": 200, "en": 403},
        both: {"nl": 200, "de": 200, "en": 403},
        make_charlie(): {"nl": 403, "de": 403, "en": 403},
    }
    for user, answers in expected.items():
        client.force_login(user)
        for language, status in answers.items():
            assert client.get(page(mission, language)).status_code == status, (user, language)
            forged = {"lead_nl": "Forged", "lead_de": "Forged", "_next": "1"}
            if status == 403:
                assert client.post(page(mission, language, mission), forged).status_code == 403
    mission.refresh_from_db()
    assert (mission.lead_nl, mission.lead_de) == ("Sinds 2013.", "Seit 2013.")


@pytest.mark.parametrize("language", ["fr", "xx", "all"])
def test_nobody_translates_into_the_source_or_into_a_language_that_is_not_there(client, mission, alice, language):
    client.force_login(alice)
    address = page(mission).replace("/de/", f"/{language}/")
    assert client.get(address).status_code == 404
    assert client.post(address, {"lead_fr": "Forged"}).status_code == 404


def test_a_forged_passage_writes_nothing(client, mission, alice, dora):
    other = make_mission(lead_de="Bleibt")
    figure = make_headcount(mission, headcount=15)
    event = mission.events.get()
    client.force_login(dora)
    fields = [(other, "lead"), (mission, "status"), (mission, "slug"), (event, "date"), (figure, "headcount")]
    fields += [(mission, "lead_de"), (mission, "pk"), (mission, "")]
    before = [dict(type(row).objects.filter(pk=row.pk).values().get()) for row in (other, mission, event, figure)]
    for part, field in fields:
        address = page(mission, part=part, field=field)
        assert client.get(address).status_code == 404
        forged = {"lead_de": "Forged", "status": "ended", "events-0-date": "1999", f"{field}": "Forged", "_next": "1"}
        assert client.post(address, forged).status_code == 410
    assert client.get(f"{page(mission)}?passage=nothing").status_code == 404
    after = [dict(type(row).objects.filter(pk=row.pk).values().get()) for row in (other, mission, event, figure)]
    assert after == before


def test_beside_the_passage_nothing_that_is_sent_is_written(client, mission, alice):
    event = mission.events.get()
    other = make_event(mission, title_de="Bleibt")
    mission = written_by(alice, mission)
    forged = {
        "events-0-title_de": "Angekommen",
        "events-0-title_nl": "Forged",
        "events-0-date": "1999",
        "events-0-DELETE": "on",
        "events-1-id": str(other.pk),
        "events-1-mission": str(mission.pk),
        "events-1-title_de": "Forged",
        "events-TOTAL_FORMS": "2",
        "lead_de": "Forged",
        "lead_fr": "Forged",
        "status": "ended",
    }
    date = event.date
    send(client, alice, page(mission, part=event, field="title"), **forged)
    for row in (event, other, mission):
        row.refresh_from_db()
    assert (event.title_de, event.title_nl, str(event.date)) == ("Angekommen", "MINUSMA", str(date))
    assert mission.events.count() == 2
    assert other.title_de == "Bleibt"
    assert (mission.lead_de, mission.lead_fr) == ("Seit 2013.", "Depuis le 5 mai 2013.")


# ---- How one gets there --------------------------------------------------------------------------------------------


def test_home_form_and_switch_lead_to_it(client, mission, alice, dora):
    html = shown(client, dora, reverse("admin:index")).content.decode()
    opened = f"{reverse('admin:open-page', args=[mission.uid])}?translate=de"
    assert opened in html
    assert client.get(opened).url == page(mission)
    change = reverse("admin:missions_mission_change", args=[mission.pk])
    html = client.get(change).content.decode()
    assert page(mission) in html
    assert page(mission, "nl") not in html
    html = shown(client, alice, change).content.decode()
    assert page(mission, "nl") in html
    assert page(mission, "fr") not in html


def test_a_hundred_events_cost_no_question_more_than_two(client, alice, dora):
    counts = {}
    for events in (2, 100):
        mission = make_mission()
        for number in range(events):
            make_event(mission, date=str(1900 + number), title_de="" if number % 2 else "Titel")
        make_headcount(mission)
        mission = written_by(alice, mission)
        client.force_login(dora)
        client.get(page(mission))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(mission)).status_code == 200
        counts[events] = len(of_the_form(query["sql"] for query in queries))
    assert counts[100] == counts[2]
    assert counts[100] <= 18


def test_a_published_mission_says_so_in_no_question_more_and_takes_the_words(client, mission, alice, dora):
    bob = make_user("bob", groups=["releaser"])
    send(client, dora, page(mission), lead_de="Seit dem 5. Mai 2013.")
    for language in ("nl", "en"):
        of(mission, language=language).still_right(by=alice)
    event = mission.events.get()
    event.title_de = "MINUSMA"
    event.save(by=dora)
    publish(written_by(alice, mission), alice=alice, bob=bob)
    send(client, dora, page(mission, part=mission), lead_de="Seit Mai 2013.")
    mission.refresh_from_db()
    assert mission.lead_de == "Seit Mai 2013."
