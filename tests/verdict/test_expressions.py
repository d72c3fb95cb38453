"""Who is to blame when an expression of the chart's templates cannot be evaluated."""

import pytest

from pachlint.verdict.breaches import HelmInput
from pachlint.verdict.expressions import EvaluationError, Evaluator
from pachlint.verdict.forms import Expressions

VALUES = {"pools": [{"name": "default"}], "wanted": {"gpus": {}}, "other": 1}


def test_numbers_of_loop_variables_are_no_expressions() -> None:
    each = ["each", 1, 0, 0, 2, 2]
    fold = ["fold", 1, 0, 0, 0, 2, 2]
    evaluator = Evaluator(Expressions(["other", "pools", ["=", ""], each, fold]), frozenset(), VALUES)
    assert [evaluator.violation(index) for index in (3, 4)] == [("pools",), ("pools",)]


def test_rejection_is_blamed_on_the_condition_that_led_to_it() -> None:
    evaluator = Evaluator(
        Expressions(["wanted", ["fail"], ["=", ""], ["if", 0, 1, 2], ["cat", 3]]), frozenset(), VALUES
    )
    with pytest.raises(EvaluationError) as caught:
        evaluator.value(4, {})
    assert (caught.value.kind, caught.value.path) == ("reject", ("wanted",))


TREE = {
    "on": True,
    "off": False,
    "zero": 0,
    "text": "a b",
    "null": None,
    "empty": {},
    "map": {"b": 1, "a": "x", "deep": {"er": [1]}},
    "list": ["p", "q"],
    "nested": [{"n": 1}, {"n": 2}],
}
T, F = ["=", "T"], ["=", "F"]


def value(*table: object, values: object = TREE, open_: frozenset[int] = frozenset()) -> object:
    """The value of the last expression of a table."""
    return Evaluator(Expressions(table), open_, values).value(len(table) - 1, {})


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (("text",), "a b"),
        (("map.deep.er",), [1]),
        (("map.b",), 1.0),
        (("map.c",), None),
        (("",), TREE),
        ((["=", 3],), 3),
        (("map", [".", 0, "deep.er"]), [1]),
        (("map", [".", 0, "none"]), None),
        (("null", ["?.", 0, "a"]), None),
        (("map", ["?.", 0, "a"]), "x"),
        (("on", T, F, ["if", 0, 1, 2]), "T"),
        (("off", T, F, ["if", 0, 1, 2]), "F"),
        (("zero", T, F, ["if", 0, 1, 2]), "F"),
        (("empty", T, F, ["if", 0, 1, 2]), "F"),
        (("on", "text", ["and", 0, 1]), "a b"),
        (("off", "text", ["and", 0, 1]), False),
        (("off", "null.x", ["and", 0, 1]), False),
        (("on", "null.x", ["or", 0, 1]), True),
        (("off", "text", ["or", 0, 1]), "a b"),
        (("off", "zero", ["or", 0, 1]), 0.0),
        (("text", "map.b", "on", "null", ["cat", 0, 1, 2, 3]), "a b1true<no value>"),
        (("map.b", "text", ["dict", "x", 0, "y", 1]), {"x": 1.0, "y": "a b"}),
        (("list", ["$", 10], ["$", 11], ["cat", 1, 2], F, ["each", 0, 10, 11, 3, 4]), "0p1q"),
        (("map", ["$", 10], ["$", 11], ["cat", 1, 2], F, ["each", 0, 10, 11, 3, 4]), "axb1deepmap[er:[1]]"),
        (("empty", ["$", 10], ["$", 11], ["cat", 1, 2], F, ["each", 0, 10, 11, 3, 4]), "F"),
        (("null", ["$", 10], ["$", 11], ["cat", 1, 2], F, ["each", 0, 10, 11, 3, 4]), "F"),
        (("nested", ["$", 11], [".", 1, "n"], ["$", 12], ["cat", 3, 2], ["=", "<"], ["fold", 0, 10, 11, 12, 5, 4]), "<12"),
        (("empty", ["$", 11], ["=", "<"], ["fold", 0, 10, 11, 12, 2, 1]), "<"),
        (("map", ["entries", 0]), [("a", "x"), ("b", 1.0), ("deep", {"er": [1]})]),
        (("list", ["entries", 0]), [(0, "p"), (1, "q")]),
        (("off", ["off", 0]), True),
        (("on", ["off", 0]), False),
        (("zero", ["off", 0]), False),
        (("null", ["off", 0]), False),
        (("text.x", ["off", 0]), False),
        (("text", ["tpl", 0]), "a b"),
        (("map.deep", ["tplYaml", 0]), {"er": [1]}),
        ((["=", 2], ["=", "a\nb\n\nc"], ["shift", 0, 1]), "a\n  b\n  \n  c"),
        ((["=", 0], "list", ["shift", 0, 1]), "[p q]"),
        ((["=", "x"], ["required", 0]), "x"),
        (("zero", ["required", 0]), 0.0),
        (("off", ["required", 0]), False),
        (("text", ["hash", 0]), "0" * 64),
        (("text", ["text", 0]), "a b"),
        (("list", ["=", "q"], ["without", 0, 1]), ["p"]),
        ((["=", "a%%b"], ["printf", 0]), "a%b"),
        ((["=", "%s%%"], "text", ["printf", 0, 1]), "a b%"),
        ((["=", "[1,2]"], ["fromJsonArray", 0]), [1, 2]),
        ((["=", "{}"], ["fromJsonArray", 0]), [""]),
        ((["=", "["], ["fromJsonArray", 0]), [""]),
        (("null", "text", ["squote", 0, 1]), "'a b'"),
        (("null", "text", ["quote", 0, 1]), '"a b"'),
        (("null", ["entries", 0]), []),
        ((["=", "1_000"], ["int", 0]), 1000),
        ((["=", "-1_0"], ["int", 0]), -10),
        ((["=", "017"], ["int", 0]), 15),
        ((["=", "08"], ["int", 0]), 0),
        ((["=", "00"], ["int", 0]), 0),
        ((["=", "9223372036854775807"], ["int", 0]), 9223372036854775807),
        ((["=", "9223372036854775808"], ["int", 0]), 0),
    ],
)  # fmt: skip
def test_value_of_an_expression(table: tuple[object, ...], expected: object) -> None:
    found = value(*table, open_=frozenset(range(len(table))))
    assert (found, type(found)) == (expected, type(expected))
    if not any(isinstance(one, list) and one[0] == "$" for one in table):
        assert value(*table) == expected


