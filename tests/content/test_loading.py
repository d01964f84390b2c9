"""What `loaddata` refuses, where it says the fault is, and that nothing of a refused file stays."""

import textwrap

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.models import StandingPage, Theme, ThemePlace
from images.models import Picture
from languages.fixtures import FixtureRefused
from languages.models import Segment
from languages.states import State
from missions.models import Mission, Place
from tests.content.fixture_files import dump, every_row, load
from tests.factories import make_article, make_mission, make_theme, make_theme_place
from timeline.models import TimelineEvent

GOOD = """\
- model: missions.place
  fields:
    uid: 20000000-0000-4000-8000-000000000001
    code: ML
    shape: country
    label_fr: Mali
- model: missions.mission
  fields:
    uid: 10000000-0000-4000-8000-000000000001
    status: running
    places:
      - [20000000-0000-4000-8000-000000000001]
    name_fr: Mali
    lead_fr: Un mot.
    lead_nl: Een woord.
"""
OF_THE_MISSION = "mission: [10000000-0000-4000-8000-000000000001]\n"
LINES = GOOD.count("\n")

pytestmark = pytest.mark.django_db


def write(folder, text, name="fixture.yaml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def an_object(model, uid, fields):
    """Return one object; fields begin on its fourth line."""
    head = f"- model: {model}\n  fields:\n    uid: {uid}\n"
    return head + textwrap.indent(fields.strip("\n"), "    ") + "\n"


def an_event(fields):
    return an_object("timeline.timelineevent", "11000000-0000-4000-8000-000000000001", OF_THE_MISSION + fields)


def a_mission(fields):
    return an_object("missions.mission", "10000000-0000-4000-8000-000000000002", fields)


def a_place(fields):
    return an_object("missions.place", "20000000-0000-4000-8000-000000000002", fields)


def a_headcount(fields):
    return an_object("missions.deployment", "12000000-0000-4000-8000-000000000001", OF_THE_MISSION + fields)


def a_page(body):
    fields = f"role: about\nbody_fr: {body}"
    return an_object("articles.standingpage", "41000000-0000-4000-8000-000000000001", fields)


def refusal(path):
    """Return the message of a refused file; nothing of it may be in the database."""
    before = every_row()
    with pytest.raises(FixtureRefused) as caught:
        load(path)
    assert every_row() == before
    return str(caught.value)


def test_a_good_file_is_loaded_with_what_follows_from_it(tmp_path):
    load(write(tmp_path, GOOD + an_event("date: 2013-01;late\ntitle_fr: Kidal")))
    event = TimelineEvent.objects.get()
    assert (event.first_day.isoformat(), event.last_day.isoformat()) == ("2013-01-21", "2013-01-31")
    assert [place.code for place in event.mission.places.all()] == ["ML"]
    lead = Segment.objects.get(part_uid=event.mission.uid, field="lead", language="nl")
    assert (lead.state, lead.source_text) == (State.FRESH, "Un mot.")


# The object with the fault follows the good ones; the line is counted from its beginning.
@pytest.mark.parametrize(
    ("fault", "line", "sentence"),
    [
        pytest.param(a_place("code: NE\nlabel: Niger"), 5, "“label” does not say its language", id="base column"),
        pytest.param(a_place("code: NE\nlable_fr: Niger"), 5, "Did you mean “label_fr”?", id="unknown field"),
        pytest.param(a_place("code: NE\nmissions: []"), 5, "has no field “missions”", id="field of another model"),
        pytest.param(an_event("date: 2013-02-30"), 5, "there is no 30 February", id="bad date"),
        pytest.param(an_event("date: 2013/2012"), 5, "2013", id="end before start"),
        pytest.param(an_event("title_fr: Rien"), 1, "date", id="required field missing"),
        pytest.param(an_event("date: 2013\nfirst_day: 2013-01-01"), 6, "follows from other fields", id="derived"),
        pytest.param(a_mission("status: runing"), 4, "Choose one of planned, running, ended", id="bad choice"),
        pytest.param(a_mission("status: running\nended: 2013"), 1, "Set the status to “ended”", id="constraint"),
        pytest.param(a_place("code: Niger\nshape: country"), 1, "two-letter ISO code", id="constraint on a code"),
        pytest.param(a_place("code: ML"), 4, "already exists", id="code of another row"),
        pytest.param(
            a_mission("places:\n  - [20000000-0000-4000-8000-000000000009]"),
            5,
            "[20000000-0000-4000-8000-000000000009], which is neither above in a file nor in the database",
            id="dangling reference in a list",
        ),
        pytest.param(
            a_headcount("headcount: 15\noperation: [22000000-0000-4000-8000-000000000009]"),
            6,
            "“operation” names the operation [22000000-0000-4000-8000-000000000009]",
            id="dangling reference",
        ),
        pytest.param(a_headcount("headcount: 15\noperation: [MINUSMA]"), 6, "[MINUSMA]", id="reference by name"),
        pytest.param(a_headcount("headcount: 15\noperation: 7"), 6, "by its uid in brackets", id="reference by number"),
        pytest.param(
            a_mission("places:\n" + "  - [20000000-0000-4000-8000-000000000001]\n" * 2), 5, "more than once", id="twice"
        ),
        pytest.param(a_mission("places: [20000000-0000-4000-8000-000000000001]"), 4, "in brackets", id="flat list"),
        pytest.param(a_headcount("qualifier: withheld\nheadcount: 15"), 1, "not disclosed", id="withheld number"),
        pytest.param(a_headcount("headcount: -1"), 5, "greater than or equal to 0", id="negative number"),
        pytest.param(a_headcount("headcount: 3.5"), 5, "must be an integer", id="half a soldier"),
        pytest.param(a_headcount("headcount: true"), 5, "no meaning here", id="yes for a number"),
        pytest.param(a_headcount("headcount: 15\nsource_url: mil.be"), 6, "valid URL", id="bad address"),
        pytest.param(a_place("code: 12"), 4, "put it in quotes", id="number for a text"),
        pytest.param(a_place("code: true"), 4, "put it in quotes", id="yes for a text"),
        pytest.param(a_place(f"code: NE\nlabel_fr: {'N' * 141}"), 5, "at most 140 characters", id="too long"),
        pytest.param(a_mission("slug_fr: Notre mission"), 4, "slug", id="bad address part"),
        pytest.param(a_mission('name_fr: "Ma\\u0007li"'), 4, "U+0007", id="control character, escaped"),
        pytest.param(a_mission("name_fr: Ma\u0007li"), 4, "control character", id="control character"),
        pytest.param(a_mission("name_fr: Ma\u202eli"), 4, "control character", id="direction mark"),
        pytest.param(a_page("<p>Bonjour</p><script>alert(1)</script>"), 5, "“<script>alert(1)", id="script"),
        pytest.param(a_page("<p>Un <b>mot</b></p>"), 5, "“<b>mot</b>", id="tag of no button"),
        pytest.param(a_page("<p><a href='javascript:x()'>ici</a></p>"), 5, "“<a href", id="hostile link"),
        pytest.param(a_page("<p onclick='x()'>ici</p>"), 5, "“<p onclick", id="handler"),
        pytest.param(a_page("<p>Un mot"), 5, "cannot write", id="tag that is not closed"),
        pytest.param(
            an_object("missions.place", "20000000-0000-4000-8000-000000000001", "code: NE"),
            3,
            "The row on line 3 has the same uid",
            id="uid twice",
        ),
        pytest.param(
            an_object("missions.component", "10000000-0000-4000-8000-000000000001", "order: 1"),
            3,
            "has the same uid",
            id="uid of another model",
        ),
        pytest.param(an_object("missions.place", "20", "code: NE"), 3, "quotes", id="uid that is a number"),
        pytest.param(an_object("missions.place", "mali", "code: NE"), 3, "valid UUID", id="uid that is none"),
        pytest.param("- model: missions.place\n  fields:\n    code: NE\n", 1, "has no uid", id="no uid"),
        pytest.param("- model: missions.place\n  pk: 7\n  fields:\n    uid: x\n", 1, "leave out “pk”", id="number"),
        pytest.param("- model: missions.palce\n  fields:\n    code: NE\n", 1, "no model “missions.palce”", id="model"),
        pytest.param("- model: missions.place\n", 1, "has no fields", id="no fields"),
        pytest.param("- fields:\n    code: NE\n", 1, "does not say its model", id="no model"),
        pytest.param("- model: missions.place\n  fields:\n  code: NE\n", 3, "nothing like “code”", id="indentation"),
        pytest.param("- model: missions.place\n  fields:\n   - x\n  y\n", 5, "This is not YAML", id="no YAML"),
        pytest.param("\t- model: missions.place\n", 1, "This is not YAML", id="tab"),
        pytest.param(a_place("code: NE\ncode: NL"), 5, "“code” stands here twice", id="field twice"),
        pytest.param(a_place("code: &code NE\nlabel_fr: *code"), 5, "Write it out", id="alias"),
        pytest.param(a_place("code: !!python/name:os.system NE"), 4, "The tag !!python/name:os", id="tag"),
        pytest.param(a_place("code: [NE]"), 4, "one value, not several", id="list for a text"),
        pytest.param(a_place("code: NE\nmembers: NE"), 5, "a list with one line per row", id="text for a list"),
        pytest.param("just words\n", 2, "This is not YAML", id="words"),
    ],
)
def test_a_fault_is_named_with_file_line_and_reason_and_nothing_of_the_file_stays(tmp_path, fault, line, sentence):
    path = write(tmp_path, GOOD + fault)
    message = refusal(path)
    assert message.startswith(f"{path}:{LINES + line}: ")
    assert sentence in message
    assert Place.objects.count() == Mission.objects.count() == Segment.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (GOOD.encode().replace(b"Een woord", b"Een w\xe9"), LINES, "not UTF-8"),
        (b"missions: {}\n", 1, "no list of objects"),
        (b"- - x\n", 1, "An object begins with"),
        (b"--- []\n--- []\n", 2, "This is not YAML"),
        (b"[" * 100_000 + b"]" * 100_000, 1, "too deeply"),
        (b"- " * 5000 + b"x", 1, "too deeply"),
        (b"- !!int twelve\n", 1, "The tag !!int is not read"),
        (b"- " + b"9" * 100, 1, "too long"),
    ],
)
def test_a_file_that_is_no_fixture_is_refused(tmp_path, content, line, sentence):
    path = write(tmp_path, content)
    message = refusal(path)
    assert message.startswith(f"{path}:{line}: ")
    assert sentence in message


