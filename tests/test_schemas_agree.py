"""The JSON Schemas of config and rule files accept what their readers accept, and nothing else."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.config.reader import read_settings
from pachlint.policy.rule import RuleErrors
from pachlint.rulefiles.reader import Loading, read_rule
from pachlint.source import Source

SCHEMAS = Path(__file__).parent.parent / "schemas"
CONFIG: dict[str, Any] = {
    "chart-version": "2.6", "provider": "eks", "environment": "production", "rules": ["p"], "select": ["values"], "ignore": "dead-key",
    "severity": {"unknown-key": "error"}, "per-file-ignores": {"dev/*.yaml": ["unknown-key"]}, "per-path-ignores": {"pachd.zz": "x"},
    "fail-on": "error", "require-reason": True, "baseline": "b.json",
    "releases": [
        {
            "name": "prod", "values": ["base.yaml", "prod.yaml"], "set": ["a.b=2", {"name": "proxy.host", "value": "a,b"}],
            "set-string": ["a=1"], "set-json": ["a={}"], "set-file": ["a=b"], "set-literal": ["a=b,c"], "chart-version": "2.6.4", "provider": "gcp",
            "environment": "development", "release": "p", "namespace": "d",
        }
    ],
}  # fmt: skip
NAMED: dict[str, Any] = {"rules": {"corp": "p"}, "fail-on": "error"}
RULE: dict[str, Any] = {
    "title": "T", "severity": "error", "impact": "broken", "why": "Because", "see": ["https://example.com/x"], "covers": ["a"],
    "tags": ["a"], "related": ["b"], "applies": {"chart": ">=2.3.0", "provider": ["aks"], "environment": ["production"]},
    "each": {"in": "oidc.upstreamIDPs.*", "as": "idp", "where": {"idp.id": {"present": True}}}, "when": {"ingress.enabled": True},
    "require": {
        "any": [{"ingress.host": {"ends_with": "x", "optional": True}}, {"not": {"ingress.host": {"in": ["a", "b"]}}}],
        "pachd.logLevel": {"matches": "a", "lower": True},
    },
    "at": "ingress.host", "also": [{"at": "ingress.enabled", "label": "here"}], "message": "m", "help": "h",
    "fix": {
        "title": "t", "safety": "safe",
        "edits": [{"set": {"path": "ingress.host", "value": 1}}, {"replace": {"path": "ingress.host", "match": "a", "with": ""}}],
    },
    "unknown_ok": ["a.b"],
    "examples": [
        {
            "bad": "a: 1", "expect": [{"line": 1}], "fixed": "b",
            "context": {"provider": "azure", "environment": "production", "chart": "2.6.4", "partial": True},
        },
        {"good": "a: 2"},
    ],
}  # fmt: skip
ODD = (
    None,
    True,
    False,
    0,
    1,
    -1,
    1.5,
    "",
    "x",
    " ",
    [],
    {},
    ["x"],
    [""],
    [1],
    {"x": 1},
    "aws",
    "error",
    "2.6.4",
    [None],
    {"a": {}},
)
# What needs more than a schema: the chart, its versions, other names, the grammar of paths and expressions.
BEYOND = (
    "no chart version", "there is no chart version", "released chart version", "two releases", "is listed twice", "duplicate key", "not a path",
    "does nothing", "is not a name", "must be kebab-case", "unknown placeholder", "decides nothing", "has no fix that", "is not a range",
)  # fmt: skip


def routes(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything inside a document."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in children:
        yield (*above, key)
        yield from routes(inner, (*above, key))


def changed(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The document with one thing put in, replaced or taken out."""
    result = copy.deepcopy(document)
    *way, last = chance.choice(list(routes(result)))
    place: Any = result
    for step in way:
        place = place[step]
    match chance.choice(["replace", "replace", "remove", "add"]):
        case "replace":
            place[last] = copy.deepcopy(chance.choice(ODD))
        case "remove":
            del place[last]
        case _ if isinstance(place, dict):
            place[f"{last}x"] = 1
        case _:
            place.append(copy.deepcopy(place[last]))
    return result


def of_config(text: str) -> list[str]:
    """The mistakes that the reader of configs finds."""
    try:
        read_settings(text, "/x/.pachlint.yaml", ".pachlint.yaml")
    except RuleErrors as found:
        return [error.message for error in found.errors]
    return []


def of_rule(text: str) -> list[str]:
    """The mistakes that the reader of rules finds."""
    return [error.message for error in read_rule(Source("r.yaml", text), "r", "t", Loading())[1]]


@pytest.mark.parametrize(
    ("name", "document", "mistakes"),
    [("config", CONFIG, of_config), ("config", NAMED, of_config), ("rule", RULE, of_rule)],
)
@settings(max_examples=300)
@given(chance=st.randoms(use_true_random=False))
def test_schema_and_reader_agree(
    name: str, document: dict[str, Any], mistakes: Callable[[str], list[str]], chance: random.Random
) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    assert mistakes(json.dumps(document)) == []
    odd = changed(document, chance)
    rejected = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(odd)]
    found = mistakes(json.dumps(odd))
    if not rejected:
        found = [message for message in found if not any(words in message for words in BEYOND)]
    assert bool(rejected) is bool(found), (rejected, found, odd)
