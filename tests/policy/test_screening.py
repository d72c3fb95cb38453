"""The screen of a rule says what must be true so that the rule has anything to say, as far as single values tell."""

from typing import Any

import pytest

from pachlint.lint import Job, prepare
from pachlint.policy.context import CheckContext
from pachlint.policy.finding_template import Case
from pachlint.policy.packing import build_rules
from pachlint.policy.rule import Rule, Traits
from pachlint.policy.screening import due
from pachlint.policy.value_tests import Operation
from pachlint.reading.document import read
from pachlint.rulefiles.reader import Loading, read_rule
from pachlint.source import Source

HEAD = """\
title: A rule
severity: warning
impact: fragile
message: "{@path}"
why: It matters.
see: ["https://example.com"]
help: Change it.
"""
EXAMPLES = """
examples:
  - bad: "pachd: {logLevel: debug}"
    expect: [{}]
  - good: "pachd: {logLevel: info}"
"""
EACH_OF_TWO = "each: {in: [pachd, etcd], as: one}\nrequire: {one.resources.limits: {empty: true}}"


def rule_of(logic: str) -> Rule:
    compiled, errors = read_rule(
        Source("r.yaml", HEAD + logic + EXAMPLES), "r", "t", Loading({"any": Traits()})
    )
    assert compiled is not None, errors
    return build_rules([compiled.source.to_json()])[0]


def release(text: str) -> CheckContext:
    return prepare(Job("v", (read(Source("v.yaml", text)),)))


def lets_in(rule: Rule, text: str) -> bool:
    return due([rule], release(text)) == [rule]


@pytest.mark.parametrize(
    ("logic", "text", "let_in"),
    [
        ("require: {pachd.logLevel: info}", "{}", False),
        ("require: {pachd.logLevel: info}", "pachd: {logLevel: debug}", True),
        ("require: {pachd.logLevel: {optional: true, equals: info}}", "pachd: {logLevel: null}", False),
        ("require: {pachd.logLevel: {matches: '^i'}}", "{}", True),
        ("require: {pachd.logLevel: {matches: '^i'}}", "pachd: {logLevel: info}", True),
        ("require: {pachd.logLevel: {matches: '^i'}}", "pachd: null", True),
        ("require: {pachd.logLevel: {matches: '^d'}}", "{}", True),
        (
            "when: {pachd.enabled: true, deployTarget: {matches: '^A'}}\nrequire: {pachd.logLevel: debug}",
            "deployTarget: GOOGLE",
            True,
        ),
        (
            "when: {pachd.enabled: false, deployTarget: {matches: '^A'}}\nrequire: {pachd.logLevel: debug}",
            "deployTarget: AMAZON",
            False,
        ),
        (
            "when: {not: {deployTarget: LOCAL}}\nrequire: {pachd.logLevel: debug}",
            "deployTarget: LOCAL",
            False,
        ),
        (
            "when: {none: [{deployTarget: LOCAL}, {deployTarget: {matches: 'X'}}]}\nrequire: {pachd.logLevel: debug}",
            "deployTarget: GOOGLE",
            True,
        ),
        ("require: {any: [{pachd.logLevel: debug}, {pachd.enabled: true}]}", "deployTarget: LOCAL", False),
        ("require: {any: [{pachd.logLevel: debug}, {pachd.enabled: false}]}", "deployTarget: LOCAL", True),
        (
            "each: {in: pachd.annotations.*, as: one}\nrequire: {one: {not_matches: x}}",
            "pachd: {logLevel: x}",
            False,
        ),
        (
            "each: {in: pachd.annotations.*, as: one}\nrequire: {one: {not_matches: x}}",
            "pachd: {annotations: {a: b}}",
            True,
        ),
        (
            "when: {some: {in: '@inner-ways', as: way, where: {way.reach: cluster-network}}}\nrequire: {pachd.logLevel: debug}",
            "deployTarget: LOCAL",
            True,
        ),
        (EACH_OF_TWO, "etcd: {resources: {limits: {cpu: 1}}}", True),
        (EACH_OF_TWO, "pachd: {resources: {requests: {cpu: 1}}}", False),
        (EACH_OF_TWO, "pachd: null", False),
        (EACH_OF_TWO, "etcd: 1", False),
        ("each: {in: [pachd], as: one}\nrequire: {one: {not_matches: x}}", "pachd: {logLevel: debug}", True),
    ],
)
def test_screen(logic: str, text: str, *, let_in: bool) -> None:
    assert lets_in(rule_of(logic), text) is let_in


def test_a_question_of_several_rules_is_answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    answer = Operation.failure
    monkeypatch.setattr(Operation, "failure", lambda *row, **how: asked.append(row) or answer(*row, **how))
    rule, context = rule_of("require: {pachd.logLevel: info}"), release("{}")
    first = due([rule], context)
    assert (due([rule], context), len(asked)) == (first, 1)


def test_rules_come_in_their_order_whatever_their_screens() -> None:
    """Rules of one set and of another, those without a screen, and those that see what only other versions have."""
    asked = [
        rule_of(f"when: {{pachd.logLevel: {level}}}\nrequire: {{pachd.affinity.x: {{present: true}}}}")
        for level in ("debug", "info")
    ]
    always = rule_of("each: {in: pachd.*, as: one}\nrequire: {one.x: {present: false}}")
    rules = [asked[0], always, asked[1], asked[0], always]
    assert due(rules, release("pachd: {logLevel: debug}")) == [asked[0], always, asked[0], always]
    assert due(rules, release("pachd: {logLevel: info}")) == [always, asked[1], always]
    assert due([], release("{}")) == []


def test_a_case_is_the_same_after_packing() -> None:
    when = rule_of("when: {pachd.enabled: true}\nrequire: {pachd.logLevel: info}").logic.when
    assert when is not None
    for case in (
        Case("words", when=when),
        Case("words", [[[2, 0, 0], [2, 1, 0]]], ["aws"], ["production"], when),
    ):
        again = Case.from_json(case.to_json())
        assert again.when is not None
        assert again.when.to_json() == when.to_json()
        assert again[:4] == case[:4]
    assert Case.from_json(Case("words").to_json()) == Case("words")


@pytest.mark.parametrize(
    ("text", "is_due"),
    [
        ("pachd: {}\n", False),
        ("pachd: {} # in order\n", False),
        # what is wrong with the text, and what a comment may have wrong
        ("pachd: {}\npachd: {}\n", True),
        ("pachd: {} # pachlint: provider=aws\n", True),
    ],
)
def test_problems_are_looked_for_where_there_may_be_some(text: str, is_due: bool) -> None:
    rule = rule_of("require: {pachd.logLevel: {matches: '^i'}}")
    assert due([rule], release(text)) == [rule]
    about_problems = rule._replace(traits=Traits(of_problems=True))
    assert due([about_problems], release(text)) == ([about_problems] if is_due else [])
