"""Documents of a made-up site: missions, articles and what they name, as heavy as the real ones."""

import hashlib
from datetime import date, timedelta
from functools import cache
from random import Random
from uuid import UUID

from articles.documents import (
    ArticleDocument,
    AuthorReference,
    BlockPart,
    NoticeDocument,
    StandingDocument,
    ThemeReference,
)
from bench.words import paragraph, sentence
from images.documents import FrozenPicture
from missions.disclosure import disclose
from missions.documents import (
    BriefingPart,
    EasyDocument,
    LegalBasisReference,
    MissionDocument,
    OperationReference,
    PlaceReference,
)
from missions.headcounts import Figure
from publishing import kinds
from publishing.documents import Document, TermDocument, TermReference
from timeline.documents import Event
from timeline.order import in_order

# The same at every size of the site, so that a page of a list holds as much at 1,000 versions as at 100,000.
NAMES = {"theme": 12, "category": 8, "tag": 10, "person": 6, "place": 8, "operation": 6, "component": 4}
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2026, 10, 31)
DAYS = (LAST_DAY - FIRST_DAY).days
STANDING = ("about", "contact", "families", "press", "legal", "accessibility", "privacy")
FRAMEWORKS = ("un", "eu", "nato", "coalition", "bilateral", "national")
ARTICLE_KINDS = ("news", "report", "background", "press")
# How often an article belongs to the first category, keyword and mission, and to one year: the longest lists must stay
# quick too, and each must fill a page at 1,000 versions already.
FAVOURITE = 0.4
# Articles of a series, five times those of the longest real one; the later articles belong to none.
SERIES = 100
BUSY_YEAR = 2013
PLANNED = 8


def uid(kind: str, number: int, part: str = "") -> UUID:
    """Return the same identity for the same thing in every language and at every run."""
    return UUID(bytes=hashlib.blake2b(f"{kind} {number} {part}".encode(), digest_size=16).digest(), version=4)


def _random(kind: str, number: int, language: str = "") -> Random:
    return Random(f"{kind} {number} {language}")


def _one_of(random: Random, count: int) -> int:
    """Return a number below `count`, the first one far more often than any other."""
    return 0 if random.random() < FAVOURITE else random.randrange(count)


def label(kind: str, number: int, language: str) -> str:
    """Return a name for lists, different in every language."""
    return f"{sentence(_random(kind, number, language), language, 3).rstrip('.')} {number + 1}"


def path(kind: str, language: str, number: int, former: str = "") -> str:
    """Return the address of a page, or one it had before; empty for kinds without addresses."""
    return kinds.get(kind).path(language, f"{kind}-{number + 1}{former}")


@cache
def reference(kind: str, number: int, language: str) -> TermReference:
    """Return another page as documents name it."""
    return TermReference(uid=uid(kind, number), label=label(kind, number, language))


def picture(kind: str, number: int, language: str, part: str = "") -> FrozenPicture:
    """Return a picture that no file stands behind: only its markup is served."""
    random = _random(f"picture {kind} {part}", number, language)
    return FrozenPicture(
        uid=uid(f"picture {kind}", number, part),
        content_hash=hashlib.sha256(f"{kind} {number} {part}".encode()).hexdigest(),
        media_type="image/jpeg",
        width=3000,
        height=2000,
        alternative_text=sentence(random, language, 12),
        caption=sentence(random, language, 10),
        credit="A photographer who does not exist",
    )


def term(kind: str, number: int, language: str) -> Document:
    """Return a name that other pages use."""
    return TermDocument(
        kind=kind,
        uid=uid(kind, number),
        language=language,
        path=path(kind, language, number),
        label=label(kind, number, language),
        description=paragraph(_random(f"{kind} text", number, language), language, 2),
    )


def standing(number: int, language: str) -> Document:
    """Return a standing page."""
    return StandingDocument(
        uid=uid("standing", number),
        language=language,
        path=path("standing", language, number),
        role=STANDING[number],
        title=label("standing", number, language),
        body=_html(_random("standing text", number, language), language, paragraphs=8),
    )


