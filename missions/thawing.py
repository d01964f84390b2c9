"""The way back from the documents of missions to their rows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from publishing.shapes import PartShape, Shape


def _hides_a_number(item: Mapping, document: Mapping) -> str:
    """Return why a number cannot be taken from a version that hides a small one: others may be rounded for its sake."""
    if item["qualifier"] == "few":
        return _("The version says “a few”; the exact number was never published. Type it in the form.")
    if any(figure["qualifier"] == "few" for figure in document["figures"]):
        return _("The version hides a small number, so this one may have been rounded. Type it in the form.")
    return ""


MISSION_SHAPE = Shape(
    parts={
        "events": PartShape("events"),
        "figures": PartShape("deployments", objection=_hides_a_number),
        "briefings": PartShape("briefings", foreign=frozenset({"label"})),
    }
)
