"""The parts of an edit on their own: what is rejected before anything is read again, splices, trees and new text."""

import math
from collections.abc import Callable

import pytest

from pachlint.fixing import edits, trees
from pachlint.fixing.emit import (
    DOUBLE,
    PLAIN,
    SINGLE,
    Quoting,
    Steps,
    UnwritableError,
    flow_text,
    is_plain,
    literal,
    scalar_text,
    string_text,
    written,
)
from pachlint.fixing.fix import compile_edits
from pachlint.fixing.layout import Layout, NoEditError, layout
from pachlint.fixing.splice import OverlapError, Splice, compose, ordered, splice
from pachlint.kinds import same as same_values
from pachlint.layering.layer import layer
from pachlint.policy.fixes import EditSpec
from pachlint.reading.document import read
from pachlint.source import Source


def of(text: str, name: str = "v.yaml") -> Layout:
    """How a text is laid out."""
    return layout(read(Source(name, text)))


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: 1\n", lambda at: edits.set_value(at, (), 1)),
        ("a: &k 1\nb: *k\n", lambda at: edits.set_value(at, ("b",), 1)),
        ("a: &k {c: 1}\nb: *k\n", lambda at: edits.set_value(at, ("b", "c"), 1)),
        ("a: &k {c: 1}\nb: *k\n", lambda at: edits.set_value(at, ("b", "d"), 1)),
        ("a: &k {c: {d: 1}}\nb: {<<: *k}\n", lambda at: edits.set_value(at, ("b", "c", "d"), 1)),
        ("a: [1]\n", lambda at: edits.set_value(at, ("a", 1), 1)),
        ("a: [1]\n", lambda at: edits.set_value(at, ("a", "b"), 1)),
        ("a: x\n", lambda at: edits.set_value(at, ("a", "b"), 1)),
        ("- x\n", lambda at: edits.set_value(at, ("a",), 1)),
        ("a:\n  - !x y\n", lambda at: edits.set_value(at, ("a", 0), 1)),
        ("a: !x y\n", lambda at: edits.set_value(at, ("a",), 1)),
        ("a:\n  -\n    x\n", lambda at: edits.set_value(at, ("a", 0), 1)),
        ("? a\n: 1\n", lambda at: edits.set_value(at, ("a",), 2)),
        ("{a, b: 1}\n", lambda at: edits.set_value(at, ("a",), 2)),
        ("~: 1\n~: 2\n", lambda at: edits.set_value(at, ("~",), 2)),
        ("a: 1\n", lambda at: edits.delete(at, ("b",))),
        ("a: 1\n", lambda at: edits.delete(at, ())),
        ("? a\n: 1\nb: 2\n", lambda at: edits.delete(at, ("a",))),
        ("a: [&k x, *k]\n", lambda at: edits.delete(at, ("a", 0))),
        ("a:\n- - x\n  - y\n", lambda at: edits.delete(at, ("a", 0, 0))),
        ("a: 1\nb: 2\n", lambda at: edits.rename(at, ("a",), "b")),
        ("a: 1\na: 2\n", lambda at: edits.rename(at, ("a",), "b")),
        ("a: [1]\n", lambda at: edits.rename(at, ("a", 0), "b")),
        ("a: &k b\n*k : 1\n", lambda at: edits.rename(at, ("b",), "c")),
        ("a: 1\nb: 2\n", lambda at: edits.copy(at, ("a",), ("b",))),
        ("a: {c: 1}\n", lambda at: edits.copy(at, ("a",), ("a", "d"))),
        ("a: 1\nb: x\n", lambda at: edits.copy(at, ("a",), ("b", "c"))),
        ("a: 1 # c\nb:\n", lambda at: edits.copy(at, ("a",), ("b", "c"))),
        ("a: 1\n", lambda at: edits.append(at, ("a",), 1)),
        ("a: {}\n", lambda at: edits.append(at, ("a",), 1)),
        ("a: &k [1]\nb: *k\n", lambda at: edits.append(at, ("b",), 1)),
        ("a: [1]\n", lambda at: edits.append(at, ("b",), 1)),
        ("a: 1\n", lambda at: edits.replace_parts(at, ("a",), [edits.Part(0, 1, "2")])),
        ("a: &k x\nb: *k\n", lambda at: edits.replace_parts(at, ("b",), [edits.Part(0, 1, "y")])),
        ("a: [x]\n", lambda at: edits.replace_parts(at, ("a",), [edits.Part(0, 1, "y")])),
        ('a: "\\u0061"\n', lambda at: edits.replace_parts(at, ("a",), [edits.Part(0, 1, "y")])),
        ("a: x\n", lambda at: edits.replace_parts(at, ("a",), [edits.Part(0, 0, "y")])),
    ],
)
def test_edit_that_has_no_place(text: str, edit: Callable[[Layout], list[Splice]]) -> None:
    with pytest.raises(NoEditError):
        edit(of(text))


