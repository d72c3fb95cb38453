"""The keys that templates change in maps while they run: what is read there depends on what ran before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pachlint.gotemplate import nodes as go

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pachlint.learning.program import Program

ANY = "*"
"""Stands for keys that are not known."""
_OF_A_KEY = frozenset(["set", "unset"])
_OF_ANY_KEY = frozenset(["merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite"])
_MAKE_MAPS = frozenset(["dict", "deepCopy", "mustDeepCopy", "fromYaml", "fromJson"])


def changed_keys(program: Program) -> frozenset[str]:
    """Return the keys that some template sets or removes; ``*`` if not all are known."""
    bodies = [nodes for _, nodes in program.bodies.values()]
    return frozenset(key for nodes in (*program.defined.values(), *bodies) for key in _in_nodes(nodes))


def _in_nodes(nodes: Sequence[go.Node]) -> Iterator[str]:
    for node in nodes:
        match node:
            case go.Action() | go.Template():
                yield from _in_operand(node.pipe)
            case go.Branch() | go.Range():
                yield from _in_operand(node.pipe)
                yield from _in_nodes(node.body)
                yield from _in_nodes(node.otherwise or ())


def _in_operand(operand: go.Operand | None) -> Iterator[str]:
    if isinstance(operand, go.Chain):
        yield from _in_operand(operand.operand)
    elif isinstance(operand, go.Pipe):
        for at, command in enumerate(operand.commands):
            yield from _changed(command.operands, piped=at > 0)
            for inner in command.operands:
                yield from _in_operand(inner)


def _changed(operands: Sequence[go.Operand], *, piped: bool) -> Iterator[str]:
    called = operands[0]
    if not isinstance(called, go.Function):
        return
    if called.name in _OF_A_KEY:
        key = operands[2] if len(operands) > 2 else None
        yield key.value if isinstance(key, go.Text) else ANY
    if called.name in _OF_ANY_KEY and not (len(operands) > 1 and _makes_a_map(operands[1])):
        yield ANY


def _makes_a_map(operand: go.Operand) -> bool:
    """Whether what a function changes is a map that nothing else refers to."""
    if not isinstance(operand, go.Pipe):
        return False
    last = operand.commands[-1].operands[0]
    return isinstance(last, go.Function) and last.name in _MAKE_MAPS
