"""Nothing of a draft, nothing of what is to come, and no table that could hold either."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone

from publishing.models import Edition
from tests.factories import make_article, make_event, make_mission, make_notice
from tests.public.measuring import measured
from tests.public.test_kinds_of_page import OF_THE_DESK, names
from tests.public.walking import walk
from tests.publishing_factories import (
    article_document,
    easy_document,
    full_mission_document,
    make_edition,
    make_editions,
    mission_document,
    notice_document,
    standing_document,
    term_document,
    term_reference,
    theme_reference,
)

pytestmark = pytest.mark.django_db

DRAFT, COMING, CANCELLED, WITHDRAWN = "Brouillonique", "Imminentissime", "Annulatoire", "Retractilis"
HIDDEN = (DRAFT, COMING, CANCELLED, WITHDRAWN)
PUBLIC_TABLES = {
    "publishing_edition",
    "publishing_address",
    "publishing_page",
    "publishing_editionterm",
    "publishing_editionpicture",
    "publishing_searchentry",
    "publishing_searchentry_index",
    "publishing_editionfile",
    "publishing_takedown",
    "publishing_withdrawal",
    "timeline_publishedevent",
    "maps_publishedmark",
    "maps_sheet",
    "missions_publishedfigure",
}
# Public addresses that this walk leaves out, each with its reason. Shrink it.
WALKED_ELSEWHERE = {
    "shared": "a draft on purpose, for whoever has its link; tests of share links walk it",
    "shared-media": "the pictures of such a draft",
    "public-file": "a film; its own tests ask for the tables it reads",
    "media": "a picture; its own tests ask for the tables it reads",
    "sheet": "a drawing of a country, the same for all pages",
}
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def everything(word, language="fr", uids=None):
    """Return one document of each kind, each full of a word."""
    mission = full_mission_document(text=word, language=language, name=word, title=word, lead=word)
    theme = term_document("theme", language=language, label=word, description=word)
    category = term_document("category", language=language, label=word, description=word)
    tag = term_document("tag", language=language, label=word)
    article = article_document(
        text=word,
        language=language,
        title=word,
        themes=[theme_reference(theme, 1)],
        categories=[term_reference(category)],
        tags=[term_reference(tag)],
        missions=[term_reference(mission)],
    )
    return [
        mission,
        theme,
        category,
        tag,
        article,
        easy_document(mission, language=language, title=word, body=f"<p>{word}</p>"),
        notice_document(language=language, title=word, text=word),
        notice_document(language=language, title=word, text=word, mission=term_reference(mission)),
        standing_document(language=language, title=word, body=f"<p>{word}</p>"),
    ]


def later_versions(documents, word):
    """Return the same pages under other addresses, full of another word."""
    return [
        document.model_copy(update={"path": f"{document.path[:-1]}-{word.lower()}/" if document.path else ""})
        for document in documents
    ]


@pytest.fixture
def site():
    """Write a public site, and over it drafts, scheduled, cancelled and withdrawn versions."""
    live = [document for language in ("fr", "nl") for document in everything("Public", language)]
    make_editions(live, public_note="Public")
    coming = everything(COMING)
    make_editions(coming, live_from=NOW + timedelta(days=1), public_note=COMING)
    # New versions of pages that are live, as replacing them is scheduled.
    by_kind = {document.kind: document for document in coming}
    replacing = [
        by_kind[document.kind].model_copy(
            update={"uid": document.uid, "path": f"{document.path[:-1]}-{COMING.lower()}/"}
        )
        for document in live
        if document.language == "fr" and document.path
    ]
    Edition.objects.filter(language="fr", live_until=None, live_from__lt=NOW).update(live_until=NOW + timedelta(days=1))
    make_editions(replacing, live_from=NOW + timedelta(days=1), public_note=COMING)
    make_editions(everything(CANCELLED), cancelled_at=NOW, public_note=CANCELLED)
    make_editions(everything(WITHDRAWN), live_until=NOW, withdrawn=True, public_note=WITHDRAWN)
    mission = make_mission(name=DRAFT, title=DRAFT, lead=DRAFT, slug=DRAFT.lower())
    make_event(mission, title=DRAFT)
    make_article(title=DRAFT, lead=DRAFT, slug=DRAFT.lower())
    make_notice(title=DRAFT, text=DRAFT, slug=DRAFT.lower())


def searches(word):
    """Return the addresses of a search for a word in every language, alone and in a phrase."""
    return [
        reverse("search", kwargs={"language": language}, query={"q": question})
        for language, _name in settings.LANGUAGES
        for question in (word, f'"{word} {word}"')
    ]


def without_the_question(address, answer, word):
    """Return an answer without the reader's own words: in the field, the title, and the language switch."""
    text = answer.content.decode()
    if "q=" in address:
        text = re.sub(rf'(?i)value="[^"]*{word}[^"]*"|<title>[^<]*</title>|q=[^"]*{word}[^"]*', "", text)
    return text


