"""Naming the map of a page as published versions keep it."""

from django.conf import settings

from maps.countries import distance
from maps.documents import FrozenSheet
from maps.sheets import Sheet
from maps.subjects import Subject
from maps.territories import WrongCountry


def freeze_sheet(subject: Subject | None) -> FrozenSheet | None:
    """Return the sheet of a subject, drawn now if nobody drew it before; None where there is nothing to draw.

    A country whose shape cannot be right has no map, rather than a wrong one.
    """
    if subject is None:
        return None
    try:
        sheet = Sheet.objects.of(subject)
    except WrongCountry:
        return None
    return FrozenSheet(
        digest=sheet.digest,
        subject=sheet.subject,
        width=sheet.width,
        height=sheet.height,
        distance=distance(settings.HOME_COUNTRY, subject.codes[0]) if subject.kind == "country" else None,
    )
