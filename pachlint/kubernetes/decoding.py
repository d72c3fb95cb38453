"""Strict decoding: fields that a type does not have, and values of another JSON type, as Go's strict decoder refuses them.

As in https://github.com/kubernetes-sigs/json and, of Kubernetes 1.20, json-iterator: null is taken for the type's zero value, a
number with a fraction is no integer, and nothing is converted.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from pachlint.formats.kubernetes import quantity, quantity_in_nanos
from pachlint.kubernetes.names import unknown_field
from pachlint.kubernetes.types import fields
from pachlint.kubernetes.violation import NOTHING, Violation

if TYPE_CHECKING:
    from pachlint.place import Path

_RANGES = {"int32": 2**31, "int64": 2**63}
# What Go's zero value of a scalar decodes to; a field that is null is as if it were not there.
_ZERO: dict[str, object] = {
    "string": "", "boolean": False, "int32": 0, "int64": 0, "quantity": 0, "int-or-string": 0, "bytes": "", "time": "", "any": None,
}  # fmt: skip
_SUFFIXES = ("Ki", "Mi", "Gi", "Ti", "k", "M", "G", "T")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[-+]\d\d:\d\d)\Z", re.ASCII)
_NAMES = (
    (bool, "a boolean"),
    (int, "a number"),
    (float, "a number"),
    (str, "a string"),
    (list, "a list"),
    (dict, "a mapping"),
)
_WANTED = {"string": "a string", "boolean": "a boolean", "int32": "a whole number", "int64": "a whole number"}


class Decoder:
    """Decodes values; ``found`` is what it had to refuse."""

    def __init__(self) -> None:
        self.found: list[Violation] = []

    def decode(self, value: Any, kind: str, path: Path, owners: tuple[str, ...] = ()) -> Any:
        """The value as Go holds it: known fields, numbers without fraction as int, null left out; NOTHING if it is refused.

        ``owners`` are the types around the value, the outermost first.
        """
        if kind.startswith("[]"):
            return self._list(value, kind[2:], path, owners)
        if kind.startswith("{}"):
            return self._mapping(value, kind[2:], path, owners)
        if fields(kind) is not None:
            return self._struct(value, kind, path, owners)
        return self._scalar(value, kind, path)

    def _list(self, value: Any, kind: str, path: Path, owners: tuple[str, ...]) -> Any:
        if value is None:
            return []
        if not isinstance(value, list):
            return self._refuse(path, f"must be a list, but is {_name(value)}")
        return [self.decode(item, kind, (*path, index), owners) for index, item in enumerate(value)]

    def _mapping(self, value: Any, kind: str, path: Path, owners: tuple[str, ...]) -> Any:
        if value is None:
            return {}
        if not isinstance(value, dict):
            return self._refuse(path, f"must be a mapping, but is {_name(value)}")
        return {str(key): self.decode(item, kind, (*path, str(key)), owners) for key, item in value.items()}

    def _struct(self, value: Any, kind: str, path: Path, owners: tuple[str, ...]) -> Any:
        if value is None:
            return {}
        if not isinstance(value, dict):
            return self._refuse(path, f"must be a mapping, but is {_name(value)}")
        known = fields(kind) or {}
        decoded = {}
        for key, item in value.items():
            if key not in known:
                self.found.append(unknown_field(path, str(key), kind, owners))
            elif item is not None:
                decoded[key] = self.decode(item, known[key].type, (*path, key), (*owners, kind))
        return decoded

    def _scalar(self, value: Any, kind: str, path: Path) -> Any:
        if value is None:
            return _ZERO[kind]
        if kind == "any":
            return value
        if kind in _RANGES:
            return self._integer(value, kind, path)
        if kind == "int-or-string" and isinstance(value, int | float) and not isinstance(value, bool):
            return self._integer(value, "int32", path)
        if kind == "quantity" and isinstance(value, str | int | float) and not isinstance(value, bool):
            return self._quantity(value, path)
        return self._text(value, kind, path)

    def _text(self, value: Any, kind: str, path: Path) -> Any:
        if kind == "boolean" and isinstance(value, bool):
            return value
        if kind == "boolean" or not isinstance(value, str):
            return self._other_type(value, kind, path)
        if kind == "bytes" and not _is_base64(value):
            return self._refuse(path, "must be base64")
        if kind == "time" and not _TIME.match(value):
            return self._refuse(path, "must be a time such as 2024-01-31T12:00:00Z")
        return value

    def _integer(self, value: Any, kind: str, path: Path) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._other_type(value, kind, path)
        if value != value or value in (float("inf"), float("-inf")) or value != int(value):  # noqa: PLR0124 -- not a number
            return self._refuse(path, f"must be a whole number, but is {value}")
        if not -_RANGES[kind] <= value < _RANGES[kind]:
            return self._refuse(path, f"is {value:.0f}, and must fit in {kind[3:]} bits")
        return int(value)

    def _quantity(self, value: str | int | float, path: Path) -> Any:
        if quantity_in_nanos(value) is None:
            problem = f"is {value}, which {quantity(value)}"
            self.found.append(Violation(path, problem, replacement=_meant_quantity(str(value))))
            return NOTHING
        return value

    def _other_type(self, value: Any, kind: str, path: Path) -> Any:
        wanted = _WANTED.get(kind) or {"quantity": "a quantity such as 500m or 2Gi"}.get(kind, "a string")
        if kind == "int-or-string":
            wanted = "a whole number or a string"
        self.found.append(
            Violation(path, f"must be {wanted}, but is {_name(value)}", replacement=_converted(value, kind))
        )
        return NOTHING

    def _refuse(self, path: Path, problem: str) -> Any:
        self.found.append(Violation(path, problem))
        return NOTHING


def _name(value: object) -> str:
    return next((name for kind, name in _NAMES if isinstance(value, kind)), "null")


def _converted(value: Any, kind: str) -> object:
    """The one value of the wanted type that another can mean: ``"3"`` is 3, true is ``"true"``."""
    if kind in _RANGES and isinstance(value, str) and re.fullmatch(r"-?(?:0|[1-9]\d{0,17})", value, re.ASCII):
        return int(value)
    if kind == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), NOTHING)
    if kind == "string" and isinstance(value, bool):
        return str(value).lower()
    return str(value) if kind == "string" and isinstance(value, int) else NOTHING


def _meant_quantity(text: str) -> object:
    """The one quantity that a text can mean: ``1 Gi`` is 1Gi, ``10gi`` 10Gi, ``10GB`` 10G."""
    found = re.fullmatch(r"(\d++(?:\.\d++)?)\s*+([A-Za-z]*+)", text.strip(), re.ASCII)
    if not found:
        return NOTHING
    number, suffix = found[1], found[2].removesuffix("B")
    # a capital K is a thousand or 1024, and m a thousandth, which cannot be meant before a B
    suffix = (
        "" if suffix in {"K", "m"} else next((one for one in _SUFFIXES if one.lower() == suffix.lower()), "")
    )
    return number + suffix if suffix else NOTHING


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
