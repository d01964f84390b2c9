"""Say back to an editor how a date was understood and how the public will read it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from timeline.partial_dates import LANGUAGES, Moment, PartialDate, PartialDateError, Shape
from timeline.partial_dates_moments import words_language


@dataclass(frozen=True, slots=True)
class Reading:
    """How one language reads the date; `text` is empty when there is no date."""

    language: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Echo:
    """What was understood, in the active language, and the readings; or the error. Both empty for an empty text."""

    readings: tuple[Reading, ...]
    understood: str = ""
    error: str = ""


def echo(text: str) -> Echo:
    """Return the echo of what was typed; never raises."""
    if not text.strip():
        return Echo(_readings(None))
    try:
        date = PartialDate.parse(text)
    except PartialDateError as error:
        return Echo(_readings(None), error=str(error))
    return Echo(_readings(date), understood=_understood(date))


def _readings(date: PartialDate | None) -> tuple[Reading, ...]:
    return tuple(
        Reading(code, str(name), date.render(code) if date else "")
        for code, name in settings.LANGUAGES
        if code in LANGUAGES
    )


def _understood(date: PartialDate) -> str:
    if date.still_open:
        return _("Understood as still going on; sorted last.")
    last = date.last_day
    facts = {
        "day": PartialDate(Shape.SINGLE, (Moment(last.year, last.month, last.day),)).render(words_language()),
    }
    if date.shape is Shape.SINGLE and date.moments[0].part:
        if date.precision == "month":
            return _("Understood as part of a month; sorted at %(day)s.") % facts
        return _("Understood as part of a year; sorted at %(day)s.") % facts
    sentences = {
        "year": _("Understood as a year; sorted at %(day)s."),
        "month": _("Understood as a month; sorted at %(day)s."),
        "day": _("Understood as a day; sorted at %(day)s."),
        "period": _("Understood as a period; sorted at its end, %(day)s."),
        "open": _("Understood as open at the start; sorted at its end, %(day)s."),
        "set": _("Understood as several dates; sorted at the last, %(day)s."),
    }
    return sentences[date.precision] % facts
