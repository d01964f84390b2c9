"""Films and documents to download: a cleaned file, or where it stands, and the words that belong to it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from files.documents import EXTENSIONS
from files.fields import DocumentFileField, FilmFileField
from files.webvtt import check_captions
from images.clearance import Clearance, clearance_constraints
from images.models import HASH, LEFT_TO_DO, Picture
from languages.columns import LANGUAGES, text
from languages.models import TranslatedManager, TranslatedModel
from languages.plaintext import no_control_characters

KNOWN = _("This file is already there. Nothing was added.")
TWO_PLACES = _("A film has a file or an address elsewhere, not both. Empty one of them.")
NO_PLACE = _("Choose the file of the film, or give its address.")


def https_only(value: str) -> None:
    """Refuse an address that could be read, or answered by somebody else, on the way; an empty one passes."""
    if value and urlsplit(value).scheme != "https":
        raise ValidationError(_("Give an address that begins with https://."), code="https")


class StoredFile(models.Model):
    """A cleaned file that is or once was a film's or a document's: versions name it by hash long after."""

    content_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("cleaned file")
        verbose_name_plural = _("cleaned files")

    def __str__(self):
        return self.content_hash


class GatedModel(TranslatedModel):
    """What films and documents share: a file that passed the gate, and who brought it."""

    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    media_type = models.CharField(_("format"), max_length=20, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects = TranslatedManager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.title or str(self.uid)

    def save(self, *args, **kwargs):
        """Clean and store a new file first, outside of the transaction; leave no file behind when the row fails."""
        field = self._meta.get_field("file")
        written = field.take_in(self)
        fields = kwargs.get("update_fields")
        if fields is not None and "file" in fields:
            kwargs["update_fields"] = {*fields, *field.described}
        try:
            with transaction.atomic(using=kwargs.get("using")):
                super().save(*args, **kwargs)
                if self.content_hash:
                    stored = StoredFile.objects.db_manager(kwargs.get("using"))
                    stored.get_or_create(content_hash=self.content_hash, defaults={"name": self.file.name})
        except Exception:
            # Somebody else may have stored the same file in the meantime: then it is theirs.
            if written and not StoredFile.objects.filter(content_hash=self.content_hash).exists():
                self.file.storage.delete(written)
            raise

    @property
    def public_name(self) -> str:
        """The name under which the file is kept by whoever takes it along."""
        return f"{slugify(self.title)[:80].strip('-') or 'file'}.{EXTENSIONS[self.media_type]}"

    @property
    def page_uid(self):
        """The words of a film or a document are a page of their own for translators."""
        return self.uid


class Film(Clearance, GatedModel):
    """A film of our own or the address of one elsewhere, with what people need who do not hear or do not see it."""

    title = models.CharField(
        _("title"),
        max_length=140,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Stands under the film and is read aloud before it, for example “A day at the training camp”."),
    )
    file = FilmFileField(
        _("file"),
        blank=True,
        help_text=_(
            "MP4 (H.264 pictures, AAC sound) or WebM (VP8, VP9 or AV1, with Opus); at most 200 MB. What the file says "
            "about its making, such as the place and the camera, is removed before it is stored."
        ),
    )
    external_url = models.URLField(
        _("or its address elsewhere"),
        max_length=500,
        blank=True,
        validators=[https_only],
        help_text=_(
            "The page then shows the opening picture with a link, and says where it leads. "
            "Nothing is loaded from there before the reader follows it."
        ),
    )
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    milliseconds = models.PositiveIntegerField(_("length in milliseconds"), default=0, editable=False)
    has_sound = models.BooleanField(_("has sound"), default=False, editable=False)
    poster = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opening picture"),
        help_text=_("Stands in the place of the film until somebody starts it. Its alternative text is read aloud."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Printed under the film in every language, for example “DG StratCom / J. Peeters”."),
    )
    captions = models.TextField(
        _("captions"),
        blank=True,
        validators=[check_captions],
        help_text=_(
            "For people who do not hear: every word, and every sound that matters, in WebVTT. Paste them here or "
            "choose a .vtt file. A film without sound needs none."
        ),
    )
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        validators=[no_control_characters],
        help_text=_("Everything that is said and shown, as a text one can read instead of the film. Folded below it."),
    )
    descriptions = models.TextField(
        _("audio description"),
        blank=True,
        validators=[check_captions],
        help_text=_(
            "For people who do not see: what happens in the pictures and nobody says, in WebVTT like the captions. "
            "Read aloud by some players, and printed below the film."
        ),
    )
    statement = models.CharField(
        _("or why the film needs none"),
        max_length=300,
        blank=True,
        validators=[no_control_characters],
        help_text=_(
            "If the sound says everything that the pictures show, say so here; it is printed below the film. "
            "For example: “The speaker says everything that can be seen.”"
        ),
    )

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            *clearance_constraints("film"),
            models.CheckConstraint(
                condition=Q(content_hash="") | Q(external_url=""),
                name="film_stands_in_one_place",
                violation_error_message=TWO_PLACES,
            ),
            models.CheckConstraint(
                condition=~Q(content_hash="") | ~Q(external_url=""),
                name="film_stands_somewhere",
                violation_error_message=NO_PLACE,
            ),
            models.CheckConstraint(
                condition=Q(content_hash="")
                | Q(content_hash__regex=HASH) & Q(width__gt=0) & Q(height__gt=0) & Q(milliseconds__gt=0),
                name="film_went_through_the_gate",
                violation_error_message=_("The film was not checked. Upload the file again."),
            ),
            models.UniqueConstraint(
                fields=["content_hash"],
                condition=~Q(content_hash=""),
                name="film_once",
                violation_error_message=KNOWN,
            ),
        ]

    def clean(self):
        """Say where the film has to stand; a form checks no constraint about columns that it does not show."""
        super().clean()
        if self.file and self.external_url:
            raise ValidationError({"external_url": TWO_PLACES})
        if not self.file and not self.external_url:
            raise ValidationError({"file": NO_PLACE})

    def left_to_do(self) -> list[str]:
        """Return what the film lacks before a page may show it, in words; empty when it is complete."""

        def lacks(*fields: str) -> bool:
            return not all(any(text(self, field, language) for field in fields) for language in LANGUAGES)

        lacking = {
            _("title"): lacks("title"),
            _("opening picture"): self.poster is None,
            LEFT_TO_DO["credit"]: not self.credit,
            # A film elsewhere is shown by whoever has it there: this page only leads to it.
            LEFT_TO_DO["rights"]: self.content_hash and not self.rights,
            LEFT_TO_DO["faces"]: self.content_hash and self.faces == self.Faces.UNCHECKED,
            _("captions"): self.has_sound and lacks("captions"),
            _("transcript"): lacks("transcript"),
            _("audio description"): lacks("descriptions", "statement"),
        }
        return [str(name) for name, is_missing in lacking.items() if is_missing]


class Download(GatedModel):
    """A document that readers take with them, in the one language it is written in."""

    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("What the link says, for example “Annual report 2019”. Format, size and pages are added."),
    )
    file = DocumentFileField(
        _("file"),
        help_text=_(
            "PDF, at most 30 MB, without a password, scripts or attachments. What the file says about its making, such "
            "as names, programs and comments, is removed before it is stored; its title stays."
        ),
    )
    written_in = models.CharField(
        _("language of the document"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.MODELTRANSLATION_DEFAULT_LANGUAGE,
        help_text=_("The language of the document itself; readers of the others are told."),
    )
    equivalent = models.URLField(
        _("the same as a web page"),
        max_length=500,
        blank=True,
        validators=[https_only],
        help_text=_(
            "Needed when the document has no tags, language or title for people who do not see: "
            "the address where the same can be read as a web page."
        ),
    )
    pages = models.PositiveIntegerField(_("pages"), default=0, editable=False)
    tagged = models.BooleanField(_("readable without seeing"), default=False, editable=False)

    class Meta:
        verbose_name = _("document to download")
        verbose_name_plural = _("documents to download")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_hash__regex=HASH) & Q(pages__gt=0),
                name="download_went_through_the_gate",
                violation_error_message=_("The document was not checked. Upload the file again."),
            ),
            models.UniqueConstraint(fields=["content_hash"], name="download_once", violation_error_message=KNOWN),
        ]

    @property
    def source_language(self):
        return self.written_in

    def left_to_do(self) -> list[str]:
        """Return what the document lacks before a page may offer it, in words; empty when it is complete."""
        lacking = {
            _("title"): not all(text(self, "title", language) for language in LANGUAGES),
            _("the same as a web page"): not self.tagged and not self.equivalent,
        }
        return [str(name) for name, is_missing in lacking.items() if is_missing]
