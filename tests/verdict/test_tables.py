"""Demands, layouts and paths on tables of a few lines, made by hand."""

import pytest

from pachlint.verdict import rendering, template_checks
from pachlint.verdict.breaches import HelmInput, TemplateInput, covers, is_set, touched_paths
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Expressions, Pieces, called, row_of
from pachlint.verdict.gotemplate import TemplateError
from pachlint.verdict.layouts import Writer, Written, readable_layout, writes_yaml
from pachlint.verdict.oddities import Printed, is_plain, meeting, odd_paths

TABLE = template_checks.load_data(
    {
        "versions": ["1.0", "1.1", "2.0"],
        "spans": [[0, 2], [1, 1], [0, 0, 2, 2]],
        "expressions": [
            "a.b",  # 0
            ["lower", 0],
            "on",  # 2
            "list",
            ["$", 9],  # 4
            ["lower", 4],
            ["fail"],  # 6
            "text.x",
            ["=", True],  # 8
            "map",
        ],
        "open": [4, 5],
        # parent, condition (negative: must not hold) or loop
        "guards": [[-1, 2], [-1, -3], [-1, 3, 8, 9], [-1, 7], [0, 8], [-1, 9, 8, 9]],
        "demands": [
            [0, -1, [[1, 0]]],
            [1, 0, [[6, 1]]],
            [2, 1, [[6, 1]]],
            [0, 2, [[5, 2]]],
            [0, 3, [[6, 1]]],
            [0, 4, [[1, 0], [7, 3]]],
            [0, 5, [[5, 4]]],
        ],
        "paths": ["a", "a.b", "on", "list", "text", "*", "map.k"],
        "reads": [[0, 1], [2], [3], [4], [6]],
    }
)
GOOD = {"a": {"b": "x"}, "on": False, "list": ["p"], "text": {}, "map": {}}


def reported(
    values: dict[str, object], version: str = "1.0", **more: object
) -> list[tuple[str, str, str, bool]]:
    """What is wrong, as path, kind, words and whether the chart says so itself."""
    found = template_checks.breaches(TemplateInput({**GOOD, **values}, version, **more), TABLE)  # type: ignore[arg-type]
    return [(".".join(map(str, one.path)), one.kind, one.detail, one.explicit) for one in found]


REFUSED = "does not fit the other values, and the chart rejects it"


@pytest.mark.parametrize(
    ("values", "version", "expected"),
    [
        ({"on": True}, "1.0", []),
        ({"a": {"b": 1}, "on": True}, "1.0", [("a.b", "argument", "a.b must be a string, but is a number", False)]),
        ({"a": 1, "on": True}, "1.0", [("a", "map", "the chart reads keys under a, but it is a number", False)]),
        ({"on": True}, "1.1", [("on", "reject", f"on {REFUSED}", True)]),
        ({"on": False}, "1.1", []),
        ({"on": False}, "1.0", [("on", "reject", f"on {REFUSED}", True)]),
        ({"on": False}, "2.0", [("on", "reject", f"on {REFUSED}", True)]),
        ({"on": False}, "3.0", []),
        ({"list": ["p", 5], "on": True}, "1.0", [("list", "argument", "list must be a string, but is a number", False)]),
        ({"list": [], "on": True}, "1.0", []),
        ({"list": "x", "on": True}, "1.0", []),
        ({"map": {"k": 1, "l": 2}, "on": True}, "1.0", [("map", "argument", "map must be a string, but is a number", False)]),
        ({"text": {"x": "y"}, "on": True}, "1.0", [("text.x", "reject", f"text.x {REFUSED}", True)]),
        ({"text": "x", "on": True}, "1.0", [("text", "map", "the chart reads keys under text, but it is a string", False)]),
        ({"text": "x", "on": False}, "1.1", []),
    ],
)  # fmt: skip
def test_demands(values: dict[str, object], version: str, expected: list[tuple[str, str, str, bool]]) -> None:
    assert reported(values, version) == expected


