"""Plain text holds no characters that nobody can see."""

import pytest
from django.core.exceptions import ValidationError

from languages.plaintext import no_control_characters, without_control_characters
from missions.models import Operation

INVISIBLE = ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ud800", "\uffff"]


@pytest.mark.parametrize(
    "text", ["", None, "Zwei Zeilen\r\nund\tTab", "Été à Łódź – “žuvis” 日本 😀", "1\u00a0575", "\u200d"]
)
def test_ordinary_text_passes(text):
    no_control_characters(text)


@pytest.mark.parametrize("character", INVISIBLE)
def test_an_invisible_character_is_refused_with_its_place(character):
    with pytest.raises(ValidationError) as refused:
        no_control_characters(f"ab{character}c")
    [sentence] = refused.value.messages
    assert f"U+{ord(character):04X}, at position 3" in sentence


@pytest.mark.parametrize("character", INVISIBLE)
def test_invisible_characters_can_be_taken_out(character):
    no_control_characters(without_control_characters(f"a{character}b"))
    assert without_control_characters(f"a{character}b") == "ab"


@pytest.mark.django_db
def test_every_text_of_a_translated_row_is_asked_once():
    """`full_name_language` has no validator of its own; `acronym` and the translated label do."""
    operation = Operation(framework="un", acronym="A\x00", full_name_language="e\x00", label_de="L\x00")
    with pytest.raises(ValidationError) as refused:
        operation.full_clean()
    assert {name: len(sentences) for name, sentences in refused.value.message_dict.items()} == {
        "acronym": 1,
        "full_name_language": 1,
        "label_de": 1,
    }
