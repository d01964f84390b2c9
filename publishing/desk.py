"""The pages of the desk on which a publication is asked for, decided, called off or taken back."""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from languages.names import language_name
from publishing import (
    approval,
    authorship,
    checklist,
    deputies,
    drafts,
    faults,
    kinds,
    lines,
    moments,
    small_corrections,
    touched,
    wishes,
    wording,
)
from publishing.comparison import Change
from publishing.findings import Finding, Level
from publishing.forms import (
    MomentForm,
    PublicationForm,
    ReasonForm,
    language_ticks,
)
from publishing.home.decisions import languages_of, titles_of
from publishing.models import Candidate, Edition, Page, Release
from publishing.models.working import WorkingPage
from publishing.prepared import Prepared

# The permission to let a small correction out alone, and what is said when it is out.
ALONE = "publishing.approve_small_correction"
SMALL_IS_LIVE = gettext_lazy("The small correction is live. A colleague confirms it on the next working day.")


def desk_language() -> str:
    """Return the language in which this person reads the desk."""
    language = get_language()
    return language if language in drafts.LANGUAGES else settings.MODELTRANSLATION_DEFAULT_LANGUAGE


def spelled_out(changes: Iterable[Change], kind: kinds.Kind, document: dict) -> list[dict]:
    """Return changes for the template: where each is, and what goes and comes."""
    return [
        {"place": wording.place_name(change.key, document), "marked": wording.marked(change, kind)}
        for change in changes
    ]


def with_places(findings: list[Finding], document: dict, row: WorkingPage | None) -> list[dict]:
    """Return findings for the template, each with the name of the passage it is about, and where that is mended.

    `row` is the draft, which may be gone.
    """
    return [
        {
            "level": finding.level,
            "sentence": finding.sentence,
            "place": wording.place_name(finding.place, document) if finding.place else "",
            "address": faults.address_of(row, finding) if row else "",
        }
        for finding in findings
    ]


def remedy(findings: list[dict]) -> str:
    """Return where the first thing that blocks is mended, or at least named; empty when nothing blocks."""
    blocking = [finding for finding in findings if finding["level"] == Level.BLOCK]
    return next((finding["address"] for finding in blocking if finding["address"]), "#checks" if blocking else "")


def findings_by_page(prepared: list[Prepared], now: datetime, *, may_be_small: bool) -> list[dict]:
    """Return the findings of a request for the template, page by page; of several pages each says which it is about.

    What held up the request holds up its approval only where time can have made it wrong; the rest is told.
    """
    groups: dict[Page, list[Prepared]] = {}
    for item in prepared:
        groups.setdefault(item.page, []).append(item)
    beside = [page.uid for page in groups]
    found = []
    for group in groups.values():
        document = next((item for item in group if item.language == desk_language()), group[0]).document
        title = document.heading if len(groups) > 1 else ""
        inspected = [
            finding if finding.code in checklist.AT_APPROVAL else replace(finding, level=Level.WARN)
            for finding in checklist.inspect(group, now=now, beside=beside, may_be_small=may_be_small)
        ]
        row = kinds.get(group[0].page.kind).model._default_manager.filter(uid=group[0].page.uid).first()
        findings = with_places(inspected, document.model_dump(mode="json"), row)
        found += [finding | {"page": title, "code": document.language} for finding in findings]
    return sorted(found, key=lambda finding: finding["level"] != Level.BLOCK)


def offered(differences: Iterable[drafts.Difference], chosen: Container[str], kind: kinds.Kind, draft: dict) -> list:
    """Return differences for the template, each with its tick: where it is, what goes and comes, who wrote it."""
    return [
        {
            "tick": difference.tick,
            "ticked": difference.tick in chosen,
            "place": wording.place_name(difference.change.key, draft),
            "language": dict(settings.LANGUAGES).get(difference.change.language, ""),
            "code": difference.change.language,
            "marked": wording.marked(difference.change, kind),
            "writers": difference.writers,
            "at": difference.at,
        }
        for difference in differences
    ]


def is_taken_along(difference: drafts.Difference, user, removed: Iterable[str]) -> bool:
    """A colleague's change stays behind unless somebody ticks it; one's own and those of an import go.

    What was published once and taken back (`at` is None), or removed from every version, is never offered.
    """
    key = difference.change.key
    if difference.at is None or any(key == place or key.startswith(f"{place}/") for place in removed):
        return False
    return not difference.writers or user in difference.writers


