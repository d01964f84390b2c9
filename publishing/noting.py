"""The parent of forms of what pages show, such as pictures and films: kept, shared, and noted in every page."""

from django.db import transaction

from publishing import drafts, saves
from publishing.desk_history import KeepsHistory
from publishing.desk_sharing import SharedForm


class Noting(SharedForm, KeepsHistory):
    """Notes whose words the pages that show a row then hold; `images` and `files` know of no page."""

    def save_related(self, request, form, formsets, change):
        with transaction.atomic():
            super().save_related(request, form, formsets, change)
            saves.record(self.model.objects.get(pk=form.instance.pk), by=request.user)
            if change and form.has_changed():
                drafts.note_all(drafts.using(form.instance), by=request.user)
