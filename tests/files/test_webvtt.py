"""Captions that every browser shows, or the line at fault."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from files import webvtt

GOOD = """WEBVTT

1
00:00:00.500 --> 00:00:02.000
A line is drawn.

00:02.000 --> 00:04.000 align:start line:90%
<v Nobody>Good <b>morning</b>.
- Good morning.
"""


def fault(text):
    with pytest.raises(ValidationError) as caught:
        webvtt.check_captions(text)
    return caught.value


def test_captions_in_good_order_are_read():
    assert webvtt.cues(GOOD) == [
        (500, 2000, "A line is drawn."),
        (2000, 4000, "<v Nobody>Good <b>morning</b>.\n- Good morning."),
    ]
    assert webvtt.words(GOOD) == ["A line is drawn.", "Good morning. - Good morning."]
    assert webvtt.end(GOOD) == 4000


def test_captions_may_overlap_forwards_as_two_people_do_who_speak_at_once():
    webvtt.check_captions("WEBVTT\n\n00:01.000 --> 00:05.000\nOne\n\n00:02.000 --> 00:03.000\nTwo")


def test_no_captions_are_no_fault():
    for empty in ("", "  \n", None):
        webvtt.check_captions(empty)
    assert (webvtt.end(""), webvtt.words("")) == (0, [])


CUE = "00:01.000 --> 00:02.000"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nSubRip", "header", "1"),
        ("webvtt\n\n" + CUE + "\nA", "header", "1"),
        ("WEBVTT\nKind: captions\n\n" + CUE + "\nA", "blank", "2"),
        ("WEBVTT", "empty", ""),
        ("WEBVTT\n\nNOTE to the bureau\nplease hurry\n\n" + CUE + "\nA", "note", "3"),
        ("WEBVTT\n\nSTYLE\n::cue {}\n\n" + CUE + "\nA", "style", "3"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA", "timing", "3"),
        ("WEBVTT\n\n00:61.000 --> 01:02.000\nA", "timing", "3"),
        ("WEBVTT\n\nonly words", "timing", "3"),
        ("WEBVTT\n\none\ntwo\nthree", "timing", "4"),
        ("WEBVTT\n\n" + CUE + " colour:red\nA", "setting", "3"),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nA", "ends", "3"),
        ("WEBVTT\n\n00:03.000 --> 00:04.000\nA\n\n" + CUE + "\nB", "order", "6"),
        ("WEBVTT\n\n" + CUE + "\n\n00:03.000 --> 00:04.000\nB", "silent", "3"),
        ("WEBVTT\n\n" + CUE + "\n<b> </b>", "silent", "3"),
        ("WEBVTT\n\n" + CUE + "\nA\n00:03.000 --> 00:04.000\nB", "arrow", "5"),
        ("WEBVTT\n\n" + CUE + "\nA <script>alert(1)</script>", "tag", "4"),
        ("WEBVTT\n\n" + CUE + "\n5 < 6", "tag", "4"),
        ("WEBVTT\n\n" + CUE + "\n" + "A" * 200_001, "long", ""),
    ],
)
def test_a_fault_is_named_with_its_line(text, code, line):
    found = fault(text)
    assert found.code == f"captions_{code}"
    assert (f"Line {line}" in found.messages[0]) is bool(line)
    assert "%(" not in found.messages[0]


def test_a_file_is_utf8_and_loses_the_marks_of_its_machine():
    assert webvtt.decoded(b"\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n\xc3\xa9") == f"WEBVTT\n\n{CUE}\né"
    with pytest.raises(ValidationError) as caught:
        webvtt.decoded("WEBVTT\n\n00:01.000 --> 00:02.000\né".encode("latin-1"))
    assert caught.value.code == "captions_utf8"


@given(st.text(alphabet="WEBVTT\n 0123:.->ab<>", max_size=80))
def test_whatever_is_pasted_gets_an_answer(text):
    with contextlib.suppress(ValidationError):
        webvtt.check_captions(text)
    assert isinstance(webvtt.words(text), list)
