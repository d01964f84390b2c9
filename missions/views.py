"""Missions, their easy versions and their headcounts, as the public reads them."""

from collections import Counter, defaultdict

from django.db.models import Count, Q

from maps.locator import PublishedMark, spread, view_box
from missions.published import PublishedFigure
from missions.strength import FEWEST, Point, StrengthChart, chart_of, point_of
from publishing.furniture import LANGUAGES, furnish, in_one_language, light, newest_naming
from publishing.keyset import Keyset
from publishing.models import Edition
from publishing.views import ListView, PageView

# The order in which lists show them.
STATUSES = ["running", "planned", "ended"]
IN_THE_EDITORS_ORDER = Keyset({"sort_key": str, "id": int})
RELATED_ARTICLES = 6
LATEST_CHANGES = 10


def current_figures(editions) -> dict[int, list[PublishedFigure]]:
    """Return the current figures of these versions, by version; the total of each comes first."""
    found = defaultdict(list)
    wanted = [edition.pk for edition in editions]
    for figure in PublishedFigure.objects.filter(edition__in=wanted, is_current=True).order_by("-is_total", "id"):
        found[figure.edition_id].append(figure)
    return found


def with_headline(missions: list[Edition], figures: dict[int, list[PublishedFigure]]) -> list[Edition]:
    """Give each mission its headline figure, the total now in force; None where nothing is disclosed."""
    for mission in missions:
        mission.headline = next((figure for figure in figures[mission.pk] if figure.is_total), None)
    return missions


def marked(missions: list[Edition]) -> dict:
    """Return the running missions that lie somewhere, each with its mark, and the part of the map that shows them."""
    running = {mission.pk: mission for mission in missions if mission.facet == "running"}
    marks = {mark.edition_id: mark for mark in PublishedMark.objects.filter(edition__in=list(running))}
    found = []
    for pk, mission in running.items():
        if pk in marks:
            mission.place = marks[pk]
            found.append(mission)
            mission.place.number = len(found)
    return {"marked": found, "view_box": view_box(spread([mission.place for mission in found]))}


class MissionPage(PageView):
    kind = "mission"
    template_name = "missions/mission.html"

    def also(self, document):
        return newest_naming(
            self.now,
            kind="article",
            relation=self.kind,
            target=document.uid,
            languages=LANGUAGES,
            limit=RELATED_ARTICLES,
        )

    def more(self, edition, document, furniture):
        articles = in_one_language([row for row in furniture.also if row.kind == "article"], self.language)
        articles.sort(key=lambda row: (row.sort_key, row.pk), reverse=True)
        changes = []
        if edition:
            noted = Edition.objects.readable(self.now).filter(page=edition.page_id, language=self.language)
            noted = noted.exclude(public_note="").only("live_from", "public_note")
            changes = list(noted.order_by("-live_from")[:LATEST_CHANGES])
        return {"related": articles[:RELATED_ARTICLES], "changes": changes}


class EasyPage(PageView):
    kind = "easy"
    template_name = "missions/easy.html"
    linked = ("mission",)


class MissionList(ListView):
    """All missions by status; one status alone, page by page, when the address asks for it."""

    template_name = "missions/list.html"
    url_name = "missions"
    keyset = IN_THE_EDITORS_ORDER
    shown_of_each = 24

    def context(self):
        live = Edition.objects.live(self.now).filter(kind="mission", language=self.language)
        counts = dict(live.order_by().values_list("facet").annotate(Count("id")))
        wanted = self.request.GET.get("status", "")
        if wanted in STATUSES:
            rows = self.slice(light(live.filter(facet=wanted)))
            furniture = furnish(self.now, self.language)
            missions, following = rows.rows, rows.following
        else:
            wanted = ""
            of_each = [self.keyset.order(live.filter(facet=status))[: self.shown_of_each] for status in STATUSES]
            furniture = furnish(self.now, self.language, also=of_each)
            missions = [row for row in furniture.also if row.kind == "mission"]
            missions.sort(key=lambda row: (row.sort_key, row.pk))
            following = ""
        with_headline(missions, current_figures(missions))
        groups = [
            {
                "status": status,
                "count": counts.get(status, 0),
                "missions": [row for row in missions if row.facet == status],
            }
            for status in STATUSES
        ]
        return {
            "furniture": furniture,
            "groups": [group for group in groups if group["missions"]],
            "following": following,
            "of_status": wanted,
            **({} if wanted else marked(missions)),
        }


def over_time(
    missions: list[Edition], dated: dict[int, list[PublishedFigure]]
) -> list[tuple[Edition, str, StrengthChart]]:
    """Return each mission whose totals of several dates can be drawn, or else its operations, all on one scale.

    Beside the mission stands the name of the operation, empty for the mission as a whole.
    """
    series = [
        (mission, operation, points)
        for mission in missions
        for operation, points in _series(dated[mission.pk]).items()
        if len(points) >= FEWEST
    ]
    most = max((point.headcount for _mission, _operation, points in series for point in points), default=0)
    return [(mission, operation, chart_of(points, most=most)) for mission, operation, points in series]


def _series(figures: list[PublishedFigure]) -> dict[str, list[Point]]:
    """Return the totals of a mission as points, or without enough of them the figures of each operation, by its name.

    Of several figures of one operation and date each is a part, crews beside staff: they are no strength.
    """
    totals = [point for figure in figures if figure.is_total and (point := point_of(figure.as_of, figure))]
    if len(totals) >= FEWEST:
        return {"": totals}
    parts = [figure for figure in figures if figure.role == "part" and figure.operation_label]
    alone = Counter((figure.operation, figure.as_of) for figure in parts)
    found = defaultdict(list)
    for figure in parts:
        point = point_of(figure.as_of, figure)
        if point and alone[figure.operation, figure.as_of] == 1:
            found[figure.operation_label].append(point)
    return found


class Headcounts(ListView):
    """The current figures of every mission, with their dates and sources, and the totals of other dates as drawings."""

    template_name = "missions/headcounts.html"
    url_name = "headcounts"
    keyset = IN_THE_EDITORS_ORDER
    page_size = 40

    def context(self):
        live = Edition.objects.live(self.now).filter(kind="mission", language=self.language)
        missions = self.slice(light(live))
        figures, dated = defaultdict(list), defaultdict(list)
        wanted = PublishedFigure.objects.filter(edition__in=[mission.pk for mission in missions])
        # What was added up may leave out an operation that nobody counted that year.
        can_be_drawn = Q(computed=False, first_day__isnull=False, role__in=["total", "part"])
        for figure in wanted.filter(Q(is_current=True) | can_be_drawn).order_by("-is_total", "id"):
            if figure.is_current:
                figures[figure.edition_id].append(figure)
            if not figure.computed:
                dated[figure.edition_id].append(figure)
        for mission in with_headline(missions.rows, figures):
            mission.figures = figures[mission.pk]
        return {
            "furniture": furnish(self.now, self.language),
            "missions": missions,
            "over_time": over_time(missions.rows, dated),
            **marked(missions.rows),
        }
