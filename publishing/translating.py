"""The passages of a draft in one language, in reading order: what each says, what needs work, what comes next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from languages import parity, segments
from languages.models import TranslatedModel
from languages.one_passage import OnePassage
from languages.richtext import RichTextField
from languages.states import State
from publishing import freezing, kinds, wording
from publishing.models.working import WorkingPage

# Passages nobody is at are shown to their beginning.
LONGEST_SHOWN = 400


@dataclass(frozen=True)
class Entry:
    """One passage in the list: what it is called, where it stands, what it says."""

    passage: segments.Passage
    part: str
    number: int

    @property
    def key(self) -> str:
        """The passage in an address."""
        return f"{self.passage.part_uid}.{self.passage.field}"

    @property
    def place(self) -> OnePassage:
        passage = self.passage
        return OnePassage(passage.part_uid, passage.model, passage.field, passage.language)

    @property
    def label(self) -> str:
        return ", ".join(filter(None, [self.part, capfirst(self.passage.verbose_name)]))

    @property
    def needs_work(self) -> bool:
        return self.passage.state in (State.MISSING, State.STALE)

    @property
    def is_rich(self) -> bool:
        passage = self.passage
        return isinstance(apps.get_model(passage.model)._meta.get_field(passage.field), RichTextField)

    @property
    def source(self) -> str:
        return _beginning(self.passage.source_text)

    @property
    def target(self) -> str:
        return _beginning(self.passage.target_text)


class Passages:
    """The passages of a draft in one language."""

    def __init__(self, row: WorkingPage, language: str):
        parts = parts_of(row)
        names = {part.uid: _("%(part)s: “%(title)s”") % _named(part) for part in parts}
        found = (
            passage
            for passage in segments.walk(row, parts)
            if passage.language == language and (passage.source_text or passage.target_text)
        )
        self.entries = [
            Entry(passage, names.get(passage.part_uid, ""), number) for number, passage in enumerate(found, 1)
        ]
        self.counts = Counter(entry.passage.state for entry in self.entries)

    @property
    def done(self) -> int:
        return sum(not entry.needs_work for entry in self.entries)

    def find(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)

    def following(self, entry: Entry | None, *, by: int = 1) -> Entry | None:
        """Return the next passage that needs work, or the one before with `by=-1`; the first one comes after the last.

        Nothing if no other does; without an entry, the first one.
        """
        at = self.entries.index(entry) if entry else -1
        others = [*self.entries[at + 1 :], *self.entries[: max(at, 0)]][::by]
        return next((other for other in others if other.needs_work), None)

    def folded(self, current: Entry | None) -> list[dict]:
        """Return the list as it is shown: runs of passages that are up to date as one, the others each by itself."""
        shown: list[dict] = []
        for entry in self.entries:
            if entry.passage.state != State.FRESH or entry == current:
                shown.append({"entry": entry})
            elif shown and "fresh" in shown[-1]:
                shown[-1]["fresh"].append(entry)
            else:
                shown.append({"fresh": [entry]})
        return shown


def parts_of(row: WorkingPage) -> list[TranslatedModel]:
    """Return the parts of a page in reading order, with what names them: a query for each kind of part."""
    relations = [
        relation
        for relation in kinds.get(row.page_kind).relations
        if row._meta.get_field(str(getattr(relation, "prefetch_to", relation)).partition("__")[0]).one_to_many
    ]
    return list(freezing.prepared(row, relations).translated_parts())


def checked(entry: Entry, target: str) -> dict:
    """Return what a text has of the facts and names of its source, and how long both are."""
    passage = entry.passage
    languages = {"source_language": passage.source_language, "target_language": passage.language}
    facts = parity.held(passage.source_text, target, **languages)
    lengths = [len(wording.plain(text)) for text in (target, passage.source_text)]
    return {"facts": _sorted(facts), "length": lengths[0], "source_length": lengths[1]}


def _sorted(facts: Iterable[tuple[parity.Fact, bool]]) -> list[dict]:
    """Return facts for the template; a name said twice is one."""
    unique = dict.fromkeys((fact.kind, fact.written, found) for fact, found in facts)
    return [{"kind": kind, "written": written, "found": found} for kind, written, found in unique]


def _named(part: TranslatedModel) -> dict[str, str]:
    return {"part": capfirst(part._meta.verbose_name), "title": str(part)}


def _beginning(text: str) -> str:
    words = wording.plain(text)
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
