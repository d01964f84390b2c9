"""Published versions for tests, written straight into the tables: no request, no approval, no chain.

What the public side reads is tested against these; how a version comes to be is tested with the verbs themselves.
"""

import hashlib
import itertools
import uuid
from datetime import UTC, datetime

from django.contrib.auth import get_user_model

from articles.documents import (
    ArticleDocument,
    AuthorReference,
    BlockPart,
    NoticeDocument,
    StandingDocument,
    ThemeReference,
)
from files.documents import FrozenDownload, FrozenFilm
from missions.documents import (
    BriefingPart,
    EasyDocument,
    LegalBasisReference,
    MissionDocument,
    OperationReference,
)
from missions.headcounts import Figure
from publishing import kinds, projections
from publishing.documents import TermDocument, TermReference
from publishing.models import Address, Edition, Page, Release
from timeline.documents import Event

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


def make_release():
    """Return an approved release that everything written here can belong to."""
    user, _made = get_user_model().objects.get_or_create(username="bob")
    release = Release.objects.filter(state="approved").first()
    return release or Release.objects.create(
        state=Release.State.APPROVED,
        requested_by=user,
        requested_at=LONG_AGO,
        decided_by=user,
        decided_at=LONG_AGO,
        live_from=LONG_AGO,
    )


def make_editions(documents, *, live_from=LONG_AGO, live_until=None, **columns):
    """Write documents as published versions, with their pages, addresses and rows for lists; in bulk."""
    release = make_release()
    first = Edition.objects.count() + 1
    Page.objects.bulk_create(
        [Page(uid=document.uid, kind=document.kind) for document in documents], ignore_conflicts=True
    )
    pages = {page.uid: page for page in Page.objects.all()}
    editions = Edition.objects.bulk_create(
        [
            Edition(
                sequence=sequence,
                page=pages[document.uid],
                language=document.language,
                release=release,
                document=columns.get("document") or document.canonical(),
                seal="",
                previous_digest="",
                digest=hashlib.sha256(str(sequence).encode()).hexdigest(),
                live_from=live_from,
                live_until=live_until,
                **projections.columns(document) | {name: columns[name] for name in columns.keys() - {"document"}},
            )
            for sequence, document in enumerate(documents, start=first)
        ],
        batch_size=200,
    )
    Address.objects.bulk_create(
        [
            Address(path=edition.path, page=edition.page, language=edition.language, reserved_at=LONG_AGO)
            for edition in editions
            if edition.path
        ],
        ignore_conflicts=True,
        batch_size=200,
    )
    rows = {}
    for edition in editions:
        for row in projections.rows(edition):
            rows.setdefault(type(row), []).append(row)
    for table, found in rows.items():
        table.objects.bulk_create(found, batch_size=200)
    return editions


def make_edition(document, /, **columns):
    """Write one document as a published version, live since long ago unless told otherwise."""
    return make_editions([document], **columns)[0]


def _identity(kind, language, slug, uid):
    number = next(_numbers)
    slug = slug or f"{kind}-{number}"
    return number, {
        "uid": uid or uuid.uuid4(),
        "language": language,
        "path": kinds.get(kind).path(language, slug),
    }


def event_part(**values):
    number = next(_numbers)
    return Event(
        **{"uid": uuid.uuid4(), "date": "2013-04-25", "title": f"Event {number}", "text": "It happened."} | values
    )


def film_part(*, text="Words", **values):
    """Return a film whose every text is filled, with `text`; its file was never stored."""
    cue = f"WEBVTT\n\n00:00.000 --> 00:01.000\n{text}"
    content = hashlib.sha256(f"{text} {next(_numbers)}".encode()).hexdigest()
    facts = {"media_type": "video/mp4", "width": 64, "height": 48, "milliseconds": 1000, "size": 100}
    words = {"title": text, "captions": cue, "descriptions": cue, "transcript": text, "statement": text}
    return FrozenFilm(**{"uid": uuid.uuid4(), "content_hash": content, "credit": text} | facts | words | values)


def download_part(*, text="Words", **values):
    content = hashlib.sha256(f"{text} {next(_numbers)}".encode()).hexdigest()
    facts = {"size": 1_300_000, "pages": 12, "written_in": "fr", "tagged": True}
    return FrozenDownload(**{"uid": uuid.uuid4(), "content_hash": content, "title": text} | facts | values)


