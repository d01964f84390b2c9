"""Typography of the four languages: spaces that do not break, quotation marks, apostrophes, dashes, thousands.

Sources: Imprimerie nationale, "Lexique des règles typographiques"; taaladvies.net; DIN 5008; New Hart's Rules. All
no-break spaces are U+00A0: the narrow one, U+202F, is in none of our fonts.
"""

import functools
import itertools
import re
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser

from django.utils.html import format_html, format_html_join

from languages.richtext import sanitise

NBSP = "\u00a0"
THOUSANDS = {"fr": NBSP, "nl": ".", "de": ".", "en": ","}
DECIMAL_MARK = {"fr": ",", "nl": ",", "de": ",", "en": "."}
# Outer and inner quotation marks, each opening and closing.
QUOTES = {
    "fr": ((f"«{NBSP}", f"{NBSP}»"), ("“", "”")),
    "nl": (("“", "”"), ("‘", "’")),
    "de": (("„", "“"), ("‚", "‘")),
    "en": (("“", "”"), ("‘", "’")),
}

_SPACE = f"[ \t\u202f{NBSP}]"
_UNITS = "km²|km/h|km|m²|m|cm|mm|kg|g|t|ha|l|h|min|°C|kW|MW|MB|GB|€|EUR|USD|%|‰"
# Stands for what must not be touched while the rules run; no text of ours holds it (it is taken out and put back too).
_HELD = "\ufffc"
_UNTOUCHED = re.compile(
    # Addresses of the web without what ends the sentence, then e-mail addresses.
    r"""(?:https?://|www\.)[^\s<>"«»“”„‘‚]*[^\s<>"«»“”„‘‚.,;:!?)\]'’]"""
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|{_HELD}"
)
_DIRECT = re.compile(r'"')


def number(value: int | Decimal, language: str) -> str:
    """Return a number as the language writes it: 1575 is 1 575 in French, 1.575 in Dutch, 1,575 in English."""
    whole, _point, decimals = f"{abs(value):,}".partition(".")
    mark = DECIMAL_MARK[language] if decimals else ""
    return ("−" if value < 0 else "") + whole.replace(",", THOUSANDS[language]) + mark + decimals


@functools.lru_cache(maxsize=8192)
def typeset(text: str, language: str) -> str:
    """Return plain text set in the typography of its language; doing it twice changes nothing more."""
    return _typeset_run([text], language)[0] if text else ""


def typeset_html(html: str, language: str) -> str:
    """Return rich text for a template, set in its language; tags, attributes and addresses stay as they are.

    It passes the sanitiser, then every tag and every text is written anew by `format_html`, so it is safe whatever
    came in.
    """
    reader = _Reader(language)
    reader.feed(sanitise(html))
    reader.close()
    reader.end_of_run()
    return format_html_join("", "{}", ((piece,) for piece in reader.written))


class _Run:
    """Text in pieces (one per stretch between inline tags) to which the rules apply as to one text."""

    def __init__(self, pieces: list[str]):
        self.text = "".join(pieces)
        self.cuts = []
        end = 0
        for piece in pieces[:-1]:
            end += len(piece)
            self.cuts.append(end)

    def replace(self, pattern: re.Pattern, new: str | Callable[[re.Match], str]) -> None:
        """Replace every match and keep the pieces apart where they were."""
        written, cuts, waiting, at, length = [], [], list(self.cuts), 0, 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            replacement = new(match) if callable(new) else new
            while waiting and waiting[0] <= start:
                cuts.append(length + waiting.pop(0) - at)
            written += [self.text[at:start], replacement]
            length += start - at
            while waiting and waiting[0] < end:
                cuts.append(length + min(waiting.pop(0) - start, len(replacement)))
            length += len(replacement)
            at = end
        cuts += [length + cut - at for cut in waiting]
        self.text, self.cuts = "".join([*written, self.text[at:]]), cuts

    def pieces(self) -> list[str]:
        """Return the text in as many pieces as it came in."""
        edges = [0, *self.cuts, len(self.text)]
        return [self.text[start:end] for start, end in itertools.pairwise(edges)]


def _typeset_run(pieces: list[str], language: str) -> list[str]:
    run = _Run(pieces)
    held = []

    def hold(match):
        held.append(match[0])
        return _HELD

    run.replace(_UNTOUCHED, hold)
    _quotation_marks(run, language)
    for pattern, new in _RULES["all"] + _RULES.get(language, ()):
        run.replace(pattern, new)
    waiting = iter(held)
    run.replace(re.compile(_HELD), lambda match: next(waiting))
    return run.pieces()


