"""Functions of templates that other charts call, on values as the verdict has them: every one is known, and gives plain values."""

from typing import Any

import pytest

from pachlint.gotemplate.catalog import FUNCTIONS as CATALOG
from pachlint.verdict import rendering
from pachlint.verdict.gotemplate import TemplateError
from pachlint.verdict.sprig import FUNCTIONS

# what Helm 3.17 renders of {{ FUNCTION ARGUMENTS | toJson }}
MADE: list[tuple[str, list[Any], Any]] = [
    ("add", [1, 2, 3], 6),
    ("add1", [1], 2),
    ("sub", [5, 2], 3),
    ("mul", [2, 3, 4], 24),
    ("mulf", [1.5, 2], 3.0),
    ("div", [7, 2], 3),
    ("mod", [7, 2], 1),
    ("max", [1, 5, 3], 5),
    ("min", [4, 2, 3], 2),
    ("floor", [1.9], 1.0),
    ("ceil", [1.1], 2.0),
    ("round", [1.25, 1], 1.3),
    ("all", [1, ""], False),
    ("any", ["", 1], True),
    ("atoi", ["12"], 12),
    ("int64", ["7"], 7),
    ("float64", ["1.5"], 1.5),
    ("title", ["ab cd"], "Ab Cd"),
    ("nospace", ["a b"], "ab"),
    ("kebabcase", ["aB"], "a-b"),
    ("trimPrefix", ["a", "ab"], "b"),
    ("substr", [0, 2, "abcd"], "ab"),
    ("b64dec", ["YQ=="], "a"),
    ("cat", ["a", 1], "a 1"),
    ("mustFirst", [["a", "b"]], "a"),
    ("last", [["a", "b"]], "b"),
    ("initial", [["a", "b"]], ["a"]),
    ("rest", [["a", "b"]], ["b"]),
    ("reverse", [["a", "b"]], ["b", "a"]),
    ("uniq", [["a", "a"]], ["a"]),
    ("concat", [["a"], ["b"]], ["a", "b"]),
    ("prepend", [["a"], "b"], ["b", "a"]),
    ("pick", [{"a": "x", "b": "y"}, "a"], {"a": "x"}),
    ("merge", [{"a": "x"}, {"a": "z", "b": "y"}], {"a": "x", "b": "y"}),
    ("mergeOverwrite", [{"a": "x"}, {"a": "z"}], {"a": "z"}),
    ("fromYaml", ["a: [1, true, null]"], {"a": [1.0, True, None]}),
    ("fromJson", ['{"a": null}'], {"a": None}),
    ("kindOf", ["a"], "string"),
    ("typeOf", [True], "bool"),
    ("kindOf", [[1]], "slice"),
    ("deepEqual", [{"a": "x"}, {"a": "x"}], True),
    ("mustRegexMatch", ["^a", "ab"], True),
    ("regexReplaceAll", ["a", "aba", "x"], "xbx"),
    ("tuple", ["a", True], ["a", True]),
    ("isAbs", ["/a"], True),
    ("swapcase", ["aB"], "Ab"),
    ("toRawJson", [{"a": "<"}], '{"a":"<"}'),
    ("subf", [5.5, 2], 3.5),
    ("trimAll", ["$", "$5$"], "5"),
    ("toDecimal", ["0777"], 511),
    ("toStrings", [["a"]], ["a"]),
    ("slice", [["a", "b", "c"], 1, 2], ["b"]),
    # numbers in lists and maps of values are decimals
    ("cat", [[1000000]], "[1e+06]"),
    ("cat", [{"a": [20000000]}], "map[a:[2e+07]]"),
    ("cat", [{"a": 20000000}], "map[a:2e+07]"),
    ("last", [[]], None),
]


@pytest.mark.parametrize(
    ("name", "arguments", "made"), MADE, ids=[f"{row[0]}-{at}" for at, row in enumerate(MADE)]
)
def test_what_is_made(name: str, arguments: list[Any], made: Any) -> None:
    found = FUNCTIONS[name](*arguments)
    assert found == made
    assert [type(one) for one in _all(found)] == [type(one) for one in _all(made)]


def _all(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(one for item in inside for one in _all(item))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_one_that_can_be_called(name: str) -> None:
    assert CATALOG[name].run is not None


# the layout of templates, what is changed in place, what is by chance or of the day, and what no chart was seen to call
NOT_FOLLOWED = {
    *(
        "abbrevboth",
        "adler32sum",
        "call",
        "dict",
        "dig",
        "duration",
        "durationRound",
        "getHostByName",
        "hello",
        "html",
    ),
    *("indent", "js", "mustRegexFind", "mustRegexFindAll", "mustRegexReplaceAllLiteral", "mustRegexSplit"),
    *(
        "mustToDate",
        "mustToJson",
        "mustToPrettyJson",
        "mustToRawJson",
        "nindent",
        "osBase",
        "osClean",
        "osDir",
    ),
    *(
        "osExt",
        "osIsAbs",
        "println",
        "regexFindAll",
        "regexSplit",
        "repeat",
        "seq",
        "set",
        "sha256sum",
        "shuffle",
    ),
    *("unset", "untilStep", "urlquery", "wrap", "wrapWith"),
}


def test_all_others_are_followed() -> None:
    callable_ = {name for name, known in CATALOG.items() if known.run}
    assert callable_ - FUNCTIONS.keys() - rendering.FUNCTIONS.keys() == NOT_FOLLOWED
    assert FUNCTIONS["nospace"]("a b") == "ab"


@pytest.mark.parametrize(
    ("name", "arguments", "kind", "detail"),
    [
        ("add1", [], "argument", "is not what add1 takes: wrong number of args for add1: want 1 got 0"),
        ("trimPrefix", [1, "a"], "argument", "is not what trimPrefix takes: wrong type for value; expected text; got a number"),
        ("rest", ["a"], "argument", "is not what rest takes: cannot find rest of text"),
        ("mustRegexMatch", ["(", "a"], "argument", "is not what mustRegexMatch takes: error parsing regexp: missing closing )"),
        ("b64dec", ["x"], "unknown", "is handed to b64dec"),
        ("title", ["é"], "unknown", "is handed to title"),
        # what Helm says of the mistake
        ("fromYaml", ["a: ["], "unknown", "is handed to fromYaml"),
        ("reverse", [["a"] * 3_000], "unknown", "is too large to be followed"),
        ("nospace", ["a" * 100_001], "unknown", "is too large to be followed"),
    ],
)  # fmt: skip
def test_what_stops(name: str, arguments: list[Any], kind: str, detail: str) -> None:
    with pytest.raises(TemplateError) as raised:
        FUNCTIONS[name](*arguments)
    assert (raised.value.kind, raised.value.detail) == (kind, detail)


def test_what_is_large_is_followed() -> None:
    assert FUNCTIONS["reverse"](["a"] * 1_990) == ["a"] * 1_990
    assert FUNCTIONS["nospace"]("a " * 1_000) == "a" * 1_000
