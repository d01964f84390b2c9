"""What two languages must say alike: numbers, dates, links and e-mail addresses, compared by value."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import strip_tags

from languages.typography import DECIMAL_MARK, NBSP, THOUSANDS

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "de": "Januar|Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}
_MONTH_NUMBERS = {
    language: {name.lower(): at for at, names in enumerate(months.split(), 1) for name in names.split("|")}
    for language, months in _MONTHS.items()
}
_PERCENT = r"%|pour[ \u00a0]cent|procent|Prozent|per[ \u00a0]?cent"
_GROUPING_SPACES = f" {NBSP}\u202f"

_HREF = re.compile(r"""href=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_LINK = re.compile(r"""https?://[^\s<>"«»“”„]*[^\s<>"«»“”„.,;:!?)\]'’]""", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TIME = re.compile(
    r"(?<!\d)([01]?\d|2[0-4])(?:[ \u00a0]?h[ \u00a0]?|:|\.(?=\d\d[ \u00a0](?:u|uur|Uhr)\b))([0-5]\d)(?!\d)"
)
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\d-])")
_WORD = re.compile(r"[^\W_]+")
# What may stand between the end of a sentence and the first word of the next, and how a sentence ends.
_OPENING = f" {NBSP}\u202f«“„\"'’(–—-"
_ENDING = ".!?:;…\n"
_FIGURE_DATE = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?![\d/])")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something both languages must say: `value` is the same in every language, `written` is how this text says it."""

    kind: str
    value: str
    written: str


@dataclass(frozen=True, slots=True)
class Parity:
    """What the target leaves out of its source (`missing`) and what it adds (`extra`), in the order of the texts."""

    missing: tuple[Fact, ...]
    extra: tuple[Fact, ...]

    def __bool__(self):
        return not self.missing and not self.extra


def compare(source: str, target: str, *, source_language: str, target_language: str) -> Parity:
    """Compare the facts of two texts, plain or HTML; true when they agree.

    Numbers written as words are not read: "fifteen" beside "15" shows as a difference for a person to judge.
    """
    here, there = list(facts(source, source_language)), list(facts(target, target_language))
    return Parity(missing=_beyond(here, there), extra=_beyond(there, here))


def held(source: str, target: str, *, source_language: str, target_language: str) -> list[tuple[Fact, bool]]:
    """Return the facts of a source, then its names, each with whether the target has it too.

    A name that the target's language writes in another way is not found: a person judges.
    """
    left = Counter((fact.kind, fact.value) for fact in facts(target, target_language))
    found = []
    for fact in facts(source, source_language):
        found.append((fact, left[fact.kind, fact.value] > 0))
        left[fact.kind, fact.value] -= 1
    words = set(_WORD.findall(_plain(target)))
    return [*found, *((Fact("name", name, name), name in words) for name in names(source, source_language))]


def names(text: str, language: str) -> list[str]:
    """Return what is surely a name: words with several capitals; in French those with one inside a sentence too.

    Elsewhere a capital says less: German writes nouns so, Dutch and English what comes from a country.
    """
    plain, found = _plain(text), []
    for match in _WORD.finditer(plain):
        word, before = match[0], plain[: match.start()].rstrip(_OPENING)
        inside = language == "fr" and len(word) > 1 and word[0].isupper() and before and before[-1] not in _ENDING
        if inside or sum(letter.isupper() for letter in word) > 1:
            found.append(word)
    return list(dict.fromkeys(found))


def facts(text: str, language: str) -> Iterator[Fact]:
    """Yield the links, e-mail addresses, dates, times and numbers of a text; nothing for an empty one."""
    for match in _HREF.finditer(text or ""):
        address = html.unescape(match[1] or match[2] or "")
        scheme, _colon, rest = address.partition(":")
        if scheme.lower() == "mailto":
            yield Fact("e-mail", rest.partition("?")[0].lower(), rest)
        elif scheme.lower() in ("http", "https"):
            yield Fact("link", address, address)
    # Addresses inside the site differ by language, so a path is not a fact.
    rest = _plain(text)
    for read in (_links, _emails, _dates, _times, _numbers):
        found = list(read(rest, language))
        for (_start, _end), fact in found:
            yield fact
        rest = _without(rest, [span for span, _fact in found])


def _plain(text: str) -> str:
    """Return a text without its tags, a line for each of its blocks."""
    return html.unescape(strip_tags(re.sub(r"<(?:br|/p|/li|/h\d|/blockquote)\b[^>]*>", "\n", text or "")))


def _beyond(some: list[Fact], others: list[Fact]) -> tuple[Fact, ...]:
    left = Counter((fact.kind, fact.value) for fact in others)
    beyond = []
    for fact in some:
        if left[fact.kind, fact.value]:
            left[fact.kind, fact.value] -= 1
        else:
            beyond.append(fact)
    return tuple(beyond)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        # A mark no pattern knows: the words on both sides must not grow together.
        text = text[:start] + "\ufffc" + text[end:]
    return text


def _links(text, language):
    for match in _LINK.finditer(text):
        yield match.span(), Fact("link", match[0], match[0])


def _emails(text, language):
    for match in _EMAIL.finditer(text):
        yield match.span(), Fact("e-mail", match[0].lower(), match[0])


def _dates(text, language):
    months = _MONTH_NUMBERS[language]
    name = "|".join(sorted(months, key=len, reverse=True))
    space = rf"[{_GROUPING_SPACES}]"
    day = rf"(?<![\d.,])(?P<day>[0-2]?\d|3[01])(?:er|re|e|\.|st|nd|rd|th)?{space}(?:of{space}|de{space})?"
    year = rf"(?:,?{space}(?P<year>\d{{4}})(?!\d))"
    forms = [rf"{day}(?P<month>{name})(?!\w){year}?", rf"(?<!\w)(?P<month>{name}){year}"]
    if language == "en":
        forms.insert(0, rf"(?<!\w)(?P<month>{name}){space}(?P<day>[0-2]?\d|3[01])(?:st|nd|rd|th)?(?!\d){year}?")
    taken = []
    for form in forms:
        for match in re.finditer(form, text, re.IGNORECASE):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            parts = match.groupdict()
            yield match.span(), _date(parts.get("year"), months[parts["month"].lower()], parts.get("day"), match[0])
    for match in _ISO_DATE.finditer(text):
        yield match.span(), _date(match[1], match[2], match[3], match[0])
    for match in _FIGURE_DATE.finditer(text):
        if int(match[1]) <= 31 and int(match[2]) <= 12:
            yield match.span(), _date(match[3], match[2], match[1], match[0])


def _date(year, month, day, written) -> Fact:
    value = f"{year or '-'}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    return Fact("date", value, written)


def _times(text, language):
    for match in _TIME.finditer(text):
        yield match.span(), Fact("time", f"{int(match[1]):02}:{match[2]}", match[0])


def _numbers(text, language):
    groups = f"{_GROUPING_SPACES}{THOUSANDS[language]}"
    whole = rf"\d{{1,3}}(?:[{groups}]\d{{3}})+(?!\d)|\d+"
    pattern = rf"({whole})((?:[{DECIMAL_MARK[language]}])\d+)?(?:[ {NBSP}]?({_PERCENT})(?!\w))?"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        digits = re.sub(f"[{groups}]", "", match[1])
        value = Decimal(digits + ("." + match[2][1:] if match[2] else ""))
        kind = "percentage" if match[3] else "number"
        yield match.span(), Fact(kind, f"{value.normalize():f}", match[0].strip())