def _quotation_marks(run: _Run, language: str) -> None:
    """Turn straight marks into the language's; an odd number, or marks after figures (inches), are left alone."""
    (opening, closing), (inner_opening, inner_closing) = QUOTES[language]
    text = run.text
    found = [match.start() for match in _DIRECT.finditer(text)]
    openings = all(at == 0 or not (text[at - 1].isalnum()) for at in found[::2])
    closings = all(at + 1 == len(text) or not text[at + 1].isalnum() for at in found[1::2])
    if len(found) % 2 == 0 and openings and closings:
        turn = iter(range(len(found)))
        run.replace(_DIRECT, lambda match: closing if next(turn) % 2 else opening)
    # ’s avonds, ’t, ’n; then pairs around words; then every mark that is left is an apostrophe, but after a
    # figure (feet, minutes).
    if language == "nl":
        run.replace(re.compile(r"(?<!\w)'(?=[stn]\b)"), "’")
    run.replace(re.compile(r"(?<=\w)'(?=\w)"), "’")
    run.replace(
        re.compile(r"(?<!\w)'(?=[^\s'])([^'\n]*?[^\s'])'(?!\w)"),
        lambda match: f"{inner_opening}{match[1]}{inner_closing}",
    )
    run.replace(re.compile(r"(?<!\d)'"), "’")


def _range(match: re.Match) -> str:
    first, last = match[1], match[2]
    # A month (2019-12), a telephone number or a date keeps its hyphen; a range goes up.
    is_range = not first.startswith("0") and not last.startswith("0") and int(first) < int(last)
    return f"{first}–{last}" if is_range and (len(first), len(last)) != (4, 2) else match[0]


_RULES = {
    "all": (
        (re.compile("\u202f"), NBSP),
        (re.compile(r"(?<![\w.,/-])(\d{1,4})-(\d{1,4})(?![\w/-]|[.,]\d)"), _range),
        (re.compile(r"(?<=\S) - (?=\S)"), " – "),
        (re.compile(rf"(?<=±){_SPACE}+(?=\d)"), NBSP),
        (re.compile(rf"(?<=\d){_SPACE}+(?=(?:{_UNITS})(?!\w))"), NBSP),
    ),
    "fr": (
        (re.compile(rf"(?<![\d.,])(\d{{1,3}})((?:{_SPACE}\d{{3}})+)(?![\d])"), lambda m: re.sub(_SPACE, NBSP, m[0])),
        (re.compile(rf"(?<=\d{NBSP}h){_SPACE}+(?=\d\d(?!\d))"), NBSP),
        (re.compile(rf"(?<=\d){_SPACE}*(?=%)"), NBSP),
        (re.compile(rf"«{_SPACE}*(?=\S)"), f"«{NBSP}"),
        (re.compile(rf"(?<=[^\s«]){_SPACE}*(?=»)"), NBSP),
        (re.compile(rf"(?<=[^\s«(\[!?;]){_SPACE}*(?=[!?;])"), NBSP),
        # A colon between figures or inside a name is not punctuation.
        (re.compile(rf"(?<=[^\s«(\[:]){_SPACE}*(?=:(?:\s|$))"), NBSP),
    ),
}


class _Reader(HTMLParser):
    """Writes sanitised HTML anew and sets its texts, those of one block together: « <em>mot</em> » is one quotation."""

    INLINE = frozenset({"a", "em", "strong", "sup"})

    def __init__(self, language: str):
        super().__init__(convert_charrefs=True)
        self.language = language
        self.written: list[str] = []
        self.texts: list[tuple[int, str]] = []

    def handle_starttag(self, tag, attrs):
        self._tag(tag, format_html("<{}{}>", tag, format_html_join("", ' {}="{}"', attrs)))

    def handle_endtag(self, tag):
        self._tag(tag, format_html("</{}>", tag))

    def handle_data(self, data):
        self.texts.append((len(self.written), data))
        self.written.append("")

    def end_of_run(self):
        """Set the texts gathered since the last block began."""
        if self.texts:
            pieces = _typeset_run([data for _at, data in self.texts], self.language)
            for (at, _data), piece in zip(self.texts, pieces, strict=True):
                self.written[at] = piece
        self.texts = []

    def _tag(self, tag, written):
        if tag not in self.INLINE:
            self.end_of_run()
        self.written.append(written)
