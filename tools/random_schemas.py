"""JSON Schemas and values at random for :mod:`schema_differential`: likely ones, odd ones, and wrong ones."""

import random
from collections.abc import Callable
from typing import Any

KEYS = ("a", "b", "c", "id", "$ref", "x-y", "")
TEXTS = (
    "", "x", "abc", "a.b", "A", "1", "12345", "a b", "é", "a\n", "-", "example.com", "a_b.c", "-a.b", "1.2.3.4", "01.2.3.4", "::1",
    "fe80::1%eth0", "a@b", "a@b.c", "Joe <a@b.c>", "a@", "@b", '"a b"@c', "a@[1.2.3.4]", "a@b (c)", "x: a@b;", "2024-01-01",
    "2024-02-30", "2024-1-1", "1:02:03", "25:00:00", "10:00:00Z", "10:00:00+25:00", "2024-01-01T10:00:00Z", "2024-01-01t10:00:00z",
    "2024-01-01T10:00:00.5Z", "http://a.b/c", "a:b", "//h/p", "http://[::1]:80/x", "http://a b/", "http://h:x/", "%zz", "/a%20b",
    "x{y}", "x{y", "\\", "http://u:p@h/", "http://h/{a}{", "urn:x", ":", "1:2", "550e8400-e29b-41d4-a716-446655440000", "/a/~1b",
    "/~2", "0#", "1/a", "#", "(", "a{2", "[a-", "\\d+", "(?=x)", "(?i)A", "true", "null", "日本", "1e3", "http://a/%", "a#%",
)  # fmt: skip
NUMBERS = (
    0,
    1,
    -1,
    2,
    3,
    7,
    10,
    0.1,
    0.3,
    0.5,
    1.5,
    1.0,
    2.0,
    -0.5,
    1e3,
    1e21,
    123456789,
    0.7,
    19.99,
    4.35,
    1e-7,
)
PATTERNS = (
    "", "a", "^a", "a$", "^a$", "^[a-z]+$", "\\d", "^\\w+$", "\\s", "[[:alpha:]]", "[^a]", ".", "a|b", "(a|b)+", "a{2}", "a{2,1}", "a**",
    "*", "(?i)abc", "(?i:A)b", "(?=a)", "(?!a)", "(?<n>a)", "(?P<n>a)", "(?P=n)", "\\1", "a++", "\\Z", "\\z", "\\A", "\\bA\\b", "\\pL",
    "\\p{Greek}", "[\\d-]", "[a-\\d]", "[]a]", "[", "(", ")", "a{,3}", "a{1001}", "\\Qa.b\\E", "\\x41", "\\x{e9}", "\\h", "\\_", "^*a",
    "(?s).", "(?m)^b", "(?U)a+", "(?-i)a", "(?i)", "(?#c)a", "(?>a)", "a(?i)B|C", "^(?:a|b)?$", "[^\\n]", "[[:word:]-]", "\\/", "$", "é",
)  # fmt: skip
FORMATS = (
    "date", "time", "date-time", "hostname", "email", "idn-email", "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference",
    "uri-template", "uuid", "regex", "json-pointer", "relative-json-pointer", "idn-hostname", "duration", "color", "",
)  # fmt: skip
DRAFTS = (
    "http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-06/schema#",
    "http://json-schema.org/draft-04/schema#", "https://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-03/schema#",
    "https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/schema#",
    "x", "", ":",
)  # fmt: skip
TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
REFS = (
    "#",
    "#/definitions/d",
    "#/$defs/d",
    "#/definitions/none",
    "#d",
    "#/properties/a",
    "other.json",
    "http://x.invalid/y#/z",
)

Make = Callable[[random.Random], Any]


def value(dice: random.Random, depth: int = 2) -> Any:
    """A value for a schema to judge."""
    draw = dice.random()
    if depth and draw < 0.2:
        return [value(dice, depth - 1) for _ in range(dice.randrange(4))]
    if depth and draw < 0.4:
        return values(dice, depth - 1)
    return dice.choice(
        (
            None,
            True,
            False,
            dice.choice(NUMBERS),
            dice.choice(NUMBERS),
            *(dice.choice(TEXTS) for _ in range(4)),
        )
    )


def values(dice: random.Random, depth: int = 2) -> dict[str, Any]:
    """Values of a chart."""
    return {dice.choice(KEYS[:4]): value(dice, depth) for _ in range(dice.randrange(1, 4))}


