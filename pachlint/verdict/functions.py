"""The functions that Helm's templates call: Go's own, sprig's, and Helm's."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

from pachlint.gotemplate.spelling import quoted, sprint, trimmed
from pachlint.lazy_regex import lazy_regex
from pachlint.verdict import containers
from pachlint.verdict.gotemplate import (
    TemplateError,
    at_most,
    equal,
    integer_of,
    kind_of,
    length,
    less,
    printed,
    required_text,
    show,
    truth,
)
from pachlint.verdict.gotext import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_GO_TYPES = {
    "map[string]interface {}": dict, "[]interface {}": list, "string": str, "bool": bool, "float64": float, "int": int,
}  # fmt: skip
_MOST = 64
_END = lazy_regex(r"(?<!\\)\$(?=\||\Z)")
_WORD_BEGINS = lazy_regex(r"(?<=[a-z0-9])(?=[A-Z])")
_CONVERSION = lazy_regex(r"%[-+# 0]*+\d*+(?:\.\d+)?([a-zA-Z%])")


def _printf(form: object, *values: object) -> str:
    rest = list(values)

    def one(match: re.Match[str]) -> str:
        if match[1] == "%":
            return "%"
        value = rest.pop(0) if rest else None
        if match[1] == "s" and (value is None or isinstance(value, bool | int | float)):
            # Go says so in the text itself, and goes on
            kind = "bool" if isinstance(value, bool) else "float64"
            return "%!s(<nil>)" if value is None else f"%!s({kind}={show(value)})"
        return quoted(show(value)) if match[1] == "q" else show(value)

    return _CONVERSION.sub(one, required_text(form))


def _parts(separator: object, value: object) -> list[object]:
    """The parts of a text; an empty separator stands between all letters."""
    between, text = required_text(separator), required_text(value)
    return [*(text.split(between) if between else text)]


def _split(separator: object, value: object) -> dict[str, object]:
    return {f"_{index}": part for index, part in enumerate(_parts(separator, value))}


def _snake(value: object) -> str:
    text = required_text(value)
    if text.islower() and text.replace("-", "").isalpha():
        return text.replace("-", "_")
    from pachlint.gotemplate.cases import snakecase  # noqa: PLC0415 -- most values are one word
    from pachlint.gotemplate.errors import UnknownError  # noqa: PLC0415 -- as above

    try:
        return snakecase(text)
    except UnknownError:
        # what Sprig makes of other signs is not known here; in lower case it leaves them as they are
        return _WORD_BEGINS.sub("_", text).replace("-", "_").replace(" ", "_").lower()


def _found(pattern: object, value: object) -> re.Match[str] | None:
    """The first match of a pattern of the charts': a dollar is the end of the text, and digits are those of ASCII."""
    return re.search(_END.sub(r"\\Z", required_text(pattern)), required_text(value), re.ASCII)


def _required(value: object) -> object:
    if value is None or value == "":
        raise TemplateError("reject", "is empty, and the chart requires it")
    return value


def _fail(*_: object) -> object:
    raise TemplateError("reject", "does not fit the other values, and the chart rejects it")


def _first_true(*values: object) -> object:
    return next((value for value in values if truth(value)), None)


def _default(fallback: object, *given: object) -> object:
    return given[0] if given and truth(given[0]) else fallback


def _ternary(yes: object, no: object, test: object) -> object:
    if not isinstance(test, bool):
        raise TemplateError("argument", f"must be a boolean, but is {kind_of(test)}")
    return yes if test else no


def _type_is(name: object, value: object) -> bool:
    return type(value) is _GO_TYPES.get(str(name))


def _kind_is(name: object, value: object) -> bool:
    words = {"map": dict, "slice": list, "string": str, "bool": bool, "float64": float}
    kind = words.get(str(name))
    return kind is not None and isinstance(value, kind)


def _semver_compare(constraint: object, version: object) -> bool:
    from pachlint.gotemplate.semver import SemverError, satisfies  # noqa: PLC0415 -- few values are compared as versions

    try:
        return satisfies(required_text(constraint), required_text(version))
    except SemverError:
        raise TemplateError("argument", "is compared with versions, but is not a version") from None


def _encoded(value: object) -> str:
    return base64.b64encode(required_text(value).encode()).decode()


