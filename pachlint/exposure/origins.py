"""Which values are written where in what Helm prints, and which decide that it is printed."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from pachlint.place import value_at
from pachlint.records import NamedTuple
from pachlint.verdict.forms import Call, Choice, Logical, Value, operands
from pachlint.verdict.gotemplate import NO_VALUE, truth
from pachlint.verdict.layouts import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pachlint.place import Path, Span
    from pachlint.verdict.expressions import Evaluator
    from pachlint.verdict.forms import Form, Pieces

_FIRST_TRUE = ("default", "coalesce")


class Origins(Writer):
    """Writes a file, and keeps after how many pieces each condition was asked."""

    def __init__(self, pieces: Pieces, evaluator: Evaluator) -> None:
        super().__init__(pieces, evaluator)
        self.asked: list[int] = []

    def holds(self, test: int, env: dict[int, object]) -> bool:
        self.asked.append(len(self.written))
        return super().holds(test, env)

    @cached_property
    def starts(self) -> list[int]:
        """Where each piece of the written file begins, and where the last one ends."""
        lengths = (len(piece.text.replace(NO_VALUE, "")) for piece in self.written)
        return list(accumulate(lengths, initial=0))

    def all_written(self) -> tuple[Path, ...]:
        """The values that are written anywhere in the file, each once."""
        found = (self.reads(piece.expression) for piece in self.written if piece.expression >= 0)
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def switches(self) -> Iterator[Path]:
        """The values that made conditions hold, outside of loops, such as what makes an address one of https."""
        written = (piece.expression for piece in self.written if piece.expression >= 0)
        asked = (*self.tests, *chain.from_iterable(map(self._tests, written)))
        held = (test for test in asked if truth(self.evaluator.value(test, {})))
        for path in chain.from_iterable(map(self.reads, held)):
            if truth(value_at(self.evaluator.values, path)):
                yield path

    def _tests(self, index: int) -> Iterator[int]:
        """The conditions of an expression on the arms that are taken."""
        form = self.evaluator.expressions[index]
        chosen = None if index in self.evaluator.open else self._chosen(form)
        if isinstance(form, Choice) and chosen is not None:
            yield form.test
        for operand in operands(form) if chosen is None else (chosen,):
            yield from self._tests(operand)

    def reads(self, index: int) -> Iterator[Path]:
        """The values that an expression reads, of a conditional one those of the arm that is taken."""
        form = self.evaluator.expressions[index]
        if isinstance(form, Value):
            yield form.path
            return
        chosen = None if index in self.evaluator.open else self._chosen(form)
        for operand in operands(form) if chosen is None else (chosen,):
            yield from self.reads(operand)

    def _chosen(self, form: Form) -> int | None:
        """The operand of a choice that gives its value; None if it is none."""
        order: Sequence[int]
        match form:
            case Choice():
                return form.yes if truth(self.evaluator.value(form.test, {})) else form.no
            case Logical(word="or"):
                order = form.operands
            case Call(function=function) if function in _FIRST_TRUE:
                order = form.arguments[::-1] if function == "default" else form.arguments
            case _:
                return None
        return next((one for one in order if truth(self.evaluator.value(one, {}))), order[-1])


class Trail(NamedTuple):
    """What one document of a file is made of; ``start`` is where it begins in the file."""

    origins: Origins
    start: int

    def written(self, span: Span) -> tuple[Path, ...]:
        """The values that are written into a stretch of the document, each once."""
        found: dict[Path, None] = {}
        start, end = self.start + span.start, self.start + span.end
        starts = self.origins.starts
        for piece, at, after in zip(self.origins.written, starts, starts[1:], strict=False):
            if piece.expression >= 0 and at < after and at < end and after > start:
                found.update(dict.fromkeys(self.origins.reads(piece.expression)))
        return tuple(found)

    def conditions(self, span: Span) -> tuple[Path, ...]:
        """The values that were asked before the first character of a stretch was printed, each once."""
        found: dict[Path, None] = {}
        starts = self.origins.starts
        for test, after in zip(self.origins.tests, self.origins.asked, strict=True):
            if starts[after] <= self.start + span.start:
                found.update(dict.fromkeys(self.origins.reads(test)))
        return tuple(found)
