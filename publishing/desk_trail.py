"""The trail at the desk: a list to search and filter, and its export as CSV and JSON. Nothing here changes anything."""

import csv
import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from languages.plaintext import no_control_characters
from languages.spreadsheets import harmless
from publishing import comparison, kinds, moments, wording
from publishing.comparison import Change, What
from publishing.desk import DeskView
from publishing.models import TrailEntry

PER_PAGE = 50
# A save that changed more passages than this is folded.
MOST_UNFOLDED = 4
# Beyond these days the arithmetic of time zones ends.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)


class TrailForm(forms.Form):
    """What to look for in the trail; everything may stay empty."""

    words = forms.CharField(
        label=gettext_lazy("Page or words"),
        required=False,
        max_length=100,
        validators=[no_control_characters],
        help_text=gettext_lazy("Searches titles, reasons, and the words before and after."),
    )
    person = forms.ModelChoiceField(label=gettext_lazy("Who"), required=False, queryset=None)
    act = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=[("", "---------"), *TrailEntry.Act.choices]
    )
    first_day = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    last_day = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    page = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = get_user_model().objects.filter(is_staff=True).order_by("username")

    def clean(self):
        data = super().clean()
        if data.get("first_day") and data.get("last_day") and data["last_day"] < data["first_day"]:
            self.add_error("last_day", _("The last day is before the first day. Exchange the two."))
        return data

    def entries(self):
        """Return the entries asked for, the latest first; none when the question makes no sense."""
        rows = TrailEntry.objects.select_related("page")
        if not self.is_valid():
            return rows.none()
        data = self.cleaned_data
        if data["words"]:
            # Words before and after are kept as JSON: a quotation mark stands there behind a backslash.
            stored = json.dumps(data["words"], ensure_ascii=False)[1:-1]
            here = Q(title__icontains=data["words"]) | Q(detail__icontains=data["words"])
            rows = rows.filter(here | Q(before__icontains=stored) | Q(after__icontains=stored))
        if data["person"]:
            rows = rows.filter(by=data["person"])
        if data["act"]:
            rows = rows.filter(act=data["act"])
        if data["page"]:
            rows = rows.filter(page__uid=data["page"])
        if data["first_day"]:
            rows = rows.filter(at__gte=_moment(data["first_day"], time.min))
        if data["last_day"]:
            rows = rows.filter(at__lte=_moment(data["last_day"], time.max))
        return rows


def _moment(day, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=timezone.get_current_timezone())


def place_of(entry: TrailEntry) -> str:
    """Return where on the page something changed, in the reader's words."""
    if entry.act not in (TrailEntry.Act.SAVED, TrailEntry.Act.REDACTED):
        return entry.place
    words = wording.place_name(entry.place, {}) if entry.place else ""
    return f"{words} “{entry.part}”" if entry.part else words


def change_of(entry: TrailEntry) -> Change:
    """Return what changed as the comparison says it."""
    old, new = (json.loads(value) if value else None for value in (entry.before, entry.after))
    what = What.CHANGED if old and new else What.ADDED if new else What.REMOVED
    if entry.place.endswith(f"/{comparison.ORDER}"):
        what = What.MOVED
    return Change(entry.place, what, entry.languages, old, new)


def marked(entry: TrailEntry) -> str:
    """Return what changed, word by word; empty for acts that change no words, and where the words were removed."""
    if entry.act != TrailEntry.Act.SAVED or entry.page is None or not (entry.before or entry.after):
        return ""
    return wording.marked(change_of(entry), kinds.get(entry.page.kind))


def _same_act(entry: TrailEntry) -> tuple:
    """Return what the entries of one save have in common."""
    return entry.at, entry.by_name, entry.act, entry.page_id


def _act(entries: list[TrailEntry]) -> dict:
    """Return one act for the template, with every passage it changed."""
    first = entries[0]
    saved = first.act == TrailEntry.Act.SAVED
    return {
        "entry": first,
        "when": moments.in_words(first.at),
        "for_when": moments.shortly(first.moment) if first.moment else "",
        "place": "" if saved else place_of(first),
        "changes": [
            {"place": place_of(entry), "language": entry.languages, "marked": marked(entry)}
            for entry in entries
            if saved
        ],
        "rights": (first.before, first.after) if first.act == TrailEntry.Act.RIGHTS else None,
        "folded": len(entries) > MOST_UNFOLDED,
    }


