"""YAML as Helm's ``toYaml`` writes it, and as ``fromYaml`` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate.encodings import from_json, json_number, to_json
from pachlint.gotemplate.errors import UnknownError
from pachlint.gotemplate.formatting import float_text, quoted
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.values import NilList, NilMap, NilTexts, Opaque
from pachlint.reading.composer import compose
from pachlint.reading.scalars import resolve
from pachlint.regex import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 80
_BASE_60 = regex(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_DATE = regex(r"\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?")
_FIRST = "#,[]{}&*!|>'\"%@`"
_WORDS = frozenset(
    [
        "y",
        "Y",
        "yes",
        "Yes",
        "YES",
        "n",
        "N",
        "no",
        "No",
        "NO",
        "on",
        "On",
        "ON",
        "off",
        "Off",
        "OFF",
        "<<",
        "=",
        "~",
        "null",
        "Null",
        "NULL",
        "true",
        "True",
        "TRUE",
        "false",
        "False",
        "FALSE",
    ]
)


def to_yaml(value: object) -> str:
    """A value as sigs.k8s.io/yaml 1.4 writes it; "" if JSON has no form for it.

    Raises:
        UnknownError: for texts that are laid out in ways that are not followed.
    """
    try:
        plain = from_json(to_json(value))
    except ValueError:
        return ""
    return "\n".join(_lines(plain, 0))


def _lines(value: object, indent: int) -> list[str]:
    """The lines of a value; the first without its indentation."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        out: list[str] = []
        for key in sorted(value, key=_Natural):
            out += _entry(_key(key), value[key], indent)
        return [out[0], *(pad + line if line else line for line in out[1:])] if indent else out
    if isinstance(value, list) and value:
        out = []
        for item in value:
            out += _item(item)
        return [out[0], *(pad + line if line else line for line in out[1:])] if indent else out
    return _scalar(value, indent)


def _entry(key: str, value: object, indent: int) -> list[str]:
    if isinstance(value, dict) and value:
        return [f"{key}:", *("  " + line if line else line for line in _lines(value, 0))]
    if isinstance(value, list) and value:
        return [f"{key}:", *_lines(value, 0)]
    first, *rest = _scalar(value, indent, len(key) + 2)
    return [f"{key}: {first}", *("  " + line if line else line for line in rest)]


def _item(value: object) -> list[str]:
    first, *rest = _lines(value, 0) if isinstance(value, dict | list) else _scalar(value, 0, 2)
    return [f"- {first}", *("  " + line if line else line for line in rest)]


def _key(text: str) -> str:
    if len(text) > 120 or "\n" in text:
        raise UnknownError("writes YAML with very long keys")
    return _scalar(text, 0)[0]


def _scalar(value: object, indent: int, column: int = 0) -> list[str]:
    if isinstance(value, dict | list):
        return ["{}" if isinstance(value, dict) else "[]"]
    if value is None:
        return ["null"]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, float):
        return [_number(value)]
    return _text(str(value), indent + column)


def _number(value: float) -> str:
    """A number by way of JSON: a whole one that an int64 holds is written with all its digits."""
    text = json_number(value)
    if value.is_integer() and "e" not in text:
        number = int(text)
        if -(2**63) <= number < 2**64:
            return str(number)
    return float_text(value)


def _text(text: str, column: int) -> list[str]:
    if any(
        not (
            c == "\n"
            or " " <= c <= "~"
            or (c >= "\xa0" and c not in "\ufeff\u2028\u2029" and c.isprintable())
        )
        for c in text
    ):
        if text.isascii() and len(text) < WIDTH - column and "\n" not in text:
            return [quoted(text)]
        raise UnknownError("writes YAML with odd characters")
    if "\n" in text:
        return _literal(text)
    if len(text) + column > WIDTH - 2 and " " in text:
        raise UnknownError("writes YAML with long lines")
    if _means_something(text):
        return [quoted(text)]
    if text[0] == " " or text[-1] == " " or _has_indicators(text):
        return ["'" + text.replace("'", "''") + "'"]
    return [text]


def _literal(text: str) -> list[str]:
    if text.rstrip("\n").endswith(" ") or " \n" in text or text.endswith(" "):
        raise UnknownError("writes YAML with blanks at the end of lines")
    hint = "2" if text[0] in " \n" else ""
    chomp = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") or text == "\n" else ""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    return [f"|{hint}{chomp}", *lines]


def _means_something(text: str) -> bool:
    """Whether a plain text would be read as anything but text."""
    if not text or text in _WORDS or _BASE_60.fullmatch(text) or _DATE.fullmatch(text):
        return True
    return not isinstance(resolve(text, None, plain=True), str)


def _has_indicators(text: str) -> bool:
    if text.startswith(("---", "...")) or text[0] in _FIRST:
        return True
    if text[0] in "-?:" and (len(text) == 1 or text[1] in " \t"):
        return True
    return ": " in text or " #" in text or text.endswith(":")


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


def _read(text: str) -> object:
    """What a YAML document holds; ValueError if it cannot be read."""
    composed = compose(text)
    if any(problem.unread for problem in composed.problems):
        raise UnknownError("reads YAML that is not followed")
    if any(problem.refused for problem in composed.problems):
        raise ValueError
    return _floats(composed.data)


def _floats(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_floats(item) for item in value]
    return float(value) if type(value) is int else value


def _from_yaml(text: str) -> object:
    try:
        found = _read(text)
    except ValueError:
        return {"Error": Opaque("string", "fromYaml")}
    if found is None or (isinstance(found, dict) and not found):
        return {} if found is not None or not text.strip() else NilMap()
    return found if isinstance(found, dict) else {"Error": Opaque("string", "fromYaml")}


def _from_yaml_list(text: str) -> object:
    raise UnknownError("reads a list from YAML")


YAML: Mapping[str, Known] = {
    "fromToml": Known("s:m"),
    "fromYaml": Known("s:m", _from_yaml),
    "fromYamlArray": Known("s:L", _from_yaml_list),
    "toToml": Known("a:s"),
    "toYaml": Known("a:s", to_yaml),
    "toYamlPretty": Known("a:s"),
}

__all__ = ["YAML", "NilList", "NilTexts", "to_yaml"]
