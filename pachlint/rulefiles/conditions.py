"""Read the conditions of a rule file, as :mod:`pachlint.policy.tree` judges them."""

import re
from typing import Any

from pachlint.nearness import did_you_mean
from pachlint.policy.operators import OPERATORS
from pachlint.policy.path_tests import PathTest, Unique
from pachlint.policy.paths import Pattern
from pachlint.policy.pipes import PIPES, Pipes
from pachlint.policy.tree import AllOf, AnyOf, Condition, Every, NoneOf, Some
from pachlint.policy.value_tests import ItemTest, Operation, Reference, ValueTest, operation
from pachlint.reading import nodes
from pachlint.reading.nodes import Entry, Node
from pachlint.rulefiles.operands import OPERANDS
from pachlint.rulefiles.required_literals import required_literals
from pachlint.rulefiles.typed_nodes import (
    Mistakes,
    describe,
    entries_of,
    fields_of,
    flag_of,
    items_of,
    text_of,
)
from pachlint.rulefiles.uses import Reading, cheapest_first

COMBINATORS = ("all", "any", "not", "none", "some", "every")


def read_condition(node: Node, reading: Reading, *, required: bool) -> Condition:
    """Read a condition: ``required`` in ``require``, where the first part that fails is reported, else as in ``when``."""
    return _read_condition(node, reading, required=required, ordered=required)


def _read_condition(node: Node, reading: Reading, *, required: bool, ordered: bool) -> Condition:
    parts = [
        part
        for entry in entries_of(node, "a condition", reading.mistakes)
        if (part := _read_entry(entry, reading, required=required, ordered=ordered)) is not None
    ]
    return parts[0] if len(parts) == 1 else AllOf(_in_order(parts, ordered=ordered))


def _in_order(parts: list[Condition], *, ordered: bool) -> tuple[Condition, ...]:
    return tuple(parts) if ordered else cheapest_first(parts)


def _read_entry(entry: Entry, reading: Reading, *, required: bool, ordered: bool) -> Condition | None:
    match entry.key:
        case "all":
            return AllOf(_read_parts(entry, reading, required=required, ordered=ordered))
        case "any":
            return AnyOf(_read_parts(entry, reading, required=required, ordered=ordered))
        case "none":
            return NoneOf(_read_parts(entry, reading, required=False, ordered=ordered))
        case "not":
            return NoneOf((_read_condition(entry.node, reading, required=False, ordered=ordered),))
        case "some" | "every":
            return _read_loop(entry, reading, required=required, ordered=ordered)
        case _:
            return _read_test(entry, reading, required=required)


def _read_parts(entry: Entry, reading: Reading, *, required: bool, ordered: bool) -> tuple[Condition, ...]:
    parts = [
        _read_condition(part, reading, required=required, ordered=ordered)
        for part in items_of(entry.node, entry.key, reading.mistakes)
    ]
    return _in_order(parts, ordered=ordered)


def _read_loop(entry: Entry, reading: Reading, *, required: bool, ordered: bool) -> Condition | None:
    mistakes, word = reading.mistakes, entry.key
    inner, required = ("where", False) if word == "some" else ("require", required)
    found = fields_of(entry.node, ("in", "as", inner), word, mistakes)
    missing = [name for name in ("in", "as", inner) if name not in found]
    if missing:
        if isinstance(entry.node, nodes.MappingNode):
            mistakes.add(entry.key_span, f"{word} has no '{missing[0]}'")
        return None
    pattern = reading.gone_over(text_of(found["in"].node, "in", mistakes), found["in"].node.span)
    alias = reading.name(found["as"].node, pattern.rooted(reading.aliases) if pattern else ())
    condition = _read_condition(found[inner].node, reading, required=required, ordered=ordered)
    if required:
        reading.closed.add(alias)
    else:
        reading.aliases.pop(alias, None)
    if pattern is None:
        return None
    return Some(pattern, alias, condition) if word == "some" else Every(pattern, alias, condition)


def _read_test(entry: Entry, reading: Reading, *, required: bool) -> Condition | None:
    pattern = reading.pattern(entry.key, entry.key_span, required=required)
    node = entry.node
    if isinstance(node, nodes.SequenceNode):
        hint = "write {in: […]} for one of these values, {equals: […]} for this list"
        reading.mistakes.add(node.span, f"a test is a value or a mapping of operators, not a list; {hint}")
        return None
    if isinstance(node, nodes.ScalarNode):
        if node.value is None:
            reading.mistakes.add(
                node.span, "a test must not be null; write {present: false} for a value that is not set"
            )
        if required:
            reading.facts.update(OPERATORS["equals"].facts)
        optional, test = False, ValueTest((Operation("equals", node.value),))
    else:
        optional, test = _read_operators(node, reading, required=required)
        if pattern:
            _reject_senseless(node, pattern, test, reading, required=required)
    if pattern is None or not test.operations:
        return None
    if test.operations[0].name == "unique":
        return Unique(pattern, test.pipes)
    return PathTest(pattern, test, optional)


