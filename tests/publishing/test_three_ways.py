"""Proposals from two texts, and how each is marked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.three_ways import marked, proposed, words


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("one two three", "ONE two three", "one two THREE", "ONE two THREE"),
        ("one two three", "one 2 three", "one zwei three", "one 2 three"),  # both the same word: mine
        ("one two three", "one two three", "one three", "one three"),
        ("one", "one two", "one three", "one two"),  # both add at one place: nobody guesses the order
        ("one two", "one 2", "one 2", "one 2"),
        ("", "mine", "theirs", "mine"),
        (
            "<p>One two.</p>",
            "<p><strong>One</strong> two.</p>",
            "<p>One three.</p>",
            "<p><strong>One</strong> three.</p>",
        ),
    ],
)
def test_what_does_not_touch_goes_together_and_mine_stands_where_it_does(base, mine, theirs, expected):
    assert proposed(base, mine, theirs) == expected


@settings(deadline=None)
@given(st.text(), st.text())
def test_who_changed_nothing_takes_nothing_from_the_other(base, other):
    assert proposed(base, base, other) == other
    assert proposed(base, other, base) == other
    assert "".join(words(base)) == base


def test_marks_are_words_and_hostile_ones_are_inert():
    assert marked("an old word", "a new word") == "<del>an</del><ins>a</ins> <del>old</del><ins>new</ins> word"
    assert marked("<p>a</p>", "<p>a</p> &lt;b&gt; & <") == "a<ins> &amp;lt;b&amp;gt; &amp; &lt;</ins>"
