"""The kinds of page about missions."""

from maps.grounds import ground_of
from maps.locator import PublishedMark
from missions.checklist import check_mission
from missions.documents import EasyDocument, MissionDocument
from missions.freezing import MISSION_RELATIONS, freeze_easy, freeze_mission
from missions.models import Component, EasyVersion, Mission, Operation, Place
from missions.overdue import overdue_missions
from missions.projections import project_mission
from missions.published import PublishedFigure
from missions.shown import shown
from missions.thawing import MISSION_SHAPE
from publishing.documents import TermDocument
from publishing.freezing import freeze_term
from publishing.kinds import Kind, register
from timeline.published import PublishedEvent


def register_kinds() -> None:
    """Make the kinds of page of this app known; called once, when Django is ready."""
    register(
        Kind(
            name=Mission.page_kind,
            model=Mission,
            document=MissionDocument,
            freeze=freeze_mission,
            shown=shown,
            shape=MISSION_SHAPE,
            relations=MISSION_RELATIONS,
            verbose_name=Mission._meta.verbose_name,
            section={"fr": "nos-missions", "nl": "onze-missies", "de": "unsere-missionen", "en": "our-missions"},
            template="missions/mission.html",
            required=("name", "title", "lead", "events/*/title", "figures/*/label"),
            check=check_mission,
            project=project_mission,
            projections=(PublishedEvent, PublishedFigure, PublishedMark),
            overdue=overdue_missions,
            ground=lambda document: ground_of(document.shown_sheet),
        )
    )
    register(
        Kind(
            name=EasyVersion.page_kind,
            model=EasyVersion,
            document=EasyDocument,
            freeze=freeze_easy,
            verbose_name=EasyVersion._meta.verbose_name,
            section={"fr": "facile-a-lire", "nl": "makkelijk-lezen", "de": "leichte-sprache", "en": "easy-to-read"},
            template="missions/easy.html",
            required=("title", "body"),
        )
    )
    for model in (Place, Component, Operation):
        register(
            Kind(
                name=model.page_kind,
                model=model,
                document=TermDocument,
                freeze=freeze_term,
                verbose_name=model._meta.verbose_name,
                required=("label",),
            )
        )
