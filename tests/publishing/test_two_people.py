"""Two people in one form: what goes together goes together, what does not is asked, nothing is lost."""

import pytest
from django.contrib.admin.models import LogEntry

from missions.models import Mission
from publishing.models import OpenedDraft
from tests.factories import (
    make_article,
    make_block,
    make_event,
    make_headcount,
    make_mission,
    make_operation,
    make_picture,
    make_place,
    make_standing_page,
    make_tag,
)
from tests.missions.desk_forms import added, errors_in
from tests.people import make_alice, make_bob, make_charlie, make_dora
from tests.publishing.sharing import chosen, opened, sent
from timeline.models import TimelineEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def mali():
    mission = make_mission(name="Mali", lead="Soldiers train an army.")
    make_event(mission, date="2013", title="First")
    make_event(mission, date="2014", title="Second")
    return mission


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_changes_to_different_fields_and_languages_go_together(client, mali, alice, bob):
    url, alices = opened(client, alice, mali)
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"lead_nl": "Anders.", "status": "planned", "events-1-title_de": "Zweites"})
    response = sent(client, alice, url, alices | {"lead_fr": "Autre.", "events-0-text_fr": "Texte.", "order": "7"})
    assert errors_in(response) == ""
    mali = now(mali)
    assert (mali.lead_fr, mali.lead_nl, mali.status, mali.order) == ("Autre.", "Anders.", "planned", 7)
    first, second = mali.events.all()
    assert (first.text_fr, second.title_de) == ("Texte.", "Zweites")
    told = client.get(url).content.decode()
    assert "Bob saved while you were writing" in told
    assert "Lead (Dutch)" in told


def test_a_clash_saves_nothing_and_shows_what_both_wrote(client, mali, alice, bob):
    url, alices = opened(client, alice, mali, "fr")
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"lead_fr": "Soldiers train a police force."})
    response = sent(client, alice, url, alices | {"lead_fr": "Belgian soldiers train an army.", "order": "9"})
    assert response.status_code == 409
    assert (now(mali).lead_fr, now(mali).order) == ("Soldiers train a police force.", 100)
    (clash,) = response.context["merge"].clashes
    assert (clash.base, clash.mine, clash.theirs) == (
        "Soldiers train an army.",
        "Belgian soldiers train an army.",
        "Soldiers train a police force.",
    )
    html = response.content.decode()
    assert "<ins>Belgian " in html.replace("Soldiers</del><ins>", "<ins>")
    assert "<ins>police</ins>" in html or "police force</ins>" in html
    # What both did apart from each other is proposed together.
    assert "Belgian soldiers train a police force." in html


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("mine", "Mine."), ("theirs", "Theirs."), ("Something third.", "Something third.")],
)
def test_what_was_chosen_is_saved_with_everything_else(client, mali, alice, bob, choice, kept):
    url, alices = opened(client, alice, mali)
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"lead_fr": "Theirs.", "kicker_nl": "Onze"})
    response = sent(client, alice, url, alices | {"lead_fr": "Mine.", "order": "9"})
    response = sent(client, alice, url, chosen(response, lead_fr=choice))
    assert errors_in(response) == ""
    mali = now(mali)
    assert (mali.lead_fr, mali.order, mali.kicker_nl) == (kept, 9, "Onze")
    aside = LogEntry.objects.filter(change_message__contains="left aside").values_list("change_message", flat=True)
    assert ["Mine." in text for text in aside] == ([] if choice == "mine" else [True])


def test_a_third_person_who_saves_while_somebody_chooses_is_not_overwritten_either(client, mali, alice, bob):
    url, alices = opened(client, alice, mali)
    _url, bobs = opened(client, bob, mali)
    bea = make_bob("bea")
    sent(client, bob, url, bobs | {"lead_fr": "Bobs."})
    asked = sent(client, alice, url, alices | {"lead_fr": "Alices."})
    _url, beas = opened(client, bea, mali)
    sent(client, bea, url, beas | {"lead_fr": "Beas."})
    again = sent(client, alice, url, chosen(asked, lead_fr="mine"))
    assert again.status_code == 409
    assert again.context["merge"].clashes[0].theirs == "Beas."
    sent(client, alice, url, chosen(again, lead_fr="mine"))
    assert now(mali).lead_fr == "Alices."