def notice(number: int, language: str, *, missions: int) -> Document:
    """Return a notice: the first two for the whole site, the others about a mission each."""
    return NoticeDocument(
        uid=uid("notice", number),
        language=language,
        path=path("notice", language, number),
        notice_kind="information",
        title=label("notice", number, language),
        text=paragraph(_random("notice text", number, language), language, 2),
        date=(LAST_DAY - timedelta(days=number)).isoformat(),
        mission=reference("mission", number % missions, language) if number > 1 else None,
    )


def easy(number: int, language: str) -> Document:
    """Return the easy version of a mission."""
    return EasyDocument(
        uid=uid("easy", number),
        language=language,
        path=path("easy", language, number),
        title=label("easy", number, language),
        body=_html(_random("easy text", number, language), language, paragraphs=10),
        mission=reference("mission", number, language),
    )


def status(number: int, missions: int) -> str:
    """Return the status of a mission: a few planned, the others running and ended by halves."""
    if number >= missions - PLANNED:
        return "planned"
    return "ended" if number % 2 else "running"


def mission(number: int, language: str, *, missions: int, former: str = "") -> Document:
    """Return a mission with 10 to 40 events, its operations, figures of several dates, briefings and pictures."""
    facts, words = _random("mission", number), _random("mission text", number, language)
    operations = [facts.randrange(NAMES["operation"])]
    operations += [(operations[0] + 1) % NAMES["operation"]] if number % 2 else []
    event_count = 40 if number == 0 else facts.randint(10, 40)
    name = label("mission", number, language)
    return MissionDocument(
        uid=uid("mission", number),
        language=language,
        path=path("mission", language, number, former),
        name=name,
        kicker=sentence(words, language, 3).rstrip("."),
        title=name,
        in_place=sentence(words, language, 3).rstrip("."),
        lead=sentence(words, language, 25),
        context="\n\n".join(paragraph(words, language, 5) for _paragraph in range(3)),
        slogan=sentence(words, language, 5),
        invitation=sentence(words, language, 12),
        stakes=paragraph(words, language, 4),
        worst_case=paragraph(words, language, 5),
        impact=paragraph(words, language, 5),
        status=status(number, missions),
        started=f"{2000 + number % 20}",
        order=number % 1000,
        places=[
            PlaceReference(
                uid=uid("place", number % NAMES["place"]),
                label=label("place", number % NAMES["place"], language),
                code=f"X-{number % NAMES['place']}",
                shape="region",
            )
        ],
        operations=[_operation(each, words, language) for each in operations],
        events=in_order(
            [_event(number, at, facts, words, language) for at in range(event_count)], date=lambda event: event.when
        ),
        figures=disclose(_figures(number, operations, facts, words, language)),
        briefings=[
            BriefingPart(
                uid=uid("briefing", number, str(at)),
                component=uid("component", at),
                label=label("component", at, language),
                text=_html(words, language, paragraphs=2),
            )
            for at in range(NAMES["component"])
        ],
        picture=picture("mission", number, language),
    )


def _operation(number: int, words: Random, language: str) -> OperationReference:
    return OperationReference(
        uid=uid("operation", number),
        label=label("operation", number, language),
        acronym=f"OP{number + 1}",
        full_name=sentence(words, language, 7).rstrip("."),
        full_name_language=language,
        framework=FRAMEWORKS[number % len(FRAMEWORKS)],
        mandate="2013/..",
        legal_bases=[
            LegalBasisReference(
                uid=uid("legal basis", number, str(at)),
                label=sentence(words, language, 8).rstrip("."),
                url=f"https://decisions.example/{number}/{at}",
            )
            for at in range(2)
        ],
    )


