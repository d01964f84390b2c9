"""The rows for lists that a published mission is turned into."""

from maps.locator import project_mark
from maps.subjects import subject
from missions.documents import MissionDocument
from missions.published import project_figures
from publishing.models import Edition, Projection
from timeline.published import project_events


def project_mission(edition: Edition, document: MissionDocument) -> list[Projection]:
    """Return the unsaved rows for the events, the figures and the place on the map of a version."""
    return [
        *project_events(edition, document.uid, document.events),
        *project_figures(edition, document),
        *project_mark(edition, subject(document.places, document.precision_ceiling)),
    ]
