"""The grammar of the flags that set values, with the place of every word.

Follows Helm 3.17.3 (pkg/strvals) to the letter, mistakes included: ``a[0].b=`` leaves an empty list. Of
``--set-literal`` everything after the first ``=`` is the value, and no backslash is an escape.
"""

from collections.abc import Callable
from functools import partial

from pachlint.layering.coalesce import copied
from pachlint.layering.flags import Flag, Write
from pachlint.layering.jsontext import JsonError, read_json
from pachlint.lazy_regex import lazy_regex
from pachlint.place import Path, Span
from pachlint.records import NamedTuple

MAX_INDEX = 65_536
MAX_NESTING = 30
MAX_STEPS = 200
MAX_FILLED = 300_000  # places of lists, by all flags of a release
_PLAIN_KEY = lazy_regex(r"[\w./-]*")
_INTEGER = lazy_regex(r"[-+]?[0-9]+\Z")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "0": 0}


class SetError(ValueError):
    """A flag that Helm rejects. ``at`` is the offset where reading stopped; the message holds no value."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def apply_flag(
    flag: Flag, values: dict[str, object], read_file: Callable[[str], str], filled: int = 0
) -> tuple[tuple[Write, ...], int]:
    """Write a flag into ``values``, in place; return what it writes, and ``filled`` as it is then.

    Args:
        flag: the flag.
        values: what the files and the earlier flags have set, without the chart's defaults; in no part anyone else's.
        read_file: the content of the file that a ``--set-file`` names; raises OSError or ValueError.
        filled: how many places of lists the earlier flags have made.

    Raises:
        SetError: if Helm rejects it; ``values`` is then as before.
    """
    reader = _Reader(flag, read_file, filled)
    try:
        while not reader.key(values, _Route((), ()), 0):
            pass
    except SetError as error:
        for undo in reversed(reader.undo):
            undo()
        if flag.kind == "set-json" and flag.text.lstrip().startswith("{"):
            raise SetError("Helm 3 accepts only KEY=JSON; a JSON object alone requires Helm 4", 0) from error
        raise
    return tuple(reader.writes), reader.filled


class _Route(NamedTuple):
    """The way to a value: its path, and where in the text the word of each step ends."""

    path: Path
    ends: tuple[int, ...]

    def to(self, step: str | int, end: int) -> "_Route":
        return _Route((*self.path, step), (*self.ends, end))


class _Reader:
    """Reads one flag; methods return True where Helm's parser meets the end of the text."""

    def __init__(self, flag: Flag, read_file: Callable[[str], str], filled: int) -> None:
        self.text = flag.text
        self.kind = flag.kind
        self.literal = flag.kind == "set-literal"
        self.read_file = read_file
        self.filled = filled
        self.undo: list[Callable[[], object]] = []
        self.at = 0
        self.start = 0
        self.writes: list[Write] = []

    def key(self, into: dict[str, object], route: _Route, level: int) -> bool:
        """Read a key up to one of ``= [ , .``, and what follows."""
        if not route.path:
            self.start = self.at
        name, stop = self._until("=[." if self.literal else "=[,.")
        if not stop:
            if name:
                raise SetError(f"{self._which(name)} has no value; write KEY=VALUE as one word", self.start)
            return True
        route = route.to(name, self.at - 1)
        if stop == "[":
            return self._list(into, name, route, level)
        if stop == "=":
            value, ended = self._value(route)
            self._put(into, name, value)
            return ended
        if stop == ",":
            raise SetError(f"{self._which(name)} has no value before the comma", self.at - 1)
        return self._table(into, name, route, level + 1)

    def _table(self, into: dict[str, object], name: str, route: _Route, level: int) -> bool:
        if level > MAX_NESTING:
            raise SetError(f"the key has more than {MAX_NESTING} levels", self.start)
        inner = into.get(name, {})
        if not isinstance(inner, dict):
            words = "is set to a value that has no keys, in a file or an earlier flag"
            raise SetError(f"{self._which(name)} {words}", self.start)
        ended = self.key(inner, route, level)
        if inner:
            self._put(into, name, inner)
        elif not ended:
            raise SetError(f"{self._which(name)} has nothing below it", self.start)
        return ended

    def _list(self, into: dict[str, object], name: str, route: _Route, level: int) -> bool:
        index = self._index()
        items = into.get(name, [])
        if not isinstance(items, list):
            words = "is set to a value that is not a list, in a file or an earlier flag"
            raise SetError(f"{self._which(name)} {words}", self.start)
        items, ended = self._item(items, index, route.to(index, self.at), level)
        if ended:
            span = Span(self.at, self.at)
            self.writes.append(Write(route.path, list(items), span, self.start, route.ends))
        self._put(into, name, items)
        return ended

    def _index(self) -> int:
        digits, stop = self._until("]")
        if not stop or not _INTEGER.match(digits) or len(digits) > 300 or abs(index := int(digits)) >= 2**63:
            raise SetError("a list index between [ ] is not a number", self.at)
        if index < 0:
            raise SetError("a list index is negative", self.at)
        return index

    def _item(self, items: list[object], index: int, route: _Route, level: int) -> tuple[list[object], bool]:
        """Read what follows ``]``; give the list back with the item in it."""
        if len(route.path) > MAX_STEPS:
            raise SetError(f"pachlint does not read keys of more than {MAX_STEPS} steps", self.start)
        name, stop = self._until("[.=")
        if name:
            raise SetError("only = . or [ may follow the ] of a list index", self.at)
        if not stop:
            return items, True
        if stop == "=":
            value, _ = self._value(route)
            return self._set_index(items, index, value), False
        there = items[index] if index < len(items) else None
        if stop == "[":
            if there is not None and not isinstance(there, list):
                raise SetError("a list item is set to a value that is not a list", self.start)
            below = self._index()
            inner, ended = self._item(there or [], below, route.to(below, self.at), level)
            return (items, True) if ended else (self._set_index(items, index, inner), False)
        if not isinstance(there, dict):
            there = {}
            if index < len(items):
                self._set_index(items, index, there)
        ended = self.key(there, route, level)
        return (items, True) if ended else (self._set_index(items, index, there), False)

    def _value(self, route: _Route) -> tuple[object, bool]:
        """Read what follows ``=``."""
        start = self.at
        ended = False
        if self.kind == "set-json":
            value, end = self._json()
        elif self.literal:
            value, end = self.text[start:], len(self.text)
            self.at = end
        elif start == len(self.text):
            value, end, ended = "", start, True
        elif self.text[start] == "{":
            value, end = self._braces()
        else:
            value, stop = self._until(",")
            end = self.at - len(stop)
            value = self._typed(value)
        self.writes.append(Write(route.path, value, Span(start, end), self.start, route.ends))
        # a later flag may write into it
        return copied(value), ended

    def _json(self) -> tuple[object, int]:
        if self._blank():
            return None, self.at
        try:
            value, end = read_json(self.text, self.at)
        except JsonError as error:
            raise SetError(str(error), self.at) from None
        self.at = end
        self._blank()
        return value, end

    def _blank(self) -> bool:
        """Skip white space; True after a comma or at the end."""
        while self.at < len(self.text):
            character = self.text[self.at]
            if character != "," and (not character.isspace() or character in "\x1c\x1d\x1e\x1f"):
                return False
            self.at += 1
            if character == ",":
                break
        return True

    def _braces(self) -> tuple[object, int]:
        self.at += 1
        items: list[object] = []
        while True:
            text, stop = self._until(",}")
            if not stop:
                raise SetError("a list between { } is not closed", self.at)
            items.append(self._typed(text))
            if stop == "}":
                end = self.at
                self.at += self.text.startswith(",", end)
                return items, end

    def _typed(self, text: str) -> object:
        if self.kind == "set-file":
            try:
                return self.read_file(text)
            except (OSError, ValueError) as error:
                why = (error.strerror if isinstance(error, OSError) else None) or "its name is not valid"
                raise SetError(f"the file that it names cannot be read: {why}", self.at) from None
        return typed(text) if self.kind == "set" else text

    def _until(self, stops: str) -> tuple[str, str]:
        """The text up to one of the characters, without escapes; the character is "" at the end."""
        found: list[str] = []
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character in stops:
                return "".join(found), character
            if character == "\\" and not self.literal:
                character = self.text[self.at : self.at + 1]
                self.at += 1
            found.append(character)
        self.at = len(self.text)
        return "".join(found), ""

    def _put(self, into: dict[str, object], name: str, value: object) -> None:
        """Write a key; Helm ignores the empty one."""
        if name:
            known = name in into
            self.undo.append(
                partial(into.__setitem__, name, into[name]) if known else partial(into.pop, name)
            )
            into[name] = value

    def _set_index(self, items: list[object], index: int, value: object) -> list[object]:
        if index > MAX_INDEX:
            raise SetError(f"a list index is greater than {MAX_INDEX}", self.at)
        length = len(items)
        if index >= length:
            self.filled += index + 1 - length
            if self.filled > MAX_FILLED:
                raise SetError(f"pachlint extends lists by at most {MAX_FILLED:,} items", self.at)
            self.undo.append(partial(items.__delitem__, slice(length, None)))
            items.extend([None] * (index + 1 - length))
        else:
            self.undo.append(partial(items.__setitem__, index, items[index]))
        items[index] = value
        return items

    def _which(self, name: str) -> str:
        """A key in words: what follows the first ``=``, or is none, may be the rest of a secret, and is not named."""
        if "=" in self.text[: self.start]:
            return "what follows the comma"
        rest = _PLAIN_KEY.sub("", name, 1)
        return f'the key "{name.removesuffix(rest)}{"..." if rest else ""}"'


class Integer(int):
    """An int64 of ``--set``. Templates see the numbers of files as float64, and Go compares no two types."""


def typed(text: str) -> object:
    """What ``--set`` makes of a text: int64, bool, null or the text itself; there are no other numbers."""
    word = text.casefold()
    if word in _WORDS:
        return _WORDS[word]
    if not text.startswith("0") and _INTEGER.match(text) and len(text) < 32 and -(2**63) <= int(text) < 2**63:
        return Integer(text)
    return text
