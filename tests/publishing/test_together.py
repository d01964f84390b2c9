"""Several pages asked for at once: all of them or none; and a new label, out on every page that shows it."""

import pytest
from django.urls import reverse

from publishing import uses
from publishing.models import Edition, Page, Release, Withdrawal
from tests.factories import make_article, make_block, make_category, make_notice, make_person
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_erik
from tests.publishing.stories import ALL, ask, live, publish, written_by

pytestmark = pytest.mark.django_db

TOGETHER = "admin:publishing_release_together"


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def rows(alice, bob):
    """Return two live notices that Alice changed since, in French."""
    found = []
    for number in (1, 2):
        row = written_by(alice, make_notice(title=f"Notice {number}"))
        publish(row, alice=alice, bob=bob)
        found.append(written_by(alice, row, text_fr=f"Un autre texte {number}."))
    return found


def address(*rows):
    return f"{reverse(TOGETHER)}?{'&'.join(f'page={row.uid}' for row in rows)}"


def chosen(row, *, ticks=("fr:text",), languages=("fr",)):
    prefix = f"page-{row.page().pk}"
    return {f"{prefix}-ticks": list(ticks), f"{prefix}-languages": list(languages)}


def asked_for(client, user, rows, **values):
    client.force_login(user)
    data = {"when": "now"}
    for row in rows:
        data |= chosen(row)
    response = client.post(address(*rows), data | values)
    return response, Release.objects.filter(state="requested").first()


def test_a_list_leads_to_one_request_for_the_chosen_pages(client, rows, alice):
    client.force_login(alice)
    listed = reverse("admin:articles_notice_changelist")
    response = client.post(listed, {"action": "ask_together", "_selected_action": [row.pk for row in rows]})
    assert set(response.url.partition("?")[2].split("&")) == {f"page={row.uid}" for row in rows}
    content = client.get(response.url).content.decode()
    assert "Un autre texte" in content or "autre" in content
    assert content.count('aria-labelledby="page-') == 2
    assert content.count("checked") >= 4  # what she wrote, and the languages that are live


def test_what_is_asked_for_together_goes_live_together(client, rows, alice, bob):
    response, release = asked_for(client, alice, rows)
    assert response.url == reverse("admin:publishing_release_decide", args=[release.pk])
    assert {candidate.page.uid for candidate in release.candidates.all()} == {row.uid for row in rows}
    client.force_login(bob)
    decide = client.get(response.url).content.decode()
    assert "Notice 1" in decide
    assert "Notice 2" in decide
    client.post(response.url, {"verb": "approve"})
    versions = Edition.objects.filter(release=release)
    assert versions.count() == 2
    assert len(set(versions.values_list("live_from", flat=True))) == 1
    assert [live(row).text for row in rows] == ["Un autre texte 1.", "Un autre texte 2."]


def test_a_page_of_which_nothing_is_ticked_stays_behind(client, rows, alice):
    first, second = rows
    _response, release = asked_for(client, alice, rows, **chosen(second, ticks=()))
    assert [candidate.page.uid for candidate in release.candidates.all()] == [first.uid]


def test_a_colleagues_half_rewrite_is_not_ticked(client, rows, alice):
    client.force_login(make_alice("anna"))
    content = client.get(address(*rows)).content.decode()
    assert 'value="fr:text"' in content
    assert 'value="fr:text" id="page-' in content
    assert "checked>\n      <label" not in content


def test_one_fault_keeps_all_pages_back(client, rows, alice):
    article = written_by(alice, make_article())  # it has no text yet
    response, release = asked_for(client, alice, [*rows, article])
    assert response.status_code == 200
    assert release is None
    assert "no text yet" in response.content.decode()


def test_what_was_typed_is_there_after_a_refusal(client, rows, alice):
    response, _release = asked_for(client, alice, rows, when="later", note_fr="Une note à garder.")
    content = response.content.decode()
    assert response.status_code == 200
    assert "Une note à garder." in content
    assert content.count('value="fr:text" id="page-') == content.count("checked>\n      <label") == 2


def test_nobody_approves_several_pages_who_wrote_in_one(client, rows, alice, bob):
    written_by(bob, rows[1], text_fr="Bob a écrit ceci.")
    _response, release = asked_for(client, alice, rows)
    client.force_login(bob)
    client.post(reverse("admin:publishing_release_decide", args=[release.pk]), {"verb": "approve"})
    release.refresh_from_db()
    assert release.state == "requested"


def test_a_head_that_moved_on_one_page_keeps_all_back(client, rows, alice, bob):
    _response, release = asked_for(client, alice, rows)
    ask(rows[1], by=alice, languages=["fr"], ticks=["fr:text"]).approve(by=bob)
    client.force_login(bob)
    client.post(reverse("admin:publishing_release_decide", args=[release.pk]), {"verb": "approve"})
    release.refresh_from_db()
    assert release.state == "requested"
    assert live(rows[0]).text != "Un autre texte 1."


