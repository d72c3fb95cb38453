"""Operators and combinators against an implementation of their documentation in a few lines."""

import json
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pachlint.lint import Job, check
from pachlint.reading.document import read
from pachlint.source import Source

NEVER = {"pachd.annotations.never": {"present": True}}
SCALARS = st.sampled_from(["", "a", "b", "ab", "A", "1", "true", 0, 1, 2, 1.0, 1.5, -1, True, False])
VALUES = (
    SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.sampled_from("abc"), SCALARS, max_size=2)
)
OPERANDS = {
    **dict.fromkeys(("equals", "not_equals", "contains", "not_contains"), VALUES),
    **dict.fromkeys(("in", "not_in", "contains_all", "contains_any"), st.lists(VALUES, min_size=1, max_size=3)),
    **dict.fromkeys(("gt", "ge", "lt", "le"), st.sampled_from([0, 1, 2, 1.5, -1])),
    **dict.fromkeys(("starts_with", "not_starts_with", "ends_with", "not_ends_with"), st.sampled_from(["a", "b", "1"])),
    **dict.fromkeys(("quantity_gt", "quantity_ge", "quantity_lt", "quantity_le"), st.sampled_from(["1", "1500m", "1Ki", 2])),
    **dict.fromkeys(("present", "empty", "truthy", "set_by_user"), st.booleans()),
    "type": st.sampled_from(["string", "integer", "number", "boolean", "list", "mapping"]),
    "length": st.dictionaries(st.sampled_from(["equals", "ge", "gt", "le", "lt"]), st.integers(0, 3), min_size=1, max_size=2),
}  # fmt: skip
TESTS = st.sampled_from(sorted(OPERANDS)).flatmap(
    lambda name: OPERANDS[name].map(lambda operand: {name: operand})
)
UNITS = {"m": Fraction(1, 1000), "Ki": 1024}


def frozen(value: Any) -> Any:
    """Equal if and only if Helm's values are: all numbers are of one kind, and true is none."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return type(value).__name__, value
    if isinstance(value, list):
        return "list", tuple(map(frozen, value))
    if isinstance(value, dict):
        return "map", frozenset((key, frozen(inner)) for key, inner in value.items())
    return "number", Fraction(value)


def amount(value: Any) -> Fraction | None:
    """A quantity; a text without digits in front is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value)
    unit = next((unit for unit in UNITS if text.endswith(unit)), "")
    digits = text.removesuffix(unit)
    return Fraction(digits) * UNITS.get(unit, 1) if digits.lstrip("-").replace(".", "").isdigit() else None


def has(value: Any, part: Any) -> bool:
    """Whether a text, list or mapping has a part, item or key."""
    if isinstance(value, list):
        return frozen(part) in map(frozen, value)
    return isinstance(value, str | dict) and isinstance(part, str) and part in value


def compares(word: str, one: Any, other: Any) -> bool:
    """Whether one is greater, … than the other."""
    return {
        "gt": one > other,
        "ge": one >= other,
        "lt": one < other,
        "le": one <= other,
        "equals": one == other,
    }[word]


def passes(value: Any, name: str, operand: Any) -> bool:
    """What the documentation says of a value that is there."""
    kind, number = frozen(value)[0], frozen(value)[0] == "number"
    if name.startswith("not_"):
        return not passes(value, name.removeprefix("not_"), operand)
    if name.startswith("quantity_"):
        found = amount(value)
        return found is not None and compares(name.removeprefix("quantity_"), found, amount(operand))
    if name in ("gt", "ge", "lt", "le"):
        return number and compares(name, value, operand)
    if name == "type":
        whole = number and value == int(value)
        names = {"str": "string", "bool": "boolean", "list": "list", "map": "mapping"}
        return (
            operand == names.get(kind) or (number and operand == "number") or (whole and operand == "integer")
        )
    if name == "length":
        return isinstance(value, str | list | dict) and all(
            compares(word, len(value), bound) for word, bound in operand.items()
        )
    return bool({
        "equals": lambda: frozen(value) == frozen(operand),
        "in": lambda: frozen(value) in map(frozen, operand),
        "contains": lambda: has(value, operand),
        "contains_all": lambda: all(has(value, part) for part in operand),
        "contains_any": lambda: any(has(value, part) for part in operand),
        "starts_with": lambda: isinstance(value, str) and value.startswith(operand),
        "ends_with": lambda: isinstance(value, str) and value.endswith(operand),
        "present": lambda: operand,
        "empty": lambda: (value in ("", [], {}) and not number and kind != "bool") is operand,
        "truthy": lambda: bool(value) is operand,
        "set_by_user": lambda: operand,
    }[name]())  # fmt: skip


