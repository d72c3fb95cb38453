"""docs/rule-language.md and schemas/rule.schema.json say what the loader knows, no more and no less."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from pachlint.formats import FORMATS
from pachlint.policy.messages import FACTS
from pachlint.policy.operators import OPERATORS
from pachlint.policy.pipes import PIPES
from pachlint.rulefiles.conditions import COMBINATORS
from pachlint.rulefiles.reader import FIELDS

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "rule-language.md").read_text()
SCHEMA: dict[str, Any] = json.loads((ROOT / "schemas" / "rule.schema.json").read_text())
RULES = sorted((ROOT / "rules").glob("*/*.yaml"))


def section(title: str) -> str:
    """The text under a heading."""
    found = re.search(rf"^#+ {title}\n(.*?)(?=^#|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def named(text: str) -> set[str]:
    """The words in code marks."""
    return set(re.findall(r"`([a-z_0-9]+)(?::[^`]*)?`", text))


def first_column(text: str) -> set[str]:
    """The words in code marks in the first cells of a table."""
    return {
        word for line in text.splitlines() if line.startswith("| `") for word in named(line.split("|")[1])
    }


def test_fields() -> None:
    assert first_column(section("Fields")) == set(FIELDS)
    assert set(SCHEMA["properties"]) == set(FIELDS)


def test_operators() -> None:
    assert first_column(section("Operators")) == set(OPERATORS)
    assert set(SCHEMA["definitions"]["operators"]["properties"]) == {*OPERATORS, *PIPES, "optional"}
    assert {one["required"][0] for one in SCHEMA["definitions"]["operators"]["anyOf"]} == set(OPERATORS)


def test_combinators_pipes_formats_facts() -> None:
    assert first_column(section("Conditions")) == set(COMBINATORS)
    assert named(section("Pipes")) == set(PIPES)
    assert named(section("Formats")) == set(FORMATS)
    assert set(re.findall(r"\{@(\w+)\}", section("Messages"))) == set(FACTS)
    assert SCHEMA["definitions"]["operators"]["properties"]["format"] == {"enum": list(FORMATS)}


def test_every_shipped_rule_fits_the_schema() -> None:
    validator = jsonschema.Draft7Validator(SCHEMA)
    yaml = YAML(typ="safe", pure=False)
    wrong = {path.name: [error.message for error in validator.iter_errors(yaml.load(path))] for path in RULES}
    assert {name: errors for name, errors in wrong.items() if errors} == {}


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "fatal"},
        {"severety": "error"},
        {"require": None},
        {"require": {"pachd.replicas": {"equal": 1}}},
        {"applies": {"provider": ["oracle"]}},
        {"fix": {"title": "x", "safety": "maybe", "edits": []}},
        {"examples": [{"bad": "a: 1"}]},
    ],
)
def test_schema_rejects_what_the_loader_rejects(change: dict[str, Any]) -> None:
    rule = YAML(typ="safe").load(re.findall(r"```yaml\n(title.*?)```", TEXT, re.DOTALL)[0])
    validator = jsonschema.Draft7Validator(SCHEMA)
    assert list(validator.iter_errors(rule)) == []
    assert list(validator.iter_errors({**rule, **change}))
