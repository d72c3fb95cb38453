"""What rests on a text that only stands for a value is not told: whatever is filled in might be right.

Each row is also tried with values filled in: where a finding goes away for one of them, it may not be told.
"""

import json
from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.policy.rule import Traits
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook, shipped
from pachlint.source import Source

X, K = "pachd.affinity.x", "pachd.affinity.k"
HOLE = "${V}"
# two more make a template of a file
TEMPLATE = {"a1": "${A}", "a2": "${B}"}
EACH = {"in": f"{X}.*", "as": "p"}


def found(book: Rulebook, values: dict[str, Any]) -> set[str]:
    """The paths of what is found, below x as they are, all others whole."""
    text = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": values}})
    findings = check([Job("v", (read(Source("v.yaml", text)),))], book).findings
    return {one.path.removeprefix(f"{X}.") for one in findings}


# The rule, the values, and the paths that are told.
ROWS: list[tuple[dict[str, Any], dict[str, Any], set[str]]] = [
    ({"require": {X: 5}}, {"x": HOLE}, set()),
    ({"require": {X: 5}}, {"x": "<replace-me>"}, set()),
    ({"require": {X: 5}}, {"x": 4, "y": HOLE}, {X}),
    ({"require": {X: 5}}, {"x": 4, "x2": {HOLE: 1}}, {X}),
    # above, inside
    ({"require": {f"{X}.a": 5}}, {"x": HOLE}, set()),
    ({"require": {f"{X}.a.b": 5}}, {"x": HOLE}, set()),
    ({"require": {f"{X}.a": {"present": True}}}, {"x": HOLE}, set()),
    ({"require": {f"{X}.a": {"type": "list"}}}, {"x": HOLE}, set()),
    ({"require": {X: {"equals": {"a": 5}}}}, {"x": {"a": HOLE}}, set()),
    ({"require": {X: {"equals": {"a": {"b": 5}}}}}, {"x": {"a": {"b": HOLE}}}, set()),
    ({"require": {X: {"items": {"equals": 5}}}}, {"x": [HOLE]}, set()),
    # the kind of a value, its length
    ({"require": {X: {"type": "list"}}}, {"x": HOLE}, set()),
    ({"require": {X: {"type": "list"}}}, {"x": {"a": HOLE}}, {X}),
    ({"require": {X: {"length": {"ge": 2}}}}, {"x": [HOLE]}, {X}),
    ({"require": {X: {"length": {"ge": 9}}}}, {"x": HOLE}, set()),
    ({"require": {X: {"keys": True, "contains": "b"}}}, {"x": {"a": HOLE}}, {X}),
    # whether it is there, or empty: of a template nobody knows
    ({"require": {X: {"present": False}}}, {"x": HOLE}, {X}),
    ({"require": {X: {"present": False}}}, {"x": HOLE, **TEMPLATE}, {X}),
    ({"require": {X: {"present": False}}}, {"x": {"a": HOLE}}, {X}),
    ({"require": {X: {"empty": True}}}, {"x": HOLE}, {X}),
    ({"require": {X: {"empty": True}}}, {"x": HOLE, **TEMPLATE}, set()),
    ({"require": {X: {"empty": True}}}, {"x": [HOLE], **TEMPLATE}, {X}),
    ({"require": {X: {"truthy": False}}}, {"x": HOLE}, {X}),
    ({"require": {X: {"truthy": False}}}, {"x": HOLE, **TEMPLATE}, set()),
    ({"require": {X: {"set_by_user": False}}}, {"x": HOLE, **TEMPLATE}, {X}),
    ({"require": {X: {"type": "list"}}}, {"x": HOLE, **TEMPLATE}, set()),
    # another value that is read
    ({"when": {K: {"not_equals": 1}}, "require": {X: 5}}, {"x": 4, "k": HOLE}, set()),
    ({"when": {K: {"present": True}}, "require": {X: 5}}, {"x": 4, "k": HOLE}, {X}),
    ({"when": {K: {"empty": False}}, "require": {X: 5}}, {"x": 4, "k": HOLE}, {X}),
    ({"require": {X: {"equals": {"ref": K}}}}, {"x": 4, "k": HOLE}, set()),
    ({"require": {X: {"in": [{"ref": K}, 3]}}}, {"x": 4, "k": HOLE}, set()),
    ({"require": {"any": [{X: 5}, {K: 1}]}}, {"x": 4, "k": HOLE}, set()),
    ({"require": {"all": [{X: 5}, {f"{K}.n": {"present": False}}]}}, {"x": 4, "k": {"n": HOLE}}, {X, f"{K}.n"}),
    # matches of a wildcard
    ({"require": {f"{X}.*": 5}}, {"x": {"a": HOLE}}, set()),
    ({"require": {f"{X}.*": 5}}, {"x": {"a": 4}, "y": HOLE}, {"a"}),
    ({"require": {f"{X}.*": 5}}, {"x": {"a": HOLE}, "y": HOLE}, set()),
    ({"require": {f"{X}.*.n": 5}}, {"x": {"a": {"n": 4}, "b": {"m": HOLE}}}, {"a.n"}),
    ({"require": {f"{X}.*.n": {"present": False}}}, {"x": {"a": {"n": HOLE}}}, {"a.n"}),
    ({"require": {f"{X}.*.n": {"type": "list"}}}, {"x": {"a": {"n": HOLE}}}, set()),
    ({"require": {f"{X}.*.n": {"type": "list"}}}, {"x": {"a": {"n": {"m": HOLE}}}}, {"a.n"}),
    ({"each": EACH, "require": {"p": 5}}, {"x": {"a": 4, "b": HOLE}}, {"a"}),
    ({"each": EACH, "require": {"p.n": 5}}, {"x": {"a": {"n": 4, "m": HOLE}, "b": {"n": HOLE}}}, {"a.n"}),
    ({"each": EACH, "require": {"p.*": 5}}, {"x": {"a": {"n": 4}, "b": {"n": HOLE}}}, {"a.n"}),
    ({"each": EACH, "require": {"p.n": {"present": False}}}, {"x": {"a": {"n": HOLE}}}, {"a.n"}),
    ({"each": EACH, "when": {"p.on": True}, "require": {"p.n": 5}}, {"x": {"a": {"n": 4, "on": True}, "b": {"n": 4, "on": HOLE}}}, {"a.n"}),
    ({"each": EACH, "require": {"p.n": {"equals": {"ref": "p.m"}}}}, {"x": {"a": {"n": 4, "m": 3}, "b": {"n": 4, "m": HOLE}}}, {"a.n"}),
    ({"require": {"every": {**EACH, "require": {"p": 5}}}}, {"x": {"a": 4, "b": HOLE}}, {"a"}),
    ({"require": {"every": {**EACH, "require": {"p.n": 5}}}}, {"x": {"a": {"n": 4}, "b": {"n": HOLE}}}, {"a.n"}),
    ({"require": {"some": {**EACH, "where": {"p": 5}}}}, {"x": {"a": 4, "b": HOLE}}, set()),
    ({"require": {"some": {**EACH, "where": {"p.n": 5}}}}, {"x": {"a": {"n": 4}, "b": {"n": HOLE}}}, set()),
    ({"require": {"some": {**EACH, "where": {"p.n": 5}}}}, {"x": {"a": {"n": 4}, "b": {"m": HOLE}}}, {X}),
    ({"require": {"some": {**EACH, "where": {"p": 5}}}}, {"x": {"a": 4}, "y": HOLE}, {X}),
    ({"each": {"in": [f"{X}.*", f"{K}.*"], "as": "q"}, "require": {"some": {"in": "q.*", "as": "p", "where": {"p": 5}}}}, {"x": {"a": {"b": HOLE}}}, set()),
    # keys
    ({"each": EACH, "require": {"p.@key": "z"}}, {"x": {HOLE: 1, "b": 1}}, {"b"}),
    ({"each": EACH, "require": {"p.@key": "z"}}, {"x": {"<name-of-it>": 1}}, set()),
    ({"each": EACH, "require": {"p.@key": "z"}}, {"x": {"b": HOLE}}, {"b"}),
    ({"each": EACH, "require": {"p.@key": "z"}}, {"x": {"b": {HOLE: 1}}}, {"b"}),
    ({"each": {"in": f"{X}.*.*", "as": "p"}, "require": {"p.@key": "z"}}, {"x": {HOLE: {"b": 1}}}, set()),
    ({"require": {f"{X}.*.@key": "z"}}, {"x": {HOLE: 1}}, set()),
    ({"require": {f"{X}.*.@key": "z"}}, {"x": {"b": HOLE}}, {"b"}),
    ({"require": {f"{X}.*.@key": "z"}}, {"x": {"b": {HOLE: 1}}}, {"b"}),
    ({"require": {f"{X}.b.@key": "z"}}, {"x": {"b": HOLE}}, {"b"}),
    ({"require": {f"{X}.b.@key": "z"}}, {"x": {"b": {HOLE: 1}}}, {"b"}),
    ({"each": EACH, "require": {"p": {"present": False}}}, {"x": {HOLE: 1, "b": 1}}, {"b"}),
    ({"each": EACH, "require": {"p": {"empty": True}}}, {"x": {HOLE: 1, "b": 1}}, {"b"}),
    ({"each": EACH, "require": {"p": 5}}, {"x": {HOLE: 1, "b": 1}}, {"b"}),
    ({"require": {f"{X}.*": {"present": False}}}, {"x": {HOLE: 1}}, set()),
    ({"require": {X: {"equals": {}}}}, {"x": {HOLE: 1}}, set()),
    ({"require": {X: {"present": False}}}, {"x": {HOLE: 1}}, {X}),
    # the path is what it is
    ({"each": EACH, "require": {"p.@path": "z"}}, {"x": {"b": HOLE}}, {"b"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "values", "reported"), ROWS, ids=lambda one: json.dumps(one) if isinstance(one, dict) else None
)
def test_what_rests_on_a_hole_is_not_reported(
    rule: dict[str, Any], values: dict[str, Any], reported: set[str], own_rules: Any
) -> None:
    book = own_rules(r=rule)
    # the user's own rules judge such a text as it is
    as_text = found(book, values)
    book = book._replace(rules=tuple(one._replace(traits=Traits()) for one in book.rules))
    assert found(book, values) == reported
    assert reported <= as_text
    without = {name: one for name, one in values.items() if name not in TEMPLATE}
    for filled in ("a", "z", 5, 1, True, "", [1], {"a": 5, "b": 5, "n": 5}):
        if filled == "" and not len(values) > len(without):
            continue
        assert reported <= found(book, filled_in(without, filled)), filled


def filled_in(value: Any, filled: Any) -> Any:
    """The values with something in place of what only stands for it; keys get texts only."""
    if isinstance(value, dict):
        return {
            (str(filled) or "q") if key == HOLE else key: filled_in(inner, filled)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [filled_in(item, filled) for item in value]
    return filled if value == HOLE else value


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        # a key that nobody knows, whatever its value is; not so a key that stands for another
        ("pachd: {lgoLevel: '${V}'}", {("unknown-key", "pachd.lgoLevel")}),
        ("pachd: {lgoLevel: info}", {("unknown-key", "pachd.lgoLevel")}),
        ("pachd: {'${K}': info}", set()),
        ("pachd: {replicas: [1]}", {("wrong-type", "pachd.replicas")}),
        ("pachd: {replicas: '${V}'}", {("wrong-type", "pachd.replicas")}),
    ],
)
def test_a_check_in_python_is_asked_for_the_place(text: str, reported: set[tuple[str, str]]) -> None:
    document = read(Source("v.yaml", f"deployTarget: LOCAL\n{text}\n"))
    findings = check([Job("v", (document,))], shipped().select(["unknown-key", "wrong-type"])).findings
    assert {(one.rule, one.path) for one in findings} == reported
