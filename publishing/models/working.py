"""The draft side: rows editors work on, what they look like frozen, and who wrote what."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from languages.models import TranslatedModel
from languages.plaintext import no_control_characters
from publishing import lines
from publishing.models.pages import Page
from publishing.models.standings import Standing


class WorkingPage(TranslatedModel):
    """A row that editors work on and that becomes a page; its uid is the uid of the page.

    Nothing in the database ties the two: a page outlives its draft.
    """

    page_kind: str
    # What `page` found; an identity never changes.
    _page: Page | None = None

    class Meta:
        abstract = True

    @property
    def page_uid(self):
        return self.uid

    def delete(self, *args, **kwargs):
        """Delete the draft; refuse while the public reads the page or soon will. Page, versions, addresses remain."""
        page = Page.objects.filter(uid=self.uid).first()
        if page and lines.is_live_or_scheduled(page, timezone.now()):
            sentence = _("The page is published or scheduled. Withdraw it first; then the draft can be deleted.")
            raise ValidationError(sentence, code="published")
        if page and lines.is_asked_for(page):
            sentence = _("The publication of this page is asked for. Cancel the request first.")
            raise ValidationError(sentence, code="asked_for")
        with transaction.atomic():
            Standing.objects.filter(page=page).delete()
            return super().delete(*args, **kwargs)

    def page(self) -> Page:
        """Return the permanent identity of this draft, made on first use."""
        if self._page is None:
            self._page = Page.objects.get_or_create(uid=self.uid, defaults={"kind": self.page_kind})[0]
        return self._page


class Term(WorkingPage):
    """A name that other pages use: a theme, a category, a place, an operation, a person."""

    label = models.CharField(
        _("label"),
        max_length=140,
        blank=True,
        validators=[no_control_characters],
        help_text=_("What the public reads. After a change, publish the label: every list then shows the new one."),
    )
    description = models.TextField(_("description"), blank=True, validators=[no_control_characters])

    class Meta:
        abstract = True

    def __str__(self):
        return self.label or str(self.uid)


class DraftManager(models.Manager):
    def keep(self, drafts: list["Draft"]) -> None:
        """Write these states down in the place of the ones before, in one statement."""
        self.bulk_create(
            drafts,
            update_conflicts=True,
            unique_fields=["page", "language"],
            update_fields=["document", "changed_at"],
        )


class Draft(models.Model):
    """The draft of a page in one language as it would be frozen, kept to see what each save changed."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="+", verbose_name=_("page"))
    language = models.CharField(_("language"), max_length=10)
    document = models.TextField(_("document"))
    changed_at = models.DateTimeField(_("changed at"))

    objects = DraftManager()

    class Meta:
        verbose_name = _("state of a draft")
        verbose_name_plural = _("states of drafts")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="one_draft_per_page_and_language")]

    def __str__(self):
        return f"{self.page} {self.language}"


class WritingManager(models.Manager):
    def reopen(self, page: Page, languages: Iterable[str], which: models.Q) -> None:
        """Take writings for unpublished again, because the public no longer reads what they brought.

        "" among the languages stands for facts that all of them share; an empty `which` means all writings.
        """
        self.filter(which, page=page, language__in=languages).update(release=None)


class Writing(models.Model):
    """That someone wrote at one place of a page, in one language or in all of them; the ground of four eyes."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="writings", verbose_name=_("page"))
    change = models.CharField(_("change"), max_length=200)
    language = models.CharField(_("language"), max_length=10, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    release = models.ForeignKey(
        "publishing.Release", models.PROTECT, null=True, related_name="writings", verbose_name=_("published with")
    )

    objects = WritingManager()

    class Meta:
        verbose_name = _("writing")
        verbose_name_plural = _("writings")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["page", "release", "language"], name="writing_open")]

    def __str__(self):
        return f"{self.by}: {self.change}"
