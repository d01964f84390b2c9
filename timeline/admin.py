from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from languages.admin import TranslatedStackedInline
from languages.columns import LANGUAGES, column
from languages.forms import column_label
from publishing.page_forms import SourceForm
from timeline.models import TimelineEvent
from timeline.partial_dates import PartialDate


class EventForm(SourceForm):
    """Refuse the name of a period whose years are not those of the date."""

    def clean(self):
        cleaned = super().clean()
        date = self.cleaned_data.get("date")
        if not isinstance(date, PartialDate):
            return cleaned
        for language in LANGUAGES:
            name = column("date_label", language)
            label = self.written("date_label", language)
            years = date.label_disagrees(label)
            if not years:
                continue
            sentence = _("“%(label)s” names %(years)s, but the date is %(date)s. Correct the name or the date.")
            sentence %= {"label": label, "years": ", ".join(map(str, years)), "date": date}
            if name in self.fields:
                self.add_error(name, sentence)
            else:
                self.add_error("date", f"{column_label(TimelineEvent, name)}: {sentence}")
        return cleaned


class EventInline(TranslatedStackedInline):
    """The events of a mission; they sort themselves by date."""

    model = TimelineEvent
    empty_words = gettext_lazy("No event yet: the page has no timeline until you add one.")
    form = EventForm
    order_field = "place_in_list"
    line_facts = ("date",)
    line_text = "title"
    extra = 0
    autocomplete_fields = ["operation", "picture"]
    fields = [
        "date",
        "title",
        "short_title",
        "text",
        "date_label",
        "operation",
        "picture",
        "source_title",
        "source_url",
        "place_in_list",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("operation", "picture")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name.startswith("text"):
            kwargs["widget"] = Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)