def before_asking(form: PublicationForm, prepared: list[Prepared], user, now: datetime) -> dict:
    """Return what whoever asks wants to know first: who could approve it, and which moment they have chosen."""
    noted = any(field.value() for field in form.note_fields())
    writers = authorship.would_be_writers(prepared, noted_by=user if noted else None)
    approvers = deputies.approvers(now)
    return {
        "who_may": approval.who_may(approvers, writers),
        "who_may_not": approval.who_may_not(approvers, writers, user),
        "zone": settings.TIME_ZONE,
        "now_here": moments.seen_from(now, now),
        "chosen_moment": moments.seen_from(form.chosen_moment, now) if form.chosen_moment else "",
    }


class DeskView:
    """What every page of the desk here shares: the admin's frame, a permission, never cached.

    Subclasses name `permission`; it is asked on GET and POST alike.
    """

    admin_site = None
    permission = ""
    heading = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            **self.admin_site.each_context(self.request),
            "title": self.heading,
        }

    def refused(self, form, error: ValidationError):
        """Show what stood in the way above the form; what was typed stays."""
        form.add_error(None, error)
        return self.form_invalid(form)


class PageView(DeskView):
    """A page of the desk about one draft, found by the primary key in the address."""

    model_admin = None

    @cached_property
    def row(self):
        """Return the draft, if this person may see it."""
        row = get_object_or_404(self.model_admin.model, pk=self.kwargs["pk"])
        if not self.model_admin.has_view_or_change_permission(self.request, row):
            raise PermissionDenied
        return row

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission) or not self.row:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        return self.row.page()

    @property
    def kind(self) -> kinds.Kind:
        return kinds.get(self.page.kind)

    def address_of(self, verb: str) -> str:
        """Return the address of another page of the desk about this draft."""
        options = self.model_admin.model._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_{verb}", args=[self.row.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "opts": self.model_admin.model._meta,
            "row": self.row,
            "change_url": self.get_success_url(),
        }

    def get_success_url(self):
        return self.address_of("change")


