"""A value as sigs.k8s.io/yaml writes it: go-yaml 2 emits as libyaml does, and quotes what it would read as no text."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from _ruamel_yaml import CEmitter
from ruamel.yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from pachlint.gotemplate.spelling import float_text, json_number
from pachlint.lazy_regex import lazy_regex
from pachlint.reading.scalars import NOT_IN_YAML, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

# numbers to base 60, and dates
_QUOTED = lazy_regex(
    r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ]|\Z)"
)
_WIDTH = 80


def emitted(value: object) -> str:
    """The text of plain data, without the line break at its end.

    Raises:
        ValueError: if there is a character in it that YAML has no place for.
    """
    stream = StringIO()
    emitter = CEmitter(stream, allow_unicode=True, width=_WIDTH, indent=2)
    events = list(_events(value))
    for event in (StreamStartEvent(), DocumentStartEvent(explicit=False), *events):
        emitter.emit(event)
    emitter.emit(DocumentEndEvent(explicit=False))
    emitter.emit(StreamEndEvent())
    return stream.getvalue().removesuffix("\n...\n").removesuffix("\n")


def _events(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield MappingStartEvent(None, None, implicit=True, flow_style=not value)
        for key in sorted(value, key=_Natural):
            yield _scalar(str(key))
            yield from _events(value[key])
        yield MappingEndEvent()
    elif isinstance(value, list):
        yield SequenceStartEvent(None, None, implicit=True, flow_style=not value)
        for item in value:
            yield from _events(item)
        yield SequenceEndEvent()
    elif isinstance(value, str):
        yield _scalar(value)
    else:
        yield ScalarEvent(None, None, (True, False), _word(value))


def _scalar(text: str) -> ScalarEvent:
    if not text.isprintable() and NOT_IN_YAML.search(text):
        raise ValueError("a character that YAML has no place for")
    # a line break of its own inside quotes, which is what it stands in
    text = text.replace("\x85", " ")
    style = "|" if "\n" in text else "" if _is_plain(text) else '"'
    return ScalarEvent(None, None, (True, True), text, style=style)


def _is_plain(text: str) -> bool:
    return isinstance(resolve(text, None, plain=True), str) and not _QUOTED.match(text)


def _word(value: object) -> str:
    """Null, a truth or a number, which comes by way of JSON: a whole one that 64 bits hold has all its digits."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    number = float(value)  # type: ignore[arg-type]
    text = json_number(number)
    if number.is_integer() and "e" not in text and -(2**63) <= int(text) < 2**64:
        return str(int(text))
    return float_text(number)


class _Natural:
    """A key in the order in which go-yaml writes maps: letters last, digits by their number."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __lt__(self, other: _Natural) -> bool:
        first, second = self.text, other.text
        for at, (a, b) in enumerate(zip(first, second, strict=False)):
            if a == b:
                continue
            if a.isalpha() and b.isalpha():
                return a < b
            if a.isalpha() or b.isalpha():
                return b.isalpha()
            return _by_number(first, second, at)
        return len(first) < len(second)


def _by_number(first: str, second: str, at: int) -> bool:
    lead = 0
    if "0" in (first[at], second[at]):
        before = at - 1
        while before >= 0 and first[before].isdigit():
            if first[before] != "0":
                lead = 1
                break
            before -= 1
    numbers = []
    for text in (first, second):
        end = at
        while end < len(text) and text[end].isdigit():
            end += 1
        numbers.append((int(str(lead) + text[at:end]), end))
    return numbers[0] < numbers[1] if numbers[0] != numbers[1] else first[at] < second[at]
