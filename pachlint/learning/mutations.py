"""The keys that templates change in maps while they run: what is read there depends on what ran before.

A map that a template made for a variable of its own is another matter: nothing else refers to it, so what is in the variable is not
known, and everything else is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate import nodes as go
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from pachlint.learning.program import Program

ANY = "*"
"""Stands for keys that are not known."""
_OF_A_KEY = frozenset(["set", "unset"])
_OF_ANY_KEY = frozenset(["merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite"])
_MAKE_MAPS = frozenset(["dict", "deepCopy", "mustDeepCopy", "fromYaml", "fromJson"])


class Changes(NamedTuple):
    """The ``keys`` that some template sets or removes in any map, ``*`` if not all are known; the variables whose ``own_maps`` it changes."""

    keys: frozenset[str]
    own_maps: frozenset[str]


def changes(program: Program) -> Changes:
    """What the templates of a program change."""
    keys, own_maps = set[str](), set[str]()
    for nodes in (*program.defined.values(), *(nodes for _, nodes in program.bodies.values())):
        own = _own_maps(nodes)
        own_maps |= own
        for command in _commands(nodes):
            keys.update(_changed(command, own))
    return Changes(frozenset(keys), frozenset(own_maps))


def makes_a_map(operand: go.Operand, own: Container[str] = ()) -> bool:
    """Whether a pipeline gives a new map, or one of ``own`` variables."""
    if isinstance(operand, go.Variable):
        return not operand.names and operand.name in own
    if not isinstance(operand, go.Pipe):
        return False
    operands = operand.commands[-1].operands
    called = operands[0]
    if not isinstance(called, go.Function):
        return False
    merges = called.name in _OF_ANY_KEY and len(operands) > 1 and makes_a_map(operands[1], own)
    return called.name in _MAKE_MAPS or merges


def _own_maps(nodes: Sequence[go.Node]) -> set[str]:
    """The variables of a template that hold maps which it made, and that it changes."""
    changed = {
        target.name
        for command in _commands(nodes)
        if isinstance(target := _target(command), go.Variable) and not target.names
    }
    given = {True: set[str](), False: set[str]()}
    for pipe, is_loop in _pipes(nodes):
        given[not is_loop and makes_a_map(pipe, changed)].update(pipe.names)
    return (changed & given[True]) - given[False]


def _target(operands: Sequence[go.Operand]) -> go.Operand | None:
    """The map that a call changes."""
    called = operands[0]
    changing = isinstance(called, go.Function) and called.name in _OF_A_KEY | _OF_ANY_KEY
    return operands[1] if changing and len(operands) > 1 else None


def _pipes(nodes: Sequence[go.Node]) -> Iterator[tuple[go.Pipe, bool]]:
    """The pipelines of a template, and whether each is what a loop runs over."""
    for node in nodes:
        if isinstance(node, go.Action | go.Template | go.Branch | go.Range) and node.pipe is not None:
            yield node.pipe, isinstance(node, go.Range)
        if isinstance(node, go.Branch | go.Range):
            yield from _pipes(node.body)
            yield from _pipes(node.otherwise or ())


def _commands(nodes: Sequence[go.Node]) -> Iterator[Sequence[go.Operand]]:
    """What is called in a template, to the bottom; in a pipe, what the command before gives comes last."""
    for pipe, _ in _pipes(nodes):
        yield from _in_operand(pipe)


def _in_operand(operand: go.Operand | None) -> Iterator[Sequence[go.Operand]]:
    if isinstance(operand, go.Chain):
        yield from _in_operand(operand.operand)
    elif isinstance(operand, go.Pipe):
        for command in operand.commands:
            yield command.operands
            for inner in command.operands:
                yield from _in_operand(inner)


def _changed(operands: Sequence[go.Operand], own: Container[str]) -> Iterator[str]:
    """The keys that a call changes in maps that are not the template's own."""
    called = operands[0]
    if not isinstance(called, go.Function) or (len(operands) > 1 and makes_a_map(operands[1], own)):
        return
    if called.name in _OF_A_KEY:
        key = operands[2] if len(operands) > 2 else None
        yield key.value if isinstance(key, go.Text) else ANY
    elif called.name in _OF_ANY_KEY:
        yield ANY
