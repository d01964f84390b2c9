"""Publications on the home of the desk: what waits for whom, what goes live next, what went live lately."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from languages.names import language_name
from publishing import approval, authorship, deputies, moments
from publishing.home.items import FEW, LANGUAGES, MOST, Item, Person, open_page
from publishing.models import Candidate, Edition, Release
from publishing.page_states import REFUSED_FOR
from publishing.standings import title_of


def releases_for(who: Person, now: datetime) -> list[Release]:
    """Return every publication that the home names, with titles and without documents: two queries."""
    all_ = Release.objects.all()
    newer = Candidate.objects.filter(
        page__candidates__release=OuterRef("pk"), release__requested_at__gt=OuterRef("decided_at")
    )
    urgent_first = Case(When(nature=Release.Nature.URGENT, then=0), default=1, output_field=IntegerField())
    lately = all_.filter(state=Release.State.APPROVED)
    parts = [lately.filter(live_from__gt=now).order_by("live_from", "pk")[:FEW]]
    parts += [lately.filter(live_from__lte=now).order_by("-live_from", "-pk")[:FEW]]
    if who.asks:
        parts += [all_.filter(state=Release.State.REQUESTED).order_by(urgent_first, "requested_at", "pk")[:MOST]]
        mine = all_.filter(state=Release.State.REFUSED, requested_by=who.user, decided_at__gt=now - REFUSED_FOR)
        parts += [mine.filter(~Exists(newer)).order_by("-decided_at", "-pk")[:FEW]]
    if who.approves:
        alone = lately.filter(nature=Release.Nature.SMALL_CORRECTION, confirmed_at__isnull=True)
        if not settings.ONE_PERSON_DESK:
            alone = alone.exclude(requested_by=who.user).exclude(decided_by=who.user)
        parts += [alone.order_by("decided_at", "pk")[:FEW]]
    condition = Q(pk__in=[])
    for part in parts:
        condition |= Q(pk__in=part.values("pk"))
    # The version that a line ends with, scheduled or not; nothing where the page was withdrawn.
    lines = Edition.objects.filter(page=OuterRef("page"), language=OuterRef("language"), cancelled_at__isnull=True)
    heads = lines.order_by("-live_from").values(head=Case(When(withdrawn=False, then="pk")))
    candidates = (
        Candidate.objects.select_related("page")
        .defer("document")
        .annotate(head=Subquery(heads[:1]))
        .order_by("page", "language")
    )
    return list(
        all_.filter(condition)
        .select_related("requested_by", "decided_by")
        .prefetch_related(Prefetch("candidates", candidates))
        .order_by("-live_from", "-requested_at", "-pk")
    )


@dataclass
class Decisions:
    """What is to be decided: by me, the most binding first; by others because I may not; by others altogether."""

    mine: list[Item]
    not_mine: list[Item]
    waiting: list[dict]
    # Pages whose draft is named by one of these already, each with the moment up to which that is so.
    named: dict[int, datetime]


def decisions(who: Person, releases: list[Release], now: datetime, language: str) -> Decisions:
    """Return what waits for a decision, with who may take it."""
    to_approve, refused, to_confirm, to_ask_again, not_mine, waiting = [], [], [], [], [], []
    asked_for = sorted(
        (release for release in releases if release.state == Release.State.REQUESTED),
        key=lambda release: (release.nature != Release.Nature.URGENT, release.requested_at),
    )
    writings = authorship.writings_of(asked_for) if asked_for else {}
    approvers = deputies.approvers(now) if asked_for else []
    for release in asked_for:
        writers = authorship.writers(release, writings[release.pk])
        if _has_moved(release) and release.requested_by == who.user:
            to_ask_again.append(_to_ask_again(release, language))
        elif _has_moved(release) and who.approves:
            not_mine.append(_moved(release, language))
        elif who.approves and (who.user not in writers or settings.ONE_PERSON_DESK):
            to_approve.append(_to_approve(release, language))
        elif who.approves or release.requested_by == who.user:
            not_mine.append(_not_mine(release, who, writers, approvers, language))
        else:
            waiting.append(_named(release, language) | {"by": release.requested_by, "moved": _has_moved(release)})
    for release in releases:
        if release.state == Release.State.REFUSED:
            refused.append(_refused(release, language))
        elif _to_be_confirmed(release, who):
            to_confirm.append(_to_confirm(release, language))
    named = {}
    for release in releases:
        until = {Release.State.REQUESTED: release.requested_at, Release.State.REFUSED: now}.get(release.state)
        named |= {candidate.page_id: until for candidate in release.candidates.all() if until}
    return Decisions([*to_approve, *refused, *to_ask_again, *to_confirm], not_mine, waiting, named)


def _has_moved(release: Release) -> bool:
    """Tell whether the live page went on since the request: nobody can approve it any more."""
    return any(candidate.head != candidate.base_id for candidate in release.candidates.all())


def _to_be_confirmed(release: Release, who: Person) -> bool:
    small = release.nature == Release.Nature.SMALL_CORRECTION and release.state == Release.State.APPROVED
    own = who.user in (release.requested_by, release.decided_by) and not settings.ONE_PERSON_DESK
    return small and release.confirmed_at is None and who.approves and not own


def _decide(release: Release) -> str:
    return reverse("admin:publishing_release_decide", args=[release.pk])


def titles_of(release: Release, language: str) -> str:
    """Return the titles of the pages of a publication, in one language as far as it goes out in it."""
    pages: dict[int, dict[str, str]] = {}
    for candidate in release.candidates.all():
        pages.setdefault(candidate.page_id, {})[candidate.language] = candidate.title
    titles = [title_of(titles, language) for titles in pages.values()]
    if len(titles) > 3:
        more = len(titles) - 2
        return ", ".join(titles[:2]) + " " + ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
    return ", ".join(titles)


def _lang(release: Release, language: str) -> str:
    """Return the language in which `_titles` names the first page of a publication; empty for the reader's own."""
    candidates = release.candidates.all()
    first = [each for each in candidates if each.page_id == candidates[0].page_id and each.title] if candidates else []
    codes = [each.language for each in first]
    return "" if language in codes or not codes else codes[0]


