"""Sprig's dictionaries and defaults, and what tells types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pachlint.gotemplate.errors import ExecutionError, UnknownError
from pachlint.gotemplate.signatures import Known
from pachlint.gotemplate.texts import strval
from pachlint.gotemplate.values import (
    NilList,
    NilMap,
    NilTexts,
    Opaque,
    Struct,
    TextMap,
    Texts,
    Values,
    doubt,
    kind_of,
    nil,
    truth,
    type_of,
    word_for,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Map = dict[str, Any]


def _dict(*values: object) -> Map:
    out: Map = {}
    for at in range(0, len(values), 2):
        out[strval(values[at])] = values[at + 1] if at + 1 < len(values) else ""
    return out


def _known(*arguments: object) -> None:
    """End what depends on a map or a key that is not known."""
    if any(isinstance(value, Opaque) for value in arguments):
        raise doubt(*arguments)


def _set(target: Map, key: str, value: object) -> Map:
    _known(target, key)
    if isinstance(target, NilMap):
        raise ExecutionError("assignment to entry in nil map")
    target[key] = value
    return target


def _unset(target: Map, key: str) -> Map:
    _known(target, key)
    target.pop(key, None)
    return target


def _has_key(source: Map, key: str) -> bool:
    _known(source, key)
    return key in source


def _keys(*maps: Map) -> object:
    found = Texts(key for one in maps for key in one)
    return found if all(len(one) < 2 for one in maps) else Opaque("[]string", "keys", list(found))


def _values(source: Map) -> object:
    found = list(source.values())
    return found if len(found) < 2 else Opaque("[]interface {}", "values", found)


def _dig(*steps: object) -> object:
    if len(steps) < 3:
        raise ExecutionError("dig needs at least three arguments")
    *names, default, source = steps
    _known(source, *names)
    _diggable(source)
    if not all(isinstance(name, str) for name in names):
        raise ExecutionError("dig requires strings as keys")
    for name in names:
        found = _diggable(source)
        if name not in found:
            return default
        source = found[str(name)]
    return source


def _diggable(value: object) -> Map:
    """A map that ``dig`` goes into: no named type will do."""
    if isinstance(value, Opaque):
        raise doubt(value)
    if isinstance(value, dict) and type(value) in (dict, NilMap):
        return value
    what = "chartutil.Values" if isinstance(value, Values) else word_for(value)
    raise ExecutionError(f"dig meets {what} where it needs a map[string]interface {{}}")


def _empty(value: object) -> bool:
    return not truth(value)


def _default(fallback: object, *given: object) -> object:
    return given[0] if given and truth(given[0]) else fallback


def _coalesce(*values: object) -> object:
    return next((value for value in values if truth(value)), None)


def _ternary(yes: object, no: object, test: bool) -> object:  # noqa: FBT001
    return yes if test else no


def _blank(value: object) -> bool:
    """Mergo's isEmptyValue."""
    return value is None or (not isinstance(value, Struct) and not truth(value))


def _merged(target: Map, source: Map, *, overwrite: bool, depth: int = 0) -> None:
    """What mergo 1.0.1 does with maps."""
    if depth > 60:
        raise UnknownError("merges maps that are nested very deep")
    for key, value in list(source.items()):
        there = target.get(key)
        if nil(value):
            if overwrite:
                target[key] = value
            continue
        if isinstance(value, dict) and isinstance(there, dict):
            if TextMap in (type(value), type(there)) or isinstance(there, NilMap) or there is value:
                raise UnknownError("merges maps of strings")
            _merged(there, value, overwrite=overwrite, depth=depth + 1)
        elif kind_of(value) == "slice" and _takes_list(there, overwrite=overwrite):
            target[key] = value
        if not _blank(there) and (
            kind_of(value) == "slice" or (isinstance(value, dict) and isinstance(there, dict))
        ):
            continue
        if overwrite or _blank(there):
            target[key] = value


def _takes_list(there: object, *, overwrite: bool) -> bool:
    if there is not None and kind_of(there) != "slice" and not overwrite:
        return False
    return overwrite or there is None


def _merge(target: Map, *sources: Map) -> Map:
    return _into(target, sources, overwrite=False)


def _merge_overwrite(target: Map, *sources: Map) -> Map:
    return _into(target, sources, overwrite=True)


def _into(target: Map, sources: tuple[Map, ...], *, overwrite: bool) -> Map:
    if isinstance(target, NilMap):
        raise UnknownError("merges into a nil map")
    for source in sources:
        if source is not target:
            _merged(target, source, overwrite=overwrite)
    return target


def copied(value: object) -> object:
    """A deep copy that keeps types."""
    if isinstance(value, Opaque | Struct):
        raise doubt(value)
    if isinstance(value, NilMap | NilList | NilTexts):
        return type(value)()
    if isinstance(value, dict):
        return type(value)({key: copied(item) for key, item in value.items()})
    if isinstance(value, list):
        return type(value)(map(copied, value))
    return value


def _copy(value: object) -> object:
    if value is None:
        raise ExecutionError("cannot copy nil")
    return copied(value)


def _type_name(value: object) -> str:
    if isinstance(value, Opaque) and value.type_name == "?":
        raise doubt(value)
    return "<nil>" if value is None else type_of(value)


def _kind_name(value: object) -> str:
    _type_name(value)
    return kind_of(value)


def _omit(source: Map, *keys: str) -> Map:
    return {key: value for key, value in source.items() if key not in keys}


def _pick(source: Map, *keys: str) -> Map:
    return {key: source[key] for key in keys if key in source}


def _required(_message: str, value: object) -> object:
    if value is None or value == "":
        raise ExecutionError("a required value is missing")
    return value


def _fail(_message: str) -> object:
    raise ExecutionError("it says so itself, with fail")


MAPS: Mapping[str, Known] = {
    "all": Known("a*:b", lambda *values: all(truth(value) for value in values)),
    "any": Known("a*:b", lambda *values: any(truth(value) for value in values)),
    "coalesce": Known("a*:a", _coalesce),
    "deepCopy": Known("a:a", _copy),
    "default": Known("aa*:a", _default),
    "dict": Known("a*:m", _dict),
    "dig": Known("a*:a", _dig),
    "empty": Known("a:b", _empty),
    "fail": Known("s:s", _fail),
    "get": Known("ms:a", lambda source, key: source.get(key, "")),
    "hasKey": Known("ms:b", _has_key),
    "keys": Known("m*:S", _keys),
    "kindIs": Known("sa:b", lambda name, value: name == _kind_name(value)),
    "kindOf": Known("a:s", _kind_name),
    "merge": Known("mm*:a", _merge),
    "mergeOverwrite": Known("mm*:a", _merge_overwrite),
    "mustDeepCopy": Known("a:a", _copy),
    "mustMerge": Known("mm*:a", _merge),
    "mustMergeOverwrite": Known("mm*:a", _merge_overwrite),
    "omit": Known("ms*:m", _omit),
    "pick": Known("ms*:m", _pick),
    "pluck": Known("sm*:L", lambda key, *maps: [one[key] for one in maps if key in one]),
    "required": Known("sa:a", _required),
    "set": Known("msa:m", _set),
    "ternary": Known("aab:a", _ternary),
    "typeIs": Known("sa:b", lambda name, value: name == _type_name(value)),
    "typeIsLike": Known("sa:b", lambda name, value: _type_name(value) in (name, f"*{name}")),
    "typeOf": Known("a:s", _type_name),
    "unset": Known("ms:m", _unset),
    "values": Known("m:L", _values),
}
