"""The line of a page in one language: its published versions one after another in time."""

import itertools
from datetime import datetime

from publishing.models.editions import Edition
from publishing.models.pages import Page


def rewrite(page: Page, language: str) -> None:
    """Derive `live_until` and `withdrawn` of every version of a line; call with the page locked.

    A version ends when the next one starts, or when the page was withdrawn, whichever comes first.
    """
    moments = list(page.withdrawals.filter(language=language).order_by("at").values_list("at", flat=True))
    line = list(Edition.objects.line(page, language).light())
    for edition, successor in itertools.zip_longest(line, line[1:]):
        following = successor and successor.live_from
        ended = next((moment for moment in moments if moment >= edition.live_from), None)
        until = min((moment for moment in (following, ended) if moment), default=None)
        if (edition.live_until, edition.withdrawn) != (until, ended is not None):
            Edition.objects.filter(pk=edition.pk).update(live_until=until, withdrawn=ended is not None)


def head(page: Page, language: str) -> Edition | None:
    """Return the latest version of a line, scheduled ones included; nothing if it was withdrawn or never published."""
    edition = Edition.objects.line(page, language).last()
    return None if edition is None or edition.withdrawn else edition


def heads(page: Page) -> dict[str, Edition]:
    """Return the `head` of every language that has one, in two queries whatever the number of versions."""
    known = Edition.objects.filter(page=page, cancelled_at__isnull=True).order_by("live_from")
    latest = {language: (pk, withdrawn) for pk, language, withdrawn in known.values_list("pk", "language", "withdrawn")}
    rows = Edition.objects.in_bulk([pk for pk, withdrawn in latest.values() if not withdrawn]) if latest else {}
    return {edition.language: edition for edition in rows.values()}


def beside(edition: Edition) -> list[Edition]:
    """Return the versions of the other languages that the public read last while it read this one."""
    line = Edition.objects.filter(page=edition.page, cancelled_at__isnull=True, withdrawn=False)
    others = line.exclude(language=edition.language).select_related("page").order_by("live_from")
    if edition.live_until:
        others = others.filter(live_from__lt=edition.live_until)
    latest = {other.language: other for other in others}
    return [latest[language] for language in sorted(latest)]


def live_languages(page: Page, now: datetime) -> list[str]:
    """Return the languages in which the page is live."""
    return list(Edition.objects.live(now).filter(page=page).order_by("language").values_list("language", flat=True))


def is_asked_for(page: Page) -> bool:
    """Tell whether a publication of the page waits for a decision."""
    return page.candidates.filter(release__state="requested").exists()


def is_live_or_scheduled(page: Page, now: datetime) -> bool:
    """Tell whether the public reads the page now or will by a publication already approved."""
    return Edition.objects.to_be_read(now).filter(page=page).exists()
