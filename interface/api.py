"""The interface for programs: what the public pages are made of, read from published versions and nothing else.

Each operation reads the clock once. Lists are read part by part, each as quick as the first; no list reads a document.
"""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from interface import parameters, rows, schemas
from interface.answers import answer, seconds_for
from interface.problems import Trouble, no_such_part, nothing_here, problem
from interface.schemas import Language, Problem
from missions.published import PublishedFigure
from missions.views import IN_THE_EDITORS_ORDER
from publishing import caching
from publishing.furniture import light
from publishing.keyset import LARGEST_ID, Keyset, Slice, UnknownPlace
from publishing.models import Edition
from publishing.views import OF_A_VERSION, VersionList
from timeline.published import PublishedEvent
from timeline.views import Timeline

PART = 100  # rows
AS_PUBLISHED = Keyset({"live_from": datetime, "id": int})
AS_WRITTEN = Keyset({"id": int})
BY_NAME = Keyset({"sort_key": str, "id": int})
WRONG = {400: Problem, 404: Problem}
MISSING = {400: Problem, 404: Problem, 410: Problem}

api = NinjaAPI(
    title="Missions",
    version="1",
    description=(
        "What the public pages say, for programs. Read only, without a key, from any site. Every answer is made of "
        "published versions. In version 1, fields are added and never renamed or removed. Texts marked `x-translated` "
        "are in the language of the document; those marked `x-rich` are HTML of a few elements. Errors are RFC 9457 "
        "problems in the language of the address."
    ),
    urls_namespace=rows.NAMESPACE,
    openapi_url=None,
    docs_url=None,
)


@api.exception_handler(Trouble)
def _trouble(request, error):
    return problem(request, error)


@api.exception_handler(UnknownPlace)
def _unknown_place(request, error):
    return problem(request, no_such_part())


@api.exception_handler(ValidationError)
def _unreadable(request, error):
    if any(fault["loc"][0] == "path" for fault in error.errors):
        return problem(request, nothing_here())
    return problem(request, parameters.unreadable(request, error))


def read(path: str, response: type, *, name: str, summary: str, problems: dict | None = None):
    """Declare an operation that answers GET and HEAD."""
    answers = {200: response} | (WRONG if problems is None else problems)
    return api.api_operation(["GET", "HEAD"], path, response=answers, url_name=name, operation_id=name, summary=summary)


def part_of(keyset: Keyset, found: QuerySet, after: str, now: datetime) -> Slice:
    """Return a part of a list, its rows knowing when anything public changes next."""
    return keyset.slice(caching.with_next_change(found, now), after, PART)


def listed(request: HttpRequest, body: type, part: Slice, items: list, now: datetime) -> HttpResponse:
    """Return a part of a list with the address of the next one."""
    following = None
    if part.following:
        query = request.GET.copy()
        query["after"] = part.following
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return answer(request, body(items=items, next=following), seconds=seconds_for(part.rows, now))


@read("/", schemas.Start, name="start", summary=gettext_noop("Where to begin"), problems={400: Problem})
def start(request):
    parameters.refuse_unknown(request)
    return answer(
        request,
        schemas.Start(
            version=api.version,
            openapi=rows.for_people(request, "openapi"),
            licence=settings.DATA_LICENCE,
            languages=[_in_a_language(request, code, name) for code, name in settings.LANGUAGES],
        ),
    )


def _in_a_language(request: HttpRequest, code: str, name: str) -> schemas.InALanguage:
    lists = ("pages", "missions", "events", "headcounts", "terms")
    files = {
        "headcounts_csv": "headcounts-csv",
        "headcounts_csv_for_excel": "headcounts-excel",
        "headcounts_json": "headcounts-json",
    }
    return schemas.InALanguage(
        language=code,
        name=name,
        organisation=settings.ORGANISATION[code],
        home=rows.for_people(request, "home", language=code),
        **{each: rows.address(request, each, language=code) for each in lists},
        **{field: rows.for_people(request, file, language=code) for field, file in files.items()},
    )


@read(
    "/{language}/pages",
    schemas.Pages,
    name="pages",
    summary=gettext_noop("All pages of a language, in the order in which they were published"),
)
def pages(request, language: Language, wanted: Query[parameters.OfPages]):
    parameters.refuse_unknown(request, parameters.OfPages)
    now = timezone.now()
    found = Edition.objects.live(now).filter(language=language).exclude(path="")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.changed_since:
        found = found.filter(live_from__gte=wanted.changed_since)
    part = part_of(AS_PUBLISHED, rows.references(found), wanted.after, now)
    return listed(request, schemas.Pages, part, [rows.page_reference(request, row) for row in part], now)


@read(
    "/{language}/pages/{uuid:uid}",
    schemas.Page,
    name="page",
    summary=gettext_noop("One page with its words, as readers find it now"),
    problems=MISSING,
)
def page(request, language: Language, uid: UUID):
    parameters.refuse_unknown(request)
    now = timezone.now()
    found = Edition.objects.live(now).filter(page__uid=uid).exclude(path="")
    live = {row.language: row for row in light(caching.with_next_change(found, now))}
    if language not in live:
        raise _missing(request, uid, live, now)
    edition = found.filter(pk=live[language].pk).annotate(page_uid=F("page__uid")).defer("seal").first()
    if edition is None:
        # Withdrawn between the two questions.
        raise _missing(request, uid, {}, now)
    body = rows.page(request, edition, live.values(), now)
    return answer(request, body, seconds=seconds_for(live.values(), now))