def _reject_senseless(
    node: Node, pattern: Pattern, test: ValueTest, reading: Reading, *, required: bool
) -> None:
    """A wildcard matches only what is there, so that asking whether it is there has one answer."""
    if pattern.has_wildcard and any(
        isinstance(one, Operation) and one.name == "present" and one.operand is required
        for one in test.operations
    ):
        word = "true in require" if required else "false in when"
        reading.mistakes.add(
            node.span,
            f"a wildcard matches only values that are present, so 'present: {word}' decides nothing; use every or some",
        )


def _read_operators(
    node: Node, reading: Reading, *, required: bool, inside: bool = False
) -> tuple[bool, ValueTest]:
    """Whether the test is optional, and the test; ``inside``: it is of the items of a list."""
    mistakes = reading.mistakes
    optional, pipes, operations = False, dict[str, object](), list[Operation | ItemTest]()
    for entry in entries_of(node, "a test", mistakes):
        word = entry.key
        if word == "optional" and not inside:
            optional = flag_of(entry.node, "optional", mistakes)
            if not required:
                mistakes.add(
                    entry.key_span,
                    "optional has no meaning here; outside require a missing value passes no test",
                )
        elif word in PIPES:
            pipes[word] = _read_pipe(entry, mistakes)
        elif word in OPERATORS:
            operations.append(_read_operation(entry, reading, required=required))
        else:
            mistakes.add(entry.key_span, _unknown_operator(word))
    if not operations:
        mistakes.add(node.span, "a test needs an operator")
    if len(operations) > 1 and any(one.name == "unique" for one in operations):
        mistakes.add(node.span, "unique must be the only operator of its test")
    return optional, ValueTest(tuple(operations), _in_order_of_pipes(pipes))


def _in_order_of_pipes(pipes: dict[str, object]) -> Pipes:
    return tuple((name, pipes[name]) for name in PIPES if name in pipes)


def _unknown_operator(word: str) -> str:
    if word in COMBINATORS:
        return f"'{word}' combines whole conditions; it is not allowed in the test of one path"
    hint = did_you_mean(word, (*OPERATORS, *PIPES, "optional"))
    if not hint and re.search(r"[.\[A-Z]", word):
        hint = "; a path is written whole in one key: a.b.c"
    return f"unknown operator '{word}'{hint}"


def _read_pipe(entry: Entry, mistakes: Mistakes) -> object:
    if entry.key == "split":
        node = entry.node
        if isinstance(node, nodes.ScalarNode) and isinstance(node.value, str) and node.value:
            return node.value
        mistakes.add(node.span, f"split must be a string, the separator, not {describe(node)}")
        return ","
    if not flag_of(entry.node, entry.key, mistakes):
        mistakes.add(entry.node.span, f"{entry.key}: false does nothing")
    return True


def _read_operation(entry: Entry, reading: Reading, *, required: bool) -> Operation | ItemTest:
    word = entry.key
    operator = OPERATORS[word]
    if required:
        reading.facts.update(operator.facts)
        if operator.sight is None:
            reading.facts.add("reason")
    if operator.of_tests:
        return ItemTest(word, _read_operators(entry.node, reading, required=required, inside=True)[1])
    if operator.operand == "pattern":
        expression = OPERANDS["pattern"](entry.node, word, reading.mistakes)
        literals = () if reading.mistakes.found else required_literals(expression)
        return Operation(word, expression, required=literals)
    return operation(
        word, _with_references(OPERANDS[operator.operand](entry.node, word, reading.mistakes), reading)
    )


def _with_references(operand: object, reading: Reading) -> Any:
    """An operand, whose references are still nodes, or a list of them."""
    if isinstance(operand, nodes.MappingNode):
        return _read_reference(operand, reading)
    if isinstance(operand, list):
        return [
            _read_reference(part, reading) if isinstance(part, nodes.MappingNode) else part
            for part in operand
        ]
    return operand


def _read_reference(node: nodes.MappingNode, reading: Reading) -> Reference:
    mistakes = reading.mistakes
    found = fields_of(node, ("ref", *PIPES), "a reference", mistakes)
    text = text_of(found["ref"].node, "ref", mistakes)
    pattern = reading.pattern(text, found["ref"].node.span)
    if pattern and pattern.has_wildcard:
        mistakes.add(found["ref"].node.span, "a reference names one path, without wildcards")
    pipes = {name: _read_pipe(found[name], mistakes) for name in PIPES if name in found}
    return Reference(pattern or Pattern(), _in_order_of_pipes(pipes))
