"""Sprig's functions with regular expressions."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pachlint.gotemplate.errors import ExecutionError
from pachlint.gotemplate.re2 import RegexError, compiled
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.texts import bounded
from pachlint.gotemplate.values import NilTexts, Texts
from pachlint.regex import regex

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from pachlint.gotemplate.re2 import Regex

_DOLLAR = regex(r"\$(?:\$|(\w+)|\{(\w+)\})", 256)  # re.ASCII


def _known(pattern: str) -> Regex:
    try:
        return compiled(pattern)
    except RegexError as error:
        raise ExecutionError(f"error parsing regexp: {error}") from None


def _found(pattern: str, text: str) -> re.Match[str] | None:
    return next(_known(pattern).matches(text), None)


def _match(pattern: str, text: str) -> bool:
    try:
        return next(compiled(pattern).matches(text), None) is not None
    except RegexError:
        return False


def _must_match(pattern: str, text: str) -> bool:
    return _found(pattern, text) is not None


def _find(pattern: str, text: str) -> str:
    match = _found(pattern, text)
    return match[0] if match else ""


def _find_all(pattern: str, text: str, count: int) -> Texts:
    known = _known(pattern)
    if count == 0:
        return NilTexts()
    found = [match[0] for match in islice(known.matches(text), count if count > 0 else None)]
    return Texts(found) if found else NilTexts()


def _replaced(pattern: str, text: str, form: str, *, literal: bool) -> str:
    bounded(form, len(text) // 4)
    out: list[str] = []
    at = 0
    for match in _known(pattern).matches(text):
        out += [text[at : match.start()], form if literal else _expanded(form, match)]
        at = match.end()
    return "".join([*out, text[at:]])


def _expanded(form: str, match: re.Match[str]) -> str:
    def one(dollar: re.Match[str]) -> str:
        name = dollar[1] or dollar[2]
        if name is None:
            return "$"
        if name.isdigit():
            number = int(name) if len(name) < 6 else -1
            return (match[number] or "") if 0 <= number <= match.re.groups else ""
        return ""

    if any(dollar[1] or dollar[2] for dollar in _DOLLAR.finditer(form)) and match.re.groupindex:
        from pachlint.gotemplate.errors import UnknownError  # noqa: PLC0415

        raise UnknownError("replaces by the names of groups")
    return _DOLLAR.sub(one, form)


def _split(pattern: str, text: str, count: int) -> Texts:
    known = _known(pattern)
    if count == 0:
        return NilTexts()
    if pattern and not text:
        return Texts([""])
    out: list[str] = []
    start = end = 0
    for match in islice(known.matches(text), count if count > 0 else None):
        if count > 0 and len(out) == count - 1:
            break
        end = match.start()
        if match.end():
            out.append(text[start:end])
        start = match.end()
    if end != len(text):
        out.append(text[start:])
    return Texts(out)


def _quote_meta(text: str) -> str:
    return "".join("\\" + c if c in "\\.+*?()|[]{}^$" else c for c in text)


_FUNCTIONS: Mapping[str, Known] = {
    "regexFind": Known("ss:s", _find),
    "regexFindAll": Known("ssi:S", _find_all),
    "regexReplaceAll": Known(
        "sss:s", lambda pattern, text, form: _replaced(pattern, text, form, literal=False)
    ),
    "regexReplaceAllLiteral": Known(
        "sss:s", lambda pattern, text, form: _replaced(pattern, text, form, literal=True)
    ),
    "regexSplit": Known("ssi:S", _split),
}
PATTERNS: Mapping[str, Known] = {
    **_FUNCTIONS,
    **{f"mustR{name[1:]}": known for name, known in _FUNCTIONS.items()},
    "mustRegexMatch": Known("ss:b", _must_match),
    "regexMatch": Known("ss:b", _match),
    "regexQuoteMeta": Known("s:s", _quote_meta),
}
