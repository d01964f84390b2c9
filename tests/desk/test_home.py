"""The home of the desk: the queue of each person, what is out of date, what goes live; bounded at any size."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from languages.models import Segment
from missions.models import Mission
from publishing import drafts, standings
from publishing.home import home
from publishing.models import (
    Absence,
    ChoreRun,
    GuestAnswer,
    Letter,
    Page,
    Release,
    ShareLink,
    Standing,
    Withdrawal,
    Writing,
)
from tests.factories import make_event, make_headcount, make_mission, make_standing_page
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_erik, make_user
from tests.public.measuring import measured
from tests.publishing.stories import ask, publish, still_right, written_by

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 15, 40, tzinfo=UTC)
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def at_home(client, user):
    """Return the sections of the home of somebody, as the page got them."""
    client.force_login(user)
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return response.context["home"]


def labels(sections):
    return [item.label for item in sections["queue"]]


def rewritten_by(user, row, **values):
    row = written_by(user, row, **values)
    for name in values:
        still_right(row, name.removesuffix("_fr"), by=user)
    return row


def test_a_request_waits_for_whoever_may_approve_it(client, about, alice, bob):
    release = ask(about, by=alice)
    [item] = at_home(client, bob)["queue"]
    assert (item.label, item.title) == ("To approve, live on approval", "About us")
    assert item.url == reverse("admin:publishing_release_decide", args=[release.pk])
    assert "asked by alice" in item.detail


def test_whoever_asked_reads_who_can_approve(client, about, alice, bob):
    ask(about, by=alice)
    [item] = at_home(client, alice)["queue"]
    assert (item.label, item.detail) == ("Waits for approval", "Can approve: bob.")


def test_what_i_wrote_after_asking_is_a_draft_of_its_own(client, about, alice, bob):
    ask(about, by=alice)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        written_by(alice, about, title_fr="Autrement")
        assert labels(at_home(client, alice)) == ["Draft, never published", "Waits for approval"]


def test_whoever_wrote_part_of_it_reads_who_can_approve_instead(client, about, alice, bob):
    make_bob("carol")
    about = rewritten_by(bob, about, title_fr="Autrement")
    ask(about, by=alice)
    item = at_home(client, bob)["queue"][-1]
    assert (item.label, item.detail) == ("Not yours to approve", "You wrote part of it. Can approve: carol.")


def test_a_deputy_is_named_and_an_absence_said(client, about, alice, bob):
    carol = make_bob("carol")
    Absence.objects.create(user=bob, deputy=carol, first_day=NOW.date(), last_day=date(2026, 12, 5))
    ask(about, by=alice)
    item = at_home(client, alice)["queue"][-1]
    assert item.detail == "Can approve: carol. bob is away until 5 December 2026; carol stands in."


def test_nobody_stands_in_for_what_they_wrote(client, about, alice, bob):
    carol = make_bob("carol")
    Absence.objects.create(user=bob, deputy=carol, first_day=NOW.date(), last_day=date(2026, 12, 5))
    about = rewritten_by(carol, about, title_fr="Autrement")
    ask(about, by=alice)
    assert at_home(client, alice)["queue"][-1].detail == "bob is away until 5 December 2026."


def test_a_request_that_nobody_may_approve_says_so(client, about, alice):
    ask(about, by=alice)
    assert at_home(client, alice)["queue"][-1].detail.startswith("Nobody may approve it yet")


def test_what_others_asked_for_stands_on_the_line_of_an_author(client, about, alice, bob):
    ask(about, by=alice)
    other = make_alice("anna")
    sections = at_home(client, other)
    assert sections["queue"] == []
    assert [entry["title"] for entry in sections["waiting"]] == ["About us"]


def test_a_refusal_comes_back_with_its_reason_in_full_until_it_is_asked_again(client, about, alice, bob):
    reason = "Two mandates, not one.\nMend the passage, then ask again."
    ask(about, by=alice).refuse(by=bob, reason=reason)
    item = at_home(client, alice)["queue"][0]
    assert (item.label, item.quotation) == ("Refused, with a reason", reason)
    assert "Refused, with a reason" not in labels(at_home(client, bob))
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        ask(about, by=alice)
    assert "Refused, with a reason" not in labels(at_home(client, alice))


MOVED = "The live page has changed since the request."


@pytest.fixture
def late(about, alice, bob):
    """Return a request of Alice's that nobody can approve any more: the page went on since."""
    publish(about, alice=alice, bob=bob)
    row = written_by(alice, about, title_nl="Over ons allemaal", body_nl="<p>Anders.</p>")
    release = ask(row, by=alice, languages=["nl"], ticks={"nl:title"})
    publish(row, alice=alice, bob=bob, languages=["nl"], ticks={"nl:body"})
    return release