def of_machines():
    """Return the addresses that no link of a page leads to: cards for sharing, parts of the map of the site."""
    cards = [reverse("page-card", args=[edition.uid]) for edition in Edition.objects.filter(language="fr")[::5]]
    parts = [reverse("sitemap-section", args=[section]) for section in ("lists", "pages")]
    return [*cards, *parts, reverse("site-card", kwargs={"language": "fr"})]


def spoken(answers, word):
    """Return the addresses whose answer, or whose own text, says a word."""
    return [
        address
        for address, answer in answers.items()
        if word.lower() in address.lower()
        or word.lower().encode() in answer.content.lower()
        or word.lower() in str(answer.headers).lower()
    ]


def test_no_word_that_is_not_public_appears_anywhere_and_no_table_is_read_that_could_hold_one(client, site):
    also = [*of_machines(), *(address for word in (*HIDDEN, "Public") for address in searches(word))]
    with time_machine.travel(NOW, tick=False), measured() as cost:
        answers = walk(client, also=also)
    assert len(answers) > 80
    assert len([address for address in answers if address.startswith("/api/")]) > 40
    assert len([address for address in answers if address.endswith((".csv", ".json"))]) > 12
    assert len(spoken(answers, "Public")) > 40
    asked = {address: answer for address, answer in answers.items() if "q=" in address}
    assert len(asked) >= len(HIDDEN) * 8
    others = {address: answer for address, answer in answers.items() if address not in asked}
    for word in HIDDEN:
        assert spoken(others, word) == [], word
        for address in searches(word):
            assert word.lower() not in without_the_question(address, asked[address], word).lower()
            assert not asked[address].context["found"]
            assert asked[address].context["elsewhere"] == []
    assert asked[searches("Public")[0]].context["total"] > 5
    public = {name for name in names(get_resolver().url_patterns) if name.partition(":")[0] not in OF_THE_DESK}
    reached = {resolve(address.partition("?")[0]).view_name for address in answers if not address.startswith("/xx/")}
    assert public - reached == WALKED_ELSEWHERE.keys() - reached
    assert cost.tables >= {"publishing_edition", "publishing_editionterm", "timeline_publishedevent"}
    assert cost.tables - PUBLIC_TABLES == set()
    # Reading a page leaves no trace of its reader.
    assert [sql for sql in cost.statements if not sql.lstrip("( ").upper().startswith("SELECT")] == []


def test_the_same_words_appear_when_their_time_has_come(client, site):
    coming = Edition.objects.filter(live_from__gt=NOW, live_until=None, withdrawn=False, cancelled_at=None)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        for path in coming.exclude(path="").values_list("path", flat=True):
            assert COMING in client.get(path).content.decode()
        assert COMING in client.get("/fr/").content.decode()


def test_nobody_can_ask_for_what_is_not_public_by_its_identity(client, site):
    with time_machine.travel(NOW, tick=False):
        hidden = [
            edition for edition in Edition.objects.all() if not Edition.objects.readable(NOW).filter(pk=edition.pk)
        ]
        assert len(hidden) > 30
        for edition in hidden:
            known = {"language": edition.language, "uid": edition.page.uid}
            # What the public once read and was withdrawn is gone; of what is to come nothing is ever said.
            was_read = edition.withdrawn and edition.path and edition.live_from <= NOW and not edition.cancelled_at
            answer = client.get(reverse("version", kwargs=known | {"sequence": edition.sequence}))
            assert answer.status_code == (410 if was_read else 404)
            number = {"number": edition.sequence}
            assert client.get(reverse("interface:version", kwargs=known | number)).status_code == 404
            for name in ("versions", "page-feed", "interface:versions", "interface:page"):
                answer = client.get(reverse(name, kwargs=known))
                for word in (COMING, CANCELLED, WITHDRAWN):
                    assert word.encode() not in answer.content


def test_counts_do_not_count_what_is_to_come(client):
    make_edition(mission_document())
    make_edition(mission_document(), live_from=timezone.now() + timedelta(days=1))
    theme = term_document("theme", slug="paix")
    make_edition(theme)
    first = article_document(themes=[theme_reference(theme, 1)])
    make_edition(first)
    make_edition(article_document(themes=[theme_reference(theme, 2)]), live_from=timezone.now() + timedelta(days=1))
    assert client.get("/fr/nos-missions/").context["groups"][0]["count"] == 1
    assert client.get("/fr/themes/paix/").context["total"] == 1
    (place,) = client.get(first.path).context["places"]
    assert (place.number, place.total, place.following) == (1, 1, None)
