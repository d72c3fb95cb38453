"""The kinds of values that YAML has and Helm's templates tell apart, and when two values are the same."""

from collections.abc import Iterator, Mapping

WORDS: Mapping[str, str] = {
    "null": "null",
    "boolean": "a boolean",
    "string": "a string",
    "integer": "a number",
    "number": "a number",
    "list": "a list",
    "mapping": "a mapping",
}
"""How messages call a value of each kind."""
_JSON_NAMES = {"list": "array", "mapping": "object"}


def is_number(value: object) -> bool:
    """Whether ``value`` is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def kind_of(value: object) -> str:
    """The JSON type of a value; a float without a fraction is an ``integer``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, float):
        return "number"
    return "list" if isinstance(value, list | tuple) else "mapping"


def json_type(value: object) -> str:
    """The same in JSON Schema's terms: ``array`` and ``object`` for ``list`` and ``mapping``."""
    kind = kind_of(value)
    return _JSON_NAMES.get(kind, kind)


def in_words(value: object) -> str:
    """How messages call a value of this kind."""
    return WORDS[kind_of(value)]


def strings_in(value: object) -> Iterator[str]:
    """Every string inside a value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings_in(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from strings_in(item)


def same(one: object, other: object) -> bool:
    """Equality with type: ``"1"``, ``1`` and ``true`` all differ; 1 and 1.0 do not, since Helm knows one kind of number."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def is_empty(value: object) -> bool:
    """Null, ``""``, ``{}`` and ``[]``; 0 and false are not empty."""
    return value is None or (not value and isinstance(value, str | Mapping | list | tuple))


def is_truthy(value: object) -> bool:
    """What Go templates take for true: not null, false, 0, ``""``, ``{}`` or ``[]``."""
    return bool(value)