@pytest.mark.parametrize(
    ("table", "kind", "detail", "path"),
    [
        (("text.x",), "map", "is a string", ("text",)),
        (("map.b.c.d",), "map", "is a number", ("map", "b")),
        (("null.x",), "map", "is null", ("null",)),
        (("list.x",), "map", "is a list", ("list",)),
        (("map.a", [".", 0, "x"]), "map", "is a string", ("map", "a")),
        (("null", [".", 0, "x"]), "map", "is null", ("null",)),
        (("off", ["?.", 0, "x"]), "map", "is a boolean", ("off",)),
        (("text", ["entries", 0]), "iterable", "is a string", ("text",)),
        (("on", ["entries", 0]), "iterable", "is a boolean", ("on",)),
        (("map.b", ["lower", 0]), "argument", "must be a string, but is a number", ("map", "b")),
        (("list", ["tpl", 0]), "argument", "must be a string, but is a list", ("list",)),
        (("text", "map.b", ["eq", 0, 1]), "argument", "is a string and is compared with a number", ("map", "b")),
        (("null", ["required", 0]), "reject", "is empty, and the chart requires it", ("null",)),
        ((["=", ""], ["required", 0]), "reject", "is empty, and the chart requires it", ()),
        ((["fail"],), "reject", "does not fit the other values, and the chart rejects it", ()),
        (("on", ["fail"], T, ["if", 0, 1, 2]), "reject", "does not fit the other values, and the chart rejects it", ("on",)),
        (("on", "text.x", T, ["if", 0, 1, 2]), "map", "is a string", ("text",)),
        (("null", "text", ["index", 0, 1]), "argument", "is null and is indexed", ("text",)),
        (("list", ["=", 2], ["index", 0, 1]), "argument", "is a list and is indexed", ("list",)),
        (("list", ["=", -1], ["index", 0, 1]), "argument", "is a list and is indexed", ("list",)),
        (("list", ["=", "a"], ["index", 0, 1]), "argument", "is a list and is indexed", ("list",)),
        (("on", ["len", 0]), "argument", "is a boolean, which has no length", ("on",)),
    ],
)  # fmt: skip
def test_expression_that_stops_helm(
    table: tuple[object, ...], kind: str, detail: str, path: tuple[str, ...]
) -> None:
    evaluator = Evaluator(Expressions(table), frozenset(), TREE)
    for _ in range(2):
        with pytest.raises(EvaluationError) as caught:
            evaluator.value(len(table) - 1, {})
        found = caught.value
        assert (found.kind, found.detail, found.path) == (kind, detail, path)


