"""Screens rule out only releases about which their rule has nothing to say."""

import json
import random
from functools import cache
from pathlib import Path

import pytest
import random_values

from pachlint.judging.judge import applies, judge
from pachlint.lint import Job, prepare
from pachlint.reading.document import read
from pachlint.rulebook import shipped
from pachlint.rulefiles.examples import judged_example
from pachlint.source import Source
from pachlint.target import Overrides, Resolved
from pachlint.versions import RELEASED

ROOT = Path(__file__).parent.parent.parent
KINDS = (random_values.scattered, random_values.likely, random_values.crowded)
RULES = shipped().rules
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
BARE = [rule._replace(screen=()) for rule in RULES]


GENERATED = 40


@cache
def texts() -> list[str]:
    """Examples of the repository, and values at random."""
    rng = random.Random(7)
    shown = [path.read_text() for path in EXAMPLES]
    return shown + [json.dumps(KINDS[seed % 3](rng, str(rng.choice(RELEASED)))) for seed in range(GENERATED)]


@pytest.mark.parametrize("number", range(len(EXAMPLES) + GENERATED))
@pytest.mark.parametrize("environment", ["production", "development"])
def test_screen_changes_no_finding(number: int, environment: str) -> None:
    text = texts()[number]
    rng = random.Random(text)
    overrides = Overrides(
        chart_version=Resolved(rng.choice(RELEASED), "flag"), environment=Resolved(environment, "flag")
    )
    context = prepare(Job("v", (read(Source("v.yaml", text)),), overrides=overrides))
    for rule, bare in zip(RULES, BARE, strict=True):
        if applies(rule, context):
            assert judge(rule, context) == judge(bare, context), rule.id


def test_screen_changes_no_finding_in_the_rules_own_examples() -> None:
    book = shipped()
    for rule, bare in zip(RULES, BARE, strict=True):
        for example in book.text(rule.id).examples:
            context = judged_example(rule, example, example.text)
            if applies(rule, context) and all(one.readable for one in context.documents):
                assert judge(rule, context) == judge(bare, context), (rule.id, example.line)


@pytest.mark.parametrize("number", range(len(EXAMPLES) + GENERATED))
def test_read_index_rules_out_what_reads_elsewhere_only(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    context = prepare(Job("v", (read(Source("v.yaml", texts()[number])),)))
    bad = context.bad or {("pachd", "logLevel"), ("ingress",), ("oidc", "upstreamIDPs", 0, "id"), ()}
    context = context._replace(bad=frozenset(bad))
    quickly = [rule.id for rule in RULES if applies(rule, context)]
    monkeypatch.setattr("pachlint.policy.rule.ReadIndex.near", lambda *_: range(len(RULES)))
    assert quickly == [rule.id for rule in RULES if applies(rule, context)]


def test_most_rules_have_a_screen() -> None:
    assert len([rule for rule in RULES if rule.screen or rule.predicate]) > len(RULES) * 0.8
