"""What is published: pages, their published versions, their addresses and the decisions behind them."""

from publishing.models.chores import ChoreRun
from publishing.models.colleagues import Absence, Preference
from publishing.models.editions import (
    Edition,
    EditionFile,
    EditionPicture,
    EditionTerm,
    Ledger,
    LiveQuerySet,
    Projection,
)
from publishing.models.letters import Letter
from publishing.models.log_ins import LogInTries
from publishing.models.pages import Address, AddressTransfer, Page
from publishing.models.releases import Candidate, Release
from publishing.models.removals import Redaction, TakeDown, Withdrawal
from publishing.models.saves import DeletedDraft, SavedDraft
from publishing.models.searchable import SearchEntry
from publishing.models.share_links import GuestAnswer, SharedDocument, ShareLink
from publishing.models.sharing import OpenedDraft, Presence
from publishing.models.standings import Standing
from publishing.models.trail import TrailEntry
from publishing.models.working import Draft, Term, WorkingPage, Writing

__all__ = [
    "Absence",
    "Address",
    "AddressTransfer",
    "Candidate",
    "ChoreRun",
    "DeletedDraft",
    "Draft",
    "Edition",
    "EditionFile",
    "EditionPicture",
    "EditionTerm",
    "GuestAnswer",
    "Ledger",
    "Letter",
    "LiveQuerySet",
    "LogInTries",
    "OpenedDraft",
    "Page",
    "Preference",
    "Presence",
    "Projection",
    "Redaction",
    "Release",
    "SavedDraft",
    "SearchEntry",
    "ShareLink",
    "SharedDocument",
    "Standing",
    "TakeDown",
    "Term",
    "TrailEntry",
    "Withdrawal",
    "WorkingPage",
    "Writing",
]
