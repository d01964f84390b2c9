"""What a page is at, in the few words that lists of the desk use: one rule per state, for filters and columns alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from publishing.models import Candidate, Edition, Page, Release, SavedDraft, Standing

# A refusal that nobody took up for so long is history, not work.
REFUSED_FOR = timedelta(days=30)


class PageState(models.TextChoices):
    """What the public reads of a page (one of the first four), and what is under way (any of the others)."""

    LIVE = "live", _("Same as live")
    DIFFERS = "differs", _("Differs from what is live")
    NEVER = "never", _("Never published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    WAITS = "waits", _("Waits for approval")
    SCHEDULED = "scheduled", _("Scheduled")
    REFUSED = "refused", _("Refused, with a reason")


def conditions(now: datetime) -> dict[PageState, Q | Exists]:
    """Return, for a query of pages, when a page is in each state."""
    editions = Edition.objects.filter(page=OuterRef("pk"), cancelled_at__isnull=True)
    live, ever = Exists(editions.live(now)), Exists(editions.filter(live_from__lte=now))
    differs = Exists(Standing.objects.filter(page=OuterRef("pk"), differs=True))
    asked = Candidate.objects.filter(page=OuterRef("pk"))
    newer = Candidate.objects.filter(page=OuterRef("page"), release__requested_at__gt=OuterRef("release__decided_at"))
    refused = asked.filter(release__state=Release.State.REFUSED, release__decided_at__gt=now - REFUSED_FOR)
    return {
        PageState.LIVE: Q(live, ~differs),
        PageState.DIFFERS: Q(live, differs),
        PageState.NEVER: ~ever,
        PageState.WITHDRAWN: Q(ever, ~live),
        PageState.WAITS: Exists(asked.filter(release__state=Release.State.REQUESTED)),
        PageState.SCHEDULED: Exists(editions.filter(live_from__gt=now)),
        PageState.REFUSED: Exists(refused.filter(~Exists(newer))),
    }


def drafts_in(state: PageState, drafts: models.QuerySet, now: datetime) -> models.QuerySet:
    """Return those of some drafts whose pages are in a state; a draft without a page was never published."""
    rules = conditions(now)
    if state == PageState.NEVER:
        published = Page.objects.filter(kind=drafts.model.page_kind).exclude(rules[state])
        return drafts.exclude(uid__in=published.values("uid"))
    pages = Page.objects.filter(rules[state], kind=drafts.model.page_kind)
    return drafts.filter(uid__in=pages.values("uid"))


@dataclass(frozen=True)
class Facts:
    """What a list says of one page beside its own columns."""

    states: tuple[PageState, ...] = (PageState.NEVER,)
    languages: tuple[str, ...] = ()
    changes: int = 0
    goes_live_at: datetime | None = None
    saved_at: datetime | None = None
    saved_by: str = ""


def facts_of(uids: Iterable[UUID], now: datetime) -> dict[UUID, Facts]:
    """Return the facts of the pages a list shows: three queries, whatever their number and their past."""
    wanted = list(uids)
    live = Edition.objects.live(now).filter(page__uid__in=wanted)
    languages: dict[UUID, set[str]] = {}
    for uid, language in live.order_by().values_list("page__uid", "language"):
        languages.setdefault(uid, set()).add(language)
    latest = SavedDraft.objects.filter(page_uid__in=wanted).order_by().values("page_uid").annotate(last=Max("pk"))
    saves = {
        save.page_uid: save
        for save in SavedDraft.objects.filter(pk__in=latest.values("last")).light().select_related("by")
    }
    to_come = Edition.objects.filter(page=OuterRef("pk"), cancelled_at__isnull=True, live_from__gt=now)
    rules = conditions(now)
    pages = Page.objects.filter(uid__in=wanted).select_related("standing")
    pages = pages.annotate(goes_live_at=Subquery(to_come.order_by("live_from").values("live_from")[:1]))
    answers = {f"is_{state}": ExpressionWrapper(rule, models.BooleanField()) for state, rule in rules.items()}
    pages = pages.annotate(**answers)
    found = {uid: Facts() for uid in wanted}
    for page in pages:
        standing, save = getattr(page, "standing", None), saves.get(page.uid)
        found[page.uid] = Facts(
            states=tuple(state for state in PageState if getattr(page, f"is_{state}")),
            languages=tuple(code for code, _name in settings.LANGUAGES if code in languages.get(page.uid, ())),
            changes=standing.changes if standing else 0,
            goes_live_at=page.goes_live_at,
            saved_at=save.at if save else standing and standing.changed_at,
            saved_by=str(save.by.get_full_name() or save.by) if save and save.by else "",
        )
    return found
