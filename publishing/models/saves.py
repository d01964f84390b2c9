"""Every save of a draft, so that each can be undone; what the public saw is kept in editions, apart from this."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

# How long a deleted draft can be brought back.
KEPT = timedelta(days=30)


class SavedDraftQuerySet(models.QuerySet):
    def of(self, uid) -> "SavedDraftQuerySet":
        """Return the saves of one draft, the latest first."""
        return self.filter(page_uid=uid)

    def light(self) -> "SavedDraftQuerySet":
        """Leave out the content: lists never read it."""
        return self.defer("content")

    def deletions(self) -> "SavedDraftQuerySet":
        """Return the last save of every draft that is deleted and was not brought back."""
        later = SavedDraft.objects.filter(page_uid=OuterRef("page_uid"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), what=SavedDraft.What.DELETED)

    def recoverable(self, now: datetime) -> "SavedDraftQuerySet":
        """Return the deletions that can still be taken back."""
        return self.deletions().filter(at__gt=now - KEPT)


class SavedDraft(models.Model):
    """One draft with all its parts and languages, as it was after one save.

    The draft may be of a page or a picture of the library, and may be deleted: it is named by its uid, not by a key.
    """

    class What(models.TextChoices):
        FOUND = "found", _("as it was found")
        SAVED = "saved", _("saved")
        RESTORED = "restored", _("brought back from an earlier save")
        TAKEN = "taken", _("taken from a published version")
        DELETED = "deleted", _("deleted")
        RECOVERED = "recovered", _("brought back after it was deleted")

    page_uid = models.UUIDField(_("page"))
    model = models.CharField(_("kind"), max_length=100)
    title = models.CharField(_("title"), max_length=200, blank=True)
    what = models.CharField(_("what happened"), max_length=10, choices=What.choices, default=What.SAVED)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    source = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("brought back from")
    )
    # What changed since the save before, worked out once: the list reads no content.
    passages = models.PositiveIntegerField(_("passages"), default=0)
    languages = models.JSONField(_("languages"), default=list)
    content = models.TextField(_("content"))
    fingerprint = models.CharField(max_length=64, editable=False)

    objects = SavedDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved draft")
        verbose_name_plural = _("saved drafts")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["page_uid", "-id"], name="save_of_page"),
            models.Index(fields=["what", "at"], name="save_deleted"),
        ]

    def __str__(self):
        return self.title

    @property
    def kept_until(self) -> datetime:
        """Return until when a deleted draft can be brought back."""
        return self.at + KEPT


class DeletedDraft(SavedDraft):
    """A draft that was deleted and can still be brought back; the list of them on the desk."""

    class Meta:
        proxy = True
        verbose_name = _("deleted draft")
        verbose_name_plural = _("deleted drafts")
