"""What is a comment and what is text, where libyaml drops the one and keeps the other."""

import pytest

from pachlint.place import Span
from pachlint.reading.comments import find_comments, find_own_line_comments
from pachlint.reading.document import read
from pachlint.source import Source


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a: 1 # x\n", [("# x", False)]),
        ("# x\na: 1\n", [("# x", True)]),
        ("\ufeff# x\na: 1\n", [("# x", True)]),
        ("# x ", [("# x ", True)]),
        (" \t # x\na: 1\n", [("# x", True)]),
        ("a: 1\r# x\rb: 2 # y\r", [("# x", True), ("# y", False)]),
        ("a: 1\r\n  # x\r\n", [("# x", True)]),
        ("a: 1 # x # y\n", [("# x # y", False)]),
        ("a: b#c # x\n", [("# x", False)]),
        ("a: '#b' # x\n", [("# x", False)]),
        ('a: "b\n  # c" # x\n# y\n', [("# x", False), ("# y", True)]),
        ("a: |\n  # b\n# x\n", [("# x", True)]),
        ("a: 1\nb: | # x\n  # c # d\n  # e\n# y\n", [("# x", False), ("# y", True)]),
        ("a: 1\rb: > # x\r  # c\r# y\r", [("# x", False), ("# y", True)]),
        ("a: |\r  # b\r", []),
        ("a: |- # x\n  # b\nc: >2 # y\n  # d\n", [("# x", False), ("# y", False)]),
        ("a: # x\n  b: [1, # y\n    2] # z\n", [("# x", False), ("# y", False), ("# z", False)]),
        ("a: 1 #\n#\n", [("#", False), ("#", True)]),
        ("a: #\n", [("#", False)]),
        ("'a#b' : 1 # x\n", [("# x", False)]),
        ("a: 1 # x\n---\nb: 2 # y\n", [("# x", False)]),
        ("\ufeffa: 1 # x\n---\nb: 2 # y\n", [("# x", False)]),
        # of what is no YAML, the comments on lines of their own from the last scalar on
        ("a: 1 # x\nb: [1 # y\n# z\n", [("# x", False), ("# z", True)]),
        ("# x\n[ # y\n# z\n", [("# x", True), ("# z", True)]),
    ],
)
def test_comments_of_a_text(text: str, comments: list[tuple[str, bool]]) -> None:
    found = read(Source("values.yaml", text)).comments
    assert [(one.text, one.own_line) for one in found] == comments
    assert [text[slice(*one.span)] for one in found] == [one.text for one in found]


def test_comments_end_with_the_document() -> None:
    text = "a: 1 # x\n---\nb: 2 # y\n"
    assert [one.text for one in find_comments(text, [], 9)] == ["# x"]
    assert [one.text for one in find_comments(text, [], len(text))] == ["# x", "# y"]


def test_own_line_comments_begin_where_they_are_looked_for() -> None:
    text = "# x\na: 1 # y\n \t# z\n\ufeff# w\n"
    found = find_own_line_comments(text, 0)
    assert [(one.text, one.span, one.own_line) for one in found] == [
        ("# x", Span(0, 3), True),
        ("# z", Span(15, 18), True),
        ("# w", Span(20, 23), True),
    ]
    assert find_own_line_comments(text, 1) == found[1:]