class RequestPublication(PageView, FormView):
    """Shows every change since the live version with a tick, and asks for the publication of the ticked ones.

    Whoever may publish a small correction alone can do so here, in the same step.
    """

    permission = "publishing.request_release"
    form_class = PublicationForm
    template_name = "admin/publishing/request.html"

    @property
    def heading(self):
        return _("Publication of “%(page)s”") % {"page": self.row}

    @cached_property
    def differences(self):
        return drafts.differences(self.row)

    @cached_property
    def removed(self) -> list[str]:
        """Return the places from which passages were removed."""
        return list(self.page.redactions.values_list("passage", flat=True))

    def get_form_kwargs(self):
        ticks = [(difference.tick, difference.tick) for difference in self.differences]
        return super().get_form_kwargs() | {"ticks": ticks}

    @cached_property
    def earlier(self) -> list[Candidate]:
        """Return the documents of the request that is asked for again, as far as they are of this page."""
        again = self.request.GET.get("again", "")
        known = again.isdecimal() and len(again) < 10
        return list(self.page.candidates.filter(release=again).select_related("release")) if known else []

    def _instead_of(self) -> Release | None:
        """Return the request that this one replaces; nothing when it was for other pages too."""
        release = self.earlier[0].release if self.earlier else None
        return None if release is None or release.candidates.exclude(page=self.page).exists() else release

    def get_initial(self):
        if earlier := self.earlier:
            return {
                "note": earlier[0].release.note,
                **{f"note_{code}": words for code, words in earlier[0].release.public_notes.items()},
                "ticks": list({change["tick"] for candidate in earlier for change in candidate.changes}),
                "languages": [candidate.language for candidate in earlier],
                "when": PublicationForm.NOW,
            }
        languages = lines.live_languages(self.page, timezone.now())
        required = checklist.required_languages(self.page.kind, self.row.source_language)
        return {
            "ticks": [
                difference.tick
                for difference in self.differences
                if is_taken_along(difference, self.request.user, self.removed)
            ],
            "languages": languages or required,
            "when": PublicationForm.NOW,
        }

    def form_valid(self, form):
        wish = wishes.Wish(
            row=self.row,
            languages=tuple(form.cleaned_data["languages"]),
            ticks=frozenset(form.cleaned_data["ticks"]) if self.known else None,
        )
        told = _("The publication is asked for. Somebody else approves it.")
        alone = "alone" in self.request.POST
        if alone and form.wanted_from:
            form.add_error("when", _("A small correction goes live at once; at a chosen time, somebody else approves."))
            return self.form_invalid(form)
        try:
            with transaction.atomic():
                release = Release.objects.request(
                    by=self.request.user,
                    wanted=[wish],
                    wanted_from=form.wanted_from,
                    public_notes=form.public_notes,
                    override_reason=form.cleaned_data["override_reason"],
                    urgent=form.cleaned_data["urgent"],
                    note=form.cleaned_data["note"],
                    instead_of=self._instead_of(),
                )
                if alone:
                    release.publish_small_correction(by=self.request.user)
                    told = SMALL_IS_LIVE
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(self.request, told)
        return HttpResponseRedirect(reverse("admin:publishing_release_decide", args=[release.pk]))

    @cached_property
    def known(self) -> dict:
        return drafts.bases(self.page)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        chosen = set(context["form"]["ticks"].value() or [])
        languages = tuple(context["form"]["languages"].value() or [])
        draft = drafts.frozen(self.row, desk_language()).model_dump(mode="json")
        prepared = wishes.prepare(wishes.Wish(self.row, languages, frozenset(chosen) if self.known else None))
        may_be_small = self.request.user.has_perm(ALONE)
        now = timezone.now()
        required = checklist.required_languages(self.page.kind, self.row.source_language)
        inspected = checklist.inspect(prepared, now=now, may_be_small=may_be_small)
        findings = with_places(inspected, draft, self.row)
        context |= before_asking(context["form"], prepared, self.request.user, now) | {
            "first_time": not self.known,
            "languages": language_ticks(context["form"]["languages"], required),
            "differences": offered(self.differences, chosen, self.kind, draft),
            "findings": findings,
            "remedy": remedy(findings),
            "touched": touched.by_publication(prepared, now),
            "uses_url": self._uses_url(),
            "is_small": may_be_small and bool(chosen) and not small_corrections.why_not_small(prepared),
            "previewed": settings.LANGUAGES if self.kind.template else (),
            "preview_address": self.address_of("preview_request"),
        }
        return context

    def _uses_url(self) -> str:
        """Return where pages that keep its former words are published anew; empty when no other page shows them."""
        renamed = drafts.names_it_elsewhere(self.row, [each.change for each in self.differences])
        if not self.known or not self.differences or not renamed or not drafts.using(self.row):
            return ""
        return f"{reverse('admin:publishing_release_together')}?uses={self.row.uid}"


class Versions(PageView, TemplateView):
    """Lists every published version of a page, scheduled ones included, and offers to return to an earlier one."""

    permission = "publishing.view_edition"
    template_name = "admin/publishing/versions.html"

    @property
    def heading(self):
        return _("Published versions of “%(page)s”") % {"page": self.row}

    def get_context_data(self, **kwargs):
        options = self.model_admin.model._meta
        may_take = self.request.user.has_perm(f"{options.app_label}.change_{options.model_name}")
        now = timezone.now()
        context = {"publications": self._publications(now, may_take=may_take), "now": now}
        return super().get_context_data(**kwargs) | context

    def _publications(self, now: datetime, *, may_take: bool) -> list[dict]:
        """Return what went out together, the latest first, numbered as they came on this page."""
        editions = Edition.objects.filter(page=self.page).select_related("release__decided_by").light()
        together: dict[tuple, list[Edition]] = {}
        for edition in editions.order_by("sequence"):
            together.setdefault((edition.release_id, edition.live_from, edition.cancelled_at), []).append(edition)
        found = []
        for number, group in enumerate(together.values(), start=1):
            group.sort(key=lambda edition: drafts.LANGUAGES.index(edition.language))
            begun = [each for each in group if each.cancelled_at is None and each.live_from <= now]
            past = [each for each in begun if not each.withdrawn and each.live_until and each.live_until <= now]
            found.append(
                {
                    "number": number,
                    "editions": group,
                    "notes": [each for each in group if each.public_note],
                    "to_return": past,
                    "to_take": begun if may_take else [],
                }
            )
        return found[::-1]


