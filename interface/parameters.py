"""What may stand behind the question mark, and what is said when something else does."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import ValidationError
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field

from interface.problems import Trouble, unknown_parameters, wrong_parameters
from interface.schemas import PageKind, Status, TermKind

# Beyond these the arithmetic of databases and time zones ends.
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _written_out(value: object) -> object:
    """Refuse a bare number, which would be read as seconds since 1970."""
    if isinstance(value, str) and value.count("-") < 2:
        raise ValueError("a date is written out")
    return value


def _of_our_time(moment: datetime) -> datetime:
    if not EARLIEST <= moment <= LATEST:
        raise ValueError("out of range")
    return moment


Day = Annotated[date, BeforeValidator(_written_out)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_of_our_time)]
Truth = Annotated[bool, Field(description="true or false.")]


class OfAList(BaseModel):
    """Every list goes on where another part of it ended."""

    after: str = Field("", description="Place in the list, taken from `next`; empty for the beginning.")


class OfPages(OfAList):
    kind: PageKind | None = Field(None, description="Pages of this kind only.")
    changed_since: Moment | None = Field(
        None, description="Versions that went public at this moment or later, for example 2026-03-01T00:00:00Z."
    )


class OfMissions(OfAList):
    status: Status | None = Field(None, description="Missions of this status only.")


class OfEvents(OfAList):
    mission: UUID | None = Field(None, description="Events of this mission only.")
    since: Day | None = Field(None, description="Events that may have lasted until this day or longer.")
    until: Day | None = Field(None, description="Events that may have begun on this day or before.")


class OfHeadcounts(OfAList):
    mission: UUID | None = Field(None, description="Headcounts of this mission only.")
    current: Truth | None = Field(None, description="true: of today's situation only; false: of the history only.")


class OfTerms(OfAList):
    kind: TermKind | None = Field(None, description="Terms of this kind only.")


def expectations(request: HttpRequest) -> Mapping[str, str]:
    """Return what each part of an address should be, in the active language."""
    one_of = _("“%(name)s” is one of: %(choices)s.")
    kinds = TermKind if request.path_info.endswith("/terms") else PageKind
    uid = _("“%(name)s” is an identifier, for example %(example)s.")
    day = _("“%(name)s” is a day, for example %(example)s.")
    moment = _("“%(name)s” is a moment with its time zone, for example %(example)s.")
    truth = _("“%(name)s” is one of: %(choices)s.")
    some_uid = "9f1c4b1e-6d0a-4d55-9f35-5f0c2d6c7a10"
    return {
        "kind": one_of % {"name": "kind", "choices": ", ".join(kinds.__args__)},
        "status": one_of % {"name": "status", "choices": ", ".join(Status.__args__)},
        "mission": uid % {"name": "mission", "example": some_uid},
        "since": day % {"name": "since", "example": "2013-04-25"},
        "until": day % {"name": "until", "example": "2013-04-25"},
        "changed_since": moment % {"name": "changed_since", "example": "2026-03-01T00:00:00Z"},
        "current": truth % {"name": "current", "choices": "true, false"},
    }


def refuse_unknown(request: HttpRequest, known: type[BaseModel] | None = None) -> None:
    """Raise `Trouble` for a parameter that the address does not know: a filter with a typing error filters nothing."""
    names = list(known.model_fields) if known else []
    if strange := [name for name in request.GET if name not in names]:
        raise unknown_parameters(strange, names)


def unreadable(request: HttpRequest, error: ValidationError) -> Trouble:
    """Return what is said about parameters that the types refuse."""
    return wrong_parameters((fault["loc"][-1] for fault in error.errors), expectations(request))
