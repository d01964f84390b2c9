"""Read a date as people write it, in four languages.

Where a text could be read in two ways, Belgian usage decides: the day comes before the month (`3/4/2013` is 3 April).
`2006-12` is EDTF and so December 2006; `2006/12` and `2013-4` are refused, as each could mean a month or a year.
A date without its year borrows it from the next one: `janvier – mars 2013`, `25, 26 et 28 avril 2013`.
"About" belongs to the date it stands beside: in `vers 2006 – 2012` only the beginning is approximate.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache

from django.utils.translation import gettext_lazy as _

from timeline.partial_dates_coding import no_such_month, read_coded, short_year
from timeline.partial_dates_moments import Moment, Part, PartialDateError, Shape, no_such_year, refuse_impossible_day
from timeline.partial_dates_words import LANGUAGES, WORDS

# Longer than what is stored: six approximate days in words must be readable again.
MAX_LENGTH = 250


def read(text: str, language: str | None = None) -> tuple[Shape, tuple[Moment, ...]]:
    """Read what a person typed, by the words of one language or, without one, of all four.

    Raises PartialDateError, which names what is wrong, for an empty text too.
    """
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"Dates are read in {', '.join(LANGUAGES)}, not in {language!r}.")
    text = text.strip()
    if not text:
        raise PartialDateError(_("Write a date, for example 25/4/2013, late January 2013 or 2006-2012."))
    if len(text) > MAX_LENGTH:
        raise PartialDateError(_("A date has at most %(limit)s characters."), limit=MAX_LENGTH)
    return read_coded(text) or _Reader(text, language).result()


class _Kind(Enum):
    """What a word or sign can stand for."""

    DATE = auto()
    NUMBER = auto()
    MONTH = auto()
    PART = auto()
    ABOUT = auto()
    GLUE = auto()
    UNTIL = auto()
    SINCE = auto()
    TODAY = auto()
    TO = auto()
    AND = auto()
    COMMA = auto()


@dataclass
class _Token:
    start: int
    end: int
    kinds: dict[_Kind, object]


@dataclass
class _Draft:
    """What is known of one date while its words are read."""

    date: tuple[int | None, int, int | None] | None = None
    numbers: list[str] = field(default_factory=list)
    month: int | None = None
    part: Part | None = None
    about: bool = False
    start: int | None = None
    end: int | None = None

    @property
    def holds_date(self) -> bool:
        return bool(self.date or self.numbers or self.month)

    @property
    def has_year(self) -> bool:
        return any(len(digits) > 2 for digits in self.numbers)


_END = r"(?![0-9a-z])"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_END}")
_DAY_FIRST = [
    re.compile(rf"([0-9]{{1,2}}){separator}([0-9]{{1,2}}){separator}([0-9]+){_END}")
    for separator in ("-", " ?/ ?", r"\. ?")
]
_MONTH_YEAR = re.compile(rf"([0-9]{{1,2}})(?:-| ?/ ?|\.)([0-9]{{4}}){_END}")
_YEAR_MONTH = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}}){_END}")
_DAY_MONTH = re.compile(rf"([0-9]{{1,2}})(?:/([0-9]{{1,2}})|\.([0-9]{{1,2}})\.?){_END}")
_ORDINALS = "|".join(sorted({o for words in WORDS.values() for o in words.ordinals.split("|") if o}, key=len)[::-1])
_NUMBER = re.compile(rf"([0-9]{{1,2}})(?:{_ORDINALS})(?![a-z])|([0-9]+)\.?")
_SIGNS = {"-": _Kind.TO, "/": _Kind.TO, ",": _Kind.COMMA, ";": _Kind.COMMA, "&": _Kind.AND, "~": _Kind.ABOUT}
_SIGNS |= {"±": _Kind.ABOUT, "≈": _Kind.ABOUT}


@cache
def _vocabulary(language: str | None) -> tuple[re.Pattern, dict[str, dict[_Kind, object]]]:
    """Return a pattern for every typed phrase, longest first, and what each can stand for."""
    phrases: dict[str, dict[_Kind, object]] = {}
    for words in [WORDS[language]] if language else WORDS.values():
        for number, spellings in enumerate(words.typed_months, start=1):
            for spelling in spellings.split():
                phrases.setdefault(spelling, {})[_Kind.MONTH] = number
        for part, spellings in (
            (Part.EARLY, words.typed_early),
            (Part.MID, words.typed_mid),
            (Part.LATE, words.typed_late),
        ):
            for spelling in spellings.split("|"):
                phrases.setdefault(spelling, {})[_Kind.PART] = part
        for kind, spellings in (
            (_Kind.ABOUT, words.typed_about),
            (_Kind.GLUE, words.typed_glue),
            (_Kind.UNTIL, words.typed_until),
            (_Kind.SINCE, words.typed_since),
            (_Kind.TODAY, words.typed_today),
            (_Kind.TO, words.typed_to),
            (_Kind.AND, words.typed_and),
        ):
            for spelling in filter(None, spellings.split("|")):
                phrases.setdefault(spelling, {})[kind] = True
    alternatives = [
        re.escape(phrase).replace(r"\ ", " +") + ("" if phrase.endswith("'") else "(?![a-z])")
        for phrase in sorted(phrases, key=len, reverse=True)
    ]
    return re.compile("|".join(alternatives)), phrases


class _Reader:
    """Read one text, from left to right; `result()` gives the shape and the dates."""

    def __init__(self, text: str, language: str | None):
        self.text = unicodedata.normalize("NFC", text)
        self.folded, self.origins = _fold(self.text)
        self.pattern, self.phrases = _vocabulary(language)
        self.drafts = [_Draft()]
        self.separators: list[_Kind] = []
        self.opening: _Kind | None = None
        self.still_on = False

    def result(self) -> tuple[Shape, tuple[Moment, ...]]:
        tokens = list(self.tokens())
        for token, following in zip(tokens, [*tokens[1:], None], strict=True):
            self.take(token, following)
        drafts, separators = self.drafts, self.separators
        if _Kind.TO in separators and (len(separators) > 1 or _Kind.AND in separators):
            raise PartialDateError(_("Write either one period or several single dates, not both together."))
        if separators == [_Kind.TO]:
            if not drafts[1].holds_date and not drafts[1].about and not drafts[1].part:
                # "2013 –", "2013 – today", "since 2013 until today"
                return self.open_shape(Shape.SINCE, drafts[0])
            if drafts[0].start is None and not self.opening:
                return self.open_shape(Shape.UNTIL, drafts[1])
            if self.opening is not _Kind.UNTIL:
                return Shape.PERIOD, self.moments(drafts)
        elif self.opening is _Kind.SINCE and not separators:
            return self.open_shape(Shape.SINCE, drafts[0])
        elif self.opening is _Kind.UNTIL and not separators:
            return self.open_shape(Shape.UNTIL, drafts[0])
        elif not self.opening:
            return (Shape.SET if separators else Shape.SINGLE), self.moments(drafts)
        raise PartialDateError(_("Write either one period or several single dates, not both together."))

    def open_shape(self, shape: Shape, draft: _Draft) -> tuple[Shape, tuple[Moment, ...]]:
        opposite = _Kind.UNTIL if shape is Shape.SINCE else _Kind.SINCE
        if self.opening is opposite:
            raise self.missing()
        return shape, self.moments([draft])

    def tokens(self):
        """Yield the words, numbers and signs; spaces carry nothing."""
        position = 0
        while position < len(self.folded):
            if self.folded[position] == " ":
                position += 1
                continue
            token = self.date_at(position) or self.number_at(position) or self.phrase_at(position)
            if token is None:
                kind = _SIGNS.get(self.folded[position])
                if kind is None:
                    raise self.not_understood(position)
                token = _Token(position, position + 1, {kind: True})
            yield token
            position = token.end

    def date_at(self, position: int) -> _Token | None:
        """Return a date written in digits: whole, without its day, or without its year."""
        if match := _YEAR_FIRST.match(self.folded, position):
            date = int(match[1]), int(match[3]), int(match[4])
        elif match := next(filter(None, (form.match(self.folded, position) for form in _DAY_FIRST)), None):
            if len(match[3]) != 4:
                raise no_such_year(match[3])
            date = int(match[3]), int(match[2]), int(match[1])
            if date[1] > 12 and 1 <= date[2] <= 12:
                raise PartialDateError(
                    _("There is no month %(month)s: the day comes first, as in %(written)s."),
                    month=date[1],
                    written=f"{date[1]}/{date[2]}/{date[0]}",
                )
        elif match := _MONTH_YEAR.match(self.folded, position):
            date = int(match[2]), int(match[1]), None
        elif match := _YEAR_MONTH.match(self.folded, position):
            date = self.year_and_month(match)
        elif match := _DAY_MONTH.match(self.folded, position):
            date = None, int(match[2] or match[3]), int(match[1])
        else:
            return None
        return _Token(position, match.end(), {_Kind.DATE: date})

    def year_and_month(self, match: re.Match) -> tuple[int, int, None]:
        year, month = int(match[1]), int(match[3])
        if month > 12:
            raise no_such_month(match[0], year, match[3])
        last_year = short_year(year, match[3])
        if last_year and month and (match[2] == "/" or len(match[3]) == 1):
            raise PartialDateError(
                _("“%(text)s” can mean a month or a period of years: write %(month)s or %(period)s."),
                text=match[0],
                month=f"{month}/{year}",
                period=f"{year}-{last_year}",
            )
        return year, month, None

    def number_at(self, position: int) -> _Token | None:
        if match := _NUMBER.match(self.folded, position):
            return _Token(position, match.end(), {_Kind.NUMBER: match[1] or match[2]})
        return None

    def phrase_at(self, position: int) -> _Token | None:
        match = self.pattern.match(self.folded, position)
        if not match:
            return None
        kinds = self.phrases[re.sub(" +", " ", match[0])]
        end = match.end()
        if self.folded[end : end + 1] == ".":
            end += 1
        if _Kind.PART in kinds and re.match("-[0-9a-z]", self.folded[end : end + 2]):
            end += 1
        return _Token(position, end, kinds)

    def take(self, token: _Token, following: _Token | None):
        """Give one token its meaning by what has been read before it."""
        kinds, draft = token.kinds, self.drafts[-1]
        if self.still_on:
            raise self.not_understood(token.start)
        if draft.holds_date:
            if _Kind.TO in kinds or _Kind.UNTIL in kinds:
                return self.separate(_Kind.TO)
            if _Kind.AND in kinds:
                return self.separate(_Kind.AND)
            if _Kind.COMMA in kinds:
                year_follows = following and len(following.kinds.get(_Kind.NUMBER, "")) == 4
                month_is_known = draft.month or (len(self.drafts) > 1 and self.drafts[-2].month)
                if month_is_known and not draft.has_year and not draft.date and year_follows:
                    return None  # the comma of "April 25, 2013"
                return self.separate(_Kind.AND)
        else:
            nothing_yet = not self.separators and not self.opening
            for opening in (_Kind.SINCE, _Kind.UNTIL):
                if opening in kinds and nothing_yet and not draft.part:
                    self.opening = opening
                    return None
            if _Kind.TO in kinds and self.text_at(token) not in self.phrases and draft.start is None:
                if self.separators or self.opening:
                    raise self.missing()
                return self.separate(_Kind.TO)  # a dash before the first date
            if _Kind.TODAY in kinds and self.separators == [_Kind.TO] and draft.start is None:
                self.still_on = True
                return None
            if _Kind.TODAY in kinds or _Kind.COMMA in kinds or kinds.keys() <= {_Kind.AND, _Kind.TO}:
                raise self.missing()
        return self.add(draft, token)

    def separate(self, kind: _Kind):
        self.separators.append(kind)
        self.drafts.append(_Draft())

    def add(self, draft: _Draft, token: _Token):
        """Add a piece to the date being read."""
        kinds = token.kinds
        if _Kind.GLUE in kinds:
            return
        draft.start = token.start if draft.start is None else draft.start
        draft.end = token.end
        if _Kind.DATE in kinds:
            if draft.holds_date:
                raise self.more_than_one(draft)
            draft.date = kinds[_Kind.DATE]
        elif _Kind.NUMBER in kinds:
            draft.numbers.append(kinds[_Kind.NUMBER])
        elif _Kind.MONTH in kinds:
            if draft.month:
                raise self.more_than_one(draft)
            draft.month = kinds[_Kind.MONTH]
        elif _Kind.PART in kinds and draft.part is None and not draft.holds_date:
            draft.part = kinds[_Kind.PART]
        elif _Kind.ABOUT in kinds:
            draft.about = True
        else:
            raise self.not_understood(token.start)

    def moments(self, drafts: list[_Draft]) -> tuple[Moment, ...]:
        """Build the dates from the last to the first, as each may borrow from the next."""
        moments: list[Moment] = []
        for draft, previous in zip(reversed(drafts), [*reversed(drafts[:-1]), None], strict=True):
            month_before = previous.month if previous and previous.numbers and not previous.has_year else None
            moments.insert(0, self.moment(draft, moments[0] if moments else None, month_before))
        return tuple(moments)

    def moment(self, draft: _Draft, following: Moment | None, month_before: int | None) -> Moment:
        if draft.start is None:
            raise self.missing()
        year, month, day = draft.date or (None, draft.month, None)
        if draft.date and (draft.numbers or draft.month):
            raise self.more_than_one(draft)
        for digits in draft.numbers:
            if len(digits) == 4 and year is None:
                year = int(digits)
            elif len(digits) <= 2 and day is None:
                day = int(digits)
            elif len(digits) in (1, 2, 4):
                raise self.more_than_one(draft)
            else:
                raise no_such_year(digits)
        if day is not None and month is None:
            if year is not None and month_before is not None:
                month = month_before  # "April 25 – 28, 2013"
            elif year is not None:
                raise PartialDateError(_("“%(text)s” has a day and a year but no month."), text=self.excerpt(draft))
            elif following is not None and following.day is not None:
                month = following.month
        if year is None:
            if following is None or month is None or following.month is None:
                refuse_impossible_day(month, day)
                raise PartialDateError(
                    _("“%(text)s” has no year: write it with four digits."), text=self.excerpt(draft)
                )
            year = following.year
        return Moment(year, month, day, draft.part, approximate=draft.about)

    def text_at(self, token: _Token) -> str:
        return self.folded[token.start : token.end]

    def excerpt(self, draft: _Draft) -> str:
        return self.original(draft.start, draft.end)

    def original(self, start: int, end: int) -> str:
        """Return what was typed, printable, for quoting in an error."""
        written = self.text[self.origins[start] : self.origins[end - 1] + 1].strip()
        return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in written)

    def missing(self) -> PartialDateError:
        return PartialDateError(_("A date is missing in “%(text)s”."), text=self.original(0, len(self.folded)))

    def more_than_one(self, draft: _Draft) -> PartialDateError:
        return PartialDateError(
            _("“%(text)s” is more than one date: write a dash for a period, a comma for several dates."),
            text=self.original(draft.start, len(self.folded)),
        )

    def not_understood(self, position: int) -> PartialDateError:
        """Name the whole word, up to the spaces around it."""
        start = self.folded.rfind(" ", 0, position) + 1
        end = self.folded.find(" ", position)
        return PartialDateError(
            _("“%(word)s” is not understood in a date. Write for example 25/4/2013, late January 2013 or 2006-2012."),
            word=self.original(start, end if end > 0 else len(self.folded)),
        )


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text in lower case without accents, and for each of its characters the place it came from."""
    folded: list[str] = []
    origins: list[int] = []
    for place, char in enumerate(text):
        if char.isspace():
            plain = " "
        elif unicodedata.category(char) == "Pd" or char == "\N{MINUS SIGN}":
            plain = "-"
        elif char in "’‘ʼ`´":
            plain = "'"
        else:
            decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
            plain = "".join(piece for piece in decomposed if not unicodedata.combining(piece))
        folded.extend(plain)
        origins.extend([place] * len(plain))
    return "".join(folded), origins