def paths_found(rules: dict[str, Any], values: Any, own_rules: Any) -> set[tuple[str, str]]:
    """Rules and paths below pachd.affinity."""
    text = json.dumps({"deployTarget": "LOCAL", "pachd": {"affinity": values}})
    report = check([Job("v", (read(Source("v.yaml", text)),))], own_rules(**rules))
    return {(finding.rule, finding.path.removeprefix("pachd.affinity.")) for finding in report.findings}


@settings(max_examples=30)
@given(rows=st.lists(st.tuples(TESTS, VALUES), min_size=12, max_size=12))
def test_operators(rows: list[tuple[dict[str, Any], Any]], own_rules: Any) -> None:
    rules: dict[str, Any] = {}
    for number, (test, _) in enumerate(rows):
        at = f"pachd.affinity.v{number}"
        rules[f"when_{number}"] = {"when": {at: test}, "require": {f"{at}.never": {"present": True}}}
        rules[f"require_{number}"] = {"require": {at: test}}
    found = {
        rule
        for rule, _ in paths_found(rules, {f"v{at}": value for at, (_, value) in enumerate(rows)}, own_rules)
    }
    for number, (test, value) in enumerate(rows):
        ((name, operand),) = test.items()
        expected = "when" if passes(value, name, operand) else "require"
        assert {rule for rule in (f"when-{number}", f"require-{number}") if rule in found} == {
            f"{expected}-{number}"
        }, (test, value)


LEAVES = st.tuples(st.sampled_from("abc"), st.sampled_from([0, 1])).map(lambda leaf: {leaf[0]: leaf[1]})
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda word, parts: {word: parts}, st.sampled_from(["all", "any", "none"]), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)  # fmt: skip


def holds(condition: dict[str, Any], values: dict[str, int]) -> bool:
    """What the documentation says of a condition."""
    ((word, part),) = condition.items()
    if word == "not":
        return not holds(part, values)
    if word in values:
        return values[word] == part
    found = [holds(one, values) for one in part]
    return all(found) if word == "all" else any(found) if word == "any" else not any(found)


def placed(condition: dict[str, Any]) -> dict[str, Any]:
    """The condition below pachd.affinity."""
    ((word, part),) = condition.items()
    if word == "not":
        return {word: placed(part)}
    return (
        {word: [placed(one) for one in part]} if isinstance(part, list) else {f"pachd.affinity.{word}": part}
    )


@settings(max_examples=15)
@given(
    rows=st.lists(CONDITIONS, min_size=8, max_size=8),
    values=st.fixed_dictionaries({name: st.sampled_from([0, 1]) for name in "abc"}),
)
def test_combinators(rows: list[dict[str, Any]], values: dict[str, int], own_rules: Any) -> None:
    rules: dict[str, Any] = {}
    for number, condition in enumerate(rows):
        rules[f"when_{number}"] = {"when": placed(condition), "require": NEVER}
        rules[f"require_{number}"] = {"require": placed(condition)}
    found = {rule for rule, _ in paths_found(rules, values, own_rules)}
    for number, condition in enumerate(rows):
        expected = "when" if holds(condition, values) else "require"
        assert {rule for rule in (f"when-{number}", f"require-{number}") if rule in found} == {
            f"{expected}-{number}"
        }, condition
