"""JSON Schemas mean what they mean to Helm 3: facts collected with Helm 3.17.3, and schemas at random against it.

A row of ``schemas.jsonl`` has a schema's text, and values that Helm accepts and rejects with it; a schema that Helm itself
rejects accepts nothing.
"""

import json
import os
import random
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from schema_differential import in_helm, ours, some_cases

from pachlint.chartschema.kinds import SchemaError, UnknownSchemaError
from pachlint.chartschema.newer import first_rejection
from pachlint.chartschema.reading import read_schema, schema_file
from pachlint.chartschema.validator import MOST_VIOLATIONS, SlowSchemaError, violations

ROWS = Path(__file__).parent.parent / "data" / "schemas.jsonl"
CASES = int(os.environ.get("PACHLINT_CASES", "60"))
SEED = int(os.environ.get("PACHLINT_SEED", "0"))


def verdicts(row: dict[str, Any]) -> Iterator[tuple[Any, bool, bool]]:
    """Every value of a row, what Helm says of it, and what pachlint says."""
    try:
        schema = read_schema(row["text"].encode())
    except SchemaError:
        yield row["text"], bool(row["accepted"]), False
        return
    for expected in (True, False):
        for values in row["accepted" if expected else "refused"]:
            yield values, expected, next(violations(schema, values), None) is None


def test_every_row_is_judged_as_helm_judges_it() -> None:
    rows = [json.loads(line) for line in ROWS.read_text().splitlines()]
    judged = [(row["text"], *verdict) for row in rows for verdict in verdicts(row)]
    assert len(judged) > 5000
    assert [one for one in judged if one[2] is not one[3]] == []


@pytest.mark.helm
def test_schemas_at_random_are_judged_as_helm_judges_them(helm3: Path, tmp_path: Path) -> None:
    rng = random.Random(SEED)
    for _ in range(0, CASES, 60):
        cases = some_cases(rng)
        found = in_helm(str(helm3), [case for case, _ in cases], tmp_path)
        wrong = [case for (case, said), seen in zip(cases, found, strict=True) if said not in (None, seen)]
        assert wrong == []


def test_seed_gives_the_same_cases_again() -> None:
    assert some_cases(random.Random(5)) == some_cases(random.Random(5))


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ({"$ref": "https://example.com/x.json#/a"}, "https://example.com/x.json#/a, which pachlint does not fetch"),
        ({"$ref": "file:///x.json"}, "does not fetch"),
        ({"$id": "https://example.com/", "$ref": "x.json"}, "https://example.com/x.json, which pachlint does not fetch"),
        ({"properties": {"a": {"pattern": "(" * 200 + ")" * 200}}}, "more than 100 groups in one another"),
        (
            {"properties": {"a": {"$ref": "#/definitions/d"}, "b": {"$ref": "#/definitions/d", "type": 5}}, "definitions": {"d": {}}},
            "a mistake beside a",
        ),
    ],
)  # fmt: skip
def test_schema_that_cannot_be_followed_is_left_open(schema: object, why: str) -> None:
    with pytest.raises(UnknownSchemaError, match=why.replace("{", r"\{")):
        read_schema(json.dumps(schema).encode())
    assert why in schema_file(json.dumps(schema).encode()).unknown


def test_schema_without_end_is_no_verdict() -> None:
    schema = json.dumps({"allOf": [{"$ref": "#"}]}).encode()
    with pytest.raises(RecursionError):
        ours((schema, {}))


def test_value_of_a_wrong_type_is_reported_once() -> None:
    schema = read_schema(b'{"properties": {"a": {"type": "string", "enum": ["x"], "format": "date"}}}')
    assert [error.validator for error in violations(schema, {"a": 5})] == ["type"]
    assert {error.validator for error in violations(schema, {"a": "y"})} == {"enum", "format"}


def test_nothing_is_fetched_for_a_later_keyword() -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.handle_request, daemon=True).start()
        reference = {"$ref": f"http://127.0.0.1:{server.server_port}/x.json"}
        schema = {"dependentSchemas": {"a": {"properties": {"a": reference}}}}
        assert first_rejection(json.dumps(schema).encode(), {"a": 1}) is None
    assert asked == []


