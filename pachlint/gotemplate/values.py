"""Values as Go sees them in a template of Helm: their types, kinds and truth.

``bool``, ``str`` and ``float`` (float64) are Go's own; ``int`` is Go's int, as templates make it, ``Int64`` its int64.
``list`` is ``[]interface {}`` and ``dict`` ``map[string]interface {}``; the classes below are other types. ``None`` is a
nil that stands somewhere (a null, a key that is not there), ``NOTHING`` no value at all: a variable or pipeline whose
result was nil. Bytes of a text that are not UTF-8 are lone surrogates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pachlint.gotemplate.errors import UnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Nothing:
    """No value at all (an invalid ``reflect.Value``)."""

    def __bool__(self) -> bool:
        return False


NOTHING: Final = Nothing()


class Int64(int):
    """An int64: what Sprig's arithmetic and ``--set`` make."""


class Uint8(int):
    """A byte of a text."""


class Values(dict[str, object]):
    """``chartutil.Values``: the root that a template sees, ``.Values`` and ``.Template``."""


class Texts(list[Any]):
    """``[]string``."""


class Integers(list[Any]):
    """``[]int``."""


class Lists(list[Any]):
    """``[][]interface {}``."""


class TextMap(dict[str, Any]):
    """``map[string]string``."""


class NilMap(dict[str, object]):
    """A map that is nil: it can be read, and not written to."""


class NilList(list[Any]):
    """A ``[]interface {}`` that is nil."""


class NilTexts(Texts):
    """A ``[]string`` that is nil."""


class Struct:
    """A struct with its fields and methods; ``methods`` take what follows them."""

    def __init__(
        self,
        type_name: str,
        fields: Mapping[str, object],
        methods: Mapping[str, tuple[str, Callable[..., object]]] | None = None,
        text: str | None = None,
    ) -> None:
        self.type_name = type_name
        self.fields = fields
        self.methods = methods or {}
        self.text = text


class Opaque:
    """A value that is unknown: random, of this moment, or not worked out here; ``?`` is a type not known either."""

    def __init__(self, type_name: str, source: str = "", items: list[Any] | None = None) -> None:
        self.type_name = type_name
        self.source = source
        """The function that made it; "" if it is something around the chart."""
        self.items = items
        """What a list holds in an order that Go leaves to chance."""


_TYPES: dict[type, str] = {
    bool: "bool",
    int: "int",
    Int64: "int64",
    Uint8: "uint8",
    float: "float64",
    str: "string",
    complex: "complex128",
    list: "[]interface {}",
    NilList: "[]interface {}",
    Texts: "[]string",
    NilTexts: "[]string",
    Integers: "[]int",
    Lists: "[][]interface {}",
    dict: "map[string]interface {}",
    NilMap: "map[string]interface {}",
    Values: "chartutil.Values",
    TextMap: "map[string]string",
    type(None): "interface {}",
}


def type_of(value: object) -> str:
    """The name of the Go type of a value."""
    if isinstance(value, Opaque | Struct):
        return value.type_name
    return _TYPES[type(value)]


def kind_of(value: object) -> str:
    """The Go kind of a value: ``map``, ``slice``, ``ptr``, ``invalid``."""
    if value is None or value is NOTHING:
        return "invalid"
    name = type_of(value)
    if name.startswith("*"):
        return "ptr"
    if name.startswith("map[") or name == "chartutil.Values":
        return "map"
    if name.startswith("[]"):
        return "slice"
    return name if name in _BASIC else _NAMED.get(name, "struct")


_BASIC = frozenset(["bool", "int", "int64", "uint8", "float64", "string", "complex128", "func"])
_NAMED = {"chartutil.VersionSet": "slice", "engine.files": "map", "time.Duration": "int64"}


def word_for(value: object) -> str:
    """What a message calls a value: null, a number, text …; never the value itself."""
    kind = kind_of(value)
    words = {"invalid": "null", "map": "a map", "slice": "a list", "string": "text", "bool": "a boolean"}
    numbers = ("int", "int64", "uint8", "float64", "complex128")
    if kind in words or kind in numbers:
        return words.get(kind, "a number")
    return type_of(value)


def doubt(*values: object) -> UnknownError:
    """Why values cannot be used further."""
    source = next((value.source for value in values if isinstance(value, Opaque) and value.source), "")
    return UnknownError(f"depends on what {source} gives" if source else "depends on what only Helm knows")


def truth(value: object) -> bool:
    """Whether ``if`` takes a value for true; UnknownError if that is unknown."""
    if isinstance(value, Opaque):
        kind = kind_of(value)
        if kind in ("ptr", "struct"):
            return True
        if value.items is not None:
            return bool(value.items)
        raise doubt(value)
    if isinstance(value, Struct):
        return True
    return bool(value)


def nil(value: object) -> bool:
    """Whether Go calls a value nil."""
    return value is None or value is NOTHING or isinstance(value, NilMap | NilList | NilTexts)


def taken(value: object) -> object:
    """A copy of values as Helm hands them to templates; numbers of files are float64, those of ``--set`` int64."""
    if isinstance(value, dict):
        return {str(key): taken(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [taken(item) for item in value]
    if type(value) is int:
        return float(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Int64(value)
    return value