class Trail(DeskView, TemplateView):
    """Shows who did what to which page and when, with what was there before and after."""

    permission = "publishing.view_trail"
    template_name = "admin/publishing/trail.html"

    @property
    def heading(self):
        return _("Trail")

    @cached_property
    def form(self) -> TrailForm:
        return TrailForm(self.request.GET)

    def get_context_data(self, **kwargs):
        rows = list(self._from_here(self.form.entries())[: PER_PAGE + 1])
        query = self.request.GET.copy()
        query.pop("before", None)
        older = query.copy()
        if len(rows) > PER_PAGE:
            older["before"] = f"{rows[PER_PAGE - 1].at.isoformat()} {rows[PER_PAGE - 1].pk}"
        acts = [_act(list(group)) for _key, group in itertools.groupby(rows[:PER_PAGE], key=_same_act)]
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "acts": acts,
            "older": f"?{older.urlencode()}" if len(rows) > PER_PAGE else "",
            "newest": f"?{query.urlencode()}" if "before" in self.request.GET else "",
            "query": query.urlencode(),
            "asked": any(query.values()),
        }

    def _from_here(self, rows):
        """Return the entries behind the last one of the page before; no number of pages has to be counted."""
        mark = self.request.GET.get("before", "")
        if not mark:
            return rows
        moment, _space, number = mark.rpartition(" ")
        try:
            at, pk = datetime.fromisoformat(moment), int(number)
        except ValueError:
            raise Http404 from None
        # The mark is written in UTC; any other zone could lead over the edge of the calendar.
        if at.utcoffset() != timedelta(0) or not 0 <= pk < 2**63:
            raise Http404
        return rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))


COLUMNS = (
    "at",
    "who",
    "act",
    "page",
    "kind",
    "title",
    "languages",
    "place",
    "before",
    "after",
    "detail",
    "moment",
    "publication",
)


def as_plain(entry: TrailEntry) -> dict[str, str]:
    """Return an entry for other programs: moments in UTC, codes as they are, words as the newsroom reads them."""
    kind = kinds.get(entry.page.kind) if entry.page else None
    name = entry.place.rsplit("/", 1)[-1]
    before, after = (
        wording.plain(json.loads(value), kind, name) if value and kind else value
        for value in (entry.before, entry.after)
    )
    return {
        "at": entry.at.isoformat(),
        "who": entry.by_name,
        "act": entry.act,
        "page": str(entry.page.uid) if entry.page else "",
        "kind": entry.page.kind if entry.page else "",
        "title": entry.title,
        "languages": entry.languages,
        "place": entry.place,
        "before": before,
        "after": after,
        "detail": entry.detail,
        "moment": entry.moment.isoformat() if entry.moment else "",
        "publication": str(entry.release_id or ""),
    }


class _Line:
    """A file that hands each line back to whoever wrote it."""

    def write(self, line: str) -> str:
        return line


def as_csv(entries: Iterable[TrailEntry]) -> Iterator[str]:
    """Yield the lines of a CSV that spreadsheets open as UTF-8."""
    writer = csv.DictWriter(_Line(), COLUMNS)
    yield "\ufeff" + writer.writer.writerow(COLUMNS)
    for entry in entries:
        yield writer.writer.writerow([harmless(value) for value in as_plain(entry).values()])


def as_json(entries: Iterable[TrailEntry]) -> Iterator[str]:
    """Yield a JSON list, one entry a line."""
    lead = "["
    for entry in entries:
        yield f"{lead}\n{json.dumps(as_plain(entry), ensure_ascii=False)}"
        lead = ","
    yield "\n]\n" if lead == "," else "[]\n"


FORMS = {"csv": ("text/csv; charset=utf-8", as_csv), "json": ("application/json", as_json)}


class TrailExport(DeskView, View):
    """Sends everything that the same question finds, as a file."""

    permission = "publishing.view_trail"

    def get(self, request, form):
        if form not in FORMS:
            raise Http404
        content_type, write = FORMS[form]
        day = timezone.localdate().isoformat()
        entries = TrailForm(request.GET).entries().iterator(chunk_size=500)
        headers = {"Content-Disposition": f'attachment; filename="trail-{day}.{form}"'}
        return StreamingHttpResponse(write(entries), content_type=content_type, headers=headers)
