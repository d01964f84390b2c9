"""A link in running text that leads nowhere on this site is told before the page goes out."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from publishing import checklist
from publishing.link_checklist import check_links
from publishing.models import Withdrawal
from publishing.wishes import Wish, prepare
from tests.factories import make_standing_page
from tests.people import make_alice, make_bob, make_user
from tests.publishing.stories import ALL, publish, written_by
from tests.publishing_factories import make_edition, mission_document, standing_document

pytestmark = pytest.mark.django_db


def told(*links, **options):
    """Return the addresses that are called broken in a text with these links."""
    body = "".join(f'<p><a href="{link}">there</a></p>' for link in links)
    findings = check_links(standing_document(body=body), timezone.now(), **options)
    assert {finding.code for finding in findings} <= {"link_broken"}
    return [link for link in links if any(link in finding.sentence for finding in findings)]


def test_a_page_that_is_live_is_found_at_today_s_address_and_at_a_former_one():
    document = mission_document(slug="mali")
    an_hour_ago = timezone.now() - timedelta(hours=1)
    make_edition(document.model_copy(update={"path": "/fr/nos-missions/ancien/"}), live_until=an_hour_ago)
    make_edition(document, live_from=an_hour_ago)
    assert told("/fr/nos-missions/mali/", "/fr/nos-missions/mali/#events", "/fr/nos-missions/ancien/") == []


def test_what_was_never_there_what_is_to_come_and_what_is_gone_is_told():
    make_edition(mission_document(slug="demain"), live_from=timezone.now() + timedelta(days=1))
    make_edition(mission_document(slug="parti"), live_until=timezone.now(), withdrawn=True)
    gone = ["/fr/nos-missions/demain/", "/fr/nos-missions/parti/", "/fr/nos-missions/rien/", "/fr/nulle-part/", "/x/"]
    assert told(*gone) == gone


def test_lists_files_other_sites_and_places_on_the_page_are_no_business_of_ours():
    others = ["/fr/", "/fr/articles/", "/sitemap.xml", "#sources", "mailto:a@example.org", "https://example.org/fr/x/"]
    assert told(*others, "https://[broken/") == []
    assert told("/admin/missions/mission/") == ["/admin/missions/mission/"]


@override_settings(ALLOWED_HOSTS=["missions.example", "testserver"])
def test_our_own_address_written_out_is_looked_at_too():
    make_edition(mission_document(slug="mali"))
    body = '<p><a href="https://missions.example/fr/nos-missions/{}/">there</a></p>'
    for slug, number in (("mali", 0), ("rien", 1)):
        assert len(check_links(standing_document(body=body.format(slug)), timezone.now())) == number


def test_a_page_that_goes_out_together_is_no_broken_link():
    assert told("/fr/nos-missions/mali/", beside=["/fr/nos-missions/mali/"]) == []


def test_whoever_asks_reads_it_beside_the_passage_and_may_ask_all_the_same():
    alice, bob, boss = make_alice(), make_bob(), make_user("boss", is_superuser=True)
    press = written_by(alice, make_standing_page(role="press", slug="presse"))
    path = publish(press, alice=alice, bob=bob)["fr"].path
    body = f'<p><a href="{path}">Presse</a></p>'
    about = written_by(alice, make_standing_page(body=body))

    def broken():
        findings = checklist.inspect(prepare(Wish(about, ALL)), now=timezone.now())
        return [
            (finding.level, finding.place, finding.language) for finding in findings if finding.code == "link_broken"
        ]

    assert broken() == []
    Withdrawal.objects.withdraw(press.page(), by=boss, reason="No more.")
    assert sorted(broken()) == [(checklist.Level.WARN, "body", language) for language in sorted(ALL)]
    assert publish(about, alice=alice, bob=bob)["fr"]
