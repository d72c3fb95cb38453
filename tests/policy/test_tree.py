"""The tree of conditions: as data and back, the cheap parts first, and what is read."""

import itertools
import json
from typing import Any

import pytest

from pachlint.policy.logic import Logic
from pachlint.policy.operators import EMPTINESS, INSIDE, PRESENCE, VALUE
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


def test_a_shipped_rule_is_the_same_after_it_was_data() -> None:
    for rule in SHIPPED:
        again = Logic.of(rule.logic.each, rule.logic.when, rule.logic.require)
        assert parts(again) == parts(rule.logic), rule.id
        template = json.loads(json.dumps(rule.template.to_json()))
        assert repr(type(rule.template).from_json(template)) == repr(rule.template), rule.id


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


# Conditions, each of which takes longer to judge than the one before.
DEARER: list[dict[str, Any]] = [
    {"pachd.logLevel": "info"},
    {"pachd.logLevel": {"lower": True, "equals": "info"}},
    {"pachd.logLevel": {"lower": True, "split": ",", "contains": "info"}},
    {"pachd.logLevel": {"lower": True, "split": ",", "contains": {"ref": "deployTarget"}}},
    {"pachd.*": "info"},
    {"pachd.*": {"lower": True, "unique": True}},
    {"pachd.*": {"lower": True, "equals": {"ref": "deployTarget"}}},
    {"some": {"in": "pachd", "as": "one", "where": {"one": "info"}}},
    {"every": {"in": "pachd.*", "as": "one", "require": {"one": "info"}}},
    {"pachd.logLevel": {"matches": "a"}},
    {"pachd.logLevel": {"items": {"split": ",", "any_item": {"matches": "a"}}}},
    {"pachd.*": {"items": {"format": "port"}}},
    {"all": [{"pachd.*": {"format": "port"}}, {"any": [{"pachd.enabled": True}, {"none": [{"pachd.enabled": True}]}]}]},
    {"pachd.logLevel": {"matches": "a", "not_matches": "b"}},
]  # fmt: skip


def test_what_takes_longer_costs_more() -> None:
    costs = [cost(source(when=one, require=LOG_IS_INFO).logic.when) for one in DEARER]  # type: ignore[arg-type]
    assert [pair for pair in itertools.pairwise(costs) if pair[0] >= pair[1]] == []


# A test, and how deep it looks into a value.
DEPTHS: list[tuple[dict[str, Any], int]] = [
    ({"present": True}, PRESENCE),
    ({"set_by_user": True}, PRESENCE),
    ({"from_default": False}, PRESENCE),
    ({"empty": True}, EMPTINESS),
    ({"truthy": True}, EMPTINESS),
    ({"type": "list"}, VALUE),
    ({"length": {"ge": 1}}, VALUE),
    ({"equals": 1}, INSIDE),
    ({"matches": "a"}, INSIDE),
    ({"contains": "a"}, INSIDE),
    ({"items": {"equals": 1}}, INSIDE),
    ({"any_item": {"present": True}}, INSIDE),
    ({"present": True, "type": "list"}, VALUE),
    ({"type": "list", "equals": [1]}, INSIDE),
    # what a mapping holds does not matter to its keys; whether a pipe gives anything is decided by what is inside
    ({"keys": True, "contains": "a"}, VALUE),
    ({"keys": True, "items": {"equals": "a"}}, VALUE),
    ({"json": True, "present": True}, INSIDE),
    ({"split": ",", "empty": True}, INSIDE),
    ({"split": ",", "length": {"ge": 1}}, VALUE),
]


@pytest.mark.parametrize(("test", "depth"), DEPTHS, ids=json.dumps)
def test_how_deep_a_test_looks(test: dict[str, Any], depth: int) -> None:
    (read,) = source(require={"pachd.annotations": test}).logic.reads
    assert read.depth == depth


def test_a_loop_looks_whether_there_is_something() -> None:
    logic = source(require={"some": {"in": "pachd.*", "as": "one", "where": {"one.a": {"equals": {"ref": "one.b", "lower": True}}}}}).logic  # fmt: skip
    assert [(str(read.pattern), [str(route) for route in read.routes], read.depth) for read in logic.reads] == [
        ("pachd.*", ["pachd.*"], PRESENCE), ("one.a", ["pachd.*.a"], INSIDE), ("one.b", ["pachd.*.b"], INSIDE),
    ]  # fmt: skip


AREAS: list[tuple[dict[str, Any], list[tuple[Any, ...]]]] = [
    ({"require": LOG_IS_INFO}, [("pachd", "logLevel")]),
    ({"require": {"pachd.resources.*.cpu": 1}}, [("pachd", "resources", "*", "cpu")]),
    (
        {"when": {"deployTarget": {"equals": {"ref": "pachd.logLevel"}}}, "require": {"pachd.logLevel": 1}},
        [("deployTarget",), ("pachd", "logLevel")],
    ),
    ({"each": {"in": ["pachd.*", "etcd"], "as": "x"}, "require": {"x.a": 1}}, [("etcd",), ("pachd", "*")]),
    (
        {"each": {"in": "pachd.*", "as": "x", "where": {"etcd.a": 1}}, "require": {"x.@key": "a"}},
        [("etcd", "a"), ("pachd", "*")],
    ),
    ({"each": {"in": "**", "as": "x"}, "require": {"x": "a"}}, []),
]


@pytest.mark.parametrize(("logic", "areas"), AREAS)
def test_where_a_rule_reads(logic: dict[str, Any], areas: list[tuple[Any, ...]]) -> None:
    assert source(**logic, unknown_ok=["etcd.a"]).logic.areas() == areas


@pytest.mark.parametrize(
    ("logic", "first"),
    [
        ({"require": LOG_IS_INFO}, True),
        ({"when": CHEAP, "require": LOG_IS_INFO}, True),
        ({"each": {"in": "pachd.*", "as": "x"}, "require": {"x": 1}}, True),
        ({"each": {"in": "pachd.*", "as": "x"}, "when": CHEAP, "require": {"x": 1}}, True),
        ({"each": {"in": "pachd.*", "as": "x"}, "when": {"x.a": 1}, "require": {"x": 1}}, False),
        ({"each": {"in": "pachd.*", "as": "x"}, "when": {"all": [CHEAP, {"not": {"x": 1}}]}, "require": {"x": 1}}, False),
        ({"each": {"in": "pachd.*", "as": "x"}, "when": {"deployTarget": {"equals": {"ref": "x"}}}, "require": {"x": 1}}, False),
        ({"each": {"in": "pachd.*", "as": "x"}, "when": {"some": {"in": "etcd.*", "as": "y", "where": {"y": 1}}}, "require": {"x": 1}}, True),
    ],
)  # fmt: skip
def test_when_is_asked_first_if_it_is_the_same_for_every_match(logic: dict[str, Any], first: bool) -> None:
    assert source(**logic).logic.when_first is first
