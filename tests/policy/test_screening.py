"""The screen of a rule says what must be true so that the rule has anything to say, as far as single values tell."""

import itertools
import json
import random
from typing import Any

import pytest

from pachlint.lint import Job, prepare
from pachlint.policy.context import CheckContext
from pachlint.policy.finding_template import Case
from pachlint.policy.packing import build_rules
from pachlint.policy.rule import Rule, Traits
from pachlint.policy.screening import PredicateCache, Question, due, screen_to_json
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
    assert due([about_problems, rule], release(text)) == ([about_problems, rule] if is_due else [rule])
    files = (read(Source("v.yaml", text)), read(Source("w.yaml", "etcd: {}\n")))
    assert due([about_problems], prepare(Job("v", files))) == ([about_problems] if is_due else [])


def test_a_key_that_only_other_versions_have_is_not_there() -> None:
    older = release("# pachlint: chart-version=2.0.0\nproxy: {enabled: true}\n")
    rule = rule_of("require: {proxy.enabled: {present: true}}")
    assert due([rule], older) == [rule]
    assert due([rule._replace(traits=Traits(of_any_version=True))], older) == []


def test_what_is_always_or_never_so_asks_nothing() -> None:
    answers = PredicateCache([]).answers(release("{}"))
    assert [screen_to_json(one) for one in (True, False)] == [[], [[]]]
    assert [bool(answers.all_hold(screen_to_json(one))) for one in (True, False)] == [True, False]


ASKED = [("pachd", "affinity", "a"), ("console", "affinity", "b"), ("etcd", "c"), ("pachd", "logLevel")]
ROWS = [json.dumps({"at": path, "is": {"equals": "info"}}).encode() for path in ASKED]


def answering(are_so: tuple[bool, ...]) -> CheckContext:
    """A release of which the questions are so or not; the last is so of the chart's own value."""
    a, b, c, own = ("info" if so else "debug" for so in are_so)
    level = "" if are_so[3] else f", logLevel: {own}"
    return release(f"pachd: {{affinity: {{a: {a}}}{level}}}\nconsole: {{affinity: {{b: {b}}}}}\netcd: {{c: {c}}}\n")  # fmt: skip


def test_a_screen_holds_as_its_questions_are_answered() -> None:
    rng = random.Random(5)

    def screen(depth: int) -> list[Any]:
        parts = [rng.randrange(-4, 4) for _ in range(rng.randrange(3))]
        inner = [screen(depth - 1) for _ in range(rng.randrange(3) if depth else 0)]
        return rng.sample([*parts, *inner], len(parts) + len(inner))

    def holds(part: Any, are_so: tuple[bool, ...], *, every: bool = True) -> bool:
        if isinstance(part, int):
            return are_so[part] if part >= 0 else not are_so[~part]
        return (all if every else any)(holds(one, are_so, every=not every) for one in part)

    cache = PredicateCache(ROWS)
    for are_so in itertools.product((True, False), repeat=4):
        answers = cache.answers(answering(are_so))
        for one in [screen(2) for _ in range(60)]:
            assert bool(answers.all_hold(one)) is holds(one, are_so), (one, are_so)


def test_what_is_left_to_the_chart_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    answer = Question.answer
    monkeypatch.setattr(
        Question, "answer", lambda self, context: (asked.append(self.path), answer(self, context))[1]
    )
    cache = PredicateCache(ROWS)
    # of the first release nothing is kept
    for text, new in (
        ("deployTarget: LOCAL", ASKED),
        ("deployTarget: LOCAL", ASKED),
        ("deployTarget: AMAZON", []),
        # of what is written nothing is kept, and nothing else is asked again
        ("pachd: {logLevel: debug}", [ASKED[3]]),
        ("pachd: {logLevel: info}", [ASKED[3]]),
        ("pachd: {affinity: {z: 1}}", [ASKED[0]]),
    ):
        answers = cache.answers(release(text))
        asked.clear()
        for _ in range(2):
            for number in range(len(ROWS)):
                answers.all_hold([number])
                answers.all_hold([[number, ~number]])
        assert asked == new, text
