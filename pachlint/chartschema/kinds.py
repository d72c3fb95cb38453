"""What the keywords of a JSON Schema may hold for Helm 3 (gojsonschema 1.2.0), which looks at no others."""

import json
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pachlint.goregexp.errors import RegexpError
from pachlint.goregexp.parser import parse

TYPES = ("array", "boolean", "integer", "object", "null", "number", "string")
_NUMBERS = ("multipleOf", "minimum", "maximum")
_COUNTS = ("minLength", "maxLength", "minProperties", "maxProperties", "minItems", "maxItems")
_TEXTS = ("title", "description", "format", "$ref")
_MOST = 2**63
LISTS = ("oneOf", "anyOf", "allOf")


class SchemaError(ValueError):
    """A schema with which Helm rejects the chart, whatever the values are."""


class UnknownSchemaError(ValueError):
    """A schema that is left open, such as one that refers to another file: nothing is ever fetched."""


def canonical(value: object) -> str:
    """What two values have in common that are equal to Helm: numbers are floats, the order of keys does not count."""
    return json.dumps(_floats(value), sort_keys=True)


def _floats(value: object) -> object:
    if isinstance(value, dict):
        return {key: _floats(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_floats(below) for below in value]
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf


def is_number(value: object) -> bool:
    """Whether it is a number of a schema; true is none."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value)) and len(set(value)) == len(value)


def _is_enum(value: object) -> bool:
    return isinstance(value, list) and len(set(map(canonical, value))) == len(value)


def _is_type(value: object) -> bool:
    words = value if isinstance(value, list) else [value]
    return all(word in TYPES for word in words) and len(set(words)) == len(words)


def _is_regexp(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parse(value)
    except RegexpError:
        return False
    return True


_KINDS: Mapping[str, Callable[[object], bool]] = {
    **dict.fromkeys(_TEXTS, _is_text),
    **dict.fromkeys(_NUMBERS, is_number),
    **dict.fromkeys(_COUNTS, _is_count),
    **dict.fromkeys(LISTS, _is_list),
    "multipleOf": lambda value: (
        isinstance(value, int | Decimal) and not isinstance(value, bool) and value > 0
    ),
    "type": _is_type,
    "required": _are_texts,
    "enum": _is_enum,
    "pattern": _is_regexp,
    "patternProperties": lambda value: isinstance(value, dict) and all(map(_is_regexp, value)),
    "uniqueItems": lambda value: isinstance(value, bool),
}
PLAIN = ("type", "required", "enum", "pattern", "uniqueItems", "format", "multipleOf", *_COUNTS)
"""Keywords that hold no schema."""


def reject_wrong_kinds(node: Mapping[str, Any], where: str) -> None:
    """Reject what the library rejects of single keywords; beside ``$ref`` it does not look at most of them."""
    keywords = ("title", "description", "$ref") if "$ref" in node else _KINDS
    for keyword in keywords:
        if keyword in node and not _KINDS[keyword](node[keyword]):
            raise SchemaError(
                f"this is not a JSON Schema: {where}/{keyword} cannot be {_shown(node[keyword])}"
            )
    for least, most in (("minLength", "maxLength"), ("minProperties", "maxProperties")):
        if "$ref" not in node and node.get(least, 0) > node.get(most, _MOST):
            raise SchemaError(f"this is not a JSON Schema: {where}/{least} is more than {most}")


def _shown(value: object) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) < 60 else f"{text[:60]}…"