def test_the_same_change_by_both_is_no_clash(client, mali, alice, bob):
    url, alices = opened(client, alice, mali)
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"lead_fr": "Same."})
    assert sent(client, alice, url, alices | {"lead_fr": "Same."}).status_code == 302


def test_what_one_adds_and_the_other_takes_out_of_a_choice_of_many_goes_together(client, alice, bob):
    old, new, other = make_operation(), make_operation(), make_operation()
    mission = make_mission(operations=[old, other])
    url, alices = opened(client, alice, mission)
    _url, bobs = opened(client, bob, mission)
    sent(client, bob, url, bobs | {"operations": [old.pk, other.pk, new.pk]})
    assert sent(client, alice, url, alices | {"operations": [other.pk]}).status_code == 302
    assert set(mission.operations.all()) == {other, new}


def test_a_choice_among_rows_clashes_with_two_values_and_no_third(client, alice, bob):
    mission = make_mission()
    event = make_event(mission)
    one, two = make_operation(label="One"), make_operation(label="Two")
    url, alices = opened(client, alice, mission)
    _url, bobs = opened(client, bob, mission)
    sent(client, bob, url, bobs | {"events-0-operation": one.pk, "status": "planned"})
    response = sent(client, alice, url, alices | {"events-0-operation": two.pk, "events-0-date": "2015"})
    (clash,) = response.context["merge"].clashes
    assert (clash.mine, clash.theirs, clash.third) == ("Two", "One", "")
    sent(client, alice, url, chosen(response, events__0__operation="mine"))
    event = now(event)
    assert (event.operation, str(event.date)) == (two, "2015")


def test_a_date_clashes_and_a_third_one_can_be_typed(client, alice, bob):
    mission = make_mission(started="2013")
    url, alices = opened(client, alice, mission)
    _url, bobs = opened(client, bob, mission)
    sent(client, bob, url, bobs | {"started": "2014"})
    response = sent(client, alice, url, alices | {"started": "late January 2013"})
    assert response.status_code == 409
    assert errors_in(sent(client, alice, url, chosen(response, started="2012"))) == ""
    assert str(now(mission).started) == "2012"


# ---- Rows ------------------------------------------------------------------------------------------------------------


def test_rows_added_by_both_are_both_there(client, mali, alice, bob):
    url, alices = opened(client, alice, mali)
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, added(bobs, "events", date="2012", title_fr="Bobs"))
    response = sent(client, alice, url, added(alices, "events", date="2011", title_fr="Alices"))
    assert errors_in(response) == ""
    assert [event.title_fr for event in mali.events.all()] == ["Alices", "Bobs", "First", "Second"]


def test_a_row_the_other_deleted_goes_if_i_left_it_alone(client, mali, alice, bob):
    url, alices = opened(client, alice, mali)
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"events-0-DELETE": "on"})
    assert sent(client, alice, url, alices | {"events-1-text_fr": "Mine."}).status_code == 302
    assert [event.text_fr for event in mali.events.all()] == ["Mine."]


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_row_the_other_deleted_while_i_wrote_in_it_is_asked_about(client, mali, alice, bob, choice):
    event = mali.events.get(title_fr="First")
    url, alices = opened(client, alice, mali, "fr")
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"events-0-DELETE": "on"})
    asked = sent(client, alice, url, alices | {"events-0-text_fr": "My words.", "events-1-text_fr": "Others."})
    assert asked.status_code == 409
    assert "My words." in asked.content.decode()
    assert errors_in(sent(client, alice, url, chosen(asked, **{f"events~{event.pk}": choice}))) == ""
    kept = list(mali.events.values_list("uid", "text_fr", "title_nl"))
    second = mali.events.get(title_fr="Second")
    mine = [(event.uid, "My words.", "First")] if choice == "mine" else []
    assert kept == [*mine, (second.uid, "Others.", "Second")]


