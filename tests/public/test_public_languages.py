"""Four languages, each with its own words, marked as what they are, and none papered over."""

import re

import pytest
from django.urls import reverse

from tests.publishing_factories import (
    article_document,
    full_mission_document,
    make_edition,
    make_editions,
    mission_document,
    notice_document,
    term_reference,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ["fr", "nl", "de", "en"]


def test_the_front_lets_the_reader_choose_and_decides_nothing(client):
    answer = client.get("/", headers={"accept-language": "de-BE,de;q=0.9,en;q=0.5"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Vary"] == "Accept-Language"
    offered = re.findall(r'<a href="/(\w\w)/" lang="(\w\w)"', text)
    assert offered == [("de", "de"), ("en", "en"), ("fr", "fr"), ("nl", "nl")]
    assert '<html lang="de">' in text


@pytest.mark.parametrize("accepted", ["", "*", "xx", "fr;q=x", ",;,", "a" * 5000, "ja,zh;q=0.3"])
def test_the_front_understands_any_browser(client, accepted):
    answer = client.get("/", headers={"accept-language": accepted})
    assert answer.status_code == 200
    assert len(re.findall(r'<a href="/\w\w/"', answer.content.decode())) == 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "missions", "timeline", "headcounts", "articles", "notices"])
def test_every_list_answers_in_every_language_and_leads_to_the_others(client, name, language):
    make_editions([full_mission_document(language=language), article_document(language=language)])
    text = client.get(reverse(name, kwargs={"language": language})).content.decode()
    assert f'<html lang="{language}"' in text
    for other in LANGUAGES:
        address = reverse(name, kwargs={"language": other})
        assert f'<a href="{address}" lang="{other}" hreflang="{other}"' in text
        assert f'<link rel="alternate" hreflang="{other}" href="http://testserver{address}">' in text


def test_addresses_speak_the_language_they_belong_to():
    assert reverse("missions", kwargs={"language": "fr"}) == "/fr/nos-missions/"
    assert reverse("missions", kwargs={"language": "nl"}) == "/nl/onze-missies/"
    assert reverse("timeline", kwargs={"language": "de"}) == "/de/zeitleiste/"
    assert reverse("headcounts", kwargs={"language": "nl"}) == "/nl/personeelsaantallen/"
    assert reverse("articles", kwargs={"language": "de"}) == "/de/artikel/"


def test_the_switch_names_what_exists_and_says_what_does_not(client):
    document = mission_document(slug="mali")
    make_editions([document, mission_document(slug="missie-mali", language="nl", uid=document.uid)])
    text = client.get("/fr/nos-missions/mali/").content.decode()
    assert '<a href="/nl/onze-missies/missie-mali/" lang="nl" hreflang="nl"' in text
    permanent = reverse("permanent", kwargs={"language": "de", "uid": document.uid})
    missing = re.search(rf'<a class="is-missing" href="{permanent}"[^>]*>', text)
    assert missing
    assert "hreflang" not in missing[0]
    found = re.findall(r'<link rel="alternate" hreflang="(\w\w)" href="([^"]+)">', text)
    assert found == [
        ("fr", "http://testserver/fr/nos-missions/mali/"),
        ("nl", "http://testserver/nl/onze-missies/missie-mali/"),
    ]


def test_a_related_article_in_another_language_says_so(client):
    mission = mission_document(slug="mali")
    article = article_document(language="en", title="The end of a mandate", missions=[term_reference(mission)])
    make_editions([mission, article])
    text = client.get("/fr/nos-missions/mali/").content.decode()
    assert f'<a href="{article.path}" lang="en" hreflang="en">The end of a mandate</a>' in text


def test_a_related_article_stands_once_in_the_language_of_the_reader(client):
    mission = mission_document(slug="mali")
    french = article_document(title="La fin d’un mandat", missions=[term_reference(mission)])
    english = article_document(
        language="en", uid=french.uid, title="The end of a mandate", missions=[term_reference(mission)]
    )
    make_editions([mission, french, english])
    text = client.get("/fr/nos-missions/mali/").content.decode()
    assert text.count("La fin d’un mandat") == 1
    assert "The end of a mandate" not in text


def test_a_notice_may_precede_its_translations_and_says_so(client):
    notice = notice_document(title="Un avis urgent")
    make_edition(notice)
    assert f'<a href="{notice.path}" lang="fr" hreflang="fr">Un avis urgent</a>' in client.get("/de/").content.decode()
    make_edition(notice_document(language="de", uid=notice.uid, title="Eine dringende Mitteilung"))
    text = client.get("/de/").content.decode()
    assert "Eine dringende Mitteilung" in text
    assert "Un avis urgent" not in text


def test_numbers_dates_and_punctuation_follow_the_language(client):
    for language in LANGUAGES:
        document = full_mission_document(language=language, slug="mali", text="15000 ? oui : non")
        figures = [document.figures[0].model_copy(update={"headcount": 1575, "qualifier": "exact"})]
        make_edition(document.model_copy(update={"figures": figures}))
    expected = {"fr": "1\u00a0575", "nl": "1.575", "de": "1.575", "en": "1,575"}
    dates = {"fr": "Fin janvier", "nl": "Eind januari", "de": "Ende Januar", "en": "Late January"}
    for language, section in zip(
        LANGUAGES, ["nos-missions", "onze-missies", "unsere-missionen", "our-missions"], strict=True
    ):
        text = client.get(f"/{language}/{section}/mali/").content.decode()
        assert expected[language] in text
        assert dates[language] in text.replace("\u00a0", " ")
        assert ("15000\u00a0? oui\u00a0: non" in text) == (language == "fr")


def test_the_full_name_of_an_operation_is_marked_with_its_own_language(client):
    make_edition(full_mission_document(slug="mali", text="Name"))
    assert '<p lang="en">Name</p>' in client.get("/fr/nos-missions/mali/").content.decode()


def test_the_error_page_of_a_language_speaks_it(client):
    pages = {language: client.get(f"/{language}/nothing/").content.decode() for language in LANGUAGES}
    for language, text in pages.items():
        assert f'<html lang="{language}"' in text
    assert len(set(pages.values())) == 4


def test_an_address_of_no_language_offers_all_of_them(client):
    answer = client.get("/xx/anything/")
    assert answer.status_code == 404
    assert len(re.findall(r'<a href="/\w\w/"', answer.content.decode())) == 4
