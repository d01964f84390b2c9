"""Captions and described pictures in WebVTT: whether every browser will show them, or the line at fault.

Stricter than a browser, which leaves out silently what it does not understand: a caption that is missing on the page is
a fault that the one who wrote it has to see. Source: W3C WebVTT, candidate recommendation of 2019, section 4.
"""

import html
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from languages.plaintext import no_control_characters

LONGEST = 200_000  # characters; three hours of speech
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}((?:[ \t]+\S+)*)[ \t]*")
_SETTING = re.compile(r"(?:align|line|position|size|vertical):\S+")
_TAG = re.compile(r"<([^>]*)(>?)")
_KNOWN_TAG = re.compile(r"/?(?:b|i|u|c|v|lang|ruby|rt)(?:\.[\w-]+)*(?:[ \t][^<>]*)?|(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}")

SENTENCES = {
    "utf8": _("The captions are not UTF-8. Save the file in that encoding and upload it again."),
    "long": _("The captions are longer than %(longest)s characters. Is this the right file?"),
    "header": _("Line 1: captions begin with the word WEBVTT, alone on its line."),
    "blank": _("Line %(line)s: an empty line belongs here, after WEBVTT."),
    "note": _("Line %(line)s: a note would be sent to every reader. Remove it."),
    "style": _("Line %(line)s: colours and places of captions are set by the reader’s player. Remove this part."),
    "timing": _(
        "Line %(line)s: no times of a caption can be read here. Write them like 00:00:01.000 --> 00:00:04.000."
    ),
    "setting": _("Line %(line)s: “%(found)s” is no setting of a caption. Remove it."),
    "ends": _("Line %(line)s: the caption ends before it begins. Correct the times."),
    "order": _("Line %(line)s: the caption begins before the one above it. Put them in the order of the film."),
    "arrow": _("Line %(line)s: an empty line is missing before this caption."),
    "silent": _("Line %(line)s: the caption says nothing. Write its words, or remove it."),
    "tag": _("Line %(line)s: “%(found)s” would not be shown. Write < as &lt; or remove it."),
    "empty": _("There is no caption in it. Each has a line with its times and the words below."),
}


def decoded(content: bytes) -> str:
    """Return the text of a file with captions, its lines ended as everywhere; ValidationError if it is not UTF-8."""
    try:
        return plain(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _fault("utf8") from error


def plain(text: str) -> str:
    """Return a text of captions without the mark of its encoding, its lines ended by one sign."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def check_captions(text: str | None) -> None:
    """Refuse captions with a fault and name its line; an empty text passes."""
    no_control_characters(text)
    if text and text.strip():
        cues(text)


def cues(text: str) -> list[tuple[int, int, str]]:
    """Return the captions of a text as (begin, end, words), times in milliseconds; ValidationError names the fault."""
    if len(text) > LONGEST:
        raise _fault("long", longest=LONGEST)
    lines = plain(text).split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise _fault("header")
    if len(lines) > 1 and lines[1].strip():
        raise _fault("blank", line=2)
    found: list[tuple[int, int, str]] = []
    for start, block in _blocks(lines):
        found.append(_cue(start, block, found[-1][0] if found else 0))
    if not found:
        raise _fault("empty")
    return found


def end(text: str) -> int:
    """Return when the last caption ends, in milliseconds; 0 for a text without captions."""
    return max((until for _since, until, _words in cues(text)), default=0) if text.strip() else 0


def words(text: str) -> list[str]:
    """Return what captions say, one text a caption, without tags; for readers who want to read and not to watch.

    Never refuses: what was published is shown, whatever is checked today.
    """
    found = []
    for _start, block in _blocks(plain(text).split("\n")):
        at = next((number for number, line in enumerate(block) if "-->" in line), None)
        if at is not None:
            found.append(" ".join(html.unescape(re.sub(r"<[^>]*>", "", " ".join(block[at + 1 :]))).split()))
    return found


def _blocks(lines: list[str]):
    """Yield (number of the first line, lines) of everything between empty lines, behind the first."""
    block, start = [], 0
    for number, line in enumerate([*lines[1:], ""], 2):
        if line.strip():
            start = start or number
            block.append(line)
        elif block:
            yield start, block
            block, start = [], 0


def _cue(start: int, block: list[str], earliest: int) -> tuple[int, int, str]:
    if re.match(r"NOTE(?:[ \t]|\Z)", block[0]):
        raise _fault("note", line=start)
    if block[0].strip() in ("STYLE", "REGION"):
        raise _fault("style", line=start)
    at = 0 if "-->" in block[0] else 1
    if at == len(block):
        raise _fault("timing", line=start)
    timing = _TIMING.fullmatch(block[at])
    if timing is None:
        raise _fault("timing", line=start + at)
    for setting in timing[9].split():
        if not _SETTING.fullmatch(setting):
            raise _fault("setting", line=start + at, found=setting)
    since, until = _milliseconds(timing.groups()[:4]), _milliseconds(timing.groups()[4:8])
    if until <= since:
        raise _fault("ends", line=start + at)
    if since < earliest:
        raise _fault("order", line=start + at)
    said = block[at + 1 :]
    if not said:
        raise _fault("silent", line=start + at)
    for number, line in enumerate(said, start + at + 1):
        if "-->" in line:
            raise _fault("arrow", line=number)
        for tag, closed in _TAG.findall(line):
            if not closed or not _KNOWN_TAG.fullmatch(tag):
                raise _fault("tag", line=number, found=f"<{tag[:20]}{closed}")
    if not re.sub(r"<[^>]*>", "", "".join(said)).strip():
        raise _fault("silent", line=start + at)
    return since, until, "\n".join(said)


def _milliseconds(parts) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _fault(reason: str, **params: object) -> ValidationError:
    return ValidationError(SENTENCES[reason], code=f"captions_{reason}", params=params)
