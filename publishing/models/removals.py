"""What was taken away from the public, by whom, when and why."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import lines, projections, redacting, standings, trail
from publishing.models.editions import Edition, Ledger
from publishing.models.pages import Page
from publishing.models.share_links import SharedDocument, ShareLink
from publishing.models.working import Writing


def _need(user, permission: str) -> None:
    if not (user.is_active and user.has_perm(permission)):
        raise PermissionDenied


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise ValidationError(_("Say why; the public does not read it."), code="no_reason")
    return reason.strip()


def _title_of(page: Page) -> str:
    """Return the title of the newest version of a page; empty if it never had one."""
    return page.editions.order_by("-sequence").values_list("title", flat=True).first() or ""


class Removal(models.Model):
    """Who removed something, when, and why."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]


class WithdrawalManager(models.Manager):
    @transaction.atomic
    def withdraw(self, page: Page, *, by, reason: str, languages: Iterable[str] | None = None) -> list["Withdrawal"]:
        """Take a page down in all languages it was ever published in, or in those named; return one record each.

        One person, no gate. Every open or scheduled publication of the page becomes void. Each record lists the
        addresses that answer 410 from now on; empty when the page was never published.
        """
        _need(by, "publishing.withdraw_page")
        reason = _reasoned(reason)
        page = Page.objects.locked([page.uid])[0]
        now = timezone.now()
        releases = {
            candidate.release
            for candidate in page.candidates.select_related("release")
            if candidate.release.state == "requested" or candidate.release.is_scheduled(now)
        }
        for release in releases:
            Page.objects.locked([candidate.page.uid for candidate in release.candidates.select_related("page")])
            release.void(by=by, at=now)
        readable = Edition.objects.readable(now).filter(page=page)
        known = set(readable.values_list("language", flat=True))
        records = []
        for language in sorted(known if languages is None else known & set(languages)):
            paths = readable.filter(language=language).exclude(path="").values_list("path", flat=True)
            record = self.create(
                page=page, language=language, by=by, at=now, reason=reason, addresses=sorted(set(paths))
            )
            lines.rewrite(page, language)
            records.append(record)
        ShareLink.objects.revoke_for(page, by=by, at=now)
        trail.note(
            trail.Act.WITHDRAWN,
            by=by,
            at=now,
            page=page,
            title=_title_of(page),
            languages=" ".join(record.language for record in records),
            detail=reason,
        )
        standings.rewrite(page)
        # Nobody reads these words any more: to come back they pass four eyes again.
        gone = [record.language for record in records]
        Writing.objects.reopen(page, gone if lines.live_languages(page, now) else [*gone, ""], Q())
        return records


class Withdrawal(Removal):
    """A page, or one of its languages, that answers 410 from this moment on."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="withdrawals", verbose_name=_("page"))
    language = models.CharField(_("language"), max_length=10)
    addresses = models.JSONField(_("addresses taken down"), default=list)

    objects = WithdrawalManager()

    class Meta(Removal.Meta):
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_withdrawal_has_a_reason",
                violation_error_message=_("Say why the page is withdrawn; the public does not read it."),
            )
        ]

    def __str__(self):
        return f"{self.page} {self.language}"


class TakeDownManager(models.Manager):
    def versions_with(self, content_hash: str) -> models.QuerySet[Edition]:
        """Return every version that shows a picture or offers a file, cancelled and withdrawn ones included."""
        shows = Q(pictures__content_hash=content_hash) | Q(files__content_hash=content_hash)
        return Edition.objects.filter(pk__in=list(Edition.objects.filter(shows).values_list("pk", flat=True)))

    @transaction.atomic
    def take_down(self, content_hash: str, *, by, reason: str) -> "TakeDown":
        """Block a picture, a film or a document at the origin's next answer, in every version; list where it stood."""
        _need(by, "publishing.withdraw_page")
        reason = _reasoned(reason)
        # Versions that are being published come before this or after it, and are found either way.
        Ledger.objects.select_for_update().filter(pk=1).first()
        shown = self.versions_with(content_hash)
        paths = shown.filter(cancelled_at__isnull=True, withdrawn=False).exclude(path="").values_list("path", flat=True)
        record, made = self.get_or_create(
            content_hash=content_hash,
            defaults={"by": by, "at": timezone.now(), "reason": reason, "addresses": sorted(set(paths))},
        )
        if not made:
            raise ValidationError(_("This picture was already taken down."), code="already_down")
        for edition in shown.light():
            blocked = sorted({*edition.blocked_pictures.split(), content_hash})
            Edition.objects.filter(pk=edition.pk).update(blocked_pictures=" ".join(blocked))
        projections.rebuild(shown.order_by("pk"))
        trail.note(trail.Act.TAKEN_DOWN, by=by, at=record.at, place=content_hash, detail=reason)
        return record


