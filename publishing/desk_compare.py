"""The page of the desk on which any two states of a page are compared: draft, live, requests, published versions."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView

from languages.names import language_name
from publishing import comparison, drafts, kinds, wording
from publishing.comparison import Change, What
from publishing.desk import PageView, desk_language
from publishing.documents import Document
from publishing.models import Edition, Page, Release

PERMISSION = "publishing.view_edition"
DRAFT, LIVE, PUBLICATION, REQUEST = "draft", "live", "publication", "request"
WHAT = {
    What.CHANGED: pgettext_lazy("comparison", "changed"),
    What.ADDED: pgettext_lazy("comparison", "added"),
    What.REMOVED: pgettext_lazy("comparison", "removed"),
    What.MOVED: pgettext_lazy("comparison", "moved"),
}
Documents = dict[str, Document]


def moment_in_words(moment: datetime) -> str:
    """Return day and hour in the newsroom’s time zone, in the active language."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def states(page: Page, now: datetime) -> dict[str, str]:
    """Return the states of a page that can be compared: words by key, the draft first, then the latest."""
    found = {DRAFT: _("Draft")}
    if Edition.objects.live(now).filter(page=page).exists():
        found[LIVE] = _("Live now")
    requests = Release.objects.filter(candidates__page=page, state=Release.State.REQUESTED).select_related(
        "requested_by"
    )
    for release in requests.distinct():
        words = {"name": release.requested_by, "moment": moment_in_words(release.requested_at)}
        found[f"{REQUEST}-{release.pk}"] = _("Asked for by %(name)s, %(moment)s") % words
    published = Release.objects.filter(
        editions__page=page, editions__cancelled_at__isnull=True, live_from__isnull=False
    )
    for release in published.distinct().order_by("-live_from"):
        form = _("Published on %(moment)s") if release.live_from <= now else _("Goes live on %(moment)s")
        found[f"{PUBLICATION}-{release.pk}"] = form % {"moment": moment_in_words(release.live_from)}
    return found


def documents_of(row, key: str, now: datetime) -> Documents:
    """Return a state of a page by language; `key` is one of `states`."""
    page = row.page()
    name, _dash, pk = key.partition("-")
    if name == DRAFT:
        return drafts.frozen_in_all_languages(row)
    if name == LIVE:
        return _as_of(page, now)
    release = Release.objects.get(pk=pk)
    if name == PUBLICATION:
        return _as_of(page, release.live_from)
    # What a request does not touch stays as it is live.
    asked = {
        candidate.language: drafts.read(page.kind, candidate.document)
        for candidate in release.candidates.filter(page=page)
    }
    return _as_of(page, now) | asked


def _as_of(page: Page, moment: datetime) -> Documents:
    """Return what the page said at a moment, in each language that was live then."""
    rows = Edition.objects.live(moment).filter(page=page)
    return {edition.language: drafts.read(page.kind, edition.document) for edition in rows.defer("seal")}


@dataclass(frozen=True)
class Row:
    """One difference for the template: where, what happened, how it was and how it is, as HTML."""

    place: str
    what: str
    words: str
    before: str = ""
    after: str = ""
    moves: tuple[str, ...] = ()


@dataclass
class Section:
    """The differences in one language, or (without a code) those all languages share."""

    title: str
    code: str = ""
    note: str = ""
    rows: list[Row] = field(default_factory=list)
    unchanged: list[tuple[str, str]] = field(default_factory=list)


def sections(kind: kinds.Kind, old: Documents, new: Documents, languages: list[str]) -> list[Section]:
    """Return what differs between two states: first what all languages share, then each language's words.

    `languages` come in the order of preference: facts are named in the words of the first.
    """
    together = Section(_("In all languages"))
    found, seen = [together], set()
    for code in languages:
        section = Section(capfirst(language_name(code)), code)
        found.append(section)
        before, after = old.get(code), new.get(code)
        if before is None or after is None:
            section.note = _absence(before, after)
            if before or after:
                section.unchanged = [(place, text) for _key, place, text in _texts(kind, before or after, set())]
            continue
        plain = [each.model_dump(mode="json") for each in (after, before)]
        changes = comparison.compare(before, after)
        for change in changes:
            target = section if change.language else together
            if change.language or change.tick not in seen:
                target.rows.append(_row(wording.named(change, *plain), kind, *plain))
            seen.add(change.tick)
        is_first = together.unchanged == []
        for key, place, text in _texts(kind, after, {change.key for change in changes}):
            if comparison.is_translated(type(after), key):
                section.unchanged.append((place, text))
            elif is_first:
                together.unchanged.append((place, text))
    return found if together.rows or together.unchanged else found[1:]


