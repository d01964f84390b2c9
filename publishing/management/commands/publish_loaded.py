"""Publishes what was loaded, by the same verbs and the same rules as the desk."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from publishing import checklist, drafts, kinds, letters, lines, wishes
from publishing.findings import Finding, Level
from publishing.models import Edition, Release, Term, WorkingPage, Writing

# What a page in a language nobody requires may lack: it then stays behind, and the others go out.
INCOMPLETE = checklist.ABOUT_LANGUAGES | {"text_missing"}


@dataclass(frozen=True)
class Ready:
    """A draft that may go out, and in which languages."""

    row: WorkingPage
    languages: tuple[str, ...]

    @property
    def wish(self) -> wishes.Wish:
        return wishes.Wish(self.row, self.languages)


class Command(BaseCommand):
    help = (
        "Publish every page whose draft differs from what was published, in every language that is complete. One "
        "person asks and another approves, by all rules of the desk. Pages that somebody changed, withdrew or took "
        "back at the desk are left to the desk. What stays behind is said, with the reason."
    )

    def add_arguments(self, parser):
        parser.add_argument("pages", nargs="*", type=uuid.UUID, help="The uids of the pages; all by default.")
        parser.add_argument("--by", default="releaser", metavar="NAME", help="Who approves; “releaser” by default.")
        parser.add_argument("--asked-by", default="author", metavar="NAME", help="Who asks; “author” by default.")

    def handle(self, *args, **options):
        self.approver, self.author = _user(options["by"]), _user(options["asked_by"])
        if self.approver == self.author and not settings.ONE_PERSON_DESK:
            raise CommandError("Two people publish: --asked-by and --by name the same one.")
        self.verbosity = options["verbosity"]
        self.published = self.left_out = 0
        for rows in _publications(set(options["pages"])):
            ready = [found for row in rows if (found := self._ready(row))]
            if ready:
                self._publish(ready)
        self.stdout.write(f"Pages published: {self.published}. Left out, in whole or in part: {self.left_out}.")

    def _ready(self, row: WorkingPage) -> Ready | None:
        """Return in which languages a draft may go out; nothing if it has nothing new, or nothing complete."""
        drafts.note(row, by=None)
        page = row.page()
        published = drafts.bases(page)
        wanted = [code for code in drafts.LANGUAGES if published.get(code) != drafts.frozen(row, code)]
        reasons = _left_to_the_desk(page) if wanted else []
        if reasons:
            self._leave_out(row, wanted, reasons)
            return None
        wanted, behind, reasons = _divided(row, wanted)
        if behind:
            self._leave_out(row, behind, reasons)
        return Ready(row, tuple(wanted)) if wanted else None

    def _publish(self, ready: list[Ready]) -> None:
        """Ask and approve; what cannot go out together is tried page by page."""
        try:
            with transaction.atomic():
                release = Release.objects.request(by=self.author, wanted=[found.wish for found in ready])
                release.approve(by=self.approver)
                # Whoever loads content knows that it was loaded.
                letters.forget(release)
        except PermissionDenied as error:
            names = f"{self.author} has to be allowed to ask for publications, and {self.approver} to approve them."
            raise CommandError(names) from error
        except ValidationError as error:
            if len(ready) > 1:
                for found in ready:
                    self._publish([found])
            else:
                self._leave_out(ready[0].row, ready[0].languages, error.messages)
            return
        self.published += len(ready)
        if self.verbosity > 1:
            for found in ready:
                self.stdout.write(f"Published: {_named(found.row)} ({_codes(found.languages)})")

    def _leave_out(self, row: WorkingPage, languages: Iterable[str], reasons: Iterable[str]) -> None:
        self.left_out += 1
        if self.verbosity:
            self.stdout.write(f"Left out: {_named(row)} ({_codes(languages)})")
            for reason in dict.fromkeys(map(str, reasons)):
                self.stdout.write(f"  {reason}")


def _user(name: str):
    try:
        return get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist as error:
        raise CommandError(f"There is no account named {name!r}. Name others with --by and --asked-by.") from error


def _publications(uids: set[uuid.UUID]) -> Iterator[list[WorkingPage]]:
    """Yield the drafts that go out together: all names of one kind, then page by page, what others refer to first.

    Kinds are registered from the bottom of the house to its top, so missions come before the articles about them.
    """
    found = [(kind, kind.model.objects.order_by("pk")) for kind in kinds.every()]
    if uids:
        found = [(kind, rows.filter(uid__in=uids)) for kind, rows in found]
    yield from (list(rows) for kind, rows in found if issubclass(kind.model, Term))
    for kind, rows in found:
        if not issubclass(kind.model, Term):
            yield from ([row] for row in rows)


def _left_to_the_desk(page) -> list[str]:
    """Return why a person has to decide about this page; nothing if nobody at the desk has touched it."""
    reasons = []
    writers = Writing.objects.filter(page=page, release__isnull=True, by__isnull=False)
    names = sorted(set(writers.values_list("by__username", flat=True)))
    if names:
        reasons.append(f"Changed at the desk by {', '.join(names)}: publish it there.")
    if page.candidates.filter(release__state=Release.State.REQUESTED).exists():
        reasons.append("A publication of this page waits for a decision.")
    if page.withdrawals.exists():
        reasons.append("The page was withdrawn. Whether it may come back is decided at the desk.")
    if page.redactions.exists():
        reasons.append("A passage was removed from every version. Publish the page at the desk, and look for it.")
    heads = [head for language in drafts.LANGUAGES if (head := lines.head(page, language))]
    if Edition.objects.filter(pk__in=[head.pk for head in heads], release__nature=Release.Nature.ROLL_BACK).exists():
        reasons.append("The page was taken back to an earlier version. What becomes of the draft is decided there.")
    return reasons


def _divided(row: WorkingPage, wanted: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return which languages may go out, which stay behind, and why; all stay if a required one or a fact is amiss."""
    required = checklist.required_languages(row.page_kind, row.source_language)
    behind, reasons, now = [], [], timezone.now()
    while wanted:
        prepared = wishes.prepare(wishes.Wish(row, tuple(wanted)))
        if not any(item.changes for item in prepared):
            return [], behind, reasons
        findings = checklist.inspect(prepared, now=now)
        odd = [finding for finding in findings if _keeps_a_language_back(finding, required)]
        if odd:
            languages = {finding.language for finding in odd}
        else:
            odd = checklist.blocking(findings)
            if not odd:
                break
            languages = set(wanted)
        reasons += [finding.sentence for finding in odd]
        behind += [language for language in wanted if language in languages]
        wanted = [language for language in wanted if language not in languages]
    return wanted, behind, reasons


def _keeps_a_language_back(finding: Finding, required: list[str]) -> bool:
    """Tell whether a finding leaves one language behind that the others need not wait for."""
    if not finding.language or finding.language in required:
        return False
    return finding.level == Level.BLOCK or finding.code in INCOMPLETE


def _named(row: WorkingPage) -> str:
    return f"{row._meta.verbose_name} “{drafts.frozen(row, row.source_language).heading or row.uid}”"


def _codes(languages: Iterable[str]) -> str:
    return ", ".join(language.upper() for language in languages)