class RollBack(DeskView, FormView):
    """Asks to publish an earlier version again; somebody else approves it."""

    permission = "publishing.request_release"
    form_class = ReasonForm
    template_name = "admin/publishing/roll_back.html"

    @cached_property
    def edition(self) -> Edition:
        return get_object_or_404(Edition.objects.select_related("page"), sequence=self.kwargs["sequence"])

    @property
    def heading(self):
        return _("Return to an earlier version of “%(page)s”") % {"page": self.edition.title}

    def get_context_data(self, **kwargs):
        returning = Release.objects.returning(self.edition, timezone.now())
        documents = [
            {
                "language": language_name(item.language),
                "code": item.language,
                "changes": spelled_out(
                    item.changes, kinds.get(self.edition.kind), item.document.model_dump(mode="json")
                ),
            }
            for item in returning
        ]
        context = {
            "edition": self.edition,
            "documents": documents,
            "touched": touched.by_publication(returning, timezone.now()),
            "take_url": self._take_url(),
        }
        return super().get_context_data(**kwargs) | context

    def _take_url(self) -> str:
        """Return where the version can be taken into the draft; empty without a draft, or for whoever may not write."""
        model = kinds.get(self.edition.kind).model
        row = model._default_manager.filter(uid=self.edition.page.uid).first()
        options = model._meta
        if row is None or not self.request.user.has_perm(f"{options.app_label}.change_{options.model_name}"):
            return ""
        return reverse(f"admin:{options.app_label}_{options.model_name}_take", args=[row.pk, self.edition.sequence])

    def form_valid(self, form):
        notes = {self.edition.language: form.cleaned_data["reason"]}
        try:
            release = Release.objects.roll_back(self.edition, by=self.request.user, public_notes=notes)
        except ValidationError as error:
            return self.refused(form, error)
        messages.success(self.request, _("The return to that version is asked for. Somebody else approves it."))
        return HttpResponseRedirect(reverse("admin:publishing_release_decide", args=[release.pk]))


