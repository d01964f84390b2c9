"""What the desk calls the codes and dates of a mission when it shows what changed."""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from missions.models import Deployment, Mission, Operation, Place
from timeline.partial_dates import PartialDate

DATES = frozenset({"date", "as_of", "started", "ended", "assessed", "mandate"})
CHOICES: dict[str, type[TextChoices]] = {
    "status": Mission.Status,
    "precision_ceiling": Mission.Precision,
    "role": Deployment.Role,
    "qualifier": Deployment.Qualifier,
    "framework": Operation.Framework,
    "shape": Place.Shape,
}
A_FEW = pgettext_lazy("headcount", "a few")


def shown(name: str, value: object) -> str | None:
    """Return a date or a code of a mission in words; None for a value that speaks for itself."""
    if name == "sheet" and isinstance(value, dict):
        return _("drawing %(number)s") % {"number": value["digest"][:6]}
    if not isinstance(value, str):
        return None
    if name in DATES:
        return str(PartialDate.from_storage(value))
    if name == "qualifier" and value == "few":
        return str(A_FEW)
    if name in CHOICES and value in CHOICES[name].values:
        return str(CHOICES[name](value).label)
    return None
