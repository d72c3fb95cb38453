"""The table ``[tool.pachlint]`` of a pyproject.toml as nodes with places, which Python's own reader of TOML does not keep.

``tomllib`` decides what is TOML and what the values are; only text that it has accepted is walked through here.
"""

import re
import tomllib
from typing import Any

from pachlint.lazy_regex import lazy_regex
from pachlint.place import Span
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node
from pachlint.records import NamedTuple

_BLANK = lazy_regex(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = lazy_regex(r"[A-Za-z0-9_-]+")
_TEXT = lazy_regex(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
# A date may have a space before its time.
_LITERAL = lazy_regex(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+|[^\s,\]}#]+")
_MOST_PARTS = 100
# tomllib takes time and memory by the square of the parts of a key
_TOO_DEEP = lazy_regex(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}""", re.ASCII
)
_WHERE = lazy_regex(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z")


class TomlError(ValueError):
    """The text is not TOML; ``line`` and ``column`` say where (1-based), 0 for the end of the text."""

    def __init__(self, message: str) -> None:
        where = _WHERE.search(message)
        super().__init__(message[: where.start()] if where else message)
        self.line, self.column = (
            (int(where["line"]), int(where["column"])) if where and where["line"] else (0, 0)
        )


class Table(NamedTuple):
    """A table as it is filled: by key, where the key stands first and what it has. ``span`` is that of its head."""

    span: Span
    entries: dict[str, tuple[Span, "Table | list[Table] | Node"]]


def read_table(text: str, *path: str) -> Node | None:
    """What stands at a path of keys, such as ``tool``, ``pachlint``; None if there is nothing.

    Raises:
        TomlError: if the text is not TOML.
    """
    if _TOO_DEEP.search(text):
        raise TomlError(f"a key of more than {_MOST_PARTS} parts")
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TomlError(str(error)) from error
    except ValueError as error:
        # Python reads no number of more than 4,300 digits
        raise TomlError("a number of too many digits") from error
    node: Node | None = _node(_Walk(text).document(), Span(0, 0))
    for step in path:
        entries = node.entries if isinstance(node, nodes.MappingNode) else ()
        node = next((entry.node for entry in entries if entry.key == step), None)
    return node


def _node(value: Table | list[Table] | Node, key: Span) -> Node:
    if isinstance(value, Table):
        entries = tuple(Entry(name, span, _node(one, span)) for name, (span, one) in value.entries.items())
        effective = {entry.key: at for at, entry in enumerate(entries)}
        return nodes.MappingNode(entries, value.span, flow=True, effective=effective)
    if isinstance(value, list):
        return nodes.SequenceNode(tuple(_node(one, key) for one in value), key, flow=True)
    return value


class _Walk:
    """A walk through the text from its begin to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def document(self) -> Table:
        root = table = Table(Span(0, 0), {})
        while self._next():
            if self._next() == "[":
                table = self._head(root)
            else:
                self._pair(table)
        return root

    def _next(self) -> str:
        """The next character after spaces, lines and comments; "" at the end."""
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.text[self.at : self.at + 1]

    def _head(self, root: Table) -> Table:
        """``[a.b]``, or ``[[a.b]]`` for one more item of a list."""
        start, several = self.at, self.text.startswith("[[", self.at)
        self.at += 1 + several
        *above, (name, span) = self._keys()
        self.at += 1 + several
        parent = _down(root, above)
        head = Span(start, self.at)
        if not several:
            return _down(parent, [(name, head)])
        items = parent.entries.setdefault(name, (span, []))[1]
        table = Table(head, {})
        if isinstance(items, list):
            items.append(table)
        return table

    def _pair(self, table: Table) -> None:
        *above, (name, span) = self._keys()
        self.at += 1
        _down(table, above).entries[name] = (span, self._value())

    def _keys(self) -> list[tuple[str, Span]]:
        """The steps of a dotted key."""
        found = []
        while True:
            self._next()
            key = _TEXT.match(self.text, self.at) or _BARE.match(self.text, self.at)
            raw = key[0] if key else ""
            name = raw if raw[:1] not in "\"'" else next(iter(tomllib.loads(f"{raw} = 0")))
            found.append((name, Span(self.at, self.at + len(raw))))
            self.at += len(raw)
            if self._next() != ".":
                return found
            self.at += 1

    def _value(self) -> Table | Node:
        opening = self._next()
        start = self.at
        if opening == "[":
            items = self._inside("]", lambda: _node(self._value(), Span(start, start + 1)))
            return nodes.SequenceNode(tuple(items), Span(start, self.at), flow=True)
        if opening == "{":
            entries: dict[str, tuple[Span, Table | list[Table] | Node]] = {}
            self._inside("}", lambda: self._pair(Table(Span(start, start + 1), entries)))
            return Table(Span(start, self.at), entries)
        return self._scalar()

    def _inside(self, closing: str, read: Any) -> list[Any]:
        """What stands between brackets, with commas between."""
        self.at += 1
        found = []
        while self._next() != closing:
            found.append(read())
            if self._next() == ",":
                self.at += 1
        self.at += 1
        return found

    def _scalar(self) -> Node:
        found = _TEXT.match(self.text, self.at) or _LITERAL.match(self.text, self.at)
        raw = found[0] if found else ""
        span = Span(self.at, self.at + len(raw))
        self.at = span.end
        value = tomllib.loads(f"value = {raw}")["value"]
        if not isinstance(value, str | bool | int | float):
            value = raw  # a date or a time
        return nodes.ScalarNode(value, value if isinstance(value, str) else raw, "plain", span)


def _down(table: Table, keys: list[tuple[str, Span]]) -> Table:
    """The table at some keys below another, made where there is none; of a list of tables the last."""
    for name, span in keys:
        inner = table.entries.setdefault(name, (span, Table(span, {})))[1]
        table = inner[-1] if isinstance(inner, list) else inner  # type: ignore[assignment]
    return table