def _quote(*values: object) -> str:
    return " ".join(quoted(show(value)) for value in values if value is not None)


def _yaml_text(value: object) -> str:
    from pachlint.gotemplate.yaml_emitter import emitted  # noqa: PLC0415 -- many releases write no YAML

    try:
        return emitted(value)
    except ValueError:
        return ""


def _trunc(count: object, value: object) -> str:
    """The first bytes of a text; a letter that is cut in two is no letter any more."""
    text, kept = required_text(value), integer_of(count)
    if text.isascii():
        return text[:kept] if kept >= 0 else text[kept:]
    data = text.encode(errors="surrogateescape")
    return (data[:kept] if kept >= 0 else data[kept:]).decode(errors="surrogateescape")


def _shift(spaces: object, value: object) -> str:
    """Indent every line of ``value`` but the first."""
    return printed(value).replace("\n", "\n" + " " * integer_of(spaces))


def _until(count: object) -> list[int]:
    """The numbers from 0 on, downwards if less than nothing is asked for; more than some make no difference."""
    asked = integer_of(count)
    return list(range(min(asked, _MOST))) if asked >= 0 else list(range(0, max(asked, -_MOST), -1))


def _json_list(value: object) -> list[object]:
    try:
        found = json.loads(required_text(value))
    except ValueError:
        return [""]
    if found is None:
        return []
    return found if isinstance(found, list) else [""]


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "append": lambda items, item: [*containers.listed(items), item],
    "b64enc": _encoded,
    "coalesce": _first_true,
    "contains": lambda part, whole: required_text(part) in required_text(whole),
    "default": _default,
    "empty": lambda value: not truth(value),
    "eq": equal,
    "fail": _fail,
    "fromJsonArray": _json_list,
    "ge": lambda first, second: not less(first, second),
    "get": containers.get,
    "gt": lambda first, second: not at_most(first, second),
    "has": containers.has,
    "hash": lambda _: "0" * 64,
    "hasPrefix": lambda part, whole: required_text(whole).startswith(required_text(part)),
    "hasSuffix": lambda part, whole: required_text(whole).endswith(required_text(part)),
    "index": containers.index,
    "int": integer_of,
    "join": containers.joined,
    "kindIs": _kind_is,
    "le": at_most,
    "len": length,
    "list": lambda *items: list(items),
    "lower": lambda value: required_text(value).lower(),
    "lt": less,
    "mustAppend": lambda items, item: [*containers.listed(items), item],
    "ne": lambda first, second: not equal(first, second),
    "not": lambda value: not truth(value),
    "omit": containers.omit,
    "print": lambda *values: sprint(values, show),
    "printf": _printf,
    "quote": _quote,
    "regexFind": lambda pattern, value: found[0] if (found := _found(pattern, value)) else "",
    "regexMatch": lambda pattern, value: _found(pattern, value) is not None,
    "replace": lambda old, new, value: required_text(value).replace(required_text(old), required_text(new)),
    "required": _required,
    "semverCompare": _semver_compare,
    "shift": _shift,
    "snakecase": _snake,
    "split": _split,
    "splitList": _parts,
    "squote": lambda *values: " ".join(f"'{show(value)}'" for value in values if value is not None),
    "ternary": _ternary,
    "text": required_text,
    "toJson": json_text,
    "toString": show,
    "toYaml": _yaml_text,
    "trim": lambda value: trimmed(required_text(value)),
    "trimSuffix": lambda end, value: required_text(value).removesuffix(required_text(end)),
    "trunc": _trunc,
    "typeIs": _type_is,
    "upper": lambda value: required_text(value).upper(),
    "until": _until,
    "without": containers.without,
}
TOTAL = frozenset(
    [
        "coalesce",
        "default",
        "empty",
        "hash",
        "int",
        "list",
        "not",
        "print",
        "quote",
        "shift",
        "squote",
        "toJson",
        "toString",
        "toYaml",
        "typeIs",
        "kindIs",
        "until",
    ]
)


def call(name: str, arguments: Sequence[object]) -> object:
    """Return ``name`` called with ``arguments``; ``TemplateError`` if Helm would stop."""
    return FUNCTIONS[name](*arguments)
