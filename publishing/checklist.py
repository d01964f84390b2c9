"""What is looked at before a publication: it blocks, or it warns, and says where."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from files.models import Film
from images.clearance import Clearance
from images.models import Picture
from languages import parity, segments
from languages.models import Segment
from languages.names import language_name
from languages.states import State
from publishing import addresses, comparison, kinds, lines, small_corrections
from publishing.findings import Finding, Level
from publishing.link_checklist import check_links
from publishing.models.editions import Edition
from publishing.models.pages import Page
from publishing.models.removals import TakeDown
from publishing.models.working import WorkingPage
from publishing.prepared import Prepared

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# What a recorded reason and a permission can lift.
ABOUT_LANGUAGES = frozenset({"language_required", "passage_stale", "passage_missing"})
# What can become false between the request and its approval, while the documents stay the same.
AT_APPROVAL = frozenset(
    {
        "picture_taken_down",
        "picture_embargo",
        "picture_rights",
        "picture_consent",
        "file_taken_down",
        "film_embargo",
        "film_rights",
        "film_consent",
        "address_taken",
        "facts_differ",
    }
)
_OF_A_PICTURE = {
    "embargo": gettext_noop("A picture is under embargo until %(moment)s. Publish later, or choose another picture."),
    "rights": gettext_noop("Nobody has said yet by which right a picture is shown. Fill in its rights."),
    "faces": gettext_noop("Nobody has checked yet whether faces can be recognised in a picture."),
    "consent": gettext_noop(
        "Faces can be recognised in a picture, and consent is not on file. Wait for it, or choose another."
    ),
}
_OF_A_FILM = {
    "embargo": gettext_noop("A film is under embargo until %(moment)s. Publish later, or choose another film."),
    "rights": gettext_noop("Nobody has said yet by which right a film is shown. Fill in its rights."),
    "faces": gettext_noop("Nobody has checked yet whether faces can be recognised in a film."),
    "consent": gettext_noop(
        "Faces can be recognised in a film, and consent is not on file. Wait for it, or choose another."
    ),
}


def required_languages(kind: str, source_language: str) -> list[str]:
    """Return the languages of a kind of page that go live together or not at all."""
    return settings.REQUIRED_LANGUAGES.get(kind) or [source_language]


def inspect(
    prepared: Iterable[Prepared],
    *,
    now: datetime,
    moment: datetime | None = None,
    beside: Iterable[UUID] = (),
    may_be_small: bool = False,
) -> list[Finding]:
    """Return everything worth saying about a request, what blocks first.

    `moment` is when it would go live; `beside` are the pages that go out with it and are looked at apart;
    `may_be_small` if whoever asks may publish a small correction alone.
    """
    prepared = list(prepared)
    together = {item.page.uid for item in prepared} | set(beside)
    is_small = may_be_small and not small_corrections.why_not_small(prepared)
    paths = [item.document.path for item in prepared]
    found: list[Finding] = []
    for item in prepared:
        found += _missing_words(item)
        found += kinds.get(item.page.kind).check(item.document)
        found += _address(item)
        found += _taken_down(item)
        found += _cleared(item, moment or now)
        found += _redacted(item)
        found += _references(item, together, now)
        found += check_links(item.document, now, beside=paths)
    for page in dict.fromkeys(item.page for item in prepared):
        group = [item for item in prepared if item.page == page]
        found += _languages(page, group, now)
        found += _behind(page, group, is_small=is_small)
        found += _parity(group)
    # A sentence may begin with the name of a language, which French and Dutch write small.
    unique = dict.fromkeys(replace(finding, sentence=capfirst(finding.sentence)) for finding in found)
    return sorted(unique, key=lambda finding: finding.level != Level.BLOCK)


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stand in the way."""
    return [finding for finding in findings if finding.level == Level.BLOCK]


def missing_texts(kind: str, document: Mapping) -> list[str]:
    """Return where the plain form of a document lacks a text that its kind of page requires."""
    present = comparison.passages(document)
    found = []
    for pattern in kinds.get(kind).required:
        head, _star, tail = pattern.partition("/*/")
        keys = [f"{head}/{uid}/{tail}" for uid in present.get(f"{head}/{comparison.ORDER}", [])] if tail else [head]
        found += [key for key in keys if not present.get(key)]
    return found


def _missing_words(item: Prepared) -> Iterable[Finding]:
    for key in missing_texts(item.page.kind, item.document.model_dump(mode="json")):
        sentence = _("A required text is missing in %(language)s. Write it before publishing this language.")
        yield Finding(
            Level.BLOCK, "text_missing", sentence % {"language": language_name(item.language)}, key, item.language
        )


