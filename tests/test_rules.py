"""Every example in every shipped rule comes out as the rule says."""

import json
import re
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pachlint import example_fixes
from pachlint.lint import check
from pachlint.policy.rule import Rule
from pachlint.rulebook import load
from pachlint.rulefiles import examples

ROOT = Path(__file__).parent.parent
REJECTIONS = ROOT / "tests" / "data" / "rejections.jsonl"
RULES = load().rules


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_examples_come_out_as_written(rule: Rule) -> None:
    text = load().text(rule.id)
    assert {example.bad for example in text.examples} == {True, False}
    assert [str(failure) for failure in examples.run(rule, text)] == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_fixes_in_examples_are_applied(rule: Rule) -> None:
    failures = example_fixes.run(rule, load().text(rule.id), partial(check, book=load()))
    assert [str(failure) for failure in failures] == []


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
