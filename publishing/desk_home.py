"""Small pages around the home of the desk: the way to a page by its identity, and what people say of themselves."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from django.views.i18n import set_language

from languages.names import language_name
from publishing import deputies, kinds
from publishing.desk import DeskView
from publishing.models import Absence, Page, Preference


class OpenPage(View):
    """Leads to the form of a page, whatever its kind, or to its translation; lists name pages by identity.

    An identity outlives a row.
    """

    admin_site = None

    def get(self, request, uid):
        page = get_object_or_404(Page, uid=uid)
        model = kinds.get(page.kind).model
        model_admin = self.admin_site.get_model_admin(model)
        if not model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        row = model.objects.filter(uid=uid).only("pk").first()
        if row is None:
            raise Http404("The draft of this page was deleted.")
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if (target := request.GET.get("translate")) in dict(settings.LANGUAGES):
            return HttpResponseRedirect(reverse(f"{name}_translate", args=[row.pk, target]))
        address = reverse(f"{name}_change", args=[row.pk])
        language = request.GET.get("language")
        return HttpResponseRedirect(
            f"{address}?language={language}" if language in dict(settings.LANGUAGES) else address
        )


def choose_language(request):
    """Change the language of the desk, and remember it for the letters of whoever is logged in."""
    response = set_language(request)
    language = request.POST.get("language")
    if request.method == "POST" and request.user.is_staff and language in dict(settings.LANGUAGES):
        Preference.objects.update_or_create(user=request.user, defaults={"language": language})
    return response


class AbsenceForm(forms.ModelForm):
    """From when to when somebody is away, and who stands in."""

    class Meta:
        model = Absence
        fields = ["first_day", "last_day", "deputy"]
        widgets = {
            "first_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "deputy": gettext_lazy(
                "Only colleagues who may approve by a right of their own. Your absence gives nobody a new right."
            )
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.user = user
        able = [colleague.pk for colleague in deputies.possible_deputies(user)]
        self.fields["deputy"].queryset = self.fields["deputy"].queryset.filter(pk__in=able).order_by("username")

    def clean(self):
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if last and last < timezone.localdate():
            self.add_error("last_day", _("That day is past. Choose a later one."))
        elif first and last and first <= last:
            other = self.instance.user.absences.filter(first_day__lte=last, last_day__gte=first).first()
            if other:
                sentence = _("You are already away from %(first)s to %(last)s. Take that absence back first.")
                facts = {"first": other.first_day.isoformat(), "last": other.last_day.isoformat()}
                raise ValidationError(sentence % facts, code="overlap")
        return data


class Absences(DeskView, FormView):
    """One's own absences as someone who approves, each with the colleague who stands in."""

    permission = deputies.APPROVE
    form_class = AbsenceForm
    template_name = "admin/publishing/absences.html"

    @property
    def heading(self):
        return _("My absences")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "instance": Absence()}

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        preference = Preference.objects.filter(user=self.request.user).first()
        return super().get_context_data(**kwargs) | {
            "absences": self.request.user.absences.filter(last_day__gte=today).select_related("deputy"),
            "stand_ins": self.request.user.stand_ins.filter(last_day__gte=today).select_related("user"),
            "letters_in": language_name(preference.language) if preference else "",
        }

    def post(self, request, *args, **kwargs):
        if "take_back" not in request.POST:
            return super().post(request, *args, **kwargs)
        number = request.POST["take_back"]
        absence = get_object_or_404(
            request.user.absences, pk=int(number) if number.isdecimal() and len(number) < 19 else 0
        )
        absence.delete()
        messages.success(request, _("The absence is taken back."))
        return HttpResponseRedirect(request.path)

    def form_valid(self, form):
        absence = form.save()
        messages.success(
            self.request, _("Noted. %(name)s stands in for you and gets letters too.") % {"name": absence.deputy}
        )
        return HttpResponseRedirect(self.request.path)
