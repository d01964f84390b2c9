"""How each draft stands to its latest version: worked out when either changes, so that lists of the desk need not."""

from collections.abc import Collection, Mapping

from publishing import comparison, kinds, lines
from publishing.documents import Document
from publishing.models.pages import Page
from publishing.models.standings import Standing
from publishing.models.working import Draft


def rewrite(page: Page) -> None:
    """Work out anew how a draft stands; call in the transaction that changed its versions.

    Nothing is known of a draft that was never noted, or that was deleted: then there is no standing either.
    """
    if Standing.objects.filter(page=page).exists():
        work_out(page)


def work_out(page: Page) -> None:
    """Write down how the draft of a page stands, as it was last noted."""
    drafts = list(Draft.objects.filter(page=page))
    if drafts:
        read = kinds.get(page.kind).document.read
        write(page, drafts, {draft.language: read(draft.document) for draft in drafts})


def write(page: Page, drafts: Collection[Draft], documents: Mapping[str, Document]) -> None:
    """Write down how a draft stands; call in the transaction that saved it, with its states and what they say."""
    kind = kinds.get(page.kind)
    known = {language: edition.document for language, edition in lines.heads(page).items()}
    titles, ticks = {}, set()
    for draft in drafts:
        document = documents[draft.language]
        titles[draft.language] = document.heading
        live = known.get(draft.language)
        if live == draft.document or (known and not live):
            continue
        before = kind.document.read(live) if live else None
        ticks |= {change.tick for change in comparison.compare(before, document)}
    facts = {
        "titles": titles,
        "differs": bool(ticks),
        "published": bool(known),
        "changes": len(ticks),
        "changed_at": max(draft.changed_at for draft in drafts),
    }
    if not Standing.objects.filter(page=page).update(**facts):
        Standing.objects.create(page=page, **facts)


def rebuild(*, missing_only: bool = False) -> int:
    """Work out anew how every draft stands that was ever noted, or those of which it is not known; return how many."""
    there: set = set()
    for kind in kinds.every():
        there.update(kind.model.objects.values_list("uid", flat=True))
    known = dict(Standing.objects.values_list("pk", "page__uid"))
    Standing.objects.filter(pk__in=[pk for pk, uid in known.items() if uid not in there]).delete()
    wanted = Page.objects.filter(pk__in=Draft.objects.values("page"))
    if missing_only:
        wanted = wanted.filter(standing__isnull=True)
    pages = [page for page in wanted if page.uid in there]
    for page in pages:
        work_out(page)
    return len(pages)


def title_of(titles: dict[str, str], language: str) -> str:
    """Return a title in a language, or in the first one that has one; empty when none has."""
    return titles.get(language) or next((title for title in titles.values() if title), "")
