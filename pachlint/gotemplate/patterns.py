"""Sprig's functions with regular expressions."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pachlint.goregexp.errors import RegexpError, RegexpLimitError
from pachlint.goregexp.regexp import compiled
from pachlint.gotemplate.errors import BudgetError, ExecutionError
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.texts import bounded
from pachlint.gotemplate.values import NilTexts, Texts
from pachlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from pachlint.goregexp.machine import Slots
    from pachlint.goregexp.regexp import Regexp
    from pachlint.goregexp.steps import Steps

# what Go takes for the name of a group; a brace that is not closed makes the dollar a plain one
_DOLLAR = lazy_regex(r"\$(?:\$|(\w+)|\{(\w+)\})")


def _known(pattern: str, steps: Steps) -> Regexp:
    try:
        return compiled(pattern, steps)
    except RegexpError as error:
        raise ExecutionError(f"error parsing regexp: {error}") from None
    except RegexpLimitError as error:
        raise BudgetError(f"has {error}") from None


def _found(pattern: str, text: str, steps: Steps) -> Iterator[Slots]:
    return _all(_known(pattern, steps), text, steps)


def _all(known: Regexp, text: str, steps: Steps) -> Iterator[Slots]:
    try:
        yield from known.find_all(text, steps)
    except RegexpLimitError as error:
        raise BudgetError(f"has {error}") from None


def _must_match(pattern: str, text: str, steps: Steps) -> bool:
    try:
        return _known(pattern, steps).matches(text, steps)
    except RegexpLimitError as error:
        raise BudgetError(f"has {error}") from None


def _match(pattern: str, text: str, steps: Steps) -> bool:
    try:
        return _must_match(pattern, text, steps)
    except ExecutionError:
        return False


def _find(pattern: str, text: str, steps: Steps) -> str:
    match = next(_found(pattern, text, steps), None)
    return text[match[0] : match[1]] if match else ""


def _find_all(pattern: str, text: str, count: int, steps: Steps) -> Texts:
    matches = _found(pattern, text, steps)
    if count == 0:
        return NilTexts()
    found = [text[match[0] : match[1]] for match in islice(matches, count if count > 0 else None)]
    return Texts(found) if found else NilTexts()


def _replaced(pattern: str, text: str, form: str, steps: Steps) -> str:
    bounded(form, len(text) // 4)
    known = _known(pattern, steps)
    out: list[str] = []
    at = 0
    for match in _all(known, text, steps):
        out += [text[at : match[0]], _expanded(form, text, match, known.names)]
        at = match[1]
    return "".join([*out, text[at:]])


def _replaced_literally(pattern: str, text: str, form: str, steps: Steps) -> str:
    bounded(form, len(text) // 4)
    out: list[str] = []
    at = 0
    for match in _found(pattern, text, steps):
        out += [text[at : match[0]], form]
        at = match[1]
    return "".join([*out, text[at:]])


def _expanded(form: str, text: str, match: Slots, names: tuple[str, ...]) -> str:
    """A form with the groups that it names by number or name, of several of one name the first that took part."""

    def one(dollar: re.Match[str]) -> str:
        name = dollar[1] or dollar[2]
        if name is None:
            return "$"
        if name.isascii() and name.isdigit() and (name == "0" or name[0] != "0"):
            numbers = [int(name)] if len(name) < 6 and int(name) < len(names) else []
        else:
            numbers = [number for number, known in enumerate(names) if known == name]
        spans = [match[2 * number : 2 * number + 2] for number in numbers if match[2 * number] >= 0]
        return text[slice(*spans[0])] if spans else ""

    return _DOLLAR.sub(one, form)


def _split(pattern: str, text: str, count: int, steps: Steps) -> Texts:
    matches = _found(pattern, text, steps)
    if count == 0:
        return NilTexts()
    if pattern and not text:
        return Texts([""])
    out: list[str] = []
    start = end = 0
    for match in islice(matches, count if count > 0 else None):
        if count > 0 and len(out) == count - 1:
            break
        end = match[0]
        if match[1]:
            out.append(text[start:end])
        start = match[1]
    if end != len(text):
        out.append(text[start:])
    return Texts(out)


def _quote_meta(text: str) -> str:
    return "".join("\\" + c if c in "\\.+*?()|[]{}^$" else c for c in text)


_FUNCTIONS: Mapping[str, Known] = {
    "regexFind": Known("ss:s", _find),
    "regexFindAll": Known("ssi:S", _find_all),
    "regexReplaceAll": Known("sss:s", _replaced),
    "regexReplaceAllLiteral": Known("sss:s", _replaced_literally),
    "regexSplit": Known("ssi:S", _split),
}
MATCHING: Mapping[str, Known] = {
    **_FUNCTIONS,
    **{f"mustR{name[1:]}": known for name, known in _FUNCTIONS.items()},
    "mustRegexMatch": Known("ss:b", _must_match),
    "regexMatch": Known("ss:b", _match),
}
"""Functions that take the steps which are left for patterns after their arguments."""

PATTERNS: Mapping[str, Known] = {**MATCHING, "regexQuoteMeta": Known("s:s", _quote_meta)}
