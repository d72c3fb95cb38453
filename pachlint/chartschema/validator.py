"""Values against a JSON Schema as Helm 3 judges them: jsonschema with the keywords of gojsonschema."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import islice
from operator import ge, gt, le, lt
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema.validators import create

from pachlint.chartschema.formats import fits, is_checked
from pachlint.chartschema.kinds import canonical
from pachlint.chartschema.reading import Schema
from pachlint.goregexp.errors import RegexpLimitError
from pachlint.goregexp.regexp import compiled
from pachlint.goregexp.steps import Steps

__all__ = ["MOST_VIOLATIONS", "SlowSchemaError", "ValidationError", "counted", "violations"]

_Errors = Iterator[ValidationError]


MOST_VIOLATIONS = 1000


class SlowSchemaError(ValueError):
    """A schema that takes more steps than are followed."""


def violations(schema: Schema, values: object, steps: Steps | None = None) -> _Errors:
    """What the schema rejects in the values, in the order of their paths; of a value of a wrong type only that.

    There are no more than MOST_VIOLATIONS. ``steps`` are those that are left to several schemas.

    Raises:
        SlowSchemaError: if it takes too many steps to be told.
        RecursionError: if the schema refers to itself without end.
    """
    try:
        errors = list(islice(_validator(schema, steps or new_steps()).iter_errors(values), MOST_VIOLATIONS))
    except RegexpLimitError as error:
        raise SlowSchemaError(f"it has {error}") from error
    wrong = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    reported = (
        error for error in errors if error.validator == "type" or tuple(error.absolute_path) not in wrong
    )
    return iter(sorted(reported, key=lambda error: (list(map(str, error.absolute_path)), error.message)))


def _number(value: object) -> Fraction | None:
    """A number as it is written: 0.1 is a tenth."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def _is_number(value: object) -> bool:
    return _number(value) is not None


def _has_type(value: object, name: str) -> bool:
    if name in ("integer", "number"):
        number = _number(value)
        return number is not None and (name == "number" or number.denominator == 1)
    kinds: dict[str, Any] = {
        "array": list,
        "boolean": bool,
        "object": dict,
        "null": type(None),
        "string": str,
    }
    return isinstance(value, kinds[name])


def _no(message: str) -> _Errors:
    yield ValidationError(message)


def _type(_: Any, wanted: Any, instance: Any, __: Any) -> _Errors:
    names = [wanted] if isinstance(wanted, str) else wanted
    if names and not any(_has_type(instance, name) for name in names):
        yield from _no("it has a wrong type")


def _ref(validator: Any, target: Any, instance: Any, _: Any) -> _Errors:
    yield from validator.descend(instance, target)


def _properties(validator: Any, known: Any, instance: Any, _: Any) -> _Errors:
    for name, schema in known.items() if isinstance(instance, dict) else ():
        if name in instance:
            yield from validator.descend(instance[name], schema, path=name)


def _fits(validator: Any, pattern: str, text: str) -> bool:
    return compiled(pattern, validator.steps).matches(text, validator.steps)


def _pattern_properties(validator: Any, patterns: Any, instance: Any, _: Any) -> _Errors:
    for pattern, schema in patterns.items() if isinstance(instance, dict) else ():
        for name, value in instance.items():
            if _fits(validator, pattern, name):
                yield from validator.descend(value, schema, path=name)


def _additional_properties(validator: Any, schema: Any, instance: Any, whole: Any) -> _Errors:
    """The message is the list of the keys that are not allowed, as JSON."""
    known, patterns = whole.get("properties", {}), whole.get("patternProperties", {})
    extra = [
        name
        for name in (instance if isinstance(instance, dict) else ())
        if name not in known and not any(_fits(validator, pattern, name) for pattern in patterns)
    ]
    if schema is False and extra:
        yield from _no(json.dumps(extra))
    for name in extra if schema is not False else ():
        yield from validator.descend(instance[name], schema, path=name)


def _property_names(validator: Any, schema: Any, instance: Any, _: Any) -> _Errors:
    for name in instance if isinstance(instance, dict) else ():
        if not _is_valid(validator, name, schema):
            yield from _no(f"{name} is no key for it")


def _dependencies(validator: Any, dependencies: Any, instance: Any, _: Any) -> _Errors:
    for name, needed in dependencies.items() if isinstance(instance, dict) else ():
        if name not in instance:
            continue
        if not isinstance(needed, list):
            yield from validator.descend(instance, needed)
        elif not all(one in instance for one in needed):
            yield from _no(f"{name} needs other keys")


def _items(validator: Any, items: Any, instance: Any, whole: Any) -> _Errors:
    if not isinstance(instance, list):
        return
    for index, value in enumerate(instance):
        schema = items
        if isinstance(items, list):
            schema = (
                items[index] if index < len(items) else whole.get("additionalItems", True) if items else True
            )
        if schema is False and isinstance(items, list) and index >= len(items):
            yield from _no("it has too many items")
            return
        yield from validator.descend(value, schema, path=index)


def _contains(validator: Any, schema: Any, instance: Any, _: Any) -> _Errors:
    if isinstance(instance, list) and not any(_is_valid(validator, item, schema) for item in instance):
        yield from _no("an item is missing")


def _all_of(validator: Any, schemas: Any, instance: Any, _: Any) -> _Errors:
    for schema in schemas:
        yield from validator.descend(instance, schema)


