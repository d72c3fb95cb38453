"""What each operator passes and what it does not: in ``when`` and in ``require``, at one path, below a name and at a wildcard."""

import json
from functools import cache
from typing import Any

import pytest

from pachlint.lint import Job, check, prepare
from pachlint.policy.operators import OPERATORS
from pachlint.policy.paths import Scope
from pachlint.policy.value_tests import ItemTest, Operation, ValueTest
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook
from pachlint.source import Source

PLACE = "pachd.affinity"
ARN = "arn:aws:iam::123456789012:role/pach"

# Operator, operand, values that pass, values that do not.
ROWS: list[tuple[str, Any, list[Any], list[Any]]] = [
    ("equals", 1, [1, 1.0], [True, "1", 2, 0, 1.5, [1], {"a": 1}]),
    ("equals", 0, [0, 0.0], [False, "", "0", [], {}]),
    ("equals", True, [True], [1, 1.0, "true", False]),
    ("equals", False, [False], [0, "", "false", True, []]),
    ("equals", "1", ["1"], [1, True, "1.0", "", " 1"]),
    ("equals", "a", ["a"], ["A", "ab", "", ["a"], {"a": 1}]),
    ("equals", [1, "a"], [[1, "a"], [1.0, "a"]], [[True, "a"], [1], [1, "a", 2], ["a", 1], "1a", {"1": "a"}, []]),
    ("equals", {"a": 1}, [{"a": 1}, {"a": 1.0}], [{"a": True}, {"a": 2}, {"a": 1, "b": 2}, {"b": 1}, {}, ["a"], "a"]),
    ("equals", {"a": [{"b": True}]}, [{"a": [{"b": True}]}], [{"a": [{"b": 1}]}, {"a": [{"b": "true"}]}, {"a": []}]),
    ("not_equals", 1, [True, "1", 2, [1]], [1, 1.0]),
    ("not_equals", "", ["a", 0, False, [], {}], [""]),
    ("not_equals", [1], [[True], [1, 1], 1], [[1], [1.0]]),
    ("in", ["a", 1, True], ["a", 1, 1.0, True], ["1", "A", 2, False, "", ["a"]]),
    ("in", [0], [0], [False, "", []]),
    ("in", [[1], {"a": 1}], [[1], {"a": 1}], [1, {"a": True}, []]),
    ("not_in", ["a", 1], ["b", True, "1", 2, ["a"]], ["a", 1, 1.0]),
    ("gt", 5, [6, 5.1, 1e9], [5, 5.0, 4, "6", True, [6], {"a": 6}]),
    ("ge", 5, [5, 5.0, 6, 5.5], [4, 4.9, "5", True]),
    ("lt", 5, [4, 4.9, -1, 0], [5, 5.0, 6, "4", False, []]),
    ("le", 5, [5, 5.0, 4], [6, 5.1, "5", False]),
    ("gt", 0, [1, 0.5], [0, True, -1]),
    ("lt", 2, [1, -5], [True, 2]),
    ("ge", -1.5, [-1.5, -1], [-2, "0"]),
    ("quantity_gt", "500m", ["501m", "1", 1, 0.6, "1Ki"], ["500m", 0.5, "0.5", "499m", "1x", True, "", ["1"]]),
    ("quantity_ge", "1Gi", ["1Gi", "1024Mi", "1.1G", "2Gi", "1073741824"], ["1G", "1023Mi", "a", "1073741823"]),
    ("quantity_lt", "1Gi", ["1G", "1023Mi", 5], ["1Gi", "1024Mi", "2Gi", "x", False]),
    ("quantity_le", "1Gi", ["1Gi", "1G", "1024Mi"], ["1025Mi", "2Gi", "x"]),
    ("quantity_gt", 1, [2, "1001m"], [1, "1", "1000m"]),
    ("matches", "b+", ["b", "abc", "abb"], ["a", "", "B", 5, True, ["b"]]),
    ("matches", "^b$", ["b"], ["ab", "bc", "bb"]),
    ("matches", "^[0-9]+$", ["5"], [5, "5a"]),
    ("not_matches", "b+", ["a", "", 5, ["b"]], ["b", "abc"]),
    ("starts_with", "a.", ["a.b", "a."], ["ab", "ba.", "A.", "", ["a."], {"a.": 1}]),
    ("starts_with", ["a", "b"], ["ax", "bx", "a"], ["xa", "xb", "", 5]),
    ("not_starts_with", "a", ["b", "ba", "", 5], ["a", "ab"]),
    ("not_starts_with", ["a", "b"], ["c"], ["a", "bc"]),
    ("ends_with", ".b", ["a.b", ".b"], ["ab", ".ba", ".B", "", [".b"]]),
    ("ends_with", ["a", "b"], ["xa", "xb"], ["ax", "bx", ""]),
    ("not_ends_with", "a", ["b", "ab", "", 5], ["a", "ba"]),
    ("not_ends_with", ["a", "b"], ["c", "ax"], ["xa", "b"]),
    ("contains", "b", ["abc", "b", ["b"], ["a", "b"], {"b": 0}, {"b": None}], ["a", "B", "", ["abc"], [], {"a": "b"}, 5]),
    ("contains", 1, [[1], [2, 1.0]], [[True], ["1"], 1, "1", {"1": 1}]),
    ("contains", {"a": 1}, [[{"a": 1}]], [[{"a": True}], {"a": 1}, [{"a": 1, "b": 1}]]),
    ("not_contains", "b", ["a", "", ["abc"], [], {"a": "b"}, 5], ["abc", ["b"], {"b": 0}]),
    ("not_contains", 1, [[True], ["1"]], [[1], [1.0]]),
    ("contains_all", ["a", "b"], ["ab", "xbax", ["b", "a", "c"], {"a": 1, "b": 2}], ["a", "b", ["a"], ["ab"], {"b": 1}, "", 5, []]),
    ("contains_all", [1, True], [[1, True]], [[1], [True], [1, 1]]),
    ("contains_any", ["a", "b"], ["a", "xb", ["b"], {"a": 1}], ["c", "", ["ab"], {"c": "a"}, 5, []]),
    ("type", "string", ["", "a", "5", "true"], [5, 1.5, True, [], {}]),
    ("type", "integer", [5, 0, -5, 5.0, 1e3], [5.5, "5", True, False, []]),
    ("type", "number", [5, 0, 5.0, 5.5, -0.1], ["5", True, False, [], {}]),
    ("type", "boolean", [True, False], [0, 1, "true", "", []]),
    ("type", "list", [[], [1]], [{}, "", "[]", 0, False]),
    ("type", "mapping", [{}, {"a": 1}], [[], "", "{}", 0]),
    ("type", ["integer", "string"], [5, "a"], [5.5, True, []]),
    ("type", ["number", "list"], [5, 5.5, []], ["", True, {}]),
    ("type", "null", [], ["", 0, False, [], {}, "null"]),
    ("length", {"gt": 2}, ["abc", [1, 2, 3], {"a": 1, "b": 2, "c": 3}], ["ab", "a", [1, 2], {"a": 1, "b": 2}, "", [], 5, True]),
    ("length", {"ge": 2}, ["ab", "abc", [1, 2], {"a": 1, "b": 2}], ["a", [1], {"a": 1}, "", 22]),
    ("length", {"lt": 2}, ["a", "", [1], [], {}], ["ab", "abc", [1, 2], 5, False]),
    ("length", {"le": 2}, ["ab", "a", "", [1, 2]], ["abc", [1, 2, 3], 1]),
    ("length", {"equals": 2}, ["ab", [1, 2], {"a": 1, "b": 2}], ["a", "abc", [1], [1, 2, 3], {}, 2, 22]),
    ("length", {"ge": 2, "le": 3}, ["ab", "abc"], ["a", "abcd", ""]),
    ("length", {"equals": 0}, ["", [], {}], ["a", [0], 0, False]),
    ("typo_of", ["alpha", "omega"], ["alhpa", "alph", "alpha1", "ALPHA", "omga"], ["alpha", "omega", "beta", "", 5, ["alhpa"], "al"]),
    ("typo_of", ["cat", "car"], ["catt"], ["caz", "cart", "cat", "car"]),
    ("not_typo_of", ["alpha", "omega"], ["alpha", "beta", "", 5], ["alhpa", "ALPHA", "omga"]),
    ("not_typo_of", ["cat", "car"], ["caz", "cart", "cat"], ["catt"]),
    ("version", ">=2.3.0 <2.5.0 || 2.9.x", ["2.3.0", "2.4.9", "2.9.7", "v2.4.0"], ["2.2.9", "2.5.0", "2.8.0", "2.10.0", "", "x", 2.4, 3, ["2.4.0"]]),
    ("version", "2.6.4", ["2.6.4"], ["2.6.5", "2.6.3", "2.6"]),
    ("format", "port", [1, 80, "80", 65535], [0, 65536, -1, "x", "", True, 1.5, [80]]),
    ("format", "hostname", ["a.example.com", "a"], ["a_b", "-a", "https://a", "", 5, "a b", ["a"]]),
    ("format", "iam_role_arn", [ARN], ["arn:aws:iam::1:role/pach", "pach", ""]),
    ("not_format", "ipv4", ["a", "1.2.3", "1.2.3.256", ""], ["1.2.3.4"]),
    ("not_format", "port", ["x", 0], [80, "80"]),
    ("present", True, ["", 0, False, [], {}, "a", {"a": None}], []),
    ("present", False, [], ["", 0, False, [], {}, "a"]),
    ("empty", True, ["", [], {}], [0, False, " ", [0], [""], {"a": 1}, "0", 0.0]),
    ("empty", False, [0, False, " ", [0], {"a": 1}], ["", [], {}]),
    ("truthy", True, ["a", 1, -1, True, [0], {"a": 1}, "false", "0", 0.5], ["", 0, 0.0, False, [], {}]),
    ("truthy", False, ["", 0, False, [], {}], ["a", 1, True, [0]]),
    ("set_by_user", True, ["", 0, False, "a", [], {}], []),
    ("set_by_user", False, [], ["", 0, "a"]),
    ("from_default", True, [], ["", 0, "a"]),
    ("from_default", False, ["", 0, "a", []], []),
    ("items", {"ge": 2, "le": 4}, [[2, 4], [3], []], [[1], [5], [2, 5], [1, 3], ["3"], [None], "3", 3, {"a": 3}]),
    ("items", {"equals": "a"}, [["a", "a"], []], [["a", "b"], ["b", "a"], ["b"], "a"]),
    ("items", {"lower": True, "equals": "a"}, [["A", "a"]], [["B"]]),
    ("items", {"any_item": {"equals": 1}}, [[[1], [2, 1]]], [[[1], [2]], [1]]),
    ("any_item", {"ge": 2, "le": 4}, [[2], [1, 3], [9, 4]], [[1], [1, 5], [], "3", 3, {"a": 3}, [None]]),
    ("any_item", {"equals": "a"}, [["b", "a"], ["a", "b"]], [["b"], [], "a", ["A"]]),
]  # fmt: skip