def test_demands_that_the_user_decides() -> None:
    wrong = {"a": {"b": 1}, "list": [5], "on": True}
    both = [("a.b", "argument", "a.b must be a string, but is a number", False), ("list", "argument", "list must be a string, but is a number", False)]  # fmt: skip
    assert reported(wrong) == both
    assert reported(wrong, user={"a": {"b": 1}}) == both[:1]
    assert reported(wrong, user={"a": {"c": 1}}) == both[:1]
    assert reported(wrong, user={"list": [5]}) == both[1:]
    assert reported(wrong, user={"other": 1}) == []
    assert reported(wrong, unknown=[("a", "b")]) == both[1:]
    assert reported(wrong, user={"a": {"b": 1}}, unknown=[("z",)]) == both[:1]
    assert reported(wrong, unknown=[("list", 0)]) == both[:1]
    assert reported(wrong, unknown=[("a", "c")]) == both[1:]
    assert reported(wrong, unknown=[("b",)]) == both


def test_number_of_a_demand() -> None:
    found = template_checks.unmet(
        TemplateInput({**GOOD, "on": True, "a": {"b": 1}, "text": "x"}, "1.0"), TABLE
    )
    assert [(number, breach.kind) for number, breach in found] == [
        (0, "argument"),
        (5, "argument"),
        (6, "map"),
    ]


@pytest.mark.parametrize(
    ("span", "held"),
    [((0, 2), {0, 1, 2}), ((1, 1), {1}), ((0, 0, 3, 4), {0, 3, 4}), ((), set())],
)
def test_span_of_versions(span: tuple[int, ...], held: set[int]) -> None:
    assert {version for version in range(6) if covers(span, version)} == held


@pytest.mark.parametrize(
    ("path", "user", "expected"),
    [
        ("a", {"a": 1}, True), ("a", {"b": 1}, False), ("a.b", {"a": {"b": 1}}, True), ("a.b", {"a": {"c": 1}}, False), ("a.b", {"a": 1}, True),
        ("a.b", {"a": {}}, True), ("a.b", {"b": 1}, False), ("*", {}, True), ("*", {"a": 1}, True), ("a", {"a": None}, True), ("a.b", {"a": None}, True),
    ],
)  # fmt: skip
def test_touched_paths(path: str, user: dict[str, object], expected: bool) -> None:
    assert touched_paths([path], user) == ({0} if expected else set())
    assert touched_paths(["x", path], None) == {0, 1}


@pytest.mark.parametrize(
    ("path", "user", "expected"),
    [
        (("a",), {"a": None}, True), (("a", "b"), {"a": {"b": 1}}, True), (("a", "b"), {"a": {"c": 1}}, False), (("a", "b"), {"a": 1}, True),
        (("a", "b", "c"), {"a": {"b": 1}}, True), (("b",), {"a": 1}, False), ((), {}, True), (("a",), {}, False),
    ],
)  # fmt: skip
def test_is_set(path: tuple[str, ...], user: dict[str, object], expected: bool) -> None:
    assert is_set(path, user) is expected


def test_a_release_that_nobody_named() -> None:
    assert TemplateInput({}, "1.0").helm == HelmInput("1.0", "pachd", "default") == HelmInput("1.0")
    assert TemplateInput({}, "1.0", release="r", namespace="n").helm == HelmInput("1.0", "r", "n")


VALUES = {
    "name": "n",
    "on": True,
    "off": False,
    "items": ["p", "q"],
    "none": [],
    "tree": {"a": "b"},
    "nil": None,
}
FORMS = ["name", "on", "off", "items", ["$", 9], "none", ["toYaml", 8], "nil", "tree", ["=", 2], ["shift", 9, 6], ["text", 10], "tree.a.b"]  # fmt: skip
PIECES = [
    "x: ",  # 0
    [0],
    "\n",  # 2
    [1, [0, 1, 2], [2]],
    [2, [0, 1, 2], [2]],  # 4
    [3, 8, 9, [6, 2], [1]],
    [4],  # 6
    [5, 8, 9, [6, 2], [0, 1]],
    [7],  # 8
    [12],
]


@pytest.mark.parametrize(
    ("numbers", "text", "tests"),
    [
        ([0, 1, 2], "x: n\n", []),
        ([3], "x: n\n", [1]),
        ([4], "\n", [2]),
        ([5], "p\nq\n", []),
        ([7], "x: n", []),
        ([8], "<no value>", []),
        ([4, 3], "\nx: n\n", [2, 1]),
    ],
)
def test_writer(numbers: list[int], text: str, tests: list[int]) -> None:
    writer = Writer(Pieces(PIECES), Evaluator(Expressions(FORMS), frozenset({4}), VALUES))
    writer.write(numbers)
    assert "".join(piece.text for piece in writer.written) == text
    assert writer.tests == tests


