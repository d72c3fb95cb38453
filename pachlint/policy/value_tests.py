"""Tests of one value: pipes first, then operator after operator until one fails."""

from collections.abc import Iterator, Sequence
from typing import Any

from pachlint.chart.secrets import is_secret
from pachlint.formats import FORMATS
from pachlint.layering.values import MISSING
from pachlint.place import Path
from pachlint.policy.context import SECRET
from pachlint.policy.operators import INSIDE, NO_FACTS, OPERATORS, VALUE, Facts, Operator
from pachlint.policy.paths import Pattern, Scope
from pachlint.policy.pipes import PipeError, Pipes, piped
from pachlint.policy.steps import take
from pachlint.records import NamedTuple

_UNKNOWN = object()
"""A reference to a value that is missing."""

_COST_OF_EXPRESSION, _COST_OF_REFERENCE = 20, 2


class Reference(NamedTuple):
    """The value at another path as an operand, after its pipes."""

    pattern: Pattern
    pipes: Pipes = ()

    def follow(self, scope: Scope) -> tuple[object, bool]:
        """The value, and whether it is a secret."""
        path = self.pattern.path(scope)
        value = MISSING if path is None else self.pattern.value(path, scope)
        if path is None or value is MISSING or value is None:
            return _UNKNOWN, False
        try:
            return piped(self.pipes, value), is_secret(path)
        except PipeError:
            return _UNKNOWN, False


class Operation(NamedTuple):
    """One operator with its operand: data, a reference, or a list with references in it.

    ``references`` are those in the operand. ``required``: a text without one of each of these groups in it does not match the
    expression that is the operand.
    """

    name: str
    operand: Any
    references: tuple[Reference, ...] = ()
    required: tuple[tuple[str, ...], ...] = ()

    @property
    def operator(self) -> Operator:
        """What the operator does."""
        return OPERATORS[self.name]

    @property
    def sees_missing(self) -> bool:
        """Whether a value that is missing or null may pass."""
        return self.operator.sight is not None or (self.name == "type" and "null" in self.operand)

    @property
    def quick(self) -> bool:
        """Whether it is answered at once, of one value alone."""
        return self.operator.quick and not self.references

    def failure(self, value: object, path: Path, scope: Scope, *, required: bool) -> Facts | None:
        """What is known of the failure; None if the value passes. A reference to nothing passes only if ``required``."""
        if self.references:
            return self._failure_of_references(value, path, scope, required=required)
        operator, operand = OPERATORS[self.name], self.operand
        if operator.sight is not None:
            seen = operator.sight(None if value is MISSING else value, scope.context.values, path)
            return None if seen is operand else NO_FACTS
        if value is MISSING or value is None:
            return None if value is None and self.sees_missing else _facts_of_missing(operator, operand)
        if isinstance(value, list | dict):
            take(scope, len(value))
        elif self.required and isinstance(value, str) and not self._may_match(value):
            return None if operator.negative else {"expected": operand}
        return operator.judge(value, operand) if operator.judge else None

    def _may_match(self, text: str) -> bool:
        return all(any(one in text for one in group) for group in self.required)

    def _failure_of_references(
        self, value: object, path: Path, scope: Scope, *, required: bool
    ) -> Facts | None:
        operand, secret = self._resolved(scope)
        if operand is _UNKNOWN:
            return None if required else NO_FACTS
        if isinstance(operand, list | dict):
            take(scope, len(operand))
        facts = Operation(self.name, operand).failure(value, path, scope, required=required)
        return dict.fromkeys(facts, SECRET) if facts and secret else facts

    def _resolved(self, scope: Scope) -> tuple[object, bool]:
        """The operand with values for its references, and whether one of those is a secret.

        Items of a list that refer to missing values are left out; if nothing remains, the operand is unknown.
        """
        if isinstance(self.operand, Reference):
            return self.operand.follow(scope)
        parts = [
            part.follow(scope) if isinstance(part, Reference) else (part, False) for part in self.operand
        ]
        known = [part for part, _ in parts if part is not _UNKNOWN]
        return (known or _UNKNOWN), any(secret for _, secret in parts)

    @property
    def cost(self) -> int:
        """What it takes to judge it, in steps of looking one value up."""
        return self.operator.costly * _COST_OF_EXPRESSION + bool(self.references) * _COST_OF_REFERENCE

    def depth(self, pipes: Pipes) -> int:
        """How deep it looks into the value after the pipes (see :data:`pachlint.policy.operators.INSIDE`)."""
        if ("keys", True) in pipes:
            return VALUE
        return INSIDE if pipes and self.operator.sight is not None else self.operator.depth

    def to_json(self) -> Any:
        """The operand as data."""
        if self.operator.operand == "pattern":
            return {"expression": self.operand, "required": self.required} if self.required else self.operand
        return _operand_to_json(self.operand)

    @staticmethod
    def from_json(name: str, data: Any) -> "Operation":
        """The operation of an operator and what :meth:`to_json` made of its operand."""
        if not isinstance(data, dict | list):
            return Operation(name, data)
        kind = OPERATORS[name].operand
        if kind == "pattern":
            return Operation(name, data["expression"], required=tuple(map(tuple, data["required"])))  # type: ignore[call-overload]
        return operation(name, _operand_from_json(data, kind))


