"""Who may approve, said in a sentence."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from publishing import deputies, moments


def who_may(approvers: Iterable[deputies.Approver], writers: set) -> str:
    """Return in a sentence who may approve what these people wrote, and who of them is away."""
    able = [approver for approver in approvers if approver.user not in writers or settings.ONE_PERSON_DESK]
    if not able:
        return _("Nobody may approve it yet: everyone with the right to wrote part of it. Ask an administrator.")
    here = [str(approver.user) for approver in able if approver.away_until is None]
    sentences = [_("Can approve: %(names)s.") % {"names": ", ".join(here)}] if here else []
    for approver in able:
        if approver.away_until is None:
            continue
        facts = {"name": approver.user, "day": moments.day(approver.away_until), "deputy": approver.deputy}
        if approver.deputy and approver.deputy not in writers:
            sentences.append(_("%(name)s is away until %(day)s; %(deputy)s stands in.") % facts)
        else:
            sentences.append(_("%(name)s is away until %(day)s.") % facts)
    return " ".join(sentences)


def who_may_not(approvers: Iterable[deputies.Approver], writers: set, user) -> list[str]:
    """Return in a sentence each who of those with the right may not approve, and why; `user` is whoever reads it."""
    if settings.ONE_PERSON_DESK:
        return []
    sentences = [_("Not you: you wrote these changes.")] if user in writers else []
    others = [approver.user for approver in approvers if approver.user in writers and approver.user != user]
    return sentences + [_("Not %(name)s: wrote some of these changes.") % {"name": other} for other in others]
