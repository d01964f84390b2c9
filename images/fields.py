"""A file field with a gate: nothing is stored that was not cleaned, whatever way it came."""

from django import forms
from django.db import models

from images.gate import Admitted, AdmittedFile, admit
from images.storing import store


class PictureFormField(forms.FileField):
    """Sends an upload through the gate; its cleaned data is an AdmittedFile."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"})

    def to_python(self, data):
        """Return the cleaned file; None when no file was sent."""
        if data in self.empty_values:
            return None
        return AdmittedFile(admit(data), uploaded_as=data.name)


class PictureFileField(models.FileField):
    """The cleaned file of a picture, and the columns that follow from it.

    `save()`, `create()` and `bulk_create()` pass `pre_save`; forms pass `PictureFormField` before, so that people are
    told what was removed.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 100} | kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField} | kwargs)

    def pre_save(self, model_instance, add):
        self.take_in(model_instance)
        return getattr(model_instance, self.attname)

    def take_in(self, instance) -> str:
        """Clean and store a new file and set hash, size and format; return the name it got, or "" if nothing was new.

        The name is also "" when the same content was stored before.
        """
        file = getattr(instance, self.attname)
        if file._committed:
            return ""
        file.name = file.name or "nameless"  # Django takes a file without a name for none
        cleaned = file.file.admitted if isinstance(file.file, AdmittedFile) else admit(file.file)
        name, written = store(file.storage, cleaned)
        setattr(instance, self.attname, name)
        self.describe(instance, cleaned)
        return name if written else ""

    def describe(self, instance, cleaned: Admitted) -> None:
        """Set the columns that follow from a cleaned file."""
        instance.content_hash = cleaned.content_hash
        instance.media_type = cleaned.media_type
        instance.width, instance.height = cleaned.width, cleaned.height
        instance.likeness = cleaned.likeness
