"""A value as ``toYaml`` writes it: go-yaml 2 emits as libyaml does, and quotes what it would read as no text."""

import json
from collections.abc import Iterator
from functools import cmp_to_key
from io import StringIO

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

from pachlint.reading.scalars import resolve
from pachlint.regex import regex
from pachlint.verdict.characters import CONTROL

# numbers to base 60, and dates
_QUOTED = regex(
    r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ]|\Z)"
)
_DIGITS = regex(r"[0-9]*")
_WIDTH = 80


def yaml_text(value: object) -> str:
    """What ``toYaml`` writes for a value: nothing if there is a character in it that YAML has no place for."""
    stream = StringIO()
    emitter = CEmitter(stream, allow_unicode=True, width=_WIDTH, indent=2)
    try:
        events = list(_events(value))
    except ValueError:
        return ""
    for event in (StreamStartEvent(), DocumentStartEvent(explicit=False), *events):
        emitter.emit(event)
    emitter.emit(DocumentEndEvent(explicit=False))
    emitter.emit(StreamEndEvent())
    return stream.getvalue().removesuffix("\n...\n").removesuffix("\n")


def _events(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield MappingStartEvent(None, None, implicit=True, flow_style=not value)
        for key in sorted(value, key=_ORDER):
            yield from _events(str(key))
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
        yield ScalarEvent(None, None, (True, False), _number(value))


def _scalar(text: str) -> ScalarEvent:
    if CONTROL.search(text):
        raise ValueError("control character")
    # a line break of its own inside quotes, which is what it stands in
    text = text.replace("\x85", " ")
    style = "|" if "\n" in text else "" if _is_plain(text) else '"'
    return ScalarEvent(None, None, (True, True), text, style=style)


def _is_plain(text: str) -> bool:
    return isinstance(resolve(text, None, plain=True), str) and not _QUOTED.match(text)


def _number(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return str(int(value))
    return json.dumps(value)


def _compare(first: str, second: str) -> int:
    """Tell which of two keys comes first: letters behind all else, and numbers by their value."""
    at = next((at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if at is None:
        return len(first) - len(second)
    a, b = first[at], second[at]
    if a.isalpha() or b.isalpha():
        if a.isalpha() and b.isalpha():
            return -1 if a < b else 1
        return -1 if b.isalpha() else 1
    numbers = _number_at(first, at), _number_at(second, at)
    if numbers[0] != numbers[1]:
        return -1 if numbers[0] < numbers[1] else 1
    return -1 if a < b else 1


def _number_at(text: str, at: int) -> tuple[int, int]:
    """The value of the digits from here on, and how many they are."""
    found = _DIGITS.match(text, at)
    digits = found[0] if found else ""
    return int(digits or 0), len(digits)


_ORDER = cmp_to_key(_compare)
