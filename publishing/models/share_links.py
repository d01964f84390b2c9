"""Unreleased documents shown to somebody without an account, and what that person answered."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.documents import Document
from publishing.models.pages import Page
from publishing.models.working import Writing

DAYS, MOST_DAYS = 7, 30
# What a link that went astray can be made to write; a page is shared with a handful of people.
MOST_ANSWERS = 50
# How long the frozen words outlive their link; that there was a link, and what was answered, is kept.
KEPT = timedelta(days=30)
SECRET_BYTES = 32


def digest_of(token: str) -> str:
    """Return what is stored of a token: its SHA-256. It is 256 random bits, so it needs no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _need(user, permission: str) -> None:
    if not (user.is_active and user.has_perm(permission)):
        raise PermissionDenied


class ShareLinkQuerySet(models.QuerySet):
    def open(self, now: datetime):
        """Return the links that show their page at `now`."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)

    def found(self, token: str):
        """Return the link that a token opens, whether it is still valid or not; None for a token nobody made."""
        return self.filter(token_digest=digest_of(token)).select_related("page", "made_by").first()


class ShareLinkManager(models.Manager.from_queryset(ShareLinkQuerySet)):
    @transaction.atomic
    def share(
        self,
        page: Page,
        documents: Mapping[str, Document],
        *,
        by,
        days: int = DAYS,
        audience: str = "",
        of: str = "draft",
    ) -> tuple["ShareLink", str]:
        """Keep documents as they are now, by language, and return the link with its token, which is never seen again.

        `audience` says for whom the link is, `of` which state it shows (`ShareLink.Of`). Raises `ValidationError` for
        no language or too many days, `PermissionDenied` for someone who may not share.
        """
        _need(by, "publishing.share_draft")
        if not documents:
            raise ValidationError(_("Choose at least one language."), code="nothing_chosen")
        if not 1 <= days <= MOST_DAYS:
            sentence = _("A link is valid for 1 to %(most)d days.")
            raise ValidationError(sentence, code="days", params={"most": MOST_DAYS})
        now = timezone.now()
        token = secrets.token_urlsafe(SECRET_BYTES)
        link = self.create(
            page=page,
            token_digest=digest_of(token),
            audience=audience.strip(),
            of=of,
            made_by=by,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        SharedDocument.objects.bulk_create(
            SharedDocument(link=link, language=language, document=document.canonical())
            for language, document in documents.items()
        )
        return link, token

    def revoke_for(self, page: Page, *, by, at: datetime) -> None:
        """End every open link of a page that is withdrawn; call with the page locked and the right checked."""
        self.open(at).filter(page=page).update(revoked_by=by, revoked_at=at)

    def forget(self, now: datetime) -> int:
        """Delete the frozen words of links that ended long ago and return how many; for `manage.py tick`."""
        return self.words_of_old_links(now).delete()[0]

    def words_of_old_links(self, now: datetime) -> models.QuerySet:
        """Return the frozen words of links that ended long ago."""
        ended = Q(link__expires_at__lte=now - KEPT) | Q(link__revoked_at__lte=now - KEPT)
        return SharedDocument.objects.filter(ended)


class ShareLink(models.Model):
    """A link to one frozen state of a page, for somebody without an account, until it expires or is revoked."""

    class Of(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REQUEST = "request", _("Request for publication")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(Page, models.PROTECT, related_name="share_links", verbose_name=_("page"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    audience = models.CharField(_("for whom"), max_length=100, blank=True)
    of = models.CharField(_("what it shows"), max_length=10, choices=Of, default=Of.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="share_links", verbose_name=_("shared by")
    )
    made_at = models.DateTimeField(_("shared at"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = ShareLinkManager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-made_at", "-pk"]
        permissions = [("share_draft", _("Can share a draft with somebody without an account"))]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_share_link_expires"),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="a_revocation_has_who_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.audience or self.made_by} {self.made_at:%Y-%m-%d %H:%M}"

    def is_open(self, now: datetime) -> bool:
        """Tell whether the link shows its page at `now`."""
        return self.revoked_at is None and self.expires_at > now

    @transaction.atomic
    def revoke(self, *, by) -> None:
        """End the link at once; whoever may share may end a colleague's link too. One that ended stays as it is."""
        _need(by, "publishing.share_draft")
        now = timezone.now()
        changed = ShareLink.objects.open(now).filter(pk=self.pk).update(revoked_by=by, revoked_at=now)
        if not changed:
            raise ValidationError(_("This link is over already."), code="over")
        self.refresh_from_db()

    @transaction.atomic
    def answer(self, *, language: str, name: str, verdict: str, comment: str) -> "GuestAnswer":
        """Keep what a guest said; refuse when the link is over or has had its number of answers."""
        link = ShareLink.objects.select_for_update().get(pk=self.pk)
        now = timezone.now()
        if not link.is_open(now):
            raise ValidationError(_("This link is over already."), code="over")
        if link.answers.count() >= MOST_ANSWERS:
            sentence = _("This link has received all the answers it can take. Write to the person who sent it to you.")
            raise ValidationError(sentence, code="too_many")
        return GuestAnswer.objects.create(
            link=link, language=language, name=name.strip(), verdict=verdict, comment=comment.strip(), at=now
        )