def _address(item: Prepared) -> Iterable[Finding]:
    if not kinds.get(item.page.kind).section:
        return
    if not item.document.path:
        sentence = _("The page has no address in %(language)s yet. Fill in the field “address”.")
        yield Finding(
            Level.BLOCK, "address_missing", sentence % {"language": language_name(item.language)}, "path", item.language
        )
        return
    owner = addresses.owner(item.document.path)
    if owner and owner != item.page:
        sentence = str(addresses.AddressTaken(item.document.path).messages[0])
        yield Finding(Level.BLOCK, "address_taken", sentence, "path", item.language)


def _taken_down(item: Prepared) -> Iterable[Finding]:
    hashes = {picture.content_hash for picture in item.document.pictures()}
    if hashes and TakeDown.objects.filter(content_hash__in=hashes).exists():
        sentence = _("The page shows a picture that was taken down. Choose another picture.")
        yield Finding(Level.BLOCK, "picture_taken_down", sentence, "picture", item.language)
    hashes = {file.content_hash for file in item.document.files()}
    if hashes and TakeDown.objects.filter(content_hash__in=hashes).exists():
        sentence = _("The page offers a film or a document that was taken down. Choose another one.")
        yield Finding(Level.BLOCK, "file_taken_down", sentence, "", item.language)


def _cleared(item: Prepared, moment: datetime) -> Iterable[Finding]:
    """What is shown goes out with its rights known, its faces checked, and not before its embargo ends."""
    hashes = {picture.content_hash for picture in item.document.pictures()}
    pictures = Picture.objects.filter(content_hash__in=hashes) if hashes else ()
    for picture in pictures:
        yield from _clearance(picture, "picture", _OF_A_PICTURE, moment)
        if picture.press == Picture.Press.ASK and picture.may_go_to_the_press:
            sentence = _("Nobody has decided yet whether a picture is offered to the press in its full size.")
            yield Finding(Level.WARN, "picture_press", sentence, "picture")
    offered = {picture.content_hash for picture in item.document.pictures() if picture.press_bytes}
    for picture in Picture.objects.filter(content_hash__in=hashes - offered, press=Picture.Press.OFFERED):
        sentence = _("The large copy of “%(picture)s” for the press could not be made. Ask again in a moment.")
        yield Finding(Level.BLOCK, "press_copy_missing", sentence % {"picture": picture}, "picture")
    films = {film.uid for film in item.document.films()}
    for film in Film.objects.filter(uid__in=films) if films else ():
        yield from _clearance(film, "film", _OF_A_FILM, moment, elsewhere=not film.content_hash)


def _clearance(
    row: Clearance, name: str, sentences: Mapping[str, str], moment: datetime, *, elsewhere: bool = False
) -> Iterable[Finding]:
    """Return what stands between a picture or a film and the public; one that stands elsewhere is not shown by us."""

    def finding(level: Level, what: str, **facts: str) -> Finding:
        return Finding(level, f"{name}_{what}", _(sentences[what]) % facts, name)

    if row.embargo_until and row.embargo_until > moment:
        day = date_format(timezone.localtime(row.embargo_until), "DATETIME_FORMAT")
        yield finding(Level.BLOCK, "embargo", moment=day)
    if not row.rights and not elsewhere:
        yield finding(Level.BLOCK, "rights")
    if row.faces == Clearance.Faces.UNCHECKED and not elsewhere:
        yield finding(Level.WARN, "faces")
    if row.faces == Clearance.Faces.PENDING:
        yield finding(Level.BLOCK, "consent")


def _redacted(item: Prepared) -> Iterable[Finding]:
    present = comparison.passages(item.document.model_dump(mode="json"))
    for redaction in item.page.redactions.all():
        if item.language in redaction.languages and any(
            value
            for key, value in present.items()
            if key == redaction.passage or key.startswith(f"{redaction.passage}/")
        ):
            sentence = _(
                "A passage removed from every version on %(day)s is in the draft. Check that it may come back."
            )
            day = date_format(timezone.localdate(redaction.at))
            yield Finding(Level.WARN, "removed_before", sentence % {"day": day}, redaction.passage, item.language)


def _references(item: Prepared, together: set, now: datetime) -> Iterable[Finding]:
    targets = {target for relation, target, _position in item.document.terms() if relation in ("mission", "theme")}
    known = set(
        Edition.objects.live(now)
        .filter(page__uid__in=targets, language=item.language)
        .values_list("page__uid", flat=True)
    )
    for target in targets - known - together:
        sentence = _("The page leads to another page that is not published in %(language)s.")
        place = next(relation for relation, uid, _position in item.document.terms() if uid == target)
        yield Finding(
            Level.WARN,
            "reference_not_live",
            sentence % {"language": language_name(item.language)},
            f"{place}s/{target}",
            item.language,
        )


