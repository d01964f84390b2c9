"""Lists page by page, each as quick as the first: a page begins after a row, not after a number of rows."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

LARGEST_ID = 2**63 - 1


class UnknownPlace(ValueError):
    """A reader asked for a page of a list that the site never offered."""


def _text(value) -> str:
    if not isinstance(value, str) or len(value) > 100 or not all(sign.isprintable() for sign in value):
        raise UnknownPlace
    return value


def _whole(value) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_ID:
        raise UnknownPlace
    return value


def _day(value) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError as error:
        raise UnknownPlace from error


def _moment(value) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError as error:
        raise UnknownPlace from error
    # Places are written in UTC; any other zone could lead over the edge of the calendar.
    if moment.utcoffset() != timedelta(0):
        raise UnknownPlace
    return moment


READERS: Mapping[type, Callable] = {str: _text, int: _whole, date: _day, datetime: _moment}


@dataclass(frozen=True)
class Slice:
    """One page of a list, and the place where the next one begins; empty when there is none."""

    rows: list
    following: str = ""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


@dataclass(frozen=True)
class Keyset:
    """An order that names every row once: columns with their types, all ascending or all descending."""

    columns: Mapping[str, type]
    descending: bool = False

    def order(self, rows: QuerySet) -> QuerySet:
        """Return the rows in this order."""
        sign = "-" if self.descending else ""
        return rows.order_by(*(f"{sign}{column}" for column in self.columns))

    def slice(self, rows: QuerySet, after: str, size: int) -> Slice:
        """Return `size` rows that follow the place `after`, the first ones when it is empty; raise `UnknownPlace`."""
        if after:
            rows = self.beyond(rows, after)
        found = list(self.order(rows)[: size + 1])
        return Slice(found[:size], self.place(found[size - 1]) if len(found) > size else "")

    def beyond(self, rows: QuerySet, place: str) -> QuerySet:
        """Return the rows that follow a place; raise `UnknownPlace`."""
        return rows.filter(self._beyond(self.read(place)))

    def place(self, row) -> str:
        """Return the place of a row as text for an address."""
        values = [getattr(row, column) for column in self.columns]
        text = json.dumps([value.isoformat() if isinstance(value, date) else value for value in values])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def read(self, place: str) -> list:
        """Return the values that a place stands for; raise `UnknownPlace` for anything else."""
        if len(place) > 1000:
            raise UnknownPlace
        try:
            values = json.loads(base64.urlsafe_b64decode(place.encode() + b"=" * (-len(place) % 4)))
        except (binascii.Error, ValueError, RecursionError) as error:
            raise UnknownPlace from error
        if not isinstance(values, list) or len(values) != len(self.columns):
            raise UnknownPlace
        return [READERS[kind](value) for kind, value in zip(self.columns.values(), values, strict=True)]

    def _beyond(self, values: list) -> Q:
        """Return the condition for rows after these values, column by column; the first one can use the index alone."""
        step = "lt" if self.descending else "gt"
        columns = list(self.columns)
        beyond = Q()
        for at, (column, value) in enumerate(zip(columns, values, strict=True)):
            beyond |= Q(**dict(zip(columns[:at], values[:at], strict=True)), **{f"{column}__{step}": value})
        return Q(**{f"{columns[0]}__{step}e": values[0]}) & beyond
