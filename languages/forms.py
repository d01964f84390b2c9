"""Forms of rows that are written in several languages, of which a page of the desk shows some."""

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.forms.models import ModelForm
from django.utils.text import capfirst

from languages.choices import ForgivingAutocomplete, KnownChoice, KnownChoices
from languages.columns import language_columns
from languages.models import TranslatedModel
from languages.names import language_name


class OmittedColumnsStay(ModelForm):
    """A form that leaves language columns alone which the browser did not send: they were hidden, not emptied."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._name_what_is_known()
        if not self.is_bound:
            return
        for name in self.fields.keys() & language_columns(self._meta.model).keys():
            if self.fields[name].widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name)):
                # Django then takes the value the row has, and can still draw the field if another one is refused.
                self.fields[name].disabled = True

    def _name_what_is_known(self) -> None:
        """Give choices of other rows those that were read together with this one."""
        options = self._meta.model._meta
        for field in (*options.concrete_fields, *options.many_to_many):
            choice = self.fields.get(field.name) if field.remote_field and self.instance.pk else None
            if not isinstance(choice, KnownChoice | KnownChoices):
                continue
            if field.many_to_many:
                rows = getattr(self.instance, "_prefetched_objects_cache", {}).get(field.name, ())
            else:
                rows = [getattr(self.instance, field.name)] if field.is_cached(self.instance) else []
            choice.known = {str(row.pk): row for row in rows if row is not None}
            widget = getattr(choice.widget, "widget", choice.widget)
            if isinstance(widget, ForgivingAutocomplete):
                widget.known = choice.known

    def _post_clean(self):
        if isinstance(self.instance, TranslatedModel) and self.instance.pk:
            # The database holds the row to its rules: what nobody touched need not be asked about again.
            self.instance.touched = frozenset(self.changed_data)
        super()._post_clean()

    def _save_m2m(self):
        # Django asks for the rows of every list before it sees that they are the same.
        same = {name for name, field in self.fields.items() if isinstance(field, KnownChoices)} - set(self.changed_data)
        sent = self.cleaned_data
        self.cleaned_data = {name: value for name, value in sent.items() if name not in same}
        super()._save_m2m()
        self.cleaned_data = sent

    def _update_errors(self, errors):
        """Say errors of hidden languages above the form; Django has no place for them and would stop."""
        if not hasattr(errors, "error_dict"):
            super()._update_errors(errors)
            return
        shown, hidden = {}, []
        for name, found in errors.error_dict.items():
            if name == NON_FIELD_ERRORS or name in self.fields:
                shown[name] = found
            else:
                hidden += [
                    f"{column_label(self._meta.model, name)}: {text}" for text in ValidationError(found).messages
                ]
        if hidden:
            self.add_error(None, hidden)
        if shown:
            super()._update_errors(ValidationError(shown))


def column_label(model, name: str) -> str:
    """Return how a form names a field: "Title (German)" for a language column, else its own name."""
    if name in language_columns(model):
        base, language = language_columns(model)[name]
        return f"{capfirst(model._meta.get_field(base).verbose_name)} ({language_name(language)})"
    try:
        return capfirst(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