@pytest.mark.parametrize(
    ("text", "newline", "steps", "needed", "json"),
    [
        ("a: 1\n", "\n", (2, 2), DOUBLE, False),
        ("a: 1", "\n", (2, 2), DOUBLE, False),
        ("a: 1\r\nb: 2\n", "\r\n", (2, 2), DOUBLE, False),
        ("a: 1\rb: 2\n", "\r", (2, 2), DOUBLE, False),
        ("a:\n    b: 1\n", "\n", (4, 4), DOUBLE, False),
        ("a:\n  b:\n    c: 1\nd:\n    e: 1\n", "\n", (2, 2), DOUBLE, False),
        ("a:\n    b:\n        c: 1\nd:\n  e: 1\n", "\n", (4, 4), DOUBLE, False),
        ("a:\n  b: 1\nc:\n    d: 1\n", "\n", (2, 2), DOUBLE, False),
        ("a:\n- 1\n", "\n", (2, 0), DOUBLE, False),
        ("a:\n    - 1\nb:\n  c: 1\n", "\n", (2, 4), DOUBLE, False),
        ("a:\n- b:\n     c: 1\n", "\n", (3, 0), DOUBLE, False),
        ("a: 'x'\n", "\n", (2, 2), SINGLE, False),
        ("a: 'x'\nb: \"x\"\n", "\n", (2, 2), DOUBLE, False),
        ("a: ['x', {b: 'y'}]\nc: \"x\"\n", "\n", (2, 2), SINGLE, False),
        ("a: &k 'x'\nb: *k\nc: *k\nd: \"x\"\n", "\n", (2, 2), DOUBLE, False),
        ('{"a": 1}\n', "\n", (2, 2), DOUBLE, True),
        ('{"a": 1, b: 2}\n', "\n", (2, 2), DOUBLE, False),
        ("{}\n", "\n", (2, 2), DOUBLE, False),
        ("", "\n", (2, 2), DOUBLE, False),
    ],
)
def test_layout_of_a_text(text: str, newline: str, steps: tuple[int, int], needed: str, json: bool) -> None:
    found = of(text)
    assert (found.newline, found.steps, found.needed, found.json) == (newline, Steps(*steps), needed, json)
    assert of("{}\n", "v.json").json
    assert of("{}\n", "V.JSON").json
    assert not of("# c\n", "v.json").json


def test_lines_of_a_layout() -> None:
    at = of("\ufeffa: 1\r\n\r\n  # c\rb: 2 # d\n  \nc: 3")
    text = at.text
    assert [at.line_start(text.index(sign)) for sign in "ab3"] == [1, text.index("b"), text.index("c: 3")]
    assert at.line_start(0) == 1
    assert at.line_start(text.index("\n")) == 1
    assert at.line_end(1) == 5
    assert at.next_line(1) == 7
    assert at.line_end(len(text)) == at.next_line(len(text)) == len(text)
    assert at.column(text.index("3")) == 3
    assert at.begins_line(text.index("#"))
    assert not at.begins_line(text.index("1"))
    assert at.blank(7)
    assert not at.blank(1)
    assert not at.blank(len(text))
    assert at.own_comment(9) == 2
    assert at.own_comment(1) is None
    assert at.own_comment(text.index("b")) is None
    assert at.comment_on(0, len(text)) == text.index("# c")
    assert at.comment_on(0, text.index("# c")) is None
    assert at.comment_on(text.index("# c") + 1, len(text)) == text.index("# d")
    assert at.trimmed(text.index("b")) == 5
    assert at.trimmed(3) == 3
    assert at.skipped(5) == text.index("b")
    assert at.skipped(text.index("2") + 1) == text.index("c: 3")
    assert at.skipped(len(text)) == len(text)


@pytest.mark.parametrize(
    ("splices", "after"),
    [
        ([], "abcdef"),
        ([Splice(0, 1, "X")], "Xbcdef"),
        ([Splice(6, 6, "X")], "abcdefX"),
        ([Splice(2, 4, "")], "abef"),
        ([Splice(2, 4, "XYZ"), Splice(0, 0, "_")], "_abXYZef"),
        ([Splice(2, 2, "1"), Splice(2, 2, "2")], "ab12cdef"),
        ([Splice(2, 3, "1"), Splice(3, 4, "2")], "ab12ef"),
        ([Splice(3, 3, "1"), Splice(3, 4, "2")], "abc12ef"),
        ([Splice(2, 3, "1"), Splice(3, 3, "2")], "ab12def"),
        ([Splice(1, 1, ""), Splice(0, 6, "x")], "x"),
    ],
)
def test_splices(splices: list[Splice], after: str) -> None:
    assert splice("abcdef", splices) == after


