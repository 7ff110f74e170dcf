"""The YAML at the head of an exported file: where each property stands, and how one is written.

The library reads and writes the values; between them the text is edited in place, so that every key, comment,
quotation mark and blank of the user's stays as it is.
"""

import functools
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from reader.errors import ExportConflict
from reader.export.document import Scalar
from reader.export.edit import Edit

if TYPE_CHECKING:
    from ruamel.yaml import YAML

Node = Any
"""A node of the library, whose types do not tell its attributes."""

_FENCED = re.compile(r"---[ \t\r]*\n(.*?)^(?:---|\.\.\.)[ \t\r]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_COLON = re.compile(r"[ \t]*:")
_OTHER_THAN_TEXT = re.compile(r"y|n|yes|no|on|off|[-+.\d][\d_:.,eExob+-]*", re.IGNORECASE)
"""Strings that YAML 1.1, which many programs still read, takes for truth values, numbers or times."""
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""What ends a line in YAML 1.1 and would be read back as a blank."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a list."""

    text: str | None
    """None where it is no plain value."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One property; offsets are into the front matter."""

    name: str
    key_start: int
    start: int
    """Of the value."""
    end: int
    """Of the value, before blanks and comments."""
    line_end: int
    """After the line end that follows the value."""
    text: str | None
    """The value as text; None where it is a list or a mapping."""
    items: tuple[Element, ...] | None
    """The elements where the value is a list."""
    block: bool
    """The value is a list with one element a line."""
    rewritable: bool
    """The value is written where it stands, without anchors, aliases or tags."""


def split(text: str) -> tuple[int, int, int]:
    """Where the YAML starts and ends and where the body starts.

    Raises ExportConflict where there is no front matter.
    """
    found = _FENCED.match(text)
    if found is None:
        raise ExportConflict("its front matter is not closed by a line ---")
    return found.start(1), found.end(1), found.end()


@functools.lru_cache(maxsize=4)
def entries(front: str) -> Mapping[str, Entry]:
    """The properties by name, in their order. One front matter is asked for several times while it is merged.

    Raises ExportConflict where the text is no flat YAML mapping or has a key twice.
    """
    root = _compose(front)
    pairs: list[tuple[Node, Node]] = getattr(root, "value", None) or []
    if root is None or root.id != "mapping" or root.flow_style or root.start_mark.column:
        raise ExportConflict("its front matter is not a list of properties, one a line")
    found: dict[str, Entry] = {}
    for key, value in pairs:
        entry = _entry(front, key, value)
        if entry.name in found:
            raise ExportConflict(f"its front matter has the property {entry.name} twice")
        found[entry.name] = entry
    return found


def written(values: Mapping[str, Scalar | tuple[str, ...]]) -> str:
    """Properties as lines of YAML, lists with one element a line."""
    return "".join(_property(name, value) for name, value in values.items())


@functools.lru_cache(maxsize=2048, typed=True)
def _property(name: str, value: Scalar | tuple[str, ...]) -> str:
    """One property; most values stand in many files, and the library takes a millisecond for ten."""
    return _dumped({name: _value(value)})


def inline(value: Scalar | tuple[str, ...]) -> str:
    """One value on one line; a list in square brackets."""
    if isinstance(value, tuple):
        from ruamel.yaml.comments import CommentedSeq  # noqa: PLC0415 - see _yaml

        sequence = CommentedSeq(_value(value))
        sequence.fa.set_flow_style()
        return _dumped({"k": sequence})[3:-1]
    return _dumped({"k": _value(value)})[3:-1]


def replaced(front: str, entry: Entry, value: str) -> Edit:
    """The edit that gives a property another value, written on one line; its comment stays."""
    old = front[entry.start : entry.end]
    if old[:1] in ("|", ">"):
        # The comment of a block scalar stands in its header.
        _, sign, comment = old.partition("\n")[0].partition("#")
        return entry.start, entry.end, f"{value}  #{comment}" if sign else value
    return entry.start, entry.end, value if old else f" {value}"


def removed(front: str, entry: Entry) -> Edit:
    """The edit that takes a property out, or only its value where a comment stands beside it."""
    if "#" in front[entry.end : entry.line_end] or front[entry.start : entry.end][:1] in ("|", ">"):
        return entry.start, entry.end, ""
    return entry.key_start, entry.line_end, ""


def _entry(front: str, key: Node, value: Node) -> Entry:
    start, end = value.start_mark.index, _end(front, value)
    colon = _COLON.match(front, key.end_mark.index)
    if start == end and colon:
        # The library places a value that is not there after the comments that follow its key.
        start = end = colon.end()
    scalar = value.id == "scalar"
    elements: list[Node] | None = value.value if value.id == "sequence" else None
    # An alias has the marks of its anchor; after `? key` stands no colon.
    own = colon is not None and front[start : start + 1] not in ("&", "!")
    return Entry(
        name=str(key.value),
        key_start=key.start_mark.index,
        start=start,
        end=end,
        line_end=front.find("\n", end) + 1 or len(front),
        text=value.value if scalar else None,
        items=None if elements is None else tuple(_element(front, node) for node in elements),
        block=elements is not None and not value.flow_style,
        rewritable=own and (scalar or elements is not None),
    )


def _element(front: str, node: Node) -> Element:
    return Element(node.value if node.id == "scalar" else None, node.start_mark.index, _end(front, node))


def _end(front: str, node: Node) -> int:
    """Where a value ends; the library counts the comments after a block to it."""
    if node.id == "sequence" and not node.flow_style and node.value:
        return _end(front, node.value[-1])
    start = int(node.start_mark.index)
    return start + len(front[start : node.end_mark.index].rstrip())


def _compose(front: str) -> Any:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - see _yaml

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _yaml().compose(front)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        # The line that opens the front matter is the first of the file.
        where = f" at line {mark.line + 2}" if mark else ""
        raise ExportConflict(f"its front matter cannot be read as YAML{where}") from error


def _value(value: Scalar | tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return [_value(element) for element in value]
    if isinstance(value, str) and (_OTHER_THAN_TEXT.fullmatch(value) or _LINE_ENDS.search(value)):
        from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415 - see _yaml

        return DoubleQuotedScalarString(value)
    return value


def _dumped(values: Mapping[str, Any]) -> str:
    stream = StringIO()
    _writer().dump(values, stream)
    return stream.getvalue()


@functools.cache
def _writer() -> "YAML":
    return _yaml()


def _yaml() -> "YAML":
    from ruamel.yaml import YAML  # noqa: PLC0415 - takes 50 ms to load, and only an export needs it

    yaml = YAML(pure=True)
    yaml.width = 1_000_000_000
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