def test_all_faults_of_a_row_are_named_at_once(tmp_path):
    fault = a_mission("status: runing\nname: Niger\nslug_fr: À côté\n")
    assert [line.split(":")[1] for line in refusal(write(tmp_path, GOOD + fault)).splitlines()] == [str(LINES + 5)]
    fault = a_mission("status: runing\nslug_fr: À côté\nstarted: hier\n")
    assert len(refusal(write(tmp_path, GOOD + fault)).splitlines()) == 1
    fault = a_mission("status: runing\nslug_fr: À côté\n")
    assert len(refusal(write(tmp_path, GOOD + fault)).splitlines()) == 2


def test_a_later_bad_file_takes_the_earlier_good_ones_with_it(tmp_path):
    good, bad = write(tmp_path, GOOD), write(tmp_path, a_place("code: Niger"), "bad.yaml")
    with pytest.raises(FixtureRefused):
        load(good, bad)
    assert Place.objects.count() == 0


def test_a_refusal_is_a_message_and_no_traceback():
    assert issubclass(FixtureRefused, CommandError)


def test_what_a_file_no_longer_says_is_gone_after_loading_it_again(tmp_path):
    load(write(tmp_path, GOOD))
    row = Mission.objects.get()
    load(write(tmp_path, GOOD.replace("    lead_nl: Een woord.\n", "").replace("status: running", "status: planned")))
    again = Mission.objects.get()
    assert (again.pk, again.status, again.lead_nl) == (row.pk, "planned", None)
    assert Segment.objects.get(part_uid=row.uid, field="lead", language="nl").state == State.MISSING