class Decide(DeskView, TemplateView):
    """Shows what a request would change, word by word, and takes the decision on it."""

    permission = "publishing.view_release"
    template_name = "admin/publishing/decide.html"
    verbs = ("approve", "refuse", "cancel", "small", "confirm", "reschedule")

    @cached_property
    def release(self) -> Release:
        candidates = Prefetch("candidates", Candidate.objects.select_related("page", "base"))
        releases = Release.objects.select_related("requested_by", "decided_by", "confirmed_by")
        return get_object_or_404(releases.prefetch_related(candidates), pk=self.kwargs["pk"])

    @property
    def heading(self):
        if titles := titles_of(self.release, desk_language()):
            return _("Publication of “%(page)s”") % {"page": titles}
        # Where the title was removed from every version.
        return _("Publication asked for by %(name)s") % {"name": self.release.requested_by}

    def get_context_data(self, **kwargs):
        candidates = list(self.release.candidates.all())
        is_open = self.release.state == Release.State.REQUESTED
        moved = [candidate for candidate in candidates if is_open and not candidate.is_current()]
        # The new difference, where the live page is no longer the one the request was compared with.
        prepared = [candidate.prepared(anew=candidate in moved) for candidate in candidates]
        user, writers = self.request.user, self.release.writers()
        documents = []
        for item in prepared:
            plain = item.document.model_dump(mode="json")
            documents.append(
                {
                    "title": item.document.heading,
                    "language": dict(settings.LANGUAGES)[item.language],
                    "code": item.language,
                    "path": item.document.path,
                    "changes": spelled_out(item.changes, kinds.get(item.page.kind), plain),
                }
            )
        # What changes first; the others after it, in the order of the site.
        documents.sort(key=lambda document: (not document["changes"], drafts.LANGUAGES.index(document["code"])))
        now = timezone.now()
        wrote_it = user in writers and not settings.ONE_PERSON_DESK
        not_small = self.release.why_not_small(prepared) if is_open else ""
        who_may = approval.who_may(deputies.approvers(now), writers) if is_open else ""
        findings = []
        if is_open:
            findings = findings_by_page(prepared, now, may_be_small=self.release.requested_by.has_perm(ALONE))
        return {
            "reason_form": ReasonForm(prefix="refuse"),
            "moment_form": MomentForm(prefix="reschedule"),
            **super().get_context_data(**kwargs),
            "opts": Release._meta,
            "release": self.release,
            **self._hour(now),
            "languages": languages_of(self.release),
            "documents": documents,
            "has_a_page": any(kinds.get(item.page.kind).template for item in prepared),
            "findings": findings,
            "remedy": remedy(findings),
            "touched": touched.by_publication(prepared, now) if is_open else None,
            "is_open": is_open,
            "moved": bool(moved),
            "ask_again": self._ask_again(candidates) if moved and user.has_perm("publishing.request_release") else "",
            "is_scheduled": self.release.is_scheduled(now),
            "wrote_it": wrote_it,
            "wrote_none": user not in writers,
            "may_approve": is_open and not moved and not wrote_it and user.has_perm("publishing.approve_release"),
            "writers": sorted(str(writer) for writer in writers),
            "who_may": who_may,
            "can_approve": user.has_perm("publishing.approve_release"),
            "can_refuse": is_open and user.has_perm("publishing.approve_release"),
            "can_cancel": user.has_perm("publishing.approve_release")
            or (is_open and user == self.release.requested_by),
            "not_small": not_small,
            "can_publish_small": is_open
            and not not_small
            and not moved
            and not remedy(findings)
            and user.has_perm(ALONE),
            "can_confirm": self.release.nature == Release.Nature.SMALL_CORRECTION
            and not self.release.confirmed_at
            and (settings.ONE_PERSON_DESK or user not in (self.release.requested_by, self.release.decided_by))
            and user.has_perm("publishing.approve_release"),
        }

    def _hour(self, now: datetime) -> dict:
        """Return when it goes out or went, for reading and for the verb; a late approval goes live at approval."""
        moment = self.release.live_from or self.release.wanted_from
        late = self.release.state == Release.State.REQUESTED and moment is not None and moment <= now
        return {
            "goes_out": moments.seen_from(moment, now) if moment else "",
            "is_late": late,
            "verb_moment": moments.in_a_verb(moment, now) if moment and not late else "",
        }

    def _ask_again(self, candidates) -> str:
        """Return where the same changes are asked for anew; empty for several pages, and where the draft is gone."""
        pages = {candidate.page for candidate in candidates}
        model = kinds.get(candidates[0].page.kind).model
        row = model._default_manager.filter(uid=candidates[0].page.uid).first() if len(pages) == 1 else None
        if row is None:
            return ""
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_publish", args=[row.pk])
        return f"{address}?again={self.release.pk}"

    def post(self, request, *args, **kwargs):
        verb = request.POST.get("verb")
        if verb not in self.verbs:
            raise Http404
        try:
            return getattr(self, f"_{verb}")(request)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.path)

    def _done(self, request, sentence: str):
        messages.success(request, sentence)
        return HttpResponseRedirect(request.path)

    def _approve(self, request):
        editions = self.release.approve(by=request.user)
        if editions[0].live_from > timezone.now():
            return self._done(request, _("Approved. It goes live by itself at the chosen hour."))
        return self._done(request, _("Approved and live."))

    def _small(self, request):
        self.release.publish_small_correction(by=request.user)
        return self._done(request, SMALL_IS_LIVE)

    def _confirm(self, request):
        self.release.confirm(by=request.user)
        return self._done(request, _("The small correction is confirmed."))

    def _cancel(self, request):
        self.release.cancel(by=request.user)
        return self._done(request, _("Cancelled. Nothing goes live."))

    def _refuse(self, request):
        form = ReasonForm(request.POST, prefix="refuse")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(reason_form=form))
        self.release.refuse(by=request.user, reason=form.cleaned_data["reason"])
        return self._done(request, _("Refused. The author reads the reason."))

    def _reschedule(self, request):
        form = MomentForm(request.POST, prefix="reschedule")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(moment_form=form))
        self.release.reschedule(by=request.user, wanted_from=form.cleaned_data["moment"])
        return self._done(request, _("Moved to the new hour."))
