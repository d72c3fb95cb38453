"""New YAML text for keys and values, written so that Helm reads back exactly what was given."""

import json
from collections.abc import Mapping, Sequence

from pachlint.lazy_regex import lazy_regex
from pachlint.reading.scalars import resolve
from pachlint.records import NamedTuple

PLAIN, SINGLE, DOUBLE = "plain", "single", "double"

# What may stand without quotes: narrower than YAML allows, so that no reader takes it for anything else.
_PLAIN = lazy_regex(
    r"[^\W_][^\x00-\x20\x7f-\xa0:#\u2028\u2029\ufeff]*\Z|[/._$(\\][^\x00-\x20\x7f-\xa0:#\u2028\u2029\ufeff]*\Z"
)
_PLAIN_WORDS = lazy_regex(
    r"[^\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\-?:,\[\]{}#&*!|>'\"%@`=<~](?:[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff:#]|:(?=[^ ])|(?<! )#)*(?<![ :])\Z"
)
_FLOW_SIGNS = lazy_regex(r"[,\[\]{}:?]")
# YAML 1.1 reads these as numbers of base 60 and dates; Helm does not.
_LOOKS_TYPED = lazy_regex(
    r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?\Z"
)
_CONTROL = lazy_regex(
    r"[^\n\x20-\x7e\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class UnwritableError(ValueError):
    """A value that YAML cannot represent, or not in this place."""


class Quoting(NamedTuple):
    """How strings are written: ``values`` and ``keys`` where no quotes are needed, ``needed`` where they are.

    Each is ``plain``, ``single`` or ``double``; ``needed`` is never ``plain``.
    """

    values: str = PLAIN
    keys: str = PLAIN
    needed: str = DOUBLE


class Steps(NamedTuple):
    """Columns from a key to the keys below it, and to the dashes of a list below it."""

    keys: int = 2
    dashes: int = 2


class Written(NamedTuple):
    """A value's text: ``head`` stands beside the key, ``lines`` below it, indented from the key's column.

    ``above`` are comment lines that stand above the key, in its column.
    """

    head: str
    lines: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


def scalar_text(value: object, quoting: Quoting, *, flow: bool) -> str:
    """One scalar on one line.

    Raises:
        UnwritableError: for a value that is no scalar, and for infinities and NaN.
    """
    if isinstance(value, str):
        return string_text(value, quoting.values, quoting.needed, flow=flow)
    if value is None or isinstance(value, bool | int | float):
        text = json.dumps(value)
        if not isinstance(value, float) or resolve(text, None, plain=True) == value:
            return text
    raise UnwritableError(f"no YAML scalar can represent a value of type {type(value).__name__}")


def string_text(value: str, wanted: str, needed: str, *, flow: bool) -> str:
    """A string in the wanted style if that style can say it, else quoted as needed."""
    if wanted == PLAIN and is_plain(value, flow=flow):
        return value
    style = needed if wanted == PLAIN else wanted
    if wanted == PLAIN and '"' in value and "'" not in value:
        style = SINGLE
    if style == SINGLE and "\n" not in value and not _has_control(value):
        return "'" + value.replace("'", "''") + "'"
    return _double(value)


def is_plain(value: str, *, flow: bool) -> bool:
    """Whether a string may stand without quotes: Helm, and a careful person, take it for this string."""
    if not (_PLAIN.match(value) or _PLAIN_WORDS.match(value)) or _LOOKS_TYPED.match(value):
        return False
    if value.startswith(("---", "...")) or (flow and _FLOW_SIGNS.search(value)):
        return False
    return resolve(value, None, plain=True) == value


def key_text(key: str, quoting: Quoting, *, flow: bool) -> str:
    """A key, without its colon."""
    return string_text(key, quoting.keys, quoting.needed, flow=flow)


def _double(value: str) -> str:
    """Double quotes with the escapes that JSON has too."""
    text = (
        value.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r")
    )
    if _has_control(text):
        text = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return f'"{text}"'


def _has_control(text: str) -> bool:
    # compiling that expression takes longer than everything else that a fix needs
    plain = text.isascii() and text.isprintable()
    return not plain and _CONTROL.search(text) is not None


def flow_text(value: object, quoting: Quoting) -> str:
    """Any value on one line: ``{a: 1, b: [x, y]}``.

    Raises:
        UnwritableError: see :func:`scalar_text`; a key must be a string.
    """
    if isinstance(value, Mapping):
        pairs = (
            f"{key_text(_key(key), quoting, flow=True)}: {flow_text(part, quoting)}"
            for key, part in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow_text(part, quoting) for part in value) + "]"
    return scalar_text(value, quoting, flow=True)


def written(value: object, quoting: Quoting, steps: Steps) -> Written:
    """A value as it stands at a key of a block mapping.

    Raises:
        UnwritableError: see :func:`flow_text`.
    """
    if isinstance(value, Mapping) and value:
        return Written("", _indented(mapping_lines(value, quoting, steps), steps.keys))
    if isinstance(value, list | tuple) and value:
        return Written("", _indented(item_lines(value, quoting, steps), steps.dashes))
    if isinstance(value, str) and "\n" in value:
        return literal(value, steps.keys) or Written(scalar_text(value, quoting, flow=False))
    return Written(
        flow_text(value, quoting) if not isinstance(value, str) else scalar_text(value, quoting, flow=False)
    )


def literal(value: str, step: int) -> Written | None:
    """A text of several lines in block style, or None if only quotes can say it."""
    body = value.removesuffix("\n")
    lines = body.split("\n")
    if _CONTROL.search(value) or not lines[0].strip() or lines[0].startswith(" ") or not lines[-1].strip():
        return None
    return Written("|" if value.endswith("\n") else "|-", _indented(lines, step))


def mapping_lines(value: Mapping[str, object], quoting: Quoting, steps: Steps) -> tuple[str, ...]:
    """The lines of a block mapping, from column 0."""
    return tuple(
        line
        for key, part in value.items()
        for line in entry_lines(_key(key), written(part, quoting, steps), quoting)
    )


def entry_lines(key: str, value: Written, quoting: Quoting) -> tuple[str, ...]:
    """A key of a block mapping with its value, from column 0."""
    head = f"{key_text(key, quoting, flow=False)}: {value.head}".rstrip(" ")
    return (*value.above, head, *value.lines)


def item_lines(values: Sequence[object], quoting: Quoting, steps: Steps) -> tuple[str, ...]:
    """The lines of a block list, from the column of its dashes."""
    result: list[str] = []
    for value in values:
        if isinstance(value, Mapping) and value:
            lines = mapping_lines(value, quoting, steps)
        elif isinstance(value, list | tuple) and value:
            lines = item_lines(value, quoting, steps)
        else:
            text = written(value, quoting, Steps(0, 0))
            lines = (text.head, *text.lines)
        result.append("- " + lines[0])
        result.extend(_indented(lines[1:], 2))
    return tuple(result)


def nested(keys: Sequence[str], value: Written, quoting: Quoting, steps: Steps) -> Written:
    """A value below keys that do not exist yet."""
    for key in reversed(keys):
        value = Written("", _indented(entry_lines(key, value, quoting), steps.keys))
    return value


def _indented(lines: Sequence[str], step: int) -> tuple[str, ...]:
    return tuple(" " * step + line if line else line for line in lines)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise UnwritableError(f"a key of type {type(key).__name__}")
    return key
