"""File fields with a gate: nothing is stored that was not cleaned, whatever way it came."""

from django import forms
from django.db import models

from files.gate import Admitted, AdmittedFile, admit_document, admit_film
from files.storing import store


class FilmFormField(forms.FileField):
    """Sends an upload through the gate; its cleaned data is an AdmittedFile."""

    widget = forms.ClearableFileInput(attrs={"accept": "video/mp4,video/webm,video/quicktime"})
    admit = staticmethod(admit_film)

    def to_python(self, data):
        """Return the cleaned file; None when no file was sent."""
        if data in self.empty_values:
            return None
        return AdmittedFile(self.admit(data), uploaded_as=data.name)


class DocumentFormField(FilmFormField):
    """Does the same for a PDF."""

    widget = forms.FileInput(attrs={"accept": "application/pdf"})
    admit = staticmethod(admit_document)


class FilmFileField(models.FileField):
    """The cleaned file of a film, and the columns that follow from it.

    `save()` and `create()` pass `pre_save`; forms pass `form_class` before, so that people are told what was removed.
    """

    form_class = FilmFormField
    admit = staticmethod(admit_film)
    # The columns that follow from the content, and what they hold without a file.
    described = {"content_hash": "", "media_type": "", "size": 0}
    described |= {"width": 0, "height": 0, "milliseconds": 0, "has_sound": False}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 100} | kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.form_class} | kwargs)

    def pre_save(self, model_instance, add):
        self.take_in(model_instance)
        return getattr(model_instance, self.attname)

    def take_in(self, instance) -> str:
        """Clean and store a new file and set what follows from it; return the name it got, or "" if nothing was new.

        The name is also "" when the same content was stored before, or when the file was taken away.
        """
        file = getattr(instance, self.attname)
        if not file:
            self.describe(instance, self.described)
            return ""
        if file._committed:
            return ""
        file.name = file.name or "nameless"  # Django takes a file without a name for none
        cleaned: Admitted = file.file.admitted if isinstance(file.file, AdmittedFile) else self.admit(file.file)
        name, written = store(file.storage, cleaned)
        setattr(instance, self.attname, name)
        known = {name: getattr(cleaned, name) for name in ("content_hash", "media_type", "size")}
        self.describe(instance, known | cleaned.facts)
        return name if written else ""

    def describe(self, instance, facts: dict) -> None:
        """Set the columns that follow from a cleaned file."""
        for name, value in facts.items():
            setattr(instance, name, value)


class DocumentFileField(FilmFileField):
    """The cleaned file of a PDF, and the columns that follow from it."""

    form_class = DocumentFormField
    admit = staticmethod(admit_document)
    described = {"content_hash": "", "media_type": "", "size": 0, "pages": 0, "tagged": False}