@pytest.mark.parametrize(
    "splices",
    [
        [Splice(0, 2, "x"), Splice(1, 3, "y")],
        [Splice(0, 2, "x"), Splice(1, 1, "y")],
        [Splice(0, 2, "x"), Splice(0, 2, "y")],
        [Splice(0, 6, ""), Splice(2, 3, "y")],
    ],
)
def test_splices_that_overlap(splices: list[Splice]) -> None:
    with pytest.raises(OverlapError, match=r"overlap at offset \d"):
        splice("abcdef", splices)


@pytest.mark.parametrize("first", [(Splice(1, 3, "XYZ"),), (Splice(0, 0, "__"), Splice(4, 6, "")), ()])
def test_composed_splices_do_what_both_do(first: tuple[Splice, ...]) -> None:
    text = "abcdef"
    middle = splice(text, first)
    for start in range(len(middle) + 1):
        for end in range(start, len(middle) + 1):
            for put in ("", "-", "+++"):
                second = (Splice(start, end, put),)
                both = compose(text, first, second)
                assert splice(text, both) == splice(middle, second)
                assert both == ordered(both)


def test_trees() -> None:
    tree = {"a": {"b": [1, {"c": 2}]}, "d": None}
    assert trees.put(tree, ("a", "b", 1, "c"), 3) == {"a": {"b": [1, {"c": 3}]}, "d": None}
    assert trees.put(tree, ("a", "b", 0), 3) == {"a": {"b": [3, {"c": 2}]}, "d": None}
    assert trees.put(tree, ("d", "e", "f"), 3) == {**tree, "d": {"e": {"f": 3}}}
    assert trees.put(tree, (), 3) == 3
    assert trees.drop(tree, ("d",)) == {"a": tree["a"]}
    assert trees.drop(tree, ("a", "b", 1, "c")) == {"a": {"b": [1, {}]}, "d": None}
    assert trees.drop(tree, ("a", "b", 0)) == {"a": {"b": [{"c": 2}]}, "d": None}
    assert trees.drop({"a": {"b": {"c": 1}}}, ("a", "b", "c")) == {}
    assert trees.drop({"a": {"b": {"c": 1}, "d": 1}}, ("a", "b", "c")) == {"a": {"d": 1}}
    assert trees.drop({"a": [1]}, ("a", 0)) == {"a": []}
    assert tree == {"a": {"b": [1, {"c": 2}]}, "d": None}


@pytest.mark.parametrize(
    "wanted",
    [
        lambda: trees.put({"a": 1}, ("a", "b"), 1),
        lambda: trees.put({"a": [1]}, ("a", 1), 1),
        lambda: trees.put({"a": [1]}, ("a", "b"), 1),
        lambda: trees.put({"a": {}}, ("a", 0), 1),
        lambda: trees.drop({"a": 1}, ("b",)),
        lambda: trees.drop({"a": [1]}, ("a", 1)),
        lambda: trees.drop({"a": 1}, ("a", "b")),
        lambda: trees.drop({"a": {"b": 1}}, ("a", 0)),
    ],
)
def test_trees_without_such_a_place(wanted: Callable[[], object]) -> None:
    with pytest.raises(trees.NoPlaceError):
        wanted()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 0}, {"a": False}, False),
        (True, True, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1, "b": 2}, {"a": 1}, False),
        ({"a": 1}, {"a": 2}, False),
        ([1, 2], [1, 2], True),
        ([1, 2], (1, 2), True),
        ([1], [1, 2], False),
        ([1], [True], False),
        ([1, 2], [2, 1], False),
        ({}, [], False),
        (None, {}, False),
        (1, 1.0, True),
        ("1", 1, False),
    ],
)
def test_same_trees(one: object, other: object, same: bool) -> None:
    assert same_values(one, other) is same
    assert same_values(other, one) is same


