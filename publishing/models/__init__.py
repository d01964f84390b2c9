"""What is published: pages, their published versions, their addresses and the decisions behind them."""

from publishing.models.editions import Edition, EditionPicture, EditionTerm, Ledger, LiveQuerySet, Projection
from publishing.models.pages import Address, AddressTransfer, Page
from publishing.models.releases import Candidate, Release
from publishing.models.removals import Redaction, TakeDown, Withdrawal
from publishing.models.saves import DeletedDraft, SavedDraft
from publishing.models.working import Draft, Term, WorkingPage, Writing

__all__ = [
    "Address",
    "AddressTransfer",
    "Candidate",
    "DeletedDraft",
    "Draft",
    "Edition",
    "EditionPicture",
    "EditionTerm",
    "Ledger",
    "LiveQuerySet",
    "Page",
    "Projection",
    "Redaction",
    "Release",
    "SavedDraft",
    "TakeDown",
    "Term",
    "Withdrawal",
    "WorkingPage",
    "Writing",
]
