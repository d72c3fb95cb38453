"""Which piece of a file is to blame that Helm cannot read, on files of a few pieces made by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from pachlint.verdict.blame import blame
from pachlint.verdict.expressions import Evaluator
from pachlint.verdict.forms import Expressions, Pieces
from pachlint.verdict.layouts import Writer, readable_layout

# 0 to 2 are texts, 3 and 4 conditions, 5 and 6 are written as YAML, 7 is a list that 8 goes through as 9
FORMS = ["a", "b", "c.d", "on", "more.on", ["toYaml", 0], ["shift", 10, 5], "items", ["$", 20], ["$", 21], ["=", 2], ["toYaml", 9], ["=", "["], "a.none", ["cat", 0, 1]]  # fmt: skip
OPEN = frozenset({8, 9, 11})
A, B, D, YAML, SHIFTED, ITEM, BRACKET = [0], [1], [2], [5], [6], [9], [12]
ALL: Mapping[str, object] = {"a": 1, "b": 1, "c": {"d": 1}, "on": 1, "more": {"on": 1}, "items": 1}
UNREADABLE = "makes the manifest invalid YAML where the chart puts it"
WRITES = "makes the chart write a manifest that Helm cannot parse"
SPLITS = "has a line that begins with ---, and Helm splits the manifest there"
ENDS = "has a character that ends a line in YAML (U+0085, U+2028 or U+2029), which makes the manifest invalid YAML"
DOES_NOT_FIT = "does not fit where the chart puts it: it is written there as"

# A file in pieces, the values, what the user wrote of them, and what is told.
ROWS: list[tuple[str, list[Any], dict[str, object], Mapping[str, object] | None, str]] = [
    ("a text alone", ["x: ", A, "\n"], {"a": "["}, ALL, f"a {UNREADABLE}"),
    ("a deeper one", ["x: ", D, "\n"], {"c": {"d": "["}}, ALL, f"c.d {UNREADABLE}"),
    ("of two odd ones the guilty", ["x: ", A, "\ny: ", B, "\n"], {"a": "p q", "b": "["}, ALL, f"b {UNREADABLE}"),
    ("the other way round", ["x: ", B, "\ny: ", A, "\n"], {"a": "p q", "b": "["}, ALL, f"b {UNREADABLE}"),
    ("two together", ["x: ", A, "\ny: ", B, "\n"], {"a": "[", "b": "["}, ALL, f"b {UNREADABLE}"),
    ("two of three together", ["x: ", A, "\ny: ", B, "\nz: ", D, "\n"], {"a": "[", "b": "[", "c": {"d": "p q"}}, ALL, f"b {UNREADABLE}"),
    ("an odd text that nobody wrote", ["x: ", A, "\n"], {"a": "["}, {}, f"a {UNREADABLE}"),
    ("an odd text, and nobody says who wrote it", ["x: ", A, "\n"], {"a": "["}, None, f"a {UNREADABLE}"),
    ("a key", [A, ": v\n"], {"a": "["}, ALL, f"a {UNREADABLE}"),
    ("of two odd ones the guilty, and nobody wrote any", ["x: ", A, "\ny: ", B, "\n"], {"a": "p q", "b": "["}, {}, f"b {UNREADABLE}"),
    ("one that is guilty alone, among such as are together", ["x: [", A, "p", B, "q", D, "]\n"], {"a": "[", "b": "]", "c": {"d": "]"}}, ALL, f"b {UNREADABLE}"),
    ("the odd text of those that are written together", ["x: ", [14], "\n"], {"a": "[ p", "b": "q"}, ALL, f"a {UNREADABLE}"),
    ("the first of the odd ones that are innocent", ["x: [\ny: ", A, "\nz: ", B, "\n"], {"a": "p q", "b": "p\u2028q"}, {}, f"a {UNREADABLE}"),
    ("nothing at all", ["x: y\n", A, "z\n"], {"a": ""}, ALL, f"a value {WRITES}"),
    ("a condition of the chart's own", [[10, ["x: [\n"], ["x: y\n"]], [3, ["y: z\n"], []]], {"on": True}, ALL, f"on {WRITES}"),
    ("a document", ["x: ", A, "\n"], {"a": "p\n---\n- q"}, ALL, f"a {SPLITS}"),
    ("a line that ends", ["x: ", A, "\n"], {"a": "p\u2028q"}, ALL, f"a {ENDS}"),
    ("a line that ends otherwise", ["x: ", A, "\n"], {"a": "p\x85q"}, ALL, f"a {ENDS}"),
    # written as YAML
    ("a word among keys", ["x:\n  ", YAML, "\n  k: v\n"], {"a": "s"}, ALL, f"a {DOES_NOT_FIT} a word or string"),
    ("a list among keys", ["x:\n  k: v\n  ", YAML, "\n"], {"a": ["p"]}, ALL, f"a {DOES_NOT_FIT} a list"),
    ("a map among items", ["x:\n  - p\n  ", YAML, "\n"], {"a": {"k": 1}}, ALL, f"a {DOES_NOT_FIT} a mapping"),
    ("a map of maps among items", ["x:\n  - p\n  ", SHIFTED, "\n"], {"a": {"k": {"l": 1}}}, ALL, f"a {DOES_NOT_FIT} a mapping"),
    # a plain word is not odd, and is blamed if the user wrote it
    ("a word of the user's", ["x:\n  ", A, "\n  k: v\n"], {"a": "s"}, ALL, f"a {UNREADABLE}"),
    ("the same, and nobody says who wrote it", ["x:\n  ", A, "\n  k: v\n"], {"a": "s"}, None, f"a {UNREADABLE}"),
    ("a word of the chart's", ["x:\n  ", A, "\n  k: v\n"], {"a": "s"}, {"b": 1}, f"a value {WRITES}"),
    ("a text of the chart's own beside an odd one", ["x: [\ny: ", A, "\n"], {"a": "p q"}, {}, f"a {UNREADABLE}"),
    # conditions
    ("a condition", [[3, ["x: [\n"], ["x: y\n"]]], {"on": True}, ALL, f"on {WRITES}"),
    ("a condition that does not hold", [[4, ["x: y\n"], ["x: [\n"]]], {"more": {"on": False}}, ALL, f"more.on {WRITES}"),
    ("a condition that nobody set", [[3, ["x: [\n"], ["x: y\n"]]], {"on": True}, {}, f"a value {WRITES}"),
    ("a condition, and nobody says who set it", [[3, ["x: [\n"], ["x: y\n"]]], {"on": True}, None, f"on {WRITES}"),
    ("of two the one that matters", [[3, ["y: z\n"], []], [4, ["x: [\n"], ["x: y\n"]]], {"on": True, "more": {"on": True}}, ALL, f"more.on {WRITES}"),
    ("the first of two of which none matters", ["x: [\n", [4, ["y: z\n"], []], [3, ["y: z\n"], []]], {"on": True, "more": {"on": True}}, ALL, f"more.on {WRITES}"),
    ("one that cannot be turned", [[3, ["y: z\n"], [[13]]], [4, ["x: [\n"], ["x: y\n"]]], {"a": "s", "on": True, "more": {"on": True}}, ALL, f"more.on {WRITES}"),
    ("a condition rather than an odd text that is innocent", ["y: ", A, "\n", [3, ["x: [\n"], ["x: y\n"]]], {"a": "p q", "on": True}, ALL, f"on {WRITES}"),
    ("a text that is guilty rather than a condition", ["y: ", A, "\n", [3, ["x: [\n"], ["x: y\n"]]], {"a": "]", "on": True}, ALL, f"on {WRITES}"),
    # a loop: what it goes through
    ("an item", [[7, 20, 21, ["- ", ITEM, "\n"], []]], {"items": ["p", "["]}, ALL, f"items {UNREADABLE}"),
    ("an item as YAML", ["x:\n", [7, 20, 21, ["  - p\n  ", [11], "\n"], []]], {"items": [{"k": 1}]}, ALL, f"items {DOES_NOT_FIT} a mapping"),
    ("no item", ["x: y\n", [7, 20, 21, ["- ", ITEM, "\n"], ["z: ", A, "\n"]]], {"items": [], "a": "["}, ALL, f"a {UNREADABLE}"),
    ("a constant of the chart's", ["x: ", BRACKET, "\n"], {}, ALL, f"a value {UNREADABLE}"),
]  # fmt: skip


def numbered(parts: list[Any], pieces: list[Any]) -> list[int]:
    """The numbers of pieces, which are added to a table."""
    numbers = []
    for part in parts:
        piece = part
        if isinstance(part, list) and len(part) > 1:
            piece = [*part[:-2], numbered(part[-2], pieces), numbered(part[-1], pieces)]
        pieces.append(piece)
        numbers.append(len(pieces) - 1)
    return numbers


@pytest.mark.parametrize(("name", "parts", "values", "user", "reported"), ROWS, ids=[row[0] for row in ROWS])
def test_blame(
    name: str, parts: list[Any], values: dict[str, object], user: Mapping[str, object] | None, reported: str
) -> None:
    pieces: list[Any] = []
    numbers = numbered(parts, pieces)
    writer = Writer(Pieces(pieces), Evaluator(Expressions(FORMS), OPEN, values))
    writer.write(numbers)
    assert not readable_layout(writer.written), name
    breach = blame(writer, numbers, user)
    path = reported.partition(" ")[0]
    assert (breach.detail, breach.kind, breach.explicit) == (reported, "yaml", False)
    assert ".".join(map(str, breach.path)) == ("" if reported.startswith("a value") else path)
