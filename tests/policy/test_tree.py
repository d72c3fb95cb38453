"""The tree of conditions: as data and back, the cheap parts first, and what is read."""

import json
from typing import Any

import pytest

from pachlint.policy.logic import Logic
from pachlint.policy.packing import RuleSource, pack, unpack
from pachlint.policy.path_tests import PathTest
from pachlint.policy.tree import Condition, cost, walk
from pachlint.rulebook import shipped
from pachlint.rulefiles.reader import Loading, read_rule
from pachlint.source import Source

LOG_IS_INFO: dict[str, Any] = {"pachd.logLevel": "info"}
COSTLY: dict[str, Any] = {"pachd.logLevel": {"matches": "^d"}}
CHEAP: dict[str, Any] = {"pachd.enabled": True}
SHIPPED = shipped().rules


def source(**logic: Any) -> RuleSource:
    """A rule of the user's with this logic."""
    rule = {"title": "T", "severity": "error", "impact": "broken", "message": "m", **logic}
    rule["examples"] = [{"bad": "a", "expect": [{}]}, {"good": "b"}]
    compiled, mistakes = read_rule(Source("r.yaml", json.dumps(rule)), "r", "t", Loading())
    assert compiled is not None, mistakes
    return compiled.source


def parts(logic: Logic) -> str:
    """All of the conditions; 1 and true differ in it."""
    return repr((logic.each, logic.when, logic.require))


@pytest.mark.parametrize("rule", SHIPPED, ids=[rule.id for rule in SHIPPED])
def test_a_shipped_rule_is_the_same_after_it_was_data(rule: Any) -> None:
    again = Logic.of(rule.logic.each, rule.logic.when, rule.logic.require)
    assert parts(again) == parts(rule.logic)
    template = json.loads(json.dumps(rule.template.to_json()))
    assert repr(type(rule.template).from_json(template)) == repr(rule.template)


EVERY_FORM: list[dict[str, Any]] = [
    {"require": {"all": [LOG_IS_INFO, {"any": [CHEAP, COSTLY]}, {"none": [COSTLY]}, {"not": COSTLY}]}},
    {"require": {"every": {"in": "oidc.upstreamIDPs.*", "as": "one", "require": {"one.id": {"present": True}}}}},
    {"when": {"some": {"in": "oidc.upstreamIDPs.*", "as": "one", "where": {"one.@key": 1}}}, "require": LOG_IS_INFO},
    {"each": {"in": ["**", "pachd.*Port"], "as": "x"}, "require": {"x": {"not_equals": {"ref": "pachd.logLevel"}}}},
    {"require": {"pachd.logLevel": {"in": ["a", {"ref": "global.x", "lower": True}], "optional": True}}, "unknown_ok": ["global.x"]},
    {"require": {"pachd.annotations": {"keys": True, "items": {"split": ",", "length": {"ge": 1}}}}},
    {"require": {"pachd.annotations": {"equals": [{"a": {"ref": "b"}}, 1.5, None, True]}}},
    {"each": {"in": "pachd.resources.*.*", "as": "x"}, "require": {"x.@parent.cpu": {"present": True}}},
]  # fmt: skip


@pytest.mark.parametrize("logic", EVERY_FORM)
def test_every_form_is_the_same_after_it_was_data(logic: dict[str, Any]) -> None:
    written = source(**logic)
    (rule,) = unpack(pack([json.loads(json.dumps(written.to_json()))]))
    assert parts(rule.logic) == parts(written.logic)
    assert repr(rule.template) == repr(written.template)
    assert rule.applies == written.applies


@pytest.mark.parametrize(
    ("logic", "first"),
    [
        ({"when": {"all": [COSTLY, CHEAP]}, "require": LOG_IS_INFO}, "equals"),
        ({"when": {"any": [COSTLY, CHEAP]}, "require": LOG_IS_INFO}, "equals"),
        ({"when": {**COSTLY, **CHEAP}, "require": LOG_IS_INFO}, "equals"),
        ({"require": {"none": [COSTLY, CHEAP]}}, "matches"),
    ],
)
def test_cheap_parts_of_when_come_first(logic: dict[str, Any], first: str) -> None:
    written = source(**logic).logic
    condition = written.when or written.require
    assert condition is not None
    leaf = condition.parts[0]
    assert isinstance(leaf, PathTest)
    assert leaf.test.operations[0].name == first


def test_a_condition_costs_what_its_parts_cost() -> None:
    def checked(condition: Condition) -> None:
        assert cost(condition) == condition.own_cost + sum(map(cost, condition.parts))

    for rule in SHIPPED:
        for condition in (rule.logic.when, rule.logic.require):
            for one in walk(condition) if condition else ():
                checked(one)


@pytest.mark.parametrize(
    ("logic", "own", "of_a_match"),
    [
        ({"require": LOG_IS_INFO}, ["pachd.logLevel"], []),
        ({"require": {"pachd.logLevel": {"equals": {"ref": "deployTarget"}}}}, ["pachd.logLevel", "deployTarget"], []),
        (
            {"require": {"every": {"in": "oidc.upstreamIDPs.*", "as": "one", "require": {"one.id": "a"}}}},
            ["oidc.upstreamIDPs.*", "oidc.upstreamIDPs.*.id"],
            [],
        ),
        (
            {
                "each": {"in": "oidc.upstreamIDPs.*", "as": "one", "where": {"one.id": "a"}},
                "require": {"one.@key": 0, "pachd.enabled": True, "oidc.issuerURI": {"items": {"equals": {"ref": "one.type"}}}},
            },
            ["pachd.enabled", "oidc.issuerURI"],
            ["one.id", "one.type"],
        ),
    ],
)  # fmt: skip
def test_what_is_read(logic: dict[str, Any], own: list[str], of_a_match: list[str]) -> None:
    written = source(**logic).logic
    assert sorted(map(str, written.own_reads)) == sorted(own)
    assert sorted(map(str, written.reads_of_a_match)) == sorted(of_a_match)
