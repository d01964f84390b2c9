"""One page, in one language, as the public saw it from one moment to another; and what is derived from it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publishing.models.pages import Page


class LiveQuerySet(models.QuerySet):
    """Asks the one question of the public side. A projection names its way to the version in `edition_path`."""

    edition_path = ""

    def live(self, now):
        """Return what the public sees at `now` (aware datetime, UTC): half-open, `live_from` ≤ now < `live_until`."""
        at = self.edition_path
        return self.filter(
            Q(**{f"{at}live_until__isnull": True}) | Q(**{f"{at}live_until__gt": now}),
            **{f"{at}cancelled_at__isnull": True, f"{at}live_from__lte": now},
        )


class EditionQuerySet(LiveQuerySet):
    def readable(self, now):
        """Return what the public may read at `now`, history included: live ones, and past ones not withdrawn."""
        return self.filter(cancelled_at__isnull=True, withdrawn=False, live_from__lte=now)

    def to_be_read(self, now):
        """Return what the public reads at `now` or will by a publication already approved."""
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=now), cancelled_at__isnull=True)

    def line(self, page, language):
        """Return the uncancelled versions of a page in a language, oldest first, scheduled ones included."""
        return self.filter(page=page, language=language, cancelled_at__isnull=True).order_by("live_from")

    def light(self):
        """Leave out the document and its seal: lists never read them."""
        return self.defer("document", "seal")


class Edition(models.Model):
    """A published version: frozen words, and the stretch of time in which they are live.

    The document never changes again (the database refuses it); `live_until`, `withdrawn`, `blocked_pictures` and the
    columns for lists are derived and can be rebuilt.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveBigIntegerField(_("number"), unique=True)
    page = models.ForeignKey(Page, models.PROTECT, related_name="editions", verbose_name=_("page"))
    language = models.CharField(_("language"), max_length=10)
    release = models.ForeignKey(
        "publishing.Release", models.PROTECT, related_name="editions", verbose_name=_("publication")
    )
    document = models.TextField(_("document"))
    seal = models.TextField(_("seal"))
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    redactions = models.PositiveIntegerField(_("passages removed"), default=0)
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    public_note = models.CharField(_("public note"), max_length=300, blank=True)
    blocked_pictures = models.TextField(blank=True, default="")
    # Columns for lists, taken from the document; no list parses documents.
    kind = models.CharField(max_length=20)
    path = models.CharField(_("address"), max_length=300)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(blank=True)
    facet = models.CharField(max_length=20, blank=True)
    about = models.UUIDField(null=True, blank=True)
    date = models.CharField(max_length=100, blank=True)
    sort_key = models.CharField(max_length=60)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language", "live_from"],
                condition=Q(cancelled_at__isnull=True),
                name="one_version_per_moment",
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")) | Q(withdrawn=True),
                name="a_version_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["page", "language", "live_from"], name="edition_line"),
            models.Index(fields=["kind", "language", "sort_key", "id"], name="edition_list"),
            models.Index(fields=["kind", "facet", "language", "sort_key", "id"], name="edition_facet"),
            models.Index(fields=["live_until"], name="edition_boundary"),
            models.Index(fields=["live_from"], name="edition_start"),
            models.Index(fields=["about", "language"], name="edition_about"),
        ]

    def __str__(self):
        return f"{self.title} ({self.language}, {self.sequence})"

    def get_absolute_url(self):
        return self.path


class Ledger(models.Model):
    """The head of the chain of published versions: one row, locked while a version is added."""

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("head of the chain")
        verbose_name_plural = _("head of the chain")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_ledger")]

    def __str__(self):
        return f"{self.sequence} {self.digest}"


class ProjectionQuerySet(LiveQuerySet):
    edition_path = "edition__"


class Projection(models.Model):
    """A row derived from a published version for lists; rebuilt by command, never edited."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")

    objects = ProjectionQuerySet.as_manager()

    class Meta:
        abstract = True


class EditionTerm(Projection):
    """That a version names another page: its theme, category, mission, author."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="terms")
    relation = models.CharField(max_length=20)
    target = models.UUIDField()
    language = models.CharField(max_length=10)
    position = models.PositiveIntegerField(default=0)
    sort_key = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["target", "relation", "language", "sort_key", "edition"], name="term_list"),
            models.Index(fields=["target", "relation", "language", "position", "edition"], name="term_order"),
        ]

    def __str__(self):
        return f"{self.relation} {self.target}"


class EditionPicture(Projection):
    """That a version shows a picture, named by the hash of its content."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pictures")
    content_hash = models.CharField(max_length=64, db_index=True)
    for_press = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "content_hash"], name="a_picture_once_per_version")]

    def __str__(self):
        return self.content_hash


class EditionFile(Projection):
    """That a version offers a film, its captions or a document at an address, named by the hash of its content.

    Captions are small and part of the document: their text stands here, so that no file has to be kept for them.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    content_hash = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=20)
    content = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "content_hash", "name"], name="a_file_once_per_version")
        ]

    def __str__(self):
        return f"{self.name} {self.content_hash}"
