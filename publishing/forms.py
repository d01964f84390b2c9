"""The forms of the desk that ask for, decide and take back a publication."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.models import Download, Film
from images.models import Picture
from languages.plaintext import no_control_characters
from publishing import moments
from publishing.models import Address, EditionFile, EditionPicture, TakeDown


class ReasonForm(forms.Form):
    """A reason somebody will read."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        validators=[no_control_characters],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LanguagesWidget(forms.CheckboxSelectMultiple):
    """Ticks of which one may take several languages along: "fr nl"."""

    def value_from_datadict(self, data, files, name):
        return [code for value in super().value_from_datadict(data, files, name) or () for code in value.split()]


class LanguagesField(forms.MultipleChoiceField):
    """The languages that go out, of which the required ones are one tick; posted one by one they are the same."""

    widget = LanguagesWidget
    default_error_messages = {"required": _("Choose at least one language.")}

    def __init__(self, **options):
        super().__init__(label=_("Languages"), choices=settings.LANGUAGES, **options)


def language_ticks(field: forms.BoundField, required: list[str]) -> dict:
    """Return the ticks of the languages for the template: the required ones together, the same apart, the others."""
    chosen = set(field.value() or ())

    def tick(codes: list[str]) -> dict:
        names = [name for code, name in settings.LANGUAGES if code in codes]
        return {"value": " ".join(codes), "names": ", ".join(names), "ticked": chosen >= set(codes)}

    codes = [code for code, _name in settings.LANGUAGES]
    together = tick([code for code in codes if code in required])
    apart = [tick([code]) for code in codes if code in required] if len(required) > 1 else []
    return {
        "field": field,
        "together": together,
        "apart": apart,
        "partly": not together["ticked"] and any(each["ticked"] for each in apart),
        "others": [tick([code]) for code in codes if code not in required],
    }


class MomentWidget(forms.SplitDateTimeWidget):
    """A day and an hour; beside an hour that comes twice the question which of the two is meant."""

    def __init__(self, attrs=None):
        parts = [forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), forms.TimeInput(attrs={"type": "time"})]
        forms.MultiWidget.__init__(self, [*parts, forms.RadioSelect()], attrs)

    def decompress(self, value):
        day, hour = super().decompress(value)
        return [day, hour, str(timezone.localtime(value).fold) if value else None]

    def get_context(self, name, value, attrs):
        parts = value if isinstance(value, list) else self.decompress(value)
        self.widgets[2].choices = self._choices(*parts[:2])
        return super().get_context(name, parts, attrs)

    @staticmethod
    def _choices(day, hour) -> list[tuple[str, str]]:
        """Return both moments of an hour that comes twice, by their UTC; nothing for any other hour."""
        try:
            naive = datetime.combine(forms.DateField().clean(day), forms.TimeField().clean(hour))
            meant = moments.meant_by(naive)
        except (forms.ValidationError, OverflowError):
            return []
        times = gettext("the first time"), gettext("the second time")
        if len(meant) < 2:
            return []
        sentence = gettext("%(hour)s for %(which_time)s (%(utc)s)")
        facts = [
            {"hour": f"{naive:%H:%M}", "which_time": which, "utc": moments.in_utc(moment)}
            for which, moment in zip(times, meant, strict=True)
        ]
        return [(str(fold), sentence % each) for fold, each in enumerate(facts)]


class MomentField(forms.SplitDateTimeField):
    """A day and an hour in the newsroom's time zone; refuses an hour the clocks skip, asks which of one they repeat."""

    widget = MomentWidget
    default_error_messages = {
        **forms.SplitDateTimeField.default_error_messages,
        "skipped": _(
            "That night the clocks jump forward, so %(hour)s does not exist. The nearest are %(before)s and %(after)s."
        ),
        "repeated": _("That night the clocks go back, so %(hour)s comes twice. Say which of the two you mean."),
    }

    def clean(self, value):
        day, hour, which = [*(value or []), None, None, None][:3]
        naive = super().clean([day, hour])
        if naive is None:
            return None
        try:
            meant = moments.meant_by(naive)
        except OverflowError as error:  # the first hours of the calendar are before it elsewhere
            raise forms.ValidationError(self.error_messages["invalid_date"], code="invalid_date") from error
        facts = {"hour": f"{naive:%H:%M}"}
        if not meant:
            before, after = moments.around(naive)
            facts |= {"before": f"{before:%H:%M}", "after": f"{after:%H:%M}"}
            raise forms.ValidationError(self.error_messages["skipped"], code="skipped", params=facts)
        if len(meant) > 1 and which not in ("0", "1"):
            raise forms.ValidationError(self.error_messages["repeated"], code="repeated", params=facts)
        return meant[int(which)] if len(meant) > 1 else meant[0]

    def compress(self, data_list):
        """Return day and hour as the clocks show them; `clean` finds the moment."""
        if not data_list or not all(data_list[at] not in self.empty_values for at in (0, 1)):
            super().compress(data_list)
            return None
        return datetime.combine(*data_list)