@pytest.mark.parametrize(
    ("table", "path"),
    [
        (("text", "map.a", ["cat", 0, 1]), ("map", "a")),
        (("text", ["=", 1], ["cat", 0, 1]), ("text",)),
        ((["=", 1], ["cat", 0]), ()),
        (("text", [".", 0, "x.y"]), ("text",)),
        (("text", ["dict", "x", 0]), ("text",)),
        (("on", "text", "map.a", ["if", 0, 1, 2]), ("map", "a")),
        (("list", ["entries", 0]), ("list",)),
        (("text", ["off", 0]), ("text",)),
        # what is run as a template, or else what it is run on
        (("text", "map.a", ["tpl", 0, 1]), ("text",)),
        (("map.a", ["=", "x"], ["tpl", 1, 0]), ("map", "a")),
        ((["=", "x"], ["tpl", 0]), ()),
    ],
)
def test_culprit(table: tuple[object, ...], path: tuple[str, ...]) -> None:
    assert Evaluator(Expressions(table), frozenset(), TREE).violation(len(table) - 1) == path


def test_longest_text_that_was_written() -> None:
    values = {"a": "one two", "b": "one two three", "c": "word", "d": "else: where", "e": 5}
    evaluator = Evaluator(
        Expressions(["a", "b", "c", "d", "e", ["cat", 0, 1, 2, 3, 4], ["cat", 2]]), frozenset(), values
    )
    for index in (5, 6):
        evaluator.value(index, {})
    assert evaluator.written(5, "x one two three word") == ("b",)
    assert evaluator.written(5, "one two word") == ("a",)
    assert evaluator.written(5, "word") == ()
    assert evaluator.written(6, "word") == ()


def test_what_depends_on_a_loop_is_worked_out_anew() -> None:
    table = ["nested", ["$", 2], [".", 1, "n"], ["cat", 2]]
    evaluator = Evaluator(Expressions(table), frozenset({1, 2, 3}), TREE)
    assert [evaluator.value(3, {2: item}) for item in TREE["nested"]] == ["1", "2"]  # type: ignore[attr-defined]
    assert Evaluator(Expressions(table), frozenset(), TREE).value(3, {2: {"n": 7}}) == "7"


@pytest.mark.parametrize("error", [ValueError, TypeError, OverflowError, RecursionError])
def test_a_value_that_a_function_was_not_made_for(error: type[Exception]) -> None:
    def odd(_: object) -> object:
        raise error

    evaluator = Evaluator(Expressions(["map.a", ["odd", 0]]), frozenset(), TREE, {"odd": odd})
    with pytest.raises(EvaluationError) as caught:
        evaluator.value(1, {})
    assert (caught.value.kind, caught.value.path) == ("argument", ("map", "a"))
    assert caught.value.detail == f"cannot be used here ({error.__name__})"


CHANGED = "contains a template that changes values which the chart uses later"
REMOVED = "contains a template that removes values which the chart uses later"


@pytest.mark.parametrize(
    ("template", "outcome"),
    [
        ("{{ .Release.Name }} {{ .Release.Namespace }}", "r n"),
        ("{{ .Values.c }}", "3"),
        ('{{ $_ := set .Values "c" 4 }}', ("unknown", CHANGED)),
        ('{{ $_ := unset .Values "c" }}', ("unknown", CHANGED)),
        # the chart reads a.b once more, of what is null by then
        ('{{ $_ := unset .Values "a" }}', ("map", REMOVED)),
        ("{{ .Values.c.d }}", ("argument", "contains a template that Helm stops at: it reads the field d of a number")),
    ],
)  # fmt: skip
def test_a_value_that_is_run_as_a_template(template: str, outcome: str | tuple[str, str]) -> None:
    values = {"loki-stack": {"loki": {"a": {"b": template}, "c": 3}}}
    table = Expressions(["loki-stack.loki.a.b", ["tpl", 0]])
    evaluator = Evaluator(table, frozenset(), values, helm=HelmInput("2.9.7", "r", "n"))
    if isinstance(outcome, str):
        assert evaluator.value(1, {}) == outcome
        return
    with pytest.raises(EvaluationError) as caught:
        evaluator.value(1, {})
    assert (caught.value.kind, caught.value.detail) == outcome
    assert caught.value.path == ("loki-stack", "loki", "a", "b")
