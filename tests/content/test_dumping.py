"""What `dumpdata` writes: one form, whatever language is active."""

import pytest

from languages.fixture_notation import Key, Quoted, read, write
from missions.models import Mission
from tests.content.fixture_files import dump, load
from tests.factories import make_event, make_mission, make_operation, make_place, make_standing_page


@pytest.mark.django_db
def test_a_dump_holds_language_columns_and_neither_base_columns_nor_what_follows_from_a_date():
    make_event(make_mission(name={"fr": "Mali", "nl": "Mali"}), title={"fr": "Départ", "en": "Departure"})
    text = dump("missions.mission", "timeline.timelineevent")
    assert "    title_fr: Départ\n    title_en: Departure\n" in text
    names = {line.split(":")[0].strip() for line in text.splitlines()}
    assert names & {"name", "title", "text", "first_day", "last_day", "pk", "id"} == set()
    assert "name_de" not in names


@pytest.mark.django_db
def test_parts_follow_their_page_in_the_order_in_which_they_are_read():
    later, earlier = make_mission(name="Second"), make_mission(name="First")
    Mission.objects.filter(pk=later.pk).update(uid="ffffffff-0000-4000-8000-000000000002")
    Mission.objects.filter(pk=earlier.pk).update(uid="00000000-0000-4000-8000-000000000001")
    make_event(later, date="2013", title="Alone")
    make_event(earlier, date="2014", title="Afterwards")
    make_event(earlier, date="2012", title="Before")
    text = dump("timeline", "missions")
    found = [text.index(f"_en: {word}\n") for word in ("First", "Before", "Afterwards", "Second", "Alone")]
    assert found == sorted(found)


@pytest.mark.django_db
def test_a_dump_of_whole_apps_can_be_loaded_elsewhere(tmp_path):
    mission = make_mission(places=[make_place()], operations=[make_operation()])
    make_event(mission)
    written = tmp_path / "all.yaml"
    written.write_text(dump("timeline", "missions"))
    before = dump("timeline", "missions")
    mission.events.all().delete()
    mission.delete()
    load(written)
    assert dump("timeline", "missions") == before
    assert Mission.objects.get().places.count() == 1


@pytest.mark.django_db
def test_blocks_of_rich_text_stand_on_lines_of_their_own():
    make_standing_page(body={"fr": "<h3>Un titre</h3><ul><li>un</li><li>deux</li></ul><p>" + "mot " * 30 + "fin.</p>"})
    lines = [line.strip() for line in dump("articles.standingpage").splitlines()]
    at = lines.index("body_fr: >-")
    assert lines[at + 1 : at + 6] == ["<h3>Un titre</h3>", "<ul>", "<li>un</li>", "<li>deux</li>", "</ul>"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Mali",
        "NO",
        "true",
        "null",
        "2013",
        "0x1F",
        "1:30",
        "- Mali",
        "Mali: a mission",
        "Mali # 1",
        "« Mali » : ça",
        "two\nlines",
        "two\n\nparagraphs",
        "ends with a break\n",
        "\nbegins with one",
        " begins with a space",
        "line \nwith a space at its end",
        "two  spaces",
        "word " * 60 + "end",
        "no-break\u00a0space " * 20 + "end",
        "long-without-any-place-to-fold" * 8,
        "a paragraph of words " * 9 + "end\n" + "another one " * 12 + "end",
        "a tab\tinside " * 12 + "end",
        "a quotation \"so\" and 'so' and a \\ backslash",
        "[brackets], {braces} & *stars* !bang %percent @at `tick`",
        "\u2028 line separator",
        True,
        False,
        None,
        0,
        -12,
        110,
    ],
)
def test_whatever_is_written_is_read_as_it_was(value):
    text = write([("missions.mission", None, {"field": value})])
    (entry,) = read(text)
    assert entry.fields["field"].value == value
    assert type(entry.fields["field"].value) is type(value)


def test_dates_stand_in_quotes_and_keys_in_brackets():
    fields = {"date": Quoted("2013-04"), "mission": Key(["a1", "2013"]), "places": [Key(["b1"]), Key(["b2"])]}
    assert write([("timeline.timelineevent", None, fields)]).splitlines()[2:] == [
        '    date: "2013-04"',
        '    mission: [a1, "2013"]',
        "    places:",
        "      - [b1]",
        "      - [b2]",
    ]
