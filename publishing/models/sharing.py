"""Two people in one form: what each form was opened with, and who has one open."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.nested import nested

# A form left open over a long weekend can still be told what changed meanwhile.
KEPT_FOR = timedelta(days=14)
# Without a sign of life for this long, somebody is no longer in the form.
HERE_FOR = timedelta(minutes=3)


class OpenedDraftManager(models.Manager):
    def keep(self, uid, digest: str, state: str) -> None:
        """Remember a state that a form was opened with; one statement, whoever else does the same."""
        self.bulk_create(
            [self.model(uid=uid, digest=digest, state=state, opened_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["uid", "digest"],
            update_fields=["opened_at"],
        )

    def old(self, now) -> models.QuerySet:
        """Return the states that no open form can still name."""
        return self.filter(opened_at__lt=now - KEPT_FOR)

    def sweep(self, now=None) -> int:
        """Forget the states no open form can still name; return how many."""
        return self.old(now or timezone.now()).delete()[0]


class OpenedDraft(models.Model):
    """A draft as somebody found it on opening its form: the text that two versions of it are compared with."""

    uid = models.UUIDField(_("page"))
    digest = models.CharField(_("mark of the state"), max_length=64)
    state = models.TextField(_("state"))
    opened_at = models.DateTimeField(_("opened at"), db_index=True)

    objects = OpenedDraftManager()

    class Meta:
        verbose_name = _("draft as it was opened")
        verbose_name_plural = _("drafts as they were opened")
        constraints = [models.UniqueConstraint(fields=["uid", "digest"], name="opened_draft_once")]

    def __str__(self):
        return f"{self.uid} {self.opened_at}"


class PresenceManager(models.Manager):
    def enter(self, uid, user) -> None:
        """Note that somebody has the form of a draft open now."""
        self.bulk_create(
            [self.model(uid=uid, user=user, seen_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["uid", "user"],
            update_fields=["seen_at"],
        )

    def others(self, uid, user) -> models.Subquery:
        """Return the others who have a form open, for an annotation; who came first has the lowest key."""
        here = self.filter(uid=uid, seen_at__gte=timezone.now() - HERE_FOR).exclude(user=user)
        return nested(here, pk="pk", first="user__first_name", last="user__last_name", username="user__username")

    def old(self, now) -> models.QuerySet:
        """Return who is no longer there."""
        return self.filter(seen_at__lt=now - HERE_FOR)

    def sweep(self, now=None) -> int:
        """Forget who is no longer there; return how many."""
        return self.old(now or timezone.now()).delete()[0]


class Presence(models.Model):
    """That somebody has the form of a draft open; a notice to the others, never a lock."""

    uid = models.UUIDField(_("page"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    seen_at = models.DateTimeField(_("last seen"), db_index=True)

    objects = PresenceManager()

    class Meta:
        verbose_name = _("person in a form")
        verbose_name_plural = _("persons in forms")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["uid", "user"], name="presence_once")]

    def __str__(self):
        return f"{self.user} {self.uid}"
