"""JSON after ``--set-json``: the same as Python reads, where Python and Go agree; and where it ends."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.layering.jsontext import MAX_DEPTH, JsonError, read_json

TREES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e15, 1e15)
    | st.text(st.characters(codec="utf-8"), max_size=5) | st.sampled_from(["[[", '"{', "\\", "}]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3, alphabet='ab"[é'), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(
    TREES,
    st.sampled_from(["", " ", "\t\n\r "]),
    st.sampled_from(["", ",b=1", " x", "]", "\n"]),
    st.sampled_from(["", "a="]),
)
def test_a_value_and_what_follows(tree: Any, before: str, behind: str, start: str) -> None:
    text = json.dumps(tree)
    whole = start + before + text + behind
    value, end = read_json(whole, len(start))
    assert value == tree
    assert json.dumps(value) == json.dumps(_whole(tree))
    assert whole[end:] == behind


def _whole(value: Any) -> Any:
    """Numbers as one kind, as Go has them: those without a fraction are written without one."""
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 2**63 else number
    return value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "[",
        "{",
        "[1",
        "[1,]",
        '{"a"}',
        '{"a":}',
        "{a:1}",
        "'a'",
        '"a',
        '"\t"',
        "-",
        "1.",
        "1.x",
        "1e",
        "1e+",
        "1E",
        ".5",
        "NaN",
        "Infinity",
        "-Infinity",
        "[NaN]",
        "tru",
        "nul",
        '"\\x"',
        "\x0b1",
    ],
)
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(JsonError) as caught:
        read_json(text, 0)
    assert str(caught.value) == "the value is not JSON"


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [(" \t\r\n1", 1, ""), ("01", 0, "1"), ("-0", 0, ""), ("00", 0, "0"), ("1-2", 1, "-2"), ("1 2", 1, " 2"), ("truex", True, "x"), ("null,", None, ","), ('""a', "", "a"), ("1E2", 100, ""), ("1e-2", 0.01, ""), ("12.50", 12.5, "")],
)  # fmt: skip
def test_numbers_and_words_end_where_go_ends_them(text: str, value: Any, rest: str) -> None:
    found, end = read_json(text, 0)
    assert (found, type(found), text[end:]) == (value, type(value), rest)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_the_deepest_that_is_read(opening: str) -> None:
    closing = {"[": "]", "{": "}"}
    levels = len([sign for sign in opening if sign in closing])
    for count, fits in ((MAX_DEPTH // levels, True), (MAX_DEPTH // levels + 1, False)):
        text = (
            opening * count
            + "1"
            + "".join(closing[sign] for sign in reversed(opening * count) if sign in closing)
        )
        if fits:
            assert read_json(text, 0)[1] == len(text)
        else:
            with pytest.raises(JsonError, match=f"nested more than {MAX_DEPTH} levels deep"):
                read_json(text, 0)
    beside = "[[]," + "[" * (MAX_DEPTH - 1) + "]" * MAX_DEPTH
    assert read_json(beside, 0)[1] == len(beside)
    # brackets in texts, and those that are closed, do not count
    flat = json.dumps(["[" * 300, '"' + "{" * 300, *[[] for _ in range(300)], *[{} for _ in range(300)]])
    assert read_json(flat, 0)[1] == len(flat)


def test_a_text_without_an_end_takes_no_longer_than_another() -> None:
    start = time.process_time()
    with pytest.raises(JsonError):
        read_json('"' + "[]" * 300 + '\\"' * 60_000, 0)
    assert time.process_time() - start < 2
