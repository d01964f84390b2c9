"""Two people at the same moment: exactly one decision counts, on both databases."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from publishing import chain
from publishing.models import Edition, Release
from tests.factories import make_standing_page
from tests.people import make_alice, make_bob
from tests.publishing.stories import ask, written_by

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return what each returned or raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        barrier.wait()
        try:
            results[place] = call()
        except ValidationError as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_approvals_at_once_publish_once():
    alice, bob, bea = make_alice(), make_bob(), make_bob("bea")
    release = ask(written_by(alice, make_standing_page()), by=alice)
    results = at_once(
        lambda: Release.objects.get(pk=release.pk).approve(by=bob),
        lambda: Release.objects.get(pk=release.pk).approve(by=bea),
    )
    assert sorted(type(result).__name__ for result in results) == ["ValidationError", "list"]
    assert Edition.objects.count() == 4
    assert chain.first_fault() is None


def test_approvals_of_different_pages_at_once_keep_one_chain():
    alice, bob, bea = make_alice(), make_bob(), make_bob("bea")
    releases = [
        ask(written_by(alice, make_standing_page(role=role, slug=role)), by=alice) for role in ("about", "press")
    ]
    results = at_once(
        lambda: Release.objects.get(pk=releases[0].pk).approve(by=bob),
        lambda: Release.objects.get(pk=releases[1].pk).approve(by=bea),
    )
    assert [len(result) for result in results] == [4, 4]
    assert chain.first_fault() is None
