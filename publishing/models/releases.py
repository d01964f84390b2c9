"""The decision to let something out: what was asked, what was frozen, who let it out."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from publishing import (
    addresses,
    authorship,
    chain,
    checklist,
    comparison,
    drafts,
    letters,
    lines,
    small_corrections,
    standings,
    trail,
    wishes,
)
from publishing.findings import Finding
from publishing.models.editions import Edition
from publishing.models.pages import Page
from publishing.models.working import Writing
from publishing.prepared import Prepared


class HeadMoved(ValidationError):
    """The live page is not the one the request was compared with; ask again and look at the new difference."""


class Blocked(ValidationError):
    """The checklist stands in the way; `findings` say what and where."""

    def __init__(self, findings: list[Finding]):
        super().__init__([ValidationError(finding.sentence, code=finding.code) for finding in findings])
        self.findings = findings


def fingerprint(document: str) -> str:
    """Return the SHA-256 of a document's text, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def _need(user, permission: str) -> None:
    if not (user.is_active and user.has_perm(permission)):
        raise PermissionDenied


class ReleaseManager(models.Manager):
    @transaction.atomic
    def request(
        self,
        *,
        by,
        wanted: Iterable[wishes.Wish],
        wanted_from: datetime | None = None,
        public_notes: dict[str, str] | None = None,
        override_reason: str = "",
        urgent: bool = False,
        note: str = "",
        instead_of: "Release | None" = None,
    ) -> "Release":
        """Freeze the live versions plus the ticked changes and ask for their publication.

        `note` is for whoever approves, never for the public; `instead_of` an earlier request of the same person, which
        is cancelled if it still waits. Raises `Blocked` with the findings that stand in the way, `ValidationError` for
        a moment that is past or a page with a publication already scheduled, `PermissionDenied` for someone who may
        not ask.
        """
        _need(by, "publishing.request_release")
        now = timezone.now()
        asked = list(wanted)
        if not asked or not any(wish.languages for wish in asked):
            raise ValidationError(_("Choose at least one page and one language."), code="nothing_chosen")
        if wanted_from and wanted_from <= now:
            raise ValidationError(_("That moment is past. Choose a later one, or publish on approval."), code="past")
        pages = [wish.row.page() for wish in asked]
        Page.objects.locked([page.uid for page in pages])
        self._refuse_scheduled(pages, now)
        for wish in asked:
            # What no form noted (a renamed keyword, an import) is on the account of whoever asks for it.
            drafts.note(wish.row, by=by, at=now)
        prepared = [item for wish in asked for item in wishes.prepare(wish)]
        if not any(item.changes for item in prepared):
            raise ValidationError(_("Nothing changes: what is ticked is the same as what is live."), code="no_change")
        may_be_small = by.has_perm("publishing.approve_small_correction")
        findings = checklist.inspect(prepared, now=now, moment=wanted_from, may_be_small=may_be_small)
        override_reason = override_reason.strip()
        if override_reason:
            _need(by, "publishing.override_languages")
        standing = [
            finding
            for finding in checklist.blocking(findings)
            if not (override_reason and finding.code in checklist.ABOUT_LANGUAGES)
        ]
        if standing:
            raise Blocked(standing)
        nature = Release.Nature.URGENT if urgent else Release.Nature.NORMAL
        release = self._write(
            prepared,
            by=by,
            now=now,
            nature=nature,
            wanted_from=wanted_from,
            public_notes=public_notes or {},
            override_reason=override_reason,
            note=note.strip(),
        )
        # Looked up anew: it may have been decided since it was shown.
        for earlier in self.filter(pk=instead_of and instead_of.pk, state=Release.State.REQUESTED, requested_by=by):
            earlier.cancel(by=by)
        return release

    @transaction.atomic
    def roll_back(self, edition: Edition, *, by, public_notes: dict[str, str] | None = None) -> "Release":
        """Ask to publish an earlier version again; the same rules hold.

        In its language, and in all that are live where a fact comes back with it. Refused when it needs a picture that
        was taken down or an address the page no longer has.
        """
        _need(by, "publishing.request_release")
        now = timezone.now()
        page = Page.objects.locked([edition.page.uid])[0]
        # As it is now: whoever shows it may have read it before the next one came.
        edition = Edition.objects.select_related("page").get(pk=edition.pk)
        self._refuse_scheduled([page], now)
        if edition.cancelled_at or edition.withdrawn or edition.live_from > now:
            raise ValidationError(
                _("Only a version the public could read until now can come back."), code="not_readable"
            )
        prepared = self.returning(edition, now)
        if not prepared[0].changes:
            raise ValidationError(_("That version is the one that is live."), code="no_change")
        standing = checklist.blocking(checklist.inspect(prepared, now=now))
        if standing:
            raise Blocked(standing)
        return self._write(prepared, by=by, now=now, nature=Release.Nature.ROLL_BACK, public_notes=public_notes or {})

    def returning(self, edition: Edition, now: datetime) -> list[Prepared]:
        """Return what comes back with an earlier version, that version first: a fact changes in every live language."""
        first = self._returning(edition)
        if not first.shares_facts:
            return [first]
        live = lines.live_languages(edition.page, now)
        return [first, *(self._returning(other) for other in lines.beside(edition) if other.language in live)]

    def _returning(self, edition: Edition) -> Prepared:
        page, document = edition.page, drafts.read(edition.kind, edition.document)
        base = lines.head(page, edition.language)
        before = drafts.read(page.kind, base.document) if base else None
        return Prepared(
            page=page,
            row=None,
            language=edition.language,
            document=document,
            base=base,
            changes=tuple(comparison.compare(before, document)),
        )

    def _refuse_scheduled(self, pages: list[Page], now: datetime) -> None:
        scheduled = (
            Edition.objects.filter(page__in=pages, cancelled_at__isnull=True, live_from__gt=now)
            .order_by("live_from")
            .first()
        )
        if scheduled:
            moment = date_format(timezone.localtime(scheduled.live_from), "DATETIME_FORMAT")
            sentence = _(
                "“%(title)s” already has a publication scheduled for %(moment)s. Cancel or change that one first."
            )
            raise ValidationError(
                sentence, code="already_scheduled", params={"title": scheduled.title, "moment": moment}
            )

    def _write(self, prepared: list[Prepared], *, by, now: datetime, **facts) -> "Release":
        release = Release(requested_by=by, requested_at=now, **facts)
        release.full_clean(exclude=["uid"])
        release.save()
        Candidate.objects.bulk_create(
            Candidate(
                release=release,
                page=item.page,
                language=item.language,
                title=item.document.heading[:200],
                document=(text := item.document.canonical()),
                fingerprint=fingerprint(text),
                base=item.base,
                changes=[comparison.readable(change) for change in item.changes],
            )
            for item in prepared
        )
        trail.note_release(trail.Act.ASKED, release, by=by, at=now, detail=release.note, moment=release.wanted_from)
        letters.ask(release, at=now)
        return release


