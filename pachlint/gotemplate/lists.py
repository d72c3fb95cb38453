"""Sprig's lists."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pachlint.gotemplate.errors import BudgetError, ExecutionError, UnknownError
from pachlint.gotemplate.numbers import to_int64
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.texts import strval
from pachlint.gotemplate.values import (
    Integers,
    Lists,
    NilList,
    NilTexts,
    Opaque,
    Struct,
    Texts,
    doubt,
    kind_of,
    truth,
    type_of,
    word_for,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def _listed(value: object, what: str) -> list[Any]:
    if isinstance(value, list):
        return value
    if value is None:
        raise ExecutionError(f"cannot {what} nil")
    if isinstance(value, Opaque | Struct) and kind_of(value) == "slice":
        raise doubt(value)
    if isinstance(value, Opaque) and value.type_name == "?":
        raise doubt(value)
    raise ExecutionError(f"cannot {what} {word_for(value)}")


def deep_equal(first: object, second: object) -> bool:
    """reflect.DeepEqual: types count."""
    if isinstance(first, Opaque | Struct) or isinstance(second, Opaque | Struct):
        raise doubt(first, second)
    if type(first) is not type(second):
        return False
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(deep_equal(first[key], second[key]) for key in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(deep_equal, first, second))
    return first == second


def _contains(items: list[Any], needle: object) -> bool:
    return any(deep_equal(needle, item) for item in items)


def text_list(value: object) -> list[str]:
    """Sprig's strslice: the texts of a list, without nulls."""
    if isinstance(value, Opaque) and value.items is not None:
        value = list(value.items)
    if isinstance(value, list):
        return [strval(item) for item in value if item is not None]
    return [] if value is None else [strval(value)]


def _sort(value: object) -> Texts:
    if value is None:
        return Texts(["<nil>"])
    return Texts(sorted(text_list(value), key=lambda text: text.encode("utf-8", "surrogateescape")))


def _chunk(size: int, value: object) -> Lists:
    items = list(_listed(value, "chunk"))
    if size == 0:
        raise ExecutionError("cannot chunk into lists of 0 items") if items else UnknownError("chunks by 0")
    count = math.floor((len(items) - 1) / size) + 1
    if count < 0:
        raise ExecutionError("makeslice: len out of range")
    if size < 0 and count > 0:
        raise ExecutionError("makeslice: len out of range")
    return Lists([items[at * size : (at + 1) * size] for at in range(count)])


def _slice(value: object, *bounds: object) -> object:
    items = _listed(value, "slice")
    if not items:
        return None
    start = to_int64(bounds[0]) if bounds else 0
    end = to_int64(bounds[1]) if len(bounds) > 1 else len(items)
    if not 0 <= start <= end:
        raise ExecutionError("slice bounds out of range")
    if end > len(items):
        # up to the capacity of the list, which is often its length
        if type(items) is Integers:
            raise UnknownError("slices a list after its end")
        raise ExecutionError("slice bounds out of range")
    return type(items)(items[start:end])


def _uniq(value: object) -> list[object]:
    found: list[object] = []
    items = _listed(value, "find unique items of")
    if len(items) > 1000:
        raise BudgetError("compares very many items")
    for item in items:
        if not _contains(found, item):
            found.append(item)
    return found


def _has(needle: object, value: object) -> bool:
    if value is None:
        return False
    if isinstance(value, Opaque) and value.items is not None:
        return not isinstance(needle, Opaque) and needle in value.items and isinstance(needle, str)
    return _contains(_listed(value, "search"), needle)


def _first(value: object) -> object:
    items = _listed(value, "find first of")
    return items[0] if items else None


def _last(value: object) -> object:
    items = _listed(value, "find last of")
    return items[-1] if items else None


def _rest(value: object) -> object:
    items = _listed(value, "find rest of")
    return list(items[1:]) if items else NilList()


def _initial(value: object) -> object:
    items = _listed(value, "find initial of")
    return list(items[:-1]) if items else NilList()


def _concat(*values: object) -> object:
    found = [item for value in values for item in _listed(value, "concat")]
    return found or NilList()


def _to_strings(value: object) -> object:
    return value if type(value) in (Texts, NilTexts) else Texts(text_list(value))


def _push(value: object, item: object) -> list[object]:
    return [*_listed(value, "push on"), item]


def _prepend(value: object, item: object) -> list[object]:
    return [item, *_listed(value, "prepend on")]


def _compact(value: object) -> list[object]:
    return [item for item in _listed(value, "compact") if truth(item)]


def _reverse(value: object) -> list[object]:
    return list(reversed(_listed(value, "reverse")))


def _without(value: object, *gone: object) -> list[object]:
    return [item for item in _listed(value, "take from") if not _contains(list(gone), item)]


_PLAIN: Mapping[str, Known] = {
    "chunk": Known("ia:N", _chunk),
    "compact": Known("a:L", _compact),
    "concat": Known("a*:a", _concat),
    "deepEqual": Known("aa:b", deep_equal),
    "first": Known("a:a", _first),
    "has": Known("aa:b", _has),
    "initial": Known("a:L", _initial),
    "join": Known("sa:s", lambda separator, value: separator.join(text_list(value))),
    "last": Known("a:a", _last),
    "list": Known("a*:L", lambda *values: list(values)),
    "prepend": Known("aa:L", _prepend),
    "rest": Known("a:L", _rest),
    "reverse": Known("a:L", _reverse),
    "slice": Known("aa*:a", _slice),
    "sortAlpha": Known("a:S", _sort),
    "toStrings": Known("a:S", _to_strings),
    "tuple": Known("a*:L", lambda *values: list(values)),
    "uniq": Known("a:L", _uniq),
    "without": Known("aa*:L", _without),
}
_STRICT = (
    "chunk",
    "compact",
    "first",
    "has",
    "initial",
    "last",
    "prepend",
    "rest",
    "reverse",
    "slice",
    "uniq",
    "without",
)

LISTS: Mapping[str, Known] = {
    **_PLAIN,
    **{f"must{name[0].upper()}{name[1:]}": _PLAIN[name] for name in _STRICT},
    **dict.fromkeys(("append", "push", "mustAppend", "mustPush"), Known("aa:L", _push)),
}

__all__ = ["LISTS", "deep_equal", "text_list", "type_of"]
