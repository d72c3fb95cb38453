"""New YAML text: in the style that is wanted, and read back as what was given, by pachlint and by Helm."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.fixing.emit import (
    DOUBLE,
    PLAIN,
    SINGLE,
    Quoting,
    Steps,
    UnwritableError,
    Written,
    entry_lines,
    flow_text,
    is_plain,
    item_lines,
    key_text,
    mapping_lines,
    nested,
    scalar_text,
    string_text,
    written,
)
from pachlint.reading.document import read
from pachlint.source import Source

BARE = Quoting()

# A text, and whether a careful person writes it without quotes: beside a key, and inside braces.
PLAIN_TEXTS: list[tuple[str, bool, bool]] = [
    ("a", True, True),
    ("some words", True, True),
    ("v1.2.3", True, True),
    ("1.2.3", True, True),
    ("/a/b", True, True),
    (".a", True, True),
    ("_a", True, True),
    ("$x", True, True),
    ("(a)", True, True),
    ("\\a", True, True),
    ("ü", True, True),
    ("http://h:1/p?q", True, False),
    ("a:b", True, False),
    ("a,b", True, False),
    ("a[0]", True, False),
    ("a{b}", True, False),
    ("a?", True, False),
    ("p?q=r", True, False),
    ("a b#c", True, True),
    ("a#b", True, True),
    ("10Gi", True, True),
    ("e3", True, True),
    ("1e", True, True),
    ("0x", True, True),
    ("a: b", False, False),
    ("a:", False, False),
    ("a #b", False, False),
    ("a ", False, False),
    (" a", False, False),
    ("", False, False),
    ("-", False, False),
    ("-a", False, False),
    ("- a", False, False),
    ("?a", False, False),
    (":a", False, False),
    ("#a", False, False),
    ("&a", False, False),
    ("*a", False, False),
    ("!a", False, False),
    ("|a", False, False),
    (">a", False, False),
    ("'a'", False, False),
    ('"a"', False, False),
    ("%a", False, False),
    ("@a", False, False),
    ("`a`", False, False),
    ("[a]", False, False),
    ("{a}", False, False),
    ("=", False, False),
    ("<<", False, False),
    ("~", False, False),
    ("true", False, False),
    ("Yes", False, False),
    ("off", False, False),
    ("null", False, False),
    ("1", False, False),
    ("1.5", False, False),
    ("1e3", False, False),
    ("0x1F", False, False),
    ("0o7", False, False),
    ("1_000", False, False),
    (".inf", False, False),
    (".5", False, False),
    ("12:30", False, False),
    ("1:30:00.5", False, False),
    ("2024-01-02", False, False),
    ("2024-1-2", False, False),
    ("2024-01-02T03:04:05Z", False, False),
    ("---", False, False),
    ("...", False, False),
    ("a\nb", False, False),
    ("a\tb", False, False),
    ("a\x7fb", False, False),
    ("a\u2028b", False, False),
    ("a\ufeffb", False, False),
]


@pytest.mark.parametrize(
    ("text", "block", "flow"), PLAIN_TEXTS, ids=lambda one: ascii(one) if isinstance(one, str) else None
)
def test_plain(text: str, block: bool, flow: bool) -> None:
    assert (is_plain(text, flow=False), is_plain(text, flow=True)) == (block, flow)
    for inside in (False, True):
        shown = scalar_text(text, BARE, flow=inside)
        assert (shown == text) is (flow if inside else block)
        assert shown == key_text(text, BARE, flow=inside)


@pytest.mark.parametrize(
    ("text", "wanted", "needed", "shown"),
    [
        ("a", PLAIN, DOUBLE, "a"),
        ("a", SINGLE, DOUBLE, "'a'"),
        ("a", DOUBLE, SINGLE, '"a"'),
        ("", PLAIN, DOUBLE, '""'),
        ("", PLAIN, SINGLE, "''"),
        ("it's", SINGLE, DOUBLE, "'it''s'"),
        ("it's: x", PLAIN, SINGLE, "'it''s: x'"),
        ("it's: x", PLAIN, DOUBLE, '"it\'s: x"'),
        # what has double quotes in it takes single ones, if it need not then be written twice
        ('"a": x', PLAIN, DOUBLE, "'\"a\": x'"),
        ('"it\'s"', PLAIN, DOUBLE, '"\\"it\'s\\""'),
        ('"a"', DOUBLE, SINGLE, '"\\"a\\""'),
        # what single quotes cannot say
        ("a\nb", SINGLE, SINGLE, '"a\\nb"'),
        ("a\tb", PLAIN, SINGLE, '"a\\tb"'),
        ("a\rb", PLAIN, DOUBLE, '"a\\rb"'),
        ("a\\b: ", PLAIN, DOUBLE, '"a\\\\b: "'),
        ("a\x07b", PLAIN, DOUBLE, '"a\\u0007b"'),
        ("\ufeff", PLAIN, DOUBLE, '"\\ufeff"'),
        ("é: ü", PLAIN, DOUBLE, '"é: ü"'),
        ("é: ü", SINGLE, DOUBLE, "'é: ü'"),
        ("\u2028", SINGLE, DOUBLE, '"\\u2028"'),
        ("\U0001f600: ", SINGLE, DOUBLE, "'\U0001f600: '"),
    ],
)
def test_quotes(text: str, wanted: str, needed: str, shown: str) -> None:
    assert string_text(text, wanted, needed, flow=False) == shown
    assert read(Source("v.yaml", f"k: {shown}\n")).data == {"k": text}


def test_keys_and_values_have_quotes_of_their_own() -> None:
    quoting = Quoting(values=SINGLE, keys=DOUBLE, needed=SINGLE)
    assert (key_text("a", quoting, flow=False), scalar_text("a", quoting, flow=False)) == ('"a"', "'a'")
    assert flow_text({"a": ["b", 1]}, quoting) == "{\"a\": ['b', 1]}"
    quoting = Quoting(keys=SINGLE)
    assert (key_text("a", quoting, flow=False), scalar_text("a", quoting, flow=False)) == ("'a'", "a")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"), (True, "true"), (False, "false"), (0, "0"), (-5, "-5"), (1.5, "1.5"), (1e30, "1e+30"), ({}, "{}"), ([], "[]"), ((), "[]"),
        ({"a": 1, "b c": [True, None, "x"]}, "{a: 1, b c: [true, null, x]}"), ([{"a": {"b": []}}, "x: y"], '[{a: {b: []}}, "x: y"]'), (("a", 1), "[a, 1]"),
    ],
)  # fmt: skip
def test_on_one_line(value: Any, shown: str) -> None:
    assert flow_text(value, BARE) == shown


@pytest.mark.parametrize(
    "value",
    [float("inf"), float("-inf"), float("nan"), b"a", object(), {1: "a"}, {"a": {None: 1}}, [{True: 1}]],
)
def test_what_no_text_stands_for(value: Any) -> None:
    with pytest.raises(UnwritableError):
        flow_text(value, BARE)
    with pytest.raises(UnwritableError):
        written({"k": [value]}, BARE, Steps())


# A value, the steps, and how it stands at a key.
WRITTEN: list[tuple[Any, Steps, Written]] = [
    ("a", Steps(), Written("a")),
    (5, Steps(), Written("5")),
    ({}, Steps(), Written("{}")),
    ([], Steps(), Written("[]")),
    ({"a": 1}, Steps(), Written("", ("  a: 1",))),
    ({"a": 1}, Steps(4, 2), Written("", ("    a: 1",))),
    ({"a": {"b": 1}, "c": None}, Steps(), Written("", ("  a:", "    b: 1", "  c: null"))),
    ({"a": {"b": 1}}, Steps(3, 1), Written("", ("   a:", "      b: 1"))),
    (["a", 1], Steps(), Written("", ("  - a", "  - 1"))),
    (["a"], Steps(2, 0), Written("", ("- a",))),
    (("a",), Steps(4, 1), Written("", (" - a",))),
    ([{"a": 1, "b": 2}], Steps(), Written("", ("  - a: 1", "    b: 2"))),
    ([{"a": {"b": 1}}], Steps(4, 0), Written("", ("- a:", "      b: 1"))),
    ([["a", "b"], []], Steps(), Written("", ("  - - a", "    - b", "  - []"))),
    ({"l": ["a", {"b": ["c"]}]}, Steps(2, 0), Written("", ("  l:", "  - a", "  - b:", "    - c"))),
    ("a\nb\n", Steps(), Written("|", ("  a", "  b"))),
    ("a\nb", Steps(4, 2), Written("|-", ("    a", "    b"))),
    ("a\n\n  b\n", Steps(), Written("|", ("  a", "", "    b"))),
    ("a: b\n# c\n", Steps(), Written("|", ("  a: b", "  # c"))),
    # what a block cannot say, or not so that people see it
    (" a\nb", Steps(), Written('" a\\nb"')),
    ("\na", Steps(), Written('"\\na"')),
    ("a\n\n", Steps(), Written('"a\\n\\n"')),
    ("a\n ", Steps(), Written('"a\\n "')),
    ("a\x07\nb", Steps(), Written('"a\\u0007\\nb"')),
    ("\n", Steps(), Written('"\\n"')),
    (["a\nb\n"], Steps(), Written("", ("  - |", "    a", "    b"))),
    ({"k y": "x: y"}, Steps(), Written("", ('  k y: "x: y"',))),
    ({"on": "off"}, Steps(), Written("", ('  "on": "off"',))),
]  # fmt: skip


@pytest.mark.parametrize(("value", "steps", "shown"), WRITTEN)
def test_at_a_key(value: Any, steps: Steps, shown: Written) -> None:
    assert written(value, BARE, steps) == shown
    lines = entry_lines("k", shown, BARE)
    assert lines[0] == f"k: {shown.head}".rstrip()
    expected = list(value) if isinstance(value, tuple) else value
    assert read(Source("v.yaml", "\n".join(lines) + "\n")).data == {"k": expected}


def test_comments_stand_above_a_key_and_keys_around_a_value() -> None:
    value = Written("1", (), ("# why",))
    assert entry_lines("a", value, BARE) == ("# why", "a: 1")
    made = nested(["b", "c"], Written("1"), BARE, Steps(4, 2))
    assert entry_lines("a", made, BARE) == ("a:", "    b:", "        c: 1")
    assert nested([], value, BARE, Steps()) == value
    assert mapping_lines({"a": [1]}, BARE, Steps(2, 0)) == ("a:", "- 1")
    assert item_lines([1, {"a": 2}], BARE, Steps()) == ("- 1", "- a: 2")


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=12)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | TEXTS
    | st.sampled_from([row[0] for row in PLAIN_TEXTS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
QUOTING = st.builds(
    Quoting, st.sampled_from([PLAIN, SINGLE, DOUBLE]), st.sampled_from([PLAIN, SINGLE, DOUBLE]), st.sampled_from([SINGLE, DOUBLE])
)  # fmt: skip


@given(VALUES, QUOTING, st.builds(Steps, st.integers(1, 4), st.integers(0, 4)))
def test_is_read_back(value: Any, quoting: Quoting, steps: Steps) -> None:
    for text in (
        "\n".join(entry_lines("k", written(value, quoting, steps), quoting)) + "\n",
        f"k: {flow_text(value, quoting)}\n",
    ):
        document = read(Source("v.yaml", text))
        assert document.readable, text
        assert document.data == {"k": value}, text


@pytest.mark.helm
def test_helm_reads_the_same(oracle: Callable[..., dict[str, Any] | None], tmp_path: Path) -> None:
    texts = [text for text, *_ in PLAIN_TEXTS if "\x7f" not in text]
    lines = [
        line
        for number, text in enumerate(texts)
        for line in (
            f"b{number}: {scalar_text(text, BARE, flow=False)}",
            f"f{number}: {flow_text([text, {text: text}], BARE)}",
            *entry_lines(f"w{number}", written([text, {text: [text]}], BARE, Steps()), BARE),
        )
    ]
    (tmp_path / "v.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    seen = oracle([tmp_path / "v.yaml"], [])
    assert seen is not None
    expected = {
        name: value
        for number, text in enumerate(texts)
        for name, value in (
            (f"b{number}", text),
            (f"f{number}", [text, {text: text}]),
            (f"w{number}", [text, {text: [text]}]),
        )
    }
    assert json.dumps(seen, sort_keys=True) == json.dumps(expected, sort_keys=True)