def figure_part(**values):
    return Figure(
        **{
            "uid": uuid.uuid4(),
            "role": "total",
            "headcount": 110,
            "qualifier": "about",
            "as_of": "2020",
            "source_title": "Mission page of about 2020",
            "label": "Belgian soldiers",
        }
        | values
    )


def mission_document(*, language="fr", slug="", uid=None, **values):
    number, identity = _identity("mission", language, slug, uid)
    defaults = {
        "name": f"Mission {number}",
        "kicker": "Our mission in",
        "title": f"Our mission {number}",
        "lead": "What our soldiers do there.",
        "status": "running",
        "order": 1,
    }
    return MissionDocument(**identity | defaults | values)


def full_mission_document(*, text="Words", **values):
    """Return a mission in which every text is filled, with `text`."""
    operation = uuid.uuid4()
    return mission_document(
        **{
            "context": text,
            "slogan": text,
            "invitation": text,
            "stakes": text,
            "worst_case": text,
            "impact": text,
            "started": "2013",
            "operations": [
                OperationReference(
                    uid=operation,
                    label=text,
                    acronym=text,
                    full_name=text,
                    full_name_language="en",
                    framework="un",
                    mandate="2013/2023",
                    legal_bases=[LegalBasisReference(uid=uuid.uuid4(), label=text, url="https://example.org/decision")],
                )
            ],
            "events": [
                event_part(date="2006/2012", date_label=text, title=text, text=text, source_title=text),
                event_part(date="2013-01;late", title=text, short_title=text),
            ],
            "figures": [
                figure_part(label=text, source_title=text, source_url="https://example.org/source"),
                figure_part(role="part", headcount=15, label=text, operation=operation),
                figure_part(role="part", headcount=95, label=text),
                figure_part(role="ceiling", headcount=200, label=text),
                figure_part(as_of="2016", headcount=80, label=text),
            ],
            "briefings": [
                BriefingPart(
                    uid=uuid.uuid4(),
                    component=uuid.uuid4(),
                    label=text,
                    text=f"<p>{text}</p>",
                    film=film_part(text=text),
                )
            ],
        }
        | values
    )


def easy_document(mission, *, language="fr", slug="", uid=None, **values):
    number, identity = _identity("easy", language, slug, uid)
    reference = TermReference(uid=mission.uid, label=mission.name)
    return EasyDocument(
        **identity | {"title": f"Easy {number}", "body": "<p>Short.</p>", "mission": reference} | values
    )


def article_document(*, language="fr", slug="", uid=None, text="Words", **values):
    number, identity = _identity("article", language, slug, uid)
    defaults = {
        "article_kind": "news",
        "written_in": language,
        "title": f"Article {number}",
        "lead": text,
        "date": "2018-02-08",
        "authors": [AuthorReference(uid=uuid.uuid4(), label="Alice Example")],
        "blocks": [
            BlockPart(uid=uuid.uuid4(), kind="heading", text=f"<p>{text}</p>"),
            BlockPart(uid=uuid.uuid4(), kind="text", text=f"<p>{text}</p>"),
            BlockPart(uid=uuid.uuid4(), kind="quotation", text=f"<p>{text}</p>", attribution=text),
            BlockPart(uid=uuid.uuid4(), kind="film", film=film_part(text=text)),
            BlockPart(uid=uuid.uuid4(), kind="document", download=download_part(text=text)),
        ],
    }
    return ArticleDocument(**identity | defaults | values)


def term_document(kind, *, language="fr", slug="", uid=None, **values):
    number, identity = _identity(kind, language, slug, uid)
    return TermDocument(**identity | {"kind": kind, "label": f"{kind.title()} {number}"} | values)


def notice_document(*, language="fr", slug="", uid=None, **values):
    number, identity = _identity("notice", language, slug, uid)
    defaults = {"notice_kind": "information", "title": f"Notice {number}", "text": "A message.", "date": "2024-11-08"}
    return NoticeDocument(**identity | defaults | values)


def standing_document(*, language="fr", slug="", uid=None, role="about", **values):
    number, identity = _identity("standing", language, slug, uid)
    return StandingDocument(**identity | {"role": role, "title": f"Page {number}", "body": "<p>Text.</p>"} | values)


def term_reference(document):
    return TermReference(uid=document.uid, label=document.label if hasattr(document, "label") else document.heading)


def theme_reference(document, position):
    return ThemeReference(uid=document.uid, label=document.label, position=position)
