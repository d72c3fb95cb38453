"""The text of a JSON Schema as Helm 3 reads it (3.17.3, with gojsonschema 1.2.0): drafts 4, 6, 7, or all of them at once.

What the library ignores is left out, so that what is left means the same in every draft.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

from pachlint.chartschema.kinds import (
    LISTS,
    PLAIN,
    SchemaError,
    UnknownSchemaError,
    is_number,
    reject_wrong_kinds,
)
from pachlint.chartschema.references import Documents, url_of
from pachlint.goregexp.errors import RegexpLimitError
from pachlint.records import NamedTuple

Schema: TypeAlias = "dict[str, Any] | bool"
"""Known keywords only. ``$ref`` stands alone and holds the schema that is meant, which may hold it in turn."""

_DRAFTS = {f"http://json-schema.org/draft-0{number}/schema": number for number in (4, 6, 7)}
_ALL = 99
_MOST_DIGITS = 300
MAX_PARTS = 50_000
"""How many parts a schema may have, with the items of its lists."""
MAX_PATTERNS = 50_000
"""How many characters its patterns may have together."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class SchemaFile(NamedTuple):
    """A schema as it was read, or why it cannot be used: with ``rejected`` Helm rejects the chart, ``unknown`` leaves it open.

    ``content`` is that of the file.
    """

    content: bytes
    schema: Schema = True
    rejected: str = ""
    unknown: str = ""


def schema_file(content: bytes) -> SchemaFile:
    """What there is to say of the content of a ``values.schema.json``."""
    try:
        return SchemaFile(content, read_schema(content))
    except SchemaError as error:
        return SchemaFile(content, rejected=str(error))
    except UnknownSchemaError as error:
        return SchemaFile(content, unknown=str(error))


def read_schema(content: bytes) -> Schema:
    """A schema, ready to be used.

    Raises:
        SchemaError: if Helm rejects it.
        UnknownSchemaError: if what it says cannot be told.
    """
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").lstrip(" \t\r\n")
    try:
        root, _ = _DECODER.raw_decode(text)
    except RecursionError as error:
        raise UnknownSchemaError("it is nested too deeply") from error
    except SchemaError:
        raise
    except json.JSONDecodeError as error:
        raise SchemaError(f"this is not JSON: {error}") from error
    except (ValueError, ArithmeticError) as error:
        raise UnknownSchemaError("it has a number that is not supported") from error
    if not isinstance(root, dict | bool):
        raise SchemaError("this is not a JSON Schema: it must be an object")
    try:
        return _Reader(root).schema(root, "")
    except RegexpLimitError as error:
        raise UnknownSchemaError(f"it has {error}") from error
    except RecursionError as error:
        raise UnknownSchemaError("it is nested too deeply") from error


def _no_constant(name: str) -> NoReturn:
    raise SchemaError(f"this is not JSON: {name} is not a number")


def _decimal(text: str) -> Decimal:
    """A number with a fraction or an exponent; one beyond all measure would fill memory when it is compared."""
    number = Decimal(text)
    if (number and abs(number.adjusted()) > _MOST_DIGITS) or len(text) > _MOST_DIGITS:
        raise ArithmeticError
    return number


def _integer(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ArithmeticError
    return int(text)


def _clean(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {_text(key): [_text(item) for item in value] if isinstance(value, list) else _text(value) for key, value in pairs}  # fmt: skip


def _text(value: Any) -> Any:
    """Go replaces half of a surrogate pair by U+FFFD."""
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) and not value.isascii() else value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_clean, parse_float=_decimal, parse_int=_integer, parse_constant=_no_constant
)