def test_a_row_brought_back_into_a_form_that_is_refused_is_not_there(client, mali, alice, bob):
    event = mali.events.get(title_fr="First")
    url, alices = opened(client, alice, mali, "fr")
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"events-0-DELETE": "on"})
    asked = sent(client, alice, url, alices | {"events-0-text_fr": "My words.", "started": "nonsense"})
    refused = sent(client, alice, url, chosen(asked, **{f"events~{event.pk}": "mine"}))
    assert refused.status_code == 200
    assert "My words." in refused.content.decode()
    assert not TimelineEvent.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_row_i_delete_while_the_other_writes_in_it_is_asked_about(client, mali, alice, bob, choice):
    url, alices = opened(client, alice, mali)
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"events-0-text_fr": "Bobs words."})
    asked = sent(client, alice, url, alices | {"events-0-DELETE": "on"})
    assert asked.status_code == 409
    assert "Bobs words." in asked.content.decode()
    assert mali.events.count() == 2
    sent(client, alice, url, chosen(asked, events__0=choice))
    assert mali.events.count() == (1 if choice == "mine" else 2)


def test_two_who_reorder_different_pieces_both_succeed(client, alice, bob):
    article = make_article()
    blocks = [make_block(article, order=number) for number in (1, 2, 3, 4)]
    url, alices = opened(client, alice, article)
    _url, bobs = opened(client, bob, article)
    sent(client, bob, url, bobs | {"blocks-0-order": "2", "blocks-1-order": "1"})
    sent(client, alice, url, alices | {"blocks-2-order": "4", "blocks-3-order": "3"})
    assert list(article.blocks.all()) == [blocks[1], blocks[0], blocks[3], blocks[2]]


def test_rich_text_is_compared_as_it_is_kept(client, alice, bob):
    article = make_article()
    block = make_block(article, text="<p>One. Two.</p>")
    url, alices = opened(client, alice, article)
    _url, bobs = opened(client, bob, article)
    sent(client, bob, url, bobs | {"blocks-0-text_fr": "<p>One. <strong>Two.</strong></p>"})
    # Another way of writing the same: the editor puts spaces where it likes.
    sent(client, alice, url, alices | {"blocks-0-text_fr": "<p>One. Two.</p>\r\n", "title_fr": "Titre"})
    assert now(block).text_fr == "<p>One. <strong>Two.</strong></p>"
    assert now(article).title_fr == "Titre"


# ---- Every form ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "field", "other"),
    [
        (make_mission, "lead_fr", "lead_de"),
        (make_article, "lead_fr", "lead_de"),
        (make_operation, "label_fr", "description_de"),
        (make_place, "label_fr", "description_de"),
        (make_tag, "label_fr", "label_de"),
        (make_standing_page, "title_fr", "title_de"),
        (make_picture, "caption_fr", "caption_de"),
    ],
)
def test_every_form_of_the_desk_merges_and_asks(client, alice, bob, make, field, other):
    row = make()
    url, alices = opened(client, alice, row)
    _url, bobs = opened(client, bob, row, "de")
    sent(client, bob, f"{url.partition('?')[0]}?language=de", bobs | {field: "Theirs.", other: "Anders."})
    asked = sent(client, alice, url, alices | {field: "Mine."})
    assert [clash.name for clash in asked.context["merge"].clashes] == [field]
    assert sent(client, alice, url, chosen(asked, **{field: "mine"})).status_code == 302
    assert (getattr(now(row), field), getattr(now(row), other)) == ("Mine.", "Anders.")


def test_a_translators_form_merges_and_asks_too(client, mali, alice):
    dora = make_dora()
    url, doras = opened(client, dora, mali, "de")
    _url, alices = opened(client, alice, mali)
    sent(client, alice, url, alices | {"lead_fr": "Neuf.", "lead_de": "Alices."})
    asked = sent(client, dora, url, doras | {"lead_de": "Doras.", "events-0-title_de": "Erstes"})
    assert [clash.name for clash in asked.context["merge"].clashes] == ["lead_de"]
    # A choice forged for a field she may not write changes nothing.
    data = chosen(asked, lead_de="mine") | {"_choice-lead_nl": "mine", "_mine-lead_nl": ["Forged."]}
    assert sent(client, dora, url, data).status_code == 302
    mali = now(mali)
    assert (mali.lead_fr, mali.lead_nl, mali.lead_de) == ("Neuf.", "Soldiers train an army.", "Doras.")
    assert mali.events.first().title_de == "Erstes"


# ---- Tokens ----------------------------------------------------------------------------------------------------------


