"""A few words of a page around those that a reader looked for, as pieces of which some are marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from languages.stems import Word, composed, words
from languages.typography import typeset

LENGTH = 260
BEFORE = 90


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text; `is_found` when it is a word that was looked for."""

    text: str
    is_found: bool = False


def excerpt(text: str, *, stems: Iterable[str], phrases: Iterable[str], language: str) -> list[Piece]:
    """Return the line that holds most of what was looked for, cut around it; its beginning when nothing is in it.

    Of lines that hold as much the first is taken. An empty text has no pieces.
    """
    wanted, phrases = frozenset(stems), list(phrases)
    best, place, most = "", 0, -1
    for line in text.split("\n"):
        found = list(words(line, language))
        held = {word.stem for word in found} & wanted
        score = len(held)
        at = next((word.start for word in found if word.stem in wanted), 0)
        for phrase in phrases:
            start = _phrase(found, phrase.split())
            if start is not None:
                # A phrase says more than its words apart.
                score, at = score + len(wanted), start
        if score > most:
            best, place, most = line, at, score
    return _marked(composed(typeset(_cut(best, place), language)), wanted, language)


def _phrase(found: list[Word], stems: list[str]) -> int | None:
    """Return where a phrase begins in a line; None if it is not there."""
    line = [word.stem for word in found]
    starts = (at for at in range(len(line) - len(stems) + 1) if line[at : at + len(stems)] == stems)
    return next((found[at].start for at in starts), None)


def _cut(line: str, place: int) -> str:
    """Return some characters of a line around a place, whole words only, with dots where it was cut."""
    if len(line) <= LENGTH:
        return line
    start = max(0, min(place - BEFORE, len(line) - LENGTH))
    end = start + LENGTH
    if start:
        start = line.find(" ", start, place) + 1 or place
    if end < len(line):
        end = max(line.rfind(" ", start, end), place + 1) if " " in line[place:end] else end
    return ("… " if start else "") + line[start:end].strip() + (" …" if end < len(line) else "")


def _marked(text: str, wanted: frozenset[str], language: str) -> list[Piece]:
    """Return a text as pieces; words found one after the other are one mark."""
    spans: list[list[int]] = []
    for word in words(text, language):
        if word.stem not in wanted:
            continue
        if spans and not text[spans[-1][1] : word.start].strip():
            spans[-1][1] = word.end
        else:
            spans.append([word.start, word.end])
    pieces, at = [], 0
    for start, end in spans:
        pieces += [Piece(text[at:start]), Piece(text[start:end], is_found=True)]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]
