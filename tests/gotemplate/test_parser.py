"""What a template is made of."""

import pytest

from pachlint.gotemplate.catalog import FUNCTIONS
from pachlint.gotemplate.nodes import (
    Action,
    Branch,
    Chain,
    Field,
    Function,
    Number,
    Plain,
    Range,
    Template,
    Text,
)
from pachlint.gotemplate.parser import parse


def test_parts_of_a_template() -> None:
    tree = parse(
        'a {{- if .x }}b{{ else }}{{ range $i, $v := .l }}{{ end }}{{ end }}{{ template "t" . }}', FUNCTIONS
    )
    plain, branch, template = tree.nodes
    assert plain == Plain(1, "a")
    assert isinstance(branch, Branch)
    assert branch.body == (Plain(1, "b"),)
    assert branch.otherwise is not None
    loop = branch.otherwise[0]
    assert isinstance(loop, Range)
    assert loop.pipe.names == ("$i", "$v")
    assert isinstance(template, Template)
    assert template.name == "t"


def test_operands() -> None:
    (action,) = parse('{{ printf "%s" .a.b (list 1).c 0x10 }}', FUNCTIONS).nodes
    assert isinstance(action, Action)
    name, form, field, chain, number = action.pipe.commands[0].operands
    assert name == Function(1, "printf")
    assert form == Text(1, "%s")
    assert field == Field(1, ("a", "b"))
    assert isinstance(chain, Chain)
    assert chain.names == ("c",)
    assert number == Number(1, "0x10", 16, 16.0, None)


def test_lines_are_counted() -> None:
    tree = parse("a\nb\n{{ 1 }}\n{{- \n 2 }}{{/* \n */}}{{ 3 }}", FUNCTIONS)
    assert [node.line for node in tree.nodes if isinstance(node, Action)] == [3, 5, 6]


def test_defined_templates_stand_apart() -> None:
    tree = parse('{{ define "x" }}a{{ end }}b{{ block "y" . }}c{{ end }}', FUNCTIONS)
    assert tree.defined == {"x": (Plain(1, "a"),), "y": (Plain(1, "c"),)}
    assert [type(node) for node in tree.nodes] == [Plain, Template]


@pytest.mark.parametrize(
    ("text", "printed"),
    [("{{ $x := 1 }}", (("$x",), False)), ("{{ $ := 1 }}", (("$",), False)), ("{{ $ = 1 }}", (("$",), True))],
)
def test_variables_of_a_pipe(text: str, printed: tuple[tuple[str, ...], bool]) -> None:
    (action,) = parse(text, FUNCTIONS).nodes
    assert isinstance(action, Action)
    assert (action.pipe.names, action.pipe.assigns) == printed
