"""Compile the conditions of a rule file, as :mod:`pachlint.policy.conditions` runs them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pachlint.nearness import meant
from pachlint.policy.operators import OPERATORS, SEE_MISSING
from pachlint.policy.pipes import PIPES
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node
from pachlint.rulefiles.needles import needles
from pachlint.rulefiles.operands import OPERANDS
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    describe,
    entries_of,
    fields_of,
    flag_of,
    items_of,
    text_of,
)
from pachlint.rulefiles.uses import Compiled, Reading

COMBINATORS = ("all", "any", "not", "none", "some", "every")


def read_condition(node: Node, reading: Reading, *, demanded: bool) -> Compiled:
    """Compile one condition; ``demanded`` in ``require``, else as in ``when``."""
    parts = [
        _read_entry(entry, reading, demanded=demanded)
        for entry in entries_of(node, "a condition", reading.mistakes)
    ]
    known = [part for part in parts if part is not None]
    return known[0] if len(known) == 1 else ["all", reading.ordered(known)]


def _read_entry(entry: Entry, reading: Reading, *, demanded: bool) -> Compiled | None:
    match entry.key:
        case "all" | "any" | "none" as word:
            inner = demanded and word != "none"
            parts = [
                read_condition(part, reading, demanded=inner)
                for part in items_of(entry.node, word, reading.mistakes)
            ]
            return [word, reading.ordered(parts)]
        case "not":
            return ["not", read_condition(entry.node, reading, demanded=False)]
        case "some":
            return _read_quantified(entry, "where", reading, demanded=False)
        case "every":
            return _read_quantified(entry, "require", reading, demanded=demanded)
        case _:
            return _read_test(entry, reading, demanded=demanded)


def _read_quantified(entry: Entry, inner: str, reading: Reading, *, demanded: bool) -> Compiled | None:
    mistakes, word = reading.mistakes, entry.key
    found = fields_of(entry.node, ("in", "as", inner), word, mistakes)
    missing = [name for name in ("in", "as", inner) if name not in found]
    if missing:
        if isinstance(entry.node, nodes.Mapping):
            mistakes.add(entry.key_span, f"{word} has no '{missing[0]}'")
        return None
    pattern = reading.pattern(text_of(found["in"].node, "in", mistakes), found["in"].node.span)
    reading.deepen(len(reading.uses) - 1, 0)
    alias = reading.name(found["as"].node, reading.rooted(pattern) if pattern else ())
    condition = read_condition(found[inner].node, reading, demanded=demanded)
    if demanded:
        reading.closed.add(alias)
    else:
        reading.aliases.pop(alias, None)
    return [word, pattern, alias, condition] if pattern else None


def _read_test(entry: Entry, reading: Reading, *, demanded: bool) -> Compiled | None:
    pattern = reading.pattern(entry.key, entry.key_span, demanded=demanded)
    at = len(reading.uses) - 1
    node = entry.node
    if isinstance(node, nodes.Sequence):
        hint = "write {in: […]} for one of these values, {equals: […]} for this list"
        reading.mistakes.add(node.span, f"a test is a value or a mapping of operators, not a list; {hint}")
        return None
    if isinstance(node, nodes.Scalar):
        if node.value is None:
            reading.mistakes.add(
                node.span, "a test must not be null; write {present: false} for what is not set"
            )
        if demanded:
            reading.facts.update(OPERATORS["equals"].facts)
        optional, tests = False, [[], [["equals", node.value]]]
    else:
        optional, tests = _read_tests(node, reading, demanded=demanded)
        if pattern:
            reading.deepen(at, max((_depth(str(check[0]), tests[0]) for check in tests[1]), default=3))
            _refuse_senseless(node, pattern, tests, reading, demanded=demanded)
    return ["test", pattern, optional, tests] if pattern else None


def _depth(operator: str, pipes: Compiled) -> int:
    if operator in SEE_MISSING and not pipes:
        return 1 if operator in ("empty", "truthy") else 0
    return 2 if operator in ("type", "length") or ["keys", True] in pipes else 3


def _refuse_senseless(
    node: Node, pattern: Compiled, tests: Compiled, reading: Reading, *, demanded: bool
) -> None:
    """A wildcard matches only what is there, so that asking whether it is there has one answer."""
    wild = any(isinstance(step, Mapping) for step in pattern[2])
    if wild and ["present", demanded] in tests[1]:
        word = "true in require" if demanded else "false in when"
        reading.mistakes.add(
            node.span,
            f"a wildcard matches only values that are present, so 'present: {word}' decides nothing; use every or some",
        )


def _read_tests(
    node: Node, reading: Reading, *, demanded: bool, inside: bool = False
) -> tuple[bool, Compiled]:
    mistakes = reading.mistakes
    optional, pipes, checks = False, {}, []
    for entry in entries_of(node, "a test", mistakes):
        word = entry.key
        if word == "optional" and not inside:
            optional = flag_of(entry.node, "optional", mistakes)
            if not demanded:
                mistakes.add(
                    entry.key_span,
                    "optional has no meaning here; outside require a missing value passes no test",
                )
        elif word in PIPES:
            pipes[word] = _read_pipe(entry, mistakes)
        elif word in OPERATORS:
            checks.append(_read_check(entry, reading, demanded=demanded))
        else:
            mistakes.add(entry.key_span, _unknown_operator(word))
    if not checks:
        mistakes.add(node.span, "a test needs an operator")
    if any(check[0] == "unique" for check in checks) and len(checks) > 1:
        mistakes.add(node.span, "unique must be the only operator of its test")
    return optional, [[[name, pipes[name]] for name in PIPES if name in pipes], checks]


def _unknown_operator(word: str) -> str:
    if word in COMBINATORS:
        return f"'{word}' stands around whole conditions, not inside the test of one path"
    hint = meant(word, (*OPERATORS, *PIPES, "optional"))
    if not hint and re.search(r"[.\[A-Z]", word):
        hint = "; a path is written whole in one key: a.b.c"
    return f"unknown operator '{word}'{hint}"


def _read_pipe(entry: Entry, mistakes: Mistakes) -> object:
    if entry.key == "split":
        node = entry.node
        if isinstance(node, nodes.Scalar) and isinstance(node.value, str) and node.value:
            return node.value
        mistakes.add(node.span, f"split must be the text between the parts, not {describe(node)}")
        return ","
    if not flag_of(entry.node, entry.key, mistakes):
        mistakes.add(entry.node.span, f"{entry.key}: false does nothing")
    return True


def _read_check(entry: Entry, reading: Reading, *, demanded: bool) -> Compiled:
    word = entry.key
    operator = OPERATORS[word]
    if demanded:
        reading.facts.update(operator.facts)
        if word not in SEE_MISSING:
            reading.facts.add("reason")
    if operator.operand == "tests":
        _, tests = _read_tests(entry.node, reading, demanded=demanded, inside=True)
        return [word, tests]
    operand = OPERANDS[operator.operand](entry.node, word, reading.mistakes)
    read_reference: Callable[[Any], Any] = lambda part: _read_reference(part, reading)  # noqa: E731
    operand, refers = _with_references(operand, read_reference)
    if refers:
        return [word, operand, True]
    needed = needles(operand) if operator.operand == "pattern" and not reading.mistakes.found else []
    return [word, operand, False, needed] if needed else [word, operand]


def _with_references(operand: object, read: Callable[[Any], Any]) -> tuple[Any, bool]:
    if isinstance(operand, nodes.Mapping):
        return read(operand), True
    if isinstance(operand, list) and any(isinstance(part, nodes.Mapping) for part in operand):
        return [read(part) if isinstance(part, nodes.Mapping) else part for part in operand], True
    return operand, False


def _read_reference(node: nodes.Mapping, reading: Reading) -> dict[str, Any]:
    mistakes = reading.mistakes
    found = fields_of(node, ("ref", *PIPES), "a reference", mistakes)
    text = text_of(found["ref"].node, "ref", mistakes)
    pattern = reading.pattern(text, found["ref"].node.span)
    if pattern and any(isinstance(step, Mapping) for step in pattern[2]):
        mistakes.add(found["ref"].node.span, "a reference names one path, without wildcards")
    pipes = [[name, _read_pipe(found[name], mistakes)] for name in PIPES if name in found]
    return {"ref": pattern or ["", 0, [], ""], "pipes": pipes}
