"""Helm's engine: templates that call one another, and the functions that they share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pachlint.goregexp.steps import Steps
from pachlint.gotemplate.catalog import FUNCTIONS, OPEN, SURE
from pachlint.gotemplate.errors import BudgetError, ExecutionError, ParseError, UnknownError
from pachlint.gotemplate.execution import Execution
from pachlint.gotemplate.parser import empty, parse
from pachlint.gotemplate.patterns import MATCHING
from pachlint.gotemplate.signatures import TYPES, Known, signature
from pachlint.gotemplate.values import NOTHING, Opaque, doubt
from pachlint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from pachlint.gotemplate.nodes import Node

MAX_STEPS = 60_000
MAX_DEPTH = 12
MAX_TEMPLATE = 400_000
_CHANGING = frozenset(["set", "unset", "merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite"])


class Rendered(NamedTuple):
    """What a template printed, and whether it changed the values that it was given."""

    text: str
    changed: bool


class Engine:
    """Runs templates with the functions of Helm.

    ``names`` are the templates of the chart, which are known by name only; ``outside`` runs one of them on a value.
    """

    def __init__(
        self,
        names: Container[str] = (),
        outside: Callable[[str, object], str | Opaque] | None = None,
        steps: int = MAX_STEPS,
    ) -> None:
        self.names = names
        self.run_outside = outside
        self.steps = steps
        self.matching = Steps()
        self.depth = 0
        self.doubts: list[str] = []
        self.given: set[int] = set()
        self.changed = False

    @property
    def functions(self) -> dict[str, Known]:
        """All functions by name."""
        return FUNCTIONS

    def render(self, source: str, dot: object) -> Rendered:
        """Return what ``tpl`` makes of a text.

        Raises:
            ParseError: if Go cannot read it.
            ExecutionError: if it stops.
            UnknownError: if the result is unknown.
        """
        self.given = _containers(dot)
        try:
            text = self.tpl(source, dot, {})
        except RecursionError:
            raise BudgetError("calls itself too often to be followed") from None
        if self.doubts:
            raise UnknownError(self.doubts[0])
        return Rendered(text, self.changed)

    def tpl(self, source: str, dot: object, defined: dict[str, tuple[Node, ...]]) -> str:
        """Run a text as a template that knows other templates by name."""
        if "{{" not in source:
            return source.replace("<no value>", "")
        if len(source) > MAX_TEMPLATE:
            raise BudgetError("is too long to be followed")
        tree = parse(source, FUNCTIONS)
        known = dict(defined)
        for name, body in tree.defined.items():
            if not empty(body) or name not in known:
                known[name] = body
        with self.deeper():
            return Execution(self, known, dot).run(tree.nodes, dot).replace("<no value>", "")

    def spend(self, steps: int) -> None:
        """Count steps; BudgetError if there are too many."""
        self.steps -= steps
        if self.steps < 0:
            raise BudgetError("takes too many steps to be followed")

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Run one template inside another."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BudgetError("calls templates too deep inside one another to be followed")
        yield
        self.depth -= 1

    def doubt(self, error: UnknownError) -> None:
        """Note that what is printed is not known, and go on: there may be a mistake further on."""
        self.doubts.append(str(error))

    def missing(self, name: str, message: str) -> None:
        """Reject the name of a template that the chart does not have."""
        if name not in self.names:
            raise ExecutionError(message)

    def outside(self, name: str, given: object) -> str | Opaque:
        """What a template of the chart prints for a value."""
        return self.run_outside(name, given) if self.run_outside else Opaque("string", f"the template {name}")

    def call(self, execution: Execution, name: str, arguments: list[object]) -> object:
        """Return what a function makes of arguments that fit."""
        self.spend(2 + sum(len(value) for value in arguments if isinstance(value, str | list | dict)) // 64)
        if name == "include":
            return self._include(execution, arguments)
        if name == "tpl":
            return self._nested(execution, arguments)
        known = FUNCTIONS[name]
        result = _unknown(name, known, arguments)
        if known.run is None or (name not in OPEN and any(isinstance(value, Opaque) for value in arguments)):
            return self._guessed(name, result)
        if name in _CHANGING and any(id(value) in self.given for value in arguments[:1]):
            self.changed = True
        try:
            made = known.run(*arguments, *((self.matching,) if name in MATCHING else ()))
        except BudgetError:
            raise
        except UnknownError as error:
            if name in _CHANGING:
                raise
            return self._guessed(name, result, error)
        except (OverflowError, MemoryError, UnicodeError) as error:
            raise BudgetError("works with values that are too large to be followed") from error
        return made

    def _guessed(self, name: str, result: Opaque, error: UnknownError | None = None) -> Opaque:
        """The result of a function that is not run, which is a doubt by itself if the function may stop the template."""
        if name not in SURE:
            self.doubt(error or doubt(result))
        return result

    def _include(self, execution: Execution, arguments: list[object]) -> object:
        name, given = arguments
        if isinstance(name, Opaque):
            return Opaque("string", name.source)
        body = execution.defined.get(str(name))
        given = NOTHING if given is None else given
        if body is None:
            self.missing(str(name), f'no template "{name}" associated with template "gotpl"')
            return self.outside(str(name), given)
        with self.deeper():
            return Execution(self, execution.defined, given).run(body, given)

    def _nested(self, execution: Execution, arguments: list[object]) -> object:
        source, given = arguments
        if isinstance(source, Opaque):
            return Opaque("string", source.source)
        try:
            return self.tpl(str(source), NOTHING if given is None else given, execution.defined)
        except ParseError as error:
            raise ExecutionError(f"tpl cannot parse its argument: {error.message}") from None


def _unknown(name: str, known: Known, arguments: list[object]) -> Opaque:
    """The result of a function that cannot be worked out."""
    source = next((value.source for value in arguments if isinstance(value, Opaque)), name)
    type_name = TYPES.get(signature(known.signature).result, "?")
    return Opaque("?" if type_name in ("interface {}", "reflect.Value") else type_name, source)


def _containers(value: object) -> set[int]:
    """The maps and lists inside a value, by identity."""
    found: set[int] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict | list) and id(item) not in found:
            found.add(id(item))
            waiting.extend(item.values() if isinstance(item, dict) else item)
    return found