@pytest.mark.parametrize(
    ("value", "plain", "flow"),
    [
        ("a", True, True), ("a b", True, True), ("a:b", True, False), ("a b:c", True, False), ("http://x:1/y", True, False),
        ("", False, False), ("y", False, False), ("12", False, False), ("1a", True, True), ("-a", False, False), ("a,b", True, False),
        ("a]", True, False), ("a{", True, False), ("a #b", False, False), ("a#b", True, True), ("a b#c", True, True), ("a ", False, False),
        (" a", False, False), ("a:", False, False), ("~a", False, False), ("---", False, False), ("---a", False, False), ("...x", False, False),
        ("/a", True, True), (".a", True, True), ("_a", True, True), ("$a", True, True), ("(a)", True, True), ("\\a", True, True), ("12:30", False, False),
        ("2024-01-02", False, False), ("2024-01-02 x", False, False), ("a\tb", False, False), ("a\nb", False, False), ("é", True, True),
        ("\u2028", False, False), ("a\u00a0b", False, False), ("a\ufeffb", False, False), ("*a", False, False), ("&a", False, False), ("!a", False, False),
        ("|a", False, False), (">a", False, False), ("%a", False, False), ("@a", False, False), ("`a", False, False), ("'a", False, False), ("?a", False, False),
        ("=", False, False), ("<<", False, False), ("<a", False, False), ("null", False, False), ("1e3", False, False), ("1e3x", True, True), ("0x1F", False, False),
    ],
)  # fmt: skip
def test_texts_without_quotes(value: str, plain: bool, flow: bool) -> None:
    assert (is_plain(value, flow=False), is_plain(value, flow=True)) == (plain, flow)


@pytest.mark.parametrize(
    ("value", "wanted", "needed", "text"),
    [
        ("a", PLAIN, DOUBLE, "a"), ("a", SINGLE, DOUBLE, "'a'"), ("a", DOUBLE, SINGLE, '"a"'), ("1", PLAIN, SINGLE, "'1'"), ("1", PLAIN, DOUBLE, '"1"'),
        ('"', PLAIN, DOUBLE, "'\"'"), ("\"'", PLAIN, DOUBLE, '"\\"\'"'), ("it's", SINGLE, DOUBLE, "'it''s'"), ("a\nb", SINGLE, SINGLE, '"a\\nb"'),
        ("\t", SINGLE, SINGLE, '"\\t"'), ("\r", PLAIN, DOUBLE, '"\\r"'), ("\x07", PLAIN, SINGLE, '"\\u0007"'), ("\\ ", PLAIN, DOUBLE, '"\\\\ "'),
        ("\u2028é", PLAIN, DOUBLE, '"\\u2028é"'), ("\x80", SINGLE, DOUBLE, '"\\u0080"'), ("\ufeff", DOUBLE, DOUBLE, '"\\ufeff"'), ("\U0001f600:", PLAIN, DOUBLE, '"\U0001f600:"'),
    ],
)  # fmt: skip
def test_texts_in_quotes(value: str, wanted: str, needed: str, text: str) -> None:
    assert string_text(value, wanted, needed, flow=False) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"), (True, "true"), (False, "false"), (0, "0"), (-5, "-5"), (10**30, "1" + 30 * "0"), (1.5, "1.5"), ("x", "x"), ([], "[]"), ({}, "{}"),
        ([1, ["a", {}]], "[1, [a, {}]]"), ({"a": {"b": (1,)}, "1": "1"}, '{a: {b: [1]}, "1": "1"}'), ({"a:b": "c,d"}, '{"a:b": "c,d"}'),
    ],
)  # fmt: skip
def test_values_on_one_line(value: object, text: str) -> None:
    assert flow_text(value, Quoting()) == text


@pytest.mark.parametrize(
    "value", [math.inf, -math.inf, math.nan, {1: 2}, {"a": {None: 1}}, b"x", {"a": object()}]
)
def test_values_that_no_text_stands_for(value: object) -> None:
    with pytest.raises(UnwritableError):
        flow_text(value, Quoting())
    with pytest.raises(UnwritableError):
        written(value, Quoting(), Steps())
    with pytest.raises(UnwritableError):
        scalar_text([], Quoting(), flow=False)


@pytest.mark.parametrize(
    ("value", "head", "lines"),
    [
        ("a\nb\n", "|", ("  a", "  b")), ("a\nb", "|-", ("  a", "  b")), ("a\n\nb\n", "|", ("  a", "", "  b")), ("a\n  b\n", "|", ("  a", "    b")),
        ("\na\n", None, ()), (" a\nb\n", None, ()), ("a\n\n", None, ()), ("a\n\t\n", None, ()), ("a\n \n", None, ()), ("a\x07\nb", None, ()), ("a\nb\n\n", None, ()),
    ],
)  # fmt: skip
def test_texts_of_several_lines(value: str, head: str | None, lines: tuple[str, ...]) -> None:
    found = literal(value, 2)
    assert (found and found.head, found.lines if found else ()) == (head, lines)
    assert written(value, Quoting(), Steps()).lines == lines
    if head is None:
        assert written(value, Quoting(), Steps()).head.startswith('"')