@pytest.mark.parametrize(
    ("schema", "values", "rejected"),
    [
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, True),
        (
            {"dependentSchemas": {"a": {"properties": {"a": {"pattern": "^(a+)+$"}}}}},
            {"a": "a" * 40 + "!"},
            True,
        ),
        ({"dependentSchemas": {"a": {"properties": {"a": {"pattern": r"\pL\z"}}}}}, {"a": "é"}, False),
        ({"unevaluatedProperties": False, "properties": {"b": {}}}, {"a": 1}, True),
        ({"unevaluatedProperties": False, "patternProperties": {"(a+)+$": {}}}, {"a" * 40 + "!": 1}, False),
        ({"dependentSchemas": {"a": {"$ref": "#"}}}, {"a": 1}, False),
        ({"unevaluatedProperties": {"type": "text"}}, {"a": 1}, False),
        ({"dependentSchemas": {"a": {"type": [True, "string"]}}}, {"a": 1}, False),
    ],
)
def test_what_helm_4_alone_rejects(schema: object, values: object, rejected: bool) -> None:
    assert (first_rejection(json.dumps(schema).encode(), values) is not None) is rejected


WIDE = {
    "definitions": {f"d{n}": {"allOf": [{"$ref": f"#/definitions/d{n + 1}"}] * 8} for n in range(20)}
    | {"d20": {}},
    "$ref": "#/definitions/d0",
}
MANY = {
    "definitions": {"d": {"type": "string"}},
    "additionalProperties": {"anyOf": [{"$ref": "#/definitions/d"}] * 1000},
}


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        (WIDE, {}),
        (MANY, {str(n): n for n in range(10_000)}),
        (
            {"additionalProperties": {"properties": {str(n): {} for n in range(1000)}}},
            {str(n): {} for n in range(10_000)},
        ),
        ({"patternProperties": {f"x{n}y": {} for n in range(5000)}}, {str(n): "x" for n in range(5000)}),
        (
            {"additionalProperties": {"pattern": "(a|b)*a(a|b){900}c"}},
            {str(n): "aabab" * 1000 for n in range(20)},
        ),
    ],
    ids=["references", "choices", "properties", "names", "patterns"],
)
def test_schema_that_takes_too_long_is_left_open(schema: object, values: object) -> None:
    start = time.process_time()
    with pytest.raises(SlowSchemaError, match="more than 1000000 steps"):
        next(violations(read_schema(json.dumps(schema).encode()), values), None)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"not":' * 900 + "{}" + "}" * 900, "nested too deeply"),
        ("[" * 100_000, "nested too deeply"),
        ('{"maximum": ' + "9" * 400 + "}", "a number that is not supported"),
        ('{"multipleOf": 1e-99999999}', "a number that is not supported"),
        ('{"maximum": 1e999999999999999999999}', "a number that is not supported"),
        (json.dumps({"enum": list(range(60_000))}), "more than 50000 parts"),
        (
            json.dumps({"patternProperties": {f"x{n}": {} for n in range(20_000)}}),
            "patterns of more than 50000 characters",
        ),
    ],
    ids=range(7),
)
def test_schema_beyond_all_measure_is_left_open(text: str, why: str) -> None:
    start = time.process_time()
    assert why in schema_file(text.encode()).unknown
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    "text",
    [
        '{"maximum": NaN}',
        '{"patternProperties": true}',
        '{"patternProperties": 5}',
        '{"pattern": 5}',
        "{",
        "[]",
        "",
    ],
)
def test_what_is_no_schema_is_rejected(text: str) -> None:
    assert schema_file(text.encode()).rejected


def test_there_are_no_more_violations_than_anybody_reads() -> None:
    schema = read_schema(b'{"additionalProperties": {"type": "string"}}')
    assert len(list(violations(schema, {str(n): n for n in range(20_000)}))) == MOST_VIOLATIONS
