"""The words of a text as search knows them: folded, cut down to their stems, named apart by language.

A stem is a token of the letters a to z and figures alone, with the language in front (`frmission`), so that every
database splits, stores and compares it in the same way and no word of one language meets one of another.
"""

import functools
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import snowballstemmer

# Longer ones are cut: no word is, and no database refuses them.
LONGEST_STEM = 64
NBSP = "\u00a0"
ALGORITHMS = {"fr": "french", "nl": "dutch", "de": "german", "en": "english"}
# What stands between the thousands of a number: 1 575, 1.575, 1,575.
_THOUSANDS = {"fr": f" {NBSP}\u202f", "nl": rf"\.{NBSP}\u202f", "de": rf"\.{NBSP}\u202f", "en": rf",{NBSP}\u202f"}
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'’\u02bc"
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_UNWRITTEN = re.compile("[^a-z0-9]")
_FEMININE = re.compile(r"(?<=[a-z]{3}e)e(?=s?$)")

# Words that say nothing about what somebody looks for, folded.
_SMALL_WORDS = {
    "fr": (
        "a ai au aux avec ce ces cet cette comment dans de des du elle elles en est et il ils la le les leur leurs "
        "mais ne nos notre nous on ont ou par pas plus pour qu quand que quel quelle quelles quels qui sa se ses son "
        "sont sur un une vos votre vous y"
    ),
    "nl": (
        "aan al als bij dan dat de der deze die dit door een en er haar het hij hoe hun ik in is je kan maar met na "
        "naar niet nog of om ons onze ook op over te tot uit van voor waar wat we wie wij worden wordt ze zich zij "
        "zijn zo"
    ),
    "de": (
        "aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer eines er "
        "es fur hat ich ihr im in ist mit nach nicht noch oder sich sie sind so uber um und uns unser unsere unter "
        "vom von vor was wer wie wir wird wo zu zum zur"
    ),
    "en": (
        "a an and are as at be been but by did do does for from had has have he her his how in is it its of on or our "
        "she that the their there they this to was we were what when where which who why will with you your"
    ),
}
SMALL_WORDS = {language: frozenset(text.split()) for language, text in _SMALL_WORDS.items()}

_stemming = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and its stem."""

    start: int
    end: int
    stem: str
    is_small: bool = False


def composed(text: str) -> str:
    """Return the text with each accent on its letter (NFC) and without soft hyphens, as `words` expects it."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")


def fold(word: str) -> str:
    """Return a word without case, accents and ligatures: Ménaka and MENAKA are menaka, Straße is strasse."""
    bare = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def words(text: str, language: str) -> Iterator[Word]:
    """Yield the words of a composed text in order; none for a text of punctuation.

    Hyphens part words (VN-missie), except those of a type designation (F-16). Apostrophes part them too, and what is
    elided says nothing: l’Union is one word, union. The thousands of a number belong together.
    """
    for match in _pattern(language).finditer(text):
        start, piece = match.start(), match[0]
        if any(sign in piece for sign in _APOSTROPHES):
            yield from _around_apostrophes(start, piece, language)
        else:
            yield _word(start, piece, language)


def _around_apostrophes(start: int, text: str, language: str) -> Iterator[Word]:
    pieces = [(match.start(), match[0]) for match in re.finditer(f"[^{_APOSTROPHES}]+", text)]
    longer = [(at, piece) for at, piece in pieces if len(piece) > 2]
    for at, piece in longer or pieces:
        yield _word(start + at, piece, language)


def _word(start: int, piece: str, language: str) -> Word:
    stem, is_small = _known(piece, language)
    return Word(start, start + len(piece), stem, is_small)


@functools.cache
def _pattern(language: str) -> re.Pattern:
    thousands = _THOUSANDS.get(language, NBSP)
    return re.compile(
        rf"(?<![^\W_])\d{{1,3}}(?:[{thousands}]\d{{3}})+(?![^\W_])"
        rf"|(?<![^\W_])[^\W\d_]{{1,2}}[{_HYPHENS}]\d+[^\W_]*"
        rf"|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*"
    )


@functools.lru_cache(maxsize=65536)
def _known(piece: str, language: str) -> tuple[str, bool]:
    """Return the stem of a word, and whether it is a small one."""
    folded = fold(re.sub(r"[^\w]", "", piece))
    is_small = folded in SMALL_WORDS.get(language, ())
    if language == "fr":
        # With its accent gone the stemmer no longer sees that déployée is déployé.
        folded = _FEMININE.sub("", folded)
    stemmer = _stemmer(language)
    if stemmer is not None:
        # A stemmer keeps the word it works on: two threads would mix theirs.
        with _stemming:
            folded = stemmer.stemWord(folded)
    written = _UNWRITTEN.sub(lambda sign: f"x{ord(sign[0]):x}", folded)
    return f"{_UNWRITTEN.sub('', language.lower())}{written}"[:LONGEST_STEM], is_small


@functools.cache
def _stemmer(language: str):
    """Return the stemmer of a language; None for one without, whose words are folded only."""
    name = ALGORITHMS.get(language)
    return snowballstemmer.stemmer(name) if name else None
