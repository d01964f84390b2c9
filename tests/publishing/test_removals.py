"""Withdrawing a page, taking a picture down, removing a passage: gone from every version, and on record."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from missions.published import PublishedFigure
from publishing import chain, drafts
from publishing.models import Edition, EditionPicture, Redaction, Release, SearchEntry, TakeDown, Withdrawal
from publishing.models.releases import Blocked
from tests.factories import (
    make_easy_version,
    make_event,
    make_headcount,
    make_mission,
    make_picture,
    make_standing_page,
)
from tests.people import make_alice, make_bob, make_charlie, make_erik, make_user
from tests.publishing.stories import ALL, ask, live, publish, written_by

pytestmark = pytest.mark.django_db

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def boss():
    return make_user("boss", groups=["administrator"])


@pytest.fixture
def about(alice):
    return written_by(alice, make_standing_page())


def test_a_withdrawn_page_is_gone_in_every_language_from_that_microsecond(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    [record, *_others] = Withdrawal.objects.withdraw(about.page(), by=bob, reason="Wrong page.")
    assert live(about, at=record.at - MICROSECOND) is not None
    assert [live(about, code, at=record.at) for code in ("fr", "nl", "de", "en")] == [None] * 4


def test_a_withdrawal_lists_every_address_taken_down_old_ones_too(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, slug_fr="a-propos")
    publish(about, alice=alice, bob=bob)
    records = Withdrawal.objects.withdraw(about.page(), by=bob, reason="Wrong page.")
    addresses = {address for record in records for address in record.addresses}
    assert addresses >= {"/fr/informations/about/", "/fr/informations/a-propos/", "/nl/informatie/about/"}


def test_a_withdrawal_voids_open_and_scheduled_publications(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Plus tard", title_nl="Later", title_de="Später", title_en="Later")
    open_request = ask(about, by=alice)
    scheduled = ask(about, by=alice, wanted_from=timezone.now() + timedelta(hours=1))
    scheduled.approve(by=bob)
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="Wrong page.")
    for release in (open_request, scheduled):
        release.refresh_from_db()
        assert release.state == Release.State.VOID
    assert live(about, at=timezone.now() + timedelta(days=1)) is None


def test_one_language_is_withdrawn_and_the_others_stay(about, alice, bob):
    publish(about, alice=alice, bob=bob)
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="Bad translation.", languages=["de"])
    assert live(about, "de") is None
    assert live(about, "fr") is not None


def test_a_withdrawn_page_can_be_published_again_and_its_old_versions_stay_unreadable(about, alice, bob):
    first = publish(about, alice=alice, bob=bob)["fr"]
    Withdrawal.objects.withdraw(about.page(), by=bob, reason="Wrong page.")
    again = publish(about, alice=alice, bob=bob)["fr"]
    assert live(about) is not None
    readable = Edition.objects.readable(timezone.now()).filter(page__uid=about.uid, language="fr")
    assert list(readable.values_list("pk", flat=True)) == [again.pk]
    with pytest.raises(ValidationError):
        Release.objects.roll_back(first, by=alice)


def test_removing_needs_the_permission_and_a_reason(about, alice, bob, boss):
    publish(about, alice=alice, bob=bob)
    page = about.page()
    for user in (alice, make_charlie()):
        with pytest.raises(PermissionDenied):
            Withdrawal.objects.withdraw(page, by=user, reason="No.")
        with pytest.raises(PermissionDenied):
            TakeDown.objects.take_down("0" * 64, by=user, reason="No.")
    for user in (alice, bob, make_erik()):
        with pytest.raises(PermissionDenied):
            Redaction.objects.redact(page, "body", by=user, reason="No.")
    with pytest.raises(ValidationError, match="Say why"):
        Withdrawal.objects.withdraw(page, by=bob, reason=" ")
    with pytest.raises(ValidationError, match="Say why"):
        Redaction.objects.redact(page, "body", by=boss, reason="")


def test_a_picture_taken_down_is_blocked_in_every_version_past_and_scheduled(alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    first = publish(mission, alice=alice, bob=bob)["fr"]
    mission = written_by(alice, mission, lead_fr="Un.", lead_nl="Een.", lead_de="Ein.", lead_en="One.")
    second = publish(mission, alice=alice, bob=bob, wanted_from=timezone.now() + timedelta(hours=1))["fr"]
    assert EditionPicture.objects.filter(content_hash=picture.content_hash).count() == 8
    record = TakeDown.objects.take_down(picture.content_hash, by=make_erik(), reason="Shows a position.")
    for edition in (first, second):
        edition.refresh_from_db()
        assert edition.blocked_pictures == picture.content_hash
    assert set(record.addresses) == {edition.path for edition in Edition.objects.filter(page__uid=mission.uid)}


def test_a_picture_taken_down_is_not_published_again(alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    release = ask(mission, by=alice)
    TakeDown.objects.take_down(picture.content_hash, by=bob, reason="Shows a position.")
    with pytest.raises(Blocked, match="taken down"):
        release.approve(by=bob)
    with pytest.raises(Blocked, match="taken down"):
        ask(mission, by=alice)


def test_a_roll_back_to_a_picture_taken_down_is_refused(alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    first = publish(mission, alice=alice, bob=bob)["fr"]
    mission = written_by(alice, mission, picture=None)
    publish(mission, alice=alice, bob=bob)
    TakeDown.objects.take_down(picture.content_hash, by=bob, reason="Shows a position.")
    with pytest.raises(Blocked, match="taken down"):
        Release.objects.roll_back(first, by=alice)


def test_a_redaction_removes_the_words_from_every_version_and_the_chain_still_holds(about, alice, bob, boss):
    about = written_by(alice, about, body_fr="<p>Le mot xylophone.</p>", body_nl="<p>Tekst.</p>")
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Deux", title_nl="Twee", title_de="Zwei", title_en="Two")
    waiting = ask(about, by=alice)
    publish(about, alice=alice, bob=bob, wanted_from=timezone.now() + timedelta(hours=1))
    record = Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.", languages=["fr"])
    assert record.languages == ["fr"]
    for edition in Edition.objects.filter(page__uid=about.uid):
        assert "xylophone" not in edition.document + edition.summary + edition.seal
    for candidate in waiting.candidates.all():
        assert "xylophone" not in candidate.document
    assert live(about).redacted.keys() == {"body"}
    assert live(about).title == "About us"
    assert chain.first_fault(known=chain.head()) is None


def test_a_whole_event_can_be_removed(alice, bob, boss):
    mission = make_mission()
    kept, gone = make_event(mission, title="Kept"), make_event(mission, title="Gone", date="2014")
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    Redaction.objects.redact(mission.page(), f"events/{gone.uid}", by=boss, reason="Shows a position.")
    for code in ("fr", "nl", "de", "en"):
        assert [event.uid for event in live(mission, code).events] == [kept.uid]
    assert chain.first_fault() is None


def shows_the_number(text):
    """Tell whether a text has the number by itself: identities and digests may have its digits."""
    return re.search(r"(?<![\w-])4711(?![\w-])", text)


def test_a_figure_and_a_picture_are_removed_from_every_version_and_from_every_list(client, alice, bob, boss):
    picture = make_picture()
    mission = make_mission(picture=picture)
    kept = make_headcount(mission, headcount=95, label="Kept")
    gone = make_headcount(mission, headcount=4711, label="Gone", role="ceiling")
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    publish(written_by(alice, mission, **{f"lead_{code}": "New." for code in ALL}), alice=alice, bob=bob)
    for passage in (f"figures/{gone.uid}", "picture"):
        Redaction.objects.redact(mission.page(), passage, by=boss, reason="Shows too much.", languages=ALL)
    editions = Edition.objects.filter(page__uid=mission.uid)
    assert len(editions) == 8
    for edition in editions:
        assert not shows_the_number(edition.document + edition.seal)
        assert picture.content_hash not in edition.document + edition.seal
    assert not EditionPicture.objects.filter(content_hash=picture.content_hash).exists()
    assert {figure.uid for figure in live(mission).figures} == {kept.uid}
    assert set(PublishedFigure.objects.exclude(figure=None).values_list("figure", flat=True)) == {kept.uid}
    assert not any(map(shows_the_number, SearchEntry.objects.values_list("text", flat=True)))
    for address in (live(mission).path, "/fr/effectifs.csv", "/fr/effectifs/"):
        assert not shows_the_number(client.get(address).content.decode())
    assert live(mission).redacted.keys() == {f"figures/{gone.uid}", "picture"}
    assert chain.first_fault(known=chain.head()) is None


def test_a_single_fact_cannot_be_cut_out_alone(alice, bob, boss):
    mission = make_mission()
    event = make_event(mission)
    mission = written_by(alice, mission)
    publish(mission, alice=alice, bob=bob)
    with pytest.raises(ValidationError, match="whole part"):
        Redaction.objects.redact(mission.page(), f"events/{event.uid}/date", by=boss, reason="A date.")
    assert live(mission).events


def test_the_draft_stays_and_the_checklist_warns_before_the_words_return(about, alice, bob, boss):
    publish(about, alice=alice, bob=bob)
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.")
    about.refresh_from_db()
    assert about.body_fr
    assert "body" in {difference.change.key for difference in drafts.differences(about)}


def test_a_picture_under_embargo_waits(alice, bob):
    until = timezone.now() + timedelta(hours=2)
    mission = written_by(alice, make_mission(picture=make_picture(embargo_until=until)))
    with pytest.raises(Blocked, match="embargo"):
        ask(mission, by=alice, wanted_from=until - timedelta(hours=1))
    assert publish(mission, alice=alice, bob=bob, wanted_from=until)


def test_a_picture_without_rights_stays_in(alice):
    mission = written_by(alice, make_mission(picture=make_picture(rights="")))
    with pytest.raises(Blocked, match="right"):
        ask(mission, by=alice)


def test_what_a_page_cannot_stand_without_is_not_removed_from_it(alice, bob, boss):
    easy = written_by(alice, make_easy_version())
    publish(easy, alice=alice, bob=bob)
    with pytest.raises(ValidationError, match="Withdraw the page instead"):
        Redaction.objects.redact(easy.page(), "mission", by=boss, reason="No.")
    assert live(easy).mission.label


def test_headcounts_of_one_name_are_offered_apart(client, alice, bob, boss):
    mission = make_mission()
    for year in (2018, 2019):
        make_headcount(mission, label="Belgian troops", as_of=str(year), headcount=year - 1990)
    publish(written_by(alice, mission), alice=alice, bob=bob)
    client.force_login(boss)
    form = client.get(reverse("admin:missions_mission_redact", args=[mission.pk])).context["form"]
    groups = dict(form.fields["passage"].choices)
    parts = [name for _key, name in groups["A whole part, with its number, date and words"]]
    assert "headcounts: “Belgian troops” (28, 2018)" in parts
    assert "headcounts: “Belgian troops” (29, 2019)" in parts
    passages = [name for _key, name in groups["The words of one place"]]
    assert len(passages) == len(set(passages))
