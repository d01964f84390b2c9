"""Articles, series, categories, notices and standing pages, as the public reads them; and the front page."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404

from missions.views import IN_THE_EDITORS_ORDER, STATUSES, current_figures, marked, with_headline
from publishing.furniture import furnish, keys_of, light, together
from publishing.keyset import Keyset, Slice
from publishing.models import Edition, EditionTerm
from publishing.views import ListView, PageView, PublicView

FIRST_YEAR, LAST_YEAR = 1000, 2199
# Each year offered costs a look at its first article.
MOST_YEARS = 40
NEWEST_ARTICLES = 6
MISSIONS_ON_THE_FRONT_PAGE = 12
# Longer than any real list of categories or series.
MOST_TERMS = 60


@dataclass(frozen=True)
class Place:
    """The place of an article in a series, with its neighbours."""

    theme: UUID
    number: int
    total: int
    previous: Edition | None
    following: Edition | None


def members(now, relation: str, target: UUID, language: str) -> QuerySet:
    """Return the live articles that name a theme, category or keyword, each row with its version."""
    rows = EditionTerm.objects.live(now).filter(relation=relation, target=target, language=language)
    return rows.select_related("edition").defer("edition__document", "edition__seal")


def _count(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by().values("target").annotate(number=Count("pk")).values("number"))


def _of_itself(number: Subquery, edition: Edition) -> Case:
    """Count for the row of the article alone; its neighbours need no numbers."""
    return Case(When(edition=edition, then=number), default=None)


def places(now, edition: Edition, themes: list) -> list[Place]:
    """Return where an article stands in each of its series: "9 / 19", the one before, the one after; in one query."""
    if not themes:
        return []
    live = EditionTerm.objects.live(now).filter(relation="theme", language=edition.language)
    parts = [live.filter(edition=edition)]
    for theme in themes:
        same = Q(position=theme.position)
        series = live.filter(target=theme.uid)
        # The plain bounds let the index find the place; without them a long series is read from its start.
        before = series.filter(Q(position__lt=theme.position) | (same & Q(edition__lt=edition)))
        before = before.filter(position__lte=theme.position)
        after = series.filter(Q(position__gt=theme.position) | (same & Q(edition__gt=edition)))
        after = after.filter(position__gte=theme.position)
        # By the column itself: "edition" would be sorted the way versions sort themselves.
        parts += [before.order_by("-position", "-edition_id")[:1], after.order_by("position", "edition_id")[:1]]
    first, *rest = keys_of(parts)
    series = live.filter(target=OuterRef("target"))
    up_to_here = Q(position__lt=OuterRef("position")) | Q(
        position=OuterRef("position"), edition__lte=OuterRef("edition")
    )
    rows = (
        EditionTerm.objects.filter(pk__in=first.union(*rest))
        .select_related("edition")
        .only("target", "position", "edition__path", "edition__title", "edition__language")
        .annotate(
            total=_of_itself(_count(series), edition), number=_of_itself(_count(series.filter(up_to_here)), edition)
        )
    )
    found: dict[UUID, list[EditionTerm]] = {}
    for row in sorted(rows, key=lambda row: (row.position, row.edition_id)):
        found.setdefault(row.target, []).append(row)
    result = []
    for theme in themes:
        line = found.get(theme.uid, [])
        at = next((index for index, row in enumerate(line) if row.edition_id == edition.pk), None)
        if at is not None:
            result.append(
                Place(
                    theme=theme.uid,
                    number=line[at].number,
                    total=line[at].total,
                    previous=line[at - 1].edition if at else None,
                    following=line[at + 1].edition if at + 1 < len(line) else None,
                )
            )
    return result


class Home(PublicView):
    """The front page of a language: where our soldiers are, and what is new."""

    template_name = "articles/home.html"
    url_name = "home"

    def context(self):
        live = Edition.objects.live(self.now).filter(language=self.language)
        missions = live.filter(kind="mission")
        by_status = [
            IN_THE_EDITORS_ORDER.order(missions.filter(facet=status))[:MISSIONS_ON_THE_FRONT_PAGE]
            for status in STATUSES
        ]
        newest = live.filter(kind="article").order_by("-sort_key", "-id")[:NEWEST_ARTICLES]
        furniture = furnish(self.now, self.language, also=[*by_status, newest])
        found = {
            status: sorted(
                (row for row in furniture.also if (row.kind, row.facet) == ("mission", status)),
                key=lambda row: (row.sort_key, row.pk),
            )
            for status in STATUSES
        }
        # Without running missions, the past ones lead.
        leading = found["running"] or found["ended"]
        with_headline(leading, current_figures(leading))
        articles = [row for row in furniture.also if row.kind == "article"]
        return {
            "furniture": furniture,
            "missions": leading,
            "planned": found["planned"],
            "ended": found["ended"] if found["running"] else [],
            "are_running": bool(found["running"]),
            **marked(leading),
            "articles": sorted(articles, key=lambda row: (row.sort_key, row.pk), reverse=True),
        }


class ArticlePage(PageView):
    kind = "article"
    template_name = "articles/article.html"
    linked = ("theme", "category", "tag", "mission")

    def more(self, edition, document, furniture):
        return {"places": places(self.now, edition, document.themes) if edition else []}


class TermPage(PageView):
    """The page of a name that articles carry, with the articles that carry it."""

    keyset = Keyset({"sort_key": str, "edition_id": int}, descending=True)
    page_size = 30

    def slice(self, document) -> Slice:
        rows = members(self.now, self.kind, document.uid, self.language)
        return self.keyset.slice(rows, self.request.GET.get("after", ""), self.page_size)

    def more(self, edition, document, furniture):
        return {"members": self.slice(document)}


class CategoryPage(TermPage):
    kind = "category"
    template_name = "articles/category.html"


class ThemePage(TermPage):
    """A series, in the order of its editors."""

    kind = "theme"
    template_name = "articles/theme.html"
    keyset = Keyset({"position": int, "edition_id": int})

    def more(self, edition, document, furniture):
        shown = self.slice(document)
        series = EditionTerm.objects.live(self.now).filter(
            relation=self.kind, target=document.uid, language=self.language
        )
        before = Q(pk__isnull=True)
        if shown.rows:
            first = shown.rows[0]
            before = Q(position__lt=first.position) | Q(position=first.position, edition__lt=first.edition_id)
        counted = series.order_by().aggregate(total=Count("pk"), before=Count("pk", filter=before))
        return {"members": shown, "total": counted["total"], "start": counted["before"] + 1}


class NoticePage(PageView):
    kind = "notice"
    template_name = "articles/notice.html"
    linked = ("mission",)


class StandingPage(PageView):
    kind = "standing"
    template_name = "articles/standing.html"


def _in_the_year(year: int) -> dict:
    """Return the condition for articles of a year: their keys begin with their date in ISO form."""
    return {"sort_key__gte": f"{year:04d}", "sort_key__lt": f"{year + 1:04d}"}


class ArticleList(ListView):
    """All articles, the latest first; those of a year or with a keyword when the address asks for them."""

    template_name = "articles/list.html"
    url_name = "articles"

    def context(self):
        live = Edition.objects.live(self.now).filter(language=self.language)
        articles = live.filter(kind="article")
        year, keyword = self.year(), self.keyword()
        by_label = [live.filter(kind=kind).order_by("sort_key", "id")[:MOST_TERMS] for kind in ("theme", "category")]
        ends = [articles.order_by("sort_key", "id")[:1], articles.order_by("-sort_key", "-id")[:1]]
        furniture = furnish(self.now, self.language, references=[keyword] if keyword else [], also=[*by_label, *ends])
        if keyword and keyword not in furniture.references:
            raise Http404
        years = [int(row.sort_key[:4]) for row in furniture.also if row.kind == "article"]
        return {
            "furniture": furniture,
            "articles": self.chosen(articles, year, keyword),
            "query": urlencode({name: value for name, value in (("year", year), ("keyword", keyword)) if value}),
            "year": year,
            "keyword": furniture.references.get(keyword),
            "themes": [row for row in furniture.also if row.kind == "theme" and row.path],
            "categories": [row for row in furniture.also if row.kind == "category" and row.path],
            "years": self.years(articles, min(years), max(years)) if years else [],
        }

    def years(self, articles: QuerySet, first: int, last: int) -> list[int]:
        """Return the years that have an article, the latest first; the first of each year tells, in one query."""
        latest = min(last, self.now.year + 1)
        asked = range(latest, max(first, latest - MOST_YEARS) - 1, -1)
        found = together([articles.filter(**_in_the_year(year)).order_by("sort_key", "id")[:1] for year in asked])
        return sorted({int(key[:4]) for key in found.values_list("sort_key", flat=True)}, reverse=True)

    def chosen(self, articles: QuerySet, year: int | None, keyword: UUID | None) -> Slice:
        """Return a page of the articles asked for; those with a keyword are found through the keyword's own rows."""
        in_the_year = _in_the_year(year) if year else {}
        if not keyword:
            return self.slice(light(articles.filter(**in_the_year)))
        naming = members(self.now, "tag", keyword, self.language).filter(edition__kind="article", **in_the_year)
        found = TermPage.keyset.slice(naming, self.request.GET.get("after", ""), self.page_size)
        return Slice([row.edition for row in found.rows], found.following)

    def year(self) -> int | None:
        """Return the year that the address asks for, if any; Http404 for one that is none."""
        text = self.request.GET.get("year", "")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR):
            raise Http404
        return int(text)

    def keyword(self) -> UUID | None:
        """Return the keyword that the address asks for, if any; Http404 for one that is none."""
        text = self.request.GET.get("keyword", "")
        if not text:
            return None
        try:
            return UUID(text)
        except ValueError as error:
            raise Http404 from error


class NoticeList(ListView):
    """All notices, the latest first."""

    template_name = "articles/notices.html"
    url_name = "notices"

    def context(self):
        live = Edition.objects.live(self.now).filter(kind="notice", language=self.language)
        return {"furniture": furnish(self.now, self.language), "list": self.slice(light(live))}
