"""A page seen before the public sees it: from the draft, from a request, from ticks; and by nobody else."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from languages.columns import LANGUAGES
from publishing import drafts
from publishing.models import Edition, Release, TakeDown
from tests.factories import (
    make_article,
    make_block,
    make_event,
    make_mission,
    make_picture,
    make_standing_page,
    make_tag,
)
from tests.people import make_alice, make_bob, make_charlie, make_dora, make_user
from tests.publishing.stories import ask, publish, written_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_alice()


@pytest.fixture
def bob():
    return make_bob()


@pytest.fixture
def mission(alice):
    return written_by(alice, make_mission(name="Mali", slug="mali", lead="Un brouillon."))


def url(verb, row, *more):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk, *more])


def of_request(name, release, *more):
    return reverse(f"admin:publishing_release_{name}", args=[release.pk, *more])


def media(picture, name="original-64.webp"):
    return reverse("admin:publishing_preview_media", args=[picture.content_hash, name])


def at(client, user):
    client.force_login(user)
    return client


def read(client, address, *, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


# ---- What it shows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_shown_in_every_language_as_it_would_be_published(client, mission, alice, bob, language):
    mission = written_by(alice, mission, **{f"lead_{code}": f"Lead in {code}" for code in LANGUAGES})
    before = read(at(client, alice), url("preview_page", mission, language))
    publish(mission, alice=alice, bob=bob)
    document = drafts.frozen(mission, language)
    after = read(client, document.path)

    def told(page):
        page = page[page.index('<header class="hero">') : page.index("</article>")]
        page = page.partition('<footer class="about-version">')[0]  # a draft was published on no day
        return re.sub(r' target="_blank" aria-describedby="leaves-preview"', "", page).split()

    assert f"Lead in {language}" in before
    assert set(told(before)) - set(told(after)) <= {"</div>"}


def test_the_banner_speaks_the_language_of_whoever_looks(client, mission, alice):
    at(client, alice)
    client.cookies["django_language"] = "en"
    page = read(client, url("preview_page", mission, "de"))
    assert '<html lang="de"' in page
    assert '<p class="banner" role="note" lang="en"><strong>Preview, not public.</strong>' in page


def test_a_preview_is_kept_by_nobody_and_found_by_no_search_engine(client, mission, alice):
    answer = at(client, alice).get(url("preview_page", mission, "fr"), headers={"if-none-match": "*"})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "public" not in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert 'rel="canonical"' not in answer.content.decode()


def test_only_the_bare_page_may_stand_in_a_frame_and_only_in_one_of_this_site(client, mission, alice):
    bare = at(client, alice).get(url("preview_page", mission, "fr"))
    assert "frame-ancestors 'self'" in bare.headers["Content-Security-Policy"]
    assert bare.headers["X-Frame-Options"] == "SAMEORIGIN"
    frame = client.get(url("preview", mission))
    assert "frame-ancestors 'none'" in frame.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in frame.headers["Content-Security-Policy"]
    assert frame.headers["X-Frame-Options"] == "DENY"
    assert 'sandbox="allow-same-origin allow-popups' in frame.content.decode()
    assert "allow-scripts" not in frame.content.decode()
    assert "frame-src" not in client.get(url("versions", mission)).headers["Content-Security-Policy"]


def test_what_is_not_written_is_said_in_the_frame_and_on_the_page(client, mission, alice):
    make_event(mission, title={"fr": "Un titre"})
    mission = written_by(alice, mission, lead_de="")
    frame = at(client, alice).get(f"{url('preview', mission)}?shown=de")
    assert len(frame.context["missing"]) == 2
    assert "lead" in frame.context["missing"]
    assert "Not written yet: lead; events" in read(client, url("preview_page", mission, "de"))
    assert "Not written yet" not in read(client, url("preview_page", mission, "fr"))


def test_the_frame_offers_both_widths_and_every_language_without_a_script(client, mission, alice):
    frame = at(client, alice).get(f"{url('preview', mission)}?shown=nl&width=phone")
    assert frame.context["width"] == "phone"
    assert [choice.language for choice in frame.context["documents"]] == list(LANGUAGES)
    assert [choice.language for choice in frame.context["documents"] if choice.current] == ["nl"]
    assert f'src="{url("preview_page", mission, "nl")}"' in frame.content.decode()
    odd = client.get(f"{url('preview', mission)}?shown=xx&width=99")
    assert (odd.context["width"], odd.context["shown"].language) == ("desktop", "en")


def test_links_stay_in_the_preview_or_are_marked(client, alice, bob):
    mission = written_by(alice, make_mission(name="Mali", slug="mali"))
    publish(mission, alice=alice, bob=bob)
    article = written_by(alice, make_article(missions=[mission]))
    make_block(article, text='<p><a href="https://example.org/a?b=1&amp;c=2">Ailleurs</a></p>')
    page = read(at(client, alice), url("preview_page", article, "fr"))
    tags = re.findall(r"<a\b[^>]*>", page)
    inside = [tag for tag in tags if 'href="#' in tag or 'href="/admin/' in tag]
    assert len(inside) == 1 + len(LANGUAGES)
    assert all("target" not in tag for tag in inside)
    outside = [tag for tag in tags if tag not in inside]
    assert any("/fr/nos-missions/mali/" in tag for tag in outside)
    assert any("example.org" in tag for tag in outside)
    assert all('target="_blank" aria-describedby="leaves-preview"' in tag for tag in outside)
    assert page.count('id="leaves-preview"') == 1


def test_what_only_stands_on_other_pages_has_no_preview(client, alice):
    tag = make_tag()
    at(client, alice)
    assert client.get(url("preview", tag)).status_code == 404
    assert client.get(url("preview_page", tag, "fr")).status_code == 404
    assert client.get(url("share", tag)).status_code == 404
    assert "preview" not in client.get(url("change", tag)).context["publication"]["verbs"]


def test_a_language_nobody_has_and_a_page_nobody_made_are_not_found(client, mission, alice):
    at(client, alice)
    assert client.get(url("preview_page", mission, "xx")).status_code == 404
    assert client.get(reverse("admin:missions_mission_preview", args=[999_999])).status_code == 404
    assert client.get(reverse("admin:missions_mission_preview_page", args=[999_999, "fr"])).status_code == 404


def test_looking_writes_nothing(client, mission, alice):
    at(client, alice)
    drafts_before = drafts.frozen(mission, "fr").canonical()
    for address in (url("preview", mission), url("preview_page", mission, "fr")):
        read(client, address)
        assert client.post(address).status_code == 405
    assert (Edition.objects.count(), Release.objects.count()) == (0, 0)
    assert drafts.frozen(mission, "fr").canonical() == drafts_before


# ---- Pictures --------------------------------------------------------------------------------------------------------


def test_a_picture_of_a_draft_is_shown_to_the_desk_and_to_nobody_else(client, alice):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    page = read(at(client, alice), url("preview_page", mission, "fr"))
    assert f"/media/{picture.content_hash}" in page
    assert f'"/media/{picture.content_hash}' not in page
    answer = client.get(media(picture))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(f"/media/{picture.content_hash}/original-64.webp").status_code == 404
    assert at(client, make_charlie()).get(media(picture)).status_code == 403
    client.logout()
    assert client.get(media(picture)).status_code == 302


def test_a_picture_taken_down_is_gone_from_previews_too(client, alice, bob):
    picture = make_picture()
    mission = written_by(alice, make_mission(picture=picture))
    TakeDown.objects.take_down(picture.content_hash, by=bob, reason="A face.")
    assert picture.content_hash not in read(at(client, alice), url("preview_page", mission, "fr"))
    assert client.get(media(picture)).status_code == 410


def test_a_rendition_nobody_offers_and_a_picture_nobody_has_are_not_found(client, alice):
    picture = make_picture()
    at(client, alice)
    assert client.get(media(picture, "original-9999.webp")).status_code == 404
    assert client.get(media(picture, "nonsense")).status_code == 404
    assert client.get(reverse("admin:publishing_preview_media", args=["0" * 64, "original-64.webp"])).status_code == 404


# ---- Requests --------------------------------------------------------------------------------------------------------


def test_a_request_shows_exactly_what_it_would_let_out(client, mission, alice, bob):
    publish(mission, alice=alice, bob=bob)
    mission = written_by(alice, mission, lead_nl="De nieuwe inleiding.", slogan_nl="Blijft in ontwerp")
    release = ask(mission, by=alice, languages=["nl"], ticks={"nl:lead"})
    written_by(alice, mission, lead_nl="Na de aanvraag geschreven.")
    page = read(at(client, bob), of_request("preview_page", release, mission.uid, "nl"))
    assert "De nieuwe inleiding." in page
    assert "Blijft in ontwerp" not in page
    assert "Na de aanvraag geschreven." not in page
    frame = read(client, of_request("preview", release))
    assert of_request("preview_page", release, mission.uid, "nl") in frame
    assert of_request("preview", release) in read(client, of_request("decide", release))


def test_a_document_of_another_request_is_not_found_under_this_one(client, mission, alice):
    about = written_by(alice, make_standing_page())
    first, second = ask(mission, by=alice, languages=["fr", "nl"]), ask(about, by=alice, languages=["fr", "nl"])
    at(client, alice)
    assert client.get(of_request("preview_page", first, mission.uid, "fr")).status_code == 200
    assert client.get(of_request("preview_page", first, about.uid, "fr")).status_code == 404
    assert client.get(of_request("preview_page", second, mission.uid, "fr")).status_code == 404
    assert client.get(of_request("preview_page", first, mission.uid, "de")).status_code == 404
    assert client.get(of_request("preview_page", first, mission.uid, "xx")).status_code == 404
    assert client.get(reverse("admin:publishing_release_preview", args=[999_999])).status_code == 404


def test_a_request_for_a_keyword_alone_has_nothing_to_show(client, alice):
    release = ask(written_by(alice, make_tag()), by=alice)
    at(client, alice)
    assert client.get(of_request("preview", release)).status_code == 404
    assert of_request("preview", release) not in read(client, of_request("decide", release))


def test_the_ticks_of_a_request_in_the_making_are_shown_before_anything_is_asked(client, mission, alice, bob):
    publish(mission, alice=alice, bob=bob)
    mission = written_by(alice, mission, lead_fr="Coché", slogan_fr="Pas coché")
    at(client, alice)
    assert url("preview_request", mission) in read(client, url("publish", mission))
    data = {"preview": "fr", "ticks": ["fr:lead", "fr:nonsense"]}
    page = client.post(url("preview_request", mission), data).content.decode()
    assert "Coché" in page
    assert "Pas coché" not in page
    assert Release.objects.filter(state=Release.State.REQUESTED).count() == 0
    assert client.post(url("preview_request", mission), {"preview": "xx"}).status_code == 404
    assert client.get(url("preview_request", mission)).status_code == 405


# ---- Who may ---------------------------------------------------------------------------------------------------------


def every_address(mission, release):
    return [
        url("preview", mission),
        url("preview_page", mission, "de"),
        of_request("preview", release),
        of_request("preview_page", release, mission.uid, "fr"),
    ]


@pytest.mark.parametrize("role", ["author", "releaser", "duty-officer", "administrator", "translator-de"])
def test_every_role_may_look(client, mission, alice, role):
    release = ask(mission, by=alice, languages=["fr", "nl"])
    at(client, make_user("somebody", groups=[role]))
    for address in every_address(mission, release):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_no_role_is_refused_and_a_stranger_is_sent_to_the_log_in(client, mission, alice, method):
    release = ask(mission, by=alice, languages=["fr", "nl"])
    addresses = [*every_address(mission, release), url("preview_request", mission)]
    at(client, make_charlie())
    for address in addresses:
        assert getattr(client, method)(address, {"preview": "fr"}).status_code == 403, address
    client.logout()
    for address in addresses:
        answer = getattr(client, method)(address, {"preview": "fr"})
        assert answer.status_code == 302, address
        assert answer.url.startswith(reverse("admin:login")), address


def test_a_translator_does_not_compose_requests(client, mission):
    assert at(client, make_dora()).post(url("preview_request", mission), {"preview": "de"}).status_code == 403


def test_nothing_public_shows_what_a_preview_shows(client, mission, alice):
    read(at(client, alice), url("preview_page", mission, "fr"))
    assert client.get(drafts.frozen(mission, "fr").path).status_code == 404
    assert Edition.objects.live(timezone.now()).count() == 0