def _found(book: Rulebook, values: Any) -> set[tuple[str, str]]:
    text = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": values}})
    report = check([Job("v", (read(Source("v.yaml", text)),))], book)
    return {(finding.rule, finding.path) for finding in report.findings}


def _id(row: tuple[Any, ...]) -> str:
    return f"{row[0]} {json.dumps(row[1])}"


@pytest.mark.parametrize("row", ROWS, ids=_id)
def test_passes_what_it_should_and_nothing_else(row: tuple[Any, ...], own_rules: Any) -> None:
    operator, operand, passing, failing = row
    test, never = {operator: operand}, {f"{PLACE}.never": {"present": True}}
    wild = f"{PLACE}.*"
    book = own_rules(
        when={"when": {f"{PLACE}.x": test}, "require": never},
        require={"require": {f"{PLACE}.x": test}},
        each={"each": {"in": wild, "as": "one", "where": {"one": test}}, "require": {"one.never": {"present": True}}},
    )  # fmt: skip
    for value in passing:
        assert _found(book, {"x": value}) == {
            ("when", f"{PLACE}.never"),
            ("each", f"{PLACE}.x.never"),
        }, value
    for value in failing:
        violations = {path for rule, path in _found(book, {"x": value}) if rule == "require"}
        assert violations, value
        assert all(path.startswith(f"{PLACE}.x") for path in violations), value
        assert {rule for rule, _ in _found(book, {"x": value})} == {"require"}, value


