"""Search: the pages of a language that hold all words asked for, those first that say them in their title."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Case, Count, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Greatest, Length, StrIndex, Substr

from publishing import excerpts, question
from publishing.furniture import LANGUAGES, furnish, keys_of
from publishing.keyset import Keyset, Slice, UnknownPlace
from publishing.models import SearchEntry
from publishing.question import Question
from publishing.views import PublicView, language_links

# Where the words may stand: all of them in the title, in title or lead, or anywhere. The best place comes first.
PLACES = ("title", "lead", "body")
NEWEST_FIRST = Keyset({"day": date, "edition_id": int}, descending=True)
# Beyond that nobody reads on, and a number is a guess of the reader's own.
MOST_COUNTED = 200
# How much of a page is read to find the words in it for an excerpt.
STRETCH = 4000
OF_A_RESULT = (
    "day",
    "edition__kind",
    "edition__language",
    "edition__path",
    "edition__title",
    "edition__facet",
    "edition__date",
)


def holding(asked: Question, place: str) -> Q:
    """Return the condition that a place of a page holds all words and phrases of a question."""
    condition = Q(**{f"{place}__holds": asked.words})
    for phrase in asked.phrases:
        condition &= Q(**{f"{place}__contains": f" {phrase} "})
    return condition


def pages(asked: Question, now: datetime) -> QuerySet:
    """Return the live pages of the question's language that hold what it asks for, in no order."""
    return SearchEntry.objects.live(now).filter(holding(asked, "body"), language=asked.language)


def by_place(asked: Question, now: datetime) -> list[QuerySet]:
    """Return the same pages in as many parts as there are places; no page is in two of them."""
    live = SearchEntry.objects.live(now).filter(language=asked.language)
    title, lead, body = (holding(asked, place) for place in PLACES)
    return [live.filter(title), live.filter(lead).exclude(title), live.filter(body).exclude(lead)]


def results(asked: Question, now: datetime, *, after: str, size: int) -> Slice:
    """Return one page of results in one query, each with its excerpt; raise `UnknownPlace`."""
    level, place = _begin(after)
    parts = by_place(asked, now)[level:]
    if place:
        parts[0] = NEWEST_FIRST.beyond(parts[0], place)
    first, *rest = keys_of([NEWEST_FIRST.order(part)[: size + 1] for part in parts])
    rows = SearchEntry.objects.filter(pk__in=first.union(*rest) if rest else first)
    rows = rows.annotate(
        level=Case(*(When(holding(asked, place), then=number) for number, place in enumerate(PLACES)), default=2),
        stretch=_stretch(asked),
    )
    rows = rows.select_related("edition").only(*OF_A_RESULT).order_by("level", "-day", "-edition_id")
    found = list(rows[: size + 1])
    for row in found[:size]:
        row.excerpt = excerpts.excerpt(row.stretch, stems=asked.words, phrases=asked.phrases, language=asked.language)
    following = f"{found[size - 1].level}.{NEWEST_FIRST.place(found[size - 1])}" if len(found) > size else ""
    return Slice(found[:size], following)


def _begin(after: str) -> tuple[int, str]:
    """Return the part of the results that a place is in, and the place in that part."""
    if not after:
        return 0, ""
    level, _point, place = after.partition(".")
    if level not in {"0", "1", "2"} or not place:
        raise UnknownPlace
    return int(level), place


def _stretch(asked: Question) -> Substr:
    """Return the stretch of a page's text where what was asked for stands first.

    Stems and text run side by side, so a place in one leads near enough to that in the other.
    """
    sought = asked.phrases[0] if asked.phrases else max(asked.words, key=len)
    at = Cast(StrIndex("body", Value(f" {sought} ", output_field=TextField())), BigIntegerField())
    near = at * Length("text") / Greatest(Length("body"), Value(1))
    start = Greatest(near - Value(STRETCH // 2), Value(1), output_field=BigIntegerField())
    # PostgreSQL multiplies in big integers and cuts by small ones.
    return Substr("text", Cast(start, IntegerField()), STRETCH)


def count(asked: Question, now: datetime) -> int:
    """Return how many pages there are, and one more than is counted when there are more."""
    return pages(asked, now)[: MOST_COUNTED + 1].count()


def count_elsewhere(text: str, language: str, now: datetime) -> dict[str, int]:
    """Return how many pages the same words find in each other language, in one query; only where there are some."""
    others = [question.read(text, code) for code in LANGUAGES if code != language]
    parts = [pages(asked, now).order_by("pk")[: MOST_COUNTED + 1] for asked in others if asked]
    if not parts:
        return {}
    first, *rest = keys_of(parts)
    found = SearchEntry.objects.filter(pk__in=first.union(*rest)).order_by()
    return dict(found.values_list("language").annotate(Count("pk")))


class Search(PublicView):
    """The form, and what was found."""

    template_name = "publishing/search.html"
    url_name = "search"
    indexed = False
    page_size = 10

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.asked = question.read(request.GET.get("q", ""), self.language)

    def context(self):
        asked, after = self.asked, self.request.GET.get("after", "")
        shown = {
            "furniture": furnish(self.now, self.language),
            "asked": asked,
            "query": urlencode({"q": asked.text}),
            "most": MOST_COUNTED,
        }
        if asked.problem:
            shown["status"] = 400
        if not asked:
            return shown
        found = results(asked, self.now, after=after, size=self.page_size)
        # A list that is whole has counted itself.
        total = count(asked, self.now) if after or found.following else len(found)
        elsewhere = {} if found else count_elsewhere(asked.text, self.language, self.now)
        return shown | {"found": found, "total": total, "elsewhere": self.in_order(elsewhere), "goes_on": bool(after)}

    def links(self):
        """Return the language switch, with the same question."""
        asked = f"?{urlencode({'q': self.asked.text})}" if self.asked.text else ""
        return language_links({link.code: link.url + asked for link in super().links()}, current=self.language)

    def in_order(self, numbers: dict[str, int]) -> list[dict]:
        """Return the languages that have something, as the language switch has them."""
        return [{"link": link, "total": numbers[link.code]} for link in self.links() if link.code in numbers]
