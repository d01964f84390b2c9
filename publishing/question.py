"""What a reader asks of search: words that must all be there, phrases, or a sentence that says what is wrong."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from languages.plaintext import no_control_characters
from languages.stems import composed, words

LONGEST = 200
_QUOTES = re.compile('["“”„«»‟]')


@dataclass(frozen=True)
class Question:
    """A question in one language. Without words there is nothing to look for; `problem` then says why, if asked."""

    text: str
    language: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    problem: str = ""
    remark: str = ""

    def __bool__(self):
        return bool(self.words)


def read(text: str, language: str) -> Question:
    """Return what a reader asks for; an empty question is no problem, one that cannot be looked for has one."""
    if len(text) > LONGEST:
        problem = _("This is too long to search for: %(limit)s characters at most. Choose the words that matter.")
        return Question(text, language, problem=problem % {"limit": LONGEST})
    try:
        no_control_characters(text)
    except ValidationError:
        # The field shows the question without what nobody can see; a browser would refuse some of it.
        seen = "".join(sign for sign in text if sign.isprintable())
        return Question(
            seen, language, problem=_("There is an invisible control character in these words. Type them again.")
        )
    if not text.strip():
        return Question("", language)
    pieces = _QUOTES.split(composed(text))
    # Between the first and the second mark, the third and the fourth; a mark without a partner means nothing.
    is_odd = len(pieces) % 2 == 0
    quoted = [] if is_odd else pieces[1::2]
    phrases = [" ".join(word.stem for word in words(piece, language)) for piece in quoted]
    phrases = tuple(dict.fromkeys(phrase for phrase in phrases if " " in phrase))
    found = list(words(" ".join(pieces), language))
    # Small words are everywhere and say nothing, unless there is nothing else; in phrases they keep their place.
    telling = [word for word in found if not word.is_small] or found
    if not found:
        return Question(text, language, problem=_("There is no word and no number in this. Type a word to search for."))
    remark = _("One quotation mark has no partner, so the words were looked for one by one.") if is_odd else ""
    return Question(text, language, tuple(dict.fromkeys(word.stem for word in telling)), phrases, remark=remark)
