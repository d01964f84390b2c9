"""Rows of published versions as the interface says them."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from interface.documents import edtf, publish
from interface.schemas import (
    EventReference,
    Headcount,
    MissionReference,
    OtherLanguage,
    Page,
    PastVersion,
    Reference,
    ReleasedTerm,
    Total,
    Version,
)
from missions.published import PublishedFigure
from publishing import kinds
from publishing.furniture import LANGUAGES, LIGHT
from publishing.models import Edition, EditionTerm
from timeline.partial_dates import PartialDate
from timeline.published import PublishedEvent

NAMESPACE = "interface"
OF_A_REFERENCE = (*LIGHT, "sequence", "digest")
# Of the version that a projected row belongs to.
OF_ITS_VERSION = ("edition__path", "edition__title", "edition__facet", "edition__sequence", "edition__live_from")


def address(request: HttpRequest, name: str, **known) -> str:
    """Return the whole address of something in the interface."""
    return request.build_absolute_uri(reverse(f"{NAMESPACE}:{name}", kwargs=known))


def for_people(request: HttpRequest, name: str, **known) -> str:
    """Return the whole address of a page of the site."""
    return request.build_absolute_uri(reverse(name, kwargs=known))


def references(rows: QuerySet) -> QuerySet:
    """Return versions without their documents, with what a reference says of them."""
    return rows.only(*OF_A_REFERENCE).annotate(page_uid=F("page__uid"))


def reference(request: HttpRequest, row: Edition) -> dict:
    """Return what a list says of a version."""
    return {
        "uid": row.page_uid,
        "kind": row.kind,
        "language": row.language,
        "url": request.build_absolute_uri(row.path),
        "api_url": address(request, "page", language=row.language, uid=row.page_uid),
        "title": row.title,
        "summary": row.summary,
        "date": edtf(row.date),
        "about": row.about,
        "version": row.sequence,
        "published_since": row.live_from,
        "digest": row.digest,
    }


def page_reference(request: HttpRequest, row: Edition) -> Reference:
    """Return a page as a list says it."""
    return Reference(**reference(request, row))


def totals(editions: Iterable[Edition]) -> dict[int, PublishedFigure]:
    """Return the total now in force of each of these versions, by version; nothing for one that discloses none."""
    found = PublishedFigure.objects.filter(edition__in=[row.pk for row in editions], is_current=True, is_total=True)
    return {figure.edition_id: figure for figure in found}


def mission_reference(request: HttpRequest, row: Edition, found: PublishedFigure | None) -> MissionReference:
    """Return a mission as a list says it, with the number that stands for it."""
    total = found and Total(
        headcount=found.headcount,
        qualifier=found.qualifier,
        computed=found.computed,
        as_of=edtf(found.as_of),
        source_title=found.source_title,
        source_url=found.source_url,
    )
    return MissionReference(**reference(request, row), status=row.facet, total=total)


def version_fields(request: HttpRequest, edition: Edition, now: datetime) -> dict:
    """Return a version with its words; an end that is still to come is not told."""
    document = kinds.get(edition.kind).document.read(edition.document)
    origin = request.build_absolute_uri("/").removesuffix("/")
    return {
        "uid": document.uid,
        "kind": edition.kind,
        "language": edition.language,
        "title": edition.title,
        "version": edition.sequence,
        "published_since": edition.live_from,
        "published_until": past(edition.live_until, now),
        "public_note": edition.public_note,
        "removed_on": sorted({date.fromisoformat(day) for day in document.redacted.values()}),
        "digest": edition.digest,
        "document": publish(document, blocked=edition.blocked_pictures, origin=origin),
    }


def past(moment: datetime | None, now: datetime) -> datetime | None:
    """Return a moment that has been; None for one to come, which nobody is told."""
    return moment if moment and moment <= now else None


def page(request: HttpRequest, edition: Edition, live: Iterable[Edition], now: datetime) -> Page:
    """Return the version that readers find now, with the languages that its page has."""
    uid, language = edition.page_uid, edition.language
    return Page(
        **version_fields(request, edition, now),
        url=request.build_absolute_uri(edition.path),
        languages=other_languages(request, uid, live),
        versions=address(request, "versions", language=language, uid=uid),
    )


def version(request: HttpRequest, edition: Edition, now: datetime) -> Version:
    """Return one version of the public history."""
    known = {"language": edition.language, "uid": edition.page_uid, "sequence": edition.sequence}
    return Version(**version_fields(request, edition, now), url=for_people(request, "version", **known))


def other_languages(request: HttpRequest, uid: UUID, live: Iterable[Edition]) -> list[OtherLanguage]:
    """Return the languages of a page, in the order of the site."""
    return [
        OtherLanguage(
            language=row.language,
            url=request.build_absolute_uri(row.path),
            api_url=address(request, "page", language=row.language, uid=uid),
        )
        for row in sorted(live, key=lambda row: LANGUAGES.index(row.language))
    ]


def past_version(request: HttpRequest, uid: UUID, row: Edition, now: datetime) -> PastVersion:
    """Return a line of the public history."""
    known = {"language": row.language, "uid": uid}
    return PastVersion(
        version=row.sequence,
        title=row.title,
        url=for_people(request, "version", **known, sequence=row.sequence),
        api_url=address(request, "version", **known, number=row.sequence),
        published_since=row.live_from,
        published_until=past(row.live_until, now),
        public_note=row.public_note,
        passages_removed=row.redactions,
    )


def day(value: date | None) -> date | None:
    """Return a day; None for the ends of the calendar, which stand for an open end."""
    return None if value in (date.min, date.max) else value


def in_words(stored: str, row: PublishedEvent | PublishedFigure) -> str:
    """Return a date in the language of the row; "today" only while the mission lasts. Empty for none."""
    if not stored:
        return ""
    return PartialDate.from_storage(stored).render(row.language, still_true=row.edition.facet != "ended")


def event(request: HttpRequest, row: PublishedEvent) -> EventReference:
    """Return an event with its date and its mission."""
    words = in_words(row.date, row)
    return EventReference(
        uid=row.anchor,
        mission=row.mission,
        mission_title=row.edition.title,
        language=row.language,
        url=request.build_absolute_uri(f"{row.edition.path}#e-{row.anchor}"),
        title=row.title,
        date=edtf(row.date),
        date_in_words=f"{row.date_label}, {words}" if row.date_label else words,
        first_day=day(row.first_day),
        last_day=day(row.last_day),
    )


def headcount(request: HttpRequest, row: PublishedFigure) -> Headcount:
    """Return a headcount as it was published: "a few" has no number here either."""
    return Headcount(
        mission_title=row.edition.title,
        label=row.label,
        role=row.role,
        headcount=row.headcount,
        qualifier=row.qualifier,
        computed=row.computed,
        current=row.is_current,
        as_of=edtf(row.as_of),
        as_of_in_words=in_words(row.as_of, row),
        first_day=day(row.first_day),
        last_day=day(row.last_day),
        operation_label=row.operation_label,
        source_title=row.source_title,
        source_url=row.source_url,
        language=row.language,
        url=request.build_absolute_uri(f"{row.edition.path}#figures"),
        version=row.edition.sequence,
        published_since=row.edition.live_from,
        mission=row.mission,
        operation=row.operation,
        uid=row.figure,
    )


def with_their_version(rows: QuerySet) -> QuerySet:
    """Return projected rows with what is said of the version they belong to, never its document."""
    columns = [column.name for column in rows.model._meta.concrete_fields]
    return rows.select_related("edition").only(*columns, *OF_ITS_VERSION)


def live_terms(now: datetime, language: str, wanted: Iterable[str]) -> QuerySet:
    """Return the released terms of these kinds that a live page names; one that none does may be of what is to come."""
    naming = EditionTerm.objects.live(now).filter(
        target=OuterRef("page__uid"), relation=OuterRef("kind"), language=OuterRef("language")
    )
    return Edition.objects.live(now).filter(Exists(naming), language=language, kind__in=wanted)


def term(request: HttpRequest, row: Edition) -> ReleasedTerm:
    """Return a term with its live label."""
    return ReleasedTerm(
        uid=row.page_uid,
        kind=row.kind,
        language=row.language,
        label=row.title,
        url=request.build_absolute_uri(row.path) if row.path else "",
    )
