"""Patterns mean what they mean to Go: facts collected with Helm 3.17.3, and patterns at random against it.

A row of ``regexps.jsonl`` has a pattern, a text, and the text with every match replaced by ``<$0|$1|$2|${n}|$>``; null for a
pattern that Go rejects.
"""

import json
import os
import random
import time
from pathlib import Path

import pytest
from regexp_agreement import Helm, ours, pattern, text

from pachlint.goregexp.errors import RegexpError, RegexpLimitError
from pachlint.goregexp.regexp import compiled
from pachlint.goregexp.steps import Steps

ROWS = Path(__file__).parent.parent / "data" / "regexps.jsonl"
CASES = int(os.environ.get("PACHLINT_CASES", "500"))
SEED = int(os.environ.get("PACHLINT_SEED", "0"))


def test_every_row_is_matched_as_go_matches_it() -> None:
    rows = [json.loads(line) for line in ROWS.read_text().splitlines()]
    assert len(rows) > 1000
    found = [(*row[:2], ours(row[0], row[1])) for row in rows]
    assert [
        row for row, one in zip(rows, found, strict=True) if one[2] != (row[2] is not None and row[2])
    ] == []


@pytest.mark.helm
def test_patterns_at_random_are_matched_as_helm_matches_them(helm3: Path, tmp_path: Path) -> None:
    rng = random.Random(SEED)
    cases = [(pattern(rng), text(rng)) for _ in range(CASES)]
    verdicts = Helm(str(helm3), tmp_path).replaced(cases)
    found = [ours(*case) for case in cases]
    wrong = [
        (case, said, one)
        for case, said, one in zip(cases, verdicts, found, strict=True)
        if one not in (None, said)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "expression", ["(a+)+$", "(a|a)*b", "(.*)(.*)(.*)(.*)(.*)x", "^(a?){50}a{50}$", "(x+x+)+y", "([a-z]+)*="]
)
@pytest.mark.parametrize("size", [10_000, 20_000])
def test_time_is_linear(expression: str, size: int) -> None:
    start = time.process_time()
    steps = Steps()
    known = compiled(expression, steps)
    assert known.matches("a" * size, steps) in (True, False)
    known.find("a" * (size // 10), steps)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        ("a" * 30_000, "a pattern of more than 20000 characters"),
        ("(" * 200 + ")" * 200, "a pattern with more than 100 groups in one another"),
        ("a" + "*(?i)" * 200 + "*", "a pattern with more than 100 repetitions of one another"),
        ("(?:" + "x" * 100 + "){1000}", "a pattern of more than 50000 steps"),
        ("(a|b)*a(a|b){900}c", "patterns that take more than 1000000 steps"),
    ],
)
def test_what_is_too_much_is_reported(expression: str, limit: str) -> None:
    start = time.process_time()
    steps = Steps()
    with pytest.raises(RegexpLimitError, match=limit):
        compiled(expression, steps).matches("aabab" * 20_000, steps)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("a**", "invalid nested repetition operator"),
        ("*", "missing argument to repetition operator"),
        ("a{1001}", "invalid repeat count"),
        ("(", "missing closing )"),
        (")", "unexpected )"),
        ("[a", "missing closing ]"),
        ("[b-a]", "invalid character class range"),
        ("\\p{Foo}", "invalid character class range"),
        ("\\Z", "invalid escape sequence"),
        ("\\", "trailing backslash at end of expression"),
        ("(?=a)", "invalid or unsupported Perl syntax"),
        ("(?P<1 >a)", "invalid named capture"),
        ("\ud800", "invalid UTF-8"),
    ],
)
def test_mistakes_are_reported_in_the_words_of_go(expression: str, message: str) -> None:
    with pytest.raises(
        RegexpError,
        match=message.replace("(", r"\(").replace(")", r"\)").replace("[", r"\[").replace("]", r"\]"),
    ):
        compiled(expression, Steps())