def _event(number: int, at: int, facts: Random, words: Random, language: str) -> Event:
    day = FIRST_DAY + timedelta(days=facts.randrange(DAYS))
    dates = (f"{day.year}", f"{day.year}-{day.month:02d}", day.isoformat(), f"{day.year}-{day.month:02d};late")
    return Event(
        uid=uid("event", number, str(at)),
        date=dates[at % len(dates)],
        title=sentence(words, language, 7).rstrip("."),
        short_title=sentence(words, language, 4).rstrip("."),
        text=paragraph(words, language, 3),
        picture=picture("event", number, language, str(at)) if at % 8 == 0 else None,
        source_title=sentence(words, language, 5).rstrip("."),
        source_url=f"https://sources.example/{number}/{at}",
    )


def _figures(number: int, operations: list[int], facts: Random, words: Random, language: str) -> list[Figure]:
    figures = []
    for year in (2018, 2019, 2020):
        counts = [facts.randint(20, 200) for _operation in operations]
        shared = {
            "qualifier": "about",
            "as_of": f"{year}",
            "source_title": sentence(words, language, 5).rstrip("."),
            "source_url": f"https://sources.example/{number}/figures/{year}",
        }
        for operation, headcount in zip(operations, counts, strict=True):
            part = {"role": "part", "operation": uid("operation", operation), "headcount": headcount}
            text = label("operation", operation, language)
            figures.append(Figure(uid=uid("figure", number, f"{year} {operation}"), label=text, **part, **shared))
        if len(counts) > 1:
            total = {"role": "total", "headcount": sum(counts)}
            figures.append(Figure(uid=uid("figure", number, f"{year} total"), **total, **shared))
    return figures


def article(number: int, language: str, *, missions: int, former: str = "") -> Document:
    """Return an article of about four hundred words in blocks, with names, pictures and a place in a series."""
    facts, words = _random("article", number), _random(f"article text {former}", number, language)
    day = FIRST_DAY + timedelta(days=facts.randrange(DAYS))
    if facts.random() < FAVOURITE:
        day = day.replace(year=BUSY_YEAR, day=min(day.day, 28))
    category, tag = _one_of(facts, NAMES["category"]), _one_of(facts, NAMES["tag"])
    second = {(category + 1) % NAMES["category"]} if number % 3 == 0 else set()
    about, author = _one_of(facts, missions), facts.randrange(NAMES["person"])
    theme, position = divmod(number, SERIES)
    blocks = [
        {"kind": "text", "text": _html(words, language, paragraphs=2)},
        {"kind": "heading", "text": sentence(words, language, 6).rstrip(".")},
        {"kind": "text", "text": _html(words, language, paragraphs=2)},
        {"kind": "quotation", "text": _html(words, language, paragraphs=1), "attribution": "Somebody"},
        {"kind": "picture", "picture": picture("article", number, language, "body")},
        {"kind": "text", "text": _html(words, language, paragraphs=2)},
    ]
    return ArticleDocument(
        uid=uid("article", number),
        language=language,
        path=path("article", language, number, former),
        article_kind=ARTICLE_KINDS[number % len(ARTICLE_KINDS)],
        written_in="fr",
        title=f"{sentence(words, language, 8).rstrip('.')} {number + 1}",
        lead=sentence(words, language, 30),
        date=day.isoformat() if number % 10 else f"{day.year}-{day.month:02d}",
        authors=[AuthorReference(uid=uid("person", author), label=label("person", author, language))],
        categories=[reference("category", each, language) for each in sorted({category, *second})],
        tags=[reference("tag", each, language) for each in sorted({tag, (tag + 3) % NAMES["tag"]})],
        themes=[ThemeReference(uid=uid("theme", theme), label=label("theme", theme, language), position=position + 1)]
        if theme < NAMES["theme"]
        else [],
        missions=[reference("mission", about, language)],
        blocks=[BlockPart(uid=uid("block", number, str(at)), **block) for at, block in enumerate(blocks)],
        picture=picture("article", number, language),
    )


def _html(words: Random, language: str, *, paragraphs: int) -> str:
    return "".join(f"<p>{paragraph(words, language, 4)}</p>" for _paragraph in range(paragraphs))
