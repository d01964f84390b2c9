"""An address is a page's for ever, and another page gets it only with a permission and a record."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from publishing import addresses
from publishing.models import Address, AddressTransfer, Release
from publishing.models.releases import Blocked
from tests.factories import make_mission
from tests.people import make_alice, make_bob, make_user
from tests.publishing.stories import ask, live, publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


def test_an_address_is_reserved_at_approval_and_not_before(alice, bob):
    mission = written_by(alice, make_mission(slug="mali"))
    release = ask(mission, by=alice)
    assert addresses.owner("/fr/nos-missions/mali/") is None
    release.approve(by=bob)
    assert addresses.owner("/fr/nos-missions/mali/") == mission.page()


def test_the_addresses_of_the_past_stay_with_the_page(alice, bob):
    mission = written_by(alice, make_mission(slug="mali"))
    publish(mission, alice=alice, bob=bob)
    mission = written_by(alice, mission, slug_fr="le-mali")
    publish(mission, alice=alice, bob=bob)
    paths = Address.objects.filter(page=mission.page(), language="fr").values_list("path", flat=True)
    assert set(paths) == {"/fr/nos-missions/mali/", "/fr/nos-missions/le-mali/"}
    assert live(mission).path == "/fr/nos-missions/le-mali/"


def test_another_page_cannot_have_an_address_of_today_or_of_the_past(alice, bob):
    mission = written_by(alice, make_mission(slug="mali"))
    publish(mission, alice=alice, bob=bob)
    mission = written_by(alice, mission, slug_fr="le-mali")
    publish(mission, alice=alice, bob=bob)
    other = written_by(alice, make_mission(slug={"fr": "mali", "nl": "ander", "de": "andere", "en": "other"}))
    with pytest.raises(Blocked, match="another page"):
        ask(other, by=alice)


def test_two_requests_for_one_address_the_second_approval_is_refused(alice, bob):
    first, second = written_by(alice, make_mission(slug="mali")), written_by(alice, make_mission(slug="mali"))
    early, late = ask(first, by=alice), ask(second, by=alice)
    early.approve(by=bob)
    with pytest.raises(Blocked, match="another page"):
        late.approve(by=bob)
    assert live(second) is None


def test_an_address_changes_hands_only_with_permission_reason_and_record(alice, bob):
    mission = written_by(alice, make_mission(slug="mali"))
    other = written_by(alice, make_mission(slug="niger"))
    publish(mission, alice=alice, bob=bob)
    publish(other, alice=alice, bob=bob)
    mission = written_by(alice, mission, slug_fr="mali-sahel")
    publish(mission, alice=alice, bob=bob, languages=["fr"])
    boss = make_user("boss", groups=["administrator"])
    options = {"page": other.page(), "at": timezone.now()}
    with pytest.raises(PermissionDenied):
        addresses.take_over("/fr/nos-missions/mali/", by=bob, reason="Merged.", **options)
    with pytest.raises(ValidationError):
        addresses.take_over("/fr/nos-missions/mali/", by=boss, reason=" ", **options)
    addresses.take_over("/fr/nos-missions/mali/", by=boss, reason="Merged.", **options)
    assert addresses.owner("/fr/nos-missions/mali/") == other.page()
    assert AddressTransfer.objects.get().from_page == mission.page()


def test_the_database_knows_an_address_once():
    page, other = make_mission().page(), make_mission().page()
    Address.objects.create(path="/fr/x/", page=page, language="fr", reserved_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(path="/fr/x/", page=other, language="fr", reserved_at=timezone.now())


def test_a_roll_back_to_an_address_that_another_page_took_over_is_refused(alice, bob):
    mission = written_by(alice, make_mission(slug="mali"))
    other = written_by(alice, make_mission(slug="niger"))
    first = publish(mission, alice=alice, bob=bob)["fr"]
    publish(other, alice=alice, bob=bob)
    publish(written_by(alice, mission, slug_fr="mali-sahel"), alice=alice, bob=bob, languages=["fr"])
    boss = make_user("boss", groups=["administrator"])
    addresses.take_over(first.path, by=boss, reason="Merged.", page=other.page(), at=timezone.now())
    with pytest.raises(ValidationError, match="belongs to another page"):
        Release.objects.roll_back(first, by=alice)
