"""The form of a picture: the file goes through the gate, and what it said about itself fills empty fields."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from images.alternative_text import not_the_name_of
from images.fields import PictureFileField
from images.gate import AdmittedFile, PictureRefused
from images.models import Picture
from languages.columns import LANGUAGES, column, text


class PictureForm(forms.ModelForm):
    """A picture with its words. After validation `report` tells what the gate did; None when no file was sent."""

    class Meta:
        model = Picture
        fields = ("file",)

    report = None
    # The picture of the library that has this very content already, if that is why the file is refused.
    known = None

    def clean_file(self):
        """Refuse a picture that the library has already, and lead to it."""
        file = self.cleaned_data["file"]
        if not isinstance(file, AdmittedFile):
            return file
        known = Picture.objects.filter(content_hash=file.admitted.content_hash).exclude(pk=self.instance.pk).first()
        if known:
            self.known = known
            raise ValidationError(
                format_html(
                    _("This picture is already in the library: {}. Nothing was added."),
                    format_html('<a href="{}">{}</a>', reverse("admin:images_picture_change", args=[known.pk]), known),
                ),
                code="known",
            )
        return file

    def clean(self):
        """Refuse alternative text that is the name the file came with."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if isinstance(file, AdmittedFile):
            for language in LANGUAGES:
                name = column("alternative_text", language)
                if not not_the_name_of(file.uploaded_as, cleaned.get(name) or ""):
                    self.add_error(name, _("This is the name of a file. Say in one sentence what the picture shows."))
        return cleaned

    def _post_clean(self):
        """Store the file once everything else is right, so that a full disk is told on the form."""
        super()._post_clean()
        file = self.cleaned_data.get("file")
        if isinstance(file, AdmittedFile) and not self.errors:
            try:
                stored: PictureFileField = Picture._meta.get_field("file")
                stored.take_in(self.instance)
            except PictureRefused as error:
                self.add_error("file", error)
            else:
                self.report = file.admitted
                self.taken_over = self._fill_empty_fields()

    def _fill_empty_fields(self) -> list[str]:
        """Fill what is empty with what the file said, and return the names of those fields."""
        found, picture = self.report.found, self.instance
        filled = []
        caption = column("caption", picture.source_language)
        for name, source, value in (
            ("credit", "credit", found.credit),
            ("rights_note", "rights_note", found.rights),
            (caption, "caption", "" if any(text(picture, "caption", code) for code in LANGUAGES) else found.caption),
            ("taken_on", "taken_on", found.taken_on),
        ):
            if value and not getattr(picture, name):
                field = Picture._meta.get_field(source)
                longest = getattr(field, "max_length", None)
                setattr(picture, name, Truncator(value).chars(longest) if longest else value)
                filled.append(capfirst(str(field.verbose_name)))
        return filled
