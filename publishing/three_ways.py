"""Three texts of one passage: what each of two people did to the words both started from, and a proposal from both."""

import itertools
import re

from django.utils.html import format_html, format_html_join, strip_tags

from publishing.comparison import matcher

# A tag is one word here: a proposal never cuts one in two.
_WORD = re.compile(r"<[^>]*>|\s+|[^\W_]+|.", re.UNICODE | re.DOTALL)


def words(text: str) -> list[str]:
    """Return a text as the words, spaces, signs and tags it is made of."""
    return _WORD.findall(text)


def marked(old: str, new: str) -> str:
    """Return how a text changed, as HTML: words that go struck, words that come underlined; tags are not shown."""
    before, after = words(strip_tags(old)), words(strip_tags(new))
    pieces = []
    for step, left, right, top, bottom in matcher(before, after).get_opcodes():
        if step == "equal":
            pieces.append(("{}", "".join(before[left:right])))
            continue
        if left != right:
            pieces.append(("<del>{}</del>", "".join(before[left:right])))
        if top != bottom:
            pieces.append(("<ins>{}</ins>", "".join(after[top:bottom])))
    return format_html_join("", "{}", ((format_html(form, piece),) for form, piece in pieces))


def proposed(base: str, mine: str, theirs: str) -> str:
    """Return both changes together where they do not touch each other; my text where they do."""
    start = words(base)
    hunks = []
    for text in (mine, theirs):
        other = words(text)
        hunks += [
            (left, right, other[top:bottom])
            for step, left, right, top, bottom in matcher(start, other).get_opcodes()
            if step != "equal"
        ]
    hunks = sorted((hunk for at, hunk in enumerate(hunks) if hunk not in hunks[:at]), key=lambda hunk: hunk[:2])
    # Changes that meet at a word could be meant in either order: nobody guesses.
    if any(first[1] >= second[0] for first, second in itertools.pairwise(hunks)):
        return mine
    result, at = [], 0
    for left, right, new in hunks:
        result += [*start[at:left], *new]
        at = right
    return "".join([*result, *start[at:]])
