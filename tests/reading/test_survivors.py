"""Infinities and keys that JSON cannot hold are told where they are left in the end, and only there."""

import pytest

from pachlint.reading.document import read
from pachlint.source import Source


def refused(text: str) -> list[tuple[str, int]]:
    """Code and offset of every problem for which Helm rejects the text."""
    problems = read(Source("values.yaml", text)).problems
    return [(problem.code, problem.span.start) for problem in problems if problem.rejected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: .inf\nb: 1.5\nc: -2.0\nd: 1\n", [("unsupported-value", 3)]),
        ("a: [-.inf, {b: .nan}]\n", [("unsupported-value", 4), ("unsupported-value", 15)]),
        ("a: &x {b: .inf}\nc: *x\nd: .inf\n", [("unsupported-value", 10), ("unsupported-value", 25)]),
        ("a: &x {b: 1}\nc: *x\nd: .inf\n", [("unsupported-value", 22)]),
        ("a: .inf\na: 1\n", []),
        ("<<: {a: .inf}\na: 1\n", []),
        ("a: {~: 1}\nb: .inf\n", [("invalid-key", 4), ("unsupported-value", 13)]),
    ],
)
def test_what_is_left_is_told(text: str, expected: list[tuple[str, int]]) -> None:
    assert refused(text) == expected


@pytest.mark.parametrize(
    ("before", "each", "after"),
    [("a: [", ".inf,", "]\n"), ("", "k{}: .inf\n", "")],
    ids=["list", "mapping"],
)
def test_of_many_the_first_are_told(before: str, each: str, after: str) -> None:
    text = before + "".join(each.format(number) for number in range(60)) + after
    starts = [number for number in range(len(text)) if text.startswith(".inf", number)]
    assert refused(text) == [("unsupported-value", start) for start in starts[:50]]