class PublicationForm(forms.Form):
    """What goes out: changes, languages, when, with which note to the public."""

    NOW, LATER = "now", "later"

    ticks = forms.MultipleChoiceField(
        label=_("What goes out"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    languages = LanguagesField()
    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("On approval")), (LATER, _("At a chosen time"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    moment = MomentField(label=_("Day and hour"), required=False)
    note = forms.CharField(
        label=_("Note to whoever approves"),
        required=False,
        max_length=300,
        validators=[no_control_characters],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Optional. It is read at the desk and in the letter that asks for approval, never by the public."),
    )
    urgent = forms.BooleanField(
        label=_("Urgent"), required=False, help_text=_("Two people still decide; the desk shows it first.")
    )
    override_reason = forms.CharField(
        label=_("Reason for not waiting for a required language"),
        required=False,
        max_length=300,
        validators=[no_control_characters],
        help_text=_("Only with the permission to do so; the reason is kept."),
    )

    def __init__(self, *args, ticks=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ticks"].choices = ticks
        for code, name in settings.LANGUAGES:
            self.fields[f"note_{code}"] = forms.CharField(
                label=_("Public note (%(language)s)") % {"language": name},
                required=False,
                max_length=300,
                validators=[no_control_characters],
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def clean(self):
        data = super().clean()
        if data.get("when") == self.LATER and not data.get("moment") and "moment" not in self.errors:
            self.add_error("moment", _("Choose the day and the hour, or publish on approval."))
        return data

    @property
    def chosen_moment(self) -> datetime | None:
        """Return the moment that was chosen, as soon as the form was sent with one; nothing before that."""
        return self.cleaned_data.get("moment") if self.is_bound and self["when"].value() == self.LATER else None

    @property
    def wanted_from(self):
        """Return the moment asked for, or nothing for “on approval”."""
        return self.cleaned_data["moment"] if self.cleaned_data["when"] == self.LATER else None

    @property
    def public_notes(self) -> dict[str, str]:
        """Return the notes of the chosen languages that say something."""
        notes = {code: self.cleaned_data[f"note_{code}"] for code in self.cleaned_data["languages"]}
        return {code: note for code, note in notes.items() if note}

    def note_fields(self):
        """Return the bound fields of the public note, one a language."""
        return [self[f"note_{code}"] for code, _name in settings.LANGUAGES]


class MomentForm(forms.Form):
    """Another moment for an approved publication."""

    moment = MomentField(label=_("Day and hour"))


class WithdrawalForm(ReasonForm):
    """Which languages of a page come down, and why."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )


class RedactionForm(ReasonForm):
    """Which passage is removed from every version, in which languages, and why."""

    passage = forms.ChoiceField(label=_("Passage"), choices=())
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, passages=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passage"].choices = passages


class TakeDownForm(ReasonForm):
    """Which picture, film or document is shown nowhere any more, and why."""

    picture = forms.ChoiceField(label=_("Picture, film or document"), choices=())
    field_order = ["picture", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].choices = self.pictures()

    @staticmethod
    def pictures() -> list[tuple[str, str]]:
        """Return every picture, film and document that can be taken down, by content hash.

        Those of the library, and those that published versions show although the library has another file by now.
        """
        library = [row for model in (Picture, Film, Download) for row in model.objects.order_by("-pk")]
        names = {row.content_hash: str(row) for row in library if row.content_hash}
        titles: dict[str, set[str]] = {}
        for table in (EditionPicture, EditionFile):
            for content_hash, title in table.objects.values_list("content_hash", "edition__title").distinct():
                titles.setdefault(content_hash, set()).add(title)
        names |= dict.fromkeys(
            EditionFile.objects.filter(media_type="text/vtt").values_list("content_hash", flat=True),
            gettext("captions"),
        )
        down = set(TakeDown.objects.values_list("content_hash", flat=True))
        found = []
        for content_hash in dict.fromkeys([*names, *titles]):
            if content_hash not in down:
                name = names.get(content_hash) or gettext("picture or file no longer in the library")
                where = ", ".join(sorted(titles.get(content_hash, ()))[:3])
                found.append((content_hash, f"{name} · {where}" if where else name))
        return found


class TakeOverForm(ReasonForm):
    """Which address goes to which other page, and why."""

    path = forms.CharField(
        label=_("Address"), max_length=300, help_text=_("The whole path, for example /fr/nos-missions/mali/.")
    )
    new_owner = forms.CharField(
        label=_("Goes to the page at"), max_length=300, help_text=_("An address the other page has today.")
    )
    field_order = ["path", "new_owner", "reason"]

    def _address(self, name: str) -> Address:
        address = Address.objects.filter(path=self.cleaned_data[name]).select_related("page").first()
        if address is None:
            raise forms.ValidationError(_("No page has or had this address."), code="unknown_address")
        return address

    def clean_path(self):
        return self._address("path")

    def clean_new_owner(self):
        return self._address("new_owner").page
