"""Read the coded forms of a date: EDTF (ISO 8601-2) as far as we can hold it, and our storage form."""

import re

from django.utils.translation import gettext_lazy as _

from timeline.partial_dates_moments import Moment, Part, PartialDateError, Shape

_CODED = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?~?(?:;(?:early|mid|late))?"
_CODED_MOMENT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)(?:;(early|mid|late))?")
_CODED_FORMS = {
    Shape.SINGLE: re.compile(rf"({_CODED})"),
    Shape.PERIOD: re.compile(rf"({_CODED})/({_CODED})"),
    Shape.SINCE: re.compile(rf"({_CODED})/\.\."),
    Shape.UNTIL: re.compile(rf"\.\./({_CODED})"),
    Shape.SET: re.compile(rf"\{{({_CODED}(?:, ?{_CODED})*)\}}"),
}


def read_coded(text: str) -> tuple[Shape, tuple[Moment, ...]] | None:
    """Read EDTF or our storage form; None when the text is neither. Raises PartialDateError for impossible dates."""
    for shape, form in _CODED_FORMS.items():
        if match := form.fullmatch(text):
            pieces = [piece for group in match.groups() for piece in group.split(",")]
            return shape, tuple(_coded_moment(piece.strip()) for piece in pieces)
    return None


def _coded_moment(text: str) -> Moment:
    year, month, day, about, part = _CODED_MOMENT.fullmatch(text).groups()
    if month and not day and int(month) > 12:
        raise no_such_month(text, int(year), month)
    return Moment(
        int(year), month and int(month), day and int(day), Part(part) if part else None, approximate=bool(about)
    )


def short_year(year: int, digits: str) -> int | None:
    """Return 2013 for the 13 of 2012-13 (or for its 3); None when that year would not come after the first."""
    last_year = int(str(year)[: -len(digits)] + digits)
    return last_year if last_year > year else None


def no_such_month(text: str, year: int, digits: str) -> PartialDateError:
    """Return the error for 2012-13, with the other reading when there is one."""
    last_year = short_year(year, digits)
    if last_year is None:
        return PartialDateError(_("There is no month %(month)s: months go from 1 to 12."), month=int(digits))
    return PartialDateError(
        _(
            "“%(text)s” would be month %(month)s of %(year)s, which does not exist; "
            "for the years %(year)s to %(last_year)s write %(year)s-%(last_year)s."
        ),
        text=text,
        month=int(digits),
        year=year,
        last_year=last_year,
    )
