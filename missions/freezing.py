"""Writing missions down as published versions keep them."""

from django.db.models import Prefetch

from files.freezing import freeze_film
from images.freezing import freeze_picture
from languages.columns import text
from maps.documents import FrozenSheet
from maps.freezing import freeze_sheet
from maps.subjects import subject
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
from missions.models import Briefing, Deployment, EasyVersion, Mission, Operation, Place
from publishing.documents import TermReference
from publishing.freezing import path_of, prepared, term_reference
from timeline.freezing import freeze_events
from timeline.models import TimelineEvent

# What freezing a mission reads, however long it is: one query each.
MISSION_RELATIONS = (
    "picture",
    "places",
    "places__members",
    "operations",
    "operations__legal_bases",
    Prefetch("events", TimelineEvent.objects.select_related("operation", "picture")),
    Prefetch("deployments", Deployment.objects.select_related("operation")),
    Prefetch("briefings", Briefing.objects.select_related("component", "film__poster")),
)


def freeze_mission(mission: Mission, language: str) -> MissionDocument:
    """Return a mission in one language, with its events in reading order and no small headcount in it."""
    mission = prepared(mission, MISSION_RELATIONS)
    words = {
        name: text(mission, name, language)
        for name in (
            "name",
            "kicker",
            "title",
            "in_place",
            "lead",
            "context",
            "slogan",
            "invitation",
            "stakes",
            "worst_case",
            "impact",
        )
    }
    places = [_place(place, language) for place in mission.places.all()]
    return MissionDocument(
        uid=mission.uid,
        language=language,
        path=path_of(mission, language),
        **words,
        status=mission.status,
        started=mission.started.to_storage() if mission.started else "",
        ended=mission.ended.to_storage() if mission.ended else "",
        assessed=mission.assessed.to_storage() if mission.assessed else "",
        precision_ceiling=mission.precision_ceiling,
        order=mission.order,
        places=places,
        operations=[_operation(operation, language) for operation in mission.operations.all()],
        events=freeze_events(mission.events.all(), language),
        figures=disclose(figures_of(mission, language)),
        briefings=[
            BriefingPart(
                uid=briefing.uid,
                component=briefing.component.uid,
                label=text(briefing.component, "label", language),
                text=text(briefing, "text", language),
                film=freeze_film(briefing.film, language),
            )
            for briefing in mission.briefings.all()
        ],
        picture=freeze_picture(mission.picture, language),
        sheet=_sheet(mission, places),
    )


def _sheet(mission: Mission, places: list[PlaceReference]) -> FrozenSheet | None:
    """Return the map of a mission, asked for once however many languages are frozen from this row."""
    wanted = subject(places, mission.precision_ceiling)
    known = mission.__dict__.setdefault("_sheets", {})
    if wanted not in known:
        known[wanted] = freeze_sheet(wanted)
    return known[wanted]


def figures_of(mission: Mission, language: str) -> list[Figure]:
    """Return the headcounts of a draft as they were typed: for the desk's own sums, never for a document."""
    return [_figure(deployment, language) for deployment in mission.deployments.all()]


def _figure(deployment: Deployment, language: str) -> Figure:
    return Figure(
        uid=deployment.uid,
        role=deployment.role,
        operation=deployment.operation.uid if deployment.operation else None,
        headcount=deployment.headcount,
        qualifier=deployment.qualifier,
        as_of=deployment.as_of.to_storage() if deployment.as_of else "",
        source_title=text(deployment, "source_title", language),
        source_url=deployment.source_url,
        label=text(deployment, "label", language),
    )


def _place(place: Place, language: str) -> PlaceReference:
    return PlaceReference(
        **term_reference(place, language).model_dump(),
        code=place.code,
        shape=place.shape,
        members=[member.code for member in place.members.all()],
        member_labels=[text(member, "label", language) for member in place.members.all()],
    )


def _operation(operation: Operation, language: str) -> OperationReference:
    return OperationReference(
        **term_reference(operation, language).model_dump(),
        acronym=operation.acronym,
        full_name=operation.full_name,
        full_name_language=operation.full_name_language,
        framework=operation.framework,
        mandate=operation.mandate.to_storage() if operation.mandate else "",
        legal_bases=[
            LegalBasisReference(uid=basis.uid, label=text(basis, "label", language), url=basis.url)
            for basis in operation.legal_bases.all()
        ],
    )


def freeze_easy(easy: EasyVersion, language: str) -> EasyDocument:
    """Return the easy-to-read version of a mission in one language."""
    return EasyDocument(
        uid=easy.uid,
        language=language,
        path=path_of(easy, language),
        title=text(easy, "title", language),
        body=text(easy, "body", language),
        mission=TermReference(uid=easy.mission.uid, label=text(easy.mission, "name", language)),
    )