class ItemTest(NamedTuple):
    """A test of the items of a list: all of them pass it (``items``), or at least one does (``any_item``)."""

    name: str
    test: "ValueTest"

    @property
    def quick(self) -> bool:
        """Whether it is answered at once, of one value alone."""
        return False

    @property
    def sees_missing(self) -> bool:
        """Whether a value that is missing or null may pass."""
        return False

    def failure(self, value: object, path: Path, scope: Scope, *, required: bool) -> Facts | None:
        """What is known of the failure; None if the value passes."""
        if not isinstance(value, list):
            return {"reason": "is missing" if value is None or value is MISSING else "is not a list"}
        take(scope, len(value))
        bad = self.bad_items(value, path, scope, required=required)
        if self.name == "items":
            return bad[0][1] if bad else None
        return NO_FACTS if len(bad) == len(value) else None

    def bad_items(
        self, items: Sequence[object], path: Path, scope: Scope, *, required: bool
    ) -> list[tuple[int, Facts]]:
        """The numbers of the items that fail, each with what is known of it."""
        found: list[tuple[int, Facts]] = []
        for index, item in enumerate(items):
            failure = self.test.failure(item, (*path, index), scope, required=required)
            if failure is not None:
                found.append((index, {"item": item, **failure[1]}))
        return found

    @property
    def references(self) -> tuple[Reference, ...]:
        """Those in the operands of the test."""
        return tuple(self.test.references)

    @property
    def cost(self) -> int:
        """What it takes to judge it, in steps of looking one value up."""
        return self.test.cost

    def depth(self, pipes: Pipes) -> int:
        """How deep it looks into the value after the pipes."""
        return VALUE if ("keys", True) in pipes else INSIDE

    def to_json(self) -> Any:
        """The test as data."""
        return self.test.to_json()


class ValueTest(NamedTuple):
    """The pipes and operators of one test, all of which must pass."""

    operations: tuple[Operation | ItemTest, ...]
    pipes: Pipes = ()

    def failure(
        self, value: object, path: Path, scope: Scope, *, required: bool
    ) -> tuple[Operation | ItemTest | None, Facts] | None:
        """The first operator that fails, with its facts; no operator if a pipe does not fit. None if all pass."""
        if self.pipes and value is not MISSING and value is not None:
            try:
                value = piped(self.pipes, value)
            except PipeError as error:
                return None, {"reason": str(error)}
        for one in self.operations:
            facts = one.failure(value, path, scope, required=required)
            if facts is not None:
                return one, facts
        return None

    @property
    def references(self) -> Iterator[Reference]:
        """All references in operands, those about items included."""
        for one in self.operations:
            yield from one.references

    @property
    def cost(self) -> int:
        """What it takes to judge it, in steps of looking one value up."""
        return len(self.pipes) + sum(one.cost for one in self.operations)

    @property
    def depth(self) -> int:
        """How deep it looks into the value."""
        return max((one.depth(self.pipes) for one in self.operations), default=INSIDE)

    def to_json(self) -> dict[str, Any]:
        """Operands by operator, with the pipes under ``pipes`` if there are any."""
        data = {one.name: one.to_json() for one in self.operations}
        return {**data, "pipes": list(self.pipes)} if self.pipes else data

    @staticmethod
    def from_json(data: dict[str, Any]) -> "ValueTest":
        """The test of :meth:`to_json`."""
        pipes = _pipes(data["pipes"]) if "pipes" in data else ()
        return ValueTest(
            tuple(
                [
                    ItemTest(name, ValueTest.from_json(operand))
                    if OPERATORS[name].of_tests
                    else Operation.from_json(name, operand)
                    for name, operand in data.items()
                    if name != "pipes"
                ]
            ),
            pipes,
        )


def operation(name: str, operand: Any) -> Operation:
    """An operation, with the references that are in its operand."""
    parts = operand if isinstance(operand, list) else (operand,)
    return Operation(name, operand, tuple(part for part in parts if isinstance(part, Reference)))


def _facts_of_missing(operator: Operator, operand: Any) -> Facts:
    if operator.operand == "format" and not operator.negative:
        return {"expected": FORMATS[operand].words, "reason": "is missing"}
    known = ("expected", "missing") if not operator.negative else ()
    return {**{fact: operand for fact in known if fact in operator.facts}, "reason": "is missing"}


def _operand_to_json(operand: Any) -> Any:
    if isinstance(operand, Reference):
        return {"ref": operand.pattern.to_json(), "pipes": list(operand.pipes)}
    return [_operand_to_json(part) for part in operand] if isinstance(operand, list) else operand


def _operand_from_json(data: Any, kind: str) -> Any:
    if isinstance(data, dict) and "ref" in data:
        return Reference(Pattern.from_json(data["ref"]), _pipes(data["pipes"]))
    # only in the list of several values an item may be a reference; elsewhere a list is one value
    return (
        [_operand_from_json(part, "") for part in data]
        if kind == "values" and isinstance(data, list)
        else data
    )


def _pipes(data: Sequence[Sequence[Any]]) -> Pipes:
    return tuple((name, argument) for name, argument in data)
