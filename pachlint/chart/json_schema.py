"""The JSON Schema inside a chart at hand, judged by the jsonschema library.

Helm 3.17 (pkg/chartutil/jsonschema.go) takes draft 4, 6 and 7, and a schema of no known draft as the newest of these.
"""

import json
from collections.abc import Iterator
from typing import Any, cast

from jsonschema import Draft7Validator
from jsonschema.exceptions import SchemaError as InvalidSchema
from jsonschema.exceptions import ValidationError
from jsonschema.validators import validator_for
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT7

__all__ = ["SchemaError", "ValidationError", "parse", "violations"]


class SchemaError(ValueError):
    """A schema that cannot be used."""


def parse(text: str) -> object:
    """A schema that is ready to be used.

    Raises:
        SchemaError: if it is no JSON, no schema, or refers to something outside of itself: nothing is ever fetched.
    """
    try:
        schema = json.loads(text)
    except ValueError as error:
        raise SchemaError(f"this is no JSON: {error}") from error
    if not isinstance(schema, dict | bool):
        raise SchemaError("this is no JSON Schema: it must be an object")
    if isinstance(schema, dict) and not isinstance(schema.get("$schema", ""), str):
        raise SchemaError("this is no JSON Schema: $schema must be a text")
    try:
        _validator(schema).check_schema(schema)
    except InvalidSchema as error:
        raise SchemaError(f"this is no JSON Schema: {error.message} at {error.json_path}") from error
    _refuse_outside(schema)
    return schema


def violations(schema: object, values: object) -> Iterator[ValidationError]:
    """What the schema refuses in the values, in the order of their paths."""
    validator = _validator(schema)
    errors = validator(schema, format_checker=validator.FORMAT_CHECKER).iter_errors(values)
    return iter(sorted(errors, key=lambda error: (list(map(str, error.absolute_path)), error.message)))


def _validator(schema: object) -> Any:
    return validator_for(cast("dict[str, Any]", schema), default=Draft7Validator)


def _refuse_outside(schema: object) -> None:
    resource = Resource.from_contents(schema, default_specification=DRAFT7)
    resolver: Any = Registry().resolver_with_root(resource)
    for reference in _references(schema):
        try:
            resolver.lookup(reference)
        except Unresolvable as error:
            raise SchemaError(
                f"it refers to {reference}, which is not in it, and pachlint fetches nothing"
            ) from error


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for below in node.values():
            yield from _references(below)
    elif isinstance(node, list):
        for below in node:
            yield from _references(below)
