"""A page shared with somebody without an account: one frozen state, for a while, for whoever holds the token."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from languages.columns import LANGUAGES
from publishing import drafts, roles
from publishing.guest_pages import address_of
from publishing.models import GuestAnswer, Redaction, SharedDocument, ShareLink, TakeDown, Withdrawal
from publishing.models.share_links import KEPT, MOST_ANSWERS, digest_of
from tests.factories import make_mission, make_picture, make_standing_page, make_theme
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_user
from tests.public.walking import walk
from tests.publishing.stories import ask, publish, written_by

pytestmark = pytest.mark.django_db

YES = {"name": "Jeanne Guest", "verdict": "yes", "comment": ""}
# Who may share and who may not, written by hand: DESIGN §3 gives it to those who write or let out.
MAY_SHARE = {"author": True, "releaser": True, "duty-officer": True, "administrator": True, "translator-de": False}


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def mission(alice):
    return written_by(alice, make_mission(name="Mali", slug="mali", lead="Un brouillon secret."))


def share(row, *, by, languages=("fr", "nl"), **options):
    """Return a link to the draft as it is now, and its token."""
    documents = drafts.frozen_in_all_languages(row)
    return ShareLink.objects.share(row.page(), {code: documents[code] for code in languages}, by=by, **options)


def url(verb, row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def link_page(link):
    return reverse("admin:publishing_sharelink_link", args=[link.pk])


def media(token, picture, name="original-64.webp"):
    return reverse("shared-media", args=[token, picture.content_hash, name])


def at(client, user):
    client.force_login(user)
    return client


def is_discreet(answer):
    """Say whether nobody keeps the answer, lists it, or learns its address."""
    return (
        "no-store" in answer.headers["Cache-Control"]
        and "public" not in answer.headers["Cache-Control"]
        and answer.headers["Referrer-Policy"] == "no-referrer"
        and answer.headers["X-Robots-Tag"] == "noindex"
        and not answer.cookies
        and "ETag" not in answer.headers
    )


# ---- The guest reads -------------------------------------------------------------------------------------------------


def test_a_guest_reads_the_frozen_state_in_the_chosen_languages_and_nothing_written_since(client, mission, alice):
    _link, token = share(mission, by=alice)
    written_by(alice, mission, lead_fr="Écrit plus tard.")
    for language in ("fr", "nl"):
        answer = client.get(address_of(token, language))
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Un brouillon secret." in page
        assert "Écrit plus tard." not in page
        assert f'<html lang="{language}"' in page
        assert "alice" in page
        assert '<meta name="robots" content="noindex">' in page
        assert is_discreet(answer)


def test_a_language_that_was_not_shared_says_which_ones_were(client, mission, alice):
    _link, token = share(mission, by=alice)
    answer = client.get(address_of(token, "de"))
    assert answer.status_code == 404
    assert address_of(token, "fr") in answer.content.decode()
    assert "Un brouillon secret." not in answer.content.decode()
    assert is_discreet(answer)


def test_the_switch_offers_the_shared_languages_only_and_links_out_are_marked(client, mission, alice):
    _link, token = share(mission, by=alice)
    page = client.get(address_of(token, "fr")).content.decode()
    assert f'href="{address_of(token, "nl")}"' in page
    assert address_of(token, "de") not in page
    assert 'href="/fr/" target="_blank" aria-describedby="leaves-preview"' in page


@pytest.mark.parametrize("change", ["last letter", "shorter", "longer", "foreign", "digest"])
def test_an_altered_or_foreign_token_is_not_found(client, mission, alice, change):
    link, token = share(mission, by=alice)
    altered = {
        "last letter": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "shorter": token[:-1],
        "longer": f"{token}A",
        "foreign": "x" * 43,
        "digest": link.token_digest,
    }[change]
    for answer in (client.get(address_of(altered, "fr")), client.post(address_of(altered, "fr"), YES)):
        assert answer.status_code == 404
        assert "secret" not in answer.content.decode()
        assert is_discreet(answer)
    assert GuestAnswer.objects.count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_a_link_that_is_over_says_so_in_the_readers_language(client, mission, alice, language, how):
    link, token = share(mission, by=alice, languages=LANGUAGES)
    later = timezone.now() + timedelta(days=8)
    if how == "revoked":
        link.revoke(by=alice)
        later = timezone.now()
    with time_machine.travel(later, tick=False):
        answer = client.get(address_of(token, language))
        posted = client.post(address_of(token, language), YES)
    with translation.override(language):
        title = translation.gettext("This link is no longer valid")
    assert answer.status_code == posted.status_code == 410
    assert title in answer.content.decode()
    assert f'<html lang="{language}"' in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert is_discreet(answer)
    assert GuestAnswer.objects.count() == 0


def test_a_link_is_valid_to_the_last_second_and_no_longer(client, mission, alice):
    link, token = share(mission, by=alice, days=1)
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert client.get(address_of(token, "fr")).status_code == 200
    with time_machine.travel(link.expires_at, tick=False):
        assert client.get(address_of(token, "fr")).status_code == 410


def test_a_guest_sees_the_pictures_of_the_shared_page_and_no_others(client, alice):
    shown, other = make_picture(), make_picture()
    mission = written_by(alice, make_mission(picture=shown))
    link, token = share(mission, by=alice)
    assert f'"/d/{token}/{shown.content_hash}/' in client.get(address_of(token, "fr")).content.decode()
    answer = client.get(media(token, shown))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert is_discreet(answer)
    assert client.get(media(token, other)).status_code == 404
    assert client.get(media("x" * 43, shown)).status_code == 404
    assert client.get(media(token, shown, "original-9999.webp")).status_code == 404
    assert client.get(media(token, shown, "nonsense")).status_code == 404
    assert client.get(f"/media/{shown.content_hash}/original-64.webp").status_code == 404
    link.revoke(by=alice)
    assert client.get(media(token, shown)).status_code == 410


def test_a_part_of_a_list_that_does_not_exist_is_not_found_by_guest_and_desk(client, alice):
    theme = written_by(alice, make_theme())
    _link, token = share(theme, by=alice)
    assert client.get(address_of(token, "fr")).status_code == 200
    answer = client.get(f"{address_of(token, 'fr')}?after=nonsense")
    assert answer.status_code == 404
    assert is_discreet(answer)
    address = reverse("admin:articles_theme_preview_page", args=[theme.pk, "fr"])
    assert at(client, alice).get(address).status_code == 200
    assert client.get(f"{address}?after=nonsense").status_code == 404


def test_neither_account_nor_cookie_is_asked_or_given(mission, alice):
    _link, token = share(mission, by=alice)
    guest = Client(enforce_csrf_checks=True)
    guest.cookies["sessionid"] = "whatever"
    assert guest.get(address_of(token, "fr")).cookies == {}
    answer = guest.post(address_of(token, "fr"), YES)
    assert (answer.status_code, answer.cookies) == (303, {})


def test_nothing_public_leads_to_a_shared_page_or_says_a_word_of_it(client, mission, alice, bob):
    about = written_by(alice, make_standing_page())
    publish(about, alice=alice, bob=bob)
    _link, token = share(mission, by=alice, languages=LANGUAGES)
    answers = walk(client)
    assert len(answers) > 20
    for address, answer in answers.items():
        assert "/d/" not in address
        assert token.encode() not in answer.content
        assert b"brouillon secret" not in answer.content


# ---- What is taken away ----------------------------------------------------------------------------------------------


def test_a_picture_taken_down_is_gone_from_shared_pages_at_the_next_answer(client, alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    _link, token = share(mission, by=alice)
    TakeDown.objects.take_down(picture.content_hash, by=bob, reason="A face.")
    assert picture.content_hash not in client.get(address_of(token, "fr")).content.decode()
    assert client.get(media(token, picture)).status_code == 410


def test_a_removed_passage_is_gone_from_shared_pages_at_the_next_answer(client, mission, alice, bob):
    publish(mission, alice=alice, bob=bob)
    _link, token = share(mission, by=alice)
    boss = make_user("boss", groups=["administrator"])
    Redaction.objects.redact(mission.page(), "lead", by=boss, reason="A name.", languages=["fr"])
    page = client.get(address_of(token, "fr")).content.decode()
    assert "Un brouillon secret." not in page
    with translation.override("fr"):
        assert translation.gettext("A passage of this page was removed on %(removed_on)s.").partition("%")[0] in page
    assert "Un brouillon secret." in client.get(address_of(token, "nl")).content.decode()
    assert "secret" not in SharedDocument.objects.get(language="fr").document


def test_withdrawing_a_page_ends_its_links_and_those_of_no_other(client, mission, alice, bob):
    about = written_by(alice, make_standing_page())
    publish(mission, alice=alice, bob=bob)
    link, token = share(mission, by=alice)
    _other, of_another_page = share(about, by=alice)
    Withdrawal.objects.withdraw(mission.page(), by=bob, reason="Wrong.")
    link.refresh_from_db()
    assert (link.revoked_by, client.get(address_of(token, "fr")).status_code) == (bob, 410)
    assert client.get(address_of(of_another_page, "fr")).status_code == 200


# ---- The guest answers -----------------------------------------------------------------------------------------------


def test_an_answer_reaches_the_desk_with_name_language_and_moment(client, mission, alice):
    link, token = share(mission, by=alice)
    data = {"name": " Jeanne Guest ", "verdict": "no", "comment": "Le chiffre\nest faux."}
    answer = client.post(address_of(token, "nl"), data)
    assert answer.headers["Location"] == f"{address_of(token, 'nl')}?thanks#answer"
    assert is_discreet(answer)
    kept = GuestAnswer.objects.get()
    assert (kept.link, kept.language, kept.name, kept.verdict) == (link, "nl", "Jeanne Guest", "no")
    assert kept.comment.split() == ["Le", "chiffre", "est", "faux."]
    assert list(GuestAnswer.objects.awaited_by(alice)) == [kept]
    for address in (url("share", mission), url("preview", mission), link_page(link)):
        page = at(client, alice).get(address).content.decode()
        assert "Jeanne Guest" in page
        assert "est faux." in page


@pytest.mark.parametrize(
    "data",
    [
        {},
        YES | {"name": " "},
        YES | {"name": "x" * 101},
        YES | {"name": "a\u202eb"},
        YES | {"verdict": "maybe"},
        YES | {"comment": "x" * 2001},
        YES | {"comment": "\x00"},
        YES | {"verdict": "no", "comment": "  "},
    ],
)
def test_an_answer_that_cannot_be_kept_says_why_and_loses_nothing(client, mission, alice, data):
    _link, token = share(mission, by=alice)
    answer = client.post(address_of(token, "fr"), {"comment": "À garder."} | data)
    assert answer.status_code == 200
    assert answer.context["guest"]["form"].errors
    if "comment" not in data:
        assert "À garder." in answer.content.decode()
    assert is_discreet(answer)
    assert GuestAnswer.objects.count() == 0


def test_words_of_a_guest_are_words_wherever_they_are_shown(client, mission, alice):
    link, token = share(mission, by=alice)
    hostile = "<script>alert(1)</script><a href=x>{{7777*7777}}"
    client.post(address_of(token, "fr"), YES | {"name": hostile, "comment": hostile})
    assert "&lt;script&gt;" in client.post(address_of(token, "fr"), {"name": hostile}).content.decode()
    at(client, alice)
    for address in (url("share", mission), url("preview", mission), link_page(link)):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
        assert "60481729" not in page


def test_a_link_takes_so_many_answers_and_then_says_so(client, mission, alice):
    link, token = share(mission, by=alice)
    GuestAnswer.objects.bulk_create(
        GuestAnswer(link=link, language="fr", name="x", verdict="yes", at=timezone.now()) for _ in range(MOST_ANSWERS)
    )
    answer = client.post(address_of(token, "fr"), YES)
    assert answer.status_code == 200
    assert answer.context["guest"]["form"].non_field_errors()
    assert "Jeanne Guest" in answer.content.decode()
    assert GuestAnswer.objects.count() == MOST_ANSWERS


# ---- The desk shares -------------------------------------------------------------------------------------------------


def test_the_desk_makes_a_link_and_shows_its_address_once(client, mission, alice):
    data = {"state": "draft", "languages": ["fr", "de"], "days": "3", "audience": "Embassy"}
    answer = at(client, alice).post(url("share", mission), data)
    link = ShareLink.objects.get()
    address = answer.context["address"]
    token = address.rstrip("/").rpartition("/")[2]
    assert link.token_digest == digest_of(token)
    assert len(token) >= 43  # 256 bits, six to a letter
    assert token not in str(list(ShareLink.objects.values()))
    assert (link.made_by, link.audience, link.expires_at - link.made_at) == (alice, "Embassy", timedelta(days=3))
    assert sorted(link.documents.values_list("language", flat=True)) == ["de", "fr"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert token not in client.get(url("share", mission)).content.decode()
    client.logout()
    assert client.get(address).status_code == 200


def test_a_request_can_be_shared_as_it_was_asked_for(client, mission, alice):
    release = ask(mission, by=alice, languages=["fr", "nl"])
    written_by(alice, mission, lead_fr="Écrit après la demande.")
    data = {"state": f"request-{release.pk}", "languages": ["fr"], "days": "7"}
    answer = at(client, alice).post(url("share", mission), data)
    assert "Un brouillon secret." in client.get(answer.context["address"]).content.decode()
    refused = client.post(url("share", mission), data | {"languages": ["de"]})
    assert refused.context["form"].non_field_errors()
    assert ShareLink.objects.count() == 1


def test_a_language_without_a_title_is_not_shared(client, alice):
    mission = written_by(alice, make_mission(name={"fr": "Mali"}, title={"fr": "Mali"}, kicker=""))
    answer = at(client, alice).post(url("share", mission), {"state": "draft", "languages": ["de"], "days": "7"})
    assert "Deutsch" in answer.context["form"].non_field_errors()[0]
    assert ShareLink.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        {"days": "0"},
        {"days": "31"},
        {"days": "x"},
        {"languages": []},
        {"languages": ["xx"]},
        {"state": "live"},
        {"state": "request-999999"},
        {"state": "request-"},
        {"audience": "x" * 101},
    ],
)
def test_what_cannot_be_shared_is_refused_with_a_sentence_and_makes_no_link(client, mission, alice, data):
    answer = at(client, alice).post(
        url("share", mission), {"state": "draft", "languages": ["fr"], "days": "7", "audience": "Kept"} | data
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert ShareLink.objects.count() == 0


def test_the_request_of_another_page_cannot_be_shared_here(client, mission, alice):
    foreign = ask(written_by(alice, make_standing_page()), by=alice)
    data = {"state": f"request-{foreign.pk}", "languages": ["fr"], "days": "7"}
    assert at(client, alice).post(url("share", mission), data).context["form"].errors
    assert ShareLink.objects.count() == 0


def test_ending_a_link_leaves_who_and_when_and_happens_once(client, mission, alice, bob):
    link, token = share(mission, by=alice)
    at(client, bob).post(link_page(link), {"verb": "revoke"})
    link.refresh_from_db()
    assert link.revoked_by == bob
    assert client.get(address_of(token, "fr")).status_code == 410
    ended = link.revoked_at
    at(client, alice).post(link_page(link), {"verb": "revoke"})
    link.refresh_from_db()
    assert (link.revoked_by, link.revoked_at) == (bob, ended)
    assert client.post(link_page(link), {"verb": "delete"}).status_code == 404


def test_reading_an_answer_leaves_who_and_when_and_reaches_the_answers_of_this_page_only(client, mission, alice, bob):
    about = written_by(alice, make_standing_page())
    (link, _token), (other, _other_token) = share(mission, by=alice), share(about, by=alice)
    mine = link.answer(language="fr", name="A", verdict="yes", comment="")
    foreign = other.answer(language="fr", name="B", verdict="yes", comment="")
    data = {"verb": "read", "answer": [mine.pk, foreign.pk, "x", "9" * 40]}
    at(client, bob).post(link_page(link), data)
    mine.refresh_from_db()
    foreign.refresh_from_db()
    assert (mine.read_by, foreign.read_by) == (bob, None)
    assert list(GuestAnswer.objects.awaited_by(alice)) == [foreign]


def test_all_links_are_listed_at_the_desk_those_of_deleted_drafts_too(client, alice):
    about = written_by(alice, make_standing_page(title="Page à partager"))
    link, _token = share(about, by=alice, audience="Embassy")
    about.delete()
    at(client, alice)
    page = client.get(reverse("admin:publishing_sharelink_changelist")).content.decode()
    assert "Page à partager" in page
    assert link_page(link) in page
    assert client.get(link_page(link)).status_code == 200


# ---- Who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", MAY_SHARE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_role_shares_or_does_not(client, mission, alice, role, method):
    link, _token = share(mission, by=alice)
    at(client, make_user("somebody", groups=[role]))
    data = {"state": "draft", "languages": ["fr"], "days": "7", "verb": "revoke"}
    for address in (url("share", mission), link_page(link)):
        status = getattr(client, method)(address, data).status_code
        assert (status != 403) is MAY_SHARE[role], address
    link.refresh_from_db()
    assert (link.revoked_at is not None) is (MAY_SHARE[role] and method == "post")
    assert ("publishing.share_draft" in (roles.ROLES | dict([roles.translator("de")]))[role]) is MAY_SHARE[role]


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_no_role_is_refused_and_a_stranger_is_sent_to_the_log_in(client, mission, alice, method):
    link, _token = share(mission, by=alice)
    data = {"state": "draft", "languages": ["fr"], "days": "7", "verb": "revoke"}
    addresses = [url("share", mission), link_page(link), reverse("admin:publishing_sharelink_changelist")]
    at(client, make_charlie())
    for address in addresses:
        assert getattr(client, method)(address, data).status_code == 403, address
    client.logout()
    for address in addresses:
        answer = getattr(client, method)(address, data)
        assert answer.status_code == 302, address
        assert answer.url.startswith(reverse("admin:login")), address
    link.refresh_from_db()
    assert (ShareLink.objects.count(), link.revoked_at) == (1, None)


def test_the_right_to_share_alone_does_not_open_pages_one_may_not_see(client, mission, alice):
    link, _token = share(mission, by=alice)
    at(client, make_user("carl", permissions=["publishing.share_draft"]))
    assert client.get(url("share", mission)).status_code == 403
    assert client.get(link_page(link)).status_code == 403


def test_the_verbs_themselves_ask_for_the_right(mission, alice):
    link, _token = share(mission, by=alice)
    dora = make_dora()
    with pytest.raises(PermissionDenied):
        share(mission, by=dora)
    with pytest.raises(PermissionDenied):
        link.revoke(by=dora)
    with pytest.raises(PermissionDenied):
        GuestAnswer.objects.mark_read(by=dora, page=mission.page(), pks=[])
    with pytest.raises(ValidationError):
        share(mission, by=alice, days=31)
    with pytest.raises(ValidationError):
        share(mission, by=alice, languages=())


# ---- What is kept ----------------------------------------------------------------------------------------------------


def test_the_words_of_a_link_are_forgotten_a_month_after_its_end_and_its_record_is_kept(client, mission, alice):
    ended, token = share(mission, by=alice, days=1)
    ended.answer(language="fr", name="A", verdict="yes", comment="")
    running, _running_token = share(mission, by=alice, days=30)
    assert ShareLink.objects.forget(ended.expires_at + KEPT - timedelta(seconds=1)) == 0
    assert ShareLink.objects.forget(ended.expires_at + KEPT) == 2
    assert ended.documents.count() == 0
    assert running.documents.count() == 2
    assert ended.answers.count() == 1
    with time_machine.travel(ended.expires_at + KEPT, tick=False):
        assert client.get(address_of(token, "fr")).status_code == 410
    assert at(client, alice).get(link_page(ended)).status_code == 200


def test_the_database_refuses_half_a_record(mission, alice):
    link, _token = share(mission, by=alice)
    now = timezone.now()
    for values in ({"revoked_at": now}, {"expires_at": link.made_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShareLink.objects.filter(pk=link.pk).update(**values)
    answer = link.answer(language="fr", name="A", verdict="yes", comment="")
    for values in ({"read_at": now}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GuestAnswer.objects.filter(pk=answer.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedDocument.objects.create(link=link, language="fr", document="{}")
