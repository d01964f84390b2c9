"""Every kind of public page, once: whoever tests how pages look, weigh or speak walks this list.

The pages are published versions written straight into the tables, in every language, with the longest words and the
fullest parts that the product promises to hold. A test fails when a public address is not among them.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils import translation

from images.freezing import freeze_picture
from languages.columns import LANGUAGES
from maps.freezing import freeze_sheet
from maps.subjects import Subject
from missions.documents import PlaceReference
from publishing import drafts
from publishing.guest_pages import address_of
from publishing.models import ShareLink
from tests import factories
from tests.publishing_factories import (
    LONG_AGO,
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
    theme_reference,
)

# The longest word a narrow screen has to hold (art direction), and a usual long one.
LONG = "Zentralafrikanische Ausbildungsmission"
PLACE = "20000000-0000-4000-8000-000000000001"
ERROR_PAGES = {"400.html": 400, "403.html": 403, "403_csrf.html": 403, "500.html": 500, "503.html": 503}
# Told apart below, or without a page of their own.
HIDDEN = {"tag", "past", "gone", "lonely"}
SECTIONS = ["home", "missions", "timeline", "headcounts", "articles", "notices", "search", "data"]


@dataclass(frozen=True)
class Kind:
    """One kind of page in one language: its address, what it answers, and its text where no address leads to it."""

    name: str
    language: str
    address: str
    status: int = 200
    text: str = ""

    @property
    def url_name(self):
        """Return the name of its address; empty for the pages that say that something is wrong."""
        return "" if self.text else resolve(self.address.partition("?")[0]).view_name


def _missions(language, picture, sheet):
    """Return the missions that differ in what they show: events, a photograph, a map, an end."""
    dates = ["2006/2012", "2012", "2013-01;late", "2013-04-25", "2013", "2014~", "2019/..", "2020-02", "2021", "2022"]

    def events(number):
        spread = [*dates, *(f"{1950 + 2 * count}" for count in range(number - len(dates)))]
        return [
            event_part(date=date, title=f"{LONG} {count}", text="It happened.", source_title="A report")
            for count, date in enumerate(spread, 1)
        ]

    country = {
        "places": [PlaceReference(uid=PLACE, label="Mali", code="ML", shape="country")],
        "sheet": sheet,
    }
    strong = [
        figure_part(headcount=1110, source_url="https://www.example.org/"),
        figure_part(role="part", headcount=15, label=LONG),
        figure_part(role="part", headcount=1095, label="EUTM"),
        figure_part(role="ceiling", headcount=2000),
        *(figure_part(as_of=str(year), headcount=50 + year % 7 * 30) for year in range(2012, 2019)),
    ]
    full = {"text": f"Words on the {LONG}.", "figures": strong}
    return {
        "mission with ten events": full_mission_document(
            language=language, name="Mali", kicker="Our mission in", events=events(10), **country, **full
        ),
        "mission with forty events": full_mission_document(
            language=language, name=LONG, title=f"Our {LONG}", events=events(40), **full
        ),
        "mission without events": mission_document(language=language, name="Afghanistan"),
        "mission with a photograph": full_mission_document(
            language=language,
            name="Niger",
            picture=freeze_picture(picture, language),
            events=[event_part(picture=freeze_picture(picture, language))],
            **full,
        ),
        "ended mission": full_mission_document(
            language=language, name="Kosovo", status="ended", ended="2023-05-18", events=events(3), **country, **full
        ),
        "planned mission": mission_document(
            language=language,
            name="Litauen",
            status="planned",
            figures=[figure_part(headcount=None, qualifier="withheld", label=LONG)],
        ),
    }


def _documents(language, picture, sheet, uids):
    """Return one document of each kind in one language, by the name of the kind."""
    missions = _missions(language, picture, sheet)
    mission = missions["mission with ten events"]
    theme = term_document("theme", language=language, label=f"Series on the {LONG}", description=LONG)
    category = term_document("category", language=language, description="What belongs here.")
    tag = term_document("tag", language=language)
    full = {
        "language": language,
        "text": f"Words on the {LONG}.",
        "categories": [term_reference(category)],
        "tags": [term_reference(tag)],
        "missions": [term_reference(mission)],
    }
    found = missions | {
        "theme": theme,
        "category": category,
        "tag": tag,
        "article": article_document(
            title=f"An article about the {LONG}",
            picture=freeze_picture(picture, language),
            themes=[theme_reference(theme, 2)],
            source_title="An outside source",
            source_url="https://www.example.org/",
            **full,
        ),
        "first of the series": article_document(themes=[theme_reference(theme, 1)], **full),
        "last of the series": article_document(themes=[theme_reference(theme, 3)], **full),
        "easy version": easy_document(mission, language=language),
        "notice": notice_document(language=language, title=f"Notice on the {LONG}", mission=term_reference(mission)),
        "standing page": standing_document(
            language=language, body="<h2>A heading</h2><p>Text with a <a href='https://www.example.org/'>link</a>.</p>"
        ),
    }
    # The same page in every language has one identity.
    return {
        name: document.model_copy(update={"uid": uids.setdefault(name, document.uid)})
        for name, document in found.items()
    }


def make_kinds():
    """Publish a site that has every kind of page, and return the list of them, language by language."""
    picture, sheet, uids = factories.make_picture(), freeze_sheet(Subject("country", ("ML",))), {}
    documents = {language: _documents(language, picture, sheet, uids) for language in LANGUAGES}
    live = [document for of_language in documents.values() for document in of_language.values()]
    make_editions(live, live_from=LONG_AGO + timedelta(days=400), public_note="A word was mended.")
    for language in LANGUAGES:
        # A version of the past, a page that is withdrawn, a page that lacks the other languages.
        past = documents[language]["mission with ten events"].model_copy(update={"lead": "As it was said before."})
        documents[language]["past"] = make_edition(past, live_until=LONG_AGO + timedelta(days=400))
        gone = notice_document(language=language, slug=f"gone-{language}")
        documents[language]["gone"] = make_edition(gone, live_until=LONG_AGO, withdrawn=True)
        documents[language]["lonely"] = make_edition(article_document(language=language, slug=f"lonely-{language}"))
    draft = factories.make_mission(name=LONG)
    colleague = get_user_model().objects.create_superuser("alice")
    _link, token = ShareLink.objects.share(draft.page(), drafts.frozen_in_all_languages(draft), by=colleague)
    return [kind for language in LANGUAGES for kind in _kinds(language, documents, token)]


def _kinds(language, documents, token):
    """Return every kind of page in one language."""
    here, other = documents[language], documents["nl" if language == "fr" else "fr"]
    identity = {"language": language, "uid": here["mission with ten events"].uid}

    def kind(name, address, status=200):
        return Kind(name, language, address, status)

    def section(name, **query):
        return reverse(name, kwargs={"language": language}, query=query)

    return [
        kind("choice of a language", reverse("front")),
        *(kind(name, section(name)) for name in SECTIONS),
        *(kind(name, document.path) for name, document in here.items() if document.path and name not in HIDDEN),
        kind("missions of one status", section("missions", status="ended")),
        kind("timeline of a period", section("timeline", **{"from": "2012", "to": "2013"})),
        kind("timeline of no year", section("timeline", **{"from": "then"}), 400),
        kind("articles of a year and a keyword", section("articles", year="2018", keyword=str(here["tag"].uid))),
        kind("search with hits", section("search", q=LONG.split()[0])),
        kind("search without hits", section("search", q="introuvable")),
        kind("search that makes no sense", section("search", q="?!"), 400),
        kind("all versions", reverse("versions", kwargs=identity)),
        kind("version of the past", reverse("version", kwargs=identity | {"sequence": here["past"].sequence})),
        kind("shared page", address_of(token, language)),
        kind("nothing here", f"/{language}/nothing/", 404),
        kind("not in this language", f"/{language}/" + other["lonely"].path.partition("/")[2].partition("/")[2], 404),
        kind("withdrawn", here["gone"].path, 410),
        *(_error_page(template, status, language) for template, status in ERROR_PAGES.items()),
    ]


def _error_page(template, status, language):
    with translation.override(language):
        return Kind(template, language, f"/{language}/wrong/{template}", status, render_to_string(template))
