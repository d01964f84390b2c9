"""What someone asks to publish: a page, some languages, some of its changes; and the documents that follow from it."""

from dataclasses import dataclass

from django.conf import settings

from publishing import comparison, drafts, lines
from publishing.models.working import WorkingPage
from publishing.prepared import Prepared


@dataclass(frozen=True)
class Wish:
    """One page of a request. `ticks` name the changes that go out (`Change.tick`); nothing named means all of them."""

    row: WorkingPage
    languages: tuple[str, ...]
    ticks: frozenset[str] | None = None


def prepare(wish: Wish) -> list[Prepared]:
    """Return the documents of a wish: the latest version plus the ticked changes only, in each language."""
    page = wish.row.page()
    heads = lines.heads(page)
    known = {language: drafts.read(page.kind, edition.document) for language, edition in heads.items()}
    documents = drafts.frozen_in_all_languages(wish.row)
    prepared = []
    for language in [code for code, _name in settings.LANGUAGES if code in wish.languages]:
        draft = documents[language]
        before = known.get(language)
        start = before
        if before is None and known:
            sibling = known.get(wish.row.source_language) or next(iter(known.values()))
            start = comparison.in_words_of(sibling, draft)
        if start is None or wish.ticks is None:
            document = draft
        else:
            words = {change.tick for change in comparison.compare(start, draft)} if before is None else set()
            document = comparison.merge(start, draft, wish.ticks | {tick for tick in words if tick[0] != "*"})
        prepared.append(
            Prepared(
                page=page,
                row=wish.row,
                language=language,
                document=document,
                base=heads.get(language),
                changes=tuple(comparison.compare(before, document)),
            )
        )
    return prepared
