"""Search, as the public uses it: the same on both databases, whatever is typed, and never a word that is not public."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from languages.columns import LANGUAGES
from publishing import search
from publishing.models import SearchEntry
from tests.public.measuring import measured
from tests.publishing_factories import (
    article_document,
    easy_document,
    event_part,
    figure_part,
    full_mission_document,
    make_edition,
    make_editions,
    mission_document,
    notice_document,
    standing_document,
    term_document,
    term_reference,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ADDRESSES = {"fr": "/fr/recherche/", "nl": "/nl/zoeken/", "de": "/de/suche/", "en": "/en/search/"}


def ask(client, question, language="fr", **more):
    return client.get(reverse("search", kwargs={"language": language}), {"q": question, **more})


def titles(answer):
    return [row.edition.title for row in answer.context["found"]] if "found" in answer.context else None


def marked(answer):
    """Return the marked words of every result."""
    return re.findall(r"<mark>([^<]*)</mark>", answer.content.decode())


def make_corpus():
    """Write a few pages whose words are known."""
    mission = mission_document(
        slug="mali",
        name="Mali",
        title="Notre mission au Mali",
        lead="La MINUSMA et l’EUTM ont servi la paix.",
        context="À Ménaka, les Forces armées maliennes ont repris pied. Il en reste 15 000.",
        events=[event_part(date="2013-01;late", title="Kidal est reprise", text="Par surprise.")],
        figures=[figure_part(headcount=110, as_of="2020", label="Militaires belges")],
    )
    make_editions(
        [
            mission,
            article_document(
                title="Au cœur de l’Union européenne",
                lead="Des armées qui s’entraînent.",
                text="Une force commune, et des opérations au Mali.",
                date="2018-02-08",
            ),
            article_document(title="Des F-16 sur la Baltique", lead="Vol de nuit.", text="1 575 heures.", date="2019"),
            notice_document(title="Avis de décès", text="Un soldat est mort.", date="2024-11-08"),
            standing_document(title="Familles", body="<p>Pour les <em>familles</em> des soldats.</p><p>Paix.</p>"),
            easy_document(mission, title="Mali, facile à lire", body="<p>Le Mali est un pays.</p>"),
            term_document("theme", label="Construire la paix"),
        ]
    )
    make_editions(
        [
            mission_document(
                language="nl", title="Onze missie in Mali", lead="De VN-missie MINUSMA.", context="1.575 soldaten."
            ),
            mission_document(language="de", title="Unsere Mission in Mali", lead="Große Präsenz; Ausbildungsmission."),
            article_document(language="en", title="Training soldiers", lead="They trained in Mali.", text="The end."),
        ]
    )


# What is asked for, and the titles found, the best first. The list is the same on SQLite and PostgreSQL.
QUESTIONS = [
    ("fr", "menaka", ["Notre mission au Mali"]),
    ("fr", "MÉNAKA", ["Notre mission au Mali"]),
    ("fr", "union", ["Au cœur de l’Union européenne"]),
    ("fr", "l'Union", ["Au cœur de l’Union européenne"]),
    ("fr", "coeur", ["Au cœur de l’Union européenne"]),
    ("fr", "f16", ["Des F-16 sur la Baltique"]),
    ("fr", "F-16", ["Des F-16 sur la Baltique"]),
    ("fr", "1575", ["Des F-16 sur la Baltique"]),
    ("fr", "1 575", ["Des F-16 sur la Baltique"]),
    ("fr", "15000", ["Notre mission au Mali"]),
    ("fr", "110", ["Notre mission au Mali"]),
    ("fr", "janvier 2013", ["Notre mission au Mali"]),
    ("fr", "8 février 2018", ["Au cœur de l’Union européenne"]),
    ("fr", "soldats", ["Avis de décès", "Familles"]),
    ("fr", "soldat famille", ["Familles"]),
    ("fr", "soldat Mali", []),
    ("fr", "où sont les soldats", ["Avis de décès", "Familles"]),
    ("fr", '"forces armées"', ["Notre mission au Mali"]),
    ("fr", "« forces armées »", ["Notre mission au Mali"]),
    ("fr", "forces armées", ["Notre mission au Mali", "Au cœur de l’Union européenne"]),
    ("fr", '"armées forces"', []),
    ("fr", '"mort familles"', []),
    ("fr", '"est reprise" kidal', ["Notre mission au Mali"]),
    # In the title, then in the lead, then in the text; the newest first.
    (
        "fr",
        "paix",
        ["Construire la paix", "Notre mission au Mali", "Familles"],
    ),
    ("fr", "mali", ["Mali, facile à lire", "Notre mission au Mali", "Au cœur de l’Union européenne"]),
    ("fr", "missie", []),
    ("nl", "VN-missie", ["Onze missie in Mali"]),
    ("nl", "vn missies", ["Onze missie in Mali"]),
    ("nl", "1575", ["Onze missie in Mali"]),
    ("de", "grosse praesenz", ["Unsere Mission in Mali"]),
    ("de", "Missionen", ["Unsere Mission in Mali"]),
    ("de", "Ausbildung", []),
    ("en", "train", ["Training soldiers"]),
    ("en", "soldier mali", ["Training soldiers"]),
    ("en", "the", ["Training soldiers"]),
]


def test_one_corpus_gives_the_same_answers_on_every_database(client):
    make_corpus()
    found = [(language, asked, titles(ask(client, asked, language))) for language, asked, _titles in QUESTIONS]
    assert found == QUESTIONS


def test_the_answers_survive_a_rebuild(client):
    make_corpus()
    before = titles(ask(client, "mali"))
    SearchEntry.objects.all().delete()
    assert titles(ask(client, "mali")) == []
    call_command("rebuild_projections", verbosity=0)
    assert titles(ask(client, "mali")) == before != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_has_an_address_and_a_form_in_every_language(client, language):
    address = ADDRESSES[language]
    assert reverse("search", kwargs={"language": language}) == address
    text = client.get(address).content.decode()
    assert f'<html lang="{language}"' in text
    assert text.count('role="search"') == 1
    assert f'action="{address}"' in text
    assert '<label class="search__label" for="search-field">' in text
    assert 'name="robots" content="noindex"' in text


def test_every_page_leads_to_search_and_a_missing_one_has_the_form(client):
    make_edition(mission_document(slug="mali"))
    for address in ("/fr/", "/fr/nos-missions/mali/", "/fr/articles/"):
        text = client.get(address).content.decode()
        assert 'href="/fr/recherche/"' in text
        assert text.count('role="search"') == 1
    text = client.get("/fr/rien/").content.decode()
    forms = re.findall(r'role="search" aria-label="([^"]+)"', text)
    assert len(forms) == len(set(forms)) == 2


def test_a_result_says_what_it_is_when_and_why(client):
    make_corpus()
    text = ask(client, "entrainent").content.decode()
    assert '<ol class="results">' in text
    assert "<mark>entraînent</mark>" in text
    assert '<time datetime="2018-02-08">8\u00a0février 2018</time>' in text.lower()
    assert marked(ask(client, "1575")) == ["1\u00a0575"]
    assert marked(ask(client, '"forces armées"'))[0] == "Forces armées"
    assert marked(ask(client, "janvier kidal")) == ["janvier", "Kidal"]


def test_the_number_of_pages_is_said_up_to_a_limit(client, monkeypatch):
    make_editions([article_document(title=f"Sahel {number}") for number in range(13)])
    answer = ask(client, "sahel")
    assert answer.context["total"] == 13
    assert len(titles(answer)) == 10
    monkeypatch.setattr(search, "MOST_COUNTED", 12)
    answer = ask(client, "sahel")
    assert (answer.context["total"], answer.context["most"]) == (13, 12)


def test_page_after_page_every_result_comes_once(client):
    make_editions(
        [
            *(article_document(title=f"Sahel {number}", date=str(2000 + number % 7)) for number in range(12)),
            *(article_document(lead="Au Sahel.", date=str(2000 + number % 5)) for number in range(12)),
            *(article_document(text="Le Sahel.", lead="", date=str(2000 + number % 3)) for number in range(12)),
        ]
    )
    seen, after = [], ""
    while True:
        answer = ask(client, "sahel", after=after)
        assert answer.status_code == 200
        seen += [row.edition_id for row in answer.context["found"]]
        after = answer.context["found"].following
        if not after:
            break
        assert f"after={after}" in answer.content.decode()
    rows = {row.edition_id: row for row in SearchEntry.objects.all()}
    assert len(seen) == len(set(seen)) == 36

    def place(pk):
        row = rows[pk]
        level = next(n for n, words in enumerate([row.title, row.lead, row.body]) if " frsahel " in words)
        return level, -row.day.toordinal(), -pk

    assert seen == sorted(seen, key=place)


@pytest.mark.parametrize("after", ["x", "0.", "3.W10", "1.W10", "0.WyJhIiwxXQ", "\x00", "0." + "W" * 3000, ".", "1"])
def test_a_place_that_nobody_offered_is_not_found(client, after):
    make_corpus()
    assert ask(client, "mali", after=after).status_code == 404


@pytest.mark.parametrize(
    "question",
    [
        "a" * 201,
        "mot " * 10_000,
        "\x00",
        "mali\x00niger",
        "mali\u202eniger",
        "…?!",
        "' ’ « »",
        '""',
        "-",
        "%",
        "_",
        "\u00ad",
        "\x1b[31m",
    ],
)
def test_what_cannot_be_looked_for_is_answered_with_a_sentence(client, question):
    make_corpus()
    answer = ask(client, question)
    assert answer.status_code == 400
    assert answer.context["asked"].problem
    assert 'class="search__problem"' in answer.content.decode()
    assert titles(answer) is None
    assert "\x00" not in answer.content.decode()


@pytest.mark.parametrize(
    "question",
    [
        '"mali',
        'mali "',
        "mali*",
        "mali OR niger",
        "mali AND NOT niger",
        "title:mali",
        "NEAR(mali niger)",
        "^mali",
        "mali & !niger | (x <-> y)",
        "mali:*",
        "'; DROP TABLE publishing_edition; --",
        "<script>alert(1)</script>",
        "100%",
        "a_b",
        "\\mali\\",
        "🕊 paix",
        "日本 مالي",
        "ﬁn",
        "½ km²",
        "x" * 200,
        "a " * 100,
        "{{ 7 }} {% now %}",
        "mali\tniger\n",
        "\ufffd mali",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_of_query_languages_mean_nothing(client, question, language):
    make_corpus()
    answer = ask(client, question, language)
    assert answer.status_code == 200
    assert answer.context["asked"].words
    assert "<script>" not in answer.content.decode()


def test_bytes_that_are_no_text_are_answered(client):
    assert client.get("/fr/recherche/?q=%ff%fe+mali").status_code == 200
    assert client.get("/fr/recherche/?q=%ed%a0%80").status_code in (200, 400)
    assert client.get("/fr/recherche/?q=mali&q=niger").context["asked"].text == "niger"


def test_a_quotation_mark_without_partner_is_said_and_the_words_are_looked_for(client):
    make_corpus()
    answer = ask(client, '"armées forces')
    assert titles(answer) == ["Notre mission au Mali", "Au cœur de l’Union européenne"]
    assert answer.context["asked"].remark in answer.content.decode()
    assert ask(client, "forces armées").context["asked"].remark == ""


def test_what_was_typed_stays_in_the_field(client):
    for question in ("Ménaka & <b>", '"mali', "a" * 300, "?!"):
        answer = ask(client, question)
        assert answer.context["asked"].text == question
    assert 'value="Ménaka &amp; &lt;b&gt;"' in ask(client, "Ménaka & <b>").content.decode()


def test_nothing_found_says_where_the_words_are_found(client):
    make_corpus()
    make_edition(mission_document(language="nl", title="Sahel"), live_from=timezone.now() + timedelta(days=1))
    answer = ask(client, "minusma mali", "en")
    assert titles(answer) == []
    text = answer.content.decode()
    assert [(other["link"].code, other["total"]) for other in answer.context["elsewhere"]] == [("fr", 1), ("nl", 1)]
    assert 'href="/fr/recherche/?q=minusma+mali"' in text
    assert 'href="/en/our-missions/"' in text
    assert ask(client, "sahel", "en").context["elsewhere"] == []
    assert ask(client, "mali", "en").context["elsewhere"] == []


def test_the_language_switch_keeps_the_question(client):
    text = ask(client, "mali & paix").content.decode()
    assert 'href="/de/suche/?q=mali+%26+paix"' in text


def test_pictures_are_not_searched_and_names_of_other_pages_neither(client):
    """A picture taken down and a theme withdrawn leave no word behind in the pages that name them."""
    theme = term_document("theme", label="Retractilis")
    make_edition(theme, live_until=NOW - timedelta(days=1), withdrawn=True)
    make_edition(article_document(tags=[term_reference(theme)], categories=[term_reference(theme)]))
    assert titles(ask(client, "retractilis")) == []


def test_every_text_of_a_page_is_found(client):
    texts = ["context", "slogan", "invitation", "stakes", "worst_case", "impact", "lead", "kicker", "name", "in_place"]
    own = {name: f"Mot{number}" for number, name in enumerate(texts)}
    parts = full_mission_document(text="Partout")
    event = event_part(title="Titre1", short_title="Court1", text="Texte1", date_label="Label1", source_title="Source1")
    figure = figure_part(label="Libellé1", source_title="Origine1", headcount=4321)
    operation = parts.operations[0].model_copy(
        update={"label": "Opération1", "acronym": "SIGLE1", "full_name": "Full1", "mandate": "1999"}
    )
    document = parts.model_copy(update=own | {"events": [event], "figures": [figure], "operations": [operation]})
    make_edition(document)
    expected = [*own.values(), "Titre1", "Court1", "Texte1", "Label1", "Source1", "Libellé1", "Origine1", "4321"]
    expected += ["Opération1", "sigle1", "full1", "1999", "Partout", "avril 2013"]
    assert [word for word in expected if not titles(ask(client, word))] == []


def test_a_component_that_says_nothing_is_not_found(client):
    mission = full_mission_document(text="Mot")
    silent = mission.briefings[0].model_copy(update={"text": "", "label": "Silencieuse", "film": None})
    make_edition(mission.model_copy(update={"briefings": [silent]}))
    assert titles(ask(client, "silencieuse")) == []
    assert len(titles(ask(client, "mot"))) == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"live_from": NOW + timedelta(microseconds=1)},
        {"cancelled_at": NOW},
        {"live_until": NOW, "withdrawn": True},
        {"live_until": NOW},
    ],
    ids=["to come", "cancelled", "withdrawn", "superseded"],
)
def test_what_is_not_live_is_neither_found_nor_counted(client, columns):
    make_edition(article_document(title="Secretissime", lead="Secretissime", text="Secretissime"), **columns)
    make_edition(article_document(title="Secretissime", language="nl"), **columns)
    with time_machine.travel(NOW, tick=False):
        answer = ask(client, "Secretissime")
        assert titles(answer) == []
        assert answer.context["elsewhere"] == []
        text = re.sub(r"(?i)q=secretissime|value=\"secretissime\"|<title>[^<]*</title>", "", answer.content.decode())
        assert "secretissime" not in text.lower()


def test_a_version_is_found_in_its_own_microsecond_and_not_before(client):
    make_edition(article_document(title="Ponctuel"), live_from=NOW)
    with time_machine.travel(NOW - timedelta(microseconds=1), tick=False):
        assert titles(ask(client, "ponctuel")) == []
    with time_machine.travel(NOW, tick=False):
        assert titles(ask(client, "ponctuel")) == ["Ponctuel"]


def test_an_answer_is_kept_no_longer_than_until_the_next_change(client):
    make_edition(article_document(title="Sahel"))
    make_edition(article_document(title="Autre"), live_from=NOW + timedelta(seconds=20))
    with time_machine.travel(NOW, tick=False):
        first = ask(client, "sahel")
        assert "s-maxage=20" in first.headers["Cache-Control"]
        again = client.get("/fr/recherche/?q=sahel", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not first.cookies
    assert "Vary" not in first.headers


@pytest.mark.parametrize("number", [10, 1000])
def test_search_costs_the_same_whatever_the_number_of_pages(client, number):
    make_editions([article_document(title="Sahel", text="Désert. " * 400) for _each in range(number)])
    make_editions([article_document(text=f"Rare{count}") for count in range(20)])
    # Without anything around a page, one query more asks what changes next.
    make_edition(standing_document())
    for question, budget in [("sahel", 3), ("desert", 3), ("rare7", 2), ("introuvable", 3), ("x" * 300, 1), ("", 1)]:
        with measured() as cost:
            ask(client, question)
        assert cost.queries <= budget, question
        assert cost.rows < 60, question
        assert cost.characters < 80_000, question
        statements = " ".join(cost.statements)
        assert '"publishing_edition"."document"' not in statements
        assert '"publishing_edition"."seal"' not in statements


@pytest.mark.parametrize("column", ["title", "lead", "body"])
def test_words_are_looked_up_in_an_index(client, column):
    make_editions([article_document(text=f"Rare{count}") for count in range(100)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # So few rows are read as quickly one by one; what matters is that there is an index for the question.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
    plan = SearchEntry.objects.filter(**{f"{column}__holds": ["frrare7", "frmot"]}).explain()
    assert (f"search_{column}" if connection.vendor == "postgresql" else "publishing_searchentry_index") in plan


def test_the_words_of_a_result_are_near_its_words_however_long_the_page(client):
    long = " ".join(f"Phrase numéro {count} de la page." for count in range(3000))
    make_edition(article_document(title="Long", lead="", text=f"{long} Ici se trouve Ménaka. {long}", date="2020"))
    answer = ask(client, "menaka")
    assert marked(answer) == ["Ménaka"]
    assert len("".join(piece.text for piece in answer.context["found"].rows[0].excerpt)) < 300


def test_hostile_words_stay_text_in_an_excerpt(client):
    make_edition(article_document(title="x", lead="Mot <img src=x onerror=alert(1)> & <mark>mot</mark>", text=""))
    text = ask(client, "mot").content.decode()
    assert "<img" not in text
    assert text.count("<mark>") == 2
    assert "&lt;mark&gt;<mark>mot</mark>&lt;/mark&gt;" in text