def _missing(request: HttpRequest, uid: UUID, live: dict[str, Edition], now: datetime) -> Trouble:
    """Return what is said of a page that is not live in this language: nothing of what is to come."""
    seconds = seconds_for(live.values(), now)
    if live:
        sentence = _("This page does not exist in the language you asked for.")
        others = rows.other_languages(request, uid, live.values())
        return Trouble(HTTPStatus.NOT_FOUND, sentence, languages=others, seconds=seconds)
    past = Edition.objects.filter(page__uid=uid, cancelled_at__isnull=True, live_from__lte=now).exclude(path="")
    if past.exists():
        return Trouble(HTTPStatus.GONE, _("This page is no longer public."), seconds=seconds)
    return Trouble(HTTPStatus.NOT_FOUND, nothing_here().detail, seconds=seconds)


@read(
    "/{language}/pages/{uuid:uid}/versions",
    schemas.Versions,
    name="versions",
    summary=gettext_noop("The public history of a page, the latest version first"),
    problems=MISSING,
)
def versions(request, language: Language, uid: UUID, wanted: Query[parameters.OfAList]):
    parameters.refuse_unknown(request, parameters.OfAList)
    now = timezone.now()
    found = Edition.objects.readable(now).filter(page__uid=uid, language=language).exclude(path="")
    part = part_of(VersionList.keyset, found.only(*OF_A_VERSION, "language"), wanted.after, now)
    if not part:
        raise _missing(request, uid, {}, now)
    items = [rows.past_version(request, uid, row, now) for row in part]
    return listed(request, schemas.Versions, part, items, now)


@read(
    "/{language}/pages/{uuid:uid}/versions/{int:number}",
    schemas.Version,
    name="version",
    summary=gettext_noop("One version of the public history with its words"),
    problems=MISSING,
)
def version(request, language: Language, uid: UUID, number: int):
    parameters.refuse_unknown(request)
    now = timezone.now()
    found = Edition.objects.readable(now).filter(page__uid=uid, language=language, sequence=min(number, LARGEST_ID))
    found = caching.with_next_change(found.exclude(path=""), now).annotate(page_uid=F("page__uid"))
    edition = found.defer("seal").first()
    if edition is None:
        raise Trouble(HTTPStatus.NOT_FOUND, nothing_here().detail, seconds=seconds_for([], now))
    return answer(request, rows.version(request, edition, now), seconds=seconds_for([edition], now))


@read(
    "/{language}/missions",
    schemas.Missions,
    name="missions",
    summary=gettext_noop("All missions, each with the number that stands for it"),
)
def missions(request, language: Language, wanted: Query[parameters.OfMissions]):
    parameters.refuse_unknown(request, parameters.OfMissions)
    now = timezone.now()
    found = Edition.objects.live(now).filter(kind="mission", language=language).exclude(path="")
    if wanted.status:
        found = found.filter(facet=wanted.status)
    part = part_of(IN_THE_EDITORS_ORDER, rows.references(found), wanted.after, now)
    totals = rows.totals(part)
    items = [rows.mission_reference(request, row, totals.get(row.pk)) for row in part]
    return listed(request, schemas.Missions, part, items, now)


@read(
    "/{language}/events",
    schemas.Events,
    name="events",
    summary=gettext_noop("All events of all missions, the latest first"),
)
def events(request, language: Language, wanted: Query[parameters.OfEvents]):
    parameters.refuse_unknown(request, parameters.OfEvents)
    now = timezone.now()
    found = PublishedEvent.objects.live(now).filter(language=language).exclude(edition__path="")
    if wanted.mission:
        found = found.filter(mission=wanted.mission)
    if wanted.since:
        found = found.filter(last_day__gte=wanted.since)
    if wanted.until:
        found = found.filter(first_day__lte=wanted.until)
    part = part_of(Timeline.keyset, rows.with_their_version(found), wanted.after, now)
    return listed(request, schemas.Events, part, [rows.event(request, row) for row in part], now)


@read(
    "/{language}/headcounts",
    schemas.Headcounts,
    name="headcounts",
    summary=gettext_noop("All headcounts with their dates and sources, those of the past too"),
)
def headcounts(request, language: Language, wanted: Query[parameters.OfHeadcounts]):
    parameters.refuse_unknown(request, parameters.OfHeadcounts)
    now = timezone.now()
    found = PublishedFigure.objects.live(now).filter(language=language).exclude(edition__path="")
    if wanted.mission:
        found = found.filter(mission=wanted.mission)
    if wanted.current is not None:
        found = found.filter(is_current=wanted.current)
    part = part_of(AS_WRITTEN, rows.with_their_version(found), wanted.after, now)
    return listed(request, schemas.Headcounts, part, [rows.headcount(request, row) for row in part], now)


@read(
    "/{language}/terms",
    schemas.Terms,
    name="terms",
    summary=gettext_noop("The series, categories, keywords and operations that pages name"),
)
def terms(request, language: Language, wanted: Query[parameters.OfTerms]):
    parameters.refuse_unknown(request, parameters.OfTerms)
    now = timezone.now()
    kinds = [wanted.kind] if wanted.kind else schemas.TermKind.__args__
    found = rows.references(rows.live_terms(now, language, kinds))
    part = part_of(BY_NAME, found, wanted.after, now)
    return listed(request, schemas.Terms, part, [rows.term(request, row) for row in part], now)


def root() -> str:
    """Return the address under which the interface lives."""
    return reverse(f"{rows.NAMESPACE}:start")