def _languages(page: Page, group: list[Prepared], now: datetime) -> Iterable[Finding]:
    """Required languages go together; a changed fact goes out in every language that is live."""
    going = {item.language for item in group}
    live = set(lines.live_languages(page, now))
    source = group[0].row.source_language if group[0].row else settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    for language in required_languages(page.kind, source):
        if language not in going and language not in live:
            sentence = _("%(language)s is required for this kind of page and goes out with the others.")
            yield Finding(
                Level.BLOCK, "language_required", sentence % {"language": language_name(language)}, "", language
            )
    if any(item.shares_facts and item.base for item in group):
        for language in sorted(live - going):
            sentence = _(
                "A number, a date or another fact changes: %(language)s is live and has to change with the others."
            )
            yield Finding(Level.BLOCK, "facts_differ", sentence % {"language": language_name(language)}, "", language)


def _behind(page: Page, group: list[Prepared], *, is_small: bool) -> Iterable[Finding]:
    """A source text that goes out leaves no required language behind.

    A small correction waits for no translator: a typing error found at night would stay until one is there.
    """
    row = group[0].row
    if row is None:
        return
    source = row.source_language
    going = {item.language: item for item in group}
    required = required_languages(page.kind, source)
    states = {(str(passage.part_uid), passage.field, passage.language): passage.state for passage in segments.walk(row)}
    changed = {change.key for item in group if item.language == source for change in item.changes}
    for language in [code for code in LANGUAGES if code != source and (code in going or code in required)]:
        item = going.get(language)
        first = item is not None and item.base is None
        for (part, name, target), state in states.items():
            if target != language or state not in (State.STALE, State.MISSING):
                continue
            key = _key_of(page, part, name, group)
            if key is None or not (first or _touches(changed, key)):
                continue
            waits = language in required and not (is_small and state == State.STALE)
            level = Level.BLOCK if waits else Level.WARN
            if state == State.STALE:
                sentence = _(
                    "%(language)s: the source of this passage changed. Translate it, or confirm it is still right."
                )
            else:
                sentence = _("%(language)s: this passage is not translated yet.")
            yield Finding(level, f"passage_{state}", sentence % {"language": language_name(language)}, key, language)


def _key_of(page: Page, part: str, name: str, group: list[Prepared]) -> str | None:
    """Return where a passage of the draft stands in the documents, or nothing if it is in none of them."""
    if part == str(page.uid):
        return name
    for item in group:
        for key in comparison.passages(item.document.model_dump(mode="json")):
            if f"/{part}/" in f"/{key}":
                return key[: key.index(part) + len(part)] + f"/{name}"
    return None


def _touches(changed: set[str], key: str) -> bool:
    return any(key == place or key.startswith(f"{place}/") for place in changed)


def _parity(group: list[Prepared]) -> Iterable[Finding]:
    """Numbers, years and links say the same in every language, except where somebody said why they do not."""
    if len(group) < 2 or group[0].row is None:
        return
    row = group[0].row
    found = list(_disagreements(group, row.source_language))
    on_purpose = _different_on_purpose(row) if found else set()
    for key, language, agreement in found:
        *_place, part, name = [str(row.uid), *key.split("/")]
        if (part, name, language) not in on_purpose:
            odd = ", ".join(fact.written for fact in [*agreement.missing, *agreement.extra])
            sentence = _("%(language)s: numbers, dates or links differ from the source: %(difference)s.")
            words = {"language": language_name(language), "difference": odd}
            yield Finding(Level.WARN, "parity", sentence % words, key, language)


def _disagreements(group: list[Prepared], source_language: str) -> Iterable[tuple[str, str, parity.Parity]]:
    """Yield where a translation and its source differ in their facts, in which language, and how."""
    source = next((item for item in group if item.language == source_language), None)
    texts = comparison.passages(source.document.model_dump(mode="json")) if source else {}
    for item in group if source else ():
        if item is source:
            continue
        for key, target in comparison.passages(item.document.model_dump(mode="json")).items():
            original = texts.get(key)
            if key == "path" or not (isinstance(original, str) and isinstance(target, str) and original and target):
                continue
            if not comparison.is_translated(type(item.document), key):
                continue
            agreement = parity.compare(original, target, source_language=source_language, target_language=item.language)
            if not agreement:
                yield key, item.language, agreement


def _different_on_purpose(row: WorkingPage) -> set[tuple[str, str, str]]:
    """Return part, field and language of the passages that differ on purpose."""
    different = Segment.objects.filter(page_uid=row.page_uid, state=State.DIFFERENT)
    return {(str(part), *rest) for part, *rest in different.values_list("part_uid", "field", "language")}
