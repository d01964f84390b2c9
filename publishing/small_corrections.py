"""What one person may let out alone: a few words, and nothing that a reader would quote.

Where a word may be a name, a number or a date, it is taken for one: a second person then looks at it, which costs a
minute. The other mistake would let one person change a fact.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from publishing import comparison
from publishing.comparison import What
from publishing.prepared import Prepared

HIGHEST_SMALL = 10

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
# A word, or a sign that is no punctuation: parts of "twenty-five" count for themselves, commas for nothing.
_COUNTED = re.compile(r"""[^\W_]+|[^\w\s.,;:!?…’'"«»“”„‘()/–—-]|_""")
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"""href=["']([^"']*)""")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?|[½¼¾²³]|\b[IVXLCDM]+\b")

# Numbers and days as words, in small letters; capitals are taken for names anyway. Articles (un, een, ein) are left
# out: they are corrected every day.
_NUMBER_WORDS = {
    "fr": "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
    "vingts trente quarante cinquante soixante septante nonante cent cents mille million millions "
    "milliard milliards millier milliers dizaine dizaines douzaine douzaines quinzaine vingtaine "
    "vingtaines trentaine quarantaine cinquantaine soixantaine centaine centaines premier première "
    "premiers premières deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième "
    "vingtième centième second seconde demi demie moitié tiers quart quarts double triple",
    "nl": "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd "
    "duizend miljoen miljard eerste derde helft half halve dubbel dubbele dozijn tiental tientallen "
    "honderdtal twintigtal",
    "de": "null eins zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn zwanzig dreißig dreissig vierzig fünfzig sechzig siebzig achtzig "
    "neunzig hundert tausend erste ersten erster erstes dritt siebt halb doppelt",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "hundreds thousand thousands million millions billion billions first second third fourth fifth sixth "
    "seventh eighth ninth tenth half halves quarter quarters dozen dozens double twice once",
}
# Dutch and German write "fünfundzwanzig" and "honderden" as one word.
_BETWEEN = {"nl": "een|en|ën", "de": "ein|und"}
_BEHIND = {"nl": "en|een|de|ste|tal", "de": "eins|e|en|er|te|ten|ter|tes|ste|sten|ster|stes|fach"}
_DAY_WORDS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi "
    "jeudi vendredi samedi dimanche hier avant-hier aujourd demain après-demain veille lendemain",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag "
    "woensdag donderdag vrijdag zaterdag zondag gisteren eergisteren vandaag morgen overmorgen",
    "de": "gestern vorgestern heute morgen übermorgen",
    "en": "yesterday today tomorrow",
}


def _number_words(language: str) -> re.Pattern:
    words = "|".join(sorted(_NUMBER_WORDS[language].split(), key=len, reverse=True))
    if language not in _BETWEEN:
        return re.compile(words)
    return re.compile(f"(?:(?:{_BETWEEN[language]})*(?:{words}))+(?:{_BEHIND[language]})?")


_NUMBER_IN_WORDS = {language: _number_words(language) for language in _NUMBER_WORDS}


def why_not_small(prepared: Iterable[Prepared]) -> str:
    """Return why a request is more than a small correction, or nothing if it is one.

    At most ten words change, and no number, date, name, link, picture or fact: the comparison decides, not the editor.
    """
    words = 0
    for item in prepared:
        if item.base is None:
            return _("The page is not live yet in this language.")
        for change in item.changes:
            if change.what != What.CHANGED or not change.language or change.key == "path":
                return _("More than words changes: a fact, an address, a picture or a whole part of the page.")
            if not isinstance(change.old, str) or not isinstance(change.new, str):
                return _("A picture changes.")
            if _LINK.findall(change.old) != _LINK.findall(change.new):
                return _("A link changes.")
            old, new = _TAG.sub(" ", change.old), _TAG.sub(" ", change.new)
            if _TAG.findall(change.old) != _TAG.findall(change.new):
                return _("The structure of a text changes.")
            words += _words_changed(old, new)
            if words > HIGHEST_SMALL:
                return _("More than ten words change.")
            if _numbers(old, item.language) != _numbers(new, item.language):
                return _("A number or a date changes.")
            if _names(old) != _names(new):
                return _("A name changes.")
    return ""


def _words_changed(old: str, new: str) -> int:
    from_words, to_words = _COUNTED.findall(old), _COUNTED.findall(new)
    matcher = comparison.matcher(from_words, to_words)
    changed = sum(
        max(right - left, bottom - top) for step, left, right, top, bottom in matcher.get_opcodes() if step != "equal"
    )
    return changed or int(old != new)


def _numbers(text: str, language: str) -> list[str]:
    """Return the numbers and days of a text, in digits and in words."""
    found, days = _NUMBER.findall(text), _DAY_WORDS[language].split()
    for word in _WORD.findall(text.lower()):
        pieces = {word, *re.split(r"[’'-]", word)}
        if any(piece in days or _NUMBER_IN_WORDS[language].fullmatch(piece) for piece in pieces):
            found.append(word)
    return found


def _names(text: str) -> list[str]:
    """Return what may be a name: every word with a capital, for a sentence and a German noun may begin with one."""
    return [word for word in _WORD.findall(text) if any(letter.isupper() for letter in word)]