class SharedDocument(models.Model):
    """What a link shows in one language: an unreleased document. It changes when a passage is removed everywhere."""

    link = models.ForeignKey(ShareLink, models.PROTECT, related_name="documents", verbose_name=_("share link"))
    language = models.CharField(_("language"), max_length=10)
    document = models.TextField(_("document"))

    class Meta:
        verbose_name = _("shared document")
        verbose_name_plural = _("shared documents")
        ordering = ["link", "pk"]
        constraints = [models.UniqueConstraint(fields=["link", "language"], name="one_shared_document_per_language")]

    def __str__(self):
        return f"{self.link} {self.language}"


class GuestAnswerQuerySet(models.QuerySet):
    def about(self, page: Page):
        """Return what guests said about a page, the latest first."""
        return self.filter(link__page=page).select_related("link", "link__made_by", "read_by")

    def unread(self):
        """Return what nobody at the desk has marked as read."""
        return self.filter(read_at__isnull=True)

    def awaited_by(self, user):
        """Return the unread answers to what a person shared, or about a page with unpublished changes of theirs."""
        written = Writing.objects.filter(by=user, page=OuterRef("link__page"), release__isnull=True)
        found = self.unread().filter(Q(link__made_by=user) | Exists(written))
        return found.select_related("link__page__standing")

    @transaction.atomic
    def mark_read(self, *, by, page: Page, pks: Iterable[int]) -> int:
        """Note who read these answers about a page, and when; return how many were unread."""
        _need(by, "publishing.share_draft")
        return self.unread().filter(link__page=page, pk__in=pks).update(read_by=by, read_at=timezone.now())


class GuestAnswer(models.Model):
    """What somebody without an account said about a shared page: plain words, never interpreted."""

    class Verdict(models.TextChoices):
        YES = "yes", _("Yes, this can go out")
        NO = "no", _("No, not like this")

    link = models.ForeignKey(ShareLink, models.PROTECT, related_name="answers", verbose_name=_("share link"))
    language = models.CharField(_("language"), max_length=10)
    name = models.CharField(_("name"), max_length=100)
    verdict = models.CharField(_("answer"), max_length=3, choices=Verdict)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    at = models.DateTimeField(_("at"))
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("read by")
    )
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = GuestAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a guest")
        verbose_name_plural = _("answers of guests")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="a_guest_has_a_name",
                violation_error_message=_("Write your name, so that the newsroom knows who answers."),
            ),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True, read_at__isnull=True)
                | Q(read_by__isnull=False, read_at__isnull=False),
                name="whoever_read_an_answer_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"
