"""The guard of a rule says what must be true so that the rule has anything to say, and no more."""

from pathlib import Path
from typing import Any

import pytest

from pachlint.lint import Job, prepare
from pachlint.policy.judged import Judged
from pachlint.policy.rule import Rule, build_rule
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
    compiled, errors = read_rule(Source("r.yaml", HEAD + logic + EXAMPLES), "r", "t", Loading(("any",)))
    assert compiled is not None, errors
    return build_rule(compiled.core)


def release(text: str) -> Judged:
    return prepare(Job("v", (read(Source("v.yaml", text)),)))


def lets_in(rule: Rule, text: str) -> bool:
    return rule.questions.let_in(rule.guard, release(text))


@pytest.mark.parametrize(
    ("logic", "text", "let_in"),
    [
        ("require: {pachd.logLevel: info}", "{}", False),
        ("require: {pachd.logLevel: info}", "pachd: {logLevel: debug}", True),
        ("require: {pachd.logLevel: {optional: true, equals: info}}", "pachd: {logLevel: null}", False),
        ("require: {pachd.logLevel: {matches: '^i'}}", "{}", False),
        ("require: {pachd.logLevel: {matches: '^i'}}", "pachd: {replicas: 2}", False),
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
        (EACH_OF_TWO, "pachd: {logLevel: debug}", False),
        (EACH_OF_TWO, "pachd: {resources: {limits: {cpu: 1}}}", True),
        (EACH_OF_TWO, "pachd: {resources: {requests: {cpu: 1}}}", False),
        (EACH_OF_TWO, "pachd: null", True),
        (EACH_OF_TWO, "etcd: 1", True),
        ("each: {in: [pachd], as: one}\nrequire: {one: {not_matches: x}}", "pachd: {logLevel: debug}", True),
    ],
)
def test_guard(logic: str, text: str, *, let_in: bool) -> None:
    assert lets_in(rule_of(logic), text) is let_in


@pytest.mark.parametrize(
    ("logic", "text", "let_in"),
    [
        ("{postgresql.persistence.size: {matches: Gi}}", "pachd: {logLevel: debug}", False),
        ("{postgresql.persistence.size: {optional: true, matches: Gi}}", "pachd: {logLevel: debug}", False),
        (
            "{postgresql.persistence.size: {optional: true, matches: Gi}}",
            "postgresql: {enabled: false}",
            False,
        ),
        (
            "{postgresql.persistence.size: {optional: true, matches: Gi}}",
            "postgresql: {persistence: {size: 1}}",
            True,
        ),
        ("{postgresql.persistence.size: {optional: true, matches: Gi}}", "global: {postgresql: {}}", True),
        ("{loki-stack.proxy: {not_matches: zzz}}", "pachd: {lokiDeploy: false}", True),
        ("{loki-stack.loki.enabled: {type: boolean}}", "pachd: {lokiDeploy: false}", True),
        ("{loki-stack.loki.image.tag: {not_matches: zzz}}", "loki-stack: {grafana: {enabled: true}}", True),
    ],
)
def test_values_of_a_subchart_depend_on_whether_it_is_there(logic: str, text: str, *, let_in: bool) -> None:
    assert lets_in(rule_of(f"require: {logic}"), text) is let_in


@pytest.mark.parametrize(
    ("text", "let_in"),
    [
        ("deployTarget: AMAZON", False),
        ("postgresql: {enabled: false}", False),
        ("pachd: {logLevel: debug}", False),
        ("pachd: {image: {tag: 2.6.4}}", False),
        ("pachd: {image: {pullPolicy: Always}}", True),
        ("pachd: {image: []}", True),
        ("pachd: null", True),
        ("mine: 1", True),
    ],
)
def test_any_step_is_any_that_somebody_wrote(text: str, *, let_in: bool) -> None:
    rule = rule_of('each: {in: "*.image.pullPolicy", as: one}\nrequire: {one: {not_matches: Sometimes}}')
    assert lets_in(rule, text) is let_in


def test_users_rules_ask_nothing_about_charts(tmp_path: Path) -> None:
    text = HEAD + "require: {pachd.logLevel: {matches: '^i'}}" + EXAMPLES
    compiled, _ = read_rule(Source(str(tmp_path), text), "r", "t", Loading())
    assert compiled is not None
    rule = build_rule(compiled.core)
    assert lets_in(rule, "{}")


def test_a_question_of_several_rules_is_answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("pachlint.policy.guards.answer", lambda *row: asked.append(row) or True)
    rule, judged = rule_of("require: {pachd.logLevel: info}"), release("{}")
    first = rule.questions.let_in(rule.guard, judged)
    assert (rule.questions.let_in(rule.guard, judged), len(asked)) == (first, 1)
