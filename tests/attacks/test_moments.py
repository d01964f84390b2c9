"""What a visitor tries to learn of a page before its time."""

import json
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from publishing import drafts, sealing
from publishing.models import Edition, Redaction, TakeDown
from tests.factories import make_article, make_block, make_mission, make_picture, make_standing_page
from tests.people import make_alice, make_bob, make_charlie, make_user
from tests.publishing.stories import ask, publish, still_right, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def moment():
    now = timezone.now()
    # At another minute than what is published now and says so.
    return (now + timedelta(days=40)).replace(minute=(now.minute + 17) % 60, second=0, microsecond=0)


def signs_of(moment):
    """Return every way in which a page could write a moment."""
    local = timezone.localtime(moment)
    return [local.strftime("%H:%M"), local.date().isoformat(), moment.date().isoformat()]


@pytest.fixture
def about(alice, bob, moment):
    """Return a page that is live, with a later version approved for `moment`."""
    about = written_by(alice, make_standing_page())
    publish(about, alice=alice, bob=bob)
    about = written_by(alice, about, title_fr="Alezan", slug_fr="alezan", body_fr="<p>Alezan</p>")
    still_right(about, "title", by=alice)
    still_right(about, "body", by=alice)
    publish(about, alice=alice, bob=bob, languages=["fr"], wanted_from=moment)
    return about


def public_addresses(about):
    live = Edition.objects.get(page__uid=about.uid, language="fr", live_from__lte=timezone.now())
    to_come = Edition.objects.get(page__uid=about.uid, language="fr", live_from__gt=timezone.now())
    uid = {"language": "fr", "uid": about.uid}
    return [
        live.path,
        to_come.path,
        reverse("permanent", kwargs=uid),
        reverse("versions", kwargs=uid),
        reverse("version", kwargs=uid | {"sequence": live.sequence}),
        reverse("version", kwargs=uid | {"sequence": to_come.sequence}),
        reverse("page-feed", kwargs=uid),
        reverse("feed", kwargs={"language": "fr"}),
        "/fr/",
        "/sitemap.xml",
        "/.well-known/security.txt",
    ]


def test_no_public_page_says_that_or_when_a_version_is_to_come(client, about, moment):
    for address in public_addresses(about):
        response = client.get(address)
        text = response.content.decode()
        assert "lezan" not in text.replace("/alezan/", ""), address
        assert not [sign for sign in signs_of(moment) if sign in text], address
        assert "Expires" not in response.headers, address


def test_an_address_to_come_answers_like_one_that_never_was(client, about):
    to_come, never = client.get("/fr/informations/alezan/"), client.get("/fr/informations/jamais/")
    assert to_come.status_code == never.status_code == 404
    assert to_come.content.replace(b"alezan", b"") == never.content.replace(b"jamais", b"")
    assert client.get("/nl/informatie/alezan/").content == client.get("/nl/informatie/alezan/").content


def test_a_picture_of_a_version_to_come_is_private(client, alice, bob, moment):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    publish(mission, alice=alice, bob=bob, wanted_from=moment)
    address = reverse("media", kwargs={"content_hash": picture.content_hash, "name": "original-64.webp"})
    assert client.get(address).status_code == 404
    assert client.head(address).status_code == 404


def test_the_way_to_an_object_betrays_no_address_to_come(client, about):
    client.force_login(make_charlie())
    to_come = Edition.objects.get(page__uid=about.uid, live_from__gt=timezone.now())
    kind = ContentType.objects.get_for_model(Edition)
    response = client.get(f"/admin/r/{kind.pk}/{to_come.pk}/")
    assert "alezan" not in response.headers.get("Location", "")
    assert response.status_code == 404


def test_a_taken_down_picture_comes_back_by_no_schedule(client, alice, bob, moment):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    release = ask(mission, by=alice, wanted_from=moment)
    release.approve(by=bob)
    TakeDown.objects.take_down(picture.content_hash, by=bob, reason="Shows a position.")
    later = moment + timedelta(hours=1)
    with pytest.raises(ValidationError, match="taken down"):
        release.reschedule(by=bob, wanted_from=later)
    assert Edition.objects.filter(page__uid=mission.uid, blocked_pictures="").count() == 0


def test_a_redaction_reaches_what_is_asked_for_and_what_is_to_come(client, about, alice, bob):
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(about.page(), "body", by=boss, reason="A name.")
    for edition in Edition.objects.filter(page__uid=about.uid):
        assert "lezan</p>" not in edition.document


def test_the_kind_of_a_piece_is_published_by_its_tick_and_sealed(alice, bob):
    article = make_article()
    make_block(article, text="<p>Un texte</p>")
    block = make_block(article, text="<p>Un titre</p>")
    article = written_by(alice, article)
    publish(article, alice=alice, bob=bob)
    block.kind = "heading"
    block.save()
    article = written_by(alice, article)
    editions = publish(article, alice=alice, bob=bob, ticks={f"*:blocks/{block.uid}/kind"})
    assert drafts.read("article", editions["fr"].document).blocks[-1].kind == "heading"
    plain = json.loads(editions["fr"].document)
    before = sealing.passages_digest(plain, editions["fr"].seal)
    plain["blocks"][-1]["kind"] = "quotation"
    assert sealing.passages_digest(plain, editions["fr"].seal) != before
