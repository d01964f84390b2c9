"""Pictures: a cleaned file, its words, and who said that it may be shown."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from images.alternative_text import not_a_file_name
from images.clearance import Clearance, clearance_constraints
from images.fields import PictureFileField
from languages.columns import LANGUAGES, column, text
from languages.models import TranslatedManager, TranslatedModel
from languages.plaintext import no_control_characters

HASH = r"^[0-9a-f]{64}$"
DECORATIVE_WITH_TEXT = _(
    "A decorative picture has no alternative text: untick “decorative”, or empty the text in every language."
)
LEFT_TO_DO = {
    "text": _("alternative text"),
    "credit": _("credit"),
    "rights": _("rights"),
    "faces": _("check of the faces"),
}


def _empty_in_every_language(field: str) -> Q:
    """Return the condition that no language has this text; base columns hold whatever language was active."""
    condition = Q()
    for language in LANGUAGES:
        name = column(field, language)
        condition &= Q(**{name: ""}) | Q(**{f"{name}__isnull": True})
    return condition


class OriginalManager(models.Manager):
    def note(self, picture: "Picture") -> "Original":
        """Remember the file of a picture and the focal point it is cut around."""
        original, made = self.get_or_create(
            content_hash=picture.content_hash,
            defaults={
                "name": picture.file.name,
                "media_type": picture.media_type,
                "width": picture.width,
                "height": picture.height,
                "focal_points": [picture.focal_point],
            },
        )
        if not made and picture.focal_point not in original.focal_points:
            original.focal_points.append(picture.focal_point)
            original.save(update_fields=["focal_points"])
        return original


class Original(models.Model):
    """A cleaned file that is or once was a picture's.

    Versions name pictures by hash, so a file must be found long after its picture got another one or was deleted; and
    renditions may be cut around the focal points that editors chose, not around any that a visitor asks for.
    """

    content_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    focal_points = models.JSONField(default=list)

    objects = OriginalManager()

    class Meta:
        verbose_name = _("cleaned file")
        verbose_name_plural = _("cleaned files")

    def __str__(self):
        return self.content_hash


class Picture(Clearance, TranslatedModel):
    """A picture of the library with its words, its rights and its clearance."""

    derived_fields = ("likeness",)

    class Press(models.TextChoices):
        ASK = "ask", _("not decided yet")
        OFFERED = "offered", _("offered to the press as one large file")
        KEPT = "kept", _("not offered")

    file = PictureFileField(
        _("file"),
        help_text=_(
            "JPEG, PNG, WebP or AVIF; at most 25 MB, 24 megapixels and 12,000 pixels a side. "
            "Everything hidden in the file, such as the place where it was taken, is removed before it is stored."
        ),
    )
    content_hash = models.CharField(
        max_length=64,
        unique=True,
        editable=False,
        error_messages={"unique": _("This picture is already in the library. Nothing was added.")},
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    media_type = models.CharField(_("format"), max_length=20, editable=False)
    likeness = models.CharField(max_length=64, blank=True, editable=False)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"),
        default=50,
        help_text=_("In percent of the width. Narrow screens cut the picture around this point."),
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"), default=50, help_text=_("In percent of the height.")
    )
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        validators=[no_control_characters, not_a_file_name],
        help_text=_(
            "Read aloud to people who do not see the picture: what one sees, in one sentence, without “picture of”. "
            "For example: “Two instructors and six Malian soldiers lean over a map.”"
        ),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_(
            "Tick when the picture says nothing that the text does not say: it is then left out when read aloud."
        ),
    )
    caption = models.CharField(
        _("caption"),
        max_length=500,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Printed under the picture: who, where, when, as far as it may be told."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Printed beside the caption in every language, for example “DG StratCom / J. Peeters”."),
    )
    press = models.CharField(
        _("copy for the press"),
        max_length=10,
        choices=Press,
        default=Press.ASK,
        help_text=_(
            "Offered: pages published from now on let anybody download the picture in its full size, with its credit. "
            "Only for pictures that are ours or free of rights."
        ),
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
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
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            *clearance_constraints("picture"),
            models.CheckConstraint(
                condition=Q(focal_x__lte=100) & Q(focal_y__lte=100),
                name="picture_focal_point_is_inside",
                violation_error_message=_("The focal point lies outside the picture: both numbers go from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(decorative=False) | _empty_in_every_language("alternative_text"),
                name="picture_decorative_has_no_text",
                violation_error_message=DECORATIVE_WITH_TEXT,
            ),
            models.CheckConstraint(
                condition=~Q(press="offered") | Q(rights__in=["own", "public_domain"]),
                name="picture_for_the_press_is_ours_to_give",
                violation_error_message=_(
                    "Only a picture that is ours or free of rights can be offered to the press: fill in its rights, "
                    "or choose “not offered”."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(press="offered") | ~Q(credit=""),
                name="picture_for_the_press_has_a_credit",
                violation_error_message=_("A picture offered to the press is printed with its credit: fill it in."),
            ),
            models.CheckConstraint(
                condition=Q(content_hash__regex=HASH) & Q(width__gt=0) & Q(height__gt=0),
                name="picture_went_through_the_gate",
                violation_error_message=_("The picture was not checked. Upload the file again."),
            ),
        ]

    def __str__(self):
        return (
            self.caption
            or self.alternative_text
            or _("picture of %(date)s") % {"date": date_format(timezone.localdate(self.uploaded_at))}
        )

    def save(self, *args, **kwargs):
        """Clean and store a new file first, outside of the transaction; leave no file behind when the row fails."""
        field = self._meta.get_field("file")
        written = field.take_in(self)
        fields = kwargs.get("update_fields")
        if fields is not None and "file" in fields:
            kwargs["update_fields"] = {*fields, "content_hash", "width", "height", "media_type", "likeness"}
        try:
            with transaction.atomic(using=kwargs.get("using")):
                super().save(*args, **kwargs)
                Original.objects.db_manager(kwargs.get("using")).note(self)
        except Exception:
            # Somebody else may have stored the same picture in the meantime: then the file is theirs.
            if written and not Original.objects.filter(content_hash=self.content_hash).exists():
                self.file.storage.delete(written)
            raise

    def clean(self):
        """Refuse what forms that show two languages keep from the constraints, and a day that has not come."""
        super().clean()
        errors = {}
        if self.decorative and any(text(self, "alternative_text", language) for language in LANGUAGES):
            errors["decorative"] = DECORATIVE_WITH_TEXT
        if self.taken_on and self.taken_on > timezone.localdate():
            errors["taken_on"] = _("This day has not come yet: check the year.")
        if errors:
            raise ValidationError(errors)

    def lacks(self) -> list[str]:
        """Return what the picture lacks before a page may show it: text, credit, rights, faces."""
        lacking = {
            "text": not self.decorative and not all(text(self, "alternative_text", language) for language in LANGUAGES),
            "credit": not self.credit,
            "rights": not self.rights,
            "faces": self.faces == self.Faces.UNCHECKED,
        }
        return [name for name, lacks in lacking.items() if lacks]

    def left_to_do(self) -> list[str]:
        """Return what the picture lacks before a page may show it, in words; empty when it is complete."""
        return [str(LEFT_TO_DO[name]) for name in self.lacks()]

    @property
    def page_uid(self):
        """The picture's words are a page of their own for translators."""
        return self.uid

    @property
    def may_go_to_the_press(self) -> bool:
        """Whether the rights allow to give the picture away in its full size."""
        return self.rights in (self.Rights.OWN, self.Rights.PUBLIC_DOMAIN)

    @property
    def focal_point(self) -> str:
        """The focal point as renditions name it: percent from the left and from the top, "50-50"."""
        return f"{self.focal_x}-{self.focal_y}"
