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
