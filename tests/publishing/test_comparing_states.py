"""Comparing any two states of a page: by field and word, per language, with events and figures, for non-programmers."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from languages.columns import LANGUAGES
from publishing import comparison, kinds, wording
from publishing.comparison import Change, What
from publishing.models import Redaction, Release, Withdrawal
from tests.factories import (
    make_article,
    make_block,
    make_event,
    make_headcount,
    make_mission,
    make_operation,
    make_standing_page,
    make_tag,
)
from tests.people import make_alice, make_bob, make_charlie, make_user
from tests.publishing.stories import ask, publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def mission(alice, bob):
    """Return a mission with two events and a figure that the public reads in four languages."""
    mission = make_mission(name="Mali", slug="mali", lead="One two three.")
    make_event(mission, date="2012", title="First")
    make_event(mission, date="2013", title="Second")
    make_headcount(mission, label="Soldiers", headcount=95)
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    return mission


def url(row, **query):
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_compare", args=[row.pk])
    return address, query


def compare(client, user, row, **query):
    client.force_login(user)
    address, query = url(row, **query)
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer


def found(answer):
    """Return what the page tells: (section, place, what happened, how it was, how it is)."""
    return [
        (section.code, row.place, row.what, row.before, row.after)
        for section in answer.context["sections"]
        for row in section.rows
    ]


def page(answer):
    return answer.content.decode()


# ---- What it tells ---------------------------------------------------------------------------------------------------


def test_a_changed_word_is_struck_on_one_side_and_underlined_on_the_other(client, mission, alice):
    mission = written_by(alice, mission, lead_en="One four three.")
    assert found(compare(client, alice, mission)) == [
        ("en", "Lead", "changed", "One <del>two</del> three.", "One <ins>four</ins> three.")
    ]


def test_a_fact_is_told_once_for_all_languages(client, mission, alice):
    mission.deployments.update(headcount=90)
    answer = compare(client, alice, written_by(alice, mission))
    assert found(answer) == [("", "Headcounts: “Soldiers”, headcount", "changed", "<del>95</del>", "<ins>90</ins>")]
    assert answer.context["sections"][0].title == "In all languages"


def test_an_added_and_a_removed_event_are_told_with_their_words_and_dates(client, mission, alice):
    mission.events.get(title_en="First").delete()
    make_event(mission, date="2014-05-03", title="Third", text="What came.")
    rows = {
        what: (place, before, after)
        for _code, place, what, before, after in found(compare(client, alice, written_by(alice, mission)))
    }
    place, before, after = rows["added"]
    assert place == "Events: “Third”"
    assert before == ""
    assert "<ins>3\u00a0May 2014 · Third · What came.</ins>" in after
    place, before, after = rows["removed"]
    assert place == "Events: “First”"
    assert "2012 · First" in before
    assert after == ""


def test_a_moved_part_is_told_as_moved_and_what_stayed_is_not(client, alice, bob):
    article = make_article()
    blocks = [make_block(article, text=f"<p>Block {number}</p>", order=number) for number in (1, 2, 3, 4)]
    article = written_by(alice, article)
    publish(article, alice=alice, bob=bob)
    blocks[3].order = 0
    blocks[3].save()
    answer = compare(client, alice, written_by(alice, article))
    (row,) = answer.context["sections"][0].rows
    assert (row.what, row.moves) == ("moved", ("“Block 4”: from place 4 to place 1",))


def test_what_moved_is_the_fewest_parts_that_explain_the_order():
    order = Change("steps/#order", What.MOVED, "", ["a", "b", "c", "gone"], ["new", "b", "c", "a"])
    assert comparison.moved(order) == [("a", 1, 4)]


def test_unchanged_passages_are_counted_and_folded_never_shown_open(client, mission, alice):
    mission = written_by(alice, mission, lead_en="One four three.")
    answer = compare(client, alice, mission, language="en")
    shared, english = answer.context["sections"]
    assert ("Title", mission.title_en) in english.unchanged
    assert not any(place == "Lead" for place, _text in english.unchanged)
    assert ("Headcounts: “Soldiers”, headcount", "95") in shared.unchanged
    assert page(answer).count('<details class="unchanged">') == 2
    assert "<details open" not in page(answer)
    assert f"{len(english.unchanged)} unchanged passages" in page(answer)


def test_no_difference_is_said_in_words(client, mission, alice):
    assert "There is no difference between these two states" in page(compare(client, alice, mission))
    same = compare(client, alice, mission, **{"from": "draft", "to": "draft"})
    assert "You chose the same state twice" in page(same)


def test_a_language_that_only_one_state_has_is_said_with_its_words_folded(client, alice, bob):
    mission = written_by(alice, make_mission(lead="Woorden."))
    publish(mission, alice=alice, bob=bob, languages=["fr", "nl"])
    answer = compare(client, alice, mission, language=["de"])
    (section,) = [section for section in answer.context["sections"] if section.code == "de"]
    assert section.note == "The first state does not have this language; the second does."
    assert ("Lead", "Woorden.") in section.unchanged
    assert "There is no difference" not in page(answer)


# ---- Words, not codes ------------------------------------------------------------------------------------------------


def test_rich_text_is_compared_as_words_without_tags_and_entities(client, alice, bob):
    about = written_by(alice, make_standing_page(body="<p>R&amp;D</p><p>Second</p>"))
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, body_en="<p>R&amp;D</p><p>Third</p>")
    ((_code, place, _what, before, after),) = found(compare(client, alice, about))
    assert (place, before, after) == ("Text", "R&amp;D\n<del>Second</del>", "R&amp;D\n<ins>Third</ins>")


def test_a_change_without_a_changed_word_is_told_in_a_sentence(client, alice, bob):
    about = written_by(alice, make_standing_page(body="<p>One two</p>"))
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, body_en="<p>One <strong>two</strong></p>")
    ((*_rest, after),) = found(compare(client, alice, about))
    assert after == 'One two <em lang="en">Only the formatting, or where a link leads.</em>'
    about = written_by(alice, about, body_en="<p>One</p><p>two</p>")
    ((*_rest, after),) = found(compare(client, alice, about))
    assert after.endswith("Only spaces or line breaks.</em>")


def test_an_operation_is_told_by_its_name(client, mission, alice, bob):
    first, second = make_operation(acronym="EUTM", label="EUTM"), make_operation(acronym="MINUSMA", label="MINUSMA")
    mission.operations.set([first, second])
    mission.events.update(operation=first)
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    mission.events.update(operation=second)
    rows = found(compare(client, alice, written_by(alice, mission)))
    assert {(before, after) for *_place, before, after in rows} == {("<del>EUTM</del>", "<ins>MINUSMA</ins>")}


@pytest.mark.parametrize("name", sorted(kind.name for kind in kinds.every()))
def test_every_passage_of_every_kind_of_page_has_a_name_at_the_desk(name):
    unnamed = set()

    def look(model):
        for field, info in model.model_fields.items():
            if field not in comparison.FRAME | wording.UNSPOKEN | wording.NAMES.keys():
                unnamed.add(field)
            for inner in comparison._models_in(info.annotation):
                if not inner.__name__.startswith("FrozenPicture"):
                    look(inner)

    look(kinds.get(name).document)
    assert unnamed == set()


def test_hostile_words_are_words(client, mission, alice):
    mission = written_by(alice, mission, lead_en="<script>alert(1)</script>")
    ((*_rest, after),) = found(compare(client, alice, mission))
    assert "&lt;script&gt;" in after
    assert "<script>alert" not in page(compare(client, alice, mission))


# ---- Which states ----------------------------------------------------------------------------------------------------


def test_any_two_published_versions_are_compared(client, mission, alice, bob):
    for words in ("Second words.", "Third words."):
        mission = written_by(alice, mission, lead_nl=words)
        publish(mission, alice=alice, bob=bob, languages=["nl"])
    first, second, third = (f"publication-{release.pk}" for release in Release.objects.order_by("live_from"))
    offered = compare(client, alice, mission).context["states"]
    assert list(offered) == ["draft", "live", third, second, first]
    rows = found(compare(client, alice, mission, **{"from": first, "to": third}))
    assert [(code, place) for code, place, *_rest in rows] == [("nl", "Lead")]
    assert found(compare(client, alice, mission, **{"from": third, "to": "live"})) == []
    backwards = found(compare(client, alice, mission, **{"from": third, "to": second}))
    assert [(before, after) for *_place, before, after in backwards] == [
        ("<del>Third</del> words.", "<ins>Second</ins> words.")
    ]


def test_a_request_is_compared_as_it_would_leave_the_page(client, mission, alice):
    mission = written_by(alice, mission, lead_nl="Gevraagd.", lead_de="Nur Entwurf.")
    release = ask(mission, by=alice, languages=["nl"])
    written_by(alice, mission, lead_nl="Later geschreven.")
    rows = found(compare(client, alice, mission, **{"from": "live", "to": f"request-{release.pk}"}))
    assert [(code, place) for code, place, *_rest in rows] == [("nl", "Lead")]
    rows = found(compare(client, alice, mission, **{"from": f"request-{release.pk}", "to": "draft"}))
    assert [(code, place) for code, place, *_rest in rows] == [("nl", "Lead"), ("de", "Lead")]


def test_a_scheduled_version_is_offered_with_its_moment(client, mission, alice, bob):
    mission = written_by(alice, mission, lead_nl="Straks.")
    publish(mission, alice=alice, bob=bob, languages=["nl"], wanted_from=timezone.now() + timedelta(days=1))
    release = Release.objects.order_by("live_from").last()
    answer = compare(client, alice, mission, **{"from": "live", "to": f"publication-{release.pk}"})
    assert answer.context["second_words"].startswith("Goes live on")
    assert [place for _code, place, *_rest in found(answer)] == ["Lead"]


def test_a_withdrawn_page_has_no_live_state_and_its_past_can_still_be_compared(client, mission, alice, bob):
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        Withdrawal.objects.withdraw(mission.page(), by=bob, reason="Wrong.")
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        answer = compare(client, alice, mission)
        assert "live" not in answer.context["states"]
        old = next(key for key in answer.context["states"] if key.startswith("publication"))
        assert found(compare(client, alice, mission, **{"from": old, "to": "draft"})) == []


def test_a_removed_passage_is_in_no_published_version_that_is_compared(client, mission, alice):
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(mission.page(), "lead", by=boss, reason="A name.")
    old = f"publication-{Release.objects.get().pk}"
    answer = compare(client, alice, mission, **{"from": old, "to": "live"})
    assert "One two three." not in page(answer)


def test_a_page_never_published_is_compared_with_itself_and_says_so(client, alice):
    answer = compare(client, alice, written_by(alice, make_tag()))
    assert list(answer.context["states"]) == ["draft"]
    assert "There is only the draft so far" in page(answer)


# ---- What cannot be asked, and who may not ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"from": "nonsense"},
        {"to": "publication-999999"},
        {"to": "publication-"},
        {"from": "request-1x"},
        {"language": "xx"},
        {"language": ["fr", ""]},
    ],
)
def test_a_state_or_language_that_does_not_exist_is_not_found(client, mission, alice, query):
    client.force_login(alice)
    address, query = url(mission, **query)
    assert client.get(address, query).status_code == 404


def test_the_version_and_the_request_of_another_page_are_not_found(client, mission, alice, bob):
    about = written_by(alice, make_standing_page())
    publish(about, alice=alice, bob=bob)
    foreign = Release.objects.exclude(candidates__page=mission.page()).get()
    asked = ask(written_by(alice, about, title_nl="Anders"), by=alice, languages=["nl"])
    client.force_login(alice)
    for key in (f"publication-{foreign.pk}", f"request-{asked.pk}"):
        address, query = url(mission, to=key)
        assert client.get(address, query).status_code == 404
        address, query = url(about, to=key)
        assert client.get(address, query).status_code == 200


@pytest.mark.parametrize("role", ["author", "releaser", "duty-officer", "administrator", "translator-de"])
def test_every_role_may_compare_and_nobody_changes_anything_by_it(client, mission, role):
    client.force_login(make_user("somebody", groups=[role]))
    address, _query = url(mission)
    assert client.get(address, {"language": LANGUAGES}).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_no_role_is_refused_and_a_stranger_is_sent_to_the_log_in(client, mission, method):
    address, _query = url(mission)
    client.force_login(make_charlie())
    assert getattr(client, method)(address).status_code == 403
    client.logout()
    answer = getattr(client, method)(address)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:login"))