def test_a_form_refused_for_another_reason_still_knows_what_it_was_opened_with(client, mali, alice, bob):
    url, alices = opened(client, alice, mali)
    _url, bobs = opened(client, bob, mali)
    sent(client, bob, url, bobs | {"lead_nl": "Anders."})
    refused = sent(client, alice, url, alices | {"lead_fr": "Autre.", "started": "nonsense"})
    assert refused.status_code == 200
    assert now(mali).lead_fr == "Soldiers train an army."
    form = refused.context["adminform"].form
    assert (form["lead_fr"].value(), form["lead_nl"].value(), form["started"].value()) == (
        "Autre.",
        "Anders.",
        "nonsense",
    )
    _url, beas = opened(client, bob, mali)
    sent(client, bob, url, beas | {"lead_de": "Anders."})
    again = alices | {"lead_fr": "Autre.", "lead_nl": "Anders.", "_opened": refused.context["sharing"]["opened"]}
    assert sent(client, alice, url, again).status_code == 302
    mali = now(mali)
    assert (mali.lead_fr, mali.lead_nl, mali.lead_de) == ("Autre.", "Anders.", "Anders.")


@pytest.mark.parametrize("token", ["0" * 64, "x", "' OR 1=1", "\N{GRINNING FACE}" * 300])
def test_a_form_opened_so_long_ago_that_nobody_knows_how_asks_about_every_difference(client, mali, alice, token):
    url, alices = opened(client, alice, mali)
    asked = sent(client, alice, url, alices | {"lead_fr": "Mine.", "_opened": token})
    assert asked.status_code == 409
    (clash,) = asked.context["merge"].clashes
    assert (clash.base, clash.mine, clash.theirs) == (None, "Mine.", "Soldiers train an army.")
    assert sent(client, alice, url, chosen(asked, lead_fr="mine")).status_code == 302
    assert now(mali).lead_fr == "Mine."


def test_the_token_of_another_page_is_none(client, mali, alice):
    _url, others = opened(client, alice, make_mission())
    url, alices = opened(client, alice, mali)
    asked = sent(client, alice, url, alices | {"lead_fr": "Mine.", "_opened": others["_opened"]})
    assert asked.status_code == 409


def test_states_nobody_can_name_any_more_are_swept(client, mali, alice):
    opened(client, alice, mali)
    kept = OpenedDraft.objects.get()
    assert OpenedDraft.objects.sweep() == 0
    OpenedDraft.objects.filter(pk=kept.pk).update(opened_at=kept.opened_at.replace(year=2020))
    assert OpenedDraft.objects.sweep() == 1


def test_what_nobody_changed_leaves_no_trace(client, mali, alice):
    url, alices = opened(client, alice, mali)
    assert sent(client, alice, url, alices).status_code == 302
    assert not LogEntry.objects.exists()


# ---- A page that is gone ---------------------------------------------------------------------------------------------


def test_words_sent_to_a_page_that_was_deleted_are_shown(client, mali, alice, bob):
    url, alices = opened(client, alice, mali)
    mali.delete()
    response = sent(client, alice, url, alices | {"lead_fr": "My <b>words</b>.", "events-0-text_de": "Meine Worte."})
    assert response.status_code == 410
    html = response.content.decode()
    assert "deleted while you were writing" in html
    assert "My &lt;b&gt;words&lt;/b&gt;." in html
    assert "Event, Text (German)" in html
    assert "Meine Worte." in html
    assert not Mission.objects.exists()


def test_who_may_change_nothing_is_not_shown_a_deleted_page_either(client, mali, alice):
    url, alices = opened(client, alice, mali)
    mali.delete()
    assert sent(client, make_charlie(), url, alices).status_code == 403


def test_headcounts_of_both_are_added_up_together(client, alice, bob):
    mission = make_mission()
    make_headcount(mission, role="total", headcount=15, qualifier="exact", as_of="2020")
    make_headcount(mission, headcount=15, qualifier="exact", as_of="2020")
    url, alices = opened(client, alice, mission)
    _url, bobs = opened(client, bob, mission)
    figure = {"role": "part", "qualifier": "exact", "as_of": "2020", "headcount": "95", "order": "0"}
    more = added(bobs, "deployments", **figure) | {"deployments-0-headcount": "110"}
    assert errors_in(sent(client, bob, url, more)) == ""
    response = sent(client, alice, url, alices | {"deployments-1-label_fr": "Nom", "deployments-1-headcount": "14"})
    assert "14 + 95 = 109" in errors_in(response)