def _absence(before: Document | None, after: Document | None) -> str:
    """Return why there is nothing to compare in a language."""
    if before is None and after is None:
        return _("Neither state has this language.")
    if before is None:
        return _("The first state does not have this language; the second does.")
    return _("The second state does not have this language; the first does.")


def _texts(kind: kinds.Kind, document: Document, changed: set[str]) -> list[tuple[str, str, str]]:
    """Return the passages that did not change as (key, place, words); those without words are left out."""
    plain = document.model_dump(mode="json")
    found = []
    for key, value in comparison.passages(plain).items():
        name = key.rsplit("/", 1)[-1]
        steps = key.split("/")
        is_changed = any("/".join(steps[:end]) in changed for end in range(1, len(steps) + 1))
        if is_changed or name == comparison.ORDER or name in wording.UNSPOKEN:
            continue
        words = wording.plain(value, kind, name)
        if words:
            found.append((key, capfirst(wording.place_name(key, plain)), words))
    return found


def _row(change: Change, kind: kinds.Kind, after: dict, before: dict) -> Row:
    # What was removed has a name in the earlier state only.
    plain = before if change.what == What.REMOVED else after
    place = capfirst(wording.place_name(change.key, plain))
    if change.what == What.MOVED:
        items = {item["uid"]: wording.item_name(item) for item in after[change.key.rpartition("/")[0]]}
        moves = tuple(
            _("“%(title)s”: from place %(old)d to place %(new)d")
            % {"title": items.get(uid) or "…", "old": old, "new": new}
            for uid, old, new in comparison.moved(change)
        )
        return Row(place, change.what, WHAT[change.what], moves=moves)
    before_words, after_words = wording.sides(change, kind)
    return Row(place, change.what, WHAT[change.what], before_words, after_words)


class Compare(PageView, TemplateView):
    """Compares any two states of a page by field and word, in the languages chosen."""

    permission = PERMISSION
    template_name = "admin/publishing/compare.html"

    @property
    def heading(self):
        return _("Compare two states of “%(page)s”") % {"page": self.row}

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @cached_property
    def states(self) -> dict[str, str]:
        return states(self.page, self.now)

    def chosen(self, name: str, default: str) -> str:
        """Return the state that the address asks for; Http404 for one that this page never had."""
        key = self.request.GET.get(name, default)
        if key not in self.states:
            raise Http404
        return key

    @cached_property
    def languages(self) -> list[str]:
        """Return the languages asked for, the reader's own first; all of them when none is named."""
        asked = self.request.GET.getlist("language") or drafts.LANGUAGES
        if set(asked) - set(drafts.LANGUAGES):
            raise Http404
        return sorted(dict.fromkeys(asked), key=lambda code: (code != desk_language(), drafts.LANGUAGES.index(code)))

    def get_context_data(self, **kwargs):
        first = self.chosen("from", LIVE if LIVE in self.states else DRAFT)
        second = self.chosen("to", DRAFT)
        old, new = (documents_of(self.row, key, self.now) for key in (first, second))
        found = sections(self.kind, old, new, self.languages)
        swapped = {"from": second, "to": first, "language": self.languages}
        return super().get_context_data(**kwargs) | {
            "states": self.states,
            "first": first,
            "second": second,
            "first_words": self.states[first],
            "second_words": self.states[second],
            "all_languages": settings.LANGUAGES,
            "languages": self.languages,
            "sections": found,
            "differs": any(section.rows or (section.note and section.unchanged) for section in found),
            "swapped": f"?{urlencode(swapped, doseq=True)}",
        }