def _any_of(validator: Any, schemas: Any, instance: Any, _: Any) -> _Errors:
    if schemas and not any(_is_valid(validator, instance, schema) for schema in schemas):
        yield from _no("it fits none of them")


def _one_of(validator: Any, schemas: Any, instance: Any, _: Any) -> _Errors:
    if schemas and sum(_is_valid(validator, instance, schema) for schema in schemas) != 1:
        yield from _no("it does not fit one of them")


def _not(validator: Any, schema: Any, instance: Any, _: Any) -> _Errors:
    if _is_valid(validator, instance, schema):
        yield from _no("it fits")


def _if(validator: Any, schema: Any, instance: Any, whole: Any) -> _Errors:
    branch = "then" if _is_valid(validator, instance, schema) else "else"
    if branch in whole:
        yield from validator.descend(instance, whole[branch])


def _required(_: Any, names: Any, instance: Any, __: Any) -> _Errors:
    if isinstance(instance, dict) and not all(name in instance for name in names):
        yield from _no("a key is missing")


def _enum(validator: Any, allowed: Any, instance: Any, _: Any) -> _Errors:
    if id(allowed) not in validator.enumerations:
        validator.enumerations[id(allowed)] = frozenset(_canonical(validator, one) for one in allowed)
    if allowed and _canonical(validator, instance) not in validator.enumerations[id(allowed)]:
        yield from _no("it is none of them")


def _const(validator: Any, wanted: Any, instance: Any, _: Any) -> _Errors:
    if _canonical(validator, instance) != _canonical(validator, wanted):
        yield from _no("it is another")


def _unique(validator: Any, wanted: Any, instance: Any, _: Any) -> _Errors:
    if not (wanted and isinstance(instance, list)):
        return
    if len({_canonical(validator, item) for item in instance}) != len(instance):
        yield from _no("an item comes twice")


def _canonical(validator: Any, value: Any) -> str:
    text = canonical(value)
    validator.steps.take(4 + len(text) // 8)
    return text


def _pattern(validator: Any, pattern: Any, instance: Any, _: Any) -> _Errors:
    if isinstance(instance, str) and not _fits(validator, pattern, instance):
        yield from _no("it does not match")


def _format(validator: Any, name: Any, instance: Any, _: Any) -> _Errors:
    validator.steps.take(len(instance) if isinstance(instance, str) else 1)
    if not fits(instance, name) if isinstance(instance, str) else _is_number(instance) and is_checked(name):
        yield from _no("it has another form")


def _bound(holds: Callable[[Fraction, Fraction], bool]) -> Any:
    def keyword(_: Any, bound: Any, instance: Any, __: Any) -> _Errors:
        number = _number(instance)
        if number is not None and not holds(number, Fraction(bound)):
            yield from _no("it is out of bounds")

    return keyword


def _length(kind: Any, holds: Callable[[int, int], bool]) -> Any:
    def keyword(_: Any, bound: Any, instance: Any, __: Any) -> _Errors:
        if isinstance(instance, kind) and not holds(len(instance), bound):
            yield from _no("its length is out of bounds")

    return keyword


def _is_valid(validator: Any, instance: Any, schema: Any) -> bool:
    return next(validator.descend(instance, schema), None) is None


def counted(keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Keywords that count what they do in the ``steps`` of the validator."""
    return {name: _counted(keyword) for name, keyword in keywords.items()}


def _counted(keyword: Any) -> Any:
    def run(validator: Any, wanted: Any, instance: Any, schema: Any) -> _Errors:
        parts = len(wanted) if isinstance(wanted, dict | list) and keyword is not _enum else 0
        validator.steps.take(_KEYWORD_STEPS + parts)
        for error in keyword(validator, wanted, instance, schema) or ():
            validator.steps.take(_ERROR_STEPS)
            yield error

    return run


_KEYWORD_STEPS, _ERROR_STEPS = 16, 30
PATTERN_KEYWORDS: Mapping[str, Any] = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
}
"""The keywords that match texts."""
_KEYWORDS: Mapping[str, Any] = {
    **PATTERN_KEYWORDS,
    "$ref": _ref, "type": _type, "properties": _properties, "propertyNames": _property_names, "dependencies": _dependencies,
    "items": _items, "contains": _contains, "allOf": _all_of, "anyOf": _any_of, "oneOf": _one_of, "not": _not, "if": _if,
    "required": _required, "enum": _enum, "const": _const, "uniqueItems": _unique, "format": _format,
    "minimum": _bound(ge), "maximum": _bound(le), "exclusiveMinimum": _bound(gt), "exclusiveMaximum": _bound(lt),
    "multipleOf": _bound(lambda number, divisor: (number / divisor).denominator == 1),
    "minLength": _length(str, ge), "maxLength": _length(str, le), "minItems": _length(list, ge), "maxItems": _length(list, le),
    "minProperties": _length(dict, ge), "maxProperties": _length(dict, le),
}  # fmt: skip


@cache
def _kind() -> Any:
    return create(meta_schema={}, id_of=lambda _: "", validators=counted(_KEYWORDS))


def new_steps() -> Steps:
    """The steps that schemas may take."""
    return Steps(what="conditions")


def _validator(schema: Schema, steps: Steps) -> Any:
    """A validator with its steps before it; a run is over before the next begins."""
    known: Any = _kind()
    known.steps, known.enumerations = steps, {}
    return known(schema)