def test_text_of_a_value() -> None:
    value = {"a": [{"b": 1, "c": ["x"]}, ["y", "1"], {}, "p\nq"], "d": {"e": None}, "f": "12"}
    assert written(value, Quoting("single"), Steps(4, 1)).lines == (
        "    a:", "     - b: 1", "       c:", "        - 'x'", "     - - 'y'", "       - '1'", "     - {}", "     - |-", "       p", "       q",
        "    d:", "        e: null", "    f: '12'",
    )  # fmt: skip


class TestFiles:
    """Which file is changed, and what keeps all from being changed."""

    @pytest.mark.parametrize(
        ("texts", "spec", "names"),
        [
            (("k: 1\n", "k: 2\n"), EditSpec("delete", ("k",)), ["0", "1"]),
            (("k: 1\n", "n: 2\n"), EditSpec("delete", ("k",)), ["0"]),
            (("k: 1\n", "n: 2\n"), EditSpec("set", ("k",), value=3), ["0"]),
            (("k: 1\n", "n: 2\n"), EditSpec("set", ("new",), value=3), ["1"]),
            (("k: {a: 1}\n", "n: 2\n"), EditSpec("set", ("k", "b"), value=3), ["0"]),
            (("k: {a: 1}\n", "k: {c: 2}\n"), EditSpec("set", ("k", "b"), value=3), ["1"]),
            (("k: {a: {b: 1}}\n", "k: {c: 2}\n"), EditSpec("set", ("k", "a", "d"), value=3), ["0"]),
            (("k: 1\n", "k: 2\n"), EditSpec("rename", ("k",), to="m"), ["0", "1"]),
            (("k: [1]\n", "k: [2]\n"), EditSpec("append", ("k",), value=3), ["1"]),
            (("k: [1]\n", "n: 1\n"), EditSpec("append", ("k",), value=3), ["0"]),
        ],
    )
    def test_which_files(self, texts: tuple[str, ...], spec: EditSpec, names: list[str]) -> None:
        files = [read(Source(str(number), text)) for number, text in enumerate(texts)]
        found = compile_edits((spec,), layer({}, files))
        assert found is not None
        assert [edit.place.file for edit in found] == names

    @pytest.mark.parametrize(
        ("texts", "spec"),
        [
            (("k: 1\nm: 2\n", "k: 2\n"), EditSpec("rename", ("k",), to="m")),
            (("k: 1\n", "m: [\n"), EditSpec("set", ("new",), value=1)),
            (("k: x\n", "m: [\n"), EditSpec("set", ("k",), value=1)),
            ((), EditSpec("set", ("new",), value=1)),
            (("k: 1\n", "k: 1\n"), EditSpec("set", ("k",), value=1)),
            (("k: {a: 1}\n",), EditSpec("append", ("k",), value=1)),
            (("k: {a: 1}\n", "k: x\n"), EditSpec("set", ("k", "b"), value=1)),
            (("k: 1\n", "k: 1\n"), EditSpec("delete", ("m",))),
            (("k: null\n",), EditSpec("insert", ("k",), value=1)),
            (("k: xy\n",), EditSpec("replace", ("k",), match="(", replacement="a")),
            (("k: xy\n",), EditSpec("replace", ("k",), match="x", replacement="\\9")),
            (("k: xy\n",), EditSpec("replace", ("k",), match="z", replacement="a")),
            (("k: [x]\n",), EditSpec("replace", ("k",), match="x", replacement="a")),
        ],
    )
    def test_no_file(self, texts: tuple[str, ...], spec: EditSpec) -> None:
        files = [read(Source(str(number), text)) for number, text in enumerate(texts)]
        assert compile_edits((spec,), layer({}, files)) is None

    def test_defaults_that_a_null_removes(self) -> None:
        values = layer({"k": {"a": 1, "b": 2}}, [read(Source("v", "k: {a: null}\n"))])
        assert compile_edits((EditSpec("set", ("k", "a", "c"), value=1),), values) is None
        found = compile_edits((EditSpec("set", ("k", "b"), value=1),), values)
        assert found is not None

    def test_append_to_a_list_of_the_chart(self) -> None:
        values = layer({"k": [1]}, [read(Source("v", "m: 1\n"))])
        found = compile_edits((EditSpec("append", ("k",), value=2),), values)
        assert found is not None
        assert found[0].text == "\nk:\n  - 1\n  - 2"
        values = layer({"k": "x"}, [read(Source("v", "m: 1\n"))])
        assert compile_edits((EditSpec("append", ("k",), value=2),), values) is None
