"""Pages, their history, missions, events and terms, as programs read them."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from images.documents import FrozenPicture
from missions.documents import PlaceReference
from publishing.models import Edition
from tests.interface.reading import address, items, problem, read
from tests.publishing_factories import (
    LONG_AGO,
    article_document,
    easy_document,
    event_part,
    figure_part,
    full_mission_document,
    make_edition,
    make_editions,
    mission_document,
    notice_document,
    standing_document,
    term_document,
    term_reference,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HASH = "ab" * 32


def picture(**values):
    return FrozenPicture(
        **{
            "uid": uuid.uuid4(),
            "content_hash": HASH,
            "media_type": "image/jpeg",
            "width": 1600,
            "height": 900,
            "alternative_text": "A bridge",
            "caption": "The bridge at dawn",
            "credit": "A. Photographer",
        }
        | values
    )


def place(shape, label):
    return PlaceReference(uid=uuid.uuid4(), label=label, code="ML", shape=shape)


def test_a_page_is_its_document_with_what_stands_around_it(client):
    french = mission_document(slug="mali", events=[event_part(date="2013-01;late", place_in_list=7)], order=42)
    dutch = mission_document(slug="mali-nl", language="nl", uid=french.uid)
    edition = make_edition(french, public_note="A word changed.")
    make_edition(dutch)
    page = read(client, "page", uid=french.uid)
    assert page["url"] == "http://testserver/fr/nos-missions/mali/"
    assert page["document"]["lead"] == french.lead
    assert page["document"]["events"][0]["date"] == "2013-01-21/2013-01-31"
    assert (page["version"], page["digest"]) == (edition.sequence, edition.digest)
    assert page["published_since"] == "2020-01-01T00:00:00Z"
    assert page["public_note"] == "A word changed."
    assert [(other["language"], other["url"]) for other in page["languages"]] == [
        ("fr", "http://testserver/fr/nos-missions/mali/"),
        ("nl", "http://testserver/nl/onze-missies/mali-nl/"),
    ]


def test_what_only_editors_need_stays_at_the_desk(client):
    document = full_mission_document(precision_ceiling="region", order=42, events=[event_part(place_in_list=7)])
    make_edition(document)
    page = read(client, "page", uid=document.uid)
    assert {"order", "precision_ceiling", "schema_version", "redacted"} & page["document"].keys() == set()
    assert "place_in_list" not in page["document"]["events"][0]


@pytest.mark.parametrize(
    ("ceiling", "told"),
    [
        ("none", []),
        ("region", ["Sahel", "Baltic Sea"]),
        ("country", ["Mali", "Sahel", "Baltic Sea"]),
        ("town", ["Mali", "Sahel", "Baltic Sea"]),
    ],
)
def test_no_place_is_told_that_the_mission_may_not_name(client, ceiling, told):
    places = [place("country", "Mali"), place("region", "Sahel"), place("sea", "Baltic Sea")]
    document = mission_document(precision_ceiling=ceiling, places=places)
    make_edition(document)
    found = read(client, "page", uid=document.uid)["document"]["places"]
    assert [place["label"] for place in found] == told


def test_a_piece_that_the_page_leaves_out_is_left_out_here_too(client):
    document = article_document()
    hidden = document.blocks[2].model_copy(update={"text": "", "attribution": "Somebody unquoted"})
    document = document.model_copy(update={"blocks": [document.blocks[0], hidden]})
    make_edition(document)
    answer = client.get(address("page", uid=document.uid))
    assert "Somebody unquoted" not in answer.content.decode()
    assert len(read(client, "page", uid=document.uid)["document"]["blocks"]) == 1


def test_a_picture_has_an_address_until_it_is_taken_down(client):
    document = mission_document(picture=picture())
    edition = make_edition(document)
    shown = read(client, "page", uid=document.uid)["document"]["picture"]
    assert shown["url"] == f"http://testserver/media/{HASH}/original-960.jpg"
    Edition.objects.filter(pk=edition.pk).update(blocked_pictures=HASH)
    for name, more in (("page", {}), ("version", {"number": edition.sequence})):
        answer = client.get(address(name, uid=document.uid, **more))
        assert read(client, name, uid=document.uid, **more)["document"]["picture"] is None
        for word in (HASH, "The bridge at dawn", "A. Photographer", "A bridge"):
            assert word not in answer.content.decode()


def test_a_removed_passage_leaves_its_day_and_not_its_place(client):
    document = mission_document(lead="", redacted={"lead": "2026-02-01", "context": "2026-02-01"})
    make_edition(document)
    assert read(client, "page", uid=document.uid)["removed_on"] == ["2026-02-01"]


def test_a_page_that_is_not_in_this_language_says_where_it_is(client):
    document = mission_document(slug="mali")
    make_edition(document)
    found = problem(client, address("page", "de", uid=document.uid), 404)
    assert [other["language"] for other in found["languages"]] == ["fr"]
    assert found["languages"][0]["url"] == "http://testserver/fr/nos-missions/mali/"


def test_a_withdrawn_page_is_gone_and_one_to_come_is_unknown(client):
    gone, coming = mission_document(), mission_document()
    make_edition(gone, withdrawn=True, live_until=NOW)
    make_edition(coming, live_from=NOW + timedelta(days=1))
    with time_machine.travel(NOW, tick=False):
        problem(client, address("page", uid=gone.uid), 410)
        problem(client, address("versions", uid=gone.uid), 410)
        never = problem(client, address("page", uid=uuid.uuid4()), 404)
        assert problem(client, address("page", uid=coming.uid), 404) == never
        assert problem(client, address("versions", uid=coming.uid), 404) == never
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert read(client, "page", uid=coming.uid)["document"]["name"] == coming.name


def test_the_history_tells_every_public_version_and_no_end_to_come(client):
    document = mission_document()
    old = make_edition(document.model_copy(update={"lead": "Once."}), live_until=NOW - timedelta(days=1))
    new = make_edition(document, live_from=NOW - timedelta(days=1), live_until=NOW + timedelta(days=1))
    make_edition(document, live_from=NOW + timedelta(days=1), public_note="To come.")
    with time_machine.travel(NOW, tick=False):
        history = items(client, "versions", uid=document.uid)
        assert [(line["version"], line["published_until"]) for line in history] == [
            (new.sequence, None),
            (old.sequence, "2026-02-28T12:00:00Z"),
        ]
        once = read(client, "version", uid=document.uid, number=old.sequence)
        assert once["document"]["lead"] == "Once."
        assert once["published_until"] == "2026-02-28T12:00:00Z"
        assert read(client, "page", uid=document.uid)["published_until"] is None
        problem(client, address("version", uid=document.uid, number=new.sequence + 1), 404)
        problem(client, address("version", "nl", uid=document.uid, number=old.sequence), 404)


def test_the_list_holds_what_is_live_in_the_language_in_the_order_it_went_public(client):
    late = make_edition(article_document(), live_from=LONG_AGO + timedelta(days=2))
    early = make_edition(mission_document())
    make_edition(mission_document(language="nl"))
    make_edition(mission_document(), live_until=LONG_AGO + timedelta(days=1))
    assert [line["version"] for line in items(client, "pages")] == [early.sequence, late.sequence]


def test_the_list_can_be_had_by_kind_and_from_a_moment_on(client):
    mission = make_edition(mission_document())
    article = make_edition(article_document(), live_from=LONG_AGO + timedelta(seconds=1))
    assert [line["version"] for line in items(client, "pages", query={"kind": "mission"})] == [mission.sequence]
    for moment in ("2020-01-01T00:00:01Z", "2020-01-01T01:00:01+01:00", "2020-01-01T00:00:00.000001Z"):
        found = items(client, "pages", query={"changed_since": moment})
        assert [line["version"] for line in found] == [article.sequence], moment


def test_who_follows_the_list_meets_every_page_once(client):
    make_editions([article_document() for _each in range(130)])
    make_editions([article_document() for _each in range(100)], live_from=LONG_AGO + timedelta(days=1))
    make_edition(mission_document())
    following, met = address("pages") + "?kind=article", []
    while following:
        part = client.get(following).json()
        assert len(part["items"]) <= 100
        met += [line["version"] for line in part["items"]]
        following = part["next"]
    assert len(met) == len(set(met)) == 230


def test_a_person_is_nobodys_page_and_no_term(client):
    """Names are released like other terms, and shown only where the person agreed."""
    person = term_document("person", label="Unnamed Soldier")
    article = article_document(authors=[])
    make_editions([person, article])
    for path in (address("pages"), address("terms")):
        assert "Unnamed Soldier" not in client.get(path).content.decode()
    problem(client, address("page", uid=person.uid), 404)
    problem(client, address("versions", uid=person.uid), 404)
    problem(client, address("pages") + "?kind=person", 400)
    problem(client, address("terms") + "?kind=person", 400)


def test_a_term_is_told_once_a_live_page_names_it(client):
    tag, theme = term_document("tag", label="Sahel"), term_document("theme", label="Peace")
    make_editions([tag, theme])
    assert items(client, "terms") == []
    make_edition(article_document(tags=[term_reference(tag)]), live_from=NOW)
    with time_machine.travel(NOW - timedelta(microseconds=1), tick=False):
        assert items(client, "terms") == []
    with time_machine.travel(NOW, tick=False):
        (found,) = items(client, "terms")
        assert (found["label"], found["kind"], found["url"]) == ("Sahel", "tag", "")
        assert items(client, "terms", query={"kind": "theme"}) == []


def test_missions_come_in_the_editors_order_with_the_number_that_stands_for_them(client):
    second = mission_document(order=2, figures=[figure_part(headcount=110, as_of="2020")])
    first = mission_document(order=1, status="ended")
    make_editions([second, first])
    found = items(client, "missions")
    assert [line["uid"] for line in found] == [str(first.uid), str(second.uid)]
    assert found[0]["total"] is None
    assert (found[1]["total"]["headcount"], found[1]["total"]["qualifier"]) == (110, "about")
    assert [line["status"] for line in items(client, "missions", query={"status": "ended"})] == ["ended"]


def test_notices_and_easy_versions_say_which_mission_they_are_about(client):
    mission = mission_document()
    make_editions(
        [mission, easy_document(mission), notice_document(mission=term_reference(mission)), standing_document()]
    )
    about = {line["kind"]: line["about"] for line in items(client, "pages")}
    assert about == {"mission": None, "easy": str(mission.uid), "notice": str(mission.uid), "standing": None}


def test_events_come_latest_first_and_can_be_had_by_mission_and_period(client):
    mission = mission_document(
        slug="mali", events=[event_part(date="2013-04-25"), event_part(date="2006/2012"), event_part(date="2013/..")]
    )
    other = mission_document(status="ended", events=[event_part(date="1994/..")])
    make_editions([mission, other])
    found = items(client, "events")
    assert [line["date"] for line in found] == ["2013/..", "1994/..", "2013-04-25", "2006/2012"]
    assert found[2]["url"] == f"http://testserver/fr/nos-missions/mali/#e-{mission.events[0].uid}"
    assert found[2]["date_in_words"] == "25\N{NO-BREAK SPACE}avril 2013"
    assert (found[0]["last_day"], found[0]["date_in_words"]) == (None, "2013\N{NO-BREAK SPACE}– aujourd’hui")
    assert "aujourd" not in found[1]["date_in_words"]
    of_mission = items(client, "events", query={"mission": str(other.uid)})
    assert [line["date"] for line in of_mission] == ["1994/.."]
    in_period = items(client, "events", query={"since": "2012-12-31", "until": "2013-04-24"})
    assert [line["date"] for line in in_period] == ["2013/..", "1994/..", "2006/2012"]


def test_an_event_with_a_name_for_its_time_says_both(client):
    make_edition(mission_document(events=[event_part(date="1947/1991", date_label="La guerre froide")]))
    (found,) = items(client, "events")
    assert found["date_in_words"].startswith("La guerre froide, 1947")
