"""What is published: pages, their published versions, their addresses and the decisions behind them."""

from publishing.models.editions import Edition, EditionPicture, EditionTerm, Ledger, LiveQuerySet, Projection
from publishing.models.pages import Address, AddressTransfer, Page
from publishing.models.releases import Candidate, Release
from publishing.models.removals import Redaction, TakeDown, Withdrawal
from publishing.models.sharing import OpenedDraft, Presence
from publishing.models.working import Draft, Term, WorkingPage, Writing

__all__ = [
    "Address",
    "AddressTransfer",
    "Candidate",
    "Draft",
    "Edition",
    "EditionPicture",
    "EditionTerm",
    "Ledger",
    "LiveQuerySet",
    "OpenedDraft",
    "Page",
    "Presence",
    "Projection",
    "Redaction",
    "Release",
    "TakeDown",
    "Term",
    "Withdrawal",
    "WorkingPage",
    "Writing",
]
