"""Keeps every save of a draft, with all its parts and languages; nothing is kept when nothing changed."""

import json
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import override

from languages.models import TranslatedModel
from publishing import saved_changes, saved_rows, saved_states
from publishing.models.saves import SavedDraft

What = SavedDraft.What


def record(
    row: TranslatedModel, *, by, at: datetime | None = None, what: str = What.SAVED, source: SavedDraft | None = None
) -> SavedDraft | None:
    """Keep a draft as it is now; return nothing if it is as it was at its last save.

    `row` is a page or a picture, with its parts as they are in the database; `by` is a user, or nobody for a command.
    Call in the transaction that saved the draft. A deletion is kept before the row goes.
    """
    rows = saved_rows.plain(row)
    mark = saved_rows.fingerprint(rows)
    last = SavedDraft.objects.of(row.uid).first()
    # What was deleted and comes back is a save, though its words are the same.
    is_there_again = last is not None and last.what == What.DELETED
    if last is not None and last.fingerprint == mark and what != What.DELETED and not is_there_again:
        return None
    content = json.dumps({"rows": rows, "states": saved_states.plain(row, rows)}, ensure_ascii=False)
    before = saved_rows.read(last.content) if last is not None else None
    changes = saved_changes.between(before, saved_rows.read(content))
    passages, languages = saved_changes.summed_up(changes)
    with override(row.source_language):
        title = str(row)[:200]
    return SavedDraft.objects.create(
        page_uid=row.uid,
        model=row._meta.label_lower,
        title=title,
        what=what,
        at=at or timezone.now(),
        by=by,
        source=source,
        passages=passages,
        languages=languages,
        content=content,
        fingerprint=mark,
    )


def with_what_was_kept(rows: QuerySet) -> QuerySet:
    """Have rows read with whether a save of them is kept: `find` then asks nothing more."""
    return rows.annotate(was_kept=Exists(SavedDraft.objects.filter(page_uid=OuterRef("uid"))))


def find(row: TranslatedModel) -> None:
    """Keep a draft as the database has it before its first save, if nothing was kept: nothing could undo that one."""
    was_kept = row.was_kept if hasattr(row, "was_kept") else SavedDraft.objects.of(row.uid).exists()
    if not was_kept:
        record(type(row)._base_manager.get(pk=row.pk), by=None, what=What.FOUND)
