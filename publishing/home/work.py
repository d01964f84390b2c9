"""Drafts and translations on the home of the desk: one's own, and what is left to do in each language."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from languages.models import Segment
from languages.names import language_name
from languages.states import State
from publishing import moments
from publishing.home.items import FEW, LANGUAGES, Item, Person, open_page, translate_page
from publishing.models import GuestAnswer, Standing, Writing
from publishing.standings import title_of


def _count(language: str, state: State):
    """Return how many passages of a page stand so in a language, as a column of a list of standings."""
    rows = Segment.objects.filter(page_uid=OuterRef("page__uid"), language=language, state=state)
    number = rows.order_by().values("page_uid").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0))


def standings_for(who: Person) -> list[Standing]:
    """Return the drafts to show: for a translator those with work in her languages, for others their own."""
    if who.translates_only:
        work = Segment.objects.filter(
            page_uid=OuterRef("page__uid"), language__in=who.languages, state__in=[State.MISSING, State.STALE]
        )
        rows = Standing.objects.filter(Exists(work))
    else:
        own = Writing.objects.filter(page=OuterRef("page"), by=who.user, release__isnull=True)
        rows = Standing.objects.filter(Exists(own), differs=True)
    counts = {f"{state}_{code}": _count(code, state) for code in LANGUAGES for state in (State.MISSING, State.STALE)}
    return list(rows.select_related("page").annotate(**counts).order_by("-changed_at", "-pk")[:FEW])


def _work(standing: Standing, code: str) -> tuple[int, int]:
    """Return how many passages are missing in a language, and of how many the source changed."""
    return getattr(standing, f"{State.MISSING}_{code}"), getattr(standing, f"{State.STALE}_{code}")


def work_in_words(missing: int, stale: int) -> str:
    """Return "3 missing, 1 source changed"; empty when there is nothing to do."""
    words = []
    if missing:
        words.append(ngettext("%(n)d missing", "%(n)d missing", missing) % {"n": missing})
    if stale:
        words.append(ngettext("%(n)d source changed", "%(n)d sources changed", stale) % {"n": stale})
    return ", ".join(words)


def _titled(standing: Standing, language: str) -> tuple[str, str]:
    """Return the title of a draft, and its language when that is not the reader's."""
    if not (title := title_of(standing.titles, language)):
        return _("Untitled"), ""
    return title, "" if standing.titles.get(language) else next(
        code for code, words in standing.titles.items() if words
    )


def own_draft(standing: Standing, language: str) -> Item:
    if standing.published:
        label = _("Draft differs from what is live")
        number = standing.changes
        facts = ngettext(
            "%(n)d change since the published version.", "%(n)d changes since the published version.", number
        )
        detail = facts % {"n": number}
    else:
        label, detail = _("Draft, never published"), _("The public sees nothing of it yet.")
    worked = _("Last saved %(moment)s.") % {"moment": moments.shortly(standing.changed_at)}
    title, lang = _titled(standing, language)
    return Item("differs", label, title, f"{detail} {worked}", open_page(standing.page.uid), _("Continue"), lang=lang)


def answers_for(who: Person) -> list[GuestAnswer]:
    """Return what guests said about pages of somebody's and nobody has read yet, the oldest first: one query."""
    return list(GuestAnswer.objects.awaited_by(who.user).order_by("at", "pk")[:FEW])


def guest_answer(answer: GuestAnswer, language: str) -> Item:
    standing = getattr(answer.link.page, "standing", None)
    title, lang = _titled(standing, language) if standing else (_("Untitled"), "")
    detail = _("%(name)s, %(moment)s.") % {"name": answer.name, "moment": moments.shortly(answer.at)}
    label = _("A guest answered: %(answer)s") % {"answer": answer.get_verdict_display()}
    mark = "live" if answer.verdict == GuestAnswer.Verdict.YES else "refused"
    address = reverse("admin:publishing_sharelink_link", args=[answer.link_id])
    return Item(mark, label, title, detail, address, _("Read it"), quotation=answer.comment, lang=lang)


def to_translate(standing: Standing, who: Person, language: str) -> Item:
    todo = [(code, work) for code in who.languages if (work := work_in_words(*_work(standing, code)))]
    detail = "; ".join(
        _("%(language)s: %(work)s") % {"language": capfirst(language_name(code)), "work": work} for code, work in todo
    )
    mark = "missing" if any(_work(standing, code)[0] for code, _words in todo) else "stale"
    uid = standing.page.uid
    address = translate_page(uid, todo[0][0]) if todo else open_page(uid)
    title, lang = _titled(standing, language)
    return Item(mark, _("To translate"), title, f"{detail}.", address, _("Translate"), lang=lang)


def matrix(standings: list[Standing], language: str) -> list[dict]:
    """Return the pages of the queue, each with what is left to do in every language."""
    return [
        {
            "title": _titled(standing, language)[0],
            "lang": _titled(standing, language)[1],
            "url": open_page(standing.page.uid),
            "cells": [
                {"code": code, "missing": missing, "stale": stale, "words": work_in_words(missing, stale)}
                for code in LANGUAGES
                for missing, stale in [_work(standing, code)]
            ],
        }
        for standing in standings
    ]


def left_to_translate(who: Person) -> list[dict]:
    """Return what is left to do on all pages, language by language; a translator reads her languages."""
    languages = who.languages if who.translates_only else LANGUAGES
    rows = Segment.objects.filter(language__in=languages, state__in=[State.MISSING, State.STALE])
    counts = {code: {State.MISSING: 0, State.STALE: 0} for code in languages}
    for code, state, number in rows.order_by().values_list("language", "state").annotate(number=Count("pk")):
        counts[code][State(state)] = number
    return [
        {"language": language_name(code), "words": work_in_words(found[State.MISSING], found[State.STALE])}
        for code, found in counts.items()
        if any(found.values())
    ]
