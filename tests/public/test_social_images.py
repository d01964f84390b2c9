"""The picture a page is shared with: what it shows, who may fetch it, and that it forgets what was taken down."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from images import containers
from images.cards import Card, fetch_card
from images.freezing import freeze_picture
from images.storing import put
from images.sweeping import names_in
from missions.models import Place
from publishing import cards, leftovers
from publishing.models import Edition, Redaction, TakeDown, Withdrawal
from tests.factories import make_article, make_block, make_headcount, make_mission, make_picture, make_place
from tests.people import make_alice, make_bob, make_erik, make_user
from tests.publishing.stories import publish, written_by

pytestmark = pytest.mark.django_db

PROPERTY = re.compile(r'<meta (?:property|name)="((?:og:image|twitter)[^"]*)" content="([^"]*)">')


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def drawn(monkeypatch):
    """Collect what would be drawn: the words of each card and its photograph."""
    found = []

    def note(card, picture, ground, *, owner):
        found.append((card, picture))
        return b"a card"

    monkeypatch.setattr(cards, "fetch_card", note)
    return found


def make_story(**values):
    article = make_article(**values)
    make_block(article)
    return article


def said(client, path):
    return dict(PROPERTY.findall(client.get(path).content.decode()))


def card_of(edition):
    return f"/media/card/{edition.uid}.jpg"


def opened(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def test_a_page_names_its_picture_with_size_and_words(client, alice, bob, drawn):
    mission = make_mission(title="Notre mission au Mali", picture=make_picture(alternative_text="Un fleuve."))
    make_headcount(mission, role="total", headcount=110, as_of="2020", label="Soldats belges")
    editions = publish(mission, alice=alice, bob=bob)
    found = said(client, editions["fr"].path)
    assert found["og:image"] == f"http://testserver{card_of(editions['fr'])}"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == "Notre mission au Mali – ±110 Soldats belges, 2020 – Un fleuve."
    assert found["twitter:card"] == "summary_large_image"
    assert client.get(card_of(editions["fr"])).headers["Content-Type"] == "image/jpeg"
    ((card, picture),) = drawn
    assert (card.title, card.number, card.explanation) == ("Notre mission au Mali", "±110", "Soldats belges, 2020")
    assert card.organisation == "La Défense"
    assert picture.content_hash == mission.picture.content_hash
    assert "Drawn by the tests" in card.credit


def test_every_language_has_its_own(client, alice, bob, drawn):
    title = {"fr": "Paix", "nl": "Vrede", "de": "Frieden", "en": "Peace"}
    editions = publish(make_story(title=title), alice=alice, bob=bob)
    for edition in editions.values():
        client.get(card_of(edition))
    assert {card.title for card, _picture in drawn} == {title[language] for language in editions}
    assert len({card.organisation for card, _picture in drawn}) == len(editions)


def test_a_number_is_never_without_its_date_and_a_small_one_is_not_told(client, alice, bob, drawn):
    undated, small = make_mission(), make_mission()
    make_headcount(undated, role="total", headcount=95, as_of="", label="Soldats")
    make_headcount(small, role="total", headcount=3, qualifier="exact", as_of="2020")
    for mission in (undated, small):
        client.get(card_of(publish(mission, alice=alice, bob=bob)["en"]))
    (first, _picture), (second, _none) = drawn
    assert first.explanation == "Soldats, undated"
    assert (second.number, second.explanation) == ("", "")


def test_lists_have_the_card_of_the_site(client, drawn):
    for language in ("fr", "nl", "de", "en"):
        address = said(client, f"/{language}/")["og:image"].removeprefix("http://testserver")
        assert address == f"/media/card/{language}.jpg"
        assert client.get(address).status_code == 200
    assert len({card for card, _picture in drawn}) == 4


def test_what_is_not_indexed_names_none(client, alice, bob):
    edition = publish(make_story(), alice=alice, bob=bob)["fr"]
    assert said(client, f"/fr/p/{edition.page.uid}/{edition.sequence}/") == {}
    assert said(client, "/fr/rien/") == {}


def test_nothing_is_drawn_of_a_draft_of_what_is_to_come_or_was_withdrawn(client, alice, bob, drawn):
    article = make_story(title="Imminentissime")
    moment = timezone.now() + timedelta(hours=1)
    edition = publish(article, alice=alice, bob=bob, wanted_from=moment)["fr"]
    with time_machine.travel(moment - timedelta(microseconds=1), tick=False):
        answer = client.get(card_of(edition))
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
        assert client.get("/media/card/00000000-0000-4000-8000-000000000000.jpg").status_code == 404
    with time_machine.travel(moment, tick=False):
        assert client.get(card_of(edition)).status_code == 200
        written_by(alice, article, title="Brouillonique")
        client.get(card_of(edition))
        assert {card.title for card, _picture in drawn} == {"Imminentissime"}
        Withdrawal.objects.withdraw(article.page(), by=make_erik(), reason="A mistake.")
        assert client.get(card_of(edition)).status_code == 404


def test_an_older_version_keeps_its_card(client, alice, bob, drawn):
    article = make_story(title="Avant")
    old = publish(article, alice=alice, bob=bob)["fr"]
    article = written_by(alice, article, **{f"title_{code}": "Après" for code in ("fr", "nl", "de", "en")})
    new = publish(article, alice=alice, bob=bob)["fr"]
    client.get(card_of(old))
    client.get(card_of(new))
    assert [card.title for card, _picture in drawn] == ["Avant", "Après"]


def test_a_picture_taken_down_or_removed_is_gone_from_the_card_at_the_next_answer(client, alice, bob, drawn):
    picture, other = make_picture(), make_picture()
    shown = publish(make_mission(picture=picture), alice=alice, bob=bob)["en"]
    mission = make_mission(picture=other)
    removed = publish(mission, alice=alice, bob=bob)["en"]
    for edition in (shown, removed):
        client.get(card_of(edition))
    assert [picture is not None for _card, picture in drawn] == [True, True]
    drawn.clear()
    TakeDown.objects.take_down(picture.content_hash, by=make_erik(), reason="A face.")
    ada = make_user("ada", groups=["administrator"])
    Redaction.objects.redact(mission.page(), "picture", by=ada, reason="A face.")
    for edition in (shown, removed):
        assert client.get(card_of(edition)).status_code == 200
    assert [(picture, card.credit) for card, picture in drawn] == [(None, ""), (None, "")]
    assert "A plain area" not in said(client, shown.path)["og:image:alt"]


def test_the_card_costs_two_queries_and_its_reader_is_told_when_nothing_changed(
    client, alice, bob, drawn, django_assert_max_num_queries
):
    edition = publish(make_mission(picture=make_picture()), alice=alice, bob=bob)["fr"]
    with django_assert_max_num_queries(2):
        answer = client.get(card_of(edition))
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert not answer.cookies
    assert client.get(card_of(edition), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.post(card_of(edition)).status_code == 405


def test_it_is_drawn_once_and_the_same_every_time(settings):
    card = Card("Notre mission au Mali", "La Défense", "±110", "Soldats, 2020")
    first = fetch_card(card, None)
    assert opened(first).size == (1200, 630)
    assert containers.embedded("jpeg", first) == set()
    (file,) = settings.MEDIA_ROOT.rglob("cards/*.jpg")
    file.write_bytes(b"kept")
    assert fetch_card(card, None) == b"kept"
    file.unlink()
    assert fetch_card(card, None) == first


def test_the_photograph_stands_beside_the_words_and_a_lost_file_does_not_stop_the_card():
    picture = make_picture()
    frozen = freeze_picture(picture, "fr")
    card = Card("Paix", "La Défense", credit="Image : DG")
    ground = opened(fetch_card(card, None)).getpixel((900, 300))
    assert opened(fetch_card(card, frozen)).getpixel((900, 300)) != ground
    other = frozen.model_copy(update={"content_hash": "0" * 64})
    assert fetch_card(card, other) == fetch_card(Card("Paix", "La Défense"), None)


@pytest.mark.parametrize(
    "title",
    ["", "Mali", "Łódź – ‘Ğ’ 漢字 \u202f…", "Donaudampfschifffahrtsgesellschaftskapitän" * 8, "mot " * 60, "a" * 300],
)
def test_no_title_is_too_long_or_too_strange(title):
    assert opened(fetch_card(Card(title, "La Défense", "≥ 1 200", "x" * 300, "y" * 300), None)).size == (1200, 630)


def make_mali(code="ML", **values):
    place = Place.objects.filter(code=code).first() or make_place(code=code, shape="country")
    return make_mission(title="Notre mission au Mali", places=[place], **values)


BELOW_THE_TITLE = (700, 380, 1160, 580)


def test_a_mission_is_shared_with_its_own_map_and_one_without_a_place_without(client, alice, bob):
    mapped = make_mali()
    bare = make_mission(title="Notre mission au Mali")
    niger = make_mali(code="NE")
    drawings = [
        client.get(card_of(publish(mission, alice=alice, bob=bob)["fr"])).content for mission in (mapped, bare, niger)
    ]
    shown = [opened(drawing).crop(BELOW_THE_TITLE) for drawing in drawings]
    assert len({each.tobytes() for each in shown}) == 3
    assert shown[1].getextrema() == tuple((value, value) for value in shown[1].getpixel((0, 0)))


def test_the_words_for_those_who_do_not_see_the_map_say_that_there_is_one(client, alice, bob):
    mapped, bare = (publish(mission, alice=alice, bob=bob)["en"] for mission in (make_mali(), make_mission()))
    assert said(client, mapped.path)["og:image:alt"] == "Notre mission au Mali – with a map of the place"
    assert "map" not in said(client, bare.path)["og:image:alt"]


def test_a_photograph_stands_in_the_place_of_the_map_until_it_is_taken_down(client, alice, bob):
    picture = make_picture()
    with_photograph = publish(make_mali(picture=picture), alice=alice, bob=bob)["fr"]
    without = publish(make_mali(), alice=alice, bob=bob)["fr"]
    map_alone = client.get(card_of(without)).content
    assert client.get(card_of(with_photograph)).content != map_alone
    TakeDown.objects.take_down(picture.content_hash, by=make_erik(), reason="A face.")
    assert client.get(card_of(with_photograph)).content == map_alone


def test_a_map_that_may_not_be_shown_so_precisely_is_not_shared_either(client, alice, bob):
    vague = publish(make_mali(precision_ceiling="none"), alice=alice, bob=bob)["fr"]
    bare = publish(make_mission(title="Notre mission au Mali"), alice=alice, bob=bob)["fr"]
    assert client.get(card_of(vague)).content == client.get(card_of(bare)).content


@pytest.mark.parametrize(("qualifier", "said"), [("at_least", "at least 1,200"), ("at_most", "at most 1,200")])
def test_a_bound_is_said_in_words_because_our_letters_have_no_sign_for_it(client, alice, bob, drawn, qualifier, said):
    mission = make_mission()
    make_headcount(mission, role="total", headcount=1200, qualifier=qualifier, as_of="2020")
    client.get(card_of(publish(mission, alice=alice, bob=bob)["en"]))
    ((card, _picture),) = drawn
    assert card.number == said


def cards_kept():
    return set(names_in(default_storage, "cards"))


def test_cards_are_drawn_before_anybody_asks_for_live_versions_alone(client, alice, bob):
    article = make_story(title="Avant")
    publish(article, alice=alice, bob=bob)
    later = timezone.now() + timedelta(hours=1)
    publish(make_story(title="Plus tard"), alice=alice, bob=bob, wanted_from=later)
    drawn, failed = cards.draw_ahead(timezone.now(), cards_kept(), seconds=600)
    assert (drawn, failed) == (4, [])
    before = cards_kept()
    assert len(before) == 4
    for edition in Edition.objects.live(timezone.now()):
        assert client.get(card_of(edition)).status_code == 200
    assert cards_kept() == before
    assert cards.draw_ahead(timezone.now(), before, seconds=600) == (0, [])


def test_the_sweep_takes_cards_that_nobody_can_be_shown_and_no_other(client, alice, bob):
    picture = make_picture()
    readable = publish(make_mali(picture=picture), alice=alice, bob=bob)["fr"]
    old = publish(article := make_story(title="Avant"), alice=alice, bob=bob)["fr"]
    article = written_by(alice, article, title_fr="Après", title_nl="Erna", title_de="Danach", title_en="After")
    new = publish(article, alice=alice, bob=bob)["fr"]
    withdrawn = publish(other := make_story(title="Retiré"), alice=alice, bob=bob)["fr"]
    for edition in (readable, old, new, withdrawn):
        client.get(card_of(edition))
    client.get("/media/card/fr.jpg")
    assert leftovers.sweep() == []
    assert len(cards_kept()) == 5
    put(default_storage, "cards/of-another-age.jpg", b"as cards were named before")
    assert leftovers.sweep() == ["cards/of-another-age.jpg"]
    Withdrawal.objects.withdraw(other.page(), by=make_erik(), reason="A mistake.")
    TakeDown.objects.take_down(
        picture.content_hash, by=make_user("hilde", permissions=["publishing.withdraw_page"]), reason="A face."
    )
    client.get(card_of(readable))
    swept = {name for name in leftovers.sweep() if name.startswith("cards/")}
    assert {name.removeprefix("cards/").partition(".")[0] for name in swept} == {str(readable.uid), str(withdrawn.uid)}
    assert {name.partition("/")[2].partition(".")[0] for name in cards_kept()} == {
        "site",
        *(str(edition.uid) for edition in (readable, old, new)),
    }
    assert leftovers.sweep() == []


def test_every_version_that_is_live_has_a_card(client, alice, bob, drawn):
    publish(make_mission(picture=make_picture()), alice=alice, bob=bob)
    publish(make_story(), alice=alice, bob=bob)
    live = Edition.objects.live(timezone.now()).exclude(path="")
    assert {client.get(card_of(edition)).status_code for edition in live} == {200}