def test_writer_notes_what_was_written_by_what() -> None:
    evaluator = Evaluator(Expressions(FORMS), frozenset({4}), VALUES)
    writer = Writer(Pieces(PIECES), evaluator)
    writer.write([0, 1, 5])
    assert writer.written == [
        Written("x: "), Written("n", 0), Written("p", 4, 3), Written("\n"), Written("q", 4, 3), Written("\n"),
    ]  # fmt: skip
    turned = Writer(Pieces(PIECES), evaluator, {1})
    turned.write([3, 4])
    assert [piece.text for piece in turned.written] == ["\n", "\n"]
    with pytest.raises(EvaluationError):
        writer.write([9])


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["x: ", "n"], True), (["x: ", "<no value>"], True), (["<no value>"], True), (["x: [", "n"], False), (["x: ", ".inf"], False),
        (["x: .inf\nx: 1\n"], False), (["x: ", ".info"], True), (["x: '", ".nan", "'"], True), (["x: n\n---\nx: [\n"], False), ([], True),
        # Helm takes it out of what is written, and null would not stand above a key
        (["x:\n  ", "<no value>", "\n  y: 1\n"], True),
    ],
)  # fmt: skip
def test_readable_layout(texts: list[str], expected: bool) -> None:
    assert readable_layout([Written(text) for text in texts]) is expected


def test_writes_yaml() -> None:
    assert [writes_yaml(Expressions(FORMS), number) for number in (6, 10, 11, 9, 0)] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True), ("a", True), ("a.b/c_d-e", True), ("10Gi", True), ("$x", True), ("(a)", True), ("a:b", True), ("a:", False), ("a: b", False), (":a", False),
        ("-a", False), ("a b", False), ("a#b", False), ("a,b", False), ("é", False), ("a\n", False), (".a", False), ("a.inf", False), ("1.NaN", False), ("x" * 60, True),
        ("a:" + "x" * 47, True), ("a:" + "x" * 48, False), ("a" * 49 + ":" + "b", False), ("[a]", False), ("'a'", False), ("*", False), ("%", False), ("a%", True), ("^a;", True),
    ],
)  # fmt: skip
def test_plain_words(text: str, expected: bool) -> None:
    assert is_plain(text) is expected


def test_odd_paths() -> None:
    printed = Printed(alone=frozenset({"a", "d.e"}), inline=frozenset({"b", "c"}))
    user = {
        "a": "plain",
        "b": {"x": 1},
        "c": "plain",
        "d": {"e": 5, "f": "a: b"},
        "g": [1],
        "h": {"k y": 1},
        "i": True,
        "j": {"k": "l"},
    }
    assert odd_paths(user, printed) == {"a", "b", "d.e", "d.f", "g", "h"}
    assert odd_paths({"d": {"e": {"x": 1}}, "h": {"k y": 1, "z": 1}}, printed) == {"d.e", "h"}
    assert odd_paths({"d": {"x": 1}, "h": {}}, printed) == set()


@pytest.mark.parametrize(
    ("odd", "numbers"),
    [({"a"}, {0, 1, 3}), ({"a.b"}, {0, 1, 3}), ({"a.b.c"}, {0, 1, 3}), ({"a.c"}, {0, 3}), ({"b"}, {2, 3}), (set(), {3})],
)  # fmt: skip
def test_meeting_paths(odd: set[str], numbers: set[int]) -> None:
    assert meeting(["a", "a.b", "b", "*"], odd) == numbers


