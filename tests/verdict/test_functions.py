"""What is said of a value at which a function of a chart's template stops, and what its other functions give."""

from collections.abc import Callable

import pytest

from pachlint.verdict import gotemplate, rendering
from pachlint.verdict.functions import call
from pachlint.verdict.gotemplate import TemplateError

STOPPED = [
    ("required", [None], "reject", "is empty, and the chart requires it"),
    ("required", [""], "reject", "is empty, and the chart requires it"),
    ("fail", ["no"], "reject", "does not fit the other values, and the chart rejects it"),
    ("ternary", [1, 2, "x"], "argument", "must be a boolean, but is a string"),
    ("ternary", [1, 2, None], "argument", "must be a boolean, but is null"),
    ("lower", [1.0], "argument", "must be a string, but is a number"),
    ("text", [False], "argument", "must be a string, but is a boolean"),
    ("trim", [{}], "argument", "must be a string, but is a mapping"),
    ("eq", [1.0, "a"], "argument", "is a number and is compared with a string"),
    ("eq", ["a", "b", True], "argument", "is a string and is compared with a boolean"),
    ("eq", [{}, {}], "argument", "is a mapping, which cannot be compared"),
    ("eq", [[], []], "argument", "is a list, which cannot be compared"),
    ("lt", [None, 1.0], "argument", "is null and is compared with a number"),
    ("lt", [True, False], "argument", "is a boolean and is compared with a boolean"),
    ("le", ["a", 1.0], "argument", "is a string and is compared with a number"),
    ("gt", [[], []], "argument", "is a list and is compared with a list"),
    ("lt", [1.0, 2], "argument", "is an integer of --set, which the chart cannot compare with its decimals: give it in a file or with --set-json"),
    ("lt", [1, 2.0], "argument", "is a number and is compared with a number"),
    ("len", [5.0], "argument", "is a number, which has no length"),
    ("len", [None], "argument", "is null, which has no length"),
    ("semverCompare", [">1", "y"], "argument", "is compared with versions, but is not a version"),
    ("index", ["abc", "x"], "argument", "is a string and is indexed"),
    ("index", ["abc", 3], "argument", "is a string and is indexed"),
    ("get", ["x", "a"], "argument", "must be a mapping, but is a string"),
    ("has", ["a", "b"], "argument", "must be a list, but is a string"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "kind", "detail"), STOPPED)
def test_what_is_said(name: str, arguments: list[object], kind: str, detail: str) -> None:
    with pytest.raises(TemplateError) as error:
        call(name, arguments)
    assert (error.value.kind, error.value.detail) == (kind, detail)


@pytest.mark.parametrize(
    ("name", "arguments", "made"),
    [
        ("required", [0.0], 0.0),
        ("required", [False], False),
        ("required", ["x"], "x"),
        ("text", ["x"], "x"),
        ("shift", [2, "a\nb\nc"], "a\n  b\n  c"),
        ("shift", [1, None], "<no value>"),
        ("hash", ["x"], "0" * 64),
        ("printf", ["%s-%s", "a"], "a-%!s(<nil>)"),
        ("until", [3], [0, 1, 2]),
        ("until", [0.0], []),
        ("until", [1.0], [0]),
        ("until", [-1.0], [0]),
        ("until", [-3.0], [0, -1, -2]),
        ("until", [1000.0], list(range(64))),
        ("until", [-1000.0], list(range(0, -64, -1))),
        ("int", [1e300], -(2**63)),
        ("int", [float("inf")], -(2**63)),
        ("int", ["-9223372036854775808"], -(2**63)),
        ("int", ["0_17"], 15),
        ("int", ["09"], 0),
        ("toString", [{"b": 1.0, "a": [{"d": 2.0, "c": 3.0}]}], "map[a:[map[c:3 d:2]] b:1]"),
        ("index", ["a\udcc3", 1], 0xC3),
        ("omit", [{"a": 1.0, "b": 2.0, "c": 3.0}, "a", "c", "d"], {"b": 2.0}),
        ("without", [["a", "b"], "a", "c"], ["b"]),
        ("hasSuffix", ["b", "ab"], True),
        ("hasSuffix", ["a", "ab"], False),
        ("kindIs", ["bool", True], True),
        ("typeIs", ["int", 1], True),
        ("typeIs", ["bool", True], True),
        ("typeIs", ["float64", 1.0], True),
        ("typeIs", ["string", "a"], True),
        ("typeIs", [None, None], False),
        ("eq", [None, {}], False),
        ("eq", ["a", "b", "a"], True),
        ("split", ["-", "a-b"], {"_0": "a", "_1": "b"}),
        ("splitList", ["-", "a-b"], ["a", "b"]),
        ("join", ["-", ["a", "b"]], "a-b"),
        ("squote", ["a", None, 1.0], "'a' '1'"),
        ("typeIs", ["[]interface {}", []], True),
        ("typeIs", ["[]interface {}", {}], False),
        ("typeIs", ["map[string]interface {}", {}], True),
        ("trunc", [2.0, "äöü"], "ä"),
        ("trunc", [-2.0, "äöü"], "ü"),
        # a letter that was cut in two before
        ("trunc", [2.0, "a\udcc3b"], "a\udcc3"),
        ("toJson", [float("inf")], ""),
        ("print", ["a", 1.0, True], "a1 true"),
        ("print", [1.0, 2.0, "b"], "1 2b"),
    ],
)
def test_what_is_made(name: str, arguments: list[object], made: object) -> None:
    assert call(name, arguments) == made