class Release(models.Model):
    """A request to publish frozen documents, and its fate."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused, with a reason")
        CANCELLED = "cancelled", _("cancelled")
        VOID = "void", _("void: the page was withdrawn")

    class Nature(models.TextChoices):
        NORMAL = "normal", _("publication")
        SMALL_CORRECTION = "small", _("small correction")
        URGENT = "urgent", _("urgent publication")
        ROLL_BACK = "roll_back", _("return to an earlier version")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, default=Nature.NORMAL)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="requested_releases", verbose_name=_("asked by")
    )
    requested_at = models.DateTimeField(_("asked at"))
    wanted_from = models.DateTimeField(
        _("wanted from"), null=True, blank=True, help_text=_("Empty means: as soon as it is approved.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_releases",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    live_from = models.DateTimeField(_("live from"), null=True, blank=True)
    note = models.TextField(_("note to whoever approves"), blank=True)
    public_notes = models.JSONField(_("public note"), default=dict, blank=True)
    override_reason = models.TextField(_("why the required languages are not waited for"), blank=True)
    one_person_desk = models.BooleanField(_("approved by its own author"), default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_releases",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = ReleaseManager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-requested_at", "-pk"]
        permissions = [
            ("request_release", _("Can ask for a publication")),
            ("approve_release", _("Can approve, refuse and cancel a publication")),
            ("approve_small_correction", _("Can publish a small correction alone")),
            ("override_languages", _("Can publish without waiting for the required languages")),
            ("withdraw_page", _("Can withdraw a page and take a picture down")),
            ("redact_page", _("Can remove a passage from every version")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="requested", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="requested") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_decision_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="a_refusal_has_a_reason",
                violation_error_message=_("Say why; the author reads it and mends the page."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(live_from__isnull=False), name="an_approval_says_from_when"
            ),
            models.CheckConstraint(
                condition=Q(live_from__isnull=True) | Q(live_from__gte=models.F("decided_at")) | ~Q(state="approved"),
                name="never_live_before_it_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, nature="small"),
                name="only_small_corrections_are_confirmed",
            ),
        ]

    def __str__(self):
        return f"{self.get_nature_display()} {self.requested_at:%Y-%m-%d %H:%M}"

    @transaction.atomic
    def approve(self, *, by) -> list[Edition]:
        """Let the frozen documents out, byte for byte, now or at the moment asked for; return the published versions.

        Late approval goes live at approval, never retroactively. Raises `HeadMoved`, `Blocked`, `ValidationError` when
        the request is no longer open, and `PermissionDenied` for someone who may not approve it.
        """
        _need(by, "publishing.approve_release")
        candidates = self._open()
        writers = self.writers()
        alone = by in writers
        if alone and not settings.ONE_PERSON_DESK:
            sentence = _("You wrote part of what would go out, so somebody else has to approve it.")
            raise ValidationError(sentence, code="four_eyes")
        editions = self._let_out(candidates, by=by, alone=alone)
        trail.note_release(trail.Act.APPROVED, self, by=by, at=self.decided_at, moment=self.live_from)
        letters.tell_live(self, at=self.decided_at)
        return editions

    @transaction.atomic
    def publish_small_correction(self, *, by) -> list[Edition]:
        """Let a small correction out alone; a second person confirms it on the next working day.

        At most ten words, and the comparison finds no changed number, date, name, link or picture.
        """
        _need(by, "publishing.approve_small_correction")
        candidates = self._open()
        prepared = self._prepared(candidates)
        reason = self.why_not_small(prepared)
        if reason:
            sentence = _("This is more than a small correction: %(reason)s Ask for approval instead.")
            raise ValidationError(sentence, code="not_small", params={"reason": reason})
        self.nature, self.wanted_from = self.Nature.SMALL_CORRECTION, None
        editions = self._let_out(candidates, by=by, alone=False)
        for item in prepared:
            drafts.confirm_translations(item.page, item.language, item.changes, by=by)
        trail.note_release(trail.Act.SMALL, self, by=by, at=self.decided_at)
        letters.tell_live(self, at=self.decided_at)
        letters.ask_to_confirm(self, at=self.decided_at)
        return editions

    @transaction.atomic
    def confirm(self, *, by) -> None:
        """Confirm a small correction as the second person."""
        _need(by, "publishing.approve_release")
        release = Release.objects.select_for_update().get(pk=self.pk)
        if release.nature != self.Nature.SMALL_CORRECTION or release.confirmed_at:
            raise ValidationError(_("There is no small correction to confirm."), code="nothing_to_confirm")
        if by in (release.decided_by, release.requested_by) and not settings.ONE_PERSON_DESK:
            raise ValidationError(_("Somebody else has to confirm what you published."), code="four_eyes")
        self.confirmed_by, self.confirmed_at = by, timezone.now()
        self.save(update_fields=["confirmed_by", "confirmed_at"])
        trail.note_release(trail.Act.CONFIRMED, self, by=by, at=self.confirmed_at)
        letters.forget(self)

    @transaction.atomic
    def refuse(self, *, by, reason: str) -> None:
        """Refuse the request with a reason that its author reads."""
        _need(by, "publishing.approve_release")
        self._open()
        if not reason.strip():
            raise ValidationError(_("Say why; the author reads it and mends the page."), code="no_reason")
        self._decide(self.State.REFUSED, by=by, reason=reason.strip())
        trail.note_release(trail.Act.REFUSED, self, by=by, at=self.decided_at, detail=self.reason)
        letters.tell_refused(self, at=self.decided_at)

    @transaction.atomic
    def cancel(self, *, by) -> None:
        """Take back a request, one's own or as releaser, or a publication that is not live yet."""
        self._lock()
        is_own = by == self.requested_by and self.state == self.State.REQUESTED
        _need(by, "publishing.request_release" if is_own else "publishing.approve_release")
        now = self._call_off()
        self._decide(self.State.CANCELLED, by=by, at=now)
        trail.note_release(trail.Act.CANCELLED, self, by=by, at=now)
        if not is_own:
            letters.tell_cancelled(self, at=now)

    @transaction.atomic
    def reschedule(self, *, by, wanted_from: datetime) -> list[Edition]:
        """Move an approved publication that is not live yet to another moment; the documents stay the same.

        The earlier versions are cancelled and the same documents are added anew, because nothing in the chain changes.
        """
        _need(by, "publishing.approve_release")
        if wanted_from <= timezone.now():
            raise ValidationError(_("That moment is past. Choose a later one."), code="past")
        self._lock()
        if self.state != self.State.APPROVED:
            raise ValidationError(
                _("Only an approved publication can be moved to another moment."), code="not_scheduled"
            )
        alone = by in self.writers()
        if alone and not settings.ONE_PERSON_DESK:
            sentence = _("You wrote part of what would go out, so somebody else has to approve it.")
            raise ValidationError(sentence, code="four_eyes")
        # Before any version is touched, as whoever takes a picture down does: two who wait for each other stop both.
        chain.locked_ledger()
        self._call_off()
        self.wanted_from = wanted_from
        editions = self._let_out(list(self.candidates.select_related("page", "base")), by=by, alone=alone)
        trail.note_release(trail.Act.MOVED, self, by=by, at=self.decided_at, moment=self.live_from)
        letters.tell_live(self, at=self.decided_at)
        return editions

    def void(self, *, by, at: datetime) -> None:
        """Make the request void because one of its pages is withdrawn; call with the pages locked."""
        self.editions.filter(cancelled_at__isnull=True, live_from__gt=at).update(cancelled_at=at)
        self._rewrite_lines()
        self._decide(self.State.VOID, by=by, at=at)
        trail.note_release(trail.Act.VOID, self, by=by, at=at)
        letters.forget(self)

    def writers(self) -> set:
        """Return who wrote anything that this publication changes, in the languages it publishes."""
        return authorship.writers(self, self._writings())

    def why_not_small(self, prepared: list[Prepared]) -> str:
        """Return why this publication is more than a small correction, or nothing if it is one."""
        if self.nature == self.Nature.ROLL_BACK:
            return _("It returns to an earlier version.")
        if any(self.public_notes.values()):
            return _("A note to the public goes with it.")
        if reason := small_corrections.why_not_small(prepared):
            return reason
        if small_corrections.why_not_small([self._since_two_looked(item) for item in prepared]):
            return _("Together with earlier ones that nobody has confirmed yet, it goes too far.")
        return ""

    def _since_two_looked(self, item: Prepared) -> Prepared:
        """Compare a document with the last version that a second person saw: small steps make a long way."""
        unconfirmed = Q(release__nature=self.Nature.SMALL_CORRECTION, release__confirmed_at__isnull=True)
        seen = Edition.objects.line(item.page, item.language).exclude(unconfirmed).last()
        if seen is None or seen == item.base:
            return item
        changes = comparison.compare(drafts.read(item.page.kind, seen.document), item.document)
        return replace(item, base=seen, changes=tuple(changes))

    def is_scheduled(self, now: datetime) -> bool:
        """Tell whether the publication is approved and not live yet."""
        return self.state == self.State.APPROVED and self.live_from > now

    def _writings(self) -> list[Writing]:
        """Return the writings that went into the frozen documents and were not published by an earlier request."""
        return authorship.writings_of([self])[self.pk]

    def _open(self) -> list["Candidate"]:
        """Lock the pages, then this request, and return its documents; refuse if it was decided in the meantime."""
        candidates = list(self.candidates.select_related("page", "base"))
        Page.objects.locked({candidate.page.uid for candidate in candidates})
        self.refresh_from_db(from_queryset=Release.objects.select_for_update())
        if self.state != self.State.REQUESTED:
            raise ValidationError(
                _("This request was already decided: %(state)s."),
                code="already_decided",
                params={"state": self.get_state_display()},
            )
        return candidates

    def _prepared(self, candidates: list["Candidate"]) -> list[Prepared]:
        return [candidate.prepared() for candidate in candidates]

    def _let_out(self, candidates: list["Candidate"], *, by, alone: bool) -> list[Edition]:
        now = timezone.now()
        for candidate in candidates:
            if not candidate.is_current():
                sentence = _("The live page has changed since the request. Ask again and look at the new difference.")
                raise HeadMoved(sentence, code="head_moved")
            if fingerprint(candidate.document) != candidate.fingerprint:
                raise ValidationError(_("The document was changed after it was frozen. Ask again."), code="tampered")
        ReleaseManager._refuse_scheduled(Release.objects, [candidate.page for candidate in candidates], now)
        standing = [
            finding
            for finding in checklist.blocking(
                checklist.inspect(self._prepared(candidates), now=now, moment=self.wanted_from)
            )
            if finding.code in checklist.AT_APPROVAL
        ]
        if standing:
            raise Blocked(standing)
        live_from = max(self.wanted_from or now, now, *(self._after(candidate) for candidate in candidates))
        if self.nature == self.Nature.ROLL_BACK:
            self._reopen_writings(candidates)
        else:
            Writing.objects.filter(pk__in=[writing.pk for writing in self._writings()]).update(release=self)
        editions = []
        for candidate in candidates:
            document = drafts.read(candidate.page.kind, candidate.document)
            addresses.reserve(document.path, page=candidate.page, language=candidate.language, at=now)
            editions.append(
                chain.append(
                    candidate.page,
                    candidate.language,
                    candidate.document,
                    release=self,
                    live_from=live_from,
                    public_note=self.public_notes.get(candidate.language, ""),
                )
            )
        self._rewrite_lines()
        self.live_from, self.one_person_desk = live_from, alone
        self._decide(self.State.APPROVED, by=by, at=now)
        return editions

    def _reopen_writings(self, candidates: list["Candidate"]) -> None:
        """Take what was written after the version that returns for unpublished: it has to pass four eyes again."""
        for candidate in candidates:
            returning = (
                Edition.objects.line(candidate.page, candidate.language).filter(document=candidate.document).last()
            )
            if returning:
                later = Q(at__gt=returning.release.requested_at)
                Writing.objects.reopen(candidate.page, [candidate.language, ""], later)

    def _after(self, candidate: "Candidate") -> datetime:
        """Return the first moment after the version the document replaces."""
        if candidate.base is None:
            return datetime.min.replace(tzinfo=self.requested_at.tzinfo)
        return candidate.base.live_from + timedelta(microseconds=1)

    def _lock(self) -> None:
        """Lock the pages, then this request as it is now: it may have been decided since it was shown."""
        Page.objects.locked({candidate.page.uid for candidate in self.candidates.select_related("page")})
        self.refresh_from_db(from_queryset=Release.objects.select_for_update())

    def _call_off(self) -> datetime:
        """Cancel what is not live yet and return the moment; refuse if it is live or was decided otherwise.

        Call with the request locked.
        """
        now = timezone.now()
        if self.state not in (self.State.REQUESTED, self.State.APPROVED):
            raise ValidationError(
                _("This request was already decided: %(state)s."),
                code="already_decided",
                params={"state": self.get_state_display()},
            )
        if self.state == self.State.APPROVED and not self.is_scheduled(now):
            sentence = _(
                "It is live already. Publish a correction, return to an earlier version, or withdraw the page."
            )
            raise ValidationError(sentence, code="live")
        self.editions.filter(cancelled_at__isnull=True).update(cancelled_at=now)
        Writing.objects.filter(release=self).update(release=None)
        self._rewrite_lines()
        letters.forget(self)
        return now

    def _rewrite_lines(self) -> None:
        """Derive anew what follows from the versions of these pages: when each is live, how each draft stands."""
        pages = {}
        for candidate in self.candidates.select_related("page").defer("document"):
            lines.rewrite(candidate.page, candidate.language)
            pages[candidate.page_id] = candidate.page
        for page in pages.values():
            standings.rewrite(page)

    def _decide(self, state: str, *, by, at: datetime | None = None, reason: str = "") -> None:
        self.state, self.decided_by, self.decided_at, self.reason = state, by, at or timezone.now(), reason
        self.save()


