"""JSON Schemas mean what they mean to Helm 3: facts collected with Helm 3.17.3, and schemas at random against it.

A row of ``schemas.jsonl`` has a schema's text, and values that Helm accepts and refuses with it; a schema that Helm itself
refuses accepts nothing.
"""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from schema_differential import in_helm, ours, some_cases

from pachlint.chartschema.kinds import SchemaError, UnknownSchemaError
from pachlint.chartschema.reading import read_schema, schema_file
from pachlint.chartschema.validator import violations

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
    dice = random.Random(SEED)
    for _ in range(0, CASES, 60):
        cases = some_cases(dice)
        found = in_helm(str(helm3), [case for case, _ in cases], tmp_path)
        wrong = [case for (case, said), seen in zip(cases, found, strict=True) if said not in (None, seen)]
        assert wrong == []


def test_seed_gives_the_same_cases_again() -> None:
    assert some_cases(random.Random(5)) == some_cases(random.Random(5))


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ({"$ref": "https://example.com/x.json#/a"}, "https://example.com/x.json#/a, and nothing is fetched"),
        ({"$ref": "file:///x.json"}, "nothing is fetched"),
        ({"$id": "https://example.com/", "$ref": "x.json"}, "https://example.com/x.json, and nothing is fetched"),
        ({"properties": {"a": {"pattern": r"\p{L}"}}}, "classes of Unicode"),
        (
            {"properties": {"a": {"$ref": "#/definitions/d"}, "b": {"$ref": "#/definitions/d", "type": 5}}, "definitions": {"d": {}}},
            "a mistake beside a reference",
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


def test_value_of_a_wrong_type_is_told_once() -> None:
    schema = read_schema(b'{"properties": {"a": {"type": "string", "enum": ["x"], "format": "date"}}}')
    assert [error.validator for error in violations(schema, {"a": 5})] == ["type"]
    assert {error.validator for error in violations(schema, {"a": "y"})} == {"enum", "format"}