def test_a_source_that_changes_in_the_file_makes_its_translations_stale(tmp_path):
    load(write(tmp_path, GOOD))
    load(write(tmp_path, GOOD.replace("Un mot.", "Un autre mot.")))
    assert Segment.objects.get(field="lead", language="nl").state == State.STALE
    load(write(tmp_path, GOOD.replace("Un mot.", "Un troisième.").replace("Een woord.", "Een derde.")))
    assert Segment.objects.get(field="lead", language="nl").state == State.FRESH


def test_words_that_yaml_takes_for_something_else_are_read_as_words(tmp_path):
    load(write(tmp_path, a_place("code: NO\nshape: country\nlabel_fr: yes")))
    assert (Place.objects.get().code, Place.objects.get().label_fr) == ("NO", "yes")


def test_layout_between_blocks_of_rich_text_is_not_part_of_it(tmp_path):
    page = a_page(">-").rstrip("\n") + "\n      <p>Un.</p>\n      <p>Deux.</p>\n"
    load(write(tmp_path, page))
    assert StandingPage.objects.get().body_fr == "<p>Un.</p><p>Deux.</p>"


def test_a_place_in_a_theme_is_known_by_what_it_joins(tmp_path):
    place = make_theme_place(make_theme(), make_article(), 3)
    path = write(tmp_path, dump("articles.themeplace").replace("position: 3", "position: 1"))
    load(path)
    assert [(row.pk, row.position) for row in ThemePlace.objects.all()] == [(place.pk, 1)]
    Theme.objects.update(uid="32000000-0000-4000-8000-000000000009")
    assert f"{path}:3: articles.themeplace, theme: “theme” names the theme" in refusal(path)


def test_a_missing_half_of_a_natural_key_is_named(tmp_path):
    make_theme_place(make_theme(), make_article(), 3)
    lines = [line for line in dump("articles.themeplace").splitlines() if "theme:" not in line]
    assert "articles.themeplace, theme: This field cannot be null" in refusal(write(tmp_path, "\n".join(lines)))


def test_content_from_elsewhere_is_read_from_standard_input_too(monkeypatch, tmp_path):
    with write(tmp_path, GOOD).open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        call_command("loaddata", "-", format="yaml", verbosity=0)
    assert Mission.objects.get().name_fr == "Mali"
    assert not Picture.objects.exists()


def test_a_row_keeps_its_number_when_it_is_loaded_over(tmp_path):
    row = make_mission()
    load(write(tmp_path, dump("missions.mission")))
    assert [found.pk for found in Mission.objects.all()] == [row.pk]