@pytest.mark.parametrize(
    ("what", "kind", "detail"),
    [
        (lambda: gotemplate.child("x", "a"), "map", "is a string"),
        (lambda: gotemplate.child([], "a"), "map", "is a list"),
        (lambda: gotemplate.entries(5.0), "iterable", "is a number"),
        (lambda: gotemplate.entries("x"), "iterable", "is a string"),
        (lambda: rendering.FUNCTIONS["first"]("x"), "argument", "must be a list, but is a string"),
        (lambda: rendering.FUNCTIONS["hasKey"]({}, 1.0), "argument", "must be a string, but is a number"),
        (lambda: rendering.FUNCTIONS["hasKey"]([], "a"), "argument", "must be a mapping, but is a list"),
        (lambda: rendering.FUNCTIONS["keys"]("a"), "argument", "must be a mapping, but is a string"),
        (lambda: rendering.FUNCTIONS["fileText"](None), "argument", "must be a string, but is null"),
    ],
)
def test_what_else_stops(what: Callable[[], object], kind: str, detail: str) -> None:
    with pytest.raises(TemplateError, match=f"^{detail}$") as error:
        what()
    assert (error.value.kind, error.value.detail) == (kind, detail)


@pytest.mark.parametrize(
    ("name", "arguments", "made"),
    [
        ("first", [[1, 2]], 1.0),
        ("first", [[]], None),
        ("sortAlpha", [["b", 10, "a", None]], ["10", "<nil>", "a", "b"]),
        ("sortAlpha", ["x"], ["x"]),
        ("keys", [{"b": 1, "a": 2}], ["b", "a"]),
        ("hasKey", [{"a": None}, "a"], True),
        ("hasKey", [{"a": None}, "b"], False),
        ("kindIs", ["invalid", None], True),
        ("kindIs", ["invalid", ""], False),
        ("kindIs", ["string", ""], True),
        ("printf", ["%T", {}], "map[string]interface {}"),
        ("printf", ["%T", []], "[]interface {}"),
        ("printf", ["%T", "x"], "string"),
        ("printf", ["%T", True], "bool"),
        ("printf", ["%T", 1.0], "float64"),
        ("printf", ["%T", 1], "int64"),
        ("printf", ["%T", None], "<nil>"),
        ("printf", ["%s!", "x"], "x!"),
        ("fileText", ["files/a"], ""),
        ("quiet", ["x"], ""),
        ("toPrettyJson", [{"b": [1.0], "a": "<"}], '{\n  "a": "\\u003c",\n  "b": [\n    1\n  ]\n}'),
    ],
)
def test_functions_of_optional_charts(name: str, arguments: list[object], made: object) -> None:
    found = rendering.FUNCTIONS[name](*arguments)
    assert (found, type(found)) == (made, type(made))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fooÉBar", "foo_é_bar"),
        ("ÄÖ", "äö"),
        ("ÉÉb", "é_éb"),
        ("a1É2", "a1_é2"),
        ("ß1A", "ß1_a"),
        ("日本Go", "日本_go"),
        ("1한한B日", "1한한_b_日"),
        ("b-éé한Bª", "b_éé한_bª"),
        # of what kind these are is not known: as they are
        ("aB²", "a_b²"),
        ("a-B c²", "a_b_c²"),
        ("a\x1cB", "a\x1cb"),
    ],
)
def test_words_of_letters_that_are_not_ascii(text: str, expected: str) -> None:
    """All but the last as Helm 3.17.3 prints them."""
    assert call("snakecase", [text]) == expected


@pytest.mark.parametrize(("text", "count"), [("null", 0), ("[1, 2.5]", 2), ("{", 1), ("{}", 1)])
def test_from_json_array(text: str, count: int) -> None:
    """Null is an empty list to Helm, and a mistake a list of what is wrong."""
    assert len(call("fromJsonArray", [text])) == count  # type: ignore[arg-type]
