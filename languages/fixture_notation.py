"""The notation of fixtures: YAML with one form for everything, read with the line each value stands on.

What is read is narrower than YAML: no tags, no anchors, no second entry of one name, and a word is a number, a yes, a
no or nothing only where it cannot be anything else (YAML 1.1 makes False of Norway's code, NO). What is written reads
the same under YAML 1.1, so it quotes such words.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import yaml

from languages.plaintext import without_control_characters

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML was built without its C library
    from yaml import SafeLoader

WIDTH = 100  # columns, for texts that are folded
DEEPEST = 20  # lists and mappings inside one another
OBJECT_KEYS = ("model", "pk", "fields")
_TAG = "tag:yaml.org,2002:"
# Where a text may be folded: at a single space; a no-break space is none.
_FOLD = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_BLOCK = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|blockquote)\b")


class NotationError(ValueError):
    """Something that cannot be read, and the line it stands on (from 1)."""

    def __init__(self, line: int, sentence: str):
        super().__init__(f"{line}: {sentence}")
        self.line, self.sentence = line, sentence


@dataclass(frozen=True)
class Written:
    """A value and the line it stands on. `value` is a text, whole number, yes or no, None, list or mapping."""

    line: int
    value: object

    @property
    def plain(self) -> object:
        """The value without lines, all the way down."""
        match self.value:
            case list():
                return [item.plain for item in self.value]
            case dict():
                return {name: item.plain for name, item in self.value.items()}
            case _:
                return self.value


@dataclass(frozen=True)
class Entry:
    """One object of a fixture: the name of its model and its fields, each with its line."""

    line: int
    model: str
    fields: dict[str, Written]
    pk: Written | None = None


# ---- Reading ---------------------------------------------------------------------------------------------------------


class _Loader(SafeLoader):
    """Takes a word for a number, a yes, a no or nothing only in the forms of YAML 1.2's core schema."""

    yaml_implicit_resolvers = {}


_Loader.add_implicit_resolver(f"{_TAG}null", re.compile(r"~|null|"), ["~", "n", ""])
_Loader.add_implicit_resolver(f"{_TAG}bool", re.compile(r"true|false"), ["t", "f"])
_Loader.add_implicit_resolver(f"{_TAG}int", re.compile(r"[-+]?(?:0|[1-9][0-9]*)"), list("-+0123456789"))
# `resolve` matches the beginning of a word; these have to match all of it.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, re.compile(f"(?:{pattern.pattern})\\Z")) for tag, pattern in found]
    for first, found in _Loader.yaml_implicit_resolvers.items()
}


def read(content: bytes | str) -> list[Entry]:
    """Return the objects of a fixture in their order; none for an empty file. Raises `NotationError`."""
    text = _decoded(content)
    try:
        _refuse_mazes(text)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        raise NotationError(mark.line + 1 if mark else 1, f"This is not YAML: {what}.") from error
    except yaml.YAMLError as error:
        raise NotationError(1, f"This is not YAML: {error}.") from error
    if root is None:
        return []
    written = _value(root)
    if not isinstance(written.value, list):
        raise NotationError(written.line, "The file is no list of objects; each begins with “- model:”.")
    return [_entry(item) for item in written.value]


def _decoded(content: bytes | str) -> str:
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise NotationError(line, "This is not UTF-8. Save the file in that encoding.") from error
    for line, text in enumerate(content.split("\n"), 1):
        if text != without_control_characters(text):
            raise NotationError(line, "An invisible control character stands here. Delete it.")
    return content


