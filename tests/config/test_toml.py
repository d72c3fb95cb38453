"""TOML with places: the values are those of Python's own reader, and every span parses back to its value."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pachlint.config.toml import TomlError, read_table
from pachlint.reading import nodes
from pachlint.reading.nodes import Node, data_of

ROOT = Path(__file__).parent.parent.parent
EVERYTHING = '''
title = "x" # c
[a.b] # c
c = [1, 2.0, "x#]", [ ], {q = 1, r.s = "}"},
 # a comment ]
 'lit', ]
"quoted key".'lit.key' = """multi
line \\""" " "quoted" """
date = 1979-05-27 07:32:00
dates = [1979-05-27, 07:32:00, 1979-05-27T00:32:00.999999-07:00]
[[arr]]
x = 1
[arr.sub]
y = 2
[[arr]]
x = -inf
[[arr.sub2.z]]
k = 0xFF
[a.b.d2]
e = true
[ tool . "pachlint" ]
v = 2.10
s = ""
quotes = """"x"""""
'''


def scalars(node: Node | None) -> list[nodes.ScalarNode]:
    """All scalars of a tree."""
    if isinstance(node, nodes.MappingNode):
        return [scalar for entry in node.entries for scalar in scalars(entry.node)]
    if isinstance(node, nodes.SequenceNode):
        return [scalar for item in node.items for scalar in scalars(item)]
    return [node] if node else []


def same(wanted: Any, got: Any) -> bool:
    """Whether the data agree; of a date only that it is a text."""
    if isinstance(wanted, dict):
        return wanted.keys() == got.keys() and all(same(one, got[key]) for key, one in wanted.items())
    if isinstance(wanted, list):
        return len(wanted) == len(got) and all(map(same, wanted, got))
    return isinstance(got, str) if isinstance(wanted, dt.date | dt.time) else repr(wanted) == repr(got)


@pytest.mark.parametrize(
    "text", [EVERYTHING, EVERYTHING.replace("\n", "\r\n"), (ROOT / "pyproject.toml").read_text(), ""]
)
def test_values_are_those_of_python_and_spans_parse_back(text: str) -> None:
    root = read_table(text)
    assert same(tomllib.loads(text), data_of(root) if root else {})
    for scalar in scalars(root):
        assert same(tomllib.loads(f"v = {text[slice(*scalar.span)]}")["v"], scalar.value)


@given(st.text(alphabet="ab.=[]{}\"' \n#1,-\\", max_size=40))
def test_whatever_python_accepts_is_read_the_same(text: str) -> None:
    try:
        wanted = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(TomlError):
            read_table(text)
        return
    root = read_table(text)
    assert same(wanted, data_of(root) if root else {})


@pytest.mark.parametrize(
    ("text", "line", "column"), [("a = 1\nb = \n", 2, 5), ("a = [1", 0, 0), ("a = 1\na = 2\n", 2, 6)]
)
def test_mistake_has_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(TomlError) as caught:
        read_table(text)
    assert caught.value.line == line
    assert (caught.value.column == 0) is (column == 0)
    assert "(at" not in str(caught.value)