def test_a_request_whose_page_went_on_is_asked_again_by_whoever_asked_and_approved_by_nobody(client, late, alice, bob):
    [item] = [item for item in at_home(client, alice)["queue"] if item.label == MOVED]
    assert (item.verb, item.mark) == ("Ask again…", "stale")
    assert item.url == reverse("admin:publishing_release_decide", args=[late.pk])
    queue = at_home(client, bob)["queue"]
    assert [(item.label, item.verb) for item in queue] == [(MOVED, "Open")]
    assert "alice can ask again" in queue[0].detail
    [waiting] = at_home(client, make_alice("anna"))["waiting"]
    assert (waiting["by"], waiting["moved"]) == (alice, True)
    assert MOVED in client.get(reverse("admin:index")).content.decode()


def test_what_was_asked_again_waits_for_approval_and_the_late_request_for_nobody(client, about, late, alice, bob):
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        ask(about, by=alice, languages=["nl"], ticks={"nl:title"}, instead_of=late)
        assert labels(at_home(client, alice)) == ["Waits for approval"]
        assert labels(at_home(client, bob)) == ["To approve, live on approval"]


def test_only_a_line_that_went_on_makes_a_request_late(client, about, alice, bob, clock):
    """What was never published, what another language did, and a version that was cancelled change nothing."""
    first = ask(about, by=alice)
    assert labels(at_home(client, bob)) == ["To approve, live on approval"]
    first.approve(by=bob)
    row = written_by(alice, about, title_nl="Nieuw", title_de="Neu")
    german = ask(row, by=alice, languages=["de"], ticks={"de:title"})
    ask(row, by=alice, languages=["nl"], ticks={"nl:title"}).approve(by=bob)
    clock.shift(60)
    assert labels(at_home(client, bob)) == ["To approve, live on approval"]
    coming = ask(
        written_by(alice, about, body_de="<p>Bald.</p>"),
        by=alice,
        languages=["de"],
        ticks={"de:body"},
        wanted_from=NOW + timedelta(days=1),
    )
    coming.approve(by=bob)
    assert labels(at_home(client, bob)) == [MOVED]
    assert not german.candidates.get().is_current()
    coming.cancel(by=bob)
    assert labels(at_home(client, bob)) == ["To approve, live on approval"]
    assert german.candidates.get().is_current()


def test_a_request_of_a_withdrawn_language_starts_from_nothing(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="A mistake.", languages=["de"])
    row = written_by(alice, about, title_de="Neu")
    ask(row, by=alice, languages=["de"])
    assert labels(at_home(client, bob)) == ["To approve, live on approval"]


def test_an_urgent_request_comes_first(client, about, alice, bob):
    ask(about, by=alice)
    ask(written_by(alice, make_standing_page(role="contact", slug="contact", title="Contact")), by=alice, urgent=True)
    assert labels(at_home(client, bob)) == ["Urgent: to approve", "To approve, live on approval"]


def test_an_answer_of_a_guest_waits_for_whoever_shared_and_whoever_wrote_until_it_is_read(client, about, alice, bob):
    carol = make_bob("carol")
    document = drafts.frozen_in_all_languages(about)["en"]
    link, _token = ShareLink.objects.share(about.page(), {"en": document}, by=bob)
    answer = link.answer(language="en", name="Mrs Guest", verdict="no", comment="The date is wrong.\nSee page 2.")
    for user in (alice, bob):
        [item] = [item for item in at_home(client, user)["queue"] if item.label.startswith("A guest")]
        assert (item.label, item.title) == ("A guest answered: No, not like this", "About us")
        assert item.quotation == "The date is wrong.\nSee page 2."
        assert item.detail.startswith("Mrs Guest, ")
        assert client.get(item.url).status_code == 200
    assert [label for label in labels(at_home(client, carol)) if label.startswith("A guest")] == []
    GuestAnswer.objects.mark_read(by=bob, page=about.page(), pks=[answer.pk])
    assert labels(at_home(client, bob)) == []


def test_a_small_correction_waits_for_a_second_person(client, about, alice, bob):
    erik = make_erik()
    publish(about, alice=alice, bob=bob)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        about = rewritten_by(erik, about, title_fr="About uss")
        ask(about, by=erik, languages=["fr"]).publish_small_correction(by=erik)
        assert labels(at_home(client, bob)) == ["Small correction to confirm"]
        assert "Small correction to confirm" not in labels(at_home(client, erik))
        assert [entry["unconfirmed"] for entry in at_home(client, bob)["lately"]] == [True, False]
        Release.objects.get(nature="small").confirm(by=bob)
        assert labels(at_home(client, bob)) == []


