"""What the forms of the desk refuse about the pieces of an article, beyond what the rows themselves do."""

import re

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from articles.models import Block
from languages.columns import LANGUAGES, column
from languages.forms import column_label
from publishing.page_forms import AddressForm, PageForm, SourceForm

# What starts a new line in rich text.
_LINE = re.compile(r"<(?:p|h[1-6]|li|blockquote)\b[^>]*>|<br\b[^>]*>", re.IGNORECASE)


def lines(html: str) -> list[str]:
    """Return the lines of rich text as plain text, without empty ones."""
    return [line for part in _LINE.split(html) if (line := strip_tags(part).strip())]


class ArticleForm(AddressForm, SourceForm):
    """An article has an address and may have an outside source."""


class BlockForm(PageForm):
    """Refuse pieces whose content does not go with their kind, and languages that do not exist."""

    def clean_only_in(self):
        codes = dict.fromkeys(code.strip().lower() for code in self.cleaned_data["only_in"].split(","))
        codes.pop("", None)
        unknown = [code for code in codes if code not in LANGUAGES]
        if unknown:
            known = ", ".join(f"{code} ({name})" for code, name in settings.LANGUAGES)
            sentence = _("“%(unknown)s” is none of our languages. Write one or more of: %(known)s.")
            self.add_error("only_in", sentence % {"unknown": ", ".join(unknown), "known": known})
        return ",".join(codes)

    def clean(self):
        cleaned = super().clean()
        # A translator reads the kind and does not choose it: it is that of the piece.
        kind = self.cleaned_data.get("kind") if "kind" in self.fields else self.instance.kind
        if kind != Block.Kind.PICTURE and self.cleaned_data.get("picture"):
            self.add_error(
                "picture", _("Only a piece of the kind “picture” shows one. Change the kind, or empty this.")
            )
        if kind != Block.Kind.FILM and self.cleaned_data.get("film"):
            self.add_error("film", _("Only a piece of the kind “film” shows one. Change the kind, or empty this."))
        if kind != Block.Kind.DOCUMENT and self.cleaned_data.get("download"):
            self.add_error(
                "download",
                _("Only a piece of the kind “document to download” offers one. Change the kind, or empty this."),
            )
        for language in LANGUAGES:
            html = self.written("text", language)
            if kind == Block.Kind.HEADING and len(lines(html)) > 1:
                self._refuse("text", language, _("A heading is one line. Put the rest into a piece of text below it."))
            if kind == Block.Kind.PICTURE and lines(html):
                self._refuse("text", language, _("A picture brings its own caption. Put the text into another piece."))
            if kind in (Block.Kind.FILM, Block.Kind.DOCUMENT) and lines(html):
                sentence = _("A film or a document brings its own title. Put the text into another piece.")
                self._refuse("text", language, sentence)
            if kind != Block.Kind.QUOTATION and self.written("attribution", language):
                self._refuse("attribution", language, _("Only a quotation says who says it. Empty this field."))
        return cleaned

    def _refuse(self, field: str, language: str, sentence: str) -> None:
        name = column(field, language)
        if name in self.fields:
            self.add_error(name, sentence)
        else:
            self.add_error("kind" if "kind" in self.fields else None, f"{column_label(Block, name)}: {sentence}")
