"""Headcounts of published versions, one row each: what lists, tables and downloads read instead of documents.

Apart from `missions.models`, which imports it for Django to find the table: public code imports this module and can
then reach no table that holds a draft. The rows come from documents, so they hold no hidden number.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from missions.documents import MissionDocument
from missions.headcounts import Situation
from publishing.models import Edition, Projection


class PublishedFigure(Projection):
    """A headcount of a published version; its `edition` has the address and the title of the page."""

    language = models.CharField(_("language"), max_length=10)
    mission = models.UUIDField(_("mission"))
    figure = models.UUIDField(_("headcount"), null=True, blank=True)
    role = models.CharField(_("what it counts"), max_length=10)
    operation = models.UUIDField(_("operation"), null=True, blank=True)
    operation_label = models.CharField(_("label of the operation"), max_length=140, blank=True)
    headcount = models.PositiveIntegerField(_("headcount"), null=True, blank=True)
    qualifier = models.CharField(_("how sure"), max_length=10)
    computed = models.BooleanField(_("added up"), default=False)
    as_of = models.CharField(_("as of"), max_length=100, blank=True)
    first_day = models.DateField(_("first possible day"), null=True, blank=True)
    last_day = models.DateField(_("last possible day"), null=True, blank=True)
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    label = models.CharField(_("label"), max_length=140, blank=True)
    is_current = models.BooleanField(_("current"), default=False)
    is_total = models.BooleanField(_("total"), default=False)
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        verbose_name = _("published headcount")
        verbose_name_plural = _("published headcounts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(computed=False) | models.Q(figure__isnull=True, is_total=True),
                name="only_totals_are_added_up",
            ),
        ]
        indexes = [
            # The overview of all missions reads current totals, a mission's own table reads all of its rows.
            models.Index(fields=["language", "is_current", "is_total", "mission"], name="published_figure_overview"),
            models.Index(fields=["mission", "language", "position"], name="published_figure_of_mission"),
        ]

    def __str__(self):
        return f"{self.label or self.role}: {self.headcount if self.headcount is not None else '–'}"


def project_figures(edition: Edition, document: MissionDocument) -> list[PublishedFigure]:
    """Return the unsaved rows for the figures of a mission document, the current ones first, then from the latest on.

    A total that was added up has a row too, without a figure, an operation or a source of its own.
    """
    overview = document.headcounts
    labels = {operation.uid: operation.label or operation.acronym for operation in document.operations}
    rows: list[PublishedFigure] = []

    def add(situation: Situation, *, is_current: bool, **columns) -> None:
        when = situation.when
        rows.append(
            PublishedFigure(
                edition=edition,
                language=edition.language,
                mission=document.uid,
                as_of=situation.as_of,
                first_day=when.first_day if when else None,
                last_day=when.last_day if when else None,
                is_current=is_current,
                position=len(rows),
                **columns,
            )
        )

    for situation in overview.situations:
        is_current = situation is overview.current
        total = situation.total
        if total and total.computed:
            add(
                situation,
                is_current=is_current,
                role="total",
                headcount=total.headcount,
                qualifier=total.qualifier,
                computed=True,
                is_total=True,
            )
        for figure in situation.figures:
            add(
                situation,
                is_current=figure in overview.ceilings if figure.role == "ceiling" else is_current,
                figure=figure.uid,
                role=figure.role,
                operation=figure.operation,
                operation_label=labels.get(figure.operation, ""),
                headcount=figure.headcount,
                qualifier=figure.qualifier,
                source_title=figure.source_title,
                source_url=figure.source_url,
                label=figure.label,
                is_total=figure.role == "total",
            )
    return rows