class _Reader:
    """Reads a schema and what it refers to."""

    def __init__(self, root: Any) -> None:
        self.referred: dict[str, dict[str, Any]] = {}
        self.draft = _draft(root)
        self.documents = Documents(root)
        self.parts = self.patterns = 0

    def _count(self, node: Mapping[str, Any]) -> None:
        """Count a part and what it holds.

        Raises:
            UnknownSchemaError: if the schema is larger than is followed.
        """
        self.parts += 1 + sum(len(value) for value in node.values() if isinstance(value, list))
        named = node.get("patternProperties")
        patterns = [node.get("pattern"), *(named if isinstance(named, dict) else ())]
        self.patterns += sum(len(pattern) for pattern in patterns if isinstance(pattern, str))
        if self.parts > MAX_PARTS:
            raise UnknownSchemaError(f"it has more than {MAX_PARTS} parts")
        if self.patterns > MAX_PATTERNS:
            raise UnknownSchemaError(f"it has patterns of more than {MAX_PATTERNS} characters")

    def schema(self, node: Any, where: str) -> Schema:
        """A node as a schema; ``where`` tells people which."""
        if isinstance(node, bool) and self.draft >= 6:
            return node
        if not isinstance(node, dict):
            raise SchemaError(f"this is not a JSON Schema: {where or 'the whole'} must be an object")
        self._count(node)
        reject_wrong_kinds(node, where)
        self._identifier(node, where)
        for name, below in self._mapping(node, "definitions", where):
            self.schema(below, f"{where}/definitions/{name}")
        if "$ref" in node:
            return {"$ref": self._referred(node["$ref"], node, where)}
        return dict(self._keywords(node, where))

    def _keywords(self, node: Mapping[str, Any], where: str) -> Iterator[tuple[str, Any]]:
        for keyword, value in node.items():
            below = f"{where}/{keyword}"
            if keyword in ("properties", "patternProperties"):
                yield (
                    keyword,
                    {
                        name: self.schema(one, f"{below}/{name}")
                        for name, one in self._mapping(node, keyword, where)
                    },
                )
            elif keyword in ("additionalProperties", "additionalItems"):
                yield keyword, value if isinstance(value, bool) else self.schema(value, below)
            elif keyword in LISTS:
                yield keyword, [self.schema(one, f"{below}/{at}") for at, one in enumerate(value)]
            elif keyword == "items":
                yield keyword, self._items(value, below)
            elif keyword == "dependencies":
                yield (
                    keyword,
                    {
                        name: self._dependency(one, f"{below}/{name}")
                        for name, one in self._mapping(node, keyword, where)
                    },
                )
            elif keyword == "not" or self._is_newer(keyword):
                yield keyword, value if keyword == "const" else self.schema(value, below)
            elif keyword in PLAIN:
                yield keyword, value
        yield from self._bounds(node, where)

    def _is_newer(self, keyword: str) -> bool:
        """Whether it is a keyword that drafts before this one do not have."""
        least = {"propertyNames": 6, "contains": 6, "const": 6, "if": 7, "then": 7, "else": 7}.get(
            keyword, _ALL + 1
        )
        return self.draft >= least

    def _items(self, value: Any, where: str) -> Any:
        if isinstance(value, list):
            return [self.schema(one, f"{where}/{at}") for at, one in enumerate(value)]
        return self.schema(value, where)

    def _dependency(self, value: Any, where: str) -> Any:
        if not isinstance(value, list):
            return self.schema(value, where)
        if not all(isinstance(name, str) for name in value):
            raise SchemaError(f"this is not a JSON Schema: {where} must be a list of strings")
        return value

    def _bounds(self, node: Mapping[str, Any], where: str) -> Iterator[tuple[str, Any]]:
        """The bounds of numbers; ``exclusiveMinimum: true`` of draft 4 takes the place of ``minimum``."""
        for bound in ("minimum", "maximum"):
            exclusive = f"exclusive{bound.capitalize()}"
            beyond = node.get(exclusive)
            if isinstance(beyond, bool) and self.draft in (4, _ALL):
                if bound not in node:
                    raise SchemaError(f"this is not a JSON Schema: {where}/{exclusive} needs {bound}")
                yield exclusive if beyond else bound, node[bound]
                continue
            if exclusive in node:
                if not is_number(beyond) or self.draft == 4:
                    raise SchemaError(f"this is not a JSON Schema: {where}/{exclusive} has a wrong type")
                yield exclusive, beyond
            if bound in node:
                yield bound, node[bound]

    def _mapping(self, node: Mapping[str, Any], keyword: str, where: str) -> Iterator[tuple[str, Any]]:
        value = node.get(keyword, {})
        if not isinstance(value, dict):
            raise SchemaError(f"this is not a JSON Schema: {where}/{keyword} must be an object")
        yield from value.items()

    def _identifier(self, node: Mapping[str, Any], where: str) -> None:
        keyword = "id" if self.draft == 4 or (self.draft == _ALL and "id" in node) else "$id"
        if keyword in node:
            if not isinstance(node[keyword], str):
                raise SchemaError(f"this is not a JSON Schema: {where}/{keyword} must be a string")
            url_of(node[keyword])

    def _referred(self, reference: str, node: dict[str, Any], where: str) -> dict[str, Any]:
        """The schema that is referred to, which is filled in when it has been read.

        What stands beside a reference that was met before is read, too, and counts for nothing unless it is wrong.
        """
        if reference not in self.referred:
            self.referred[reference] = into = {}
            found = self.schema(self.documents.find(reference), reference)
            into.update(found if isinstance(found, dict) else {} if found else {"not": {}})
        elif len(node) > 1:
            beside = {keyword: value for keyword, value in node.items() if keyword != "$ref"}
            try:
                self.schema(beside, where)
            except SchemaError as error:
                raise UnknownSchemaError("it has a mistake beside a $ref") from error
        return self.referred[reference]


def _draft(root: Any) -> int:
    if not isinstance(root, dict) or "$schema" not in root:
        return _ALL
    if not isinstance(root["$schema"], str):
        raise SchemaError("this is not a JSON Schema: $schema must be a string")
    url_of(root["$schema"])
    return _DRAFTS.get(root["$schema"].removesuffix("#"), _ALL)
