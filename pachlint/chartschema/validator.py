"""Values against a JSON Schema as Helm 3 judges them: jsonschema with the keywords of gojsonschema."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema.validators import create

from pachlint.chartschema.formats import fits, is_checked
from pachlint.chartschema.kinds import canonical
from pachlint.chartschema.reading import Schema
from pachlint.chartschema.regexps import compiled

__all__ = ["ValidationError", "violations"]

_Errors = Iterator[ValidationError]


def violations(schema: Schema, values: object) -> _Errors:
    """What the schema refuses in the values, in the order of their paths; of a value of a wrong type only that.

    Raises:
        UnknownRegexpError: of a format that cannot be told.
        RecursionError: if the schema refers to itself without end.
    """
    errors = list(_Validator(schema).iter_errors(values))
    wrong = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    told = (error for error in errors if error.validator == "type" or tuple(error.absolute_path) not in wrong)
    return iter(sorted(told, key=lambda error: (list(map(str, error.absolute_path)), error.message)))


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


def _pattern_properties(validator: Any, patterns: Any, instance: Any, _: Any) -> _Errors:
    for pattern, schema in patterns.items() if isinstance(instance, dict) else ():
        for name, value in instance.items():
            if compiled(pattern).search(name):
                yield from validator.descend(value, schema, path=name)


def _additional_properties(validator: Any, schema: Any, instance: Any, whole: Any) -> _Errors:
    known, patterns = whole.get("properties", {}), whole.get("patternProperties", {})
    for name, value in instance.items() if isinstance(instance, dict) else ():
        if name in known or any(compiled(pattern).search(name) for pattern in patterns):
            continue
        if schema is False:
            yield from _no(f"{name} is not allowed")
        else:
            yield from validator.descend(value, schema, path=name)


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


def _enum(_: Any, allowed: Any, instance: Any, __: Any) -> _Errors:
    if allowed and canonical(instance) not in set(map(canonical, allowed)):
        yield from _no("it is none of them")


def _const(_: Any, wanted: Any, instance: Any, __: Any) -> _Errors:
    if canonical(instance) != canonical(wanted):
        yield from _no("it is another")


def _unique(_: Any, wanted: Any, instance: Any, __: Any) -> _Errors:
    if wanted and isinstance(instance, list) and len(set(map(canonical, instance))) != len(instance):
        yield from _no("an item comes twice")


def _pattern(_: Any, pattern: Any, instance: Any, __: Any) -> _Errors:
    if isinstance(instance, str) and not compiled(pattern).search(instance):
        yield from _no("it does not match")


def _format(_: Any, name: Any, instance: Any, __: Any) -> _Errors:
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


_Validator: Any = create(
    meta_schema={},
    id_of=lambda _: "",
    validators={
        "$ref": _ref, "type": _type, "properties": _properties, "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties, "propertyNames": _property_names, "dependencies": _dependencies,
        "items": _items, "contains": _contains, "allOf": _all_of, "anyOf": _any_of, "oneOf": _one_of, "not": _not, "if": _if,
        "required": _required, "enum": _enum, "const": _const, "uniqueItems": _unique, "pattern": _pattern, "format": _format,
        "minimum": _bound(ge), "maximum": _bound(le), "exclusiveMinimum": _bound(gt), "exclusiveMaximum": _bound(lt),
        "multipleOf": _bound(lambda number, divisor: (number / divisor).denominator == 1),
        "minLength": _length(str, ge), "maxLength": _length(str, le), "minItems": _length(list, ge), "maxItems": _length(list, le),
        "minProperties": _length(dict, ge), "maxProperties": _length(dict, le),
    },
)  # fmt: skip
