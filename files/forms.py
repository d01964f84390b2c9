"""The forms of films and documents: files go through the gate, captions may be pasted or chosen as a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.template import loader
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from files import webvtt
from files.gate import LACKING, AdmittedFile, FileRefused
from files.models import Download, Film
from languages.columns import LANGUAGES, column, text
from languages.plaintext import without_control_characters


class CaptionsWidget(forms.Textarea):
    """A text with a way to fill it from a file; a file that was chosen wins."""

    needs_multipart_form = True

    def render(self, name, value, attrs=None, renderer=None):
        # Rendered by the site's own templates: Django's form renderer looks in the folders of apps only.
        area_id = self.build_attrs(self.attrs, attrs).get("id", name)
        return loader.render_to_string(
            "files/_captions_widget.html",
            {
                "area": super().render(name, value, attrs, renderer),
                "file_name": f"{name}-file",
                "file_id": f"{area_id}_file",
            },
        )

    def format_value(self, value):
        # A file that was refused cannot be shown as a text.
        return None if hasattr(value, "read") else super().format_value(value)

    def value_from_datadict(self, data, files, name):
        return files.get(f"{name}-file") or super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-file" not in files and super().value_omitted_from_data(data, files, name)


class FilmFileInput(forms.ClearableFileInput):
    """A file input that can take the file away, for a film that moves elsewhere; a stored file has no address here."""

    def render(self, name, value, attrs=None, renderer=None):
        # The attributes of the form: with the stored file as its value, Django's input would link to it.
        plain = forms.FileInput(self.attrs).render(name, None, attrs)
        widget = self.get_context(name, value, attrs)["widget"]
        return loader.render_to_string("files/_film_input.html", {"input": plain, "widget": widget})


class CaptionsFormField(forms.CharField):
    """A text in WebVTT, pasted or sent as a file."""

    widget = CaptionsWidget

    def to_python(self, value):
        """Return the text with one kind of line end; what was sent as a file must be UTF-8."""
        if hasattr(value, "read"):
            if value.size > 4 * webvtt.LONGEST:  # the longest text, every sign of it written in four bytes
                raise ValidationError(webvtt.SENTENCES["long"], params={"longest": webvtt.LONGEST})
            return webvtt.decoded(value.read())
        return webvtt.plain(super().to_python(value) or "")


class GatedForm(forms.ModelForm):
    """A row with a file. After validation `report` tells what the gate did; None when no file was sent."""

    report = None

    def clean_file(self):
        """Refuse a file that is there already, and lead to it."""
        file = self.cleaned_data["file"]
        if not isinstance(file, AdmittedFile):
            return file
        model = type(self.instance)
        known = model.objects.filter(content_hash=file.admitted.content_hash).exclude(pk=self.instance.pk).first()
        if known:
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[known.pk])
            raise ValidationError(
                format_html(
                    _("This file is already there: {}. Nothing was added."),
                    format_html('<a href="{}">{}</a>', address, known),
                ),
                code="known",
            )
        return file

    def _post_clean(self):
        """Store the file once everything else is right, so that a full disk is told on the form."""
        super()._post_clean()
        file = self.cleaned_data.get("file")
        if isinstance(file, AdmittedFile) and not self.errors:
            try:
                type(self.instance)._meta.get_field("file").take_in(self.instance)
            except FileRefused as error:
                self.add_error("file", error)
            else:
                self.report = file.admitted

    def told(self) -> list[str]:
        """Return what the gate did to the file of a valid form, in sentences without any value; none without a file."""
        if self.report is None:
            return []
        kinds = self.report.removed_kinds
        if not kinds:
            return [_("Nothing was hidden in the file.")]
        return [_("Removed: %(kinds)s.") % {"kinds": ", ".join(kinds)}]


class FilmForm(GatedForm):
    """A film with its words."""

    class Meta:
        model = Film
        fields = ("file",)


class DownloadForm(GatedForm):
    """A document with its title, which it may bring along."""

    class Meta:
        model = Download
        fields = ("file",)

    taken_over = False

    def _post_clean(self):
        super()._post_clean()
        title = column("title", self.instance.written_in)
        if self.report and self.report.title and not any(text(self.instance, "title", code) for code in LANGUAGES):
            longest = Download._meta.get_field("title").max_length
            setattr(self.instance, title, without_control_characters(self.report.title)[:longest])
            self.taken_over = True

    def told(self) -> list[str]:
        """Add what the document brought along, and what it lacks for people who do not see."""
        sentences = super().told()
        if self.taken_over:
            title = capfirst(str(Download._meta.get_field("title").verbose_name))
            sentences.append(_("Taken over from the file, to be checked: %(fields)s.") % {"fields": title})
        if self.report and self.report.lacking:
            lacking = ", ".join(str(LACKING[name]) for name in self.report.lacking)
            sentence = _(
                "People who do not see cannot read this document: it lacks %(lacking)s. "
                "Upload one that has it, or give the address of the same as a web page."
            )
            sentences.append(sentence % {"lacking": lacking})
        return sentences