class Candidate(models.Model):
    """One document of a request, frozen when it was asked for; approval copies it byte for byte."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="candidates", verbose_name=_("publication"))
    page = models.ForeignKey(Page, models.PROTECT, related_name="candidates", verbose_name=_("page"))
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=200, blank=True)
    document = models.TextField(_("document"))
    fingerprint = models.CharField(max_length=64)
    base = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("compared with")
    )
    changes = models.JSONField(_("changes"), default=list)

    class Meta:
        verbose_name = _("document of a publication")
        verbose_name_plural = _("documents of publications")
        ordering = ["page", "language"]
        constraints = [
            models.UniqueConstraint(fields=["release", "page", "language"], name="one_document_per_page_and_language")
        ]

    def __str__(self):
        return f"{self.page} {self.language}"

    def replace_document(self, document: str) -> None:
        """Write a document from which a passage was removed; nothing else may change a frozen document."""
        self.document, self.fingerprint = document, fingerprint(document)
        self.title = drafts.read(self.page.kind, document).heading[:200]
        self.save(update_fields=["title", "document", "fingerprint"])

    def is_current(self) -> bool:
        """Tell whether the live page is still the one the document was compared with."""
        return lines.head(self.page, self.language) == self.base

    def prepared(self, *, anew: bool = False) -> Prepared:
        """Return the document with its comparison made again, for the checklist; `anew` with what is live by now."""
        document = drafts.read(self.page.kind, self.document)
        base = lines.head(self.page, self.language) if anew else self.base
        before = drafts.read(self.page.kind, base.document) if base else None
        return Prepared(
            page=self.page,
            row=None,
            language=self.language,
            document=document,
            base=base,
            changes=tuple(comparison.compare(before, document)),
        )