class TakeDown(Removal):
    """A picture, a film or a document that is shown nowhere any more, whatever version names it."""

    content_hash = models.CharField(_("picture"), max_length=64, unique=True)
    addresses = models.JSONField(_("addresses where it stood"), default=list)

    objects = TakeDownManager()

    class Meta(Removal.Meta):
        verbose_name = _("picture taken down")
        verbose_name_plural = _("pictures taken down")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_take_down_has_a_reason",
                violation_error_message=_("Say why the picture is taken down; the public does not read it."),
            )
        ]

    def __str__(self):
        return self.content_hash


class RedactionManager(models.Manager):
    @transaction.atomic
    def redact(
        self, page: Page, passage: str, *, by, reason: str, languages: Iterable[str] | None = None
    ) -> "Redaction":
        """Remove a passage, a picture or a whole part from every version, live, past, scheduled and asked for.

        `passage` is its key (`lead`, `picture`, `events/<uid>`, `events/<uid>/text`). The page stays and says that
        something was removed and when. The draft stays too: the checklist warns before it goes out again.
        """
        _need(by, "publishing.redact_page")
        reason = _reasoned(reason)
        page = Page.objects.locked([page.uid])[0]
        now = timezone.now()
        day = timezone.localdate(now).isoformat()
        chosen = set(languages or dict(settings.LANGUAGES))
        touched: set[str] = set()
        for edition in Edition.objects.filter(page=page, language__in=chosen).order_by("sequence"):
            result = redacting.without(page.kind, edition.document, edition.seal, passage, day=day)
            if result:
                document, seal = result
                Edition.objects.filter(pk=edition.pk).update(
                    document=document, seal=seal, redactions=F("redactions") + 1
                )
                touched.add(edition.language)
        awaited: set[str] = set()
        for candidate in page.candidates.filter(language__in=chosen):
            result = redacting.without(page.kind, candidate.document, None, passage, day=day)
            if result:
                candidate.replace_document(result[0])
                awaited.add(candidate.language)
        for shared in SharedDocument.objects.filter(link__page=page, language__in=chosen):
            result = redacting.without(page.kind, shared.document, None, passage, day=day)
            if result:
                shared.document = result[0]
                shared.save(update_fields=["document"])
        if not touched:
            raise ValidationError(_("No published version has anything at this place."), code="nothing_there")
        projections.rebuild(Edition.objects.filter(page=page))
        here = Q(change=passage) | Q(change__startswith=f"{passage}/")
        Writing.objects.reopen(page, [*touched, ""], here)
        languages = sorted(touched | awaited)
        trail.remove_words(page, passage, languages)
        trail.note(
            trail.Act.REDACTED,
            by=by,
            at=now,
            page=page,
            title=_title_of(page),
            languages=" ".join(languages),
            place=passage,
            detail=reason,
        )
        standings.rewrite(page)
        return self.create(page=page, passage=passage, languages=languages, by=by, at=now, reason=reason)


class Redaction(Removal):
    """A passage or figure removed from every version of a page, live, past and scheduled."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="redactions", verbose_name=_("page"))
    passage = models.CharField(_("passage"), max_length=200)
    languages = models.JSONField(_("languages"), default=list)

    objects = RedactionManager()

    class Meta(Removal.Meta):
        verbose_name = _("removed passage")
        verbose_name_plural = _("removed passages")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_redaction_has_a_reason",
                violation_error_message=_("Say why the passage is removed; the public does not read it."),
            )
        ]

    def __str__(self):
        return f"{self.page} {self.passage}"
