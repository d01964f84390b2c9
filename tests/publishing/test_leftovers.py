"""What can be drawn again and nobody can be shown is deleted; nothing that a version or the library needs is."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from images.models import Original, Picture
from images.renditions import make, make_missing
from images.sweeping import names_in
from publishing import housekeeping, leftovers
from publishing.models import Edition, TakeDown, Withdrawal
from tests.factories import make_mission, make_picture
from tests.people import make_alice, make_bob, make_user
from tests.publishing.stories import publish

pytestmark = pytest.mark.django_db


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
def erik():
    return make_user("erik", permissions=["publishing.withdraw_page"])


def draw(picture):
    make(Original.objects.get(content_hash=picture.content_hash))
    return picture.content_hash


def drawn():
    """Return the pictures that have renditions in the storage."""
    return {name.split("/")[1] for name in names_in(default_storage, "renditions")}


def forget(picture):
    """Take a picture out of the library and out of every draft, as an editor who no longer wants it."""
    picture.delete()


def shown_on_a_page(alice, bob, **options):
    picture = make_picture()
    mission = make_mission(picture=picture)
    publish(mission, alice=alice, bob=bob, **options)
    draw(picture)
    type(mission).objects.filter(pk=mission.pk).update(picture=None)
    return picture, mission


def test_what_no_version_and_no_library_has_goes_and_the_rest_stays(alice, bob):
    in_the_library = draw(make_picture())
    former, _mission = shown_on_a_page(alice, bob)
    forgotten = make_picture()
    draw(forgotten)
    for picture in (former, forgotten):
        forget(picture)
    leftovers.sweep()
    assert drawn() == {in_the_library, former.content_hash}


def test_an_older_version_and_one_to_come_keep_their_pictures_and_a_withdrawn_one_does_not(alice, bob, erik):
    old, mission = shown_on_a_page(alice, bob)
    mission.refresh_from_db()
    publish(mission, alice=alice, bob=bob)
    later = timezone.now() + timedelta(days=2)
    coming, _page = shown_on_a_page(alice, bob, wanted_from=later)
    gone, page = shown_on_a_page(alice, bob)
    for picture in (old, coming, gone):
        forget(picture)
    Withdrawal.objects.withdraw(page.page(), by=erik, reason="A mistake.")
    leftovers.sweep()
    assert drawn() == {old.content_hash, coming.content_hash}
    with time_machine.travel(later, tick=False):
        assert Edition.objects.readable(timezone.now()).filter(pictures__content_hash=coming.content_hash).exists()
        assert leftovers.unused_renditions() == []


def test_a_picture_taken_down_loses_its_drawings_and_keeps_its_file(alice, bob, erik):
    picture, _mission = shown_on_a_page(alice, bob)
    kept = draw(make_picture())
    TakeDown.objects.take_down(picture.content_hash, by=erik, reason="A face.")
    swept = leftovers.sweep()
    assert drawn() == {kept}
    assert all(name.startswith(f"renditions/{picture.content_hash}/") for name in swept)
    assert default_storage.exists(Original.objects.get(content_hash=picture.content_hash).name)


def test_what_was_swept_is_not_drawn_ahead_again(alice, bob, erik):
    picture = make_picture()
    TakeDown.objects.take_down(picture.content_hash, by=erik, reason="A face.")
    other = make_picture()
    make_missing(originals=leftovers.shown_originals())
    assert drawn() == {other.content_hash}
    assert leftovers.sweep() == []


def test_a_version_that_is_read_again_has_its_pictures_drawn_again(client, alice, bob):
    picture, _mission = shown_on_a_page(alice, bob)
    forget(picture)
    names = {name for name in names_in(default_storage, "renditions") if picture.content_hash in name}
    for name in names:
        default_storage.delete(name)
    assert client.get(f"/media/{picture.content_hash}/original-64.webp").status_code == 200
    assert leftovers.sweep() == []


def test_the_chore_says_beforehand_what_it_would_do(alice, bob):
    forgotten = make_picture()
    draw(forgotten)
    count = len(names_in(default_storage, "renditions"))
    forget(forgotten)
    assert housekeeping.sweep_drawings(now=timezone.now(), dry_run=True) == f"{count} would be deleted"
    assert drawn() == {forgotten.content_hash}
    assert housekeeping.sweep_drawings(now=timezone.now(), dry_run=False) == f"{count} deleted"
    assert drawn() == set()
    assert not Picture.objects.exists()


def test_an_empty_storage_is_nothing_to_sweep():
    assert leftovers.sweep() == []