def judged(name: str, operand: Any, value: Any) -> bool:
    """Whether a value passes an operator, which is asked itself, of data as it is stored."""
    operand = json.loads(json.dumps([operand] if name == "type" and isinstance(operand, str) else operand))
    if name in ("items", "any_item"):
        tests = ValueTest.from_json({**operand, "pipes": [["lower", True]]} if operand.pop("lower", None) else operand)  # fmt: skip
        one: Operation | ItemTest = ItemTest(name, tests)
    else:
        one = Operation.from_json(name, {"expression": operand, "required": []} if name.endswith("matches") else operand)  # fmt: skip
    return one.failure(value, ("x",), release(json.dumps({"x": value if OPERATORS[name].sight else 1})), required=True) is None  # fmt: skip


@cache
def release(text: str) -> Scope:
    """What a condition is judged in."""
    return Scope(prepare(Job("v", (read(Source("v.yaml", text)),))), {})


@pytest.mark.parametrize("name", sorted({row[0] for row in ROWS}))
def test_the_operator_itself(name: str) -> None:
    for _, operand, passing, failing in [row for row in ROWS if row[0] == name]:
        assert [value for value in passing if not judged(name, operand, value)] == [], operand
        assert [value for value in failing if judged(name, operand, value)] == [], operand


@pytest.mark.parametrize("row", ROWS, ids=_id)
def test_wildcard_is_some_in_when_and_every_in_require(row: tuple[Any, ...], own_rules: Any) -> None:
    operator, operand, passing, failing = row
    if operator == "present":
        return
    test, wild = {operator: operand}, f"{PLACE}.*"
    book = own_rules(
        when={"when": {wild: test}, "require": {"pachd.annotations.never": {"present": True}}},
        require={"require": {wild: test}},
    )
    bad = {f"b{number}": value for number, value in enumerate(failing)}
    good = {f"g{number}": value for number, value in enumerate(passing)}
    found = _found(book, {**bad, **good})
    assert {
        path.removeprefix(f"{PLACE}.").partition("[")[0] for rule, path in found if rule == "require"
    } == set(bad)
    assert bool([rule for rule, _ in found if rule == "when"]) is bool(good)
    assert [rule for rule, _ in _found(book, bad) if rule == "when"] == []


