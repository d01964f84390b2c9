"""The home of the desk: what waits for one person, what is out of date, what goes live next and went live lately.

Each section is bounded and costs at most one query, however many pages there are.
"""

from datetime import datetime, timedelta

from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import kinds, moments
from publishing.findings import Overdue
from publishing.home import decisions, work
from publishing.home.items import FEW, LANGUAGES, MOST, person
from publishing.models import ChoreRun, Letter, Standing

QUIET_FOR = timedelta(hours=1)
LOST_FOR = timedelta(days=30)


def home(user, *, now: datetime, language: str) -> dict:
    """Return the sections of the home of one person, in words of the active language."""
    who = person(user)
    releases = decisions.releases_for(who, now) if user.has_perm("publishing.view_release") else []
    standings = work.standings_for(who) if who.asks or who.languages else []
    decided = decisions.decisions(who, releases, now, language)
    answers = work.answers_for(who) if who.shares else []
    queue = decided.mine + [work.guest_answer(answer, language) for answer in answers]
    if who.translates_only:
        queue += [work.to_translate(standing, who, language) for standing in standings]
    else:
        queue += [
            work.own_draft(standing, language) for standing in standings if not _is_named(standing, decided.named)
        ]
    queue += decided.not_mine
    return {
        "today": {"words": moments.in_words(now), "zone": moments.zone(), "utc": moments.in_utc(now)},
        "queue": queue,
        "waiting": decided.waiting,
        "overdue": _overdue(now) if who.asks else [],
        "next": [decisions.coming(release, now, language) for release in releases if release.is_scheduled(now)][::-1],
        "lately": [decisions.gone(release, language) for release in releases if decisions.is_live(release, now)][:FEW],
        "matrix": work.matrix(standings, language),
        "left": work.left_to_translate(who) if who.asks or who.languages else [],
        "troubles": _troubles(now) if who.runs_the_desk else [],
        "languages": LANGUAGES,
        "asks": who.asks,
        "approves": who.approves,
    }


def _is_named(standing: Standing, named: dict[int, datetime]) -> bool:
    """Tell whether a draft is in the queue already, as it stands, because its publication was asked for or refused."""
    return standing.page_id in named and standing.changed_at <= named[standing.page_id]


def _overdue(now: datetime) -> list[Overdue]:
    today = timezone.localdate(now)
    return [found for kind in kinds.every() if kind.overdue for found in kind.overdue(today, MOST)][:MOST]


def _troubles(now: datetime) -> list[str]:
    """Return what an administrator has to know of the housekeeping: one query."""
    given_up = Letter.objects.filter(state=Letter.State.GIVEN_UP, written_at__gt=now - LOST_FOR)
    lost = given_up.order_by().values("state").annotate(number=Count("pk")).values("number")
    runs = list(ChoreRun.objects.annotate(lost=Coalesce(Subquery(lost, output_field=IntegerField()), Value(0))))
    if not runs or max(run.ran_at for run in runs) < now - QUIET_FOR:
        return [_("The housekeeping (manage.py tick) does not run: letters wait. Start it every minute.")]
    found = [_("Housekeeping failed: %(name)s.") % {"name": run.name} for run in runs if run.failed]
    if number := runs[0].lost:
        sentence = ngettext("%(n)d letter could not be sent.", "%(n)d letters could not be sent.", number)
        found.append(sentence % {"n": number})
    return found
