"""Nobody leaves a case to nobody: of every exception in a rule somebody else speaks, or the rule says why nobody need."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pachlint.finding import Severity
from pachlint.lint import Job, check
from pachlint.place import Path as ValuePath
from pachlint.place import format_path, parse_path
from pachlint.policy.expressions import search
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import DeclaredException, Example, RuleText
from pachlint.reading.document import read
from pachlint.rulebook import load
from pachlint.rulefiles.examples import findings, judged_example
from pachlint.rulefiles.exceptions import Exceptional, exceptions, kinds
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import resolve

ROOT = Path(__file__).parent.parent
BOOK = load()


@cache
def excepted() -> dict[str, dict[str, Exceptional]]:
    """The exceptions of every shipped rule that has any, by name."""
    found = {
        rule.id: {one.name: one for one in exceptions(rule.logic, rule.options, rule.applies.intervals)}
        for rule in BOOK.rules
    }
    return {rule: known for rule, known in found.items() if known}


def declared_exceptions() -> Iterator[Any]:
    """Every line about an exception, with its rule."""
    for rule in BOOK.rules:
        text = BOOK.text(rule.id)
        for declared in text.exceptions:
            yield pytest.param(rule, text, declared, id=f"{rule.id}: {declared.name}")


def test_every_exception_has_its_line() -> None:
    silent = [
        f"{rule}: {name}"
        for rule, known in excepted().items()
        for name in known
        if name not in {declared.name for declared in BOOK.text(rule).exceptions}
    ]
    assert silent == []


def test_exceptions_are_found() -> None:
    assert "host not_matches" in excepted()["proxy-host-form"]
    assert sum(map(len, excepted().values())) > 50


def of_rule(rule: Rule, text: RuleText) -> tuple[Example, ValuePath]:
    """The first bad example of a rule, and the path of its first finding."""
    example = next(one for one in text.examples if one.bad)
    return example, parse_path(findings(rule, example, example.text)[0].path)


def with_value(text: str, path: ValuePath, value: object) -> str:
    """The values with another one at a path, where there is a place for it."""
    data: Any = copy.deepcopy(read(Source("values.yaml", text)).data)
    inner = data
    for step in path[:-1]:
        inner = inner.setdefault(step, {}) if isinstance(inner, dict) else inner[step]
    inner[path[-1]] = value
    return json.dumps(data)


def cases(
    rule: Rule, text: RuleText, declared: DeclaredException
) -> Iterator[tuple[Example, str, ValuePath]]:
    """The texts with values inside an exception, and where these stand."""
    example, blamed = of_rule(rule, text)
    if declared.example:
        yield example, declared.example, ()
        return
    alias = rule.logic.each.alias if rule.logic.each else ""
    path = declared.name.split(" ", 1)[0]
    where = blamed if alias and path.split(".")[0] == alias else parse_path(path)
    for value in declared.values:
        if path.endswith("@key"):
            where = (*blamed[:-1], str(value))
            yield example, with_value(with_value(example.text, blamed[:-1], {}), where, {}), where
        else:
            yield example, with_value(example.text, where, value), where


@pytest.mark.parametrize(
    ("rule", "text", "declared"), [row for row in declared_exceptions() if row.values[2].reported_by]
)
def test_somebody_else_speaks(rule: Rule, text: RuleText, declared: DeclaredException) -> None:
    for example, values, where in cases(rule, text, declared):
        assert findings(rule, example, values) == [], "the value is not inside the exception"
        others = [(BOOK.rule(name), name) for name in declared.reported_by]
        assert [name for other, name in others if other is None] == []
        paths = {one.path for other, _ in others if other for one in findings(other, example, values)}
        shown = format_path(where) if where else ""
        assert any(path.startswith(shown) or shown.startswith(path) for path in paths), (values, paths)


def alternatives(expression: str) -> list[str]:
    """The parts of a regular expression between the bars at its top."""
    parts, depth, inside, at = [""], 0, False, 0
    while at < len(expression):
        sign = expression[at : at + 2] if expression[at] == "\\" else expression[at]
        at += len(sign)
        if sign == "|" and not depth and not inside:
            parts.append("")
            continue
        inside = sign != "]" if inside else sign == "["
        depth += (sign == "(") - (sign == ")") if not inside else 0
        parts[-1] += sign
    return parts


def test_alternatives_of_an_expression() -> None:
    assert alternatives("a|b") == ["a", "b"]
    assert alternatives(r"^(a|b)[|)]\||c") == [r"^(a|b)[|)]\|", "c"]
    assert alternatives("") == [""]


@pytest.mark.parametrize(
    ("rule", "text", "declared"), [row for row in declared_exceptions() if row.values[2].values]
)
def test_values_show_every_alternative(rule: Rule, text: RuleText, declared: DeclaredException) -> None:
    one = excepted()[rule.id][declared.name]
    if one.operator == "not_matches":
        unnamed = [
            expression
            for expression in alternatives(str(one.operand))
            if not any(search(expression, str(value)) for value in declared.values)
        ]
        assert unnamed == []


OTHER_KINDS: dict[str, object] = {
    "integer": 7,
    "boolean": True,
    "list": [1],
    "mapping": {"a": 1},
    "string": "x",
}
TOLD_BESIDE = {
    # of the two passwords Helm reads the first that is there, and its rejection names the other
    "determined.initialUserPassword"
}


@cache
def of_one_kind() -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """Of every path and version for which a rule judges values of some kinds only: an example, and these kinds."""
    found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for rule in BOOK.rules:
        alias = rule.logic.each.alias if rule.logic.each else ""
        for path, types in kinds(rule.logic):
            example, blamed = of_rule(rule, BOOK.text(rule.id))
            where = format_path(blamed) if path == alias else path
            if not (alias and path.startswith(f"{alias}.")):
                version = str(judged_example(rule, example, example.text).target.chart_version.value)
                found.setdefault((where, version), (example.text, types))
    return found


def test_values_of_another_kind_are_reported() -> None:
    """A rule about texts is silent of a number: then the rule about types speaks, or another."""
    silent = []
    for (path, version), (text, types) in of_one_kind().items():
        for kind in OTHER_KINDS.keys() - set(types) if path not in TOLD_BESIDE else ():
            values = with_value(text, parse_path(path), OTHER_KINDS[kind])
            job = Job(
                "v",
                (read(Source("v.yaml", values)),),
                overrides=Overrides(Resolved(resolve(version), "flag")),
            )
            reported = {one.path for one in check([job], BOOK).findings if one.severity > Severity.INFO}
            if not any(one.startswith(path) for one in reported):
                silent.append((path, kind, version))
    assert silent == []
