"""Whatever a value is, every operator has an answer: a rule of a user's own never ends the run."""

import json
from typing import Any

import pytest

from pachlint.lint import Job, check
from pachlint.policy.operators import OPERATORS
from pachlint.policy.packing import build_rules
from pachlint.reading.document import read
from pachlint.rulebook import Rulebook
from pachlint.rulefiles.reader import Loading, read_rule
from pachlint.source import Source

VALUES: tuple[Any, ...] = (
    "", "a", 1, -1, 1.5, True, None, [], {}, ["a", None, {"x": [1]}], {"x": {"y": None}}, "9" * 5000, ["9" * 5000], "[" * 3000, 10**30, 1e308,
    "1e999", "NaN", "\0", "٣", "http://[::1", "::1.2.3.4/200", '{"a": 1}',
)  # fmt: skip
OPERANDS: dict[str, tuple[Any, ...]] = {
    "value": (["a"], {"x": 1}, "a", {"ref": "pachd.annotations"}), "values": ([["a"], {"x": 1}, "a"],), "number": (1, {"ref": "pachd.annotations"}),
    "quantity": ("1Gi", {"ref": "pachd.annotations"}), "pattern": ("^a", "(a+)+$"), "flag": (True, False), "true": (True,), "types": ("string",),
    "texts": ("a", {"ref": "pachd.annotations"}), "words": ("pachd",), "length": ({"ge": 1},), "range": (">=2.0.0",), "format": ("quantity", "url", "json"),
    "tests": ({"quantity_le": "1Gi"}, {"contains": ["a"]}),
}  # fmt: skip
PIPES: tuple[dict[str, Any], ...] = (
    {}, {"json": True}, {"keys": True}, {"split": ","}, {"to_int": True}, {"to_text": True, "lower": True},
)  # fmt: skip


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_answers_for_every_value(operator: str) -> None:
    rules = []
    for operand in OPERANDS[OPERATORS[operator].operand]:
        for pipes in PIPES if operator != "unique" else ({},):
            for path in ("pachd.affinity", "pachd.affinity.*") if not pipes else ("pachd.affinity.*",):
                rule = {
                    "title": "T", "severity": "error", "impact": "broken", "message": "{@path} {@value}",
                    "require": {path: {operator: operand, **pipes}}, "examples": [{"bad": "a", "expect": [{}]}, {"good": "b"}],
                }  # fmt: skip
                compiled, _ = read_rule(Source("r.yaml", json.dumps(rule)), f"r-{len(rules)}", "t", Loading())
                rules += build_rules([compiled.source.to_json()]) if compiled else []
    assert rules
    for value in VALUES:
        text = json.dumps(
            {"deployTarget": "LOCAL", "pachd": {"affinity": {"x": value}, "annotations": {"y": value}}}
        )
        report = check([Job("v", (read(Source("v.yaml", text)),))], Rulebook(tuple(rules), dict))
        assert all(finding.rule.startswith("r-") for finding in report.findings)