def test_withdrawing_one_page_makes_the_whole_request_void(client, rows, alice, bob):
    _response, release = asked_for(client, alice, rows)
    Withdrawal.objects.withdraw(rows[0].page(), by=bob, reason="Wrong.", languages=["fr"])
    release.refresh_from_db()
    assert release.state == "void"


@pytest.mark.parametrize("make", [make_charlie, make_dora])
def test_who_may_not_ask_for_one_asks_for_no_several(client, rows, make):
    client.force_login(make())
    assert client.get(address(*rows)).status_code == 403
    assert client.post(address(*rows), chosen(rows[0]) | {"when": "now"}).status_code == 403
    client.logout()
    for response in (client.get(address(*rows)), client.post(address(*rows))):
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("admin:login"))
    assert not Release.objects.filter(state="requested").exists()


def test_strange_pages_are_not_found(client, rows, alice):
    client.force_login(alice)
    nobodys = Page.objects.create(kind="tag")
    for query in ("", "page=", "page=abc", f"page={nobodys.uid}", "uses=abc", "page=" + "&page=".join("x" * 60)):
        assert client.get(f"{reverse(TOGETHER)}?{query}").status_code == 404, query


def test_a_forged_tick_or_language_is_refused_in_words(client, rows, alice):
    response, release = asked_for(client, alice, rows, **chosen(rows[0], ticks=["fr:nonsense"], languages=["xx"]))
    assert response.status_code == 200
    assert release is None


def test_the_duty_officer_asks_for_several_too(client, rows):
    _response, release = asked_for(client, make_erik(), rows)
    assert release.requested_by.username == "erik"


# ---- A new label -----------------------------------------------------------------------------------------------------


@pytest.fixture
def category(alice, bob):
    row = written_by(alice, make_category(label="Missions", slug="missions"))
    publish(row, alice=alice, bob=bob)
    return row


@pytest.fixture
def articles(alice, bob, category):
    """Return two live articles in the category, of which the second has a half rewrite too."""
    found = [make_article(categories=[category]) for _number in range(2)]
    for article in found:
        make_block(article)
        publish(written_by(alice, article), alice=alice, bob=bob)
    written_by(make_alice("anna"), found[1], lead_fr="À moitié récrit.")
    return found


def renamed(client, user, category):
    client.force_login(user)
    change = reverse("admin:articles_category_change", args=[category.pk])
    data = {"label_fr": "Opérations"}
    return client.post(f"{change}?language=fr", data, follow=True)


def test_a_renamed_term_offers_to_publish_every_page_that_uses_it(client, alice, bob, category, articles):
    unused = written_by(alice, make_article(categories=[category]))
    offer = f"{reverse(TOGETHER)}?uses={category.uid}"
    content = renamed(client, alice, category).content.decode()
    assert "Other published pages still show the old name." in content
    assert offer in content
    shown = client.get(offer)
    assert [part["row"].uid for part in shown.context["parts"]] == [
        category.uid,
        *(article.uid for article in sorted(articles, key=str)),
    ]
    assert unused.uid not in [part["row"].uid for part in shown.context["parts"]]
    data = {"when": "now"}
    for part in shown.context["parts"]:
        form = part["form"]
        data |= {form[name].html_name: form[name].value() for name in ("ticks", "languages")}
    client.post(offer, data)
    Release.objects.get(state="requested").approve(by=bob)
    assert [[term.label for term in live(article).categories] for article in articles] == [["Opérations"]] * 2
    assert live(articles[1]).lead != "À moitié récrit."
    assert uses.to_publish_anew(type(category).objects.get(pk=category.pk)) == []
    assert "There is nothing to publish" in client.get(offer).content.decode()


def test_a_name_nobody_shows_offers_nothing(client, alice):
    person = written_by(alice, make_person())
    client.force_login(alice)
    change = reverse("admin:articles_person_change", args=[person.pk])
    content = client.post(f"{change}?language=fr", {"label_fr": "Une autre"}, follow=True).content.decode()
    assert "Other published pages" not in content


def test_many_pages_cost_the_same_for_each(client, rows, alice, django_assert_max_num_queries):
    client.force_login(alice)
    with django_assert_max_num_queries(10 + 40 * len(rows)):
        assert client.get(address(*rows)).status_code == 200


def test_the_languages_of_a_page_are_those_that_are_live(client, rows, alice):
    client.force_login(alice)
    part = client.get(address(rows[0])).context["parts"][0]
    assert set(part["form"]["languages"].value()) == set(ALL)