def languages_of(release: Release) -> str:
    codes = {candidate.language for candidate in release.candidates.all()}
    return ", ".join(language_name(code) for code in LANGUAGES if code in codes)


def _named(release: Release, language: str) -> dict:
    """Return how a line names a publication: its title with its language, and where it is."""
    return {"title": titles_of(release, language), "lang": _lang(release, language), "url": _decide(release)}


def _changes(release: Release) -> int:
    return len({change["tick"] for candidate in release.candidates.all() for change in candidate.changes})


def _to_approve(release: Release, language: str) -> Item:
    if release.nature == Release.Nature.URGENT:
        label = _("Urgent: to approve")
    elif release.wanted_from:
        label = _("To approve, %(moment)s") % {"moment": moments.shortly(release.wanted_from)}
    else:
        label = _("To approve, live on approval")
    number = _changes(release)
    changes = ngettext("%(n)d change", "%(n)d changes", number) % {"n": number}
    facts = {"changes": changes, "languages": languages_of(release), "name": release.requested_by}
    detail = _("%(changes)s (%(languages)s), asked by %(name)s.") % facts
    title, lang = titles_of(release, language), _lang(release, language)
    return Item("waits", label, title, detail, _decide(release), _("Look at it"), quotation=release.note, lang=lang)


def _not_mine(release: Release, who: Person, writers: set, approvers: Iterable, language: str) -> Item:
    asked_it = release.requested_by == who.user
    label, mark = (_("Waits for approval"), "waits") if asked_it else (_("Not yours to approve"), "not-you")
    reason = _("You wrote part of it.") if who.approves and who.user in writers else ""
    detail = f"{reason} {approval.who_may(approvers, writers)}".strip()
    title, lang = titles_of(release, language), _lang(release, language)
    return Item(mark, label, title, detail, _decide(release), _("Open"), lang=lang)


def _to_ask_again(release: Release, language: str) -> Item:
    label, verb = _("The live page has changed since the request."), _("Ask again…")
    detail = _("It cannot be approved. Look at the new difference, then ask again.")
    title, lang = titles_of(release, language), _lang(release, language)
    return Item("stale", label, title, detail, _decide(release), verb, lang=lang)


def _moved(release: Release, language: str) -> Item:
    label = _("The live page has changed since the request.")
    detail = _("It cannot be approved; %(name)s can ask again.") % {"name": release.requested_by}
    title, lang = titles_of(release, language), _lang(release, language)
    return Item("stale", label, title, detail, _decide(release), _("Open"), lang=lang)


def _refused(release: Release, language: str) -> Item:
    page = release.candidates.all()[0].page
    facts = {"name": release.decided_by, "moment": moments.shortly(release.decided_at)}
    detail = _("By %(name)s, %(moment)s.") % facts
    title, verb = titles_of(release, language), _("Take the text up")
    label, lang = _("Refused, with a reason"), _lang(release, language)
    return Item("refused", label, title, detail, open_page(page.uid), verb, quotation=release.reason, lang=lang)


def _to_confirm(release: Release, language: str) -> Item:
    facts = {"name": release.decided_by, "moment": moments.shortly(release.live_from)}
    detail = _("Published alone by %(name)s, %(moment)s.") % facts
    label = _("Small correction to confirm")
    title, lang = titles_of(release, language), _lang(release, language)
    return Item("live", label, title, detail, _decide(release), _("Look at it"), lang=lang)


def is_live(release: Release, now: datetime) -> bool:
    return release.state == Release.State.APPROVED and release.live_from <= now


def coming(release: Release, now: datetime, language: str) -> dict:
    return _named(release, language) | {
        "when": moments.shortly(release.live_from),
        "utc": moments.in_utc(release.live_from),
        "left": moments.time_left(release.live_from, now),
        "languages": languages_of(release),
        "by": release.decided_by,
    }


def gone(release: Release, language: str) -> dict:
    unconfirmed = release.nature == Release.Nature.SMALL_CORRECTION and release.confirmed_at is None
    return _named(release, language) | {
        "when": moments.shortly(release.live_from),
        "languages": languages_of(release),
        "nature": "" if release.nature == Release.Nature.NORMAL else release.get_nature_display(),
        "asked_by": release.requested_by,
        "approved_by": release.decided_by if release.decided_by != release.requested_by else None,
        "unconfirmed": unconfirmed,
    }