class TestOptionalCharts:
    """What only the templates of optional charts call."""

    @pytest.mark.parametrize(
        ("name", "arguments", "expected"),
        [
            ("get", ({"a": 1}, "a"), 1.0), ("get", ({"a": None}, "a"), None), ("get", ({}, "a"), ""), ("hasKey", ({"a": None}, "a"), True), ("hasKey", ({}, "a"), False),
            ("kindIs", ("invalid", None), True), ("kindIs", ("invalid", 1), False), ("kindIs", ("map", {}), True), ("kindIs", ("map", []), False),
            ("printf", ("%T", {}), "map[string]interface {}"), ("printf", ("%T", []), "[]interface {}"), ("printf", ("%T", "a"), "string"), ("printf", ("%T", True), "bool"),
            ("printf", ("%T", 1.5), "float64"), ("printf", ("%T", 1), "int64"), ("printf", ("%T", None), "<nil>"), ("printf", ("%s-%s", "a", "b"), "a-b"),
            ("first", ([1, 2],), 1.0), ("first", ([],), None), ("sortAlpha", (["b", "a", 1],), ["1", "a", "b"]), ("sortAlpha", ("yx",), ["yx"]), ("keys", ({"b": 1, "a": 2},), ["b", "a"]),
            ("quiet", (1,), ""), ("fileText", ("x",), ""), ("toPrettyJson", ({"a": [1]},), '{\n  "a": [\n    1\n  ]\n}'),
        ],
    )  # fmt: skip
    def test_functions(self, name: str, arguments: tuple[object, ...], expected: object) -> None:
        found = rendering.FUNCTIONS[name](*arguments)
        assert (found, type(found)) == (expected, type(expected))

    @pytest.mark.parametrize(
        ("name", "arguments", "detail"),
        [
            ("get", (None, "a"), "must be a mapping, but is null"), ("hasKey", ([], "a"), "must be a mapping, but is a list"), ("keys", ("x",), "must be a mapping, but is a string"),
            ("first", ({},), "must be a list, but is a map"), ("hasKey", ({}, 1), "must be a string, but is a number"), ("fileText", (1,), "must be a string, but is a number"),
        ],
    )  # fmt: skip
    def test_functions_that_stop(self, name: str, arguments: tuple[object, ...], detail: str) -> None:
        with pytest.raises(TemplateError, match=detail) as caught:
            rendering.FUNCTIONS[name](*arguments)
        assert caught.value.kind == "argument"

    @pytest.mark.parametrize(
        ("forms", "items", "path"),
        [
            ((["each", 0, 9, 2, 2, 3],), ["a", 5], ("items", 1)),
            ((["each", 0, 9, 2, 2, 3],), {"k": "a", "l": 5}, ("items", "l")),
            # a loop in a loop: the item of the item
            ((["lower", 5], ["$", 6], ["each", 1, 8, 6, 4, 3], ["each", 0, 9, 2, 6, 3]), [["a"], ["a", 5]], ("items", 1, 1)),
            # a loop through what a template makes of the value
            ((["list", 0, 0], ["each", 4, 9, 2, 2, 3]), 5, ("items",)),
            # a loop through what the chart itself says
            ((["=", ["a", 5]], ["each", 4, 9, 2, 2, 3]), 5, ()),
            # the failure lies in another value
            (("other", ["lower", 4], ["each", 0, 9, 2, 5, 3]), ["a", "b"], ("other",)),
        ],
    )  # fmt: skip
    def test_failure_in_a_loop_is_laid_to_the_item(
        self, forms: tuple[object, ...], items: object, path: tuple[object, ...]
    ) -> None:
        table = Expressions(["items", ["$", 2], ["lower", 1], ["=", ""], *forms])
        renderer = rendering.Renderer(
            table, frozenset(range(1, 8)), {"items": items, "other": 1}, HelmInput("1.0")
        )
        with pytest.raises(EvaluationError) as caught:
            renderer.text(3 + len(forms))
        assert (caught.value.path, caught.value.kind) == (path, "argument")

    @pytest.mark.parametrize(
        ("form", "text"), [(["each", 0, 9, 2, 2, 3], "ab"), ("nil", "<no value>"), ("items", "[A b]")]
    )
    def test_text_of_a_file(self, form: object, text: str) -> None:
        table = Expressions(["items", ["$", 2], ["lower", 1], ["=", ""], form])
        values = {"items": ["A", "b"], "nil": None}
        assert rendering.Renderer(table, frozenset({1, 2, 4}), values, HelmInput("1.0")).text(4) == text


@pytest.mark.parametrize(
    "row",
    [
        ["tpl", 3],
        ["tpl", 3, 0],
        ["tplYaml", 3],
        [".", 1, "a.b"],
        ["?.", 1, "a.b"],
        ["entries", 1],
        ["off", 1],
        ["=", 5],
        ["$", 1],
        ["each", 1, 2, 3, 4, 5],
        ["fold", 1, 2, 3, 4, 5, 6],
        ["lower", 1],
        ["if", 1, 2, 3],
        ["dict", 1, 2],
        ["cat", 1, 2],
        ["and", 1, 2],
    ],
)
def test_a_form_is_the_same_as_a_row_and_back(row: list[str | int]) -> None:
    function, *arguments = row
    assert row_of(called(str(function), arguments)) == row
