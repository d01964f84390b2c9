"""Content for tests: plain functions that save one complete row, in four languages, unless told otherwise.

A translated text given as one string is written into every language; given as a mapping, into those languages only:
`make_mission(name="Mali", lead={"fr": "Un mot.", "nl": "Een woord."})`. Language columns (`name_fr`) work as well.
"""

import io
import itertools
from collections.abc import Mapping
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image

from articles.models import Article, Block, Category, Notice, PageDownload, Person, StandingPage, Tag, Theme, ThemePlace
from files.models import Download, Film
from images.models import Picture
from languages.columns import LANGUAGES, column, translated_fields
from missions.models import Briefing, Component, Deployment, EasyVersion, LegalBasis, Mission, Operation, Place
from tests.files.pdfs import pdf
from timeline.models import TimelineEvent

SAMPLES = Path(__file__).parent / "files" / "samples"
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\n[A tone]"
_numbers = itertools.count(1)


def in_columns(model, values):
    """Return the values with every translated text spread over its language columns."""
    translated = {field.name for field in translated_fields(model)}
    spread = {}
    for name, value in values.items():
        if name not in translated:
            spread[name] = value
        elif isinstance(value, Mapping):
            spread |= {column(name, language): text for language, text in value.items()}
        else:
            spread |= {column(name, language): value for language in LANGUAGES}
    return spread


def make(model, many=None, **values):
    """Save one row of a model, and what it names many of."""
    row = model(**in_columns(model, values))
    row.save()
    for name, others in (many or {}).items():
        getattr(row, name).set(others)
    return row


def make_mission(*, places=(), operations=(), **values):
    number = next(_numbers)
    defaults = {
        "name": f"Mission {number}",
        "kicker": "Our mission in",
        "title": f"Our mission {number}",
        "in_place": f"in mission {number}",
        "slug": f"mission-{number}",
        "lead": "What our soldiers do there, and with whom.",
    }
    return make(Mission, {"places": places, "operations": operations}, **defaults | values)


def make_event(mission=None, **values):
    defaults = {"date": "2013-04-25", "title": f"Event {next(_numbers)}", "text": "What happened."}
    return make(TimelineEvent, **{"mission": mission or make_mission(), **defaults, **values})


def make_headcount(mission=None, **values):
    defaults = {
        "role": "part",
        "qualifier": "about",
        "headcount": 95,
        "source_title": "Mission page of about 2020",
        "label": "Belgian soldiers on site",
    }
    if values.get("qualifier") == "withheld":
        del defaults["headcount"]
    return make(Deployment, **{"mission": mission or make_mission(), **defaults, **values})


def make_briefing(mission=None, component=None, **values):
    defaults = {"text": "<p>What the component does.</p>"}
    return make(
        Briefing,
        **{"mission": mission or make_mission(), "component": component or make_component(), **defaults, **values},
    )


def make_easy_version(mission=None, **values):
    number = next(_numbers)
    defaults = {"title": f"Easy {number}", "slug": f"easy-{number}", "body": "<p>Our soldiers help.</p>"}
    return make(EasyVersion, **{"mission": mission or make_mission(), **defaults, **values})


def make_place(**values):
    number = next(_numbers)
    return make(Place, **{"code": f"X-{number}", "shape": "region", "label": f"Place {number}", **values})


def make_component(**values):
    return make(Component, **{"label": f"Component {next(_numbers)}", **values})


def make_operation(**values):
    number = next(_numbers)
    defaults = {"acronym": f"OP{number}", "label": f"Operation {number}", "framework": "un"}
    return make(Operation, **defaults | values)


def make_legal_basis(operation=None, **values):
    defaults = {"label": "Security Council resolution 2100 (2013)", "url": "https://undocs.org/S/RES/2100(2013)"}
    return make(LegalBasis, **{"operation": operation or make_operation(), **defaults, **values})


def make_article(*, authors=(), categories=(), tags=(), missions=(), **values):
    number = next(_numbers)
    defaults = {
        "title": f"Article {number}",
        "slug": f"article-{number}",
        "lead": "What the article tells.",
        "date": "2018-02-08",
    }
    many = {"authors": authors, "categories": categories, "tags": tags, "missions": missions}
    return make(Article, many, **defaults | values)


def make_block(article=None, **values):
    defaults = {"kind": "text", "text": "<p>A paragraph.</p>", "order": next(_numbers)}
    return make(Block, **{"article": article or make_article(), **defaults, **values})


def make_theme(**values):
    number = next(_numbers)
    return make(Theme, **{"label": f"Theme {number}", "slug": f"theme-{number}", **values})


def make_theme_place(theme, article, position):
    return ThemePlace.objects.create(theme=theme, article=article, position=position)


def make_category(**values):
    number = next(_numbers)
    return make(Category, **{"label": f"Category {number}", "slug": f"category-{number}", **values})


def make_tag(**values):
    return make(Tag, **{"label": f"Keyword {next(_numbers)}", **values})


def make_person(**values):
    return make(Person, **{"label": f"Person {next(_numbers)}", "name_may_be_shown": True, **values})


def make_notice(**values):
    number = next(_numbers)
    defaults = {"title": f"Notice {number}", "slug": f"notice-{number}", "text": "What to know.", "date": "2024-11-15"}
    return make(Notice, **defaults | values)


def make_standing_page(*, downloads=(), **values):
    defaults = {"role": "about", "title": "About us", "slug": "about", "body": "<p>Who we are.</p>"}
    page = make(StandingPage, **defaults | values)
    for order, download in enumerate(downloads, start=1):
        PageDownload.objects.create(page=page, download=download, order=order)
    return page


def make_film(**values):
    """Save a film with all its words; the file is one of the samples of tests/files, so no two of one name."""
    number = next(_numbers)
    if "external_url" not in values:
        values = {"file": film_sample(values.pop("sample", "located.mp4"))} | values
    defaults = {
        "title": f"Film {number}",
        "credit": "Drawn by the tests",
        "rights": "own",
        "faces": "none",
        "captions": CAPTIONS,
        "transcript": "A line is drawn, and a tone is heard.",
        "statement": "The tone says everything.",
    }
    if "poster" not in values:
        values["poster"] = make_picture()
    return make(Film, **defaults | values)


def film_sample(name):
    return ContentFile((SAMPLES / name).read_bytes(), name=name)


def make_download(**values):
    number = next(_numbers)
    defaults = {
        "file": ContentFile(pdf(title=f"Report {number}"), name="draft.pdf"),
        "title": f"Report {number}",
        "written_in": "fr",
    }
    return make(Download, **defaults | values)


def make_picture(**values):
    """Save a picture of its own colour, so that no two have the same content."""
    number = next(_numbers)
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), (number % 256, number // 256 % 256, 90)).save(drawn, "PNG")
    defaults = {
        "file": ContentFile(drawn.getvalue(), name="drawn.png"),
        "alternative_text": "A plain area of one colour.",
        "caption": f"Drawn for test {number}.",
        "credit": "Drawn by the tests",
        "rights": "own",
        "faces": "none",
    }
    return make(Picture, **defaults | values)
