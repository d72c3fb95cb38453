"""Which keys of matches a rule may be about, none if any: what is ruled out by them has no finding."""

from typing import Any

import pytest

from pachlint.judging.judge import judge
from pachlint.lint import Job, prepare
from pachlint.reading.document import read
from pachlint.source import Source

A, B = {"one.@key": "a"}, {"one.@key": {"in": ["b", "c"]}}


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        (A, {"a"}),
        (B, {"b", "c"}),
        ({"one.@key": {"not_equals": "a"}}, set()),
        ({"one.@key": {"matches": "^a$"}}, set()),
        ({"one.@key": {"lower": True, "equals": "a"}}, set()),
        ({"one.@key": {"starts_with": "a", "equals": "ab"}}, {"ab"}),
        ({"one.@key": {"equals": {"ref": "deployTarget"}}}, set()),
        ({"one": "a"}, set()),
        ({"one.x": "a"}, set()),
        ({"one.@path": "a"}, set()),
        ({"one.@parent.x": "a"}, set()),
        ({"deployTarget": "LOCAL"}, set()),
        ({**A, "one": "x"}, {"a"}),
        ({"all": [A, B]}, set()),
        ({"all": [{"one": "x"}, B]}, {"b", "c"}),
        ({"all": [{"one.@key": {"in": ["a", "b"]}}, B]}, {"b"}),
        ({"any": [A, B]}, {"a", "b", "c"}),
        ({"any": [A, {"one": "x"}]}, set()),
        ({"any": [{**A, "one": "x"}, {"all": [B, {"one": "y"}]}]}, {"a", "b", "c"}),
        ({"not": A}, set()),
        ({"none": [A, B]}, set()),
        ({"any": [A], "none": [B]}, {"a"}),
    ],
)
def test_keys_for_which_a_condition_may_hold(where: Any, keys: set[str], own_rules: Any) -> None:
    (rule,) = own_rules(
        r={"each": {"in": "pachd.affinity.*", "as": "one", "where": where}, "require": {"one": "right"}}
    ).rules
    assert rule.logic.needed_keys == keys


def test_without_a_condition_every_key_may_be_meant(own_rules: Any) -> None:
    rules = own_rules(
        r={"each": {"in": "pachd.affinity.*", "as": "one"}, "require": {"one": "right"}},
        s={"require": {"pachd.affinity.x": "right"}},
    ).rules
    assert [rule.logic.needed_keys for rule in rules] == [frozenset(), frozenset()]


@pytest.mark.parametrize(
    "where", [A, B, {"any": [A, {"one.@key": "k70"}]}, {"not": A}, {"one.@key": {"matches": "7"}}]
)
@pytest.mark.parametrize("block", ["{%s}", "[%s]"])
def test_of_many_matches_the_same_is_found(
    where: Any, block: str, own_rules: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rule,) = own_rules(
        r={"each": {"in": "pachd.affinity.*", "as": "one", "where": where}, "require": {"one": "right"}}
    ).rules
    names = [*(f"k{number}" for number in range(90)), "a", "b", "c"]
    inner = ", ".join(f"{name}: wrong" if block[0] == "{" else name for name in names)
    document = read(Source("v.yaml", f"deployTarget: LOCAL\npachd: {{affinity: {block % inner}}}\n"))
    context = prepare(Job("v", (document,)))
    found = [one.path for one in judge(rule, context)]
    monkeypatch.setattr(rule.logic, "needed_keys", frozenset())
    assert found == [one.path for one in judge(rule, context)]
    assert found or block == "[%s]"


OWN = {"one": {"set_by_user": True}}


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (OWN, True),
        ({"one": {"set_by_user": True, "empty": False}}, True),
        ({"one": {"set_by_user": False}}, False),
        ({"one": {"lower": True, "set_by_user": True}}, False),
        ({"one.x": {"set_by_user": True}}, False),
        ({"one.@key": {"set_by_user": True}}, False),
        ({"one.@parent.x": {"set_by_user": True}}, False),
        ({"pachd.logLevel": {"set_by_user": True}}, False),
        (A, False),
        ({"all": [A, OWN]}, True),
        ({"all": [A, B]}, False),
        ({"any": [A, OWN]}, False),
        ({"any": [OWN, {"all": [A, OWN]}]}, True),
        ({"not": OWN}, False),
        ({"none": [OWN]}, False),
    ],
)
def test_matches_that_the_user_set(where: Any, expected: bool, own_rules: Any) -> None:
    (rule,) = own_rules(
        r={"each": {"in": "pachd.affinity.*", "as": "one", "where": where}, "require": {"one": "right"}}
    ).rules
    assert rule.logic.of_user is expected


@pytest.mark.parametrize(
    "text",
    [
        "console: {image: {repository: a}}\npachd: {image: {repository: ''}}\n",
        "pachd: {image: {repository: null}}\netcd: {image: null}\nproxy: null\n",
        "etcd: {image: {repository: [a, {b: c}]}}\nglobal: {image: {repository: a}}\n",
        "postgresql: {image: {repository: null, x: 1}}\nloki-stack: {image: {repository: b}}\n",
    ],
)
def test_only_what_the_user_wrote_is_looked_at_and_the_same_is_found(
    text: str, own_rules: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rule,) = own_rules(
        r={"each": {"in": "*.image.*", "as": "one", "where": OWN}, "require": {"one": "right"}}
    ).rules
    context = prepare(Job("v", (read(Source("v.yaml", f"deployTarget: LOCAL\n{text}")),)))
    found = sorted(one.path for one in judge(rule, context))
    monkeypatch.setattr(rule.logic, "of_user", False)
    assert found == sorted(one.path for one in judge(rule, context))
    assert found or "null" in text
