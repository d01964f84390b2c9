"""What differs between two documents, and taking over some of it."""

import copy
import uuid
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.documents import Words
from publishing import comparison
from publishing.comparison import What
from publishing.documents import Document, Part


class Step(Part):
    when: str
    title: Words = ""


class Route(Document):
    kind: Literal["route"] = "route"
    name: Words = ""
    length: int = 0
    steps: list[Step] = []

    @property
    def heading(self):
        return self.name


PAGE, FIRST, SECOND, THIRD = (uuid.UUID(int=number) for number in range(1, 5))


def make_route(**values):
    steps = [Step(uid=FIRST, when="2012", title="One"), Step(uid=SECOND, when="2013", title="Two")]
    return Route(**{"uid": PAGE, "language": "fr", "path": "/fr/r/", "name": "Route", "steps": steps, **values})


def changes(old, new):
    return {(change.tick, change.what) for change in comparison.compare(old, new)}


def test_nothing_differs_between_equal_documents():
    assert comparison.compare(make_route(), make_route()) == []


def test_a_word_belongs_to_its_language_and_a_fact_to_all():
    new = make_route(name="Rout", length=7)
    assert changes(make_route(), new) == {("fr:name", What.CHANGED), ("*:length", What.CHANGED)}


def test_an_added_and_a_removed_part_are_one_change_each():
    third = Step(uid=THIRD, when="2014", title="Three")
    new = make_route(steps=[make_route().steps[0], third])
    assert changes(make_route(), new) == {(f"*:steps/{THIRD}", What.ADDED), (f"*:steps/{SECOND}", What.REMOVED)}


def test_a_moved_part_changes_the_order_and_nothing_else():
    new = make_route(steps=make_route().steps[::-1])
    assert changes(make_route(), new) == {("*:steps/#order", What.MOVED)}


def test_a_zero_that_becomes_a_number_and_back_is_a_change():
    assert changes(make_route(length=0), make_route(length=5))
    assert changes(make_route(length=5), make_route(length=0))


def test_merging_takes_the_ticked_change_and_leaves_the_rest_behind():
    new = make_route(name="Half a rewrite", length=7)
    merged = comparison.merge(make_route(), new, {"*:length"})
    assert (merged.name, merged.length) == ("Route", 7)


def test_a_tick_of_another_language_takes_nothing():
    merged = comparison.merge(make_route(), make_route(name="Neu"), {"de:name"})
    assert merged.name == "Route"


def test_a_removed_part_stays_until_its_removal_is_ticked():
    new = make_route(steps=make_route().steps[:1])
    assert len(comparison.merge(make_route(), new, set()).steps) == 2
    assert len(comparison.merge(make_route(), new, {f"*:steps/{SECOND}"}).steps) == 1


def test_an_added_part_stands_behind_its_neighbour_of_the_draft():
    one, two = make_route().steps
    third = Step(uid=THIRD, when="2014", title="Three")
    merged = comparison.merge(make_route(), make_route(steps=[one, third, two]), {f"*:steps/{THIRD}"})
    assert [step.uid for step in merged.steps] == [FIRST, THIRD, SECOND]


def test_a_language_that_joins_starts_from_the_facts_the_public_reads():
    live = make_route(length=7)
    draft = make_route(
        language="de",
        path="/de/r/",
        name="Weg",
        length=99,
        steps=[Step(uid=FIRST, when="1999", title="Eins"), Step(uid=SECOND, when="2013", title="Zwei")],
    )
    joined = comparison.in_words_of(live, draft)
    assert (joined.language, joined.name, joined.path, joined.length) == ("de", "Weg", "/de/r/", 7)
    assert [(step.when, step.title) for step in joined.steps] == [("2012", "Eins"), ("2013", "Zwei")]


steps = st.lists(
    st.builds(
        Step,
        uid=st.sampled_from([FIRST, SECOND, THIRD]),
        when=st.sampled_from(["2012", "2013"]),
        title=st.sampled_from(["", "a", "b"]),
    ),
    unique_by=lambda step: step.uid,
)
routes = st.builds(
    make_route, name=st.sampled_from(["x", "y"]), length=st.integers(min_value=0, max_value=2), steps=steps
)


@given(routes, routes)
def test_all_ticks_give_the_draft_and_none_gives_the_live_version(old, new):
    ticks = {change.tick for change in comparison.compare(old, new)}
    assert comparison.merge(old, new, ticks) == new
    assert comparison.merge(old, new, set()) == old


@given(routes, routes, st.randoms(use_true_random=False))
def test_what_is_not_ticked_is_what_still_differs(old, new, random):
    ticks = {change.tick for change in comparison.compare(old, new)}
    chosen = {tick for tick in ticks if random.random() < 0.5}
    merged = comparison.merge(old, new, chosen)
    left = {change.tick for change in comparison.compare(merged, new)} - {"*:steps/#order"}
    assert left == ticks - chosen - {"*:steps/#order"}


@pytest.mark.parametrize(
    ("key", "translated"),
    [
        ("name", True),
        ("length", False),
        (f"steps/{FIRST}/title", True),
        (f"steps/{FIRST}/when", False),
        ("nothing", False),
    ],
)
def test_words_are_told_from_facts(key, translated):
    assert comparison.is_translated(Route, key) is translated


def test_every_passage_is_found_and_the_frame_is_not():
    found = comparison.passages(make_route().model_dump(mode="json"))
    assert found == {
        "path": "/fr/r/",
        "name": "Route",
        "length": 0,
        "steps/#order": [str(FIRST), str(SECOND)],
        f"steps/{FIRST}/when": "2012",
        f"steps/{FIRST}/title": "One",
        f"steps/{SECOND}/when": "2013",
        f"steps/{SECOND}/title": "Two",
    }


def test_comparing_leaves_both_documents_alone():
    old, new = make_route(), make_route(name="Other")
    before = copy.deepcopy((old, new))
    comparison.compare(old, new)
    comparison.merge(old, new, {"fr:name"})
    assert (old, new) == before
