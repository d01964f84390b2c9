"""Write a partial date in a given language, as its readers are used to.

Day and month never part at the end of a line (U+00A0), nor does a dash begin one. Dates that share a year, or a month,
name it once, unless one of them is approximate: "vers janvier – mars 2013" would leave open what is approximate.
"""

from timeline.partial_dates_moments import Moment, Part, Shape
from timeline.partial_dates_words import LANGUAGES, WORDS, Words

_NO_BREAK = "\N{NO-BREAK SPACE}"
_DASH = f"{_NO_BREAK}– "
_FALLBACK = {"vowel": "month", "month": "year", "mid": "part", "part": "year", "day": "year"}


def write(
    shape: Shape, moments: tuple[Moment, ...], language: str, *, still_true: bool = True, capitalised: bool = False
) -> str:
    """Return the date as text; an open end says "today" only while that is true, else "from 2013"."""
    if language not in LANGUAGES:
        raise ValueError(f"Dates are written in {', '.join(LANGUAGES)}, not in {language!r}.")
    words = WORDS[language]
    first, last = moments[0], moments[-1]
    if shape is Shape.UNTIL:
        text = _phrase(words.until_about if first.approximate else words.until, first, words)
    elif shape is Shape.SINCE and not still_true:
        text = _phrase(words.since_about if first.approximate else words.since, first, words)
    elif shape is Shape.SINCE:
        text = _dated(first, words) + _DASH + words.today
    elif shape is Shape.PERIOD:
        text = _DASH.join(_together([first, last], words))
    else:
        pieces = _together(list(moments), words)
        text = ", ".join(pieces[:-1])
        text = f"{text} {words.conjunction} {pieces[-1]}" if text else pieces[-1]
    return text[0].upper() + text[1:] if capitalised else text


def _together(moments: list[Moment], words: Words) -> list[str]:
    """Return each date, without what a later one says for all of them."""
    years = {moment.year for moment in moments}
    precisions = {moment.precision for moment in moments}
    if len(years) > 1 or precisions not in ({"month"}, {"day"}) or any(moment.approximate for moment in moments):
        return [_dated(moment, words) for moment in moments]
    one_month = precisions == {"day"} and len({moment.month for moment in moments}) == 1
    shorter = [_plain(moment, words, month=not one_month, year=False) for moment in moments[:-1]]
    return [*shorter, _plain(moments[-1], words)]


def _dated(moment: Moment, words: Words) -> str:
    """Return one date with its "about"."""
    return _phrase(words.about, moment, words) if moment.approximate else _plain(moment, words)


def _plain(moment: Moment, words: Words, *, month: bool = True, year: bool = True) -> str:
    """Return one date without its "about", with or without its month and year."""
    if moment.month is None:
        text = str(moment.year)
    else:
        name = words.months[moment.month - 1]
        if moment.day is not None:
            day = words.first_of_month if moment.day == 1 else words.day.format(moment.day)
            name = f"{day}{_NO_BREAK}{name}" if month else day
        text = f"{name} {moment.year}" if year else name
    if moment.part is None:
        return text
    templates = {Part.EARLY: words.early, Part.MID: words.mid, Part.LATE: words.late}[moment.part]
    return _template(templates, moment.precision).format(text)


def _phrase(templates: dict[str, str], moment: Moment, words: Words) -> str:
    return _template(templates, _kind(moment, words)).format(_plain(moment, words))


def _kind(moment: Moment, words: Words) -> str:
    if moment.part is not None:
        return "mid" if moment.part is Part.MID else "part"
    if moment.precision == "month" and words.months[moment.month - 1][0] in "aeiou":
        return "vowel"
    return moment.precision


def _template(templates: dict[str, str], kind: str) -> str:
    while kind not in templates:
        kind = _FALLBACK[kind]
    return templates[kind]
