"""Every example in every shipped rule comes out as the rule says."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pachlint import example_fixes
from pachlint.lint import check
from pachlint.policy.rule import Rule
from pachlint.policy.rule_text import RuleText
from pachlint.rulebook import load
from pachlint.rulefiles import examples

ROOT = Path(__file__).parent.parent
REJECTIONS = ROOT / "tests" / "data" / "rejections.jsonl"
RULES = load().rules


TOPICS = sorted({rule.topic for rule in RULES})


def wrong(topic: str, run: Callable[[Rule, RuleText], Iterable[object]]) -> dict[str, list[str]]:
    """What fails of the rules of a topic, by rule."""
    found = {rule.id: [*map(str, run(rule, load().text(rule.id)))] for rule in RULES if rule.topic == topic}
    return {rule: failures for rule, failures in found.items() if failures}


@pytest.mark.parametrize("topic", TOPICS)
def test_examples_come_out_as_written(topic: str) -> None:
    assert wrong(topic, examples.run) == {}


def test_every_rule_has_a_bad_and_a_good_example() -> None:
    kinds = {rule.id: {example.bad for example in load().text(rule.id).examples} for rule in RULES}
    assert [rule for rule, found in kinds.items() if found != {True, False}] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_fixes_in_examples_are_applied(topic: str) -> None:
    assert wrong(topic, partial(example_fixes.run, judge=partial(check, book=load()))) == {}


def test_ids_are_unique_and_the_names_of_their_files() -> None:
    files = {path.stem: path.parent.name for path in (ROOT / "rules").rglob("*.yaml")}
    assert {rule.id: rule.topic for rule in RULES} == files
    assert [name for name, count in Counter(rule.id for rule in RULES).items() if count > 1] == []


def test_titles_are_unique_and_stand_alone() -> None:
    titles = [rule.title for rule in RULES]
    assert [title for title, count in Counter(titles).items() if count > 1] == []
    # A title begins with a capital letter or with the name of something in the values.
    assert [
        title for title in titles if not re.match(r"[A-Z0-9]|[a-z]+[A-Z.-]|etcd |pachd |pachd's ", title)
    ] == []


def test_covered_statements_exist() -> None:
    known = set(YAML(typ="safe").load(ROOT / "docs" / "statements.yaml"))
    known |= {json.loads(line)["id"] for line in REJECTIONS.read_text().splitlines()}
    wrong = {rule.id: set(load().text(rule.id).covers) - known for rule in RULES}
    assert {rule: ids for rule, ids in wrong.items() if ids} == {}
