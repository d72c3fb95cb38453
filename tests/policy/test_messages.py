"""Templates of messages in their pieces, and values as people read them."""

from typing import Any

import pytest

from pachlint.policy.context import SECRET
from pachlint.policy.fixes import EditSpec
from pachlint.policy.messages import Hole, TemplateError, holes, pieces, print_value

PIECES: list[tuple[str, list[Any]]] = [
    ("", []),
    ("plain } text", ["plain } text"]),
    ("{a}", [("a", None, 0)]),
    ("x {a.b} y", ["x ", ("a.b", None, 2), " y"]),
    ("{a}{b}", [("a", None, 0), ("b", None, 3)]),
    ("{ a }", [("a", None, 0)]),
    ("{a|}", [("a", "", 0)]),
    ("{a|x y}", [("a", "x y", 0)]),
    ("{a | x|y }", [("a", " x|y ", 0)]),
    ("{@path}!", [("@path", None, 0), "!"]),
    ("{{a}}", ["{", "a", "}"]),
    ("{{{a}}}", ["{", ("a", None, 2), "}"]),
    ("{{}}", ["{", "}"]),
    ('{a["b.c"]}', [('a["b.c"]', None, 0)]),
]


@pytest.mark.parametrize(("template", "parts"), PIECES)
def test_pieces(template: str, parts: list[Any]) -> None:
    expected = [Hole(*part) if isinstance(part, tuple) else part for part in parts]
    assert [piece for piece in pieces(template) if piece] == expected
    assert holes(template) == [part for part in expected if isinstance(part, Hole)]


@pytest.mark.parametrize(
    ("template", "offset"),
    [
        ("{", 0),
        ("a {", 2),
        ("a {b", 2),
        ("{}", 0),
        ("a { } b", 2),
        ("{{{", 2),
        ("{a}{", 3),
        ("{a{b}}", 0),
        ("x\n{", 2),
    ],
)
def test_a_brace_alone(template: str, offset: int) -> None:
    with pytest.raises(TemplateError) as caught:
        list(pieces(template))
    assert caught.value.offset == offset
    assert str(caught.value) == "a single { does not open a placeholder; write {{ for a brace"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"), (5, "5"), (5.0, "5"), (-0.5, "-0.5"), (1e21, "1e+21"), (True, "true"), (False, "false"), (None, "null"), ([], ""), (["a", 5, None], "a, 5, null"),
        (("a", "b"), "a, b"), ([["a"], {"b": 1}, "c"], "…, …, c"), ({"b": 1, "a": [2]}, "b, a"), (SECRET, "***"), ([SECRET, "a"], "***, a"),
        ("a\nb", "a b"), ("a\t\x07b", "a \x07b"), ("x" * 80, "x" * 80), ("x" * 81, "x" * 79 + "…"), (["x" * 40, "y" * 40], "x" * 40 + ", " + "y" * 37 + "…"),
        ("AKIAQ3EGRLGZ7N2W4XYB", "***"), (["AKIAQ3EGRLGZ7N2W4XYB", "a"], "***, a"), ("-----BEGIN PRIVATE KEY-----", "***"),
    ],
)  # fmt: skip
def test_value_as_people_read_it(value: object, text: str) -> None:
    assert print_value(value) == text


@pytest.mark.parametrize(
    ("spec", "written"),
    [
        (EditSpec("set", ("a", "b"), 1), ("a", "b")),
        (EditSpec("insert", ("a", "b"), 1), ("a", "b")),
        (EditSpec("delete", ("a", "b")), ("a", "b")),
        (EditSpec("append", ("a",), 1), ("a",)),
        (EditSpec("replace", ("a", "b"), match="x", replacement="y"), ("a", "b")),
        (EditSpec("rename", ("a", "b"), to="c"), ("a", "c")),
        (EditSpec("rename", ("a",), to="c"), ("c",)),
        (EditSpec("move", ("a", "b"), to=("c", "d")), ("c", "d")),
    ],
)
def test_where_an_edit_leaves_a_value(spec: EditSpec, written: tuple[str, ...]) -> None:
    assert spec.written == written


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (EditSpec("set", ("a",), 1), EditSpec("set", ("u", "a"), 1)),
        (EditSpec("rename", ("a", "b"), to="c"), EditSpec("rename", ("u", "a", "b"), to="c")),
        (EditSpec("move", ("a",), to=("b",)), EditSpec("move", ("u", "a"), to=("u", "b"))),
    ],
)
def test_an_edit_as_it_is_from_the_top_of_the_file(spec: EditSpec, expected: EditSpec) -> None:
    assert spec.moved(lambda path: ("u", *path)) == expected
