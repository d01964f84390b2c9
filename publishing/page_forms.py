"""What forms of pages refuse beside the rules of their rows: addresses of other pages, sources without a title."""

from django.utils.translation import gettext as _

from languages.columns import LANGUAGES, column, text
from languages.forms import OmittedColumnsStay
from publishing import addresses, kinds


class PageForm(OmittedColumnsStay):
    """A form that shows some of the languages; the others keep what they have."""

    def written(self, field: str, language: str) -> str:
        """Return what a translated field will hold once the form is saved, shown or not; empty for nothing."""
        name = column(field, language)
        if name in self.fields:
            return self.cleaned_data.get(name) or ""
        return text(self.instance, field, language)


class AddressForm(PageForm):
    """Refuse an address in the field it was typed in; addresses of the past count, for they lead to their page."""

    def clean(self):
        cleaned = super().clean()
        kind = kinds.get(self._meta.model.page_kind)
        for language in LANGUAGES:
            name = column("slug", language)
            slug = self.cleaned_data.get(name)
            if not slug or (self.instance.pk and name not in self.changed_data):
                continue
            other = self._meta.model._default_manager.filter(**{name: slug}).exclude(pk=self.instance.pk).first()
            if other is not None:
                sentence = _("“%(other)s” already has the address “%(slug)s” in this language. Choose another one.")
                self.add_error(name, sentence % {"other": other, "slug": slug})
                continue
            path = kind.path(language, slug)
            owner = addresses.owner(path)
            if owner is not None and owner.uid != self.instance.uid:
                self.add_error(name, addresses.AddressTaken(path))
        return cleaned


class SourceForm(PageForm):
    """Refuse the address of a source that has no title in any language."""

    def clean(self):
        cleaned = super().clean()
        if self.cleaned_data.get("source_url") and not any(self.written("source_title", code) for code in LANGUAGES):
            self.add_error("source_url", _("Give the source a title; the public reads the title, not the address."))
        return cleaned