def test_every_operator_has_a_row() -> None:
    assert {row[0] for row in ROWS} | {"unique"} == set(OPERATORS)


SEES_MISSING = {
    # operator and operand: what they say of a value that is missing, and of null where no default stands
    ("present", False): (True, True),
    ("present", True): (False, False),
    ("empty", True): (True, True),
    ("empty", False): (False, False),
    ("truthy", False): (True, True),
    ("truthy", True): (False, False),
    ("set_by_user", True): (False, True),
    ("set_by_user", False): (True, False),
    ("from_default", True): (False, False),
    ("from_default", False): (True, True),
    ("type", "null"): (False, True),
}
ABSENT = [
    *((operator, operand, missing, null) for (operator, operand), (missing, null) in SEES_MISSING.items()),
    ("type", ["string", "null"], False, True),
    *((row[0], row[1], False, False) for row in ROWS if (row[0], json.dumps(row[1])) not in {(o, json.dumps(v)) for o, v in SEES_MISSING}),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "operand", "missing", "null"), ABSENT, ids=json.dumps)
def test_what_is_missing_or_null(
    operator: str, operand: Any, missing: bool, null: bool, own_rules: Any
) -> None:
    test, never = {operator: operand}, {"pachd.annotations.never": {"present": True}}
    book = own_rules(
        when={"when": {f"{PLACE}.x": test}, "require": never},
        require={"require": {f"{PLACE}.x": test}},
        optional={"require": {f"{PLACE}.x": {**test, "optional": True}}},
        negated={"when": {"not": {f"{PLACE}.x": test}}, "require": never},
    )
    for values, holds in (({"y": 1}, missing), ({"x": None}, null)):
        found = {rule for rule, _ in _found(book, values)}
        assert found == ({"when"} if holds else {"require", "negated"}), values


def test_null_over_a_default_is_missing(own_rules: Any) -> None:
    never = {"pachd.annotations.never": {"present": True}}
    book = own_rules(
        missing={"when": {"pachd.logLevel": {"present": False}}, "require": never},
        null={"when": {"pachd.logLevel": {"type": "null"}}, "require": never},
        default={"when": {"pachd.logLevel": {"from_default": True}}, "require": never},
    )
    text = "deployTarget: LOCAL\npachd: {logLevel: %s}\n"
    rules = {}
    for level in ("null", "info", "debug"):
        report = check([Job("v", (read(Source("v.yaml", text % level)),))], book)
        rules[level] = [finding.rule for finding in report.findings]
    assert rules == {"null": ["missing"], "info": [], "debug": []}
    report = check([Job("v", (read(Source("v.yaml", "deployTarget: LOCAL\n")),))], book)
    assert [finding.rule for finding in report.findings] == ["default"]
