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


def value(rng: random.Random, depth: int = 2) -> Any:
    """A value for a schema to judge."""
    draw = rng.random()
    if depth and draw < 0.2:
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    if depth and draw < 0.4:
        return values(rng, depth - 1)
    return rng.choice(
        (
            None,
            True,
            False,
            rng.choice(NUMBERS),
            rng.choice(NUMBERS),
            *(rng.choice(TEXTS) for _ in range(4)),
        )
    )


def values(rng: random.Random, depth: int = 2) -> dict[str, Any]:
    """Values of a chart."""
    return {rng.choice(KEYS[:4]): value(rng, depth) for _ in range(rng.randrange(1, 4))}


def schema(rng: random.Random) -> Any:
    """A whole schema."""
    found = _schema(rng, 3)
    if not isinstance(found, dict):
        return found
    if rng.random() < 0.5:
        found["$schema"] = rng.choice(DRAFTS[:8] if rng.random() < 0.9 else DRAFTS)
    if rng.random() < 0.4:
        found[rng.choice(("definitions", "$defs"))] = {"d": _schema(rng, 1)}
    if rng.random() < 0.7:
        found.setdefault("properties", {key: _schema(rng, 2) for key in rng.sample(KEYS[:4], 2)})
    return found


def _schema(rng: random.Random, depth: int) -> Any:
    if rng.random() < 0.05:
        return rng.choice((True, False))
    found: dict[str, Any] = {}
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
        keyword = rng.choice(tuple(_KEYWORDS if depth else _FLAT))
        found[keyword] = _KEYWORDS[keyword](rng, depth)
        if rng.random() < 0.02:
            found[keyword] = rng.choice((None, "x", 1, 1.0, -1, [], {}, True, ["a", "a"], [1]))
    return found


def _number(rng: random.Random, _: int) -> Any:
    return rng.choice(NUMBERS)


def _count(rng: random.Random, _: int) -> Any:
    return rng.choice((0, 1, 2, 3, 5))


def _several(rng: random.Random, depth: int) -> Any:
    return [_schema(rng, depth - 1) for _ in range(rng.randrange(1, 4))]


def _inner(rng: random.Random, depth: int) -> Any:
    return _schema(rng, depth - 1)


def _named(rng: random.Random, depth: int) -> Any:
    return {rng.choice(KEYS): _schema(rng, depth - 1) for _ in range(rng.randrange(1, 4))}


def _names(rng: random.Random, _: int) -> Any:
    return rng.sample(KEYS[:4], rng.randrange(1, 3))


_FLAT: dict[str, Callable[[random.Random, int], Any]] = {
    "type": lambda rng, _: rng.choice((rng.choice(TYPES), rng.sample(TYPES, 2))),
    "enum": lambda rng, _: [value(rng, 1) for _ in range(rng.randrange(1, 4))],
    "const": lambda rng, _: value(rng, 1),
    "pattern": lambda rng, _: rng.choice(PATTERNS),
    "format": lambda rng, _: rng.choice(FORMATS),
    "required": _names,
    "uniqueItems": lambda rng, _: rng.random() < 0.8,
    "multipleOf": _number,
    "minimum": _number,
    "maximum": _number,
    "exclusiveMinimum": lambda rng, _: rng.choice((True, False, rng.choice(NUMBERS))),
    "exclusiveMaximum": lambda rng, _: rng.choice((True, False, rng.choice(NUMBERS))),
    "minLength": _count,
    "maxLength": _count,
    "minItems": _count,
    "maxItems": _count,
    "minProperties": _count,
    "maxProperties": _count,
    "$ref": lambda rng, _: rng.choice(REFS if rng.random() < 0.3 else REFS[1:3]),
    "dependentRequired": lambda rng, _: {rng.choice(KEYS[:4]): _names(rng, 0)},
    "minContains": _count,
    "divisibleBy": _number,
    "title": lambda rng, _: rng.choice(TEXTS),
    "default": lambda rng, _: value(rng, 1),
    "$id": lambda rng, _: rng.choice(("http://x.invalid/s", "#d", "s", "http://x.invalid/s")),
    "id": lambda rng, _: rng.choice(("http://x.invalid/s", "#d", "s")),
}
_KEYWORDS: dict[str, Callable[[random.Random, int], Any]] = {
    **_FLAT,
    "properties": _named,
    "patternProperties": lambda rng, depth: {rng.choice(PATTERNS): _inner(rng, depth)},
    "additionalProperties": lambda rng, depth: rng.choice((False, True, _inner(rng, depth))),
    "unevaluatedProperties": lambda rng, depth: rng.choice((False, _inner(rng, depth))),
    "propertyNames": _inner,
    "dependencies": lambda rng, depth: {
        rng.choice(KEYS[:4]): rng.choice((_names(rng, 0), _inner(rng, depth)))
    },
    "dependentSchemas": _named,
    "items": lambda rng, depth: rng.choice((_inner(rng, depth), _several(rng, depth))),
    "additionalItems": lambda rng, depth: rng.choice((False, _inner(rng, depth))),
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
