"""The text that Helm's ``toYaml`` makes of a value, line by line as sigs.k8s.io/yaml 1.4 (its goyaml.v2) writes it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from pachlint.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WIDTH = 80
_LONGEST_KEY = 128
# What YAML 1.1 would take for something else than text, were it not in quotes
_NOT_TEXT = regex(
    r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF"
    r"|[-+]?(?:\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"
    r"|[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0o?[0-7_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?)"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?"
)
_UNPRINTABLE = regex(r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_SPACED_BREAK = regex(r" [\n\x85\u2028\u2029]")
_NOT_PLAIN = regex(r"^[-?:](?:\s|$)|^[,\[\]{}#&*!|>'\"%@`]|^---|^\.\.\.|: |:$|\s#|^[\s]|\s$")
_ESCAPES = {"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e", '"': '"',
            "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P"}  # fmt: skip


def yaml_text(value: object) -> str:
    """Return ``value`` as a block of YAML, without the line break at its end."""
    return _node(value, 0, root=True).removesuffix("\n")


def _node(value: object, indent: int, *, root: bool = False) -> str:
    """A value, from where its first line begins to its line break; further lines begin at ``indent`` or deeper."""
    if isinstance(value, dict) and value:
        return _mapping(value, indent)
    if isinstance(value, list) and value:
        return "".join(
            " " * indent * (number > 0) + "- " + _node(item, indent + 2) for number, item in enumerate(value)
        )
    return scalar(value, indent if not root else 2, column=indent) + "\n"


def _mapping(value: Mapping[str, object], indent: int) -> str:
    return "".join(
        " " * indent * (number > 0) + _entry(key, value[key], indent)
        for number, key in enumerate(sorted(value, key=_order))
    )


def _order(key: object) -> list[tuple[int, str]]:
    """Keys come with letters behind digits, and digits behind everything else."""
    return [(2 if letter.isalpha() else 1 if letter.isdigit() else 0, letter) for letter in str(key)]


def _entry(key: object, value: object, indent: int) -> str:
    name = str(key)
    if "\n" in name or len(name.encode()) > _LONGEST_KEY:
        return f"? {scalar(name, indent + 2)}\n{' ' * indent}: {_node(value, indent + 2)}"
    written = scalar(name, indent, key=True)
    if isinstance(value, dict) and value:
        return f"{written}:\n{' ' * (indent + 2)}{_node(value, indent + 2)}"
    if isinstance(value, list) and value:
        return f"{written}:\n{' ' * indent}{_node(value, indent)}"
    return f"{written}: {scalar(value, indent + 2, column=indent + len(written) + 2)}\n"


def scalar(value: object, indent: int, *, column: int = 0, key: bool = False) -> str:
    """Return a value without parts; further lines of a text begin at ``indent``."""
    if isinstance(value, str):
        return _text(value, indent, column, key=key)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    return "{}" if isinstance(value, dict) else "[]"


def number(value: float) -> str:
    """Return a number as it comes out of JSON: whole ones without a point."""
    if math.isfinite(value) and float(value).is_integer() and abs(value) < 1e21:
        return str(int(value))
    return repr(value)


def _text(text: str, indent: int, column: int, *, key: bool) -> str:
    if _UNPRINTABLE.search(text) or _SPACED_BREAK.search(text):
        return _double(text)
    if "\n" in text:
        return _double(text) if key or text.endswith(" ") else _literal(text, indent)
    if _NOT_TEXT.fullmatch(text):
        return _double(text)
    folded = text if key else _folded(text, indent, column)
    return "'" + folded.replace("'", "''") + "'" if _NOT_PLAIN.search(text) else folded


def _double(text: str) -> str:
    return (
        '"'
        + re.sub(r"[^\x20-\x7e\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\"\\]", _escaped, text)
        + '"'
    )


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in _ESCAPES:
        return "\\" + _ESCAPES[match[0]]
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _literal(text: str, indent: int) -> str:
    """A text of several lines; the header says how deep it is when its first line does not show it."""
    hint = "2" if text[0] in " \n" else ""
    chomp = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") or text == "\n" else ""
    lines = text.removesuffix("\n").split("\n")
    written = "\n".join(" " * indent + line if line else "" for line in lines)
    return f"|{hint}{chomp}\n{written}"


def _folded(text: str, indent: int, column: int) -> str:
    """A text of one line, broken at a blank wherever it has run past the width."""
    if column + len(text) <= _WIDTH or " " not in text:
        return text
    return "".join(_pieces(text, indent, column))


def _pieces(text: str, indent: int, column: int) -> Iterator[str]:
    for index, letter in enumerate(text):
        alone = letter == " " and 0 < index < len(text) - 1 and " " not in (text[index - 1], text[index + 1])
        if alone and column > _WIDTH:
            yield "\n" + " " * indent
            column = indent
        else:
            yield letter
            column += 1