def test_my_draft_that_differs_waits_for_me_and_for_nobody_else(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    assert labels(at_home(client, alice)) == []
    written_by(alice, about, title_fr="Autrement", body_nl="<p>Anders</p>")
    [item] = at_home(client, alice)["queue"]
    assert item.label == "Draft differs from what is live"
    assert item.detail.startswith("2 changes since the published version.")
    assert labels(at_home(client, bob)) == []


def test_a_draft_put_back_as_it_was_waits_no_more(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Autrement")
    written_by(alice, about, title_fr="About us")
    assert labels(at_home(client, alice)) == []


def test_a_translator_sees_her_language_and_nothing_to_decide(client, about, alice, bob):
    written_by(alice, about, title_fr="Autrement")
    dora = make_dora()
    sections = at_home(client, dora)
    [item] = sections["queue"]
    assert (item.label, item.detail) == ("To translate", "German: 1 source changed.")
    assert item.url.endswith("?translate=de")
    assert [entry["language"] for entry in sections["left"]] == ["German"]
    assert sections["overdue"] == []
    page = client.get(item.url)
    assert page.url.endswith(f"/{about.pk}/translate/de/")


def test_somebody_without_rights_reads_nothing_of_anybodys_work(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    make_mission(name="Secretum", review_on=date(2020, 1, 1))
    client.force_login(make_charlie())
    content = client.get(reverse("admin:index")).content.decode()
    assert "About us" not in content
    assert "Secretum" not in content
    assert "Your account has no rights at the desk yet." in content


def test_what_is_out_of_date_says_what_to_do(client, alice):
    late = make_mission(name="Late", review_on=date(2026, 10, 1))
    ended = make_mission(name="Ended", status="ended", ended="2020")
    make_event(ended, date="2013/..")
    undated, old, fresh = make_mission(name="Undated"), make_mission(name="Old"), make_mission(name="Fresh")
    make_headcount(undated, as_of="")
    make_headcount(old, as_of="2016-05~")
    make_headcount(fresh, as_of="2026-05")
    make_headcount(fresh, as_of="2016-05")
    make_event(fresh, date="2013/..")
    make_mission(name="Soon", review_on=date(2026, 11, 23))
    found = {(entry.title, entry.what, entry.detail) for entry in at_home(client, alice)["overdue"]}
    assert found == {
        ("Late", "Review is due", "planned for 1 October 2026"),
        ("Ended", "“Today” on an ended mission", "event “2013\u00a0– today”"),
        ("Undated", "Headcount without a date", "The page says “undated”."),
        ("Old", "Old headcount", "as of About May 2016"),
    }
    assert late.review_on


def test_what_goes_live_next_is_said_in_local_time_and_utc(client, about, alice, bob):
    publish(about, alice=alice, bob=bob, wanted_from=datetime(2026, 11, 23, 5, 0, tzinfo=UTC))
    [entry] = at_home(client, alice)["next"]
    assert (entry["when"], entry["utc"], entry["left"]) == ("Monday 23 November, 06:00", "05:00 UTC", "in 13 h 20")
    assert entry["title"] == "About us"


def test_what_went_live_lately_says_who_asked_and_who_approved(client, about, alice, bob):
    publish(about, alice=alice, bob=bob)
    [entry] = at_home(client, alice)["lately"]
    assert (entry["title"], str(entry["asked_by"]), str(entry["approved_by"])) == ("About us", "alice", "bob")


def test_an_administrator_reads_that_the_housekeeping_stands_still_or_fails(client, about, alice, bob):
    boss = make_user("boss", groups=["administrator"])
    [sentence] = at_home(client, boss)["troubles"]
    assert "does not run" in sentence
    ChoreRun.objects.create(name="letters", ran_at=NOW, failed=True)
    release = ask(about, by=alice)
    Letter.objects.create(
        to=bob, about="asked", release=release, written_at=NOW, due_at=NOW, state=Letter.State.GIVEN_UP
    )
    assert at_home(client, boss)["troubles"] == ["Housekeeping failed: letters.", "1 letter could not be sent."]
    assert at_home(client, bob)["troubles"] == []


def test_every_model_stays_within_reach(client, alice):
    client.force_login(alice)
    content = client.get(reverse("admin:index")).content.decode()
    for name in ("missions_mission", "articles_article", "images_picture", "publishing_release"):
        assert f'href="{reverse(f"admin:{name}_changelist")}"' in content


# ---- How drafts stand -----------------------------------------------------------------------------------------------


def differs(row):
    return Standing.objects.get(page__uid=row.uid).differs


def test_how_a_draft_stands_follows_every_verb(about, alice, bob):
    assert differs(about)
    publish(about, alice=alice, bob=bob)
    assert not differs(about)
    about = rewritten_by(alice, about, title_fr="Autrement")
    assert differs(about)
    ask(about, by=alice, wanted_from=NOW + timedelta(hours=1)).approve(by=bob)
    assert not differs(about)
    Release.objects.latest("pk").cancel(by=bob)
    assert differs(about)
    ask(about, by=alice).approve(by=bob)
    assert not differs(about)
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="No.")
    assert differs(about)


def test_a_rebuild_says_what_the_verbs_said(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    written_by(alice, make_standing_page(role="contact", slug="contact"))
    before = list(Standing.objects.order_by("page").values("page", "titles", "differs", "published", "changes"))
    assert [row["differs"] for row in before] == [False, True]
    Standing.objects.filter(page__uid=about.uid).update(differs=True, changes=9, titles={})
    assert standings.rebuild() == 2
    after = list(Standing.objects.order_by("page").values("page", "titles", "differs", "published", "changes"))
    assert after == before


def test_a_deleted_draft_stands_nowhere_and_one_that_is_back_does(client, about, alice):
    about.delete()
    assert not Standing.objects.exists()
    assert standings.rebuild() == 0
    assert labels(at_home(client, alice)) == []
    about.save()
    written_by(alice, about)
    assert differs(about)


def test_a_name_changed_elsewhere_is_seen_too(client, alice, bob):
    mission = written_by(alice, make_mission())
    publish(mission, alice=alice, bob=bob)
    Standing.objects.all().delete()
    assert standings.rebuild(missing_only=True) == 1
    assert not differs(mission)


# ---- Bounds ---------------------------------------------------------------------------------------------------------


def make_many(number, *, by):
    """Write the tables behind many drafts; a tenth of them are missions past their review, written by somebody.

    In bulk, in pieces: ten thousand rows with all their columns would be half of the time of all tests.
    """
    moment = timezone.now()
    for start in range(0, number, 1000):
        size = min(1000, number - start)
        pages = Page.objects.bulk_create(Page(uid=uuid.uuid4(), kind="mission") for _each in range(size))
        facts = {"titles": {"fr": "Mission"}, "differs": True, "published": False, "changes": 3, "changed_at": moment}
        Standing.objects.bulk_create(Standing(page=page, **facts) for page in pages)
        tenth = pages[::10]
        Writing.objects.bulk_create(
            Writing(page=page, change="lead", language="fr", by=by, at=moment) for page in tenth
        )
        passage = {"model": "missions.mission", "field": "lead", "language": "de", "source_language": "fr"}
        Segment.objects.bulk_create(
            Segment(page_uid=page.uid, part_uid=uuid.uuid4(), state="missing", **passage) for page in tenth
        )
        Mission.objects.bulk_create(
            Mission(uid=page.uid, name_fr="Mission", name="Mission", review_on=date(2020, 1, 1)) for page in tenth
        )


def cost_of_home(client, user):
    client.force_login(user)
    client.get(reverse("admin:index"))
    with measured() as cost:
        assert client.get(reverse("admin:index")).status_code == 200
    return cost


def test_the_home_costs_the_same_at_ten_thousand_pages(client, about, alice, bob):
    boss = make_user("boss", groups=["administrator"])
    dora, erik = make_dora(), make_erik()
    people = [alice, bob, dora, erik, boss]
    publish(about, alice=alice, bob=bob)
    contact = written_by(alice, make_standing_page(role="contact", slug="contact", title="Contact"))
    ask(contact, by=alice)
    press = written_by(alice, make_standing_page(role="press", slug="press", title="Press"))
    publish(press, alice=alice, bob=bob)
    press = written_by(alice, press, title_nl="Pers", body_nl="<p>Anders.</p>")
    ask(press, by=alice, languages=["nl"], ticks={"nl:title"})
    publish(press, alice=alice, bob=bob, languages=["nl"], ticks={"nl:body"})
    make_many(200, by=alice)
    few = {user.username: cost_of_home(client, user) for user in people}
    make_many(9_800, by=alice)
    for user in people:
        cost = cost_of_home(client, user)
        assert cost.queries == few[user.username].queries <= MOST_QUERIES, user.username
        assert cost.rows <= few[user.username].rows + 5 <= 400, user.username
        assert cost.characters <= few[user.username].characters * 1.2 <= 120_000, user.username


def test_no_section_freezes_a_draft(about, alice, bob, monkeypatch):
    ask(about, by=alice)

    def refuse(*_arguments):
        raise AssertionError("A draft was frozen.")

    monkeypatch.setattr("publishing.drafts.frozen_in_all_languages", refuse)
    monkeypatch.setattr("publishing.drafts.frozen", refuse)
    with CaptureQueriesContext(connection) as queries:
        home(bob, now=NOW, language="en")
    assert not [query["sql"] for query in queries if '"publishing_candidate"."document"' in query["sql"]]