def _refuse_mazes(text: str) -> None:
    """Refuse what makes YAML more than a list of rows.

    Tags make values of any type, aliases make a short text a huge one, and deep nesting ends the process.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1
            raise NotationError(line, f"The alias *{event.anchor} stands for a text above. Write it out.")
        if getattr(event, "tag", None):
            tag = event.tag.replace(_TAG, "!!")
            raise NotationError(event.start_mark.line + 1, f"The tag {tag} is not read. Write the value as it is.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise NotationError(event.start_mark.line + 1, "Lists stand inside lists too deeply to be read.")


def _value(node: yaml.Node) -> Written:
    line = node.start_mark.line + 1
    match node:
        case yaml.SequenceNode():
            return Written(line, [_value(item) for item in node.value])
        case yaml.MappingNode():
            return Written(line, _mapping(node))
    return Written(line, _scalar(node, line))


def _scalar(node: yaml.ScalarNode, line: int) -> object:
    match node.tag.removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return node.value == "true"
        case "int" if len(node.value) < 20:
            return int(node.value)
        case "int":
            raise NotationError(line, "This number is too long. If it is a text, put it in quotes.")
    return node.value


def _mapping(node: yaml.MappingNode) -> dict[str, Written]:
    found = {}
    for key, item in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise NotationError(line, "The name of a field is a word.")
        if key.value in found:
            raise NotationError(line, f"“{key.value}” stands here twice, first on line {found[key.value].line}.")
        # A folded text begins below its name; the name is the line somebody looks for.
        found[key.value] = Written(line, _value(item).value)
    return found


def _entry(item: Written) -> Entry:
    if not isinstance(item.value, dict):
        raise NotationError(item.line, "An object begins with “- model:”, and “fields:” stands below it.")
    unknown = [name for name in item.value if name not in OBJECT_KEYS]
    if unknown:
        sentence = f"An object has a model and fields, and nothing like “{unknown[0]}”. Is it indented as the others?"
        raise NotationError(item.value[unknown[0]].line, sentence)
    model, fields = item.value.get("model"), item.value.get("fields")
    if model is None or not isinstance(model.value, str):
        raise NotationError(item.line, "The object does not say its model, for example “- model: missions.mission”.")
    if fields is None or not isinstance(fields.value, dict):
        raise NotationError(item.line, "The object has no fields. Write “fields:” and the fields below it, indented.")
    return Entry(item.line, model.value, fields.value, item.value.get("pk"))


# ---- Writing ---------------------------------------------------------------------------------------------------------


# PyYAML's writer knows which texts need quotes; nothing is ever written through this one.
_ANALYST = yaml.SafeDumper(None, allow_unicode=True)


class Quoted(str):
    """A text that stands in quotes: a date must not look like a number to whoever reads the file."""

    __slots__ = ()


class Key(tuple):
    """A natural key: stands on one line, in brackets."""

    __slots__ = ()


def write(objects: Iterable[tuple[str, object, dict[str, object]]]) -> str:
    """Return objects, each (model, pk or None, fields), in their order; an empty list for none.

    Short values stand on the line of their name; a text too long for it is folded; a list has one line per item.
    """
    lines = []
    for model, pk, fields in objects:
        lines.append(f"- model: {model}")
        if pk is not None:
            lines.append(f"  pk: {_inline(pk)}")
        lines.append("  fields:")
        for name, value in fields.items():
            lines += _field(name, value, "    ")
    return "\n".join(lines or ["[]"]) + "\n"


def _field(name: str, value: object, indent: str) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, Key) for item in value) and value:
        return [f"{indent}{name}:", *(f"{indent}  - {_inline(item)}" for item in value)]
    short = f"{indent}{name}: {_inline(value)}"
    if isinstance(value, str) and (len(short) > WIDTH or "\n" in value) and _can_be_folded(value):
        return [f"{indent}{name}: >-", *_folded(value, f"{indent}  ")]
    return [short]


def _inline(value: object) -> str:
    """Return a value on one line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case datetime():
            return _quoted(value.isoformat(sep=" "))
        case date():
            return _quoted(value.isoformat())
        case Quoted():
            return _quoted(value)
        case str():
            return value if _stands_alone(value) else _quoted(value)
        case Key():
            parts = (str(part) for part in value)
            return f"[{', '.join(part if _stands_alone(part, in_brackets=True) else _quoted(part) for part in parts)}]"
    return yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=math.inf, sort_keys=False).strip()


def _quoted(text: str) -> str:
    return yaml.safe_dump(str(text), default_style='"', allow_unicode=True, width=math.inf).removesuffix("\n")


def _stands_alone(text: str, *, in_brackets: bool = False) -> bool:
    """Tell whether a text needs no quotes for any reader of YAML."""
    analysis = _ANALYST.analyze_scalar(text)
    allowed = analysis.allow_flow_plain if in_brackets else analysis.allow_block_plain
    return allowed and not analysis.multiline and _ANALYST.resolve(yaml.ScalarNode, text, (True, False)) == f"{_TAG}str"


def _can_be_folded(text: str) -> bool:
    lines = text.split("\n")
    return (
        bool(lines[0] and lines[-1])
        and all(line == line.strip(" \t") for line in lines)
        and (len(lines) > 1 or bool(_FOLD.search(text)))
        and _ANALYST.analyze_scalar(text).allow_block
    )


def _folded(text: str, indent: str) -> list[str]:
    """Return the lines of a folded text: a break is an empty line, single spaces become ends of lines.

    Each block of rich text begins a line of its own, if a space stands before it.
    """
    lines = []
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            lines.append("")
        line = ""
        for word in _FOLD.split(paragraph):
            if line and (_BLOCK.match(word) or len(indent) + len(line) + 1 + len(word) > WIDTH):
                lines.append(indent + line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        if line:
            lines.append(indent + line)
    return lines
