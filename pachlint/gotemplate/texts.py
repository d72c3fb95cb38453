"""Sprig's functions of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate.errors import BudgetError, ExecutionError, UnknownError
from pachlint.gotemplate.formatting import byte_length, cut_bytes, show
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.spelling import SPACE, quoted, trimmed
from pachlint.gotemplate.values import TextMap
from pachlint.gotemplate.values import Texts as TextList

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TEXT = 400_000


def strval(value: object) -> str:
    """Sprig's strval: a value as text."""
    return value if isinstance(value, str) else show(value)


def upper(text: str) -> str:
    """Text in capitals, letter by letter."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def lower(text: str) -> str:
    """Text in small letters, letter by letter."""
    return "".join(c.lower() if len(c.lower()) == 1 else "i" if c == "\u0130" else c for c in text)


def _ascii(text: str) -> str:
    if not text.isascii():
        raise UnknownError("works on letters that are not ASCII")
    return text


def _title(text: str) -> str:
    """strings.Title: a capital after all that is neither letter, digit, underscore nor, in ASCII, anything but a space."""
    _ascii(text)
    out, before = [], " "
    for character in text:
        separates = not (before.isalnum() or before == "_")
        out.append(character.upper() if separates else character)
        before = character
    return "".join(out)


def bounded(text: str, count: int) -> None:
    """Fail rather than make a very long text."""
    if max(count, 0) * max(len(text), 1) > MAX_TEXT:
        raise BudgetError("makes very long strings")


def _repeat(count: int, text: str) -> str:
    if count < 0:
        raise ExecutionError("negative Repeat count")
    bounded(text, count)
    return text * count


def _indent(spaces: int, text: str) -> str:
    if spaces < 0:
        raise ExecutionError("negative Repeat count")
    bounded("\n" * (text.count("\n") + 1), spaces)
    pad = " " * spaces
    return pad + text.replace("\n", "\n" + pad)


def _truncated(count: int, text: str) -> str:
    length = byte_length(text)
    if count < 0 and length + count > 0:
        return cut_bytes(text, length + count, length)
    return cut_bytes(text, 0, count) if 0 <= count < length else text


def _substring(start: int, end: int, text: str) -> str:
    length = byte_length(text)
    if start < 0:
        start = 0
        in_bounds = 0 <= end <= length
    elif end < 0 or end > length:
        end, in_bounds = length, start <= length
    else:
        in_bounds = start <= end
    if not in_bounds:
        raise ExecutionError("slice bounds out of range")
    return cut_bytes(text, start, end)


def _replace(old: str, new: str, text: str) -> str:
    bounded(new, text.count(old) if old else len(text))
    if not old and not text.isascii():
        return new + new.join(text) + new if text else new
    return text.replace(old, new)


def _parts(separator: str, text: str, count: int = -1) -> list[str]:
    """strings.SplitN; without a separator it gives characters, and of an empty text none."""
    if count == 0:
        return []
    if not separator:
        found = list(text)
        return (
            found if count < 0 or len(found) <= count else [*found[: count - 1], "".join(found[count - 1 :])]
        )
    return text.split(separator, count - 1 if count > 0 else -1)


def _numbered(parts: list[str]) -> TextMap:
    return TextMap({f"_{number}": part for number, part in enumerate(parts)})


def _abbreviated(text: str, offset: int, width: int) -> str:
    length = byte_length(text)
    if not text or length <= width:
        return text
    offset = min(offset, length)
    if length - offset < width - 3:
        offset = length - (width - 3)
    if offset <= 4:
        return cut_bytes(text, 0, width - 3) + "..."
    if width < 7:
        return ""
    if offset + width - 3 < length:
        return "..." + _abbreviated(cut_bytes(text, offset, length), 0, width - 3)
    return "..." + cut_bytes(text, length - (width - 3), length)


def _abbrev_both(left: int, right: int, text: str) -> str:
    if right < 4 or (left > 0 and right < 7):
        return text
    if left < 0 or left > byte_length(text) + right:
        raise UnknownError("shortens text at an odd place")
    return _abbreviated(text, left, right)


def _initials(text: str) -> str:
    return "".join(word[0] for word in _ascii(text).split())


def _swapcase(text: str) -> str:
    return _ascii(text).swapcase()


def _nospace(text: str) -> str:
    return "".join(character for character in text if character not in SPACE)


def _untitle(text: str) -> str:
    out, following = [], True
    for character in text:
        if character in SPACE:
            following = True
        elif following:
            character, following = lower(character), False  # noqa: PLW2901
        out.append(character)
    return "".join(out)


def _wrap(width: int, newline: str, text: str, *, long_words: bool) -> str:
    _ascii(text)
    width, newline = max(width, 1), newline or "\n"
    bounded(newline, len(text) // width)
    out: list[str] = []
    at = 0
    while len(text) - at > width:
        if text[at] == " ":
            at += 1
            continue
        space = text.rfind(" ", at, at + width + 1)
        if space < at and long_words:
            out += [text[at : at + width], newline]
            at += width
            continue
        space = text.find(" ", at + width) if space < at else space
        if space < 0:
            out.append(text[at:])
            at = len(text)
        else:
            out += [text[at:space], newline]
            at = space + 1
    return "".join(out) + text[at:]


def _cat(*values: object) -> str:
    shown = [show(value) for value in values if value is not None]
    # the form that the values go into loses its blank at the end, and they keep theirs
    return " ".join(shown)


def _quote(*values: object) -> str:
    return " ".join(quoted(strval(value)) for value in values if value is not None)


def _squote(*values: object) -> str:
    return " ".join(f"'{show(value)}'" for value in values if value is not None)


def _trim(marks: str, text: str) -> str:
    return text.strip(marks) if marks else text


def _shuffle(text: str) -> str:
    if len(text) > 1:
        raise UnknownError("shuffles letters at random")
    return text


TEXTS: Mapping[str, Known] = {
    "abbrev": Known("is:s", lambda width, text: text if width < 4 else _abbreviated(text, 0, width)),
    "abbrevboth": Known("iis:s", _abbrev_both),
    "cat": Known("a*:s", _cat),
    "contains": Known("ss:b", lambda part, text: part in text),
    "hasPrefix": Known("ss:b", lambda part, text: text.startswith(part)),
    "hasSuffix": Known("ss:b", lambda part, text: text.endswith(part)),
    "hello": Known(":s", lambda: "Hello!"),
    "indent": Known("is:s", _indent),
    "initials": Known("s:s", _initials),
    "lower": Known("s:s", lower),
    "nindent": Known("is:s", lambda spaces, text: "\n" + _indent(spaces, text)),
    "nospace": Known("s:s", _nospace),
    "plural": Known("ssi:s", lambda one, many, count: one if count == 1 else many),
    "quote": Known("a*:s", _quote),
    "randAlpha": Known("i:s"),
    "randAlphaNum": Known("i:s"),
    "randAscii": Known("i:s"),
    "randBytes": Known("i:s"),
    "randNumeric": Known("i:s"),
    "repeat": Known("is:s", _repeat),
    "replace": Known("sss:s", _replace),
    "shuffle": Known("s:s", _shuffle),
    "split": Known("ss:M", lambda separator, text: _numbered(_parts(separator, text))),
    "splitList": Known("ss:S", lambda separator, text: TextList(_parts(separator, text))),
    "splitn": Known("sis:M", lambda separator, count, text: _numbered(_parts(separator, text, count))),
    "squote": Known("a*:s", _squote),
    "substr": Known("iis:s", _substring),
    "swapcase": Known("s:s", _swapcase),
    "title": Known("s:s", _title),
    "toString": Known("a:s", strval),
    "trim": Known("s:s", trimmed),
    "trimAll": Known("ss:s", _trim),
    "trimPrefix": Known("ss:s", lambda part, text: text.removeprefix(part)),
    "trimSuffix": Known("ss:s", lambda part, text: text.removesuffix(part)),
    "trimall": Known("ss:s", _trim),
    "trunc": Known("is:s", _truncated),
    "untitle": Known("s:s", _untitle),
    "upper": Known("s:s", upper),
    "uuidv4": Known(":s"),
    "wrap": Known("is:s", lambda width, text: _wrap(width, "", text, long_words=False)),
    "wrapWith": Known("iss:s", lambda width, newline, text: _wrap(width, newline, text, long_words=True)),
}