def schema(dice: random.Random) -> Any:
    """A whole schema."""
    found = _schema(dice, 3)
    if not isinstance(found, dict):
        return found
    if dice.random() < 0.5:
        found["$schema"] = dice.choice(DRAFTS[:8] if dice.random() < 0.9 else DRAFTS)
    if dice.random() < 0.4:
        found[dice.choice(("definitions", "$defs"))] = {"d": _schema(dice, 1)}
    if dice.random() < 0.7:
        found.setdefault("properties", {key: _schema(dice, 2) for key in dice.sample(KEYS[:4], 2)})
    return found


def _schema(dice: random.Random, depth: int) -> Any:
    if dice.random() < 0.05:
        return dice.choice((True, False))
    found: dict[str, Any] = {}
    for _ in range(dice.choice((0, 1, 1, 2, 2, 3))):
        keyword = dice.choice(tuple(_KEYWORDS if depth else _FLAT))
        found[keyword] = _KEYWORDS[keyword](dice, depth)
        if dice.random() < 0.02:
            found[keyword] = dice.choice((None, "x", 1, 1.0, -1, [], {}, True, ["a", "a"], [1]))
    return found


def _number(dice: random.Random, _: int) -> Any:
    return dice.choice(NUMBERS)


def _count(dice: random.Random, _: int) -> Any:
    return dice.choice((0, 1, 2, 3, 5))


def _several(dice: random.Random, depth: int) -> Any:
    return [_schema(dice, depth - 1) for _ in range(dice.randrange(1, 4))]


def _inner(dice: random.Random, depth: int) -> Any:
    return _schema(dice, depth - 1)


def _named(dice: random.Random, depth: int) -> Any:
    return {dice.choice(KEYS): _schema(dice, depth - 1) for _ in range(dice.randrange(1, 4))}


def _names(dice: random.Random, _: int) -> Any:
    return dice.sample(KEYS[:4], dice.randrange(1, 3))


_FLAT: dict[str, Callable[[random.Random, int], Any]] = {
    "type": lambda dice, _: dice.choice((dice.choice(TYPES), dice.sample(TYPES, 2))),
    "enum": lambda dice, _: [value(dice, 1) for _ in range(dice.randrange(1, 4))],
    "const": lambda dice, _: value(dice, 1),
    "pattern": lambda dice, _: dice.choice(PATTERNS),
    "format": lambda dice, _: dice.choice(FORMATS),
    "required": _names,
    "uniqueItems": lambda dice, _: dice.random() < 0.8,
    "multipleOf": _number,
    "minimum": _number,
    "maximum": _number,
    "exclusiveMinimum": lambda dice, _: dice.choice((True, False, dice.choice(NUMBERS))),
    "exclusiveMaximum": lambda dice, _: dice.choice((True, False, dice.choice(NUMBERS))),
    "minLength": _count,
    "maxLength": _count,
    "minItems": _count,
    "maxItems": _count,
    "minProperties": _count,
    "maxProperties": _count,
    "$ref": lambda dice, _: dice.choice(REFS if dice.random() < 0.3 else REFS[1:3]),
    "dependentRequired": lambda dice, _: {dice.choice(KEYS[:4]): _names(dice, 0)},
    "minContains": _count,
    "divisibleBy": _number,
    "title": lambda dice, _: dice.choice(TEXTS),
    "default": lambda dice, _: value(dice, 1),
    "$id": lambda dice, _: dice.choice(("http://x.invalid/s", "#d", "s", "http://x.invalid/s")),
    "id": lambda dice, _: dice.choice(("http://x.invalid/s", "#d", "s")),
}
_KEYWORDS: dict[str, Callable[[random.Random, int], Any]] = {
    **_FLAT,
    "properties": _named,
    "patternProperties": lambda dice, depth: {dice.choice(PATTERNS): _inner(dice, depth)},
    "additionalProperties": lambda dice, depth: dice.choice((False, True, _inner(dice, depth))),
    "unevaluatedProperties": lambda dice, depth: dice.choice((False, _inner(dice, depth))),
    "propertyNames": _inner,
    "dependencies": lambda dice, depth: {
        dice.choice(KEYS[:4]): dice.choice((_names(dice, 0), _inner(dice, depth)))
    },
    "dependentSchemas": _named,
    "items": lambda dice, depth: dice.choice((_inner(dice, depth), _several(dice, depth))),
    "additionalItems": lambda dice, depth: dice.choice((False, _inner(dice, depth))),
    "prefixItems": _several,
    "contains": _inner,
    "allOf": _several,
    "anyOf": _several,
    "oneOf": _several,
    "not": _inner,
    "if": _inner,
    "then": _inner,
    "else": _inner,
    "extends": _inner,
}
