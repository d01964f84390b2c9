"""The sheets that were drawn: kept for ever, because published versions name them by their digest.

Apart from `maps.models`, which imports it for Django to find the table: public code imports this module, and a sheet is
no draft.
"""

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maps import drawing
from maps.subjects import Subject


class SheetManager(models.Manager):
    def of(self, subject: Subject) -> "Sheet":
        """Return the sheet of a subject as it is drawn today; draw it if nobody did yet."""
        found = self.defer("svg").filter(subject=subject.key, drawn_by=drawing.VERSION).first()
        if found:
            return found
        svg, salt = drawing.draw(subject), secrets.token_hex(16)
        made = {"digest": digest(salt, svg), "salt": salt, "svg": svg, "width": drawing.WIDTH, "height": drawing.HEIGHT}
        # Whoever draws the same at the same moment keeps what came first.
        return self.get_or_create(subject=subject.key, drawn_by=drawing.VERSION, defaults=made)[0]


class Sheet(models.Model):
    """A map as SVG, drawn once. The database refuses to change or delete it.

    Its name is a salted digest: whoever can draw the same map still cannot ask whether the newsroom has.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=32)
    subject = models.CharField(max_length=1000)
    drawn_by = models.PositiveIntegerField()
    svg = models.TextField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    drawn_at = models.DateTimeField(auto_now_add=True)

    objects = SheetManager()

    class Meta:
        verbose_name = gettext_lazy("map sheet")
        verbose_name_plural = gettext_lazy("map sheets")
        constraints = [models.UniqueConstraint(fields=["subject", "drawn_by"], name="a_subject_is_drawn_once")]

    def __str__(self):
        return self.subject

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ValidationError(_("A map that was drawn is never changed."), code="frozen")
        super().save(*args, **kwargs)


def digest(salt: str, svg: str) -> str:
    """Return the name of a drawing, in hexadecimal."""
    return hashlib.sha256(f"{salt}\n{svg}".encode()).hexdigest()
