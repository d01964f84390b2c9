"""What is looked at before a mission is published.

Facts are named by dates and numbers, not by titles: the same fault found in four languages is then one finding.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from images.documents import FrozenPicture
from missions.documents import MissionDocument
from missions.headcounts import Figure, sum_findings
from missions.models import Deployment
from publishing.file_checklist import check_film
from publishing.findings import Finding, Level
from timeline.documents import Event
from timeline.order import contradictions
from timeline.partial_dates_moments import words_language


def check_mission(document: MissionDocument) -> list[Finding]:
    """Return what blocks this mission or is worth a look; nothing for a mission in good order."""
    return [
        *_dates_of_the_mission(document),
        *_events(document),
        *_order(document),
        *_figures(document),
        *sum_findings(document.figures),
        *_operations(document),
        *check_picture(document.picture, "picture", document.language),
        *_opening(document.picture),
        *_films(document),
    ]


def check_picture(picture: FrozenPicture | None, place: str, language: str) -> Iterable[Finding]:
    """Return what a picture at `place` lacks before the public may see it; nothing without a picture."""
    if picture is None:
        return
    if not picture.decorative and not picture.alternative_text:
        yield Finding(
            Level.BLOCK,
            "picture.alternative_text",
            _("A picture has no alternative text. Say in one sentence what one sees, or tick “decorative”."),
            place,
            language,
        )
    if not picture.credit:
        yield Finding(
            Level.BLOCK,
            "picture.credit",
            _("A picture has no credit. Say who took it, in the library of pictures."),
            place,
        )


def _opening(picture: FrozenPicture | None) -> Iterable[Finding]:
    if picture and picture.height > picture.width:
        sentence = _(
            "The page opens with a picture that is higher than wide, a portrait perhaps: it will be cut to a wide one. "
            "Choose a wide picture, and show this one, whole, beside an event."
        )
        yield Finding(Level.WARN, "picture.portrait", sentence, "picture")


def _films(document: MissionDocument) -> Iterable[Finding]:
    for briefing in document.briefings:
        place = f"briefings/{briefing.uid}/film"
        yield from check_film(briefing.film, place, document.language)
        yield from check_picture(briefing.film and briefing.film.poster, place, document.language)


def _dates_of_the_mission(document: MissionDocument) -> Iterable[Finding]:
    # The form refuses both; a publication that takes over only some changes may still bring them together.
    if document.ended and document.status != "ended":
        yield Finding(
            Level.BLOCK,
            "mission.ended",
            _("The mission has an end date, but its status does not say “ended”. Set the status, or empty the end."),
            "ended",
        )
    if document.status == "ended" and not document.ended:
        yield Finding(
            Level.BLOCK,
            "mission.ended",
            _("The mission has ended, but nothing says when. Give the end; the year is enough."),
            "ended",
        )
    if document.status == "ended" and document.impact and not document.assessed:
        yield Finding(
            Level.WARN,
            "mission.assessed",
            _("The page says what the mission achieved, but not as of when. Give the date of the assessment."),
            "assessed",
        )


def _events(document: MissionDocument) -> Iterable[Finding]:
    for event in document.events:
        place = f"events/{event.uid}"
        if event.when.still_open and document.status == "ended":
            sentence = _(
                "The event “%(date)s” has no end, but the mission has ended. Give it an end; if it still goes on, "
                "leave it: the page then says from when, and no longer “today”."
            )
            yield Finding(Level.WARN, "event.open", sentence % {"date": _date(event)}, f"{place}/date")
        years = event.when.label_disagrees(event.date_label)
        if years:
            sentence = _("“%(label)s” names %(years)s, but the event is dated %(date)s. Correct the name or the date.")
            facts = {"label": event.date_label, "years": ", ".join(map(str, years)), "date": _date(event)}
            yield Finding(Level.BLOCK, "event.label", sentence % facts, f"{place}/date_label", document.language)
        yield from check_picture(event.picture, f"{place}/picture", document.language)


def _order(document: MissionDocument) -> Iterable[Finding]:
    for before, after in contradictions([event.when for event in document.events]):
        first, second = document.events[before], document.events[after]
        sentence = _(
            "The event “%(first)s” stands before “%(second)s”, which is earlier. "
            "Empty its place in the list to sort it by date, or leave it if you mean it."
        )
        facts = {"first": _date(first), "second": _date(second)}
        yield Finding(Level.WARN, "event.order", sentence % facts, f"events/{first.uid}")


def _figures(document: MissionDocument) -> Iterable[Finding]:
    operations = {operation.uid for operation in document.operations}
    for figure in document.figures:
        place, name = f"figures/{figure.uid}", {"figure": _figure(figure)}
        if not figure.as_of:
            sentence = _("The headcount “%(figure)s” is undated, and the page says so. Give its date if it is known.")
            yield Finding(Level.WARN, "figure.undated", sentence % name, f"{place}/as_of")
        if not figure.source_title:
            sentence = _("The headcount “%(figure)s” has no source. Say who gives it, so that it can be quoted.")
            yield Finding(Level.WARN, "figure.source", sentence % name, f"{place}/source_title", document.language)
        if figure.operation and figure.operation not in operations:
            sentence = _(
                "The headcount “%(figure)s” belongs to an operation that is not one of this mission. "
                "Add the operation to the mission, or choose another one."
            )
            yield Finding(Level.BLOCK, "figure.operation", sentence % name, f"{place}/operation")


def _operations(document: MissionDocument) -> Iterable[Finding]:
    known = {operation.uid for operation in document.operations}
    for operation in document.operations:
        for basis in operation.legal_bases:
            if not basis.url:
                sentence = _(
                    "A decision behind %(operation)s has no address: “%(basis)s”. Add the address of the official text."
                )
                facts = {"operation": operation.acronym or operation.label, "basis": basis.label}
                place = f"operations/{operation.uid}/legal_bases/{basis.uid}/url"
                yield Finding(Level.WARN, "legal_basis.address", sentence % facts, place, document.language)
    for event in document.events:
        if event.operation and event.operation not in known:
            sentence = _(
                "The event “%(date)s” belongs to an operation that is not one of this mission. "
                "Add the operation to the mission, or choose another one."
            )
            place = f"events/{event.uid}/operation"
            yield Finding(Level.BLOCK, "event.operation", sentence % {"date": _date(event)}, place)


def _date(event: Event) -> str:
    return event.when.render(words_language(), capitalised=True)


def _figure(figure: Figure) -> str:
    """Return role and number, the same in every language of the page."""
    number = _("a few") if figure.qualifier == "few" else figure.headcount
    role = Deployment.Role(figure.role).label
    return f"{role}: {number}" if number is not None else str(role)
