"""All published headcounts of a language as files: JSON, CSV by the book, and CSV as spreadsheets here open it."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from interface import rows
from interface.schemas import Headcount, HeadcountFile
from languages.spreadsheets import harmless
from missions.published import PublishedFigure
from publishing import caching

COLUMNS = tuple(Headcount.model_fields)
BYTE_ORDER_MARK = "\ufeff"


def published_figures(now: datetime, language: str) -> QuerySet:
    """Return every live headcount of a language, missions in the order of the editors, the current ones first."""
    live = PublishedFigure.objects.live(now).filter(language=language).exclude(edition__path="")
    ordered = live.order_by("edition__sort_key", "edition_id", "position")
    return caching.with_next_change(rows.with_their_version(ordered), now)


def headcount_file(request: HttpRequest, language: str, headcounts: list[Headcount]) -> HeadcountFile:
    """Return the headcounts with what a re-user must know."""
    return HeadcountFile(
        language=language,
        attribution=settings.ORGANISATION[language],
        licence=settings.DATA_LICENCE,
        url=rows.for_people(request, "headcounts", language=language),
        headcounts=headcounts,
    )


def cell(value: object) -> object:
    """Return a value as a cell: nothing for None, an apostrophe before what a spreadsheet would run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def table(headcounts: Iterable[Headcount], *, for_excel: bool) -> str:
    """Return the headcounts as CSV: with commas as RFC 4180 has it, or as spreadsheets in Belgium open it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if for_excel else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for headcount in headcounts:
        plain = headcount.model_dump(mode="json")
        writer.writerow([cell(plain[column]) for column in COLUMNS])
    return (BYTE_ORDER_MARK if for_excel else "") + text.getvalue()
